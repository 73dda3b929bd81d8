/* The texts of SQLite were printed by SQLAlchemy 1.4.46's own SQLite compiler, from the classes of docs/model.md. Those
 * of PostgreSQL are the server's (tests/unit/db/test_pg_compile.c asks it). */
#include "support/corm_test.h"

#include "base/arena.h"
#include "compile/compile.h"

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

/* NULL where the engine has no such type. */
static const char *text_of(struct arena *arena, const char *portable, enum engine engine)
{
    struct type type;
    const char *error = NULL, *hint = NULL;
    assert_true(type_parse(arena, portable, &type, &error, &hint));
    return compile_type(arena, &type, engine);
}

static void test_texts_on_sqlite(void **state)
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
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_string_equal(text_of(*state, types[i].portable, ENGINE_SQLITE), types[i].text);
    }
}

static void test_texts_on_postgresql(void **state)
{
    static const struct {
        const char *portable, *text;
    } types[] = {
        {"smallint", "smallint"},
        {"integer", "integer"},
        {"bigint", "bigint"},
        {"smallserial", "smallint"},
        {"serial", "integer"},
        {"bigserial", "bigint"},
        {"string", "character varying"},
        {"string(80)", "character varying(80)"},
        {"char", "character(1)"},
        {"char(5)", "character(5)"},
        {"text", "text"},
        {"boolean", "boolean"},
        {"date", "date"},
        {"time", "time without time zone"},
        {"time(3)", "time(3) without time zone"},
        {"timestamp", "timestamp without time zone"},
        {"timestamp(3)", "timestamp(3) without time zone"},
        {"timestamp(0)", "timestamp(0) without time zone"},
        {"timestamptz", "timestamp with time zone"},
        {"timestamptz(6)", "timestamp(6) with time zone"},
        {"interval", "interval"},
        {"real", "real"},
        {"double", "double precision"},
        {"numeric", "numeric"},
        {"numeric(10)", "numeric(10,0)"},
        {"numeric(10, 2)", "numeric(10,2)"},
        {"numeric(4, 0)", "numeric(4,0)"},
        {"binary", "bytea"},
        {"json", "json"},
        {"jsonb", "jsonb"},
        {"uuid", "uuid"},
        {"array(integer)", "integer[]"},
        {"array(string(80))", "character varying(80)[]"},
        {"array(timestamp(3))", "timestamp(3) without time zone[]"},
        {"array(array(text))", "text[]"},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        assert_string_equal(text_of(*state, types[i].portable, ENGINE_POSTGRESQL), types[i].text);
    }
}

static const char *enum_text(struct arena *arena, const char *name)
{
    const struct type type = {.kind = TYPE_ENUM, .length = -1, .scale = -1, .name = name};
    return compile_type(arena, &type, ENGINE_POSTGRESQL);
}

static void test_names_of_enums(void **state)
{
    assert_string_equal(enum_text(*state, "mood"), "mood");
    assert_string_equal(enum_text(*state, "Mood"), "\"Mood\"");
    assert_string_equal(enum_text(*state, "order"), "\"order\"");
    assert_string_equal(enum_text(*state, "a\"b"), "\"a\"\"b\"");
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
    assert_string_equal(compile_type(arena, &native, ENGINE_POSTGRESQL), "GEOMETRY(Point)");
    assert_null(compile_type(arena, &untyped, ENGINE_POSTGRESQL));
    assert_null(compile_type(arena, &none, ENGINE_POSTGRESQL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_texts_on_sqlite, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts_on_postgresql, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_of_enums, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_native_untyped_and_lacking, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
