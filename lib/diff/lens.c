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

/* Functions, collations and the types of casts are no columns, even where they are called like one. */
static bool may_be_column(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->at[i];
    if (token->kind != TOKEN_WORD && token->kind != TOKEN_NAME) {
        return false;
    }
    static const char *const before[] = {"COLLATE", "AS", "::"};
    for (size_t k = 0; i > 0 && k < sizeof before / sizeof *before; k++) {
        if (token_is(&tokens->at[i - 1], before[k])) {
            return false;
        }
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

static struct tokens tokens_of(const struct lens *lens, const char *sql)
{
    struct arena *arena = lens->pairs->arena;
    return lens->pairs->sqlite ? sql_tokens(arena, sql, strlen(sql)) : sql_tokens_postgresql(arena, sql, strlen(sql));
}

const char *lens_sql(const struct lens *lens, const char *sql)
{
    if (sql == NULL || !lens->table->renames) {
        return sql;
    }
    struct arena *arena = lens->pairs->arena;
    struct tokens tokens = tokens_of(lens, sql);
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

const char *lens_type(const struct lens *lens, const char *type)
{
    if (type == NULL || !lens->pairs->enum_renames) {
        return type;
    }
    size_t len = strlen(type);
    while (len > 2 && strncmp(type + len - 2, "[]", 2) == 0) {
        len -= 2;
    }
    const struct enum_pair *pair = map_get(&lens->pairs->from_types, arena_strndup(lens->pairs->arena, type, len));
    return pair == NULL ? type : arena_printf(lens->pairs->arena, "%s%s", pair->to_type, type + len);
}

/* The last token of the type's name that begins at token i: sales.mood has three. */
static size_t type_end(const struct tokens *tokens, size_t i)
{
    bool qualified = i + 2 < tokens->len && token_is(&tokens->at[i + 1], ".");
    return qualified ? i + 2 : i;
}

/* NULL where the label keeps its name, or goes. */
static const char *new_label(const struct enum_pair *pair, const char *label)
{
    for (size_t i = 0; i < pair->labels.len; i++) {
        if (pair->labels.at[i].to != NULL && text_same(pair->labels.at[i].from, label)) {
            return pair->labels.at[i].to;
        }
    }
    return NULL;
}

/* The name of a renamed type and its labels, which stand as 'sad'::mood. */
static const char *follow_enums(const struct lens *lens, const char *sql)
{
    struct arena *arena = lens->pairs->arena;
    struct tokens tokens = tokens_of(lens, sql);
    struct buf buf = buf_new(arena);
    size_t copied = 0;
    for (size_t i = 1; i + 2 < tokens.len; i++) {
        const struct token *value = &tokens.at[i - 1], *first = &tokens.at[i + 1];
        if (!token_is(&tokens.at[i], "::")) {
            continue;
        }
        const struct token *last = &tokens.at[type_end(&tokens, i + 1)];
        size_t end = last->off + last->len;
        const struct enum_pair *pair =
            map_get(&lens->pairs->from_types, arena_strndup(arena, sql + first->off, end - first->off));
        const char *label = pair == NULL || value->kind != TOKEN_STRING ? NULL : new_label(pair, value->text);
        if (pair != NULL) {
            size_t from = label == NULL ? first->off : value->off;
            buf_add_len(&buf, sql + copied, from - copied);
            buf_add(&buf, label == NULL ? "" : arena_printf(arena, "%s::", sql_string(arena, label)));
            buf_add(&buf, pair->to_type);
            copied = end;
        }
    }
    buf_add(&buf, sql + copied);
    return buf_text(&buf);
}

const char *lens_canonical(const struct lens *lens, const char *sql)
{
    const char *seen = lens_sql(lens, sql);
    return seen == NULL || !lens->pairs->enum_renames ? seen : follow_enums(lens, seen);
}

/* Only PostgreSQL has ARRAY[a, b]; elsewhere brackets stand around a name. */
static bool holds_array(const char *sql)
{
    return strstr(sql, "ARRAY[") != NULL || strstr(sql, "array[") != NULL;
}

bool sql_names_column(struct arena *arena, const char *sql, const char *column)
{
    if (sql == NULL) {
        return false;
    }
    size_t len = strlen(sql);
    struct tokens tokens = holds_array(sql) ? sql_tokens_postgresql(arena, sql, len) : sql_tokens(arena, sql, len);
    for (size_t i = 0; i + 1 < tokens.len; i++) {
        if (may_be_column(&tokens, i) && text_same_nocase(tokens.at[i].text, column)) {
            return true;
        }
    }
    return false;
}
