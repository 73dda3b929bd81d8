#include "db/sqlite/ddl_reader.h"

#include "base/text.h"

#include <string.h>

struct reader reader_new(struct arena *arena, struct arena *scratch, const char *sql)
{
    return (struct reader){.arena = arena, .sql = sql, .tokens = sql_tokens(scratch, sql, strlen(sql))};
}

const struct token *reader_peek(const struct reader *reader, size_t ahead)
{
    size_t last = reader->tokens.len - 1;

    return &reader->tokens.at[ahead < last - reader->at ? reader->at + ahead : last];
}

bool reader_sees(const struct reader *reader, const char *word)
{
    return token_is(reader_peek(reader, 0), word);
}

bool reader_take(struct reader *reader, const char *word)
{
    bool taken = reader_sees(reader, word);

    reader->at += taken;
    return taken;
}

bool reader_take_two(struct reader *reader, const char *first, const char *second)
{
    bool taken = reader_sees(reader, first) && token_is(reader_peek(reader, 1), second);

    reader->at += taken ? 2 : 0;
    return taken;
}

bool reader_is_one_of(const struct token *token, const char *const *words, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (token_is(token, words[i])) {
            return true;
        }
    }
    return false;
}

const char *reader_name(struct reader *reader)
{
    const struct token *token = reader_peek(reader, 0);

    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME && token->kind != TOKEN_STRING) {
        return NULL;
    }
    reader->at++;
    return arena_strdup(reader->arena, token->text);
}

const char *reader_qualified_name(struct reader *reader)
{
    const char *name = reader_name(reader);

    return reader_take(reader, ".") ? reader_name(reader) : name;
}

const char *reader_slice(const struct reader *reader, size_t from, size_t to)
{
    struct buf out = buf_new(reader->arena);

    for (size_t i = from; i < to; i++) {
        const struct token *token = &reader->tokens.at[i];
        if (i > from && token[-1].off + token[-1].len < token->off) {
            buf_char(&out, ' ');
        }
        buf_add_len(&out, reader->sql + token->off, token->len);
    }
    return buf_text(&out);
}

/* The text of the tokens from..to (exclusive) byte for byte. */
static const char *source_text(const struct reader *reader, size_t from, size_t to)
{
    if (from >= to) {
        return "";
    }
    size_t off = reader->tokens.at[from].off;
    const struct token *last = &reader->tokens.at[to - 1];
    return arena_strndup(reader->arena, reader->sql + off, last->off + last->len - off);
}

static bool is_stop(const struct token *token, const char *stops)
{
    return token->kind == TOKEN_PUNCT && token->len == 1 && strchr(stops, token->text[0]) != NULL;
}

const char *reader_text_until(struct reader *reader, const char *stops)
{
    size_t from = reader->at, depth = 0;

    for (; reader_peek(reader, 0)->kind != TOKEN_END; reader->at++) {
        const struct token *token = reader_peek(reader, 0);
        if (depth == 0 && is_stop(token, stops)) {
            break;
        }
        if (token_is(token, "(")) {
            depth++;
        } else if (token_is(token, ")") && depth > 0) {
            depth--;
        }
    }
    return source_text(reader, from, reader->at);
}

const char *reader_parenthesised(struct reader *reader)
{
    if (!reader_take(reader, "(")) {
        return "";
    }
    const char *text = reader_text_until(reader, ")");
    (void)reader_take(reader, ")");
    return sql_unwrap(reader->arena, text);
}

static const char *upper(struct arena *arena, const char *word)
{
    char *out = arena_strdup(arena, word);

    for (char *c = out; *c != '\0'; c++) {
        *c = (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
    }
    return out;
}

const char *reader_on_conflict(struct reader *reader)
{
    if (!reader_take_two(reader, "ON", "CONFLICT")) {
        return NULL;
    }
    const char *word = reader_name(reader);
    return word != NULL ? upper(reader->arena, word) : NULL;
}
