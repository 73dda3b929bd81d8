#include "base/text.h"
#include "plan/sqlite/ddl.h"
#include "plan/sqlite/work.h"
#include "sql/sql.h"

struct node {
    const struct table *table;
    size_t place; /* in the order, from 1; 0: not yet */
    bool seen;
};
struct nodes LIST_OF(struct node *);

/* Some tables, and how to find them by name. */
struct graph {
    struct arena *arena;
    struct nodes nodes, order;
    struct map names;
};

static struct node *graph_find(const struct graph *graph, const char *name)
{
    return map_get(&graph->names, text_lower(graph->arena, name));
}

static void graph_add(struct graph *graph, const struct table *table)
{
    struct node *node = NEW(graph->arena, struct node);
    node->table = table;
    *PUSH(graph->arena, &graph->nodes) = node;
    map_set(graph->arena, &graph->names, text_lower(graph->arena, table->name), node);
}

/* Depth first, with a stack of its own: chains of keys can be long. */
static void graph_visit(struct graph *graph, struct node *start)
{
    struct nodes stack = {0};
    *PUSH(graph->arena, &stack) = start;
    while (stack.len != 0) {
        struct node *node = stack.at[stack.len - 1];
        struct node *parent = NULL;
        node->seen = true;
        for (size_t i = 0; i < node->table->foreign_keys.len && parent == NULL; i++) {
            struct node *target = graph_find(graph, node->table->foreign_keys.at[i]->ref_table);
            parent = target != NULL && !target->seen ? target : NULL;
        }
        if (parent != NULL) {
            *PUSH(graph->arena, &stack) = parent;
            continue;
        }
        stack.len--;
        *PUSH(graph->arena, &graph->order) = node;
        node->place = graph->order.len;
    }
}

/* Parents first. */
static void graph_sort(struct graph *graph)
{
    for (size_t i = 0; i < graph->nodes.len; i++) {
        if (!graph->nodes.at[i]->seen) {
            graph_visit(graph, graph->nodes.at[i]);
        }
    }
}

/* Whether dropping with keys on could touch rows that stay, or run into a key: the implicit DELETE of DROP TABLE obeys
 * the actions of every key that points to the table. */
static bool drop_is_felt(const struct graph *graph, const struct table *child, const struct foreign_key *key)
{
    const struct node *target = graph_find(graph, key->ref_table);
    if (target == NULL) {
        return false;
    }
    const struct node *own = graph_find(graph, child->name);
    if (own == target) {
        return !text_same_nocase(key->on_delete, "NO ACTION");
    }
    return own == NULL || own->place < target->place;
}

static bool any_drop_is_felt(const struct graph *graph, const struct schema *from)
{
    for (size_t i = 0; i < from->tables.len; i++) {
        const struct table *table = from->tables.at[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            if (drop_is_felt(graph, table, table->foreign_keys.at[j])) {
                return true;
            }
        }
    }
    return false;
}

void drop_tables(struct work *work)
{
    struct graph graph = {.arena = work->arena};
    for (size_t i = 0; i < work->diff->tables.len; i++) {
        if (work->diff->tables.at[i].to == NULL) {
            graph_add(&graph, work->diff->tables.at[i].from);
        }
    }
    graph_sort(&graph);
    for (size_t i = graph.order.len; i > 0; i--) {
        work_add(work, NULL, "DROP TABLE %s", sql_name(work->arena, graph.order.at[i - 1]->table->name));
    }
    work->plan->keys_off = work->plan->keys_off || any_drop_is_felt(&graph, work->diff->from);
}

void create_tables(struct work *work)
{
    struct graph graph = {.arena = work->arena};
    for (size_t i = 0; i < work->diff->tables.len; i++) {
        if (work->diff->tables.at[i].from == NULL) {
            graph_add(&graph, work->diff->tables.at[i].to);
        }
    }
    graph_sort(&graph);
    for (size_t i = 0; i < graph.order.len; i++) {
        const struct table *table = graph.order.at[i]->table;
        work_add(work, NULL, "%s", ddl_create_table(work->arena, table, table->name));
        for (size_t j = 0; j < table->indexes.len; j++) {
            const struct index *index = table->indexes.at[j];
            work_add(work, index->why, "%s", ddl_create_index(work->arena, index, table->name));
        }
    }
}
