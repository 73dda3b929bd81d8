#include "resolve/index.h"

bool column_same(const struct table_column *a, const struct table_column *b)
{
    return a->column == b->column && a->table == b->table;
}

bool columns_have(const struct table_columns *list, const struct table_column *column)
{
    for (size_t i = 0; i < list->len; i++) {
        if (column_same(&list->at[i], column)) {
            return true;
        }
    }
    return false;
}

void columns_add(struct arena *arena, struct table_columns *list, const struct table_column *column)
{
    if (!columns_have(list, column)) {
        *PUSH(arena, list) = *column;
    }
}
