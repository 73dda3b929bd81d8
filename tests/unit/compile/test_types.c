/* The right column was printed by SQLAlchemy 1.4.46's own SQLite compiler, from the classes of docs/model.md. */
#include "support/corm_test.h"

#include "compile/compile.h"

static void test_texts_are_sqlalchemys(void **state)
{
    static const struct {
        const char *portable, *text;
    } types[] = {
        {"smallint", "SMALLINT"},
        {"integer", "INTEGER"},
        {"bigint", "BIGINT"},
        {"smallserial", "SMALLINT"},
        {"serial", "INTEGER"},
        {"bigserial", "BIGINT"},
        {"string", "VARCHAR"},
        {"string(80)", "VARCHAR(80)"},
        {"char", "CHAR"},
        {"char(5)", "CHAR(5)"},
        {"text", "TEXT"},
        {"boolean", "BOOLEAN"},
        {"date", "DATE"},
        {"time", "TIME"},
        {"time(3)", "TIME"},
        {"timestamp", "DATETIME"},
        {"timestamp(3)", "DATETIME"},
        {"timestamptz", "DATETIME"},
        {"timestamptz(6)", "DATETIME"},
        {"interval", "DATETIME"},
        {"real", "REAL"},
        {"double", "FLOAT"},
        {"numeric", "NUMERIC"},
        {"numeric(10)", "NUMERIC(10)"},
        {"numeric(10, 2)", "NUMERIC(10, 2)"},
        {"numeric(4, 0)", "NUMERIC(4, 0)"},
        {"binary", "BLOB"},
        {"json", "JSON"},
        {"jsonb", "JSON"},
        {"uuid", "CHAR(32)"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        struct type type;
        const char *error = NULL, *hint = NULL;
        assert_true(type_parse(arena, types[i].portable, &type, &error, &hint));
        assert_string_equal(compile_type(arena, &type, ENGINE_SQLITE), types[i].text);
    }
}

static void test_native_untyped_and_lacking(void **state)
{
    struct arena *arena = *state;
    const struct type integer = {.kind = TYPE_INTEGER, .length = -1, .scale = -1};
    const struct type native = {.kind = TYPE_NATIVE, .length = -1, .scale = -1, .name = "GEOMETRY(Point)"};
    const struct type untyped = {.kind = TYPE_UNTYPED, .length = -1, .scale = -1};
    const struct type array = {.kind = TYPE_ARRAY, .length = -1, .scale = -1, .element = &integer};
    const struct type none = {.kind = TYPE_NONE, .length = -1, .scale = -1};
    assert_string_equal(compile_type(arena, &native, ENGINE_SQLITE), "GEOMETRY(Point)");
    assert_string_equal(compile_type(arena, &untyped, ENGINE_SQLITE), "");
    assert_null(compile_type(arena, &array, ENGINE_SQLITE));
    assert_null(compile_type(arena, &none, ENGINE_SQLITE));
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_texts_are_sqlalchemys, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_native_untyped_and_lacking, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
