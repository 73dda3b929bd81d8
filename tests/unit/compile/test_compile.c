#include "support/corm_test.h"

#include "base/text.h"
#include "compile/compile.h"
#include "schema/lock.h"

#include <string.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

struct compiled {
    struct diags *diags;
    struct resolved *resolved;
    struct schema *schema;
};

static struct compiled compile_text(struct arena *arena, const char *text, enum engine engine)
{
    struct compiled made = {.diags = diags_new(arena)};
    struct model *model = model_read_text(arena, made.diags, "model.yaml", text, strlen(text));
    made.resolved = resolve_model(arena, model);
    made.schema = compile_schema(arena, made.diags, made.resolved, engine);
    return made;
}

static const char *lock_of(struct arena *arena, const char *text)
{
    struct compiled made = compile_text(arena, text, ENGINE_SQLITE);
    assert_int_equal(diags_count(made.diags, CORM_ERROR), 0);
    return lock_print(arena, made.schema, "h1:none");
}

static void test_order_in_the_file_does_not_matter(void **state)
{
    const char *one = lock_of(*state,
        "corm: 1\ntables:\n"
        "  a: {columns: {id: {type: integer, primary_key: true}, x: integer}, checks: [x > 1, x < 9], unique: [[x]]}\n"
        "  b: {columns: {id: {type: integer, primary_key: true}, a_id: {foreign_key: a.id}}}\n");
    const char *other = lock_of(*state,
        "corm: 1\ntables:\n"
        "  b: {columns: {id: {type: integer, primary_key: true}, a_id: {foreign_key: a.id}}}\n"
        "  a: {checks: [x < 9, x > 1], columns: {id: {type: integer, primary_key: true}, x: {type: integer, unique: "
        "true}}}\n");
    assert_string_equal(one, other);
}

static void test_schema_is_sorted(void **state)
{
    struct compiled made = compile_text(*state,
        "corm: 1\ntables:\n"
        "  b: {columns: {id: {type: integer, primary_key: true}, z: {type: integer, index: true}, a: {type: integer, "
        "index: true}}}\n"
        "  a: {columns: {id: {type: integer, primary_key: true}}}\n",
        ENGINE_SQLITE);
    assert_string_equal(made.schema->tables.at[0]->name, "a");
    const struct table *table = made.schema->tables.at[1];
    assert_string_equal(table->indexes.at[0]->name, "ix_b_a");
    assert_string_equal(table->columns.at[1]->name, "z"); /* columns keep their order */
}

static const char *check_name(struct arena *arena, const char *checks)
{
    const char *text = arena_printf(arena,
        "corm: 1\ntables:\n  a: {columns: {id: {type: integer, primary_key: true}, x: integer}, checks: [%s]}\n",
        checks);
    struct compiled made = compile_text(arena, text, ENGINE_SQLITE);
    const struct table *table = schema_table(made.schema, NULL, "a");
    for (size_t i = 0; i < table->checks.len; i++) {
        if (strstr(table->checks.at[i]->sql, "> 1") != NULL) {
            return table->checks.at[i]->name;
        }
    }
    return NULL;
}

static void test_name_of_a_check_is_stable(void **state)
{
    const char *alone = check_name(*state, "x > 1");
    assert_non_null(alone);
    assert_string_equal(check_name(*state, "x < 9, (X  > 1)"), alone);
    assert_true(text_starts(alone, "ck_a_"));
}

static void test_places_survive(void **state)
{
    const char *text = "corm: 1\n"
                       "tables:\n"
                       "  a:\n"
                       "    columns:\n"
                       "      id: {type: integer, primary_key: true}\n"
                       "      a_id: {foreign_key: a.id}\n"
                       "    checks:\n"
                       "      - a_id <> id\n";
    struct compiled made = compile_text(*state, text, ENGINE_SQLITE);
    const struct table *table = schema_table(made.schema, NULL, "a");
    assert_int_equal(diags_line(made.diags, table_find_column(table, "a_id")->origin), 6);
    assert_int_equal(diags_line(made.diags, table->foreign_keys.at[0]->origin), 6);
    assert_int_equal(diags_line(made.diags, table->indexes.at[0]->origin), 6);
    assert_int_equal(diags_line(made.diags, table->checks.at[0]->origin), 8);
    assert_string_equal(table->indexes.at[0]->why, "foreign key to a(id)");
}

static void test_facts_report_nothing(void **state)
{
    struct compiled made = compile_text(*state,
        "corm: 1\ntables:\n  a: {columns: {id: {type: integer, primary_key: true, default: x}}}\n",
        ENGINE_SQLITE);
    size_t before = diags_count(made.diags, CORM_HINT);
    compile_facts(*state, made.resolved, ENGINE_SQLITE);
    assert_int_equal(diags_count(made.diags, CORM_HINT), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_order_in_the_file_does_not_matter, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_schema_is_sorted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_name_of_a_check_is_stable, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_places_survive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_facts_report_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
