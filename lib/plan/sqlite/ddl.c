#include "plan/sqlite/ddl.h"

#include "base/text.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <string.h>

/* ---- defaults ---- */

static bool is_word_in(const struct token *token, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        if (token->kind == TOKEN_WORD && token_is(token, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_time(const struct token *token)
{
    return is_word_in(token, (const char *const[]){"CURRENT_TIMESTAMP", "CURRENT_DATE", "CURRENT_TIME", NULL});
}

static bool is_constant_word(const struct token *token)
{
    return is_word_in(token, (const char *const[]){"NULL", "TRUE", "FALSE", NULL});
}

/* The one token of a default, behind its sign; NULL where it is an expression. */
static const struct token *only_token(struct arena *arena, const char *default_sql)
{
    struct tokens tokens = sql_tokens(arena, default_sql, strlen(default_sql));
    bool sign = token_is(&tokens.at[0], "-") || token_is(&tokens.at[0], "+");
    if (tokens.len != (sign ? 3 : 2) || (sign && tokens.at[1].kind != TOKEN_NUMBER)) {
        return NULL;
    }
    const struct token *token = &tokens.at[sign ? 1 : 0];
    return token->kind == TOKEN_PUNCT || token->kind == TOKEN_PARAM || token->kind == TOKEN_BAD ? NULL : token;
}

bool ddl_is_constant(struct arena *arena, const char *default_sql)
{
    const struct token *token = only_token(arena, default_sql);
    return token != NULL && !is_time(token);
}

const char *ddl_default_value(struct arena *arena, const char *default_sql)
{
    const struct token *token = only_token(arena, default_sql);
    bool bare = token != NULL && (token->kind == TOKEN_NAME ||
                                     (token->kind == TOKEN_WORD && !is_time(token) && !is_constant_word(token)));
    return bare ? sql_string(arena, token->text) : default_sql;
}

static void add_default(struct buf *buf, const char *default_sql)
{
    bool plain = only_token(buf->arena, default_sql) != NULL;
    buf_printf(buf, plain ? " DEFAULT %s" : " DEFAULT (%s)", default_sql);
}

/* ---- constraints ---- */

static void add_conflict(struct buf *buf, const char *on_conflict)
{
    if (on_conflict != NULL && !text_same_nocase(on_conflict, "ABORT")) {
        buf_printf(buf, " ON CONFLICT %s", on_conflict);
    }
}

static void add_constraint_name(struct buf *buf, const char *name)
{
    if (name != NULL) {
        buf_printf(buf, "CONSTRAINT %s ", sql_name(buf->arena, name));
    }
}

static void add_collation(struct buf *buf, const char *collation)
{
    bool plain = collation[strspn(collation, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz")] == '\0';
    buf_printf(buf, " COLLATE %s", plain ? collation : sql_name(buf->arena, collation));
}

static const char *key_columns(struct arena *arena, const struct strings *columns, const struct strings *collations)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < columns->len; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", sql_name(arena, columns->at[i]));
        if (i < collations->len && collations->at[i][0] != '\0') {
            add_collation(&buf, collations->at[i]);
        }
    }
    return buf_text(&buf);
}

const char *ddl_primary_key(struct arena *arena, const struct primary_key *key)
{
    struct buf buf = buf_new(arena);
    add_constraint_name(&buf, key->name);
    buf_printf(&buf, "PRIMARY KEY (%s)", key_columns(arena, &key->columns, &key->collations));
    add_conflict(&buf, key->on_conflict);
    return buf_text(&buf);
}

const char *ddl_unique(struct arena *arena, const struct unique *unique)
{
    struct buf buf = buf_new(arena);
    add_constraint_name(&buf, unique->name);
    buf_printf(&buf, "UNIQUE (%s)", key_columns(arena, &unique->columns, &unique->collations));
    add_conflict(&buf, unique->on_conflict);
    return buf_text(&buf);
}

const char *ddl_check(struct arena *arena, const struct check *check)
{
    struct buf buf = buf_new(arena);
    add_constraint_name(&buf, check->name);
    buf_printf(&buf, "CHECK (%s)", check->sql);
    return buf_text(&buf);
}

static void add_action(struct buf *buf, const char *event, const char *action)
{
    if (!text_same_nocase(action, "NO ACTION")) {
        buf_printf(buf, " ON %s %s", event, action);
    }
}

static void add_references(struct buf *buf, const struct foreign_key *key)
{
    buf_printf(
        buf, "REFERENCES %s (%s)", sql_name(buf->arena, key->ref_table), sql_names(buf->arena, &key->ref_columns));
    add_action(buf, "DELETE", key->on_delete);
    add_action(buf, "UPDATE", key->on_update);
    if (key->match != NULL) {
        buf_printf(buf, " MATCH %s", key->match);
    }
    if (key->deferrable || key->deferred) {
        buf_printf(buf, " DEFERRABLE%s", key->deferred ? " INITIALLY DEFERRED" : "");
    }
}

const char *ddl_foreign_key(struct arena *arena, const struct foreign_key *key)
{
    struct buf buf = buf_new(arena);
    add_constraint_name(&buf, key->name);
    buf_printf(&buf, "FOREIGN KEY (%s) ", sql_names(arena, &key->columns));
    add_references(&buf, key);
    return buf_text(&buf);
}

const char *ddl_references(struct arena *arena, const struct foreign_key *key)
{
    struct buf buf = buf_new(arena);
    add_constraint_name(&buf, key->name);
    add_references(&buf, key);
    return buf_text(&buf);
}

/* ---- columns ---- */

/* A key is written at its column where SQLite gives it a meaning that it has nowhere else. */
static bool key_is_inline(const struct table *table, const struct column *column)
{
    return column == table_rowid_column(table) ||
           (table->primary_key.inline_descending && table_key_has(table, column));
}

static void add_inline_key(struct buf *buf, const struct primary_key *key, bool autoincrement)
{
    buf_char(buf, ' ');
    add_constraint_name(buf, key->name);
    buf_printf(buf, "PRIMARY KEY%s", key->inline_descending ? " DESC" : "");
    add_conflict(buf, key->on_conflict);
    buf_add(buf, autoincrement ? " AUTOINCREMENT" : "");
}

const char *ddl_column(struct arena *arena, const struct table *table, const struct column *column)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf, "%s%s", column->type[0] == '\0' ? "" : " ", column->type);
    bool inline_key = table != NULL && key_is_inline(table, column);
    if (inline_key) {
        add_inline_key(&buf, &table->primary_key, column->autoincrement);
    }
    bool is_rowid = inline_key && !table->primary_key.inline_descending;
    if (!column->nullable && !is_rowid) {
        buf_add(&buf, " NOT NULL");
        add_conflict(&buf, column->on_conflict);
    }
    if (table == NULL && column->autoincrement) {
        buf_add(&buf, " AUTOINCREMENT");
    }
    if (column->default_sql != NULL) {
        add_default(&buf, column->default_sql);
    }
    if (column->collation != NULL) {
        add_collation(&buf, column->collation);
    }
    if (column->generated_sql != NULL) {
        buf_printf(&buf,
            " GENERATED ALWAYS AS (%s) %s",
            column->generated_sql,
            column->generated_stored ? "STORED" : "VIRTUAL");
    }
    return buf.len == 0 ? "" : buf_text(&buf) + 1;
}

/* ---- tables and indexes ---- */

static void add_line(struct buf *buf, bool *first, const char *text)
{
    buf_printf(buf, "%s\n    %s", *first ? "" : ",", text);
    *first = false;
}

static void add_columns(struct buf *buf, const struct table *table, bool *first)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const char *definition = ddl_column(buf->arena, table, table->columns.at[i]);
        const char *space = definition[0] == '\0' ? "" : " ";
        const char *name = sql_name(buf->arena, table->columns.at[i]->name);
        add_line(buf, first, arena_printf(buf->arena, "%s%s%s", name, space, definition));
    }
}

static void add_constraints(struct buf *buf, const struct table *table, bool *first)
{
    if (table->primary_key.columns.len != 0 && table_rowid_column(table) == NULL &&
        !table->primary_key.inline_descending) {
        add_line(buf, first, ddl_primary_key(buf->arena, &table->primary_key));
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        add_line(buf, first, ddl_unique(buf->arena, table->uniques.at[i]));
    }
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        add_line(buf, first, ddl_foreign_key(buf->arena, table->foreign_keys.at[i]));
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        add_line(buf, first, ddl_check(buf->arena, table->checks.at[i]));
    }
}

const char *ddl_options(const struct table *table)
{
    return table->without_rowid ? (table->strict ? " WITHOUT ROWID, STRICT" : " WITHOUT ROWID")
           : table->strict      ? " STRICT"
                                : "";
}

const char *ddl_create_table(struct arena *arena, const struct table *table, const char *name)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf, "CREATE TABLE %s (", sql_name(arena, name));
    bool first = true;
    add_columns(&buf, table, &first);
    add_constraints(&buf, table, &first);
    buf_add(&buf, "\n)");
    buf_add(&buf, ddl_options(table));
    return buf_text(&buf);
}

static void add_parts(struct buf *buf, const struct index *index)
{
    buf_char(buf, '(');
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        buf_add(buf, i == 0 ? "" : ", ");
        buf_add(buf, part->column != NULL ? sql_name(buf->arena, part->column) : part->expression);
        if (part->collation != NULL) {
            add_collation(buf, part->collation);
        }
        buf_add(buf, part->descending ? " DESC" : "");
    }
    buf_char(buf, ')');
    if (index->where_sql != NULL) {
        buf_printf(buf, " WHERE %s", index->where_sql);
    }
}

const char *ddl_index(struct arena *arena, const struct index *index)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, index->unique ? "UNIQUE INDEX " : "INDEX ");
    add_parts(&buf, index);
    return buf_text(&buf);
}

const char *ddl_create_index(struct arena *arena, const struct index *index, const char *table_name)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf,
        "CREATE %sINDEX %s ON %s ",
        index->unique ? "UNIQUE " : "",
        sql_name(arena, index->name),
        sql_name(arena, table_name));
    add_parts(&buf, index);
    return buf_text(&buf);
}
