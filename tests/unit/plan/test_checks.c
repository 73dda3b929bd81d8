#include "support/corm_test.h"

#include "plan/checks.h"
#include "plan/plan.h"
#include "plan/sqlite/affinity.h"
#include "plan/sqlite/ddl.h"

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void test_default_is_allowed_only_where_that_is_sure(void **state)
{
    (void)state;
    assert_true(check_allows_default(arena, "x IN ('a', 'b')", "x", "'a'"));
    assert_true(check_allows_default(arena, "(\"X\" in ('a'))", "x", NULL));
    assert_true(check_allows_default(arena, "x >= -1.5", "x", "NULL"));
    assert_false(check_allows_default(arena, "x IN ('a', 'b')", "x", "'c'"));
    assert_false(check_allows_default(arena, "x IN ('a', NULL)", "x", "'a'"));
    assert_false(check_allows_default(arena, "x > 0", "x", "1")); /* true, but that takes arithmetic */
    assert_false(check_allows_default(arena, "x IS NOT NULL", "x", NULL));
    assert_false(check_allows_default(arena, "y IN ('a')", "x", NULL));
    assert_false(check_allows_default(arena, "x = 1 AND y = 2", "x", NULL));
    assert_false(check_allows_default(arena, "x > y", "x", NULL));
    assert_false(check_allows_default(arena, "x IN (SELECT 1)", "x", NULL));
    assert_false(check_allows_default(arena, "x IN (", "x", NULL));
    assert_false(check_allows_default(arena, "x IN (1) OR 1", "x", NULL));
    assert_false(check_allows_default(arena, "x", "x", NULL));
    assert_false(check_allows_default(arena, "x < -", "x", NULL));
}

static void test_more_labels_are_no_hazard(void **state)
{
    (void)state;
    assert_true(check_widens(arena, "x IN ('a')", "x IN ('b', 'a')"));
    assert_false(check_widens(arena, "x IN ('a', 'b')", "x IN ('a')"));
    assert_false(check_widens(arena, "x IN ('a')", "y IN ('a')"));
    assert_false(check_widens(arena, "x > 1", "x > 0"));
}

static void test_defaults(void **state)
{
    (void)state;
    assert_true(ddl_is_constant(arena, "'x'"));
    assert_true(ddl_is_constant(arena, "-1"));
    assert_true(ddl_is_constant(arena, "x'00'"));
    assert_true(ddl_is_constant(arena, "TRUE"));
    assert_false(ddl_is_constant(arena, "current_date"));
    assert_false(ddl_is_constant(arena, "1 + 1"));
    assert_false(ddl_is_constant(arena, "random()"));
    assert_string_equal(ddl_default_value(arena, "abc"), "'abc'"); /* DEFAULT abc is text */
    assert_string_equal(ddl_default_value(arena, "\"abc\""), "'abc'");
    assert_string_equal(ddl_default_value(arena, "true"), "true");
    assert_string_equal(ddl_default_value(arena, "CURRENT_TIME"), "CURRENT_TIME");
    assert_string_equal(ddl_default_value(arena, "lower('A')"), "lower('A')");
}

static void test_conversions(void **state)
{
    (void)state;
    assert_true(affinity_loses("TEXT", "INTEGER"));
    assert_true(affinity_loses("varchar(20)", "numeric"));
    assert_true(affinity_loses("", "TEXT"));
    assert_true(affinity_loses("REAL", "TEXT"));
    assert_true(affinity_loses("BIGINT", "DOUBLE PRECISION"));
    assert_false(affinity_loses("VARCHAR(20)", "CHAR(5)"));
    assert_false(affinity_loses("INTEGER", "TEXT"));
    assert_false(affinity_loses("INTEGER", "NUMERIC(10, 2)"));
    assert_false(affinity_loses("TEXT", "BLOB"));
    assert_false(affinity_loses("FLOAT", "DATE"));
}

static void test_hazard_codes(void **state)
{
    (void)state;
    for (enum hazard hazard = HAZARD_DS101; hazard < HAZARD_COUNT; hazard++) {
        assert_int_equal(hazard_find(hazard_info(hazard)->code), hazard);
        assert_int_equal(hazard_info(hazard)->destroys, hazard_info(hazard)->code[0] == 'D');
    }
    assert_int_equal(hazard_find("ds102"), HAZARD_DS102);
    assert_int_equal(hazard_find("DS1"), HAZARD_COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_default_is_allowed_only_where_that_is_sure),
        cmocka_unit_test(test_more_labels_are_no_hazard),
        cmocka_unit_test(test_defaults),
        cmocka_unit_test(test_conversions),
        cmocka_unit_test(test_hazard_codes),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
