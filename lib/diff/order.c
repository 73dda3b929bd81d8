#include "diff/order.h"

#include <stdlib.h>
#include <string.h>

static const struct table *shown(const struct table_diff *diff)
{
    return diff->to != NULL ? diff->to : diff->from;
}

static int by_table(const void *a, const void *b)
{
    const struct table *left = shown(a), *right = shown(b);
    int schema = strcmp(left->schema == NULL ? "" : left->schema, right->schema == NULL ? "" : right->schema);
    int name = schema != 0 ? schema : strcmp(left->name, right->name);
    /* A table that goes away and one that takes its name: first the one that goes. */
    return name != 0 ? name
                     : (((const struct table_diff *)a)->to != NULL) - (((const struct table_diff *)b)->to != NULL);
}

static int by_enum(const void *a, const void *b)
{
    const struct enum_diff *left = a, *right = b;
    const struct enum_type *one = left->to != NULL ? left->to : left->from;
    const struct enum_type *other = right->to != NULL ? right->to : right->from;
    int schema = strcmp(one->schema == NULL ? "" : one->schema, other->schema == NULL ? "" : other->schema);
    int name = schema != 0 ? schema : strcmp(one->name, other->name);
    return name != 0 ? name : (left->to != NULL) - (right->to != NULL);
}

static int by_schema(const void *a, const void *b)
{
    const struct schema_diff *left = a, *right = b;
    return strcmp(left->to != NULL ? left->to : left->from, right->to != NULL ? right->to : right->from);
}

/* A change with the place of its part. */
struct placed {
    struct change change;
    size_t place;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *left = a, *right = b;
    if (left->change.part != right->change.part) {
        return left->change.part < right->change.part ? -1 : 1;
    }
    bool gone_left = left->change.to.any == NULL, gone_right = right->change.to.any == NULL;
    if (gone_left != gone_right) {
        return gone_left ? 1 : -1;
    }
    return (left->place > right->place) - (left->place < right->place);
}

/* The place of an item in a list of pointers, whatever they point to. */
static size_t place_among(const void *pointers, size_t len, const void *item)
{
    for (size_t i = 0; i < len; i++) {
        const void *at;
        memcpy(&at, (const char *)pointers + i * sizeof at, sizeof at);
        if (at == item) {
            return i;
        }
    }
    return len;
}

static size_t place_in(const struct table *table, enum part part, const void *item)
{
    switch (part) {
    case PART_COLUMN: return place_among(table->columns.at, table->columns.len, item);
    case PART_UNIQUE: return place_among(table->uniques.at, table->uniques.len, item);
    case PART_INDEX: return place_among(table->indexes.at, table->indexes.len, item);
    case PART_FOREIGN_KEY: return place_among(table->foreign_keys.at, table->foreign_keys.len, item);
    case PART_CHECK: return place_among(table->checks.at, table->checks.len, item);
    case PART_PRIMARY_KEY: break;
    }
    return 0;
}

static void order_changes(struct table_diff *diff)
{
    size_t len = diff->changes.len;
    struct arena *scratch = arena_new();
    struct placed *placed = arena_alloc(scratch, len, sizeof *placed, _Alignof(struct placed));
    for (size_t i = 0; i < len; i++) {
        const struct change *change = &diff->changes.at[i];
        bool gone = change->to.any == NULL;
        placed[i].change = *change;
        placed[i].place =
            place_in(gone ? diff->from : diff->to, change->part, gone ? change->from.any : change->to.any);
    }
    qsort(placed, len, sizeof *placed, by_place);
    for (size_t i = 0; i < len; i++) {
        diff->changes.at[i] = placed[i].change;
    }
    arena_free(scratch);
}

void diff_order(struct diff *diff)
{
    for (size_t i = 0; i < diff->tables.len; i++) {
        if (diff->tables.at[i].changes.len > 1) {
            order_changes(&diff->tables.at[i]);
        }
    }
    if (diff->tables.len > 1) {
        qsort(diff->tables.at, diff->tables.len, sizeof *diff->tables.at, by_table);
    }
    if (diff->enums.len > 1) {
        qsort(diff->enums.at, diff->enums.len, sizeof *diff->enums.at, by_enum);
    }
    if (diff->schemas.len > 1) {
        qsort(diff->schemas.at, diff->schemas.len, sizeof *diff->schemas.at, by_schema);
    }
}
