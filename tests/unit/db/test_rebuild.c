#include "db_case.h"

#include <sqlite3.h>

/* Runs the script as a migration that rebuilds `tables` (one name, or two with a comma; NULL: it rebuilds nothing and
 * keys are on); commits, or rolls back. */
static corm_status try_migration(
    struct db_case *test, const char *tables, const char *script, bool lossy, corm_failure *error)
{
    const struct driver *driver = test->db->driver;
    struct strings names = {0};
    corm_failure ignored;
    void *memory = NULL;
    const char *comma = tables != NULL ? strchr(tables, ',') : NULL;

    if (tables != NULL) {
        *PUSH(test->arena, &names) =
            arena_strndup(test->arena, tables, comma != NULL ? (size_t)(comma - tables) : strlen(tables));
    }
    if (comma != NULL) {
        *PUSH(test->arena, &names) = comma + 1;
    }
    assert_int_equal(driver->begin(test->db, tables != NULL, 0, error), CORM_OK);
    corm_status status =
        driver->rebuild->before(test->db, test->arena, tables != NULL ? &names : NULL, lossy, &memory, error);
    if (status == CORM_OK) {
        status = try_script(test->db, test->arena, script, error);
    }
    if (status == CORM_OK) {
        status = driver->rebuild->after(test->db, test->arena, memory, error);
    }
    if (driver->end(test->db, status == CORM_OK, status == CORM_OK ? error : &ignored) != CORM_OK) {
        assert_int_not_equal(status, CORM_OK);
    }
    assert_int_equal(number(test->db, "PRAGMA foreign_keys"), 1);
    return status;
}

static void migrate(struct db_case *test, const char *tables, const char *script)
{
    corm_failure error = {0};

    if (try_migration(test, tables, script, false, &error) != CORM_OK) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
}

static void expect_refusal(
    struct db_case *test, const char *tables, const char *script, const char *code, const char *message)
{
    corm_failure error = {0};
    int64_t version = number(test->db, "PRAGMA schema_version");

    assert_int_not_equal(try_migration(test, tables, script, false, &error), CORM_OK);
    assert_string_equal(error.message, message);
    assert_string_equal(error.code, code);
    assert_int_equal(number(test->db, "PRAGMA schema_version"), version);
}

/* The statements of a rebuild of posts, around its new columns. */
#define REBUILD_POSTS(columns, into, from)                                                                             \
    "CREATE TABLE \"_corm_new_posts\" (" columns ");\n"                                                                \
    "INSERT INTO \"_corm_new_posts\" (" into ")\nSELECT " from "\nFROM \"posts\"\nORDER BY rowid;\n" TAKE_OVER
#define TAKE_OVER                                                                                                      \
    "DROP TABLE \"posts\"; PRAGMA legacy_alter_table = ON;"                                                            \
    "ALTER TABLE \"_corm_new_posts\" RENAME TO \"posts\"; PRAGMA legacy_alter_table = OFF;"

static const char blog[] =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT);"
    "CREATE TABLE posts (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INT REFERENCES users ON DELETE CASCADE,"
    " parent INT REFERENCES posts ON DELETE CASCADE, title TEXT COLLATE NOCASE, code TEXT);"
    "CREATE TABLE comments (id INTEGER PRIMARY KEY, post_id INT NOT NULL REFERENCES posts ON DELETE CASCADE, body "
    "TEXT);"
    "CREATE INDEX ix_title ON posts (title) WHERE code IS NOT NULL;"
    "CREATE UNIQUE INDEX ix_lower ON posts (lower(title) DESC);"
    "CREATE VIEW v AS SELECT title FROM posts; CREATE VIEW w AS SELECT * FROM v;"
    "CREATE TABLE log (what TEXT);"
    "CREATE TRIGGER own AFTER UPDATE OF title ON posts WHEN NEW.title <> OLD.title"
    " BEGIN INSERT INTO log VALUES (NEW.title); END;"
    "CREATE TRIGGER foreign_one AFTER INSERT ON comments BEGIN UPDATE posts SET code = 'c' WHERE id = NEW.post_id; END;"
    "INSERT INTO users VALUES (1, 'ann'), (2, 'bob');"
    "INSERT INTO posts VALUES (1, 1, NULL, 'One', '1'), (2, 1, 1, 'Two', '2'), (7, 2, 2, 'Seven', NULL);"
    "INSERT INTO comments (post_id, body) VALUES (1, 'x'), (2, 'y'); UPDATE posts SET code = id;"
    "INSERT INTO posts (id, title) VALUES (9, 'last'); DELETE FROM posts WHERE id = 9; ANALYZE;";

#define POSTS                                                                                                          \
    "id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INT REFERENCES users ON DELETE CASCADE,"                            \
    " parent INT REFERENCES posts ON DELETE CASCADE, title TEXT NOT NULL COLLATE NOCASE, code TEXT"
#define ALL_POSTS "id, user_id, parent, title, code"

static int blog_set_up(void **state)
{
    if (case_set_up(state) != 0) {
        return -1;
    }
    struct db_case *test = *state;
    run_script(test->db, test->arena, blog);
    return 0;
}

static void nothing_is_lost(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    migrate(test, "posts", REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS));
    assert_int_equal(number(test->db, "SELECT count(*) FROM posts"), 3);
    assert_int_equal(number(test->db, "SELECT count(*) FROM comments"), 2);
    assert_int_equal(number(test->db, "SELECT count(*) FROM w"), 3);
    assert_int_equal(number(test->db,
                         "SELECT count(*) FROM sqlite_schema WHERE name IN ('own', 'foreign_one', 'ix_title',"
                         " 'ix_lower') AND sql LIKE '%posts%'"),
        4);
    assert_true(number(test->db, "SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'posts'") > 0);
    run_script(
        test->db, test->arena, "INSERT INTO posts (title) VALUES ('new'); UPDATE posts SET title = 'n' WHERE id = 1");
    assert_int_equal(number(test->db, "SELECT max(id) FROM posts"), 10);
    assert_int_equal(number(test->db, "SELECT count(*) FROM log WHERE what = 'n'"), 1);
    assert_int_equal(db_run(test->db, "INSERT INTO posts (user_id, title) VALUES (77, '')", &error), CORM_DATABASE);
}

static void an_empty_table_keeps_its_sequence(void **state)
{
    struct db_case *test = *state;

    run_script(test->db, test->arena, "DELETE FROM posts");
    migrate(test, "posts", REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS));
    run_script(test->db, test->arena, "INSERT INTO posts (title) VALUES ('new')");
    assert_int_equal(number(test->db, "SELECT max(id) FROM posts"), 10);
}

static void what_is_dropped_by_name_stays_away(void **state)
{
    struct db_case *test = *state;

    migrate(test,
        "posts",
        "DROP INDEX ix_title; DROP TRIGGER own;" REBUILD_POSTS(
            POSTS, ALL_POSTS, ALL_POSTS) "CREATE INDEX ix_lower ON posts"
                                         " (code);");
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('own', 'ix_title')"), 0);
    assert_int_equal(
        number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'ix_lower' AND sql LIKE '%code%'"), 1);
}

static void an_index_goes_with_its_column(void **state)
{
    struct db_case *test = *state;

    migrate(test,
        "posts",
        REBUILD_POSTS("id INTEGER PRIMARY KEY, user_id INT, parent INT, title TEXT",
            "id, user_id, parent, title",
            "id, user_id, parent, title") "DROP TRIGGER foreign_one;");
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'ix_title'"), 0);
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'ix_lower'"), 1);
}

static void renames_are_followed(void **state)
{
    struct db_case *test = *state;

    migrate(test,
        "posts",
        "ALTER TABLE posts RENAME TO articles; ALTER TABLE articles RENAME COLUMN title TO headline;"
        "CREATE TABLE \"_corm_new_articles\" (id INTEGER PRIMARY KEY AUTOINCREMENT, user_id INT, parent INT,"
        " \"Head Line\" TEXT, code TEXT);"
        "INSERT INTO \"_corm_new_articles\" (id, user_id, parent, \"Head Line\", code)"
        " SELECT id, user_id, parent, headline, code FROM articles ORDER BY rowid;"
        "DROP VIEW w; DROP VIEW v; DROP TABLE articles; PRAGMA legacy_alter_table = ON;"
        "ALTER TABLE \"_corm_new_articles\" RENAME TO articles; PRAGMA legacy_alter_table = OFF;");
    run_script(test->db,
        test->arena,
        "UPDATE articles SET \"Head Line\" = 'n' WHERE id = 1; INSERT INTO articles (code)"
        " VALUES ('x'); INSERT INTO comments (post_id) VALUES (2);");
    assert_int_equal(number(test->db, "SELECT count(*) FROM log WHERE what = 'n'"), 1);
    assert_int_equal(number(test->db, "SELECT max(id) FROM articles"), 10);
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'ix_lower'"), 1);
}

static void rows_that_are_left_out_are_refused(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        "posts",
        "CREATE TABLE \"_corm_new_posts\" (" POSTS ");"
        "INSERT INTO \"_corm_new_posts\" (id, title) SELECT id, title FROM posts WHERE id < 3;" TAKE_OVER,
        "rebuild-check-failed",
        "posts had 3 rows before its rebuild and would have 2");
    expect_refusal(test,
        "posts",
        "CREATE TABLE \"_corm_new_posts\" (" POSTS
        "); CREATE TRIGGER d AFTER INSERT ON \"_corm_new_posts\" WHEN NEW.id = 7"
        " BEGIN DELETE FROM \"_corm_new_posts\" WHERE id = 7; END;"
        "INSERT INTO \"_corm_new_posts\" (" ALL_POSTS ") SELECT " ALL_POSTS " FROM posts ORDER BY rowid;" TAKE_OVER,
        "rebuild-check-failed",
        "the rebuild of posts would turn its 3 rows into 2");
}

static void rows_may_be_deleted_beside_the_copy(void **state)
{
    struct db_case *test = *state;

    migrate(test,
        "posts",
        "DELETE FROM comments; DELETE FROM posts WHERE id = 7;" REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS));
    assert_int_equal(number(test->db, "SELECT count(*) FROM posts"), 2);
}

static void values_that_only_move_must_not_change(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        "posts",
        "CREATE TABLE \"_corm_new_posts\" (" POSTS
        "); CREATE TRIGGER d AFTER INSERT ON \"_corm_new_posts\" WHEN NEW.id = 7"
        " BEGIN UPDATE \"_corm_new_posts\" SET user_id = 1 WHERE id = 7; END;"
        "INSERT INTO \"_corm_new_posts\" (" ALL_POSTS ") SELECT " ALL_POSTS " FROM posts ORDER BY rowid;" TAKE_OVER,
        "rebuild-check-failed",
        "the rebuild of posts would change values of columns that it only copies");
}

#define WITH_CODE(type)                                                                                                \
    REBUILD_POSTS("id INTEGER PRIMARY KEY, user_id INT, parent INT, title TEXT, code " type,                           \
        ALL_POSTS,                                                                                                     \
        "id, user_id, parent,"                                                                                         \
        " title, code")

static void lossy_types_are_refused_with_an_example(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    migrate(test, "posts", WITH_CODE("INTEGER"));
    migrate(test, "posts", WITH_CODE("TEXT"));
    migrate(test, "posts", WITH_CODE("REAL"));
    migrate(test, "posts", WITH_CODE("INTEGER"));
    migrate(test, "posts", WITH_CODE("TEXT"));
    run_script(test->db, test->arena, "UPDATE posts SET code = '007' WHERE id = 7");
    expect_refusal(test,
        "posts",
        WITH_CODE("INTEGER"),
        "lossy-conversion",
        "posts.code as INTEGER cannot keep its values: row 7 has '007', it would be 7");
    expect_refusal(test,
        "posts",
        REBUILD_POSTS("id INTEGER PRIMARY KEY, user_id INT, parent INT, title TEXT, code TEXT",
            ALL_POSTS,
            "id, user_id, parent, title, CAST(code AS INTEGER)"),
        "lossy-conversion",
        "posts.code as TEXT cannot keep its values: row 7 has '007', it would be '7'");
    assert_int_equal(try_migration(test, "posts", WITH_CODE("INTEGER"), true, &error), CORM_OK);
    assert_int_equal(number(test->db, "SELECT code FROM posts WHERE id = 7"), 7);
}

static void what_a_number_means_is_kept(void **state)
{
    static const struct {
        const char *from, *value, *to;
        bool fits;
    } cases[] = {{"TEXT", "'12'", "INTEGER", true},
        {"TEXT", "'1e3'", "INTEGER", false},
        {"TEXT", "'abc'", "INTEGER", true},
        {"TEXT", "'9223372036854775808'", "INTEGER", false},
        {"TEXT", "'1.0'", "INTEGER", false},
        {"TEXT", "'1.0'", "REAL", true},
        {"TEXT", "'1.50'", "REAL", false},
        {"REAL", "2.0", "INTEGER", true},
        {"REAL", "2.5", "TEXT", true},
        {"REAL", "0.1 + 0.2", "TEXT", false},
        {"INTEGER", "5", "TEXT", true},
        {"INTEGER", "9007199254740993", "REAL", false},
        {"", "x'00'", "TEXT", true},
        {"TEXT", "NULL", "INTEGER", true},
        {"NUMERIC", "'1.10'", "TEXT", true},
        {"TEXT", "''", "NUMERIC", true}};
    struct db_case *test = *state;
    corm_failure error;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_script(test->db,
            test->arena,
            arena_printf(test->arena,
                "CREATE TABLE posts (a, b %s); INSERT INTO posts VALUES (1, %s)",
                cases[i].from,
                cases[i].value));
        const char *script = arena_printf(test->arena,
            "CREATE TABLE \"_corm_new_posts\" (a, b %s);"
            "INSERT INTO \"_corm_new_posts\" (a, b) SELECT a, b FROM posts;" TAKE_OVER,
            cases[i].to);
        print_message("%s %s -> %s\n", cases[i].from, cases[i].value, cases[i].to);
        assert_int_equal(try_migration(test, "posts", script, false, &error), cases[i].fits ? CORM_OK : CORM_REFUSED);
        run_script(test->db, test->arena, "DROP TABLE posts");
    }
}

static void new_dangling_keys_are_refused(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        "posts",
        "DELETE FROM posts WHERE id = 2;" REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS),
        "foreign-key-violation",
        "row 2 of comments would refer to a row of posts that is not there");
    run_script(
        test->db, test->arena, "PRAGMA foreign_keys = OFF; DELETE FROM posts WHERE id = 2; PRAGMA foreign_keys = ON");
    migrate(test, "posts", REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS));
    expect_refusal(test,
        "posts",
        "UPDATE comments SET post_id = 1 WHERE id = 2; UPDATE comments SET post_id = 99 WHERE id = 1;" REBUILD_POSTS(
            POSTS, ALL_POSTS, ALL_POSTS),
        "foreign-key-violation",
        "row 1 of comments would refer to a row of posts that is not there");
}

static void broken_views_and_triggers_are_refused(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        "posts",
        REBUILD_POSTS("id INTEGER PRIMARY KEY, title TEXT", "id, title", "id, title"),
        "rebuild-check-failed",
        "a trigger on INSERT of comments would no longer work: no such column: code");
    run_script(test->db, test->arena, "DROP TRIGGER foreign_one; DROP TRIGGER own; DROP INDEX ix_lower");
    expect_refusal(test,
        "posts",
        REBUILD_POSTS("id INTEGER PRIMARY KEY", "id", "id"),
        "rebuild-check-failed",
        "view v would no longer work: no such column: title");
    run_script(test->db, test->arena, "DROP VIEW v");
    migrate(test, "posts", REBUILD_POSTS("id INTEGER PRIMARY KEY", "id", "id")); /* w was broken before */
}

static void other_tables_stay_as_they_are(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        "posts",
        "ALTER TABLE posts RENAME TO old; CREATE TABLE posts (" POSTS "); INSERT INTO posts (" ALL_POSTS
        ") SELECT " ALL_POSTS " FROM old; DROP TABLE old;",
        "rebuild-check-failed",
        "a trigger on INSERT of comments would no longer work: no such table: main.old");
    migrate(test, "posts", REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS) "ALTER TABLE comments ADD COLUMN x;");
}

static void tables_without_rowid_work(void **state)
{
    struct db_case *test = *state;

    run_script(test->db,
        test->arena,
        "CREATE TABLE tags (name TEXT PRIMARY KEY, n INT) WITHOUT ROWID;"
        "INSERT INTO tags VALUES ('b', 1), ('a', 2);");
    migrate(test,
        "tags",
        "CREATE TABLE n (name TEXT PRIMARY KEY, n INT CHECK (n > 0)); INSERT INTO n (name, n) SELECT name, n"
        " FROM tags; DROP TABLE tags; ALTER TABLE n RENAME TO tags;");
    run_script(test->db, test->arena, "UPDATE tags SET n = 2");
    migrate(test,
        "tags",
        "CREATE TABLE n (name TEXT PRIMARY KEY, n TEXT) WITHOUT ROWID; INSERT INTO n (name, n) SELECT name, n"
        " FROM tags ORDER BY rowid; DROP TABLE tags; ALTER TABLE n RENAME TO tags;");
    run_script(test->db, test->arena, "UPDATE tags SET n = '02'");
    expect_refusal(test,
        "tags",
        "CREATE TABLE n (name TEXT PRIMARY KEY, n INT) WITHOUT ROWID; INSERT INTO n (name, n) SELECT"
        " name, n FROM tags; DROP TABLE tags; ALTER TABLE n RENAME TO tags;",
        "lossy-conversion",
        "a new type of a column of tags cannot keep its values");
}

static void two_tables_at_once(void **state)
{
    struct db_case *test = *state;

    migrate(test,
        "posts,comments",
        REBUILD_POSTS(POSTS, ALL_POSTS, ALL_POSTS) "CREATE TABLE \"_corm_new_comments\" (id INTEGER PRIMARY KEY, "
                                                   "post_id INT NOT NULL REFERENCES posts, body TEXT);"
                                                   "INSERT INTO \"_corm_new_comments\" (id, post_id, body) SELECT id, "
                                                   "post_id, body FROM comments ORDER BY rowid;"
                                                   "DROP TABLE comments; PRAGMA legacy_alter_table = ON; ALTER TABLE "
                                                   "\"_corm_new_comments\" RENAME TO comments;"
                                                   "PRAGMA legacy_alter_table = OFF;");
    run_script(test->db, test->arena, "INSERT INTO comments (post_id) VALUES (1)");
    assert_int_equal(number(test->db, "SELECT count(*) FROM posts WHERE code = 'c'"), 1);
}

static void a_dropped_table_takes_its_own_along(void **state)
{
    struct db_case *test = *state;

    migrate(test, "posts", "DROP VIEW w; DROP VIEW v; DROP TABLE comments; DROP TABLE posts;");
    assert_int_equal(
        number(test->db, "SELECT count(*) FROM sqlite_schema WHERE name IN ('own', 'ix_title', 'posts')"), 0);
    migrate(test, "nowhere", "CREATE TABLE nowhere (a)");
}

static void a_dropped_table_takes_no_rows_of_others_along(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        NULL,
        "DROP VIEW w; DROP VIEW v; DROP TABLE posts;",
        "rebuild-check-failed",
        "dropping posts would delete rows of comments, which refers to it (ON DELETE CASCADE)");
    assert_int_equal(number(test->db, "SELECT count(*) FROM comments"), 2);
    run_script(test->db, test->arena, "DROP TABLE comments; CREATE TABLE notes (post_id REFERENCES posts)");
    expect_refusal(test,
        NULL,
        "DROP VIEW w; DROP VIEW v; DROP TABLE posts;",
        "rebuild-check-failed",
        "notes would refer to posts, which would be gone, and take no more rows");
    expect_refusal(test,
        "posts",
        "DROP VIEW w; DROP VIEW v; DROP TABLE posts;",
        "rebuild-check-failed",
        "notes would refer to posts, which would be gone, and take no more rows");
    migrate(test, NULL, "DROP VIEW w; DROP VIEW v; DROP TABLE notes; DROP TABLE posts;");
    run_script(test->db, test->arena, "CREATE TABLE lost (id REFERENCES nowhere)");
    migrate(test, NULL, "ALTER TABLE lost RENAME TO found;");
}

static void a_dropped_table_breaks_no_view_or_trigger(void **state)
{
    struct db_case *test = *state;

    expect_refusal(test,
        NULL,
        "DROP TABLE log;",
        "rebuild-check-failed",
        "a trigger on UPDATE of posts would no longer work: no such table: main.log");
    run_script(test->db, test->arena, "DROP TABLE comments");
    expect_refusal(test,
        NULL,
        "DROP TABLE posts;",
        "rebuild-check-failed",
        "view v would no longer work: no such table: main.posts");
}

static void keys_must_be_off(void **state)
{
    struct db_case *test = *state;
    struct strings names = {0};
    void *memory = NULL;
    corm_failure error;

    assert_int_equal(
        test->db->driver->rebuild->before(test->db, test->arena, &names, false, &memory, &error), CORM_REFUSED);
    assert_null(memory);
}

/* Views and triggers from before the rule that text stands in single quotes do not stand in the way. */
static void old_schemas_can_be_rebuilt(void **state)
{
    struct db_case *test = *state;
    sqlite3 *old = NULL;
    corm_failure error;

    assert_int_equal(sqlite3_open(case_path(test, "old.db"), &old), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(old,
            "CREATE TABLE posts (a TEXT DEFAULT \"x\", CHECK (a <> \"it\")); INSERT INTO posts VALUES ('1');"
            "CREATE VIEW v AS SELECT \"text\" FROM posts;"
            "CREATE TRIGGER g AFTER DELETE ON posts BEGIN INSERT INTO posts VALUES (\"deleted\"); END;",
            NULL,
            NULL,
            NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(old), SQLITE_OK);
    db_close(test->db);
    assert_int_equal(db_open(case_url(test, "old.db"), DB_WRITE, &test->db, &error), CORM_OK);
    migrate(test,
        "posts",
        "CREATE TABLE \"_corm_new_posts\" (a TEXT DEFAULT 'x' CHECK (a <> 'it'));"
        "INSERT INTO \"_corm_new_posts\" (a) SELECT a FROM posts ORDER BY rowid;" TAKE_OVER);
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema"), 3);
}

#define WITH_BLOG(name) cmocka_unit_test_setup_teardown(name, blog_set_up, case_tear_down)
#define WITH_DATABASE(name) cmocka_unit_test_setup_teardown(name, case_set_up, case_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_BLOG(nothing_is_lost),
        WITH_BLOG(an_empty_table_keeps_its_sequence),
        WITH_BLOG(what_is_dropped_by_name_stays_away),
        WITH_BLOG(an_index_goes_with_its_column),
        WITH_BLOG(renames_are_followed),
        WITH_BLOG(rows_that_are_left_out_are_refused),
        WITH_BLOG(rows_may_be_deleted_beside_the_copy),
        WITH_BLOG(values_that_only_move_must_not_change),
        WITH_BLOG(lossy_types_are_refused_with_an_example),
        WITH_DATABASE(what_a_number_means_is_kept),
        WITH_BLOG(new_dangling_keys_are_refused),
        WITH_BLOG(broken_views_and_triggers_are_refused),
        WITH_BLOG(other_tables_stay_as_they_are),
        WITH_BLOG(tables_without_rowid_work),
        WITH_BLOG(two_tables_at_once),
        WITH_BLOG(a_dropped_table_takes_its_own_along),
        WITH_BLOG(a_dropped_table_takes_no_rows_of_others_along),
        WITH_BLOG(a_dropped_table_breaks_no_view_or_trigger),
        WITH_BLOG(keys_must_be_off),
        WITH_DATABASE(old_schemas_can_be_rebuilt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
