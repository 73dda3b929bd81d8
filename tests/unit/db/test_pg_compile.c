/* What compile/ says of PostgreSQL, held against a server. */
#include "pg_case.h"

#include "base/file.h"
#include "compile/compile.h"
#include "diff/diff.h"
#include "plan/plan.h"
#include "schema/lock.h"
#include "support/cases.h"

static corm_status keep_text(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct pg_case *test = ((void **)payload)[0];
    const char **text = ((void **)payload)[1];
    (void)len;
    (void)error;
    *text = values[0].kind == VALUE_TEXT ? arena_strndup(test->arena, values[0].text, values[0].len) : NULL;
    return CORM_OK;
}

/* The first value of a query. */
static const char *ask(struct pg_case *test, const char *sql)
{
    const char *text = NULL;
    void *payload[] = {test, &text};
    corm_failure error = {0};
    if (db_query(test->db, sql, NULL, 0, keep_text, payload, &error) != CORM_OK) {
        pg_fail("%s: %s", sql, error.message);
    }
    return text;
}

static const char *read_back(struct pg_case *test, const char *type)
{
    pg_must(test->db, arena_printf(test->arena, "CREATE TEMP TABLE t (a %s)", type));
    const char *text = ask(test,
        "SELECT format_type(atttypid, atttypmod)::text FROM pg_attribute WHERE attrelid = 't'::regclass AND attnum = "
        "1");
    pg_must(test->db, "DROP TABLE t");
    return text;
}

static void test_types_are_as_the_server_spells_them(void **state)
{
    /* The right column was printed by SQLAlchemy 1.4.46's own PostgreSQL compiler, where it has such a class. */
    static const struct {
        const char *portable, *sqlalchemy;
    } types[] = {
        {"smallint", "SMALLINT"},
        {"integer", "INTEGER"},
        {"bigint", "BIGINT"},
        {"smallserial", NULL},
        {"serial", NULL},
        {"bigserial", NULL},
        {"string", "VARCHAR"},
        {"string(80)", "VARCHAR(80)"},
        {"char", "CHAR"},
        {"char(5)", "CHAR(5)"},
        {"text", "TEXT"},
        {"boolean", "BOOLEAN"},
        {"date", "DATE"},
        {"time", "TIME WITHOUT TIME ZONE"},
        {"time(3)", "TIME(3) WITHOUT TIME ZONE"},
        {"timestamp", "TIMESTAMP WITHOUT TIME ZONE"},
        {"timestamp(3)", "TIMESTAMP(3) WITHOUT TIME ZONE"},
        {"timestamp(0)", NULL},
        {"timestamptz", "TIMESTAMP WITH TIME ZONE"},
        {"timestamptz(6)", "TIMESTAMP(6) WITH TIME ZONE"},
        {"interval", "INTERVAL"},
        {"real", "REAL"},
        {"double", "FLOAT(53)"},
        {"numeric", "NUMERIC"},
        {"numeric(10)", "NUMERIC(10)"},
        {"numeric(10, 2)", "NUMERIC(10, 2)"},
        {"numeric(4, 0)", NULL},
        {"binary", "BYTEA"},
        {"json", "JSON"},
        {"jsonb", "JSONB"},
        {"uuid", "UUID"},
        {"array(integer)", "INTEGER[]"},
        {"array(string(80))", "VARCHAR(80)[]"},
        {"array(timestamp(3))", NULL},
        {"array(array(text))", "TEXT[][]"},
    };
    struct pg_case *test = *state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct type type;
        const char *error = NULL, *hint = NULL;
        assert_true(type_parse(test->arena, types[i].portable, &type, &error, &hint));
        const char *text = compile_type(test->arena, &type, ENGINE_POSTGRESQL);
        assert_string_equal(read_back(test, text), text);
        if (types[i].sqlalchemy != NULL) {
            assert_string_equal(read_back(test, types[i].sqlalchemy), text);
        }
    }
}

static void test_names_of_enums_are_quoted_as_the_server_does(void **state)
{
    static const char *const names[] = {"mood",
        "Mood",
        "order",
        "user",
        "status",
        "position",
        "a b",
        "1st",
        "m1",
        "_x",
        "\u00e9",
        "values",
        "text2",
        "role"};
    struct pg_case *test = *state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const struct type type = {.kind = TYPE_ENUM, .length = -1, .scale = -1, .name = names[i]};
        pg_must(test->db, arena_printf(test->arena, "CREATE TYPE \"%s\" AS ENUM ('a')", names[i]));
        const char *text = ask(test, "SELECT format_type(max(oid), NULL)::text FROM pg_type WHERE typtype = 'e'");
        assert_string_equal(compile_type(test->arena, &type, ENGINE_POSTGRESQL), text);
        pg_must(test->db, arena_printf(test->arena, "DROP TYPE \"%s\"", names[i]));
    }
}

/* ---- whole models: compiled, created, read back, compared ---- */

static struct schema *compile_case(struct arena *arena, const char *folder)
{
    const char *text = case_file(arena, folder, "model.yaml");
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    return compile_schema(arena, diags, resolve_model(arena, model), ENGINE_POSTGRESQL);
}

static bool create(struct pg_case *test, const struct schema *desired)
{
    const struct diff *diff = diff_schemas(test->arena, pg_schema(test), desired);
    const struct plan *plan = plan_diff(test->arena, diff, &(struct plan_options){0});
    for (size_t i = 0; i < plan->statements.len; i++) {
        corm_failure error = {0};
        if (db_run(test->db, plan->statements.at[i].sql, &error) != CORM_OK) {
            print_error("%s\n%s\n", error.message, plan->statements.at[i].sql);
            return false;
        }
    }
    return true;
}

/* "table users: type, default", for a message. */
static const char *first_difference(struct arena *arena, const struct diff *diff)
{
    if (diff->tables.len == 0) {
        return diff->enums.len != 0 ? enum_label(arena, diff->enums.at[0].to) : "a schema";
    }
    const struct table_diff *table = &diff->tables.at[0];
    const char *name = table_label(arena, table->to != NULL ? table->to : table->from);
    if (table->changes.len == 0) {
        return arena_printf(arena, "%s: %s", name, facet_names(arena, table->facets));
    }
    const struct change *change = &table->changes.at[0];
    return arena_printf(arena,
        "%s: %s: %s",
        name,
        part_label(arena,
            change->to.any != NULL ? table->to : table->from,
            change->part,
            change->to.any != NULL ? change->to : change->from),
        facet_names(arena, change->facets));
}

/* What was created is what the model says, once the server has read the model's expressions back. */
static bool is_what_was_asked(struct pg_case *test, struct schema *desired)
{
    bool guessed = false;
    corm_failure error = {0};
    if (test->db->driver->canonicalize(test->db, test->arena, desired, NULL, &guessed, &error) != CORM_OK) {
        print_error("%s\n", error.message);
        return false;
    }
    const struct diff *diff = diff_schemas(test->arena, pg_schema(test), desired);
    if (!diff_is_empty(diff) || guessed) {
        const char *first = diff_is_empty(diff) ? "guessed" : first_difference(test->arena, diff);
        print_error("%s\n", first);
    }
    return diff_is_empty(diff) && !guessed;
}

static bool comes_back(struct arena *arena, const char *folder)
{
    const char *lock = case_file(arena, folder, "postgresql.lock");
    if (lock == NULL || lock[0] == '\0' || case_file(arena, folder, "not_on_a_server") != NULL) {
        return true;
    }
    void *test = NULL;
    assert_int_equal(pg_set_up(&test), 0);
    struct schema *desired = compile_case(arena, folder);
    const struct schema nothing = {.engine = "postgresql"};
    const struct plan_options options = {0};
    int needs = plan_diff(arena, diff_schemas(arena, &nothing, desired), &options)->needs_version;
    bool passed = !pg_has(((struct pg_case *)test)->db, needs, arena_printf(arena, "the case %s", folder)) ||
                  (create(test, desired) && is_what_was_asked(test, desired));
    (void)pg_tear_down(&test);
    return passed;
}

static void test_cases_come_back(void **state)
{
    (void)state;
    assert_int_equal(cases_run("compile", comes_back), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_types_are_as_the_server_spells_them, pg_set_up, pg_tear_down),
        cmocka_unit_test_setup_teardown(test_names_of_enums_are_quoted_as_the_server_does, pg_set_up, pg_tear_down),
        cmocka_unit_test(test_cases_come_back),
    };
    int missing = pg_missing();
    return missing != 0 ? missing : cmocka_run_group_tests(tests, NULL, NULL);
}
