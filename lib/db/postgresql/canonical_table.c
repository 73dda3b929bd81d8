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

static bool needs_column(const struct column *column)
{
    return column->type_canonical == NULL || (column->default_sql != NULL && column->default_canonical == NULL) ||
           (column->generated_sql != NULL && column->generated_canonical == NULL);
}

static bool needs_index(const struct index *index)
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

bool twin_is_needed(const struct table *table)
{
    bool needed = false;

    for (size_t i = 0; i < table->columns.len; i++) {
        needed |= needs_column(table->columns.at[i]);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        needed |= table->checks.at[i]->canonical == NULL;
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        needed |= needs_index(table->indexes.at[i]);
    }
    return needed;
}

/* A comment at the end of an expression ends with its line. */
static const char *table_sql(struct arena *arena, const struct table *table, const struct enum_twins *enums)
{
    struct buf out = buf_new(arena);

    buf_printf(&out, "CREATE TEMPORARY TABLE %s (", sql_name(arena, table->name));
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        const char *type = type_sql(arena, enums, column->type);
        buf_printf(&out, "%s%s %s", i == 0 ? "" : ", ", sql_name(arena, column->name), type);
        if (column->generated_sql != NULL) {
            buf_printf(&out, " GENERATED ALWAYS AS (%s\n) STORED", column->generated_sql);
        } else if (column->default_sql != NULL) {
            buf_printf(&out, " DEFAULT (%s\n)", column->default_sql);
        }
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        const char *comma = i + table->columns.len == 0 ? "" : ", ";
        buf_printf(&out, "%sCONSTRAINT corm_%zu CHECK (%s\n)", comma, i, table->checks.at[i]->sql);
    }
    buf_char(&out, ')');
    return buf_text(&out);
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

corm_status twin_create(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    corm_failure *error)
{
    corm_status status = pg_run(db, table_sql(arena, table, enums), NULL, error);

    for (size_t i = 0; status == CORM_OK && i < table->indexes.len; i++) {
        if (needs_index(table->indexes.at[i])) {
            status = pg_run(db, index_sql(arena, table, i), NULL, error);
        }
    }
    return status;
}

/* ---- reading back ---- */

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

/* Where a word of the text is the name of a twin, the real name stands for it. */
static const char *with_real_names(struct arena *arena, const char *text, const struct enum_twins *enums)
{
    for (size_t i = 0; text != NULL && i < enums->len; i++) {
        const struct enum_twin *twin = &enums->at[i];
        size_t len = strlen(twin->name);
        const char *at = twin->of->schema != NULL ? strstr(text, twin->name) : NULL;
        while (at != NULL) {
            size_t off = (size_t)(at - text);
            bool whole = (off == 0 || !is_word_char(at[-1])) && !is_word_char(at[len]);
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
        if (column->default_sql != NULL) {
            column->default_canonical = with_real_names(arena, read->default_canonical, enums);
        }
        if (column->generated_sql != NULL) {
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
