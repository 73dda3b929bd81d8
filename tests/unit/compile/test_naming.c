#include "support/corm_test.h"

#include "base/text.h"
#include "compile/naming.h"

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

static void add(struct arena *arena, struct strings *list, const char *text)
{
    *PUSH(arena, list) = text;
}

/* The name of a foreign key posts(org, author) -> users(org, id) by a template. */
static const char *name_by(struct arena *arena, const char *template, const char *written)
{
    struct model model = {.naming.fk.text = template};
    struct compiler compiler = {.arena = arena, .diags = diags_new(arena), .model = &model};
    struct naming_parts parts = {.table = "posts", .ref_table = "users"};
    add(arena, &parts.columns, "org");
    add(arena, &parts.columns, "author");
    add(arena, &parts.ref_columns, "org");
    add(arena, &parts.ref_columns, "id");
    const struct word word = {.text = written};
    return make_name(&compiler, NAMING_FK, &parts, &word);
}

/* The expected names are SQLAlchemy 1.4's for the same convention. */
static void test_placeholders(void **state)
{
    assert_string_equal(name_by(*state, NULL, NULL), "fk_posts_org_author_users");
    assert_string_equal(name_by(*state, "%(table_name)s", NULL), "posts");
    assert_string_equal(name_by(*state, "%(referred_table_name)s", NULL), "users");
    assert_string_equal(name_by(*state, "%(column_0_name)s", NULL), "org");
    assert_string_equal(name_by(*state, "%(column_1_name)s", NULL), "author");
    assert_string_equal(name_by(*state, "%(column_1_key)s", NULL), "author");
    assert_string_equal(name_by(*state, "x%(column_2_name)s", NULL), "x");
    assert_string_equal(name_by(*state, "%(column_0N_name)s", NULL), "orgauthor");
    assert_string_equal(name_by(*state, "%(column_0_N_name)s", NULL), "org_author");
    assert_string_equal(name_by(*state, "%(column_0_label)s", NULL), "posts_org");
    assert_string_equal(name_by(*state, "%(column_0_N_label)s", NULL), "posts_org_posts_author");
    assert_string_equal(name_by(*state, "%(referred_column_0_name)s", NULL), "org");
    assert_string_equal(name_by(*state, "%(referred_column_0_N_name)s", NULL), "org_id");
    assert_string_equal(name_by(*state, "100%%_%(table_name)s", NULL), "100%_posts");
}

static void test_written_name_wins(void **state)
{
    assert_string_equal(name_by(*state, NULL, "mine"), "mine");
    assert_string_equal(name_by(*state, "%(table_name)s", "mine"), "mine");
    assert_string_equal(name_by(*state, "%(table_name)s_%(constraint_name)s", "mine"), "posts_mine");
    assert_string_equal(name_by(*state, "%(table_name)s_%(constraint_name)s", NULL), "posts_org_author");
}

static void test_long_names_stay_apart(void **state)
{
    char name[100];
    memset(name, 'n', sizeof name);
    name[63] = '\0';
    assert_string_equal(fit_name(*state, name), name);
    name[63] = 'n';
    name[64] = '\0';
    const char *fitted = fit_name(*state, name);
    assert_int_equal(strlen(fitted), 63);
    assert_memory_equal(fitted, name, 54);
    name[63] = 'm';
    assert_string_not_equal(fit_name(*state, name), fitted);
}

static void test_cut_is_between_characters(void **state)
{
    char name[101];
    for (size_t shift = 0; shift < 3; shift++) {
        memset(name, 'a', shift);
        for (size_t at = shift; at + 3 <= 99; at += 3) {
            memcpy(name + at, "\xe6\x97\xa5", 3);
        }
        name[shift + 96] = '\0';
        const char *fitted = fit_name(*state, name);
        size_t len = strlen(fitted);
        assert_true(len <= 63 && len > 60);
        assert_int_equal(text_utf8_valid(fitted, len), len);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_placeholders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_written_name_wins, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_names_stay_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cut_is_between_characters, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
