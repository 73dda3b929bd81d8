#include "diff/diff.h"
#include "migrate/stages.h"

struct stage stage_make(
    struct arena *arena, const struct schema *from, const struct schema *to, const struct plan_options *options)
{
    const struct diff *diff = diff_schemas(arena, from, to);
    return (struct stage){
        .from = from,
        .to = to,
        .diff = diff,
        .up = plan_diff(arena, diff, options),
        .down = plan_diff(arena, diff_swap(arena, diff), options),
    };
}

/* Tables of two schemas by their labels. */
struct sides {
    struct arena *arena; /* for looking up */
    struct map from, to, wanted;
};

static void index_tables(struct arena *arena, const struct schema *schema, struct map *tables)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        map_set(arena, tables, table_label(arena, table), table);
    }
}

static void want(struct sides *sides, const struct table *table)
{
    map_set(sides->arena, &sides->wanted, table_label(sides->arena, table), sides);
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        const struct table target = {.schema = key->ref_schema, .name = key->ref_table};
        map_set(sides->arena, &sides->wanted, table_label(sides->arena, &target), sides);
    }
}

/* What is not the same object on the other side. */
static void want_changed(struct sides *sides, const struct schema *schema, const struct map *other)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        if (map_get(other, table_label(sides->arena, table)) != table) {
            want(sides, table);
        }
    }
}

static const struct schema *wanted_part(struct arena *arena, const struct sides *sides, const struct schema *schema)
{
    struct schema *part = NEW(arena, struct schema);
    *part = *schema;
    part->tables = (struct tables){0};
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (map_get(&sides->wanted, table_label(sides->arena, schema->tables.at[i])) != NULL) {
            *PUSH(arena, &part->tables) = schema->tables.at[i];
        }
    }
    return part;
}

struct stage stage_make_part(
    struct arena *arena, const struct schema *from, const struct schema *to, const struct plan_options *options)
{
    struct sides sides = {.arena = arena_new()};
    index_tables(sides.arena, from, &sides.from);
    index_tables(sides.arena, to, &sides.to);
    want_changed(&sides, from, &sides.to);
    want_changed(&sides, to, &sides.from);
    struct stage stage = stage_make(arena, wanted_part(arena, &sides, from), wanted_part(arena, &sides, to), options);
    arena_free(sides.arena);
    stage.from = from;
    stage.to = to;
    return stage;
}
