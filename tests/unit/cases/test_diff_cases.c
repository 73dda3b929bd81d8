/* tests/cases/diff/<case>: from.sql and to.sql are loaded into scratch databases (rows too), renames.txt tells former
 * names ("table people persons", "column people.name full_name": new, then old).  What must come: up.sql, down.sql and
 * changes.txt.  Both plans are run, and must leave what they promise. */
#include "support/cases.h"
#include "support/corm_test.h"
#include "support/diff_text.h"
#include "support/plan_run.h"
#include "support/renames.h"

#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>

struct running {
    struct arena *arena;
    const char *folder;
    corm_failure error;
    const char *at; /* what was being done */
};

static struct db *load(struct running *running, const char *name, struct schema **ret_schema)
{
    struct db *db = NULL;
    running->at = name;
    if (db_scratch("sqlite", &db, &running->error) != CORM_OK) {
        return NULL;
    }
    const char *script = case_file(running->arena, running->folder, name);
    if (run_script(db, running->arena, script == NULL ? "" : script, &running->error) != CORM_OK ||
        db_introspect(db, running->arena, ret_schema, &running->error) != CORM_OK) {
        db_close(db);
        return NULL;
    }
    return db;
}

/* ---- changes.txt ---- */

static void print_plan(struct buf *buf, const char *direction, const struct plan *plan)
{
    buf_printf(buf, "%s: keys %s", direction, plan->keys_off ? "off" : "on");
    for (size_t i = 0; i < plan->rebuilds.len; i++) {
        buf_printf(buf, "%s %s", i == 0 ? ", rebuilds" : ",", plan->rebuilds.at[i]);
    }
    buf_char(buf, '\n');
    for (size_t i = 0; i < plan->hazards.len; i++) {
        const struct plan_hazard *hazard = &plan->hazards.at[i];
        buf_printf(buf, "  %s %s: %s\n", hazard_info(hazard->hazard)->code, hazard->object, hazard->text);
    }
}

/* ---- a case ---- */

static bool leaves(
    struct running *running, struct db *db, const struct plan *plan, const struct schema *wanted, const char *what)
{
    struct schema *actual;
    running->at = what;
    if (run_plan(db, running->arena, plan, &running->error) != CORM_OK ||
        db_introspect(db, running->arena, &actual, &running->error) != CORM_OK) {
        return false;
    }
    struct buf buf = buf_new(running->arena);
    print_diff(&buf, diff_schemas(running->arena, actual, wanted));
    if (buf.len != 0) {
        fail(&running->error, CORM_DATABASE, "is left different:\n%s", buf_text(&buf));
    }
    return buf.len == 0;
}

static int option(struct running *running)
{
    const char *version = case_file(running->arena, running->folder, "version.txt");
    return version == NULL ? 3035005 : atoi(version);
}

/* Turned around, a diff is what one made the other way would be. */
static bool turns_around(struct running *running, const struct diff *diff)
{
    struct buf swapped = buf_new(running->arena), other = buf_new(running->arena);
    print_diff(&swapped, diff_swap(running->arena, diff));
    print_diff(&other, diff_schemas(running->arena, diff->to, diff->from));
    if (strcmp(buf_text(&swapped), buf_text(&other)) != 0) {
        printf("turned around:\n%smade the other way:\n%s", buf_text(&swapped), buf_text(&other));
        return false;
    }
    return true;
}

static bool run_plans(struct running *running, struct db *db, const struct schema *from, const struct schema *to)
{
    struct arena *arena = running->arena;
    struct plan_options options = {.sqlite_version = option(running)};
    const struct diff *diff = diff_schemas(arena, from, to);
    const struct plan *up = plan_diff(arena, diff, &options);
    const struct plan *down = plan_diff(arena, diff_swap(arena, diff), &options);
    struct buf changes = buf_new(arena);
    print_diff(&changes, diff);
    print_plan(&changes, "up", up);
    print_plan(&changes, "down", down);
    bool same = case_expect(arena, running->folder, "changes.txt", buf_text(&changes));
    same = case_expect(arena, running->folder, "up.sql", plan_text(arena, up)) && same;
    same = case_expect(arena, running->folder, "down.sql", plan_text(arena, down)) && same;
    same = turns_around(running, diff) && same;
    return leaves(running, db, up, to, "up") && leaves(running, db, down, from, "down") && same;
}

static bool run(struct arena *arena, const char *folder)
{
    struct running running = {.arena = arena, .folder = folder};
    struct schema *from = NULL, *to = NULL;
    struct db *db = load(&running, "from.sql", &from), *target = load(&running, "to.sql", &to);
    bool passed = false;
    if (db != NULL && target != NULL) {
        tell_renames(arena, folder, to);
        passed = run_plans(&running, db, from, to);
    }
    if (!passed && running.error.message[0] != '\0') {
        printf("%s: %s\n", running.at, running.error.message);
    }
    db_close(target);
    db_close(db);
    return passed;
}

static void test_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("diff", run), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
