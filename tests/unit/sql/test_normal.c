#include "support/corm_test.h"

#include "sql/sql.h"

static void expect_unwrapped(const char *expression, const char *expected)
{
    struct arena *arena = arena_new();
    assert_string_equal(sql_unwrap(arena, expression), expected);
    arena_free(arena);
}

static void expect_normal(const char *expression, const char *expected)
{
    struct arena *arena = arena_new();
    assert_string_equal(sql_normal(arena, expression), expected);
    arena_free(arena);
}

static void unwrapping(void **state)
{
    (void)state;
    expect_unwrapped("((a))", "a");
    expect_unwrapped(" ( a > 0 ) -- adult", "a > 0");
    expect_unwrapped("(a) + (b)", "(a) + (b)");
    expect_unwrapped("((a) + (b))", "(a) + (b)");
    expect_unwrapped("(a, b)", "(a, b)");
    expect_unwrapped("((a, b))", "(a, b)");
    expect_unwrapped("(f(a, b))", "f(a, b)");
    expect_unwrapped("(SELECT 1)", "(SELECT 1)");
    expect_unwrapped("()", "()");
    expect_unwrapped("(a", "(a");
    expect_unwrapped("(')')", "')'");
    expect_unwrapped("", "");
    expect_unwrapped("  ", "");
}

static void one_spelling(void **state)
{
    (void)state;
    expect_normal("((\"Age\">=18)) -- adult", "age >= 18");
    expect_normal("Lower( [Name] )=='A''b'", "lower ( name ) = 'A''b'");
    expect_normal("a != X'0F' AND b <> 1E3", "a <> x'0f' and b <> 1e3");
    expect_normal("\"a b\" IS NULL", "\"a b\" is null");
    expect_normal("/* */", "");
}

static void quotes_that_matter_stay(void **state)
{
    (void)state;
    expect_normal("\"null\" = NULL", "\"null\" = null");
    expect_normal("\"current_timestamp\"", "\"current_timestamp\"");
    expect_normal("\"1a\" + \"\"", "\"1a\" + \"\"");
}

static void comparing(void **state)
{
    (void)state;
    assert_true(sql_same(NULL, NULL));
    assert_false(sql_same(NULL, ""));
    assert_true(sql_same("a>0", "(A > 0)"));
    assert_true(sql_same("status IN ('a','b')", "\"status\" in ('a', 'b')"));
    assert_false(sql_same("a IN ('x')", "a IN ('X')"));
    assert_false(sql_same("'null'", "NULL"));
    assert_false(sql_same("a - -1", "a -- -1"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unwrapping),
        cmocka_unit_test(one_spelling),
        cmocka_unit_test(quotes_that_matter_stay),
        cmocka_unit_test(comparing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
