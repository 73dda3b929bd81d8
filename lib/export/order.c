/* In which order the classes of a module stand: as in the model, but what a class needs when it is made before it. That
 * is its base, the class whose table it uses, and for a table that is joined to its base's what the primary keys of the
 * two reference, or all keys where a condition joins them: SQLAlchemy looks them up as soon as it sees the class. */
#include "export/exporter.h"
#include "resolve/index.h"

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
        if (order->states[at->index] == BEGUN || (holder != NULL && order->states[holder->index] == BEGUN)) {
            return false;
        }
    }
    return true;
}

static bool is_over_primary_key(const struct key *key)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        for (size_t k = 0; k < key->table->primary_key.len; k++) {
            if (table_column(key->table, key->table->primary_key.at[k].text) == key->columns.at[i]) {
                return true;
            }
        }
    }
    return false;
}

static void place_referenced(struct order *order, const struct table_def *table, bool all)
{
    const struct table_keys *held = keys_of(order->exporter->resolved->index, table);
    for (size_t i = 0; i < held->keys.len; i++) {
        struct class_def *needed = held->keys.at[i]->referenced->mapped_by;
        if (needed != NULL && (all || is_over_primary_key(held->keys.at[i])) && is_free(order, needed)) {
            place(order, needed);
        }
    }
}

static void place(struct order *order, struct class_def *class_)
{
    if (class_ == NULL || order->states[class_->index] != UNSEEN) {
        return;
    }
    order->states[class_->index] = BEGUN;
    place(order, class_->base);
    place(order, class_->table == NULL ? NULL : class_->table->mapped_by);
    bool joined = class_->base != NULL && class_->table != NULL && class_->concrete != YES;
    for (const struct class_def *at = class_; joined && at != NULL; at = at->base) {
        if (at->table != NULL) {
            place_referenced(order, at->table, class_->inherit_condition.text != NULL);
        }
    }
    order->states[class_->index] = PLACED;
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
