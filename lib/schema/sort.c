/* One order for all that has none of its own.  Names decide; unnamed things, which come first, are told apart by what
 * they are, so that the order never depends on where they were read from. */
#include "schema/schema.h"

#include <stdlib.h>
#include <string.h>

static int compare_text(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return (a != NULL) - (b != NULL);
    }
    return strcmp(a, b);
}

static int compare_lists(const struct strings *a, const struct strings *b)
{
    for (size_t i = 0; i < a->len && i < b->len; i++) {
        int order = strcmp(a->at[i], b->at[i]);
        if (order != 0) {
            return order;
        }
    }
    return (a->len > b->len) - (a->len < b->len);
}

static int first_of(int first, int second)
{
    return first != 0 ? first : second;
}

static int by_text(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

static int by_table_name(const void *a, const void *b)
{
    const struct table *const *left = a, *const *right = b;
    return first_of(compare_text((*left)->schema, (*right)->schema), compare_text((*left)->name, (*right)->name));
}

static int by_enum_name(const void *a, const void *b)
{
    const struct enum_type *const *left = a, *const *right = b;
    return first_of(compare_text((*left)->schema, (*right)->schema), compare_text((*left)->name, (*right)->name));
}

static int by_index_name(const void *a, const void *b)
{
    const struct index *const *left = a, *const *right = b;
    return compare_text((*left)->name, (*right)->name);
}

static int by_unique(const void *a, const void *b)
{
    const struct unique *const *left = a, *const *right = b;
    return first_of(compare_text((*left)->name, (*right)->name), compare_lists(&(*left)->columns, &(*right)->columns));
}

static int by_foreign_key(const void *a, const void *b)
{
    const struct foreign_key *const *left = a, *const *right = b;
    int order =
        first_of(compare_text((*left)->name, (*right)->name), compare_lists(&(*left)->columns, &(*right)->columns));
    order = first_of(order, compare_text((*left)->ref_schema, (*right)->ref_schema));
    order = first_of(order, compare_text((*left)->ref_table, (*right)->ref_table));
    return first_of(order, compare_lists(&(*left)->ref_columns, &(*right)->ref_columns));
}

static int by_check(const void *a, const void *b)
{
    const struct check *const *left = a, *const *right = b;
    return first_of(compare_text((*left)->name, (*right)->name), compare_text((*left)->sql, (*right)->sql));
}

static int by_other(const void *a, const void *b)
{
    const struct other_object *const *left = a, *const *right = b;
    int order = first_of(compare_text((*left)->kind, (*right)->kind), compare_text((*left)->table, (*right)->table));
    return first_of(order, compare_text((*left)->name, (*right)->name));
}

/* A list of pointers. */
static void sort_items(void *items, size_t len, int (*compare)(const void *, const void *))
{
    if (len > 1) {
        qsort(items, len, sizeof(void *), compare);
    }
}

struct table *schema_namesake(const struct schema *sorted, const struct table *table)
{
    struct table *const *found =
        sorted->tables.len == 0
            ? NULL
            : bsearch(&table, sorted->tables.at, sorted->tables.len, sizeof *sorted->tables.at, by_table_name);
    return found == NULL ? NULL : *found;
}

void schema_sort(struct schema *schema)
{
    if (schema->schemas.len > 1) {
        qsort(schema->schemas.at, schema->schemas.len, sizeof(char *), by_text);
    }
    sort_items(schema->tables.at, schema->tables.len, by_table_name);
    sort_items(schema->enums.at, schema->enums.len, by_enum_name);
    sort_items(schema->others.at, schema->others.len, by_other);
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        sort_items(table->uniques.at, table->uniques.len, by_unique);
        sort_items(table->indexes.at, table->indexes.len, by_index_name);
        sort_items(table->foreign_keys.at, table->foreign_keys.len, by_foreign_key);
        sort_items(table->checks.at, table->checks.len, by_check);
    }
}
