#include "support/corm_test.h"

#include "base/arena.h"
#include "model/type.h"

static struct type parsed(struct arena *arena, const char *text)
{
    struct type type = {0};
    const char *error, *hint;
    if (!type_parse(arena, text, &type, &error, &hint)) {
        print_error("%s: %s\n", text, error);
        assert_true(false);
    }
    return type;
}

static void prints_canonical_spelling(void **state)
{
    static const char *const cases[][2] = {
        {"integer", "integer"},
        {"INT", "integer"},
        {"BigInteger", "bigint"},
        {"varchar(80)", "string(80)"},
        {" String ( 80 ) ", "string(80)"},
        {"character varying(3)", "string(3)"},
        {"char(2)", "char(2)"},
        {"datetime", "timestamp"},
        {"timestamp(3)", "timestamp(3)"},
        {"timestamp with time zone", "timestamptz"},
        {"double  precision", "double"},
        {"float", "double"},
        {"float(24)", "real"},
        {"float(25)", "double"},
        {"decimal(10, 2)", "numeric(10,2)"},
        {"numeric(10)", "numeric(10)"},
        {"numeric", "numeric"},
        {"bytea", "binary"},
        {"enum(Mood)", "enum(Mood)"},
        {"array(string(5))", "array(string(5))"},
        {"integer[]", "array(integer)"},
        {"text[][]", "array(array(text))"},
        {"native(\"citext\")", "native(\"citext\")"},
        {"native(citext)", "native(\"citext\")"},
        {"native(\"a \"\"b\"\" c\")", "native(\"a \"\"b\"\" c\")"},
        {"native(geometry(Point, 4326))", "native(\"geometry(Point, 4326)\")"},
        {"untyped", "untyped"},
        {"bool", "boolean"},
        {"Uuid", "uuid"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct type type = parsed(arena, cases[i][0]);
        assert_string_equal(type_print(arena, &type), cases[i][1]);
        struct type again = parsed(arena, cases[i][1]);
        assert_true(type_same(&type, &again));
    }
}

static void refuses_with_a_hint(void **state)
{
    static const char *const cases[][3] = {
        {"interger",
            "unknown type \"interger\"",
            "did you mean integer? (a type of the engine's own is written "
            "native(\"interger\"))"},
        {"varchr(3)",
            "unknown type \"varchr\"",
            "did you mean varchar? (a type of the engine's own is written "
            "native(\"varchr\"))"},
        {"tsvector", "unknown type \"tsvector\"", "a type of the engine's own is written native(\"tsvector\")"},
        {"", "a type is wanted here", "write integer, string(80), timestamp ..."},
        {"numeric(10",
            "the parenthesis of \"numeric(10\" is not closed",
            "end it with a parenthesis; quote it: \"numeric(10)\""},
        {"integer(11)", "integer takes nothing in parentheses", "write integer"},
        {"string(0)", "string takes a whole number from 1 to 10485760, not \"0\"", NULL},
        {"string(99999999999999999999)",
            "string takes a whole number from 1 to 10485760, not \"99999999999999999999\"",
            NULL},
        {"string()", "string takes a whole number from 1 to 10485760, not \"\"", NULL},
        {"array", "array does not say of what", "write it like array(integer)"},
        {"array()", "a type is wanted here", "write integer, string(80), timestamp ..."},
        {"enum()", "enum wants a name between its parentheses", NULL},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct type type = {.kind = TYPE_UUID};
        const char *error, *hint;
        assert_false(type_parse(arena, cases[i][0], &type, &error, &hint));
        assert_int_equal(type.kind, TYPE_UUID);
        assert_string_equal(error, cases[i][1]);
        assert_true((hint == NULL) == (cases[i][2] == NULL));
        if (hint != NULL) {
            assert_string_equal(hint, cases[i][2]);
        }
    }
}

static void compares_families(void **state)
{
    static const struct {
        const char *a, *b;
        bool same, family;
    } cases[] = {
        {"integer", "int", true, true},
        {"serial", "bigint", false, true},
        {"string(80)", "string(81)", false, true},
        {"string", "text", false, true},
        {"text", "integer", false, false},
        {"numeric(10,2)", "double", false, true},
        {"timestamp", "timestamptz", false, true},
        {"timestamp", "date", false, false},
        {"enum(a)", "enum(b)", false, false},
        {"enum(a)", "enum(a)", true, true},
        {"native(CITEXT)", "native(citext)", true, true},
        {"array(integer)", "array(bigint)", false, true},
        {"array(integer)", "integer", false, false},
        {"untyped", "uuid", false, true},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct type a = parsed(arena, cases[i].a), b = parsed(arena, cases[i].b);
        assert_int_equal(type_same(&a, &b), cases[i].same);
        assert_int_equal(type_same_family(&a, &b), cases[i].family);
        assert_int_equal(type_same_family(&b, &a), cases[i].family);
    }
    struct type serial = parsed(arena, "bigserial"), text = parsed(arena, "text");
    assert_true(type_is_integer(&serial));
    assert_false(type_is_integer(&text));
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
        cmocka_unit_test(prints_canonical_spelling),
        cmocka_unit_test(refuses_with_a_hint),
        cmocka_unit_test(compares_families),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
