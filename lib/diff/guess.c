#include "diff/guess.h"

#include "sql/sql.h"

#include <string.h>

/* PostgreSQL's operators for what people write in words. */
static const struct {
    const char *operator_, *word;
} words[] = {
    {"!~~*", "not ilike"},
    {"!~~", "not like"},
    {"~~*", "ilike"},
    {"~~", "like"},
};

static bool is_type_word(const struct token *token)
{
    static const char *const more[] = {"varying", "precision", "with", "without", "time", "zone"};
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        if (token_is(token, more[i])) {
            return true;
        }
    }
    return false;
}

/* The token behind the closing bracket of the one at i. */
static size_t skip_brackets(const struct tokens *tokens, size_t i, const char *open, const char *close)
{
    if (!token_is(&tokens->at[i], open)) {
        return i;
    }
    while (tokens->at[i].kind != TOKEN_END && !token_is(&tokens->at[i], close)) {
        i++;
    }
    return tokens->at[i].kind == TOKEN_END ? i : i + 1;
}

/* The token behind a cast's type: ::character varying(80)[] */
static size_t skip_type(const struct tokens *tokens, size_t i)
{
    i += tokens->at[i].kind != TOKEN_END;
    while (token_is(&tokens->at[i], ".")) {
        i += tokens->at[i + 1].kind == TOKEN_END ? 1 : 2;
    }
    while (is_type_word(&tokens->at[i])) {
        i++;
    }
    i = skip_brackets(tokens, i, "(", ")");
    while (is_type_word(&tokens->at[i])) {
        i++;
    }
    while (token_is(&tokens->at[i], "[")) {
        i = skip_brackets(tokens, i, "[", "]");
    }
    return i;
}

/* The tokens that count, without brackets and casts. */
static struct tokens bare(struct arena *arena, const char *sql)
{
    struct tokens all = sql_tokens_postgresql(arena, sql, strlen(sql)), kept = {0};
    for (size_t i = 0; i + 1 < all.len;) {
        const struct token *token = &all.at[i];
        if (token_is(token, "::")) {
            i = skip_type(&all, i + 1);
            continue;
        }
        if (!token_is(token, "(") && !token_is(token, ")") && !token_is(token, "[") && !token_is(token, "]")) {
            *PUSH(arena, &kept) = *token;
        }
        i++;
    }
    return kept;
}

static bool starts(const struct tokens *tokens, size_t i, const char *const *pattern)
{
    for (size_t k = 0; pattern[k] != NULL; k++) {
        if (i + k >= tokens->len || !token_is(&tokens->at[i + k], pattern[k])) {
            return false;
        }
    }
    return true;
}

static void add_token(struct buf *buf, const struct token *token)
{
    for (size_t i = 0; token->kind == TOKEN_PUNCT && i < sizeof words / sizeof *words; i++) {
        if (strcmp(token->text, words[i].operator_) == 0) {
            buf_printf(buf, "%s ", words[i].word);
            return;
        }
    }
    const char *text = token->kind == TOKEN_STRING ? sql_string(buf->arena, token->text) : token->text;
    buf_printf(buf, "%s ", token->kind == TOKEN_NAME ? sql_plain_name(buf->arena, text) : text);
}

static const char *guess_text(struct arena *arena, const char *sql)
{
    static const char *const in[] = {"=", "ANY", "ARRAY", NULL}, *const not_in[] = {"<>", "ALL", "ARRAY", NULL};
    struct tokens tokens = bare(arena, sql);
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < tokens.len; i++) {
        bool is_in = starts(&tokens, i, in), is_not_in = starts(&tokens, i, not_in);
        if (is_in || is_not_in) {
            buf_add(&buf, is_in ? "in " : "not in ");
            i += 2;
        } else {
            add_token(&buf, &tokens.at[i]);
        }
    }
    return sql_normal(arena, buf_text(&buf));
}

bool guess_same(const char *a, const char *b)
{
    struct arena *arena = arena_new();
    bool same = strcmp(guess_text(arena, a), guess_text(arena, b)) == 0;
    arena_free(arena);
    return same;
}
