#include "diff/rowid.h"

#include "base/text.h"

bool table_key_has(const struct table *table, const struct column *column)
{
    for (size_t i = 0; i < table->primary_key.columns.len; i++) {
        if (text_same_nocase(table->primary_key.columns.at[i], column->name)) {
            return true;
        }
    }
    return false;
}

const struct column *table_rowid_column(const struct table *table)
{
    const struct primary_key *key = &table->primary_key;
    if (table->without_rowid || key->inline_descending || key->columns.len != 1) {
        return NULL;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        if (text_same_nocase(column->name, key->columns.at[0])) {
            return text_same_nocase(column->type, "INTEGER") ? column : NULL;
        }
    }
    return NULL;
}

bool column_takes_null(const struct table *table, const struct column *column)
{
    if (!column->nullable || column == table_rowid_column(table)) {
        return false;
    }
    return !((table->without_rowid || table->strict) && table_key_has(table, column));
}
