/* tests/cases/diff_postgresql/<case>: from.lock and to.lock are the schemas, renames.txt tells former names.  What must
 * come: up.sql, down.sql and changes.txt.  No server is needed: what the SQL does there, the laws prove. */
#include "support/cases.h"
#include "support/corm_test.h"
#include "support/diff_text.h"
#include "support/plan_run.h"
#include "support/renames.h"

#include "schema/lock.h"

#include <stdio.h>

static struct schema *load(struct arena *arena, const char *folder, const char *name)
{
    struct schema *schema = NULL;
    const char *text = case_file(arena, folder, name), *sum = NULL;
    text = arena_printf(arena, "corm: 1\nengine: postgresql\nsum: h1\n%s", text == NULL ? "" : text);
    corm_failure error = {0};
    if (lock_parse(arena, name, text, strlen(text), &schema, &sum, &error) != CORM_OK) {
        printf("%s:%u: %s\n", name, error.line, error.message);
        return NULL;
    }
    return schema;
}

static void print_plan(struct buf *buf, const char *direction, const struct plan *plan)
{
    buf_printf(buf, "%s:", direction);
    buf_printf(buf, plan->needs_version == 0 ? "\n" : " needs PostgreSQL %d\n", plan->needs_version);
    for (size_t i = 0; i < plan->hazards.len; i++) {
        const struct plan_hazard *hazard = &plan->hazards.at[i];
        buf_printf(buf, "  %s %s: %s\n", hazard_info(hazard->hazard)->code, hazard->object, hazard->text);
    }
}

/* Turned around, a diff is what one made the other way would be. */
static bool turns_around(struct arena *arena, const struct diff *diff)
{
    struct buf swapped = buf_new(arena), other = buf_new(arena);
    print_diff(&swapped, diff_swap(arena, diff));
    print_diff(&other, diff_schemas(arena, diff->to, diff->from));
    if (strcmp(buf_text(&swapped), buf_text(&other)) != 0) {
        printf("turned around:\n%smade the other way:\n%s", buf_text(&swapped), buf_text(&other));
        return false;
    }
    return true;
}

static bool run(struct arena *arena, const char *folder)
{
    struct schema *from = load(arena, folder, "from.lock"), *to = load(arena, folder, "to.lock");
    if (from == NULL || to == NULL) {
        return false;
    }
    tell_renames(arena, folder, to);
    const struct diff *diff = diff_schemas(arena, from, to);
    const struct plan_options options = {0};
    const struct plan *up = plan_diff(arena, diff, &options);
    const struct plan *down = plan_diff(arena, diff_swap(arena, diff), &options);
    struct buf changes = buf_new(arena);
    print_diff(&changes, diff);
    print_plan(&changes, "up", up);
    print_plan(&changes, "down", down);
    bool same = case_expect(arena, folder, "changes.txt", buf_text(&changes));
    same = case_expect(arena, folder, "up.sql", plan_text(arena, up)) && same;
    same = case_expect(arena, folder, "down.sql", plan_text(arena, down)) && same;
    return turns_around(arena, diff) && same;
}

static void test_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("diff_postgresql", run), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
