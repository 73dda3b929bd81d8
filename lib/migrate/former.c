#include "migrate/former.h"

#include "base/text.h"

bool table_name_same(const struct table_name *a, const struct table_name *b)
{
    bool any_schema = a->schema == NULL || b->schema == NULL;
    return text_same_nocase(a->name, b->name) && (any_schema || text_same_nocase(a->schema, b->schema));
}

static struct former_table *find_table(const struct former *former, const struct table_name *table)
{
    for (size_t i = former->tables.len; i-- > 0;) {
        if (table_name_same(&former->tables.at[i].now, table)) {
            return &former->tables.at[i];
        }
    }
    return NULL;
}

static struct former_column *find_column(const struct former *former, const struct table_name *was, const char *column)
{
    for (size_t i = former->columns.len; i-- > 0;) {
        struct former_column *renamed = &former->columns.at[i];
        if (table_name_same(&renamed->table, was) && text_same_nocase(renamed->now, column)) {
            return renamed;
        }
    }
    return NULL;
}

void former_rename_table(struct former *former, const struct table_name *table, const char *name)
{
    struct former_table *renamed = find_table(former, table);
    if (renamed == NULL) {
        renamed = PUSH(former->arena, &former->tables);
        renamed->was = *table;
    }
    renamed->now = (struct table_name){.schema = table->schema, .name = name};
}

void former_rename_column(
    struct former *former, const struct table_name *table, const struct column_name *column, const char *name)
{
    struct table_name was = former_table(former, table);
    struct former_column *renamed = find_column(former, &was, column->name);
    if (renamed == NULL) {
        renamed = PUSH(former->arena, &former->columns);
        *renamed = (struct former_column){.table = was, .was = *column};
    }
    renamed->now = name;
}

struct table_name former_table(const struct former *former, const struct table_name *table)
{
    const struct former_table *renamed = find_table(former, table);
    return renamed == NULL ? *table : renamed->was;
}

struct column_name former_column(
    const struct former *former, const struct table_name *table, const struct column_name *column)
{
    struct table_name was = former_table(former, table);
    const struct former_column *renamed = find_column(former, &was, column->name);
    return renamed == NULL ? *column : renamed->was;
}
