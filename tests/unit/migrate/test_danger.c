/* What destroys rows is seen in the text, however it is spelt; what only seems to is not. */
#include "support/corm_test.h"

#include "base/buf.h"
#include "migrate/danger.h"

#include <string.h>

static const char *dangers_of(struct arena *arena, const char *text, const char *rebuilt)
{
    struct strings rebuilds = {0}, words = {0};
    struct row_copies copies;
    if (rebuilt != NULL) {
        *PUSH(arena, &rebuilds) = rebuilt;
    }
    struct dangers dangers = danger_find(arena, text, &rebuilds, &copies);
    for (size_t i = 0; i < dangers.len; i++) {
        *PUSH(arena, &words) =
            arena_printf(arena, "%s %s", hazard_info(dangers.at[i].hazard)->code, danger_object(arena, &dangers.at[i]));
    }
    return strings_join(arena, &words, ", ");
}

static void sees_what_destroys(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"DROP TABLE posts;", "DS102 posts"},
        {"drop table if exists \"Posts\"", "DS102 Posts"},
        {"-- DROP TABLE a\nDROP /* x */ TABLE main.[posts];", "DS102 posts"},
        {"ALTER TABLE posts DROP COLUMN title;", "DS101 posts.title"},
        {"ALTER TABLE \"posts\" DROP 'title';", "DS101 posts.title"},
        {"ALTER TABLE posts ADD COLUMN a int, DROP COLUMN b, DROP CONSTRAINT c;", "DS101 posts.b"},
        {"CREATE TABLE a (x); DROP TABLE a;", ""},
        {"CREATE TEMP TABLE \"_corm_guard\" (x); DROP TABLE temp.\"_corm_guard\";", ""},
        {"CREATE TEMP TABLE a (x); DROP TABLE main.a;", "DS102 a"},
        {"CREATE TEMP TABLE a (x); DROP TABLE a; DROP TABLE a;", "DS102 a"},
        {"CREATE TABLE IF NOT EXISTS a (x); DROP TABLE a;", "DS102 a"},
        {"ALTER TABLE a RENAME TO b; DROP TABLE b;", "DS102 a"},
        {"ALTER TABLE a RENAME TO c; ALTER TABLE b RENAME TO a; ALTER TABLE c RENAME TO b; DROP TABLE b;", "DS102 a"},
        {"ALTER TABLE a RENAME TO b; ALTER TABLE b RENAME COLUMN x TO y; ALTER TABLE b DROP y;", "DS101 a.x"},
        {"ALTER TABLE a RENAME x TO y; ALTER TABLE a RENAME y TO z; ALTER TABLE a DROP COLUMN z;", "DS101 a.x"},
        {"ALTER TABLE a RENAME CONSTRAINT x TO y; ALTER TABLE a DROP COLUMN y;", "DS101 a.y"},
        {"CREATE TABLE a (x); ALTER TABLE a RENAME TO b; DROP TABLE b; DROP TABLE a;", "DS102 a"},
        {"CREATE TABLE a (x, y); ALTER TABLE a DROP COLUMN x;", ""},
        {"DELETE FROM posts; UPDATE posts SET title = 'DROP TABLE posts';", ""},
        {"DROP INDEX posts_title; DROP VIEW v; DROP TRIGGER t;", ""},
        {"CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM b; END; DROP TABLE b;", "DS102 b"},
        {"DROP TABLE a, b;", "DS102 a, DS102 b"},
        {"ALTER TABLE", ""},
        {"DROP TABLE", ""},
        {"INSERT INTO", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        assert_string_equal(dangers_of(arena, cases[i][0], NULL), cases[i][1]);
        arena_free(arena);
    }
}

static void a_rebuild_must_have_copied(void **state)
{
    (void)state;
    static const char whole[] = "CREATE TABLE \"_corm_new_posts\" (id, title);"
                                "INSERT INTO \"_corm_new_posts\" (id, title) SELECT id, CAST(title AS TEXT) FROM posts;"
                                "DROP TABLE \"posts\"; ALTER TABLE \"_corm_new_posts\" RENAME TO \"posts\";";
    struct arena *arena = arena_new();
    assert_string_equal(dangers_of(arena, whole, "posts"), "");
    assert_string_equal(dangers_of(arena, whole, NULL), "DS102 posts");
    assert_string_equal(dangers_of(arena, whole, "users"), "DS102 posts");
    assert_string_equal(dangers_of(arena, "DROP TABLE posts;", "posts"), "DS102 posts");
    struct strings rebuilds = {0};
    struct row_copies copies;
    *PUSH(arena, &rebuilds) = "posts";
    (void)danger_find(arena, whole, &rebuilds, &copies);
    assert_int_equal(copies.len, 1);
    assert_string_equal(copies.at[0].table, "posts");
    assert_true(strings_have(&copies.at[0].names, "title"));
    arena_free(arena);
}

/* The header and the live database know a table by the name that it has when the file begins. */
static void a_rebuild_may_follow_a_rename(void **state)
{
    (void)state;
    static const char whole[] = "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME COLUMN nick TO name;"
                                "CREATE TABLE \"_corm_new_people\" (id, name);"
                                "INSERT INTO \"_corm_new_people\" (id, name) SELECT id, name FROM people;"
                                "DROP TABLE people; ALTER TABLE \"_corm_new_people\" RENAME TO people;";
    struct arena *arena = arena_new();
    assert_string_equal(dangers_of(arena, whole, "users"), "");
    assert_string_equal(dangers_of(arena, whole, "people"), "DS102 users");
    struct strings rebuilds = {0};
    struct row_copies copies;
    *PUSH(arena, &rebuilds) = "users";
    (void)danger_find(arena, whole, &rebuilds, &copies);
    assert_int_equal(copies.len, 1);
    assert_string_equal(copies.at[0].table, "users");
    assert_true(strings_have(&copies.at[0].names, "nick"));
    assert_false(strings_have(&copies.at[0].names, "name"));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sees_what_destroys),
        cmocka_unit_test(a_rebuild_must_have_copied),
        cmocka_unit_test(a_rebuild_may_follow_a_rename),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
