#include "plan/postgresql/ddl.h"

#include "base/text.h"
#include "sql/sql.h"

#include <inttypes.h>
#include <string.h>

/* ---- columns ---- */

/* After DEFAULT in a column's definition stands no operator of words ("a IS NULL", "x AT TIME ZONE y") unless in
 * parentheses; a literal, a call and a cast need none. */
static bool default_needs_parentheses(struct arena *arena, const char *sql)
{
    static const char *const words[] = {
        "AND", "OR", "NOT", "IS", "ISNULL", "NOTNULL", "IN", "LIKE", "ILIKE", "SIMILAR", "BETWEEN", "AT", "COLLATE"};
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        for (size_t j = 0; j < sizeof words / sizeof *words && tokens.at[i].kind == TOKEN_WORD; j++) {
            if (token_is(&tokens.at[i], words[j])) {
                return true;
            }
        }
    }
    return false;
}

static const char *serial_word(const struct column *column)
{
    return text_same(column->type, "smallint") ? "smallserial"
           : text_same(column->type, "bigint") ? "bigserial"
                                               : "serial";
}

const char *pg_column_type(struct arena *arena, const struct column *column)
{
    return column->collation == NULL
               ? column->type
               : arena_printf(arena, "%s COLLATE %s", column->type, sql_name(arena, column->collation));
}

const char *pg_identity(struct arena *arena, const struct column *column)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf, "%s AS IDENTITY", column->identity);
    if (column->identity_start != 0) {
        buf_printf(&buf, " (START WITH %" PRId64, column->identity_start);
    }
    if (column->identity_increment != 0) {
        buf_printf(
            &buf, "%sINCREMENT BY %" PRId64, column->identity_start != 0 ? " " : " (", column->identity_increment);
    }
    buf_add(&buf, column->identity_start != 0 || column->identity_increment != 0 ? ")" : "");
    return buf_text(&buf);
}

const char *pg_column(struct arena *arena, const struct column *column)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, column->serial ? serial_word(column) : pg_column_type(arena, column));
    if (column->identity != NULL) {
        buf_printf(&buf, " GENERATED %s", pg_identity(arena, column));
    }
    if (column->default_sql != NULL) {
        bool parentheses = default_needs_parentheses(arena, column->default_sql);
        buf_printf(&buf, parentheses ? " DEFAULT (%s)" : " DEFAULT %s", column->default_sql);
    }
    if (column->generated_sql != NULL) {
        buf_printf(&buf,
            " GENERATED ALWAYS AS (%s) %s",
            sql_unwrap(arena, column->generated_sql),
            column->generated_stored ? "STORED" : "VIRTUAL");
    }
    buf_add(&buf, column->nullable || column->serial ? "" : " NOT NULL");
    return buf_text(&buf);
}

/* ---- constraints ---- */

static struct buf constraint_buf(struct arena *arena, const char *name)
{
    struct buf buf = buf_new(arena);
    if (name != NULL) {
        buf_printf(&buf, "CONSTRAINT %s ", sql_name(arena, name));
    }
    return buf;
}

const char *pg_deferrable(bool deferrable, bool deferred)
{
    return deferred ? " DEFERRABLE INITIALLY DEFERRED" : deferrable ? " DEFERRABLE" : "";
}

const char *pg_primary_key(struct arena *arena, const struct primary_key *key)
{
    struct buf buf = constraint_buf(arena, key->name);
    buf_printf(&buf, "PRIMARY KEY (%s)", sql_names(arena, &key->columns));
    buf_add(&buf, pg_deferrable(key->deferrable, key->deferred));
    return buf_text(&buf);
}

const char *pg_unique(struct arena *arena, const struct unique *unique)
{
    struct buf buf = constraint_buf(arena, unique->name);
    buf_printf(&buf,
        "UNIQUE %s(%s)%s",
        unique->nulls_not_distinct ? "NULLS NOT DISTINCT " : "",
        sql_names(arena, &unique->columns),
        pg_deferrable(unique->deferrable, unique->deferred));
    return buf_text(&buf);
}

const char *pg_check(struct arena *arena, const struct check *check)
{
    struct buf buf = constraint_buf(arena, check->name);
    buf_printf(&buf, "CHECK (%s)%s", sql_unwrap(arena, check->sql), check->not_valid ? " NOT VALID" : "");
    return buf_text(&buf);
}

static void add_action(struct buf *buf, const char *event, const char *action)
{
    if (!text_same_nocase(action, "NO ACTION")) {
        buf_printf(buf, " ON %s %s", event, action);
    }
}

const char *pg_foreign_key(struct arena *arena, const struct foreign_key *key)
{
    struct buf buf = constraint_buf(arena, key->name);
    buf_printf(&buf,
        "FOREIGN KEY (%s) REFERENCES %s (%s)",
        sql_names(arena, &key->columns),
        pg_name(arena, key->ref_schema, key->ref_table),
        sql_names(arena, &key->ref_columns));
    if (key->match != NULL && !text_same_nocase(key->match, "SIMPLE")) {
        buf_printf(&buf, " MATCH %s", key->match);
    }
    add_action(&buf, "DELETE", key->on_delete);
    if (key->set_columns.len != 0) {
        buf_printf(&buf, " (%s)", sql_names(arena, &key->set_columns));
    }
    add_action(&buf, "UPDATE", key->on_update);
    buf_add(&buf, pg_deferrable(key->deferrable, key->deferred));
    buf_add(&buf, key->not_valid ? " NOT VALID" : "");
    return buf_text(&buf);
}

const char *pg_constraint(struct arena *arena, enum part part, union part_ref ref)
{
    switch (part) {
    case PART_COLUMN: return pg_column(arena, ref.column);
    case PART_PRIMARY_KEY: return pg_primary_key(arena, ref.primary_key);
    case PART_UNIQUE: return pg_unique(arena, ref.unique);
    case PART_INDEX: return pg_index(arena, ref.index);
    case PART_FOREIGN_KEY: return pg_foreign_key(arena, ref.foreign_key);
    case PART_CHECK: return pg_check(arena, ref.check);
    }
    return "";
}

/* ---- indexes ---- */

static void add_index_part(struct buf *buf, const struct index_part *part)
{
    if (part->column != NULL) {
        buf_add(buf, sql_name(buf->arena, part->column));
    } else {
        buf_printf(buf, "(%s)", sql_unwrap(buf->arena, part->expression));
    }
    if (part->collation != NULL) {
        buf_printf(buf, " COLLATE %s", sql_name(buf->arena, part->collation));
    }
    if (part->opclass != NULL) {
        buf_printf(buf, " %s", part->opclass);
    }
    buf_add(buf, part->descending ? " DESC" : "");
    if (part->nulls != NULL) {
        buf_printf(buf, " NULLS %s", part->nulls);
    }
}

static void add_index(struct buf *buf, const struct index *index)
{
    struct arena *arena = buf->arena;
    if (index->method != NULL) {
        buf_printf(buf, " USING %s", index->method);
    }
    buf_add(buf, " (");
    for (size_t i = 0; i < index->parts.len; i++) {
        buf_add(buf, i == 0 ? "" : ", ");
        add_index_part(buf, &index->parts.at[i]);
    }
    buf_char(buf, ')');
    if (index->include.len != 0) {
        buf_printf(buf, " INCLUDE (%s)", sql_names(arena, &index->include));
    }
    buf_add(buf, index->nulls_not_distinct ? " NULLS NOT DISTINCT" : "");
    if (index->with.len != 0) {
        buf_printf(buf, " WITH (%s)", pg_settings(arena, &index->with));
    }
    if (index->where_sql != NULL) {
        buf_printf(buf, " WHERE %s", index->where_sql);
    }
}

const char *pg_index(struct arena *arena, const struct index *index)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, index->unique ? "UNIQUE INDEX" : "INDEX");
    add_index(&buf, index);
    buf_add(&buf, index->invalid ? ", invalid: a build of it has failed" : "");
    return buf_text(&buf);
}

const char *pg_create_index(
    struct arena *arena, const struct table *table, const struct index *index, bool concurrently)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf,
        "CREATE %sINDEX %s%s ON %s",
        index->unique ? "UNIQUE " : "",
        concurrently ? "CONCURRENTLY " : "",
        sql_name(arena, index->name),
        pg_name(arena, table->schema, table->name));
    add_index(&buf, index);
    return buf_text(&buf);
}

/* ---- tables and types ---- */

static void add_line(struct buf *buf, bool *first, const char *text)
{
    buf_printf(buf, "%s\n    %s", *first ? "" : ",", text);
    *first = false;
}

bool pg_unique_is_merged(const struct table *table, const struct unique *unique)
{
    if (strings_equal(&table->primary_key.columns, &unique->columns)) {
        return true;
    }
    for (size_t i = 0; i < table->uniques.len && table->uniques.at[i] != unique; i++) {
        if (strings_equal(&table->uniques.at[i]->columns, &unique->columns)) {
            return true;
        }
    }
    return false;
}

static void add_storage(struct buf *buf, const struct table *table)
{
    if (table->with.len != 0) {
        buf_printf(buf, " WITH (%s)", pg_settings(buf->arena, &table->with));
    }
    if (table->tablespace != NULL) {
        buf_printf(buf, " TABLESPACE %s", sql_name(buf->arena, table->tablespace));
    }
}

const char *pg_describe_options(struct arena *arena, const struct table *table)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, table->unlogged ? " UNLOGGED" : "");
    add_storage(&buf, table);
    return buf_text(&buf);
}

static const char *print_table(struct arena *arena, const struct table *table, bool merged_too)
{
    struct buf buf = buf_new(arena);
    const char *unlogged = table->unlogged ? "UNLOGGED " : "";
    buf_printf(&buf, "CREATE %sTABLE %s (", unlogged, pg_name(arena, table->schema, table->name));
    bool first = true;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        const char *name = sql_name(arena, column->name);
        add_line(&buf, &first, arena_printf(arena, "%s %s", name, pg_column(arena, column)));
    }
    if (table->primary_key.columns.len != 0) {
        add_line(&buf, &first, pg_primary_key(arena, &table->primary_key));
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (merged_too || !pg_unique_is_merged(table, table->uniques.at[i])) {
            add_line(&buf, &first, pg_unique(arena, table->uniques.at[i]));
        }
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        add_line(&buf, &first, pg_check(arena, table->checks.at[i]));
    }
    buf_add(&buf, first ? ")" : "\n)");
    add_storage(&buf, table);
    return buf_text(&buf);
}

const char *pg_create_table(struct arena *arena, const struct table *table)
{
    return print_table(arena, table, false);
}

const char *pg_describe_table(struct arena *arena, const struct table *table)
{
    return print_table(arena, table, true);
}

const char *pg_enum_labels(struct arena *arena, const struct enum_type *type)
{
    struct buf buf = buf_new(arena);
    buf_add(&buf, "AS ENUM (");
    for (size_t i = 0; i < type->labels.len; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", sql_string(arena, type->labels.at[i]));
    }
    buf_char(&buf, ')');
    return buf_text(&buf);
}
