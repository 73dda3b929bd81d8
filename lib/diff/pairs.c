#include "diff/pairs.h"

#include "base/text.h"
#include "diff/enums.h"
#include "diff/match.h"

static const char *fold(const struct pairs *pairs, const char *name)
{
    return pairs->sqlite ? text_folded(pairs->arena, name) : name;
}

static const char *table_key(const struct pairs *pairs, const char *schema, const char *name)
{
    return schema == NULL ? fold(pairs, name) : arena_printf(pairs->arena, "%s.%s", schema, name);
}

const char *table_label(struct arena *arena, const struct table *table)
{
    return table->schema == NULL ? table->name : arena_printf(arena, "%s.%s", table->schema, table->name);
}

bool pairs_same_name(const struct pairs *pairs, const char *a, const char *b)
{
    return pairs->sqlite ? text_same_nocase(a, b) : text_same(a, b);
}

const struct table_pair *pairs_from(const struct pairs *pairs, const char *schema, const char *table)
{
    return map_get(&pairs->from_tables, table_key(pairs, schema, table));
}

const struct table_pair *pairs_to(const struct pairs *pairs, const char *schema, const char *table)
{
    return map_get(&pairs->to_tables, table_key(pairs, schema, table));
}

const struct column_pair *pair_from_column(const struct pairs *pairs, const struct table_pair *pair, const char *column)
{
    for (size_t i = 0; i < pair->columns.len; i++) {
        const struct column *from = pair->columns.at[i]->from;
        if (from != NULL && pairs_same_name(pairs, from->name, column)) {
            return pair->columns.at[i];
        }
    }
    return NULL;
}

const struct column_pair *pair_to_column(const struct pairs *pairs, const struct table_pair *pair, const char *column)
{
    for (size_t i = 0; i < pair->columns.len; i++) {
        const struct column *to = pair->columns.at[i]->to;
        if (to != NULL && pairs_same_name(pairs, to->name, column)) {
            return pair->columns.at[i];
        }
    }
    return NULL;
}

static struct strings fold_all(const struct pairs *pairs, const char *schema, const struct strings *names)
{
    struct strings folded = {0};
    for (size_t i = 0; i < names->len; i++) {
        *PUSH(pairs->arena, &folded) = table_key(pairs, schema, names->at[i]);
    }
    return folded;
}

/* ---- columns ---- */

static struct things column_things(
    const struct pairs *pairs, struct arena *scratch, const struct table *table, bool tells_applied)
{
    struct things things = {.tells_applied = tells_applied};
    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        *PUSH(scratch, &things) = (struct thing){
            .name = fold(pairs, column->name),
            .former = fold_all(pairs, NULL, &column->renamed_from),
            .applied = fold_all(pairs, NULL, &column->applied_from),
            .item = column,
        };
    }
    return things;
}

static bool columns_alike(const void *a, const void *b)
{
    const struct column *left = a, *right = b;
    return text_same_nocase(left->type, right->type) && left->nullable == right->nullable &&
           text_same(left->default_sql, right->default_sql) && text_same(left->generated_sql, right->generated_sql);
}

static void add_column_pair(
    struct pairs *pairs, struct table_pair *pair, const struct thing *from, const struct thing *to)
{
    struct column_pair *column = NEW(pairs->arena, struct column_pair);
    *PUSH(pairs->arena, &pair->columns) = column;
    if (from != NULL) {
        column->from = from->item;
    }
    if (to != NULL) {
        column->to = to->item;
    }
    pair->renames = pair->renames || to == NULL || (from != NULL && !text_same(from->name, to->name));
}

/* Whether both tables have the same columns in the same order, and neither asks for renames. */
static bool columns_in_step(const struct pairs *pairs, const struct table_pair *pair)
{
    if (pair->from == NULL || pair->to == NULL || pair->from->columns.len != pair->to->columns.len) {
        return false;
    }
    bool same = true;
    for (size_t i = 0; same && i < pair->to->columns.len; i++) {
        const struct column *from = pair->from->columns.at[i], *to = pair->to->columns.at[i];
        same = pairs_same_name(pairs, from->name, to->name) && from->renamed_from.len + to->renamed_from.len == 0;
    }
    return same;
}

static void pair_in_step(const struct pairs *pairs, struct table_pair *pair)
{
    unsigned len = pair->to->columns.len;
    struct column_pair *found = arena_alloc(pairs->arena, len, sizeof *found, _Alignof(struct column_pair));
    pair->columns.at = arena_alloc(pairs->arena, len, sizeof *pair->columns.at, _Alignof(struct column_pair *));
    pair->columns.len = pair->columns.cap = len;
    for (unsigned i = 0; i < len; i++) {
        found[i] = (struct column_pair){pair->from->columns.at[i], pair->to->columns.at[i]};
        pair->columns.at[i] = &found[i];
    }
}

static void pair_columns(struct pairs *pairs, struct arena *scratch, struct table_pair *pair)
{
    if (columns_in_step(pairs, pair)) {
        pair_in_step(pairs, pair);
        return;
    }
    struct things from = column_things(pairs, scratch, pair->from, pairs->from->tells_applied);
    struct things to = column_things(pairs, scratch, pair->to, pairs->to->tells_applied);
    struct idles idles = match_things(scratch, &from, &to, columns_alike);
    pairs_doubt(pairs, &idles, pair->to == NULL ? "" : arena_printf(scratch, "%s.", table_label(scratch, pair->to)));
    for (size_t i = 0; i < to.len; i++) {
        add_column_pair(pairs, pair, to.at[i].mate, &to.at[i]);
    }
    for (size_t i = 0; i < from.len; i++) {
        if (from.at[i].mate == NULL) {
            add_column_pair(pairs, pair, &from.at[i], NULL);
        }
    }
    arena_reset(scratch);
}

/* ---- tables ---- */

static struct things table_things(const struct pairs *pairs, struct arena *scratch, const struct schema *schema)
{
    struct things things = {.tells_applied = schema->tells_applied};
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        if (!text_starts(table->name, "corm_")) {
            *PUSH(scratch, &things) = (struct thing){
                .name = table_key(pairs, table->schema, table->name),
                .former = fold_all(pairs, table->schema, &table->renamed_from),
                .applied = fold_all(pairs, table->schema, &table->applied_from),
                .item = table,
            };
        }
    }
    return things;
}

/* Tables are alike where their columns have the same names. */
static bool tables_alike(const void *a, const void *b)
{
    const struct table *left = a, *right = b;
    if (left->columns.len != right->columns.len) {
        return false;
    }
    for (size_t i = 0; i < left->columns.len; i++) {
        if (table_find_column(right, left->columns.at[i]->name) == NULL) {
            return false;
        }
    }
    return true;
}

/* `scratch` is for its columns. */
static void add_table_pair(struct pairs *pairs, struct arena *scratch, const struct thing *from, const struct thing *to)
{
    struct table_pair *pair = NEW(pairs->arena, struct table_pair);
    *PUSH(pairs->arena, &pairs->tables) = pair;
    if (from != NULL) {
        pair->from = from->item;
        map_set(pairs->arena, &pairs->from_tables, from->name, pair);
    }
    if (to != NULL) {
        pair->to = to->item;
        map_set(pairs->arena, &pairs->to_tables, to->name, pair);
    }
    pair->renames = from != NULL && to != NULL && !text_same(from->name, to->name);
    pair_columns(pairs, scratch, pair);
}

const struct pairs *pairs_make(struct arena *arena, const struct schema *from, const struct schema *to)
{
    struct pairs *pairs = NEW(arena, struct pairs);
    pairs->arena = arena;
    pairs->sqlite = text_same(to->engine, "sqlite");
    pairs->from = from;
    pairs->to = to;
    enums_pair(pairs, from, to);
    struct arena *scratch = arena_new(), *columns = arena_new();
    struct things from_things = table_things(pairs, scratch, from), to_things = table_things(pairs, scratch, to);
    struct idles idles = match_things(scratch, &from_things, &to_things, tables_alike);
    pairs_doubt(pairs, &idles, "");
    for (size_t i = 0; i < to_things.len; i++) {
        add_table_pair(pairs, columns, to_things.at[i].mate, &to_things.at[i]);
    }
    for (size_t i = 0; i < from_things.len; i++) {
        if (from_things.at[i].mate == NULL) {
            add_table_pair(pairs, columns, &from_things.at[i], NULL);
        }
    }
    arena_free(columns);
    arena_free(scratch);
    return pairs;
}
