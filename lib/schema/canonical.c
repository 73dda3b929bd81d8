#include "schema/schema.h"

#include "base/text.h"

/* A text means the same only among columns of the same types. */
static bool same_types(const struct table *table, const struct table *locked)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i], *before = table_find_column(locked, column->name);
        if (before == NULL || !text_same(column->type, before->type)) {
            return false;
        }
    }
    return true;
}

static void take(const char **canonical, const char *text, const char *locked_text, const char *locked_canonical)
{
    if (*canonical == NULL && text != NULL && text_same(text, locked_text)) {
        *canonical = locked_canonical;
    }
}

static void take_columns(struct table *table, const struct table *locked, bool same)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        const struct column *before = table_find_column(locked, column->name);
        if (before == NULL || !text_same(column->type, before->type)) {
            continue;
        }
        take(&column->type_canonical, column->type, before->type, before->type_canonical);
        take(&column->default_canonical, column->default_sql, before->default_sql, before->default_canonical);
        if (same) {
            take(&column->generated_canonical,
                column->generated_sql,
                before->generated_sql,
                before->generated_canonical);
        }
    }
}

static void take_checks(struct table *table, const struct table *locked)
{
    for (size_t i = 0; i < table->checks.len; i++) {
        for (size_t j = 0; j < locked->checks.len; j++) {
            struct check *check = table->checks.at[i];
            take(&check->canonical, check->sql, locked->checks.at[j]->sql, locked->checks.at[j]->canonical);
        }
    }
}

static void take_indexes(struct table *table, const struct table *locked)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        const struct index *before = table_find_index(locked, index->name);
        if (before == NULL) {
            continue;
        }
        take(&index->where_canonical, index->where_sql, before->where_sql, before->where_canonical);
        for (size_t j = 0; j < index->parts.len && j < before->parts.len; j++) {
            struct index_part *part = &index->parts.at[j];
            take(&part->canonical, part->expression, before->parts.at[j].expression, before->parts.at[j].canonical);
        }
    }
}

void schema_take_canonical(struct schema *desired, const struct schema *lock)
{
    for (size_t i = 0; i < desired->tables.len; i++) {
        struct table *table = desired->tables.at[i];
        const struct table *locked = schema_namesake(lock, table);
        if (locked == NULL) {
            continue;
        }
        bool same = same_types(table, locked);
        take_columns(table, locked, same);
        if (same) {
            take_checks(table, locked);
            take_indexes(table, locked);
        }
    }
}
