/* Makes a schema one that PostgreSQL takes, after what both engines want. */
#include "laws/gen_schema.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

static bool is_generated_from(const struct gen *gen, const struct table *table, const struct column *column)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *source = table->columns.at[i];
        if (source != column && gen_mentions(gen, column->generated_sql, source->name)) {
            char wanted = text_starts(column->generated_sql, "upper") ? 't' : 'i';
            return gen_family(source) == wanted && source->generated_sql == NULL && source->collation == NULL &&
                   text_same(column->type, wanted == 't' ? "text" : "bigint") &&
                   !text_same(source->type, "double precision");
        }
    }
    return false;
}

static bool default_fits(struct gen *gen, const struct column *column)
{
    const struct enum_type *type = gen_family(column) == 'e' ? gen_pg_find_enum(gen, column->type) : NULL;
    for (size_t i = 0; type != NULL && column->default_sql != NULL && i < type->labels.len; i++) {
        if (text_same(sql_string(gen->arena, type->labels.at[i]), column->default_sql)) {
            return true;
        }
    }
    return type == NULL;
}

static void repair_column(struct gen *gen, const struct table *table, struct column *column)
{
    if (gen_family(column) == 'e' && gen_pg_find_enum(gen, column->type) == NULL) {
        column->type = "text";
        column->default_sql = NULL;
    }
    if (column->generated_sql != NULL && !is_generated_from(gen, table, column)) {
        column->generated_sql = NULL;
    }
    column->generated_stored = column->generated_sql != NULL;
    column->collation = gen_family(column) == 't' && column->generated_sql == NULL ? column->collation : NULL;
    bool whole = gen_family(column) == 'i' && text_ends(column->type, "int");
    whole = whole || text_same(column->type, "integer");
    if (!whole || column->generated_sql != NULL) {
        column->identity = NULL;
        column->serial = false;
    }
    if (column->identity == NULL) {
        column->identity_start = column->identity_increment = 0;
    } else {
        column->serial = column->nullable = false;
    }
    if (column->identity != NULL || column->serial || !default_fits(gen, column)) {
        column->default_sql = NULL;
    }
    if (strings_have(&table->primary_key.columns, column->name)) {
        column->nullable = false;
    }
}

/* The column that an expression of the generator reads. */
static const struct column *column_in(const struct gen *gen, const struct table *table, const char *sql)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (gen_mentions(gen, sql, table->columns.at[i]->name)) {
            return table->columns.at[i];
        }
    }
    return NULL;
}

static bool check_fits(struct gen *gen, const struct table *table, const struct check *check)
{
    const struct column *column = column_in(gen, table, check->sql);
    if (column == NULL || strstr(check->sql, "pg_column_size") != NULL || strstr(check->sql, "IS NOT NULL") != NULL) {
        return column != NULL;
    }
    bool number = strstr(check->sql, "abs(") != NULL || strstr(check->sql, "<> -1") != NULL;
    if (number || gen_family(column) == 'i') {
        return number && gen_family(column) == 'i';
    }
    const char *label = strstr(check->sql, "<> '");
    const struct enum_type *type = gen_family(column) == 'e' ? gen_pg_find_enum(gen, column->type) : NULL;
    if (type != NULL && label != NULL) {
        struct column holds = {.type = column->type, .default_sql = label + 3};
        return default_fits(gen, &holds);
    }
    return gen_family(column) == 't' && (label == NULL || strcmp(label, "<> 'never'") == 0);
}

static bool part_fits(
    const struct gen *gen, const struct table *table, const struct index *index, struct index_part *part)
{
    const struct column *column =
        part->column != NULL ? table_find_column(table, part->column) : column_in(gen, table, part->expression);
    if (column == NULL) {
        return false;
    }
    char family = gen_family(column);
    part->opclass = text_same(column->type, "text") ? part->opclass : NULL;
    part->collation = family == 't' ? part->collation : NULL;
    if (part->expression != NULL) {
        return text_starts(part->expression, "lower(") ? family == 't' : family == 'i';
    }
    return !text_same(index->method, "gin") || family == 'a' || family == 'j';
}

static bool index_is_distinct(const struct gen *gen, const struct table *table, const struct index *index)
{
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        const struct column *column =
            part->column != NULL ? table_find_column(table, part->column) : column_in(gen, table, part->expression);
        if (column != NULL && gen_family(column) != 'o') {
            return true;
        }
    }
    return false;
}

static bool index_fits(const struct gen *gen, const struct table *table, struct index *index)
{
    for (size_t i = 0; i < index->include.len; i++) {
        if (table_find_column(table, index->include.at[i]) == NULL) {
            index->include.len = 0;
        }
    }
    index->unique = index->unique && index_is_distinct(gen, table, index);
    index->nulls_not_distinct = index->nulls_not_distinct && index->unique;
    for (size_t i = 0; i < index->parts.len; i++) {
        if (!part_fits(gen, table, index, &index->parts.at[i])) {
            return false;
        }
    }
    return true;
}

/* Booleans repeat, and so does what is made of few labels. */
static bool is_distinct(const struct table *table, const struct strings *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        const struct column *column = table_find_column(table, columns->at[i]);
        if (column != NULL && gen_family(column) != 'o') {
            return true;
        }
    }
    return false;
}

void gen_pg_repair(struct gen *gen, struct schema *schema, struct table *table)
{
    gen->schema = schema;
    for (size_t i = 0; i < table->columns.len; i++) {
        repair_column(gen, table, table->columns.at[i]);
    }
    for (size_t i = table->checks.len; i > 0; i--) {
        if (!check_fits(gen, table, table->checks.at[i - 1])) {
            table->checks.at[i - 1] = table->checks.at[--table->checks.len];
        }
    }
    for (size_t i = table->indexes.len; i > 0; i--) {
        if (!index_fits(gen, table, table->indexes.at[i - 1])) {
            table->indexes.at[i - 1] = table->indexes.at[--table->indexes.len];
        }
    }
    for (size_t i = table->uniques.len; i > 0; i--) {
        if (!is_distinct(table, &table->uniques.at[i - 1]->columns)) {
            table->uniques.at[i - 1] = table->uniques.at[--table->uniques.len];
        }
    }
    if (!is_distinct(table, &table->primary_key.columns)) {
        table->primary_key = (struct primary_key){0};
    }
}
