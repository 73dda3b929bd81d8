/* Laws of PostgreSQL's plans, on a server, with random pairs of schemas and rows:
 *
 *     the way back is the way there, turned around
 *     after up, the database is what was wanted, in the server's own words too: pg_dump says of it what it says of one
 *         that was made so (but for the order of columns and the names of sequences); after down, what it was
 *     a value whose column stays, and stays what it is, is the same afterwards
 *     a plan that warns of nothing (MFxxx, DS103, DS104) does not fail on filled tables
 *
 * CORM_LAWS_PG sets the number of pairs, CORM_SEED where to begin (and, alone, that one). */
#include "laws/gen_schema.h"
#include "laws/pg_dump.h"
#include "laws/retold.h"
#include "support/corm_test.h"
#include "support/diff_text.h"
#include "support/plan_run.h"
#include "unit/db/pg_case.h"

#include "base/text.h"
#include "sql/sql.h"

/* What was tried, so that a generator that proves nothing shows. */
static struct {
    unsigned pairs, different, filled_up, filled_down, dumps, splits, guessed;
} seen;

/* Two databases of one test: one that is migrated, one that is made so. */
struct bench {
    struct pg_case *migrated, *fresh;
    bool dumps;     /* pg_dump reads this server */
    int64_t server; /* its major version */
};

struct trial {
    const struct bench *bench;
    struct arena *arena;
    struct schema *from, *to;
    const struct schema *live; /* `from` as the server tells it; NULL where the diff does not start there */
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

static const char *diff_text(struct arena *arena, const struct diff *diff)
{
    struct buf buf = buf_new(arena);
    print_diff(&buf, diff);
    return buf_text(&buf);
}

static const struct plan *make_plan(struct arena *arena, const struct diff *diff)
{
    return plan_diff(arena, diff, &(struct plan_options){0});
}

/* ---- running ---- */

static void empty(struct db *db)
{
    pg_must(db, "DROP SCHEMA IF EXISTS sales CASCADE");
    pg_must(db, "DROP SCHEMA public CASCADE");
    pg_must(db, "CREATE SCHEMA public");
}

/* Each file of the plan in its transaction. */
static corm_status apply(struct db *db, const struct plan *plan, corm_failure *error)
{
    corm_status status = db_run(db, "BEGIN", error);
    for (size_t i = 0; i < plan->statements.len && status == CORM_OK; i++) {
        if (plan->statements.at[i].new_file) {
            pg_must(db, "COMMIT");
            pg_must(db, "BEGIN");
            seen.splits++;
        }
        status = db_run(db, plan->statements.at[i].sql, error);
    }
    corm_status ended = db_run(db, status == CORM_OK ? "COMMIT" : "ROLLBACK", &(corm_failure){0});
    return status == CORM_OK ? ended : status;
}

static bool create(struct trial *trial, struct db *db, const struct schema *schema)
{
    const struct schema nothing = {.engine = "postgresql"};
    const struct plan *plan = make_plan(trial->arena, diff_schemas(trial->arena, &nothing, schema));
    if (apply(db, plan, &trial->error) != CORM_OK) {
        const char *text = plan_text(trial->arena, plan);
        return breaks(
            trial, "a schema cannot be created", arena_printf(trial->arena, "%s\n%s", trial->error.message, text));
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

static const struct change *change_of(const struct table_diff *table, const struct column *from)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        if (table->changes.at[i].part == PART_COLUMN && table->changes.at[i].from.column == from) {
            return &table->changes.at[i];
        }
    }
    return NULL;
}

/* Values of enums are left out where a label is renamed. */
static bool renames_labels(const struct diff *diff)
{
    for (size_t i = 0; i < diff->enums.len; i++) {
        for (size_t j = 0; j < diff->enums.at[i].labels.len; j++) {
            const struct label_pair *label = &diff->enums.at[i].labels.at[j];
            if (label->from != NULL && label->to != NULL && !text_same(label->from, label->to)) {
                return true;
            }
        }
    }
    return false;
}

/* The columns whose values a plan must not change, as they are called on one side. */
static struct strings lasting_columns(
    struct trial *trial, const struct diff *diff, const struct table_diff *table, bool of_to)
{
    struct strings columns = {0};
    for (size_t i = 0; i < table->from->columns.len; i++) {
        const struct column *from = table->from->columns.at[i];
        const struct change *change = change_of(table, from);
        const struct column *to = change == NULL ? table_find_column(table->to, from->name) : change->to.column;
        unsigned facets = change == NULL ? 0 : change->facets;
        bool dropped_expression = (facets & FACET_GENERATED) != 0 && to != NULL && to->generated_sql == NULL;
        bool changes = (facets & (FACET_TYPE | FACET_NULL)) != 0 ||
                       ((facets & FACET_GENERATED) != 0 && !dropped_expression) ||
                       (gen_family(from) == 'e' && renames_labels(diff));
        if (to != NULL && !changes && to->generated_sql == NULL) {
            *PUSH(trial->arena, &columns) = sql_name(trial->arena, of_to ? to->name : from->name);
        }
    }
    return columns;
}

/* What must be the same before and after the diff has been applied. */
static const char *lasting_values(struct trial *trial, const struct diff *diff, bool of_to)
{
    struct buf buf = buf_new(trial->arena);
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        if (table->from == NULL || table->to == NULL) {
            continue;
        }
        struct strings columns = lasting_columns(trial, diff, table, of_to);
        struct buf sql = buf_new(trial->arena);
        buf_add(&sql, "SELECT 'row'");
        for (size_t j = 0; j < columns.len; j++) {
            buf_printf(&sql, " || ' ' || quote_nullable(%s::text)", columns.at[j]);
        }
        const struct table *side = of_to ? table->to : table->from;
        const char *dot = side->schema == NULL ? "" : "sales.";
        buf_printf(&sql, " FROM %s%s ORDER BY 1", dot, sql_name(trial->arena, side->name));
        buf_printf(&buf, "%s\n", table->to->name);
        if (db_query(trial->db, buf_text(&sql), NULL, 0, add_row, &buf, &trial->error) != CORM_OK) {
            return arena_printf(trial->arena, "%s (%d)", trial->error.message, of_to);
        }
    }
    return buf_text(&buf);
}

/* ---- laws ---- */

static bool dumps_alike(struct trial *trial)
{
    struct db *fresh = trial->bench->fresh->db;
    empty(fresh);
    if (!create(trial, fresh, trial->to)) {
        return false;
    }
    seen.dumps++;
    const char *migrated = dump(trial->arena, trial->bench->migrated), *made = dump(trial->arena, trial->bench->fresh);
    return text_same(migrated, made) ||
           breaks(trial, "pg_dump tells a difference", first_difference(trial->arena, migrated, made));
}

static bool may_fail(const struct plan *plan)
{
    for (size_t i = 0; i < plan->hazards.len; i++) {
        enum hazard hazard = plan->hazards.at[i].hazard;
        if (hazard != HAZARD_DS101 && hazard != HAZARD_DS102 && hazard != HAZARD_RW101) {
            return true;
        }
    }
    return false;
}

static bool canonicalize(struct trial *trial, struct schema *schema);

/* What PostgreSQL reads back of an expression it may read back in other words when it is given that (IN over a
 * varchar), so where `wanted` was read from the server it may be retold. */
static bool is_like(struct trial *trial, const struct schema *wanted, const char *law)
{
    struct arena *arena = trial->arena;
    struct schema *actual;
    if (db_introspect(trial->db, arena, &actual, &trial->error) != CORM_OK) {
        return breaks(trial, law, trial->error.message);
    }
    const char *left = diff_text(arena, diff_schemas(arena, actual, without_renames(arena, wanted)));
    if (left[0] == '\0') {
        return true;
    }
    struct schema *retold = without_canonical(arena, without_renames(arena, wanted));
    if (wanted == trial->live && canonicalize(trial, retold)) {
        const char *told = diff_text(arena, diff_schemas(arena, actual, retold));
        const char *common = common_line(arena, left, told);
        return common == NULL || breaks(trial, law, arena_printf(arena, "%s\n%s----\n%s", common, left, told));
    }
    return breaks(trial, law, left);
}

static bool with_plan(struct trial *trial, const struct plan *plan)
{
    trial->broken = arena_printf(trial->arena, "%s\n%s", trial->broken, plan_text(trial->arena, plan));
    return false;
}

/* Runs one way.  *ret_done is false where the rows forbade it, and the plan had said so. */
static bool holds_one_way(struct trial *trial, const struct diff *diff, const char *law, bool *ret_done)
{
    const struct plan *plan = make_plan(trial->arena, diff);
    const char *before = lasting_values(trial, diff, false);
    *ret_done = apply(trial->db, plan, &trial->error) == CORM_OK;
    if (!*ret_done) {
        return (trial->filled && may_fail(plan)) ||
               breaks(trial, "a plan fails that warned of nothing", trial->error.message) || with_plan(trial, plan);
    }
    const char *after = lasting_values(trial, diff, true);
    if (strcmp(before, after) != 0) {
        (void)breaks(trial, "values changed", arena_printf(trial->arena, "%s---\n%s", before, after));
        return with_plan(trial, plan);
    }
    return is_like(trial, diff->to, law) || with_plan(trial, plan);
}

static bool fill(struct trial *trial)
{
    struct gen gen = {.arena = trial->arena, .state = trial->seed, .postgresql = true};
    struct strings rows = gen_rows(&gen, trial->from, trial->to);
    pg_must(trial->db, "SET session_replication_role = replica");
    for (size_t i = 0; i < rows.len; i++) {
        if (db_run(trial->db, rows.at[i], &trial->error) != CORM_OK) {
            const char *text = arena_printf(trial->arena, "%s\n%s", rows.at[i], trial->error.message);
            return breaks(trial, "the generator's rows do not fit", text);
        }
    }
    pg_must(trial->db, "SET session_replication_role = origin");
    return true;
}

/* In the server's words, as the program does it before it compares. */
static bool canonicalize(struct trial *trial, struct schema *schema)
{
    bool guessed = false;
    if (trial->db->driver->canonicalize(trial->db, trial->arena, schema, NULL, &guessed, &trial->error) != CORM_OK) {
        return breaks(trial, "cannot be made canonical", trial->error.message);
    }
    seen.guessed += guessed;
    return true;
}

static bool turns_around(struct trial *trial, const struct diff *diff)
{
    const char *swapped = diff_text(trial->arena, diff_swap(trial->arena, diff));
    const char *back = diff_text(trial->arena, diff_schemas(trial->arena, diff->to, diff->from));
    return strcmp(swapped, back) == 0 ||
           breaks(trial, "turned around is not the way back", arena_printf(trial->arena, "%s---\n%s", swapped, back));
}

/* Half of the pairs start from what was read from the server, as a diff against it does. */
static const struct schema *starting_point(struct trial *trial)
{
    struct schema *actual = NULL;
    if (trial->seed % 2 == 0 && db_introspect(trial->db, trial->arena, &actual, &trial->error) == CORM_OK) {
        trial->live = actual;
        return actual;
    }
    return trial->from;
}

static bool hold(struct trial *trial)
{
    empty(trial->db);
    if (!canonicalize(trial, trial->from) || !canonicalize(trial, trial->to)) {
        return false;
    }
    if (!create(trial, trial->db, trial->from) ||
        !is_like(trial, trial->from, "what was created is not what was wanted") || (trial->filled && !fill(trial))) {
        return false;
    }
    const struct diff *diff = diff_schemas(trial->arena, starting_point(trial), trial->to);
    seen.different += !diff_is_empty(diff);
    bool up = false, down = false;
    if (!turns_around(trial, diff) || !holds_one_way(trial, diff, "after up something still differs", &up)) {
        return false;
    }
    if (up && trial->bench->dumps && !dumps_alike(trial)) {
        return with_plan(trial, make_plan(trial->arena, diff));
    }
    bool held = !up || holds_one_way(trial, diff_swap(trial->arena, diff), "after down something still differs", &down);
    seen.filled_up += trial->filled && up;
    seen.filled_down += trial->filled && down;
    return held;
}

/* The law that breaks, or NULL. */
static const char *try_pair(
    const struct bench *bench, struct arena *arena, struct schema *pair[2], bool filled, uint64_t seed)
{
    struct trial trial = {.bench = bench, .arena = arena, .filled = filled, .seed = seed, .db = bench->migrated->db};
    trial.from = schema_copy(arena, pair[0]);
    trial.to = schema_copy(arena, pair[1]);
    (void)hold(&trial);
    return trial.broken;
}

/* Leaves tables out on either side while the law still breaks. */
static const char *shrink(
    const struct bench *bench, struct gen *gen, struct schema *pair[2], bool filled, uint64_t seed)
{
    const char *broken = NULL;
    for (size_t side = 0; side < 2; side++) {
        for (size_t i = pair[side]->tables.len; i > 0; i--) {
            struct schema *smaller[] = {pair[0], pair[1]};
            smaller[side] = schema_copy(gen->arena, pair[side]);
            smaller[side]->tables.at[i - 1] = smaller[side]->tables.at[--smaller[side]->tables.len];
            gen_repair(gen, smaller[side]);
            const char *still = try_pair(bench, gen->arena, smaller, filled, seed);
            if (still != NULL) {
                pair[side] = smaller[side];
                broken = still;
            }
        }
    }
    return broken;
}

static void show(struct arena *arena, const char *title, const struct schema *schema)
{
    const struct schema nothing = {.engine = "postgresql"};
    const struct plan *plan = make_plan(arena, diff_schemas(arena, &nothing, schema));
    printf("==== %s\n%s", title, plan_text(arena, plan));
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        for (size_t j = 0; j < table->renamed_from.len; j++) {
            printf("-- table %s was %s\n", table->name, table->renamed_from.at[j]);
        }
        for (size_t j = 0; j < table->columns.len; j++) {
            const struct column *column = table->columns.at[j];
            if (column->renamed_from.len != 0) {
                printf("-- column %s was %s\n", column->name, column->renamed_from.at[0]);
            }
        }
    }
}

static bool holds_for(const struct bench *bench, uint64_t seed)
{
    struct gen gen = {.arena = arena_new(), .state = seed, .postgresql = true, .server = bench->server};
    struct schema *pair[2] = {gen_schema(&gen), NULL};
    pair[1] = gen_chance(&gen, 85) ? gen_mutate(&gen, pair[0]) : gen_schema(&gen);
    bool filled = gen_chance(&gen, 75);
    if (seed % 5 == 0) {
        gen_pg_move(&gen, pair[0]);
        gen_pg_move(&gen, pair[1]);
    }
    seen.pairs++;
    const char *broken = try_pair(bench, gen.arena, pair, filled, seed);
    if (broken != NULL) {
        const char *smaller = seed % 5 == 0 ? NULL : shrink(bench, &gen, pair, filled, seed);
        show(gen.arena, "from", pair[0]);
        show(gen.arena, "to", pair[1]);
        printf("==== CORM_SEED=%llu%s: %s\n",
            (unsigned long long)seed,
            filled ? ", with rows" : "",
            smaller == NULL ? broken : smaller);
    }
    arena_free(gen.arena);
    return broken == NULL;
}

static void test_laws(void **state)
{
    void *fresh = NULL;
    assert_int_equal(pg_set_up(&fresh), 0);
    struct bench bench = {.migrated = *state, .fresh = fresh};
    bench.dumps = can_dump(bench.fresh->arena, fresh);
    bench.server = pg_major(bench.fresh->db);
    const char *seed = getenv("CORM_SEED"), *count = getenv("CORM_LAWS_PG");
    unsigned long pairs = count != NULL ? strtoul(count, NULL, 10) : seed != NULL ? 1 : 100;
    uint64_t first = seed != NULL ? strtoull(seed, NULL, 10) : 1;
    bool held = true;
    for (uint64_t i = first; held && i < first + pairs; i++) {
        held = holds_for(&bench, i);
    }
    assert_int_equal(pg_tear_down(&fresh), 0);
    assert_true(held);
    printf("%u pairs, %u different, %u up and %u down with rows, %u dumped, %u split, %u guessed\n",
        seen.pairs,
        seen.different,
        seen.filled_up,
        seen.filled_down,
        seen.dumps,
        seen.splits,
        seen.guessed);
    assert_true(pairs < 100 || (seen.different * 2 > seen.pairs && seen.filled_up * 4 > seen.pairs &&
                                   seen.filled_down * 5 > seen.pairs));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_laws, pg_set_up, pg_tear_down)};
    int missing = pg_missing();
    return missing != 0 ? missing : cmocka_run_group_tests(tests, NULL, NULL);
}
