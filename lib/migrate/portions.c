#include "migrate/portions.h"

#define LOCKS_A_FILE 4000

/* Tables in the order in which they go or come, and what is true of them at the moment. */
struct queue {
    struct arena *arena;
    const struct diff *diff;
    struct LIST_OF(const struct table_diff *) items;
    struct map by_label; /* of the table that stands in the queue's schema -> struct table_diff */
    struct map placed;   /* the same, once it is in items */
};

static const char *label_of(struct arena *arena, const char *schema, const char *name)
{
    return table_label(arena, &(struct table){.schema = schema, .name = name});
}

static const struct table *side_of(const struct table_diff *diff)
{
    return diff->to != NULL ? diff->to : diff->from;
}

static size_t locks_of(const struct queue *queue, const struct table_diff *diff)
{
    return plan_locks(queue->diff->to->engine, diff);
}

/* ---- what can wait ---- */

static bool change_can_wait(const struct change *change)
{
    bool altered = change->from.any != NULL && change->to.any != NULL;
    switch (change->part) {
    case PART_COLUMN:
        return !altered || (change->facets & ~(unsigned)(FACET_NULL | FACET_DEFAULT | FACET_COMMENT)) == 0;
    case PART_INDEX:
        return (change->from.any == NULL || !change->from.index->unique) &&
               (change->to.any == NULL || !change->to.index->unique);
    case PART_CHECK: return true;
    case PART_FOREIGN_KEY: return change->from.any == NULL;
    case PART_PRIMARY_KEY:
    case PART_UNIQUE: break;
    }
    return false;
}

/* Whether the table can change before or after all others: nothing of theirs stands on what changes. */
static bool can_wait(const struct table_diff *diff)
{
    bool can = (diff->facets & ~(unsigned)FACET_COMMENT) == 0;
    for (size_t i = 0; can && i < diff->changes.len; i++) {
        can = change_can_wait(&diff->changes.at[i]);
    }
    return can;
}

static bool names_stay(const struct diff *diff)
{
    bool stay = diff->enums.len == 0;
    for (size_t i = 0; stay && i < diff->tables.len; i++) {
        stay = (diff->tables.at[i].facets & FACET_NAME) == 0;
    }
    return stay;
}

/* ---- the order ---- */

/* Behind the tables that its keys mean; where these go round in a circle, some order must do. */
static void place(struct queue *queue, const struct table_diff *diff)
{
    const struct table *table = side_of(diff);
    const char *label = table_label(queue->arena, table);
    if (map_get(&queue->placed, label) != NULL) {
        return;
    }
    map_set(queue->arena, &queue->placed, label, queue);
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        const struct table_diff *target =
            map_get(&queue->by_label, label_of(queue->arena, key->ref_schema, key->ref_table));
        if (target != NULL) {
            place(queue, target);
        }
    }
    *PUSH(queue->arena, &queue->items) = diff;
}

static struct queue queue_of(struct arena *arena, const struct diff *diff, bool dropped)
{
    struct queue queue = {.arena = arena, .diff = diff};
    bool changed_too = !dropped && names_stay(diff);
    for (size_t i = 0; i < diff->tables.len; i++) {
        struct table_diff *item = &diff->tables.at[i];
        if (dropped ? item->to == NULL : item->to != NULL && (item->from == NULL || (changed_too && can_wait(item)))) {
            map_set(arena, &queue.by_label, table_label(arena, side_of(item)), item);
        }
    }
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *item = &diff->tables.at[i];
        if (map_get(&queue.by_label, table_label(arena, side_of(item))) == item) {
            place(&queue, item);
        }
    }
    return queue;
}

static size_t queue_locks(const struct queue *queue)
{
    size_t locks = 0;
    for (size_t i = 0; i < queue->items.len; i++) {
        locks += locks_of(queue, queue->items.at[i]);
    }
    return locks;
}

/* How many of the items from `at` on go into one portion. */
static size_t portion_len(const struct queue *queue, size_t at)
{
    size_t len = 0, locks = 0;
    do {
        locks += locks_of(queue, queue->items.at[at + len]);
        len++;
    } while (at + len < queue->items.len && locks + locks_of(queue, queue->items.at[at + len]) <= LOCKS_A_FILE);
    return len;
}

/* ---- schemas in between ---- */

/* The table without keys that mean what is absent: itself where it has none. */
static struct table *without_keys_to(struct arena *arena, struct table *table, const struct map *absent)
{
    struct foreign_keys kept = {0};
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct foreign_key *key = table->foreign_keys.at[i];
        if (map_get(absent, label_of(arena, key->ref_schema, key->ref_table)) == NULL) {
            *PUSH(arena, &kept) = key;
        }
    }
    if (kept.len == table->foreign_keys.len) {
        return table;
    }
    struct table *copy = table_copy(arena, table);
    copy->foreign_keys = kept;
    return copy;
}

/* The schema without the tables that are absent and the keys that mean them, and with those that wait as they were.
 * What stays the same is shared. */
static struct schema *between(
    struct arena *arena, const struct schema *schema, const struct map *absent, const struct map *waiting)
{
    struct schema *part = NEW(arena, struct schema);
    *part = *schema;
    part->tables = (struct tables){0};
    for (size_t i = 0; i < schema->tables.len; i++) {
        const char *label = table_label(arena, schema->tables.at[i]);
        struct table *before = map_get(waiting, label);
        if (map_get(absent, label) == NULL) {
            *PUSH(arena, &part->tables) =
                without_keys_to(arena, before == NULL ? schema->tables.at[i] : before, absent);
        }
    }
    return part;
}

/* ---- stages ---- */

static void add_stage(struct arena *arena, const struct schema **at, const struct stage *stage, struct stages *stages)
{
    if (!diff_is_empty(stage->diff)) {
        *PUSH(arena, stages) = *stage;
    }
    *at = stage->to;
}

/* Those that mean others go before these. */
static const struct schema *drop_portions(
    const struct queue *queue, const struct plan_options *options, struct stages *stages)
{
    struct arena *arena = queue->arena;
    const struct schema *at = queue->diff->from;
    struct map absent = {0}, none = {0};
    size_t left = queue->items.len, locks = 0;
    while (left > 0) {
        const struct table_diff *item = queue->items.at[--left];
        locks += locks_of(queue, item);
        map_set(arena, &absent, table_label(arena, item->from), &absent);
        if (left == 0 || locks + locks_of(queue, queue->items.at[left - 1]) > LOCKS_A_FILE) {
            struct stage stage = stage_make_part(arena, at, between(arena, at, &absent, &none), options);
            add_stage(arena, &at, &stage, stages);
            locks = 0;
        }
    }
    return at;
}

/* The items that are not there yet, and those that are, as they are. */
static void find_undone(const struct queue *queue, const struct schema *at, struct map *absent, struct map *waiting)
{
    struct map there = {0};
    for (size_t i = 0; i < at->tables.len; i++) {
        map_set(queue->arena, &there, table_label(queue->arena, at->tables.at[i]), at->tables.at[i]);
    }
    for (size_t i = 0; i < queue->items.len; i++) {
        const struct table_diff *item = queue->items.at[i];
        const char *label = table_label(queue->arena, item->to);
        struct table *before = item->from == NULL ? NULL : map_get(&there, table_label(queue->arena, item->from));
        map_set(queue->arena, before == NULL ? absent : waiting, label, before == NULL ? (void *)absent : before);
    }
}

static void make_portions(
    const struct queue *queue, const struct schema *at, const struct plan_options *options, struct stages *stages)
{
    struct arena *arena = queue->arena;
    struct map absent = {0}, waiting = {0};
    struct schema *done = schema_copy(arena, queue->diff->to);
    schema_mark_applied(arena, done); /* what it asks for is done in each portion, and not once more in the next */
    find_undone(queue, at, &absent, &waiting);
    for (size_t i = 0, len; i < queue->items.len; i += len) {
        len = portion_len(queue, i);
        for (size_t k = i; k < i + len; k++) {
            const char *label = table_label(arena, queue->items.at[k]->to);
            map_set(arena, &absent, label, NULL);
            map_set(arena, &waiting, label, NULL);
        }
        struct stage stage = i + len == queue->items.len
                                 ? stage_make(arena, at, queue->diff->to, options)
                                 : stage_make_part(arena, at, between(arena, done, &absent, &waiting), options);
        add_stage(arena, &at, &stage, stages);
    }
}

void portions_add(
    struct arena *arena, const struct stage *whole, const struct plan_options *options, struct stages *stages)
{
    struct queue dropped = queue_of(arena, whole->diff, true), made = queue_of(arena, whole->diff, false);
    if (queue_locks(&dropped) + queue_locks(&made) <= LOCKS_A_FILE) {
        *PUSH(arena, stages) = *whole;
        return;
    }
    const struct schema *at = drop_portions(&dropped, options, stages);
    if (made.items.len != 0) {
        make_portions(&made, at, options, stages);
    } else {
        struct stage rest = stage_make(arena, at, whole->to, options);
        add_stage(arena, &at, &rest, stages);
    }
}
