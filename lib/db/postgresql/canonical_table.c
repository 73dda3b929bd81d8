#include "db/postgresql/canonical.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "db/postgresql/introspect.h"
#include "sql/sql.h"

#include <string.h>

/* ---- types ---- */

/* "numeric(10,2)", "text[]": spelt as the engine does already, as nearly all are. */
static bool is_canonical_type(const char *type)
{
    static const char *const names[] = {"integer",
        "bigint",
        "smallint",
        "text",
        "boolean",
        "date",
        "uuid",
        "json",
        "jsonb",
        "bytea",
        "real",
        "double precision",
        "numeric",
        "character varying",
        "character",
        "interval",
        "timestamp without time zone",
        "timestamp with time zone",
        "time without time zone"};
    size_t len = strlen(type), name = strcspn(type, "([");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == name && strncmp(type, names[i], name) == 0) {
            bool plain = name == len || strcmp(type + name, "[]") == 0;
            bool sized = type[name] == '(' && strspn(type + name + 1, "0123456789,") == len - name - 2 &&
                         type[len - 1] == ')' && type[name + 1] != '0' && strncmp(type, "int", 3) != 0;
            return (plain && strcmp(type, "character") != 0) || sized;
        }
    }
    return false;
}

/* The twin of the enum that a column's type names, and what stands behind its name ("[]"). */
static const struct enum_twin *twin_of_type(const struct enum_twins *enums, const char *type, const char **ret_rest)
{
    size_t len = strlen(type);

    len -= text_ends(type, "[]") ? 2 : 0;
    for (size_t i = 0; i < enums->len; i++) {
        const char *full = enums->at[i].full;
        if (strlen(full) == len && strncmp(type, full, len) == 0) {
            *ret_rest = type + len;
            return &enums->at[i];
        }
    }
    return NULL;
}

static const char *type_sql(struct arena *arena, const struct enum_twins *enums, const char *type)
{
    const char *rest;
    const struct enum_twin *twin = twin_of_type(enums, type, &rest);

    return twin != NULL ? arena_printf(arena, "pg_temp.%s%s", sql_name(arena, twin->name), rest) : type;
}

/* ---- twins ---- */

static bool needs_default(const struct column *column)
{
    return column->generated_sql == NULL && column->default_sql != NULL && column->default_canonical == NULL;
}

bool twin_asks_generated(const struct column *column)
{
    return column->generated_sql != NULL && column->generated_canonical == NULL;
}

bool twin_asks_index(const struct index *index)
{
    bool needed = index->where_sql != NULL && index->where_canonical == NULL;

    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        needed |=
            part->expression != NULL && (part->canonical == NULL || part->collation != NULL || part->opclass != NULL);
    }
    return needed;
}

void canonical_types(struct schema *desired)
{
    for (size_t i = 0; i < desired->tables.len; i++) {
        struct table *table = desired->tables.at[i];
        for (size_t j = 0; j < table->columns.len; j++) {
            struct column *column = table->columns.at[j];
            if (column->type_canonical == NULL && is_canonical_type(column->type)) {
                column->type_canonical = column->type;
            }
        }
    }
}

static const char *column_sql(struct arena *arena, const struct column *column, const struct enum_twins *enums)
{
    return arena_printf(arena, "%s %s", sql_name(arena, column->name), type_sql(arena, enums, column->type));
}

/* A comment at the end of an expression ends with its line. */
static const char *generated_sql(struct arena *arena, const struct column *column)
{
    return arena_printf(arena, " GENERATED ALWAYS AS (%s\n) STORED", column->generated_sql);
}

static const char *check_sql(struct arena *arena, const struct table *table, size_t number)
{
    return arena_printf(arena, "CONSTRAINT corm_%zu CHECK (%s\n)", number, table->checks.at[number]->sql);
}

static const char *create_sql(struct arena *arena, const struct table *table, const struct strings *parts)
{
    return arena_printf(
        arena, "CREATE TEMPORARY TABLE %s (%s)", sql_name(arena, table->name), strings_join(arena, parts, ", "));
}

static const char *table_sql(struct arena *arena, const struct table *table, const struct enum_twins *enums)
{
    struct strings parts = {0};

    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        const char *rest = twin_asks_generated(column) ? generated_sql(arena, column)
                           : needs_default(column)     ? arena_printf(arena, " DEFAULT (%s\n)", column->default_sql)
                                                       : "";
        *PUSH(arena, &parts) = arena_printf(arena, "%s%s", column_sql(arena, column, enums), rest);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        if (table->checks.at[i]->canonical == NULL) {
            *PUSH(arena, &parts) = check_sql(arena, table, i);
        }
    }
    return create_sql(arena, table, &parts);
}

/* Names of indexes are shared by all temporary tables. */
static const char *index_name(struct arena *arena, const struct table *table, size_t number)
{
    return arena_printf(arena, "corm_%s_%zu", hash_short(arena, table->name), number);
}

/* Its expressions and its predicate alone: columns have nothing to read back. */
static const char *index_sql(struct arena *arena, const struct table *table, size_t number)
{
    const struct index *index = table->indexes.at[number];
    struct buf out = buf_new(arena);
    size_t parts = 0;

    buf_printf(&out, "CREATE INDEX %s ON pg_temp.%s", index_name(arena, table, number), sql_name(arena, table->name));
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        if (part->expression != NULL) {
            const char *method = index->method != NULL ? sql_name(arena, index->method) : "btree";
            buf_printf(&out, parts == 0 ? " USING %s (" : ", ", method);
            buf_printf(&out, "(%s\n)", part->expression);
            if (part->collation != NULL) {
                buf_printf(&out, " COLLATE %s", sql_name(arena, part->collation));
            }
            buf_printf(&out, " %s", part->opclass != NULL ? part->opclass : "");
            parts++;
        }
    }
    buf_add(&out, parts == 0 ? " ((1))" : ")");
    if (index->where_sql != NULL) {
        buf_printf(&out, " WHERE (%s\n)", index->where_sql);
    }
    return buf_text(&out);
}

const char *twin_text(struct arena *arena, const struct table *table)
{
    const struct enum_twins none = {0};
    struct table nameless = *table;
    struct strings texts = {0};

    nameless.name = "";
    *PUSH(arena, &texts) = table_sql(arena, &nameless, &none);
    for (size_t i = 0; i < table->indexes.len; i++) {
        *PUSH(arena, &texts) = index_sql(arena, &nameless, i);
    }
    return strings_join(arena, &texts, ";\n");
}

corm_status twin_create(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    corm_failure *error)
{
    corm_status status = pg_run(db, table_sql(arena, table, enums), NULL, error);

    for (size_t i = 0; status == CORM_OK && i < table->indexes.len; i++) {
        if (twin_asks_index(table->indexes.at[i])) {
            status = pg_run(db, index_sql(arena, table, i), NULL, error);
        }
    }
    return status;
}

/* ---- twins in pieces ---- */

/* A statement that the server may refuse; the transaction goes on either way. */
static corm_status try_piece(struct pg_db *db, const char *sql, bool *ret_taken, corm_failure *error)
{
    corm_failure refusal;
    corm_status status = pg_run(db, "SAVEPOINT corm_piece", NULL, error);

    if (status != CORM_OK) {
        return status;
    }
    *ret_taken = pg_run(db, sql, NULL, &refusal) == CORM_OK;
    return pg_run(db, *ret_taken ? "RELEASE SAVEPOINT corm_piece" : "ROLLBACK TO SAVEPOINT corm_piece", NULL, error);
}

/* Plain columns: all at once, or where the server refuses a type, those that it takes. */
static corm_status create_columns(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    const char *alter,
    corm_failure *error)
{
    struct strings parts = {0};
    const struct strings none = {0};
    bool taken;

    for (size_t i = 0; i < table->columns.len; i++) {
        if (!twin_asks_generated(table->columns.at[i])) {
            *PUSH(arena, &parts) = column_sql(arena, table->columns.at[i], enums);
        }
    }
    corm_status status = try_piece(db, create_sql(arena, table, &parts), &taken, error);
    if (status != CORM_OK || taken) {
        return status;
    }
    status = pg_run(db, create_sql(arena, table, &none), NULL, error);
    for (size_t i = 0; status == CORM_OK && i < parts.len; i++) {
        status = try_piece(db, arena_printf(arena, "%s ADD COLUMN %s", alter, parts.at[i]), &taken, error);
    }
    return status;
}

/* A generated column whose expression is refused is still there for those that name it, unless its type is refused. */
static corm_status try_column(struct pg_db *db,
    struct arena *arena,
    const char *alter,
    const struct column *column,
    const char *add,
    corm_failure *error)
{
    bool taken = true;
    corm_status status = CORM_OK;

    if (twin_asks_generated(column)) {
        const char *sql = arena_printf(arena, "%s ADD COLUMN %s", alter, add);
        status = try_piece(db, arena_printf(arena, "%s%s", sql, generated_sql(arena, column)), &taken, error);
        return status == CORM_OK && !taken ? try_piece(db, sql, &taken, error) : status;
    }
    if (needs_default(column)) {
        const char *name = sql_name(arena, column->name);
        const char *sql =
            arena_printf(arena, "%s ALTER COLUMN %s SET DEFAULT (%s\n)", alter, name, column->default_sql);
        status = try_piece(db, sql, &taken, error);
    }
    return status;
}

corm_status twin_create_in_pieces(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    corm_failure *error)
{
    const char *alter = arena_printf(arena, "ALTER TABLE pg_temp.%s", sql_name(arena, table->name));
    bool taken;
    corm_status status = create_columns(db, arena, table, enums, alter, error);

    for (size_t i = 0; status == CORM_OK && i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        status = try_column(db, arena, alter, column, column_sql(arena, column, enums), error);
    }
    for (size_t i = 0; status == CORM_OK && i < table->checks.len; i++) {
        if (table->checks.at[i]->canonical == NULL) {
            const char *sql = arena_printf(arena, "%s ADD %s", alter, check_sql(arena, table, i));
            status = try_piece(db, sql, &taken, error);
        }
    }
    for (size_t i = 0; status == CORM_OK && i < table->indexes.len; i++) {
        if (twin_asks_index(table->indexes.at[i])) {
            status = try_piece(db, index_sql(arena, table, i), &taken, error);
        }
    }
    return status;
}

/* ---- reading back ---- */

/* Where a word of the text is the name of a twin, the real name stands for it. */
static const char *with_real_names(struct arena *arena, const char *text, const struct enum_twins *enums)
{
    for (size_t i = 0; text != NULL && i < enums->len; i++) {
        const struct enum_twin *twin = &enums->at[i];
        size_t len = strlen(twin->name);
        const char *at = twin->of->schema != NULL ? strstr(text, twin->name) : NULL;
        while (at != NULL) {
            size_t off = (size_t)(at - text);
            bool whole = (off == 0 || !text_is_word_char(at[-1])) && !text_is_word_char(at[len]);
            if (whole) {
                text = arena_printf(arena, "%.*s%s%s", (int)off, text, twin->full, at + len);
            }
            at = strstr(text + off + (whole ? strlen(twin->full) : len), twin->name);
        }
    }
    return text;
}

static void read_columns(
    struct arena *arena, struct table *table, const struct table *twin, const struct enum_twins *enums)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        const struct column *read = table_find_column(twin, column->name);
        if (read == NULL) {
            continue;
        }
        column->type_canonical = with_real_names(arena, read->type_canonical, enums);
        if (needs_default(column)) {
            column->default_canonical = with_real_names(arena, read->default_canonical, enums);
        }
        if (twin_asks_generated(column)) {
            column->generated_canonical = with_real_names(arena, read->generated_canonical, enums);
        }
    }
}

static void read_checks(
    struct arena *arena, struct table *table, const struct table *twin, const struct enum_twins *enums)
{
    for (size_t i = 0; i < table->checks.len; i++) {
        const char *name = arena_printf(arena, "corm_%zu", i);
        for (size_t j = 0; j < twin->checks.len; j++) {
            if (strcmp(twin->checks.at[j]->name, name) == 0) {
                table->checks.at[i]->canonical = with_real_names(arena, twin->checks.at[j]->canonical, enums);
            }
        }
    }
}

static void read_index(
    struct arena *arena, struct index *index, const struct index *twin, const struct enum_twins *enums)
{
    size_t at = 0;

    for (size_t i = 0; i < index->parts.len; i++) {
        struct index_part *part = &index->parts.at[i];
        if (part->expression != NULL && at < twin->parts.len) {
            const struct index_part *read = &twin->parts.at[at++];
            part->canonical = with_real_names(arena, read->canonical, enums);
            part->collation = read->collation; /* none where it says what the expression has by itself */
            part->opclass = read->opclass;
        }
    }
    index->where_canonical = with_real_names(arena, twin->where_canonical, enums);
}

void twin_read(struct arena *arena, struct table *table, const struct table *twin, const struct enum_twins *enums)
{
    read_columns(arena, table, twin, enums);
    read_checks(arena, table, twin, enums);
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table_find_index(twin, index_name(arena, table, i));
        if (index != NULL) {
            read_index(arena, table->indexes.at[i], index, enums);
        }
    }
}
