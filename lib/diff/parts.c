#include "diff/parts.h"

#include "diff/compare.h"

#include <assert.h>
#include <stdint.h>

/* The parts of one kind of one table, without their type. */
struct refs LIST_OF(const void *);

struct kind {
    enum part part;
    struct refs (*list)(struct arena *arena, const struct table *table);
    const char *(*name)(const void *item);
    unsigned (*compare)(const struct lens *lens, const void *from, const void *to);
    /* Near enough to be shown as one thing altered; may be NULL. */
    bool (*akin)(const struct lens *lens, const void *from, const void *to);
};

#define DEFINE_KIND(what, list_field)                                                                                  \
    static struct refs what##_list(struct arena *arena, const struct table *table)                                     \
    {                                                                                                                  \
        struct refs refs = {0};                                                                                        \
        for (size_t i = 0; i < table->list_field.len; i++) {                                                           \
            *PUSH(arena, &refs) = table->list_field.at[i];                                                             \
        }                                                                                                              \
        return refs;                                                                                                   \
    }                                                                                                                  \
    static const char *what##_name(const void *item)                                                                   \
    {                                                                                                                  \
        return ((const struct what *)item)->name;                                                                      \
    }                                                                                                                  \
    static unsigned what##_compare(const struct lens *lens, const void *from, const void *to)                          \
    {                                                                                                                  \
        return compare_##what(lens, from, to);                                                                         \
    }

DEFINE_KIND(unique, uniques)
DEFINE_KIND(index, indexes)
DEFINE_KIND(foreign_key, foreign_keys)
DEFINE_KIND(check, checks)

static bool foreign_key_akin(const struct lens *lens, const void *from, const void *to)
{
    return (compare_foreign_key(lens, from, to) & FACET_COLUMNS) == 0;
}

static const struct kind kinds[] = {
    {PART_UNIQUE, unique_list, unique_name, unique_compare, NULL},
    {PART_INDEX, index_list, index_name, index_compare, NULL},
    {PART_FOREIGN_KEY, foreign_key_list, foreign_key_name, foreign_key_compare, foreign_key_akin},
    {PART_CHECK, check_list, check_name, check_compare, NULL},
};

/* How two parts are recognised, the surest way first. */
enum tier { TIER_NAME, TIER_CONTENT, TIER_AKIN, TIER_COUNT };

static bool belong(const struct lens *lens, const struct kind *kind, enum tier tier, const void *from, const void *to)
{
    switch (tier) {
    case TIER_NAME: return kind->name(from) != NULL && pairs_same_name(lens->pairs, kind->name(from), kind->name(to));
    case TIER_CONTENT: return (kind->compare(lens, from, to) & ~(unsigned)FACET_NAME) == 0;
    case TIER_AKIN: return kind->akin != NULL && kind->akin(lens, from, to);
    case TIER_COUNT: break;
    }
    return false;
}

static void add_change(
    const struct lens *lens, enum part part, const void *from, const void *to, unsigned facets, struct changes *changes)
{
    if (from == NULL || to == NULL || facets != 0) {
        *PUSH(lens->pairs->arena, changes) = (struct change){part, {.any = from}, {.any = to}, facets};
    }
}

/* Takes the first free part of `to` that belongs to each free part of `from`. */
static void pair_tier(
    const struct lens *lens, const struct kind *kind, enum tier tier, struct refs *lists[2], struct changes *changes)
{
    struct refs *from = lists[0], *to = lists[1];
    for (size_t i = 0; i < from->len; i++) {
        for (size_t j = 0; j < to->len && from->at[i] != NULL; j++) {
            if (to->at[j] != NULL && belong(lens, kind, tier, from->at[i], to->at[j])) {
                unsigned facets = kind->compare(lens, from->at[i], to->at[j]);
                add_change(lens, kind->part, from->at[i], to->at[j], facets, changes);
                from->at[i] = to->at[j] = NULL;
            }
        }
    }
}

static void compare_kind(const struct lens *lens, const struct kind *kind, struct changes *changes)
{
    struct arena *arena = lens->pairs->arena;
    struct refs from = kind->list(arena, lens->table->from), to = kind->list(arena, lens->table->to);
    for (enum tier tier = TIER_NAME; tier < TIER_COUNT; tier++) {
        pair_tier(lens, kind, tier, (struct refs *[]){&from, &to}, changes);
    }
    for (size_t i = 0; i < from.len; i++) {
        if (from.at[i] != NULL) {
            add_change(lens, kind->part, from.at[i], NULL, 0, changes);
        }
    }
    for (size_t i = 0; i < to.len; i++) {
        if (to.at[i] != NULL) {
            add_change(lens, kind->part, NULL, to.at[i], 0, changes);
        }
    }
}

static void compare_column_pairs(const struct lens *lens, struct changes *changes)
{
    for (size_t i = 0; i < lens->table->columns.len; i++) {
        const struct column *from = lens->table->columns.at[i]->from, *to = lens->table->columns.at[i]->to;
        unsigned facets = from != NULL && to != NULL ? compare_column(lens, from, to) : 0;
        add_change(lens, PART_COLUMN, from, to, facets, changes);
    }
}

static void compare_primary_keys(const struct lens *lens, struct changes *changes)
{
    const struct primary_key *from = &lens->table->from->primary_key, *to = &lens->table->to->primary_key;
    bool has_from = from->columns.len != 0, has_to = to->columns.len != 0;
    if (has_from || has_to) {
        unsigned facets = has_from && has_to ? compare_primary_key(lens, from, to) : 0;
        add_change(lens, PART_PRIMARY_KEY, has_from ? from : NULL, has_to ? to : NULL, facets, changes);
    }
}

void parts_compare(const struct lens *lens, enum part part, struct changes *changes)
{
    if (part == PART_COLUMN) {
        compare_column_pairs(lens, changes);
        return;
    }
    if (part == PART_PRIMARY_KEY) {
        compare_primary_keys(lens, changes);
        return;
    }
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (kinds[i].part == part) {
            compare_kind(lens, &kinds[i], changes);
        }
    }
}
