/* tests/cases/compile: model.yaml -> sqlite.lock (absent where there are errors), expected.txt (findings) and, where
 * the case has one, facts.txt.  A case with a file postgresql.txt is compiled for PostgreSQL too: findings and facts go
 * there, the lock into postgresql.lock; one with a file only_postgresql is not compiled for SQLite.  Those locks are
 * also held against a server (tests/unit/db/test_pg_compile.c), but for cases with a file not_on_a_server, which says
 * why. */
#include "support/corm_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "compile/compile.h"
#include "schema/lock.h"
#include "support/cases.h"

#include <stdlib.h>
#include <string.h>

static const char *facts_text(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, enum engine engine)
{
    struct buf buf = buf_new(arena);
    struct facts facts = compile_facts(arena, resolved, engine);
    for (size_t i = 0; i < facts.len; i++) {
        const struct fact *fact = &facts.at[i];
        unsigned line = fact->place.file == 0 ? 0 : diags_line(diags, fact->place);
        buf_printf(&buf, "%s: %s: %s (line %u)\n", fact->object, fact->what, fact->why, line);
    }
    return buf_text(&buf);
}

/* A lock says what its schema says. */
static bool survives(struct arena *arena, const char *text)
{
    struct schema *schema;
    const char *sum;
    corm_failure error = {0};
    if (lock_parse(arena, "sqlite.lock", text, strlen(text), &schema, &sum, &error) != CORM_OK) {
        print_error("%u: %s\n", error.line, error.message);
        return false;
    }
    return strcmp(lock_print(arena, schema, sum), text) == 0;
}

/* A model compiled for one engine. */
struct compiled {
    struct diags *diags;
    struct resolved *resolved;
    const char *lock; /* "" where there are errors */
};

static struct compiled compile_case(struct arena *arena, const char *folder, enum engine engine)
{
    const char *text = case_file(arena, folder, "model.yaml");
    struct compiled made = {.diags = diags_new(arena)};
    struct model *model = model_read_text(arena, made.diags, "model.yaml", text, strlen(text));
    made.resolved = resolve_model(arena, model);
    struct schema *schema = compile_schema(arena, made.diags, made.resolved, engine);
    schema_mark_applied(arena, schema);
    made.lock = diags_count(made.diags, CORM_ERROR) != 0 ? "" : lock_print(arena, schema, "h1:none");
    return made;
}

static bool run_sqlite(struct arena *arena, const char *folder)
{
    struct compiled made = compile_case(arena, folder, ENGINE_SQLITE);
    bool passed = made.lock[0] == '\0' || survives(arena, made.lock);
    passed = case_expect(arena, folder, "expected.txt", case_findings(arena, made.diags)) && passed;
    passed = case_expect(arena, folder, "sqlite.lock", made.lock) && passed;
    if (case_file(arena, folder, "facts.txt") != NULL) {
        const char *facts = facts_text(arena, made.diags, made.resolved, ENGINE_SQLITE);
        passed = case_expect(arena, folder, "facts.txt", facts) && passed;
    }
    return passed;
}

static bool run_postgresql(struct arena *arena, const char *folder)
{
    struct compiled made = compile_case(arena, folder, ENGINE_POSTGRESQL);
    bool passed = made.lock[0] == '\0' || survives(arena, made.lock);
    const char *report = arena_printf(arena,
        "%s-- facts\n%s",
        case_findings(arena, made.diags),
        facts_text(arena, made.diags, made.resolved, ENGINE_POSTGRESQL));
    passed = case_expect(arena, folder, "postgresql.txt", report) && passed;
    return case_expect(arena, folder, "postgresql.lock", made.lock) && passed;
}

static bool run_case(struct arena *arena, const char *folder)
{
    bool passed = case_file(arena, folder, "only_postgresql") != NULL || run_sqlite(arena, folder);
    return (case_file(arena, folder, "postgresql.txt") == NULL || run_postgresql(arena, folder)) && passed;
}

static void test_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("compile", run_case), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
