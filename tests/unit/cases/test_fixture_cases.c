#include "support/corm_test.h"

#include "base/file.h"
#include "base/text.h"
#include "compile/compile.h"
#include "fixture/fixture.h"
#include "sql/sql.h"
#include "support/cases.h"
#include "support/plan_run.h"

#include <stdio.h>
#include <string.h>

/* tests/cases/fixture/<case>/: model.yaml, fixtures*.yaml, and what comes of them: expected.txt (findings), or rows.txt
 * (all tables after loading), or error.txt (what loading said).  Comments at the head of fixtures.yaml choose how:
 *     # environment: dev
 *     # engine: any           checked for every engine, and not loaded
 * Every case that loads is loaded a second time, which must skip every file and change nothing. */

static const char *option(struct arena *arena, const char *text, const char *name)
{
    const char *head = arena_printf(arena, "# %s: ", name), *found = strstr(text, head);
    if (found == NULL) {
        return NULL;
    }
    found += strlen(head);
    return arena_strndup(arena, found, strcspn(found, "\n"));
}

static struct strings fixture_files(struct arena *arena, const char *folder)
{
    struct strings names = {0}, paths = {0};
    corm_failure error;
    if (file_list(arena, folder, &names, &error) != CORM_OK) {
        printf("%s\n", error.message);
    }
    for (size_t i = 0; i < names.len; i++) {
        if (text_starts(names.at[i], "fixtures") && text_ends(names.at[i], ".yaml")) {
            *PUSH(arena, &paths) = path_join(arena, folder, names.at[i]);
        }
    }
    return paths;
}

static corm_status print_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct buf *out = payload;
    (void)error;
    for (size_t i = 0; i < len; i++) {
        buf_printf(out, "%s%.*s", i == 0 ? "  " : ", ", (int)values[i].len, values[i].text);
    }
    buf_char(out, '\n');
    return CORM_OK;
}

static corm_status dump(struct db *db, struct arena *arena, struct schema *schema, struct buf *out, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        struct strings names = {0}, quotes = {0};
        for (size_t c = 0; c < table->columns.len; c++) {
            *PUSH(arena, &names) = table->columns.at[c]->name;
            *PUSH(arena, &quotes) = arena_printf(arena, "quote(%s)", sql_name(arena, table->columns.at[c]->name));
        }
        buf_printf(out, "%s (%s)\n", table->name, strings_join(arena, &names, ", "));
        const char *sql = arena_printf(arena,
            "SELECT %s FROM %s ORDER BY %s",
            strings_join(arena, &quotes, ", "),
            sql_name(arena, table->name),
            sql_names(arena, &names));
        status = db_query(db, sql, NULL, 0, print_row, out, error);
    }
    return status;
}

static const char *failure_text(struct arena *arena, const corm_failure *error)
{
    return arena_printf(arena,
        "%s:%u %d %s: %s\n  hint: %s\n",
        path_name(error->file),
        error->line,
        (int)error->status,
        error->code,
        error->message,
        error->hint);
}

struct loading {
    struct db *db;
    struct schema *schema;
    const struct fixtures *fixtures;
};

/* The second load must find nothing to do. */
static bool load_again(struct arena *arena, const struct loading *loading, const char *rows)
{
    struct fixture_loaded loaded = {0};
    corm_failure error = {0};
    const struct fixture_load_options options = {0};
    struct buf out = buf_new(arena);
    corm_status status = fixtures_load(loading->db, loading->fixtures, loading->schema, &options, &loaded, &error);
    for (size_t i = 0; status == CORM_OK && i < loaded.files.len; i++) {
        if (!loaded.files.at[i].skipped) {
            printf("%s was loaded twice\n", loaded.files.at[i].path);
            return false;
        }
    }
    if (status != CORM_OK || dump(loading->db, arena, loading->schema, &out, &error) != CORM_OK) {
        printf("the second load: %s\n", error.message);
        return false;
    }
    return strcmp(buf_text(&out), rows) == 0;
}

static bool load(struct arena *arena, const char *folder, const struct loading *loading)
{
    struct fixture_loaded loaded = {0};
    corm_failure error = {0};
    const struct fixture_load_options options = {0};
    struct buf rows = buf_new(arena);
    const char *failed = "";
    corm_status status = fixtures_load(loading->db, loading->fixtures, loading->schema, &options, &loaded, &error);
    if (status != CORM_OK) {
        failed = failure_text(arena, &error);
    }
    if (dump(loading->db, arena, loading->schema, &rows, &error) != CORM_OK) {
        printf("%s\n", error.message);
        return false;
    }
    bool same = case_expect(arena, folder, "error.txt", failed);
    same = case_expect(arena, folder, "rows.txt", buf_text(&rows)) && same;
    return (status != CORM_OK || load_again(arena, loading, buf_text(&rows))) && same;
}

static bool load_on_scratch(
    struct arena *arena, const char *folder, const struct resolved *resolved, const struct fixtures *fixtures)
{
    struct diags *diags = diags_new(arena);
    struct schema *empty = NEW(arena, struct schema);
    empty->engine = "sqlite";
    struct loading loading = {.fixtures = fixtures, .schema = compile_schema(arena, diags, resolved, ENGINE_SQLITE)};
    struct diff *diff = diff_schemas(arena, empty, loading.schema);
    struct plan *plan = plan_diff(arena, diff, &(struct plan_options){.sqlite_version = 3035000});
    corm_failure error = {0};
    if (db_scratch("sqlite", &loading.db, &error) != CORM_OK || run_plan(loading.db, arena, plan, &error) != CORM_OK) {
        printf("%s\n", error.message);
        return false;
    }
    bool same = load(arena, folder, &loading);
    db_close(loading.db);
    return same;
}

static bool run_case(struct arena *arena, const char *folder)
{
    const char *text = case_file(arena, folder, "model.yaml"), *head = case_file(arena, folder, "fixtures.yaml");
    if (text == NULL || head == NULL) {
        return false;
    }
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    struct resolved *resolved = resolve_model(arena, model);
    if (diags_count(diags, CORM_ERROR) != 0) {
        printf("the model: %s", case_findings(arena, diags));
        return false;
    }
    struct strings paths = fixture_files(arena, folder);
    bool any = text_same(option(arena, head, "engine"), "any");
    const struct fixture_options options = {.environment = option(arena, head, "environment"),
        .now = 1768478400, /* 2026-01-15 12:00:00 UTC */
        .engine = any ? ENGINE_COUNT : ENGINE_SQLITE,
        .root = folder};
    struct fixtures *fixtures = fixtures_read(arena, diags, resolved, &paths, &options);
    bool same = case_expect(arena, folder, "expected.txt", case_findings(arena, diags));
    if (any || diags_count(diags, CORM_ERROR) != 0) {
        return same;
    }
    return load_on_scratch(arena, folder, resolved, fixtures) && same;
}

static void test_fixture_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("fixture", run_case), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_fixture_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
