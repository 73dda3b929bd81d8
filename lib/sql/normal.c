#include "sql/sql.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>

/* Words that an expression reads as something else than a name when they stand without quotes. */
static bool is_expression_word(const char *name)
{
    static const char *const words[] = {"all",
        "and",
        "any",
        "array",
        "as",
        "between",
        "case",
        "cast",
        "check",
        "collate",
        "current_catalog",
        "current_date",
        "current_role",
        "current_time",
        "current_timestamp",
        "current_user",
        "default",
        "distinct",
        "else",
        "end",
        "escape",
        "except",
        "exists",
        "false",
        "filter",
        "from",
        "glob",
        "having",
        "ilike",
        "in",
        "intersect",
        "is",
        "isnull",
        "like",
        "limit",
        "localtime",
        "localtimestamp",
        "match",
        "not",
        "notnull",
        "null",
        "on",
        "or",
        "order",
        "over",
        "raise",
        "regexp",
        "row",
        "select",
        "session_user",
        "similar",
        "some",
        "then",
        "true",
        "union",
        "user",
        "using",
        "when",
        "where"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_same_nocase(name, words[i])) {
            return true;
        }
    }
    return false;
}

static bool needs_quotes(const char *name)
{
    struct token token = sql_scan(name, SIZE_MAX, 0);

    return token.kind != TOKEN_WORD || token.off != 0 || token.len != strlen(name) || is_expression_word(name);
}

static const char *normal_token(struct arena *arena, const struct token *token)
{
    switch (token->kind) {
    case TOKEN_NAME: return needs_quotes(token->text) ? sql_name(arena, token->text) : text_lower(arena, token->text);
    case TOKEN_WORD:
    case TOKEN_NUMBER:
    case TOKEN_BLOB: return text_lower(arena, token->text);
    case TOKEN_STRING: return sql_string(arena, token->text);
    case TOKEN_PUNCT:
        if (strcmp(token->text, "==") == 0) {
            return "=";
        }
        return strcmp(token->text, "!=") == 0 ? "<>" : token->text;
    case TOKEN_END:
    case TOKEN_PARAM:
    case TOKEN_BAD: break;
    }
    return token->text;
}

/* For each opening parenthesis the token that closes it; 0 for all else and where it is not closed. */
static size_t *closings(struct arena *arena, const struct tokens *tokens)
{
    size_t *closing = arena_alloc(arena, tokens->len, sizeof *closing, _Alignof(size_t));
    struct LIST_OF(size_t) open = {0};

    for (size_t i = 0; i < tokens->len; i++) {
        if (token_is(&tokens->at[i], "(")) {
            *PUSH(arena, &open) = i;
        } else if (token_is(&tokens->at[i], ")") && open.len > 0) {
            closing[open.at[--open.len]] = i;
        }
    }
    return closing;
}

/* Whether the parentheses around the tokens first..last are part of the meaning: a row or a subquery. */
static bool needs_parentheses(const struct tokens *tokens, const size_t *closing, size_t first, size_t last)
{
    const struct token *inner = &tokens->at[first];

    if (first > last || token_is(inner, "SELECT") || token_is(inner, "WITH") || token_is(inner, "VALUES")) {
        return true;
    }
    for (size_t i = first; i <= last; i++) {
        if (token_is(&tokens->at[i], ",")) {
            return true;
        }
        i = closing[i] != 0 ? closing[i] : i;
    }
    return false;
}

/* The tokens inside all outer parentheses: *ret_first up to, not including, *ret_end. */
static void unwrapped(struct arena *arena, const struct tokens *tokens, size_t *ret_first, size_t *ret_end)
{
    const size_t *closing = closings(arena, tokens);
    size_t first = 0, end = tokens->len - 1;

    while (end - first >= 2 && closing[first] == end - 1) {
        bool nested = end - first > 3 && closing[first + 1] == end - 2;
        if (!nested && needs_parentheses(tokens, closing, first + 1, end - 2)) {
            break;
        }
        first++;
        end--;
    }
    *ret_first = first;
    *ret_end = end;
}

/* The text without what stands around its tokens, where no parenthesis does; else NULL. */
static const char *trimmed(struct arena *arena, const char *expression)
{
    const struct token first = sql_scan(expression, SIZE_MAX, 0);
    size_t end = first.off;

    if (expression[first.off] == '(') {
        return NULL;
    }
    for (struct token token = first; token.kind != TOKEN_END; token = sql_scan(expression, SIZE_MAX, end)) {
        end = token.off + token.len;
    }
    return arena_strndup(arena, expression + first.off, end - first.off);
}

const char *sql_unwrap(struct arena *arena, const char *expression)
{
    const char *bare = trimmed(arena, expression);
    if (bare != NULL) {
        return bare;
    }
    struct tokens tokens = sql_tokens(arena, expression, strlen(expression));
    size_t first, end;

    unwrapped(arena, &tokens, &first, &end);
    if (first == end) {
        return "";
    }
    const struct token *last = &tokens.at[end - 1];
    return arena_strndup(arena, expression + tokens.at[first].off, last->off + last->len - tokens.at[first].off);
}

const char *sql_normal(struct arena *arena, const char *expression)
{
    struct tokens tokens = sql_tokens(arena, expression, strlen(expression));
    struct buf out = buf_new(arena);
    size_t first, end;

    unwrapped(arena, &tokens, &first, &end);
    for (size_t i = first; i < end; i++) {
        buf_add(&out, i == first ? "" : " ");
        buf_add(&out, normal_token(arena, &tokens.at[i]));
    }
    return buf_text(&out);
}

bool sql_same(const char *a, const char *b)
{
    if (a == NULL || b == NULL || strcmp(a, b) == 0) {
        return text_same(a, b);
    }
    struct arena *arena = arena_new();
    bool same = strcmp(sql_normal(arena, a), sql_normal(arena, b)) == 0;
    arena_free(arena);
    return same;
}
