#include "resolve/resolve.h"

#include "base/text.h"

static bool is_set(const struct words *words, const struct strings *columns)
{
    if (words->len != columns->len) {
        return false;
    }
    for (size_t i = 0; i < words->len; i++) {
        if (!strings_have(columns, words->at[i].text)) {
            return false;
        }
    }
    return true;
}

/* A full index: not partial, columns only. */
static bool index_is_set(const struct index_def *index, const struct strings *columns)
{
    if (index->unique != YES || index->where.text != NULL || index->parts.len != columns->len) {
        return false;
    }
    for (size_t i = 0; i < index->parts.len; i++) {
        const char *column = index->parts.at[i].column.text;
        if (column == NULL || !strings_have(columns, column)) {
            return false;
        }
    }
    return true;
}

bool table_unique_on(const struct table_def *table, const struct strings *columns)
{
    if (columns->len == 0) {
        return false;
    }
    const struct column_def *single = columns->len == 1 ? table_column(table, columns->at[0]) : NULL;
    if (is_set(&table->primary_key, columns) || (single != NULL && single->unique == YES)) {
        return true;
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (is_set(&table->uniques.at[i]->columns, columns)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (index_is_set(table->indexes.at[i], columns)) {
            return true;
        }
    }
    return false;
}
