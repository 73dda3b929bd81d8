/* Laws of diffs and plans, on random pairs of schemas with rows:
 *
 *     nothing differs from itself
 *     the way back is the way there, turned around
 *     the same diff gives the same plan
 *     after up, the database is what was wanted; after down, what it was
 *     a value whose column stays, and stays what it is, is the same afterwards; so are rowids and the next id
 *     a plan that warns of nothing (MFxxx, DS103) does not fail on filled tables
 *
 * CORM_LAWS sets the number of pairs, CORM_SEED runs one. */
#include "laws/gen_schema.h"
#include "support/corm_test.h"
#include "support/diff_text.h"
#include "support/plan_run.h"

#include "base/text.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <stdio.h>
#include <stdlib.h>

/* What was tried, so that a generator that proves nothing shows. */
static struct {
    unsigned pairs, different, filled_up, filled_down, rebuilds;
} seen;

struct trial {
    struct arena *arena;
    const struct schema *from, *to;
    bool filled;
    uint64_t seed;
    struct db *db;
    corm_failure error;
    const char *broken; /* the law, with what was seen; NULL while all hold */
};

static bool breaks(struct trial *trial, const char *law, const char *detail)
{
    trial->broken = arena_printf(trial->arena, "%s\n%s", law, detail);
    return false;
}

/* ---- laws without a database ---- */

static const char *diff_text(struct arena *arena, const struct diff *diff)
{
    struct buf buf = buf_new(arena);
    print_diff(&buf, diff);
    return buf_text(&buf);
}

static const struct plan *make_plan(struct arena *arena, const struct diff *diff, uint64_t seed)
{
    return plan_diff(arena, diff, &(struct plan_options){.sqlite_version = seed % 3 == 0 ? 3035000 : 3040000});
}

static bool hold_without_database(struct trial *trial)
{
    struct arena *arena = trial->arena;
    const char *same = diff_text(arena, diff_schemas(arena, trial->from, trial->from));
    if (same[0] != '\0') {
        return breaks(trial, "a schema differs from itself", same);
    }
    const struct diff *diff = diff_schemas(arena, trial->from, trial->to);
    const char *swapped = diff_text(arena, diff_swap(arena, diff));
    const char *back = diff_text(arena, diff_schemas(arena, trial->to, trial->from));
    if (strcmp(swapped, back) != 0) {
        return breaks(trial, "turned around is not the way back", arena_printf(arena, "%s---\n%s", swapped, back));
    }
    struct unmanaged_list kept = {0};
    const struct schema *wanted = diff_adopt_unmanaged(arena, trial->to, trial->from, NULL, &kept);
    const char *with_kept = diff_text(arena, diff_schemas(arena, trial->from, wanted));
    if (!diff_has_extra(diff) && (kept.len != 0 || strcmp(with_kept, diff_text(arena, diff)) != 0)) {
        return breaks(trial, "something is kept of what has nothing more", with_kept);
    }
    const char *plan = plan_text(arena, make_plan(arena, diff, trial->seed));
    const struct diff *again = diff_schemas(arena, trial->from, trial->to);
    if (strcmp(plan, plan_text(arena, make_plan(arena, again, trial->seed))) != 0) {
        return breaks(trial, "the same diff gives another plan", plan);
    }
    return true;
}

/* ---- values ---- */

static corm_status add_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct buf *buf = payload;
    (void)error;
    for (size_t i = 0; i < len; i++) {
        buf_printf(buf, "%.*s\n", (int)values[i].len, values[i].text);
    }
    return CORM_OK;
}

/* Expressions whose values a plan must not change, on one side of a table. */
static struct strings lasting_columns(struct trial *trial, const struct table_diff *table, bool of_to)
{
    struct strings columns = {0};
    for (size_t i = 0; i < table->from->columns.len; i++) {
        const struct column *from = table->from->columns.at[i], *to = NULL;
        unsigned facets = 0;
        for (size_t j = 0; j < table->changes.len; j++) {
            const struct change *change = &table->changes.at[j];
            if (change->part == PART_COLUMN && change->from.column == from) {
                to = change->to.column;
                facets = to == NULL ? FACET_TYPE : change->facets;
            }
        }
        to = to == NULL && facets == 0 ? table_find_column(table->to, from->name) : to;
        if ((facets & (FACET_TYPE | FACET_GENERATED | FACET_NULL)) == 0 && to != NULL && to->generated_sql == NULL) {
            *PUSH(trial->arena, &columns) = sql_name(trial->arena, of_to ? to->name : from->name);
        }
    }
    bool hidden = table_rowid_column(table->from) == NULL && table_rowid_column(table->to) == NULL &&
                  !table->from->without_rowid && !table->to->without_rowid &&
                  table_find_column(table->from, "rowid") == NULL && table_find_column(table->to, "rowid") == NULL;
    if (hidden) {
        *PUSH(trial->arena, &columns) = "rowid";
    }
    return columns;
}

static bool add_values(struct trial *trial, const struct table_diff *table, bool of_to, struct buf *buf)
{
    struct strings columns = lasting_columns(trial, table, of_to);
    struct buf sql = buf_new(trial->arena);
    buf_add(&sql, "SELECT 'row'");
    for (size_t i = 0; i < columns.len; i++) {
        buf_printf(&sql, " || ' ' || typeof(%s) || ' ' || quote(%s)", columns.at[i], columns.at[i]);
    }
    buf_printf(&sql, " FROM %s ORDER BY 1", sql_name(trial->arena, of_to ? table->to->name : table->from->name));
    return db_query(trial->db, buf_text(&sql), NULL, 0, add_row, buf, &trial->error) == CORM_OK;
}

static bool numbers_on(const struct table *table)
{
    const struct column *key = table_rowid_column(table);
    return key != NULL && key->autoincrement;
}

static bool add_next_id(struct trial *trial, const struct table_diff *table, bool of_to, struct buf *buf)
{
    if (!numbers_on(table->from) || !numbers_on(table->to)) {
        return true;
    }
    const char *name = sql_string(trial->arena, of_to ? table->to->name : table->from->name);
    const char *sql = arena_printf(trial->arena, "SELECT 'next ' || seq FROM sqlite_sequence WHERE name = %s", name);
    return db_query(trial->db, sql, NULL, 0, add_row, buf, &trial->error) == CORM_OK;
}

/* What must be the same before and after the diff has been applied. */
static const char *lasting_values(struct trial *trial, const struct diff *diff, bool of_to)
{
    struct buf buf = buf_new(trial->arena);
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        if (table->from != NULL && table->to != NULL) {
            buf_printf(&buf, "%s\n", table->to->name);
            if (!add_values(trial, table, of_to, &buf) || !add_next_id(trial, table, of_to, &buf)) {
                return arena_printf(trial->arena, "%s (%d)", trial->error.message, of_to);
            }
        }
    }
    return buf_text(&buf);
}

/* ---- laws on a database ---- */

static bool may_fail(const struct plan *plan)
{
    for (size_t i = 0; i < plan->hazards.len; i++) {
        enum hazard hazard = plan->hazards.at[i].hazard;
        if (hazard != HAZARD_DS101 && hazard != HAZARD_DS102) {
            return true;
        }
    }
    return false;
}

static bool is_like(struct trial *trial, const struct schema *wanted, const char *law)
{
    struct schema *actual;
    if (db_introspect(trial->db, trial->arena, &actual, &trial->error) != CORM_OK) {
        return breaks(trial, law, trial->error.message);
    }
    struct schema *plain = schema_copy(trial->arena, wanted);
    for (size_t i = 0; i < plain->tables.len; i++) {
        plain->tables.at[i]->renamed_from.len = 0;
        for (size_t j = 0; j < plain->tables.at[i]->columns.len; j++) {
            plain->tables.at[i]->columns.at[j]->renamed_from.len = 0;
        }
    }
    const char *left = diff_text(trial->arena, diff_schemas(trial->arena, actual, plain));
    return left[0] == '\0' || breaks(trial, law, left);
}

/* Runs one way.  *ret_done is false where the rows forbade it, and the plan had said so. */
static bool holds_one_way(struct trial *trial, const struct diff *diff, const char *law, bool *ret_done)
{
    const struct plan *plan = make_plan(trial->arena, diff, trial->seed);
    const char *before = lasting_values(trial, diff, false);
    *ret_done = run_plan(trial->db, trial->arena, plan, &trial->error) == CORM_OK;
    if (!*ret_done) {
        const char *text = arena_printf(trial->arena, "%s\n%s", trial->error.message, plan_text(trial->arena, plan));
        return (trial->filled && may_fail(plan)) || breaks(trial, "a plan fails that warned of nothing", text);
    }
    seen.rebuilds += plan->rebuilds.len != 0;
    const char *after = lasting_values(trial, diff, true);
    if (strcmp(before, after) != 0) {
        return breaks(trial,
            "values changed",
            arena_printf(trial->arena, "%s---\n%s%s", before, after, plan_text(trial->arena, plan)));
    }
    if (!is_like(trial, diff->to, law)) {
        trial->broken = arena_printf(trial->arena, "%s\n%s", trial->broken, plan_text(trial->arena, plan));
        return false;
    }
    return true;
}

static bool fill(struct trial *trial)
{
    struct gen gen = {.arena = trial->arena, .state = trial->seed};
    struct strings rows = gen_rows(&gen, trial->from, trial->to);
    corm_status status = trial->db->driver->begin(trial->db, true, 1000, &trial->error);
    for (size_t i = 0; i < rows.len && status == CORM_OK; i++) {
        status = db_run(trial->db, rows.at[i], &trial->error);
        if (status != CORM_OK) {
            corm_failure ignored;
            (void)trial->db->driver->end(trial->db, false, &ignored);
            return breaks(trial,
                "the generator's rows do not fit",
                arena_printf(trial->arena, "%s\n%s", rows.at[i], trial->error.message));
        }
    }
    return trial->db->driver->end(trial->db, true, &trial->error) == CORM_OK;
}

static bool hold_on_database(struct trial *trial)
{
    struct arena *arena = trial->arena;
    const struct schema empty = {.engine = "sqlite"};
    const struct plan *create = make_plan(arena, diff_schemas(arena, &empty, trial->from), trial->seed);
    if (run_plan(trial->db, arena, create, &trial->error) != CORM_OK) {
        return breaks(trial,
            "the schema cannot be created",
            arena_printf(arena, "%s\n%s", trial->error.message, plan_text(arena, create)));
    }
    if (!is_like(trial, trial->from, "what was created is not what was wanted") || (trial->filled && !fill(trial))) {
        return false;
    }
    const struct diff *diff = diff_schemas(arena, trial->from, trial->to);
    seen.different += !diff_is_empty(diff);
    bool up = false, down = false;
    if (!holds_one_way(trial, diff, "after up something still differs", &up)) {
        return false;
    }
    bool held = !up || holds_one_way(trial, diff_swap(arena, diff), "after down something still differs", &down);
    seen.filled_up += trial->filled && up;
    seen.filled_down += trial->filled && down;
    return held;
}

/* The law that breaks, or NULL. */
static const char *try_pair(
    struct arena *arena, const struct schema *from, const struct schema *to, bool filled, uint64_t seed)
{
    struct trial trial = {.arena = arena, .from = from, .to = to, .filled = filled, .seed = seed};
    if (!hold_without_database(&trial)) {
        return trial.broken;
    }
    if (db_scratch("sqlite", &trial.db, &trial.error) != CORM_OK) {
        return arena_strdup(arena, trial.error.message);
    }
    (void)hold_on_database(&trial);
    db_close(trial.db);
    return trial.broken;
}

/* ---- showing ---- */

static struct schema *without_table(struct gen *gen, const struct schema *schema, size_t table)
{
    struct schema *copy = schema_copy(gen->arena, schema);
    copy->tables.at[table] = copy->tables.at[--copy->tables.len];
    gen_repair(gen, copy);
    return copy;
}

/* Leaves tables out on either side while the law still breaks. */
static const char *shrink(struct gen *gen, const struct schema *pair[2], bool filled, uint64_t seed, const char *broken)
{
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = pair[side]->tables.len; i > 0; i--) {
            const struct schema *smaller[] = {pair[0], pair[1]};
            smaller[side] = without_table(gen, pair[side], i - 1);
            const char *still = try_pair(gen->arena, smaller[0], smaller[1], filled, seed);
            if (still != NULL) {
                pair[side] = smaller[side];
                broken = still;
            }
        }
    }
    return broken;
}

static void show_renames(const char *kind, const char *name, const struct strings *former)
{
    for (size_t i = 0; i < former->len; i++) {
        printf("-- %s %s was %s\n", kind, name, former->at[i]);
    }
}

static void show(struct arena *arena, const char *title, const struct schema *schema)
{
    const struct schema empty = {.engine = "sqlite"};
    const struct plan *plan = make_plan(arena, diff_schemas(arena, &empty, schema), 1);
    printf("==== %s\n%s", title, plan_text(arena, plan));
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        show_renames("table", table->name, &table->renamed_from);
        for (size_t j = 0; j < table->columns.len; j++) {
            show_renames("column", table->columns.at[j]->name, &table->columns.at[j]->renamed_from);
        }
    }
}

static bool holds_for(uint64_t seed)
{
    struct gen gen = {.arena = arena_new(), .state = seed};
    const struct schema *pair[2] = {gen_schema(&gen), NULL};
    pair[1] = gen_chance(&gen, 85) ? gen_mutate(&gen, pair[0]) : gen_schema(&gen);
    bool filled = gen_chance(&gen, 75);
    seen.pairs++;
    const char *broken = try_pair(gen.arena, pair[0], pair[1], filled, seed);
    if (broken != NULL) {
        broken = shrink(&gen, pair, filled, seed, broken);
        show(gen.arena, "from", pair[0]);
        show(gen.arena, "to", pair[1]);
        printf("==== CORM_SEED=%llu%s: %s\n", (unsigned long long)seed, filled ? ", with rows" : "", broken);
    }
    arena_free(gen.arena);
    return broken == NULL;
}

static void test_laws(void **state)
{
    (void)state;
    const char *seed = getenv("CORM_SEED"), *count = getenv("CORM_LAWS");
    if (seed != NULL) {
        assert_true(holds_for(strtoull(seed, NULL, 10)));
        return;
    }
    unsigned long pairs = count == NULL ? 500 : strtoul(count, NULL, 10);
    for (uint64_t i = 1; i <= pairs; i++) {
        assert_true(holds_for(i));
    }
    printf("%u pairs, %u different, %u up and %u down with rows, %u rebuilt\n",
        seen.pairs,
        seen.different,
        seen.filled_up,
        seen.filled_down,
        seen.rebuilds);
    assert_true(pairs < 100 || (seen.different * 2 > seen.pairs && seen.filled_up * 3 > seen.pairs &&
                                   seen.filled_down * 4 > seen.pairs && seen.rebuilds * 4 > seen.pairs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_laws)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
