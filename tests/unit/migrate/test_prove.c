/* A plan that is wrong is found out on the scratch database, on empty tables or on filled ones. */
#include "unit/migrate/scratch.h"

#include "migrate/prove.h"

static struct schema *schema_of(struct scratch *scratch, const char *sql)
{
    struct db *db;
    struct schema *schema = NULL;
    assert_int_equal(db_scratch("sqlite", &db, &scratch->error), CORM_OK);
    assert_int_equal(db_run(db, sql, &scratch->error), CORM_OK);
    assert_int_equal(db_introspect(db, scratch->arena, &schema, &scratch->error), CORM_OK);
    db_close(db);
    return schema;
}

static struct plan *plan_of(struct scratch *scratch, const char *sql)
{
    struct plan *plan = NEW(scratch->arena, struct plan);
    plan->transaction = true;
    *PUSH(scratch->arena, &plan->statements) = (struct statement){.sql = sql};
    return plan;
}

static corm_status prove_sql(struct scratch *scratch, const char *to, const char *up, const char *down)
{
    struct plan_options options = {.sqlite_version = 3035000};
    struct proof proof = {.arena = scratch->arena, .options = &options};
    const char *unproven = NULL;
    *PUSH(scratch->arena, &proof.steps) = (struct proof_step){
        .from = schema_of(scratch, "CREATE TABLE a (x INTEGER, name VARCHAR(3) NOT NULL, raw BLOB)"),
        .to = schema_of(scratch, to),
        .up = plan_of(scratch, up),
        .down = plan_of(scratch, down),
        .up_path = "a.up.sql",
        .down_path = "a.down.sql",
        .text = {.up = up, .down = down},
    };
    scratch->error = (corm_failure){0};
    corm_status status = prove(&proof, &unproven, &scratch->error);
    assert_null(unproven);
    return status;
}

static void wrong_plans_are_found_out(void **state)
{
    (void)state;
    static const char to[] = "CREATE TABLE a (x INTEGER, name VARCHAR(3) NOT NULL, raw BLOB, y TEXT)";
    static const char strict[] = "CREATE TABLE a (x INTEGER, name VARCHAR(3) NOT NULL, raw BLOB, y TEXT NOT NULL)";
    static const char add[] = "ALTER TABLE a ADD COLUMN y TEXT", drop[] = "ALTER TABLE a DROP COLUMN y";
    static const struct {
        const char *to, *up, *down, *message; /* NULL: proven */
    } cases[] = {
        {to, add, drop, NULL},
        {to, "ALTER TABLE a ADD COLUMN nonsense TEXT", drop, "after up: a"},
        {to, add, "SELECT 1", "after down: a"},
        {to, "ALTER TABLE missing ADD COLUMN y TEXT", drop, "up: statement 1 of 1 failed"},
        {to, add, "ALTER TABLE a DROP COLUMN nonsense", "down: statement 1 of 1 failed"},
        {strict, "ALTER TABLE a ADD COLUMN y TEXT NOT NULL", drop, "up, with rows in the tables"},
        {to, add, "ALTER TABLE a DROP COLUMN y; INSERT INTO a (name) SELECT NULL FROM a", "down, with rows"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = scratch_new();
        corm_status status = prove_sql(scratch, cases[i].to, cases[i].up, cases[i].down);
        assert_int_equal(status, cases[i].message == NULL ? CORM_OK : CORM_DATABASE);
        if (cases[i].message != NULL) {
            assert_string_equal(scratch->error.code, "proof-failed");
            assert_non_null(strstr(scratch->error.message, cases[i].message));
        }
        scratch_free(scratch);
    }
}

/* The database's own views are not the program's mistake. */
static void a_view_in_the_way_is_told(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct plan_options options = {.sqlite_version = 3035000};
    struct proof proof = {.arena = scratch->arena, .options = &options};
    const char *unproven = NULL, *up = "ALTER TABLE a DROP COLUMN y", *down = "ALTER TABLE a ADD COLUMN y TEXT";
    struct schema *from = schema_of(scratch, "CREATE TABLE a (x INTEGER, y TEXT)");
    struct other_object *view = NEW(scratch->arena, struct other_object);
    *view = (struct other_object){.kind = "view", .name = "v", .sql = "CREATE VIEW v AS SELECT y FROM a"};
    *PUSH(scratch->arena, &from->others) = view;
    *PUSH(scratch->arena, &proof.steps) = (struct proof_step){
        .from = from,
        .to = schema_of(scratch, "CREATE TABLE a (x INTEGER)"),
        .up = plan_of(scratch, up),
        .down = plan_of(scratch, down),
        .up_path = "a.up.sql",
        .down_path = "a.down.sql",
        .text = {.up = up, .down = down},
    };
    assert_int_equal(prove(&proof, &unproven, &scratch->error), CORM_DATABASE);
    assert_non_null(strstr(scratch->error.message, "error in view v"));
    assert_non_null(strstr(scratch->error.hint, "change or drop it first"));
    scratch_free(scratch);
}

static void rows_fit_the_tables(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    const struct schema *schema = schema_of(scratch,
        "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, \"na\"\"me\" VARCHAR(3), raw BLOB NOT NULL, d DATE, "
        "g INT AS (id + 1))");
    assert_string_equal(prove_rows(scratch->arena, schema),
        "INSERT INTO \"a\" (\"id\", \"na\"\"me\", \"raw\", \"d\") VALUES (1, '1', x'01', 1);\n"
        "INSERT INTO \"a\" (\"id\", \"na\"\"me\", \"raw\", \"d\") VALUES (2, NULL, x'02', NULL);\n");
    scratch_free(scratch);
}

/* The next step of a group: to what the last one leads to, with one table more. */
static void add_step(struct scratch *scratch, struct proof *proof, const char *table, const char *up, const char *down)
{
    const struct schema *empty = schema_of(scratch, "SELECT 1");
    const struct schema *from = proof->steps.len == 0 ? empty : proof->steps.at[proof->steps.len - 1].to;
    struct schema *next = schema_copy(scratch->arena, from);
    *PUSH(scratch->arena, &next->tables) = schema_of(scratch, table)->tables.at[0];
    *PUSH(scratch->arena, &proof->steps) = (struct proof_step){
        .from = from,
        .to = next,
        .diff = diff_schemas(scratch->arena, from, next),
        .up = plan_of(scratch, up),
        .down = plan_of(scratch, down),
        .up_path = "a.up.sql",
        .down_path = "a.down.sql",
        .text = {.up = up, .down = down},
    };
}

/* Each step makes what it says, even where a later one would set it right; what it does elsewhere shows at the end. */
static void steps_of_a_group_are_looked_at(void **state)
{
    (void)state;
    static const struct {
        const char *up[2], *down[2], *message; /* NULL: proven */
    } cases[] = {
        {{"CREATE TABLE a (x INTEGER)", "CREATE TABLE b (y INTEGER)"}, {"DROP TABLE a", "DROP TABLE b"}, NULL},
        {{"CREATE TABLE a (x TEXT)", "DROP TABLE a; CREATE TABLE a (x INTEGER); CREATE TABLE b (y INTEGER)"},
            {"DROP TABLE a", "DROP TABLE b"},
            "after up: a: a column: type"},
        {{"CREATE TABLE a (x INTEGER)", "CREATE TABLE b (y INTEGER); ALTER TABLE a ADD COLUMN z"},
            {"DROP TABLE a", "DROP TABLE b"},
            "after up: a: a column: is left over"},
        {{"CREATE TABLE a (x INTEGER)", "CREATE TABLE b (y INTEGER)"},
            {"DROP TABLE a; DROP TABLE b", "SELECT 1"},
            "after down: table b is left over"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = scratch_new();
        struct plan_options options = {.sqlite_version = 3035000};
        struct proof proof = {.arena = scratch->arena, .options = &options};
        const char *unproven = NULL;
        add_step(scratch, &proof, "CREATE TABLE a (x INTEGER)", cases[i].up[0], cases[i].down[0]);
        add_step(scratch, &proof, "CREATE TABLE b (y INTEGER)", cases[i].up[1], cases[i].down[1]);
        corm_status status = prove(&proof, &unproven, &scratch->error);
        if (cases[i].message == NULL && status != CORM_OK) {
            print_error("%s\n", scratch->error.message);
        }
        assert_int_equal(status, cases[i].message == NULL ? CORM_OK : CORM_DATABASE);
        if (cases[i].message != NULL) {
            assert_non_null(strstr(scratch->error.message, cases[i].message));
        }
        scratch_free(scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_plans_are_found_out),
        cmocka_unit_test(a_view_in_the_way_is_told),
        cmocka_unit_test(rows_fit_the_tables),
        cmocka_unit_test(steps_of_a_group_are_looked_at),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
