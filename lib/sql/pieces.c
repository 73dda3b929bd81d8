#include "sql/pieces.h"

#include <stdbool.h>
#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool starts_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static size_t word_len(const char *text)
{
    size_t len = 0;

    while (starts_word(text[len]) || is_digit(text[len]) || text[len] == '$') {
        len++;
    }
    return len;
}

static size_t line_comment_len(const char *text)
{
    return strcspn(text, "\r\n");
}

/* Comments nest.  One without an end reaches to the end of the text, and is not passed over: the server is to see it.
 */
static struct pg_piece scan_comment(const char *text)
{
    size_t at = 2, depth = 1;

    while (depth > 0 && text[at] != '\0') {
        if (text[at] == '/' && text[at + 1] == '*') {
            depth++;
            at += 2;
        } else if (text[at] == '*' && text[at + 1] == '/') {
            depth--;
            at += 2;
        } else {
            at++;
        }
    }
    return (struct pg_piece){depth == 0 ? PG_SPACE : PG_QUOTED, at};
}

/* Spaces up to the next word or comment. */
static size_t space_len(const char *text)
{
    size_t len = 0;

    while (is_space(text[len])) {
        len++;
    }
    return len;
}

/* From quote to quote; a doubled quote stands for itself. */
static size_t quoted_len(const char *text, bool backslashes)
{
    char quote = text[0];
    size_t at = 1;

    for (; text[at] != '\0'; at++) {
        bool escapes = backslashes && text[at] == '\\' && text[at + 1] != '\0';
        if (escapes || (text[at] == quote && text[at + 1] == quote)) {
            at++;
        } else if (text[at] == quote) {
            return at + 1;
        }
    }
    return at;
}

/* A string goes on behind spaces and comments with a line end among them; where it does, the place of its quote. */
static size_t continuation(const char *text)
{
    bool line = false;
    size_t at = 0;

    for (;;) {
        if (text[at] == '-' && text[at + 1] == '-') {
            at += line_comment_len(text + at);
        } else if (is_space(text[at])) {
            line |= text[at] == '\n' || text[at] == '\r';
            at++;
        } else {
            return line && text[at] == '\'' ? at : 0;
        }
    }
}

static size_t escape_string_len(const char *text)
{
    size_t len = quoted_len(text, true);

    for (size_t more = continuation(text + len); more != 0; more = continuation(text + len)) {
        len += more;
        len += quoted_len(text + len, true);
    }
    return len;
}

/* $tag$..$tag$; 0 where no such thing begins. */
static size_t dollar_len(const char *text)
{
    size_t tag = 1;

    if (starts_word(text[1])) {
        while (starts_word(text[tag]) || is_digit(text[tag])) {
            tag++;
        }
    }
    if (text[tag] != '$') {
        return 0;
    }
    tag++;
    for (const char *at = strchr(text + tag, '$'); at != NULL; at = strchr(at + 1, '$')) {
        if (strncmp(at, text, tag) == 0) {
            return (size_t)(at - text) + tag;
        }
    }
    return strlen(text);
}

static struct pg_piece scan_word(const char *text)
{
    size_t len = word_len(text);

    if (len == 1 && (*text | 0x20) == 'e' && text[1] == '\'') {
        return (struct pg_piece){PG_QUOTED, 1 + escape_string_len(text + 1)};
    }
    return (struct pg_piece){PG_WORD, len}; /* the quotes of N'', B'', X'' and U&'' are like any others */
}

struct pg_piece pg_scan(const char *text)
{
    char c = *text;
    size_t len = 0;

    if (c == '\0') {
        return (struct pg_piece){PG_END, 0};
    }
    if (is_space(c)) {
        return (struct pg_piece){PG_SPACE, space_len(text)};
    }
    if (starts_word(c)) {
        return scan_word(text);
    }
    if (c == '\'' || c == '"') {
        return (struct pg_piece){PG_QUOTED, quoted_len(text, false)};
    }
    if (c == '$') {
        len = dollar_len(text);
        return len > 0 ? (struct pg_piece){PG_QUOTED, len} : (struct pg_piece){PG_OTHER, 1};
    }
    if (c == '-' && text[1] == '-') {
        return (struct pg_piece){PG_SPACE, line_comment_len(text)};
    }
    if (c == '/' && text[1] == '*') {
        return scan_comment(text);
    }
    return (struct pg_piece){PG_OTHER, 1};
}
