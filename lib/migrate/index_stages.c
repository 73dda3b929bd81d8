#include "migrate/index_stages.h"

#include "base/text.h"
#include "migrate/portions.h"

/* More at once come and go with everything else: nobody reads that many files. */
#define MOST_ALONE 50

/* An index on its own way: new where the diff adds it, old where it only goes. */
struct lone_index {
    const struct table_diff *table;
    const struct index *index;
    bool old;
};
struct lone_indexes LIST_OF(struct lone_index);

/* ---- which ---- */

static bool is_over(const struct index *index, const struct strings *columns)
{
    bool over = index->parts.len == columns->len;
    for (size_t i = 0; over && i < index->parts.len; i++) {
        over = index->parts.at[i].column != NULL && strings_have(columns, index->parts.at[i].column);
    }
    return over;
}

/* Whether a foreign key of the schema stands on it. */
static bool carries_key(const struct schema *schema, const struct table *table, const struct index *index)
{
    for (size_t i = 0; index->unique && i < schema->tables.len; i++) {
        const struct foreign_keys *keys = &schema->tables.at[i]->foreign_keys;
        for (size_t k = 0; k < keys->len; k++) {
            const struct foreign_key *key = keys->at[k];
            if (text_same(key->ref_table, table->name) && text_same(key->ref_schema, table->schema) &&
                is_over(index, &key->ref_columns)) {
                return true;
            }
        }
    }
    return false;
}

/* Whether all columns of the table keep their names and types, so that an index over them can go later than they. */
static bool columns_stay(const struct table_diff *table)
{
    bool stay = (table->facets & FACET_NAME) == 0;
    for (size_t i = 0; stay && i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        bool added = change->from.any == NULL;
        unsigned moved = change->facets & (unsigned)(FACET_NAME | FACET_TYPE | FACET_COLLATION | FACET_GENERATED);
        stay = change->part != PART_COLUMN || added || (change->to.any != NULL && moved == 0);
    }
    return stay;
}

/* A unique one that is replaced would leave a moment in which nothing is unique. */
static bool comes_alone(const struct diff *diff, const struct table_diff *table, const struct change *change)
{
    const struct index *from = change->from.index, *to = change->to.index;
    if (to == NULL || (from != NULL && (change->facets & ~(unsigned)FACET_NAME) == 0)) {
        return false;
    }
    bool replaced = from != NULL && from->unique && !from->invalid;
    return !(replaced && to->unique) && !carries_key(diff->to, table->to, to);
}

/* Whether something of the schema has a name that an index next to the table has too. */
static bool is_taken(const struct schema *schema, const struct table *beside, const char *name)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        if (!text_same(table->schema, beside->schema)) {
            continue;
        }
        bool taken = text_same(table->name, name) || text_same(table->primary_key.name, name) ||
                     table_find_index(table, name) != NULL;
        for (size_t k = 0; !taken && k < table->uniques.len; k++) {
            taken = text_same(table->uniques.at[k]->name, name);
        }
        if (taken) {
            return true;
        }
    }
    return false;
}

/* An index whose name is needed goes before what needs it. */
static bool goes_alone(const struct diff *diff, const struct table_diff *table, const struct change *change)
{
    const struct index *index = change->from.index;
    return change->to.any == NULL && columns_stay(table) && !carries_key(diff->from, table->from, index) &&
           !is_taken(diff->to, table->to, index->name);
}

/* Looks no further once there are too many. */
static struct lone_indexes find_lone(struct arena *arena, const struct diff *diff)
{
    struct lone_indexes lone = {0};
    for (size_t i = 0; i < diff->tables.len && lone.len <= MOST_ALONE; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        for (size_t k = 0; table->from != NULL && table->to != NULL && k < table->changes.len; k++) {
            const struct change *change = &table->changes.at[k];
            if (change->part == PART_INDEX && comes_alone(diff, table, change)) {
                *PUSH(arena, &lone) = (struct lone_index){table, change->to.index, false};
            } else if (change->part == PART_INDEX && goes_alone(diff, table, change)) {
                *PUSH(arena, &lone) = (struct lone_index){table, change->from.index, true};
            }
        }
    }
    return lone;
}

/* ---- schemas in between ---- */

static void take_off(struct arena *arena, struct table *table, const char *name)
{
    struct indexes kept = {0};
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (!text_same(table->indexes.at[i]->name, name)) {
            *PUSH(arena, &kept) = table->indexes.at[i];
        }
    }
    table->indexes = kept;
}

static struct index *index_copy(struct arena *arena, const struct index *index)
{
    struct index *copy = NEW(arena, struct index);
    *copy = *index;
    return copy;
}

/* The table while all but the first `done` of the indexes are still to come or to go. */
static struct table *table_after(
    struct arena *arena, const struct table *table, const struct lone_indexes *lone, size_t done)
{
    struct table *copy = table_copy(arena, table);
    for (size_t i = done; i < lone->len; i++) {
        const struct lone_index *one = &lone->at[i];
        if (!text_same(one->table->to->name, table->name) || !text_same(one->table->to->schema, table->schema)) {
            continue;
        }
        if (one->old) {
            *PUSH(arena, &copy->indexes) = index_copy(arena, one->index);
        } else {
            take_off(arena, copy, one->index->name);
        }
    }
    return copy;
}

/* `at` with the table of one of the indexes as it is when the first `done` have come and gone; `to` is where all have.
 * All other tables are shared. */
static const struct schema *schema_after(struct arena *arena,
    const struct schema *at,
    const struct schema *to,
    const struct lone_indexes *lone,
    size_t which,
    size_t done)
{
    const struct table *table = lone->at[which].table->to;
    const struct table *old = schema_table(at, table->schema, table->name);
    struct schema *next = NEW(arena, struct schema);
    *next = *at;
    next->tables = (struct tables){0};
    for (size_t i = 0; i < at->tables.len; i++) {
        *PUSH(arena, &next->tables) =
            at->tables.at[i] != old ? at->tables.at[i]
                                    : table_after(arena, schema_table(to, table->schema, table->name), lone, done);
    }
    return next;
}

/* New ones first: what the old ones did is done by them. */
static struct lone_indexes new_before_old(struct arena *arena, const struct lone_indexes *lone)
{
    struct lone_indexes sorted = {0};
    for (int old = 0; old < 2; old++) {
        for (size_t i = 0; i < lone->len; i++) {
            if (lone->at[i].old == (old == 1)) {
                *PUSH(arena, &sorted) = lone->at[i];
            }
        }
    }
    return sorted;
}

void index_stages_add(
    struct arena *arena, const struct stage *whole, const struct plan_options *options, struct stages *stages)
{
    struct lone_indexes lone = {0};
    if (options->concurrent_indexes && plan_knows_concurrent_indexes(whole->to->engine)) {
        const struct lone_indexes found = find_lone(arena, whole->diff);
        lone = new_before_old(arena, &found);
    }
    if (lone.len == 0 || lone.len > MOST_ALONE) {
        portions_add(arena, whole, options, stages);
        return;
    }
    struct schema *to = schema_copy(arena, whole->to);
    schema_mark_applied(arena, to);
    const struct schema *at = to;
    for (size_t i = 0; i < lone.len; i++) {
        at = schema_after(arena, at, to, &lone, i, 0);
    }
    const struct stage others = stage_make(arena, whole->from, at, options);
    if (!diff_is_empty(others.diff)) {
        portions_add(arena, &others, options, stages);
    }
    struct plan_options alone = *options;
    alone.index_alone = true;
    for (size_t i = 0; i < lone.len; i++) {
        const struct schema *next = schema_after(arena, at, to, &lone, i, i + 1);
        *PUSH(arena, stages) = stage_make_part(arena, at, next, &alone);
        at = next;
    }
}
