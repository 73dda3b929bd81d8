#include "export/exporter.h"
#include "support/corm_test.h"

static void passes(const char *text, bool wanted)
{
    struct arena *arena = arena_new();
    const char *actual = export_passes(arena, text) ? text : "refused";
    assert_string_equal(actual, wanted ? text : "refused");
    arena_free(arena);
}

static void test_what_builds_sql_passes(void **state)
{
    (void)state;
    static const char *const texts[] = {"and_(User.id == foreign(Post.user_id), Post.x > 1.5)",
        "desc(Post.title)",
        "[Post.a, remote(Post.b)]",
        "func.lower(User.name) == func.pg_catalog.lower('it\\'s')",
        "User.id.in_([1, -2]) & ~(user_group.c.x != None)",
        "Post.a.op('&&')(Post.b)",
        "Stra\xc3\x9f"
        "e.gr\xc3\xb6\xc3\x9f"
        "e == 1",
        "join(A, B, A.b_id == B.id).join(C, B.c_id == C.id)",
        "A.import_ == \"__import__('os')\""};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        passes(texts[i], true);
    }
}

static void test_python_does_not(void **state)
{
    (void)state;
    static const char *const texts[] = {"__import__('os').system('id')",
        "eval('1')",
        "open ('x')",
        "util.sys.exit()",
        "func.lower.__class__",
        "User.__table__",
        "(lambda: 1)()",
        "A.x if A.y else A.z",
        "[x for x in A.y]",
        "f'{A.x}'",
        "A.x == '''a''' ",
        "'a'.format(A)",
        "'a",
        "A.x ** 9",
        "{A.x}",
        "A.x := 1",
        "A.x # b",
        "A.x\\\n.y",
        "1if A.x",
        "A.\xef\xbc\xbf\xef\xbc\xbf"
        "class",
        "A.\xe2\x80\xae"
        "x",
        "\xef\xbd\x85val('1')"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        passes(texts[i], false);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_builds_sql_passes), cmocka_unit_test(test_python_does_not)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
