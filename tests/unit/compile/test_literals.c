#include "support/corm_test.h"

#include "compile/literal.h"

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

static void check(const char *actual, const char *expected)
{
    if (expected == NULL) {
        assert_null(actual);
    } else {
        assert_non_null(actual);
        assert_string_equal(actual, expected);
    }
}

static void test_dates(void **state)
{
    static const struct {
        const char *text, *expected;
    } dates[] = {
        {"2026-11-21", "2026-11-21"},
        {"2024-02-29", "2024-02-29"},
        {"2000-02-29", "2000-02-29"},
        {"1900-02-29", NULL},
        {"2023-02-29", NULL},
        {"2023-04-31", NULL},
        {"2023-13-01", NULL},
        {"2023-00-01", NULL},
        {"2023-01-00", NULL},
        {"2023-1-1", NULL},
        {"2023-01-01 ", NULL},
        {"2023-01-01T00:00", NULL},
        {"20230101", NULL},
        {"", NULL},
        {"now", NULL},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        check(date_text(*state, dates[i].text), dates[i].expected);
    }
}

static void test_times(void **state)
{
    static const struct {
        const char *text, *expected;
    } times[] = {
        {"09:30", "09:30:00"},
        {"23:59:59.999999", "23:59:59.999999"},
        {"23:59:59.", NULL},
        {"23:59:59.1234567", NULL},
        {"24:00", NULL},
        {"12:60", NULL},
        {"12:30:60", NULL},
        {"9:30", NULL},
        {"09:30Z", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        check(time_text(*state, times[i].text), times[i].expected);
    }
}

static void test_timestamps(void **state)
{
    static const struct {
        const char *text, *plain, *zoned;
    } timestamps[] = {
        {"2026-11-21", "2026-11-21 00:00:00", "2026-11-21 00:00:00"},
        {"2026-11-21T09:30", "2026-11-21 09:30:00", "2026-11-21 09:30:00"},
        {"2026-11-21 09:30:01.5", "2026-11-21 09:30:01.5", "2026-11-21 09:30:01.5"},
        {"2026-11-21 09:30:00Z", NULL, "2026-11-21 09:30:00+00:00"},
        {"2026-11-21 09:30:00+02", NULL, "2026-11-21 09:30:00+02:00"},
        {"2026-11-21 09:30:00-0730", NULL, "2026-11-21 09:30:00-07:30"},
        {"2026-11-21 09:30:00+02:00", NULL, "2026-11-21 09:30:00+02:00"},
        {"2026-11-21 09:30:00+02:", NULL, NULL},
        {"2026-11-21 09:30:00+99", NULL, NULL},
        {"2026-11-21 09:30:00Zz", NULL, NULL},
        {"2026-11-21  09:30", NULL, NULL},
        {"2026-11-21T", NULL, NULL},
        {"2026-02-30 09:30", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof timestamps / sizeof timestamps[0]; i++) {
        check(timestamp_text(*state, timestamps[i].text, false), timestamps[i].plain);
        check(timestamp_text(*state, timestamps[i].text, true), timestamps[i].zoned);
    }
}

static void test_json(void **state)
{
    (void)state;
    static const char *const good[] = {"{}",
        "[]",
        " [ 1 , 2 ] ",
        "{\"a\": {\"b\": [null, true, false]}}",
        "0",
        "-0.5e+10",
        "\"a\\u00e9\\n\"",
        "[[[[1]]]]",
        "\"é\"",
        "1E5"};
    static const char *const bad[] = {"",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a: 1}",
        "{\"a\": 1,}",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "- 1",
        "tru",
        "nul",
        "True",
        "'a'",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "[1] 2",
        "{} {}",
        "NaN",
        "hello"};
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        assert_true(json_is_valid(good[i]));
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(json_is_valid(bad[i]));
    }
}

static void test_deep_json_is_refused(void **state)
{
    (void)state;
    char deep[100001];
    for (size_t i = 0; i < sizeof deep - 1; i++) {
        deep[i] = '[';
    }
    deep[sizeof deep - 1] = '\0';
    assert_false(json_is_valid(deep));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_dates, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_times, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_timestamps, set_up, tear_down),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_deep_json_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
