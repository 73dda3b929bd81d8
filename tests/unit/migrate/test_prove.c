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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_plans_are_found_out),
        cmocka_unit_test(a_view_in_the_way_is_told),
        cmocka_unit_test(rows_fit_the_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
