#include "rules/circles.h"

#include "resolve/index.h"

/* Tarjan's algorithm with a stack of its own: chains of thousands of tables are no reason to recurse that deep. */

enum { UNSEEN = 0 };

struct visit {
    size_t table, next_key;
};

struct search_state {
    const struct rule_input *input;
    key_filter *counts;
    const void *context;
    size_t *order, *low, *of; /* order counts from 1 */
    bool *open;               /* on the list of tables whose circle is not known yet */
    size_t visited, found;
    struct LIST_OF(struct visit) path;
    struct LIST_OF(size_t) open_tables;
};

static void enter(struct search_state *s, size_t table)
{
    s->order[table] = s->low[table] = ++s->visited;
    s->open[table] = true;
    *PUSH(s->input->arena, &s->open_tables) = table;
    *PUSH(s->input->arena, &s->path) = (struct visit){.table = table};
}

static void close_circle(struct search_state *s, size_t table)
{
    size_t member;
    do {
        member = s->open_tables.at[--s->open_tables.len];
        s->open[member] = false;
        s->of[member] = s->found;
    } while (member != table);
    s->found++;
}

static void leave(struct search_state *s)
{
    size_t table = s->path.at[--s->path.len].table;
    if (s->low[table] == s->order[table]) {
        close_circle(s, table);
    }
    if (s->path.len != 0) {
        size_t above = s->path.at[s->path.len - 1].table;
        s->low[above] = s->low[table] < s->low[above] ? s->low[table] : s->low[above];
    }
}

/* Follows the next key of the table on top of the path, or leaves the table. */
static void step(struct search_state *s)
{
    struct visit *top = &s->path.at[s->path.len - 1];
    const struct keys *held = &keys_of(s->input->resolved->index, s->input->model->tables.at[top->table])->keys;
    if (top->next_key == held->len) {
        leave(s);
        return;
    }
    const struct key *key = held->at[top->next_key++];
    if (!s->counts(key, s->context)) {
        return;
    }
    size_t from = top->table, to = key->referenced->number;
    if (s->order[to] == UNSEEN) {
        enter(s, to);
    } else if (s->open[to] && s->order[to] < s->low[from]) {
        s->low[from] = s->order[to];
    }
}

struct circles circles_find(const struct rule_input *input, key_filter *counts, const void *context)
{
    struct arena *arena = input->arena;
    size_t len = input->model->tables.len;
    struct search_state s = {.input = input,
        .counts = counts,
        .context = context,
        .order = NEW_ARRAY(arena, size_t, len),
        .low = NEW_ARRAY(arena, size_t, len),
        .of = NEW_ARRAY(arena, size_t, len),
        .open = NEW_ARRAY(arena, bool, len)};
    for (size_t i = 0; i < len; i++) {
        if (s.order[i] == UNSEEN) {
            enter(&s, i);
        }
        while (s.path.len != 0) {
            step(&s);
        }
    }
    return (struct circles){.of = s.of, .any = s.found < len};
}

size_t circle_of(const struct circles *circles, const struct table_def *table)
{
    return circles->of[table->number];
}

bool circles_hold(const struct circles *circles, const struct key *key)
{
    return circle_of(circles, key->table) == circle_of(circles, key->referenced);
}
