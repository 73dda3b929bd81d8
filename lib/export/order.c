/* In which order the classes of a module stand: as in the model, but what a class needs when it is made before it. That
 * is its base, the class whose table it uses, and for a table that is joined to its base's what their primary keys and
 * the columns that the join compares reference, or all keys where a condition joins them: SQLAlchemy looks them up as
 * soon as it sees the class. */
#include "export/exporter.h"
#include "resolve/mapping.h"

enum state { UNSEEN, BEGUN, PLACED };

struct order {
    struct exporter *exporter;
    enum state *states;
    struct class_defs classes;
};

static void place(struct order *order, struct class_def *class_);

/* Nothing that it stands on waits for it already. */
static bool is_free(const struct order *order, const struct class_def *class_)
{
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        const struct class_def *holder = at->table == NULL ? NULL : at->table->mapped_by;
        if (order->states[at->number] == BEGUN || (holder != NULL && order->states[holder->number] == BEGUN)) {
            return false;
        }
    }
    return true;
}

static bool is_of_primary_key(const struct table_def *table, const struct column_def *column)
{
    for (size_t i = 0; i < table->primary_key.len; i++) {
        if (table_column(table, table->primary_key.at[i].text) == column) {
            return true;
        }
    }
    return false;
}

static bool has_column(const struct key *key, const struct column_def *column)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (key->columns.at[i] == column || key->ref_columns.at[i] == column) {
            return true;
        }
    }
    return false;
}

/* A key between the tables of a class and its base, by which SQLAlchemy joins them, has the column at either end. */
static bool is_compared(const struct order *order, const struct mapping *joined, const struct column_def *column)
{
    const struct table_def *ends[] = {joined->local, joined->base->local};
    for (size_t end = 0; end < 2; end++) {
        const struct table_keys *held = keys_of(order->exporter->resolved->index, ends[end]);
        for (size_t i = 0; i < held->keys.len; i++) {
            const struct key *key = held->keys.at[i];
            if (key->referenced == ends[1 - end] && has_column(key, column)) {
                return true;
            }
        }
    }
    return false;
}

static bool is_looked_up(const struct order *order, const struct mapping *joined, const struct key *key)
{
    bool found = joined->class_->inherit_condition.text != NULL;
    for (size_t i = 0; i < key->columns.len && !found; i++) {
        found = is_of_primary_key(key->table, key->columns.at[i]) || is_compared(order, joined, key->columns.at[i]);
    }
    return found;
}

static void place_referenced(struct order *order, const struct mapping *joined, const struct table_def *table)
{
    const struct table_keys *held = keys_of(order->exporter->resolved->index, table);
    for (size_t i = 0; i < held->keys.len; i++) {
        struct class_def *needed = held->keys.at[i]->referenced->mapped_by;
        if (needed != NULL && is_looked_up(order, joined, held->keys.at[i]) && is_free(order, needed)) {
            place(order, needed);
        }
    }
}

static void place(struct order *order, struct class_def *class_)
{
    if (class_ == NULL || order->states[class_->number] != UNSEEN) {
        return;
    }
    order->states[class_->number] = BEGUN;
    place(order, class_->base);
    place(order, class_->table == NULL ? NULL : class_->table->mapped_by);
    const struct mapping *mapping = mapping_of(order->exporter->resolved->index, class_);
    bool joined = class_->table != NULL && class_->concrete != YES && mapping->base != NULL && mapping->base->usable;
    for (const struct class_def *at = class_; joined && at != NULL; at = at->base) {
        if (at->table != NULL) {
            place_referenced(order, mapping, at->table);
        }
    }
    order->states[class_->number] = PLACED;
    *PUSH(order->exporter->arena, &order->classes) = class_;
}

struct class_defs export_order(struct exporter *exporter)
{
    const struct class_defs *all = &exporter->model->classes;
    struct order order = {.exporter = exporter,
        .states = arena_alloc(exporter->arena, all->len + 1, sizeof *order.states, _Alignof(enum state))};
    for (size_t i = 0; i < all->len; i++) {
        place(&order, all->at[i]);
    }
    return order.classes;
}
