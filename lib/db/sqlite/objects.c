/* Triggers and indexes that a DROP TABLE takes away, and how they come back to the table that took over. */
#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

corm_status objects_save(struct sqlite_db *db, struct arena *arena, struct watched_table *table, corm_failure *error)
{
    struct text_rows rows = {0};
    struct strings param = {0}, columns = {0};

    *PUSH(arena, &param) = table->name;
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *name = table->columns.at[i].name;
        *PUSH(arena, &columns) = name != NULL ? name : "";
    }
    corm_status status = memory_query(db,
        arena,
        "SELECT type, name, sql FROM main.sqlite_schema WHERE tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL"
        " AND type IN ('index', 'trigger') ORDER BY type, rowid",
        &param,
        &rows,
        error);
    for (size_t i = 0; status == CORM_OK && i < rows.len; i++) {
        struct saved_object *saved = PUSH(arena, &table->saved);
        *saved = (struct saved_object){.type = rows.at[i].at[0], .name = rows.at[i].at[1], .sql = rows.at[i].at[2]};
        saved->table = table->name;
        saved->columns = columns;
    }
    return status;
}

/* The place among the columns that the token names; columns.len for none. */
static size_t column_of(const struct saved_object *saved, const struct token *token)
{
    for (size_t i = 0; i < saved->columns.len; i++) {
        if ((token->kind == TOKEN_WORD || token->kind == TOKEN_NAME) &&
            text_same_nocase(saved->columns.at[i], token->text)) {
            return i;
        }
    }
    return saved->columns.len;
}

/* Which tokens of a definition name columns of its table for certain: all of an index; in a trigger those behind NEW.
 * and OLD. and in UPDATE OF a, b ON. */
static bool names_column(const struct saved_object *saved, const struct tokens *tokens, size_t at, bool in_update_of)
{
    if (strcmp(saved->type, "index") == 0) {
        return at > 0 && !token_is(&tokens->at[at - 1], "COLLATE");
    }
    bool of_row = at >= 2 && token_is(&tokens->at[at - 1], ".") &&
                  (token_is(&tokens->at[at - 2], "NEW") || token_is(&tokens->at[at - 2], "OLD"));
    return of_row || in_update_of;
}

/* The name that stands at a token now; NULL where it stays as written. */
static const char *new_name(const struct watched_table *table,
    const struct saved_object *saved,
    const struct tokens *tokens,
    size_t at,
    bool in_update_of)
{
    const struct token *token = &tokens->at[at];
    size_t column = column_of(saved, token);

    if (column < saved->columns.len && names_column(saved, tokens, at, in_update_of)) {
        const char *name = table->columns.at[column].name;
        return name != NULL && !text_same_nocase(name, token->text) ? name : NULL;
    }
    bool is_name = token->kind == TOKEN_WORD || token->kind == TOKEN_NAME;
    bool names_table =
        is_name && text_same_nocase(token->text, saved->table) && at > 0 && !token_is(&tokens->at[at - 1], ".");
    return names_table && !text_same_nocase(saved->table, table->name) ? table->name : NULL;
}

/* The definition with the names that its table and columns have now. */
static const char *rewritten(struct arena *arena, const struct watched_table *table, const struct saved_object *saved)
{
    struct tokens tokens = sql_tokens(arena, saved->sql, strlen(saved->sql));
    struct buf out = buf_new(arena);
    bool in_update_of = false;
    size_t done = 0;

    for (size_t i = 0; i + 1 < tokens.len; i++) {
        const struct token *token = &tokens.at[i];
        in_update_of = (in_update_of && !token_is(token, "ON")) ||
                       (i > 0 && token_is(token, "OF") && token_is(token - 1, "UPDATE"));
        const char *name = new_name(table, saved, &tokens, i, in_update_of);
        if (name != NULL) {
            buf_add_len(&out, saved->sql + done, token->off - done);
            buf_add(&out, sql_name(arena, name));
            done = token->off + token->len;
        }
    }
    buf_add(&out, saved->sql + done);
    return buf_text(&out);
}

/* An index over a column that is gone goes with it. */
static bool goes_with_column(struct arena *arena, const struct watched_table *table, const struct saved_object *saved)
{
    struct tokens tokens = sql_tokens(arena, saved->sql, strlen(saved->sql));

    for (size_t i = 0; strcmp(saved->type, "index") == 0 && i < tokens.len; i++) {
        size_t column = column_of(saved, &tokens.at[i]);
        if (column < saved->columns.len && table->columns.at[column].name == NULL) {
            return true;
        }
    }
    return false;
}

static corm_status put_back(struct sqlite_db *db,
    struct arena *arena,
    const struct watched_table *table,
    const struct saved_object *saved,
    corm_failure *error)
{
    struct text_rows there = {0};
    struct strings params = {0};

    *PUSH(arena, &params) = saved->type;
    *PUSH(arena, &params) = saved->name;
    corm_status status = memory_query(db,
        arena,
        "SELECT 1 FROM main.sqlite_schema WHERE type = ? AND name = ? COLLATE NOCASE",
        &params,
        &there,
        error);
    if (status != CORM_OK || there.len > 0 || goes_with_column(arena, table, saved)) {
        return status;
    }
    corm_failure why;
    if (db_run(&db->base, rewritten(arena, table, saved), &why) != CORM_OK) {
        status = memory_refuse(error,
            "the rebuild of %s would lose %s %s, which cannot be made again: %.300s",
            table->was,
            saved->type,
            saved->name,
            why.message);
        fail_hint(error,
            "begin the migration with DROP %s \"%s\"",
            strcmp(saved->type, "index") == 0 ? "INDEX" : "TRIGGER",
            saved->name);
    }
    return status;
}

corm_status objects_put_back(
    struct sqlite_db *db, struct arena *arena, const struct watched_table *table, corm_failure *error)
{
    corm_status status = CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < table->saved.len; i++) {
        status = put_back(db, arena, table, &table->saved.at[i], error);
    }
    return status;
}
