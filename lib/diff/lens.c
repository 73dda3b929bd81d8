/* Reading what stands in one schema with the names of the other. */
#include "base/text.h"
#include "diff/pairs.h"
#include "sql/sql.h"

#include <string.h>

const char *lens_column(const struct lens *lens, const char *column)
{
    const struct column_pair *pair = pair_from_column(lens->pairs, lens->table, column);
    if (pair == NULL) {
        return column;
    }
    return pair->to == NULL ? NULL : pair->to->name;
}

/* Functions, collations and the types of CAST are no columns, even where they are called like one. */
static bool may_be_column(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->at[i];
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME) {
        return false;
    }
    if (i > 0 && (token_is(&tokens->at[i - 1], "COLLATE") || token_is(&tokens->at[i - 1], "AS"))) {
        return false;
    }
    return token->kind == TOKEN_NAME || !token_is(&tokens->at[i + 1], "(");
}

static const char *new_name(const struct lens *lens, const struct tokens *tokens, size_t i)
{
    const char *name = tokens->at[i].text;
    const struct table_pair *table = lens->table;
    if (token_is(&tokens->at[i + 1], ".")) {
        return pairs_same_name(lens->pairs, name, table->from->name) ? table->to->name : NULL;
    }
    const struct column_pair *pair = pair_from_column(lens->pairs, table, name);
    if (pair == NULL) {
        return NULL;
    }
    return pair->to != NULL ? pair->to->name : arena_printf(lens->pairs->arena, "%s (gone)", name);
}

const char *lens_sql(const struct lens *lens, const char *sql)
{
    if (sql == NULL || !lens->table->renames) {
        return sql;
    }
    struct arena *arena = lens->pairs->arena;
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    struct buf buf = buf_new(arena);
    size_t copied = 0;
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        const struct token *token = &tokens.at[i];
        const char *name = may_be_column(&tokens, i) ? new_name(lens, &tokens, i) : NULL;
        if (name != NULL && !pairs_same_name(lens->pairs, name, token->text)) {
            buf_add_len(&buf, sql + copied, token->off - copied);
            buf_add(&buf, sql_name(arena, name));
            copied = token->off + token->len;
        }
    }
    buf_add(&buf, sql + copied);
    return buf_text(&buf);
}

bool sql_names_column(struct arena *arena, const char *sql, const char *column)
{
    if (sql == NULL) {
        return false;
    }
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        if (may_be_column(&tokens, i) && text_same_nocase(tokens.at[i].text, column)) {
            return true;
        }
    }
    return false;
}
