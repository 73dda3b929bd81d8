#include "sql/sql.h"

#include "base/text.h"

#include <string.h>

struct source {
    const char *text;
    size_t len;
    bool postgresql; /* [ and ] are operators, and there are more of those */
};

/* NUL behind the end, so that looking ahead needs no care. */
static char char_at(const struct source *source, size_t at)
{
    if (at >= source->len) {
        return '\0';
    }
    return source->text[at];
}

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

static bool continues_word(char c)
{
    return starts_word(c) || is_digit(c) || c == '$';
}

static bool is_byte_order_mark(const struct source *source, size_t at)
{
    return char_at(source, at) == '\xef' && char_at(source, at + 1) == '\xbb' && char_at(source, at + 2) == '\xbf';
}

/* The place behind a comment that begins at `at`; `at` where none does or it has no end. */
static size_t skip_comment(const struct source *source, size_t at)
{
    char c = char_at(source, at);
    size_t end = at + 2;

    if (c == '-' && char_at(source, at + 1) == '-') {
        while (char_at(source, end) != '\0' && char_at(source, end) != '\n') {
            end++;
        }
        return end;
    }
    if (c != '/' || char_at(source, at + 1) != '*') {
        return at;
    }
    while (char_at(source, end) != '\0') {
        if (char_at(source, end) == '*' && char_at(source, end + 1) == '/') {
            return end + 2;
        }
        end++;
    }
    return at;
}

static size_t skip_space(const struct source *source, size_t at)
{
    for (;;) {
        char c = char_at(source, at);
        size_t behind = c == '-' || c == '/' ? skip_comment(source, at) : at;
        if (is_space(c)) {
            at++;
        } else if (behind != at) {
            at = behind;
        } else if (is_byte_order_mark(source, at)) {
            at += 3;
        } else {
            return at;
        }
    }
}

/* The place behind the closing quote; 0 where there is none.  A doubled quote stands for itself, but not in [..]. */
static size_t quoted_end(const struct source *source, size_t at)
{
    char close = char_at(source, at);

    if (close == '[') {
        close = ']';
    }
    for (at++; char_at(source, at) != '\0'; at++) {
        if (char_at(source, at) != close) {
            continue;
        }
        if (close == ']' || char_at(source, at + 1) != close) {
            return at + 1;
        }
        at++;
    }
    return 0;
}

static size_t source_end(const struct source *source, size_t at)
{
    while (char_at(source, at) != '\0') {
        at++;
    }
    return at;
}

static size_t word_end(const struct source *source, size_t at)
{
    while (continues_word(char_at(source, at))) {
        at++;
    }
    return at;
}

/* Letters that stick to a number are part of it, so that "0x1F", "1_000" and the mistake "12ab" are one token. */
static size_t number_end(const struct source *source, size_t at)
{
    bool hex = char_at(source, at) == '0' && (char_at(source, at + 1) | 0x20) == 'x';

    for (;; at++) {
        char c = char_at(source, at);
        if ((c == '+' || c == '-') && !hex && (char_at(source, at - 1) | 0x20) == 'e' &&
            is_digit(char_at(source, at + 1))) {
            continue;
        }
        if (!continues_word(c) && c != '.') {
            return at;
        }
    }
}

static bool stands_at(const struct source *source, size_t at, const char *text)
{
    while (*text != '\0' && char_at(source, at) == *text) {
        at++;
        text++;
    }
    return *text == '\0';
}

static size_t operator_len(const struct source *source, size_t at)
{
    static const char *const operators[] = {"->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "==", "::"};
    static const char *const matching[] = {"!~~*", "!~~", "~~*", "~~", "!~*", "!~", "~*"}; /* PostgreSQL's LIKE ... */

    if (strchr("-|<>!=:~", char_at(source, at)) == NULL) { /* begins none of them */
        return 1;
    }
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (stands_at(source, at, operators[i])) {
            return strlen(operators[i]);
        }
    }
    for (size_t i = 0; source->postgresql && i < sizeof matching / sizeof *matching; i++) {
        if (stands_at(source, at, matching[i])) {
            return strlen(matching[i]);
        }
    }
    return 1;
}

static struct token make(enum token_kind kind, size_t off, size_t end)
{
    return (struct token){.kind = kind, .off = off, .len = end - off};
}

static struct token scan_quoted(const struct source *source, size_t off, size_t quote, enum token_kind kind)
{
    size_t end = quoted_end(source, quote);

    return end != 0 ? make(kind, off, end) : make(TOKEN_BAD, off, source_end(source, off));
}

/* ?1 :name @name $name; 0 where it is none. */
static size_t param_end(const struct source *source, size_t at)
{
    char c = char_at(source, at), next = char_at(source, at + 1);

    if (c == '?') {
        for (at++; is_digit(char_at(source, at));) {
            at++;
        }
        return at;
    }
    return strchr(":@$#", c) != NULL && continues_word(next) ? word_end(source, at + 1) : 0;
}

static struct token scan_other(const struct source *source, size_t at)
{
    size_t end = param_end(source, at);

    if (end != 0) {
        return make(TOKEN_PARAM, at, end);
    }
    bool bracket = source->postgresql && strchr("[]", char_at(source, at)) != NULL;
    if (!bracket && strchr("(),;.+-*/%<>=!|&~:{}^#@$", char_at(source, at)) == NULL) {
        return make(TOKEN_BAD, at, at + 1);
    }
    if (char_at(source, at) == '/' && char_at(source, at + 1) == '*') { /* skip_space found no end of it */
        return make(TOKEN_BAD, at, source_end(source, at));
    }
    return make(TOKEN_PUNCT, at, at + operator_len(source, at));
}

static struct token scan(const struct source *source, size_t from)
{
    size_t at = skip_space(source, from);
    char c = char_at(source, at), next = char_at(source, at + (c != '\0'));

    if (c == '\0') {
        return make(TOKEN_END, at, at);
    }
    if ((c | 0x20) == 'x' && next == '\'') {
        return scan_quoted(source, at, at + 1, TOKEN_BLOB);
    }
    if (starts_word(c)) {
        return make(TOKEN_WORD, at, word_end(source, at));
    }
    if (is_digit(c) || (c == '.' && is_digit(next))) {
        return make(TOKEN_NUMBER, at, number_end(source, at));
    }
    if (c == '\'') {
        return scan_quoted(source, at, at, TOKEN_STRING);
    }
    if (c == '"' || c == '`' || (c == '[' && !source->postgresql)) {
        return scan_quoted(source, at, at, TOKEN_NAME);
    }
    return scan_other(source, at);
}

struct token sql_scan(const char *sql, size_t len, size_t from)
{
    const struct source source = {.text = sql, .len = len};
    return scan(&source, from);
}

/* Takes the quotes off a text in place, and makes doubled ones one. */
static const char *unquote(char *text, size_t len, char quote)
{
    char *out = text + 1;

    out[len - 2] = '\0';
    if (quote == '[' || memchr(out, quote, len - 2) == NULL) {
        return out;
    }
    char *to = out;
    for (const char *from = out; *from != '\0'; from++) {
        *to++ = *from;
        if (*from == quote) {
            from++;
        }
    }
    *to = '\0';
    return out;
}

/* The text of an operator of one character. */
static const char *mark_text(char mark)
{
    static const char marks[] = "(),;.+-*/%<>=!|&~:{}^#@$[]";
    static const char texts[] = "(\0)\0,\0;\0.\0+\0-\0*\0/\0%\0<\0>\0=\0!\0|\0&\0~\0:\0{\0}\0^\0#\0@\0$\0[\0]";
    return texts + 2 * (strchr(marks, mark) - marks);
}

/* Texts stand in one copy of the source, each ended by a NUL behind it.  One that begins there, right behind another,
 * has lost its first character and gets a copy of its own, unless that is a quote. */
static const char *text_of(struct arena *arena, const struct source *source, const struct token *token, char *copy)
{
    char *text = copy + token->off;

    if (token->kind == TOKEN_NAME || token->kind == TOKEN_STRING) {
        return unquote(text, token->len, source->text[token->off]);
    }
    if (token->kind == TOKEN_PUNCT && token->len == 1) {
        return mark_text(source->text[token->off]);
    }
    if (*text == '\0' && token->len != 0) {
        return arena_strndup(arena, source->text + token->off, token->len);
    }
    text[token->len] = '\0';
    return text;
}

static struct tokens all_tokens(struct arena *arena, const struct source *source)
{
    struct tokens tokens = {0};
    char *copy = arena_strndup(arena, source->text, source->len);
    size_t at = 0;

    for (;;) {
        struct token token = scan(source, at);

        token.text = text_of(arena, source, &token, copy);
        *PUSH(arena, &tokens) = token;
        if (token.kind == TOKEN_END) {
            return tokens;
        }
        at = token.off + token.len;
    }
}

struct tokens sql_tokens(struct arena *arena, const char *sql, size_t len)
{
    const struct source source = {.text = sql, .len = strnlen(sql, len)};
    return all_tokens(arena, &source);
}

struct tokens sql_tokens_postgresql(struct arena *arena, const char *sql, size_t len)
{
    const struct source source = {.text = sql, .len = strnlen(sql, len), .postgresql = true};
    return all_tokens(arena, &source);
}

bool token_is(const struct token *token, const char *word)
{
    if (token->kind == TOKEN_WORD) { /* most differ in their first letter */
        return ((token->text[0] ^ word[0]) & ~0x20) == 0 && text_same_nocase(token->text, word);
    }
    return token->kind == TOKEN_PUNCT && strcmp(token->text, word) == 0;
}
