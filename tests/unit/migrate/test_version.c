/* Versions and slugs. */
#include "support/corm_test.h"

#include "migrate/version.h"

#include <string.h>

static void versions_follow_each_other(void **state)
{
    (void)state;
    static const struct {
        const char *wanted;
        int64_t now;
        const char *last, *expected; /* NULL: refused */
    } cases[] = {
        {NULL, 0, NULL, "19700101000000"},
        {NULL, 1795253400, NULL, "20261121093000"},
        {NULL, 1795253400, "20261121092959", "20261121093000"},
        {NULL, 1795253400, "20261121093000", "20261121093001"},
        {NULL, 1795253400, "20301231235959", "20310101000000"},
        {NULL, 1795253400, "20280228235959", "20280229000000"},
        {"20261121093000", 0, NULL, "20261121093000"},
        {"20261121093000", 0, "20261121093000", "20261121093001"},
        {"20240229000000", 0, NULL, "20240229000000"},
        {NULL, 0, "20269999999999", "20270000000000"},
        {NULL, 0, "99991231235959", "99991231235960"},
        {NULL, 0, "99999999999999", NULL},
        {"20260229000000", 0, NULL, NULL},
        {"2026112109300", 0, NULL, NULL},
        {"20261321093000", 0, NULL, NULL},
        {"20261121240000", 0, NULL, NULL},
        {"2026112109300x", 0, NULL, NULL},
        {"", 0, NULL, NULL},
        {NULL, INT64_MAX, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        const char *version = NULL;
        corm_failure error;
        corm_status status = version_next(arena, cases[i].wanted, cases[i].now, cases[i].last, &version, &error);
        assert_int_equal(status, cases[i].expected != NULL ? CORM_OK : CORM_USAGE);
        if (cases[i].expected != NULL) {
            assert_string_equal(version, cases[i].expected);
        }
        arena_free(arena);
    }
}

static void slugs_are_plain(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"add_posts", "add_posts"},
        {"Add Posts!", "add_posts"},
        {"  a -- b  ", "a_b"},
        {"", "migration"},
        {"\xc3\xa9t\xc3\xa9", "t"},
        {"../../etc/passwd", "etc_passwd"},
        {"x\n; DROP TABLE y", "x_drop_table_y"},
        {"0123456789012345678901234567890123456789012345678901234567890123456789",
            "012345678901234567890123456789012345678901234567890123456789"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        assert_string_equal(version_slug(arena, cases[i][0]), cases[i][1]);
        arena_free(arena);
    }
}

static void times_are_utc(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    assert_string_equal(version_iso(arena, 1795253400), "2026-11-21T09:30:00Z");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(versions_follow_each_other),
        cmocka_unit_test(slugs_are_plain),
        cmocka_unit_test(times_are_utc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
