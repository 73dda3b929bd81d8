/* The golden cases of tests/cases/diff_postgresql on a server: both plans run, and leave what they promise. */
#include "laws/retold.h"
#include "support/cases.h"
#include "support/diff_text.h"
#include "support/plan_run.h"
#include "support/renames.h"
#include "unit/db/pg_case.h"

#include "schema/lock.h"

static struct pg_case *test;

static struct schema *load(struct arena *arena, const char *folder, const char *name)
{
    struct schema *schema = NULL;
    const char *text = case_file(arena, folder, name), *sum = NULL;
    text = arena_printf(arena, "corm: 1\nengine: postgresql\nsum: h1\n%s", text == NULL ? "" : text);
    corm_failure error = {0};
    assert_int_equal(lock_parse(arena, name, text, strlen(text), &schema, &sum, &error), CORM_OK);
    bool guessed = false;
    schema = without_canonical(arena, schema);
    assert_int_equal(test->db->driver->canonicalize(test->db, arena, schema, NULL, &guessed, &error), CORM_OK);
    assert_false(guessed);
    return schema;
}

static bool apply(struct arena *arena, const struct diff *diff, const char *what)
{
    const struct plan *plan = plan_diff(arena, diff, &(struct plan_options){0});
    corm_failure error = {0};
    pg_must(test->db, "BEGIN");
    for (size_t i = 0; i < plan->statements.len; i++) {
        if (plan->statements.at[i].new_file) {
            pg_must(test->db, "COMMIT");
            pg_must(test->db, "BEGIN");
        }
        if (db_run(test->db, plan->statements.at[i].sql, &error) != CORM_OK) {
            printf("%s: %s\n%s\n", what, error.message, plan->statements.at[i].sql);
            pg_must(test->db, "ROLLBACK");
            return false;
        }
    }
    pg_must(test->db, "COMMIT");
    struct schema *actual = NULL;
    assert_int_equal(db_introspect(test->db, arena, &actual, &error), CORM_OK);
    struct buf left = buf_new(arena);
    print_diff(&left, diff_schemas(arena, actual, without_renames(arena, diff->to)));
    if (left.len != 0) {
        printf("%s leaves a difference:\n%s", what, buf_text(&left));
    }
    return left.len == 0;
}

/* Whether the server knows the functions that the case calls: its file `server` says from which version on. */
static bool has_functions(struct arena *arena, const char *folder)
{
    const char *major = case_file(arena, folder, "server");
    return major == NULL || pg_has(test->db, atoi(major), arena_printf(arena, "the case %s", folder));
}

static bool run(struct arena *arena, const char *folder)
{
    if (!has_functions(arena, folder)) {
        return true;
    }
    pg_must(test->db, "DROP SCHEMA IF EXISTS sales CASCADE");
    pg_must(test->db, "DROP SCHEMA public CASCADE");
    pg_must(test->db, "CREATE SCHEMA public");
    struct schema *from = load(arena, folder, "from.lock"), *to = load(arena, folder, "to.lock");
    tell_renames(arena, folder, to);
    const struct schema nothing = {.engine = "postgresql"};
    const struct diff *diff = diff_schemas(arena, from, to);
    const struct plan_options options = {0};
    int needs = plan_diff(arena, diff, &options)->needs_version;
    if (!pg_has(test->db, needs, arena_printf(arena, "the case %s", folder))) {
        return true;
    }
    return apply(arena, diff_schemas(arena, &nothing, from), "from") && apply(arena, diff, "up") &&
           apply(arena, diff_swap(arena, diff), "down");
}

static void test_cases(void **state)
{
    test = *state;
    assert_int_equal(cases_run("diff_postgresql", run), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_cases, pg_set_up, pg_tear_down)};
    int missing = pg_missing();
    return missing != 0 ? missing : cmocka_run_group_tests(tests, NULL, NULL);
}
