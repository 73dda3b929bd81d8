/* What is live and nobody's stays, follows renames, and is listed. */
#include "support/corm_test.h"
#include "support/plan_run.h"

#include "base/text.h"

struct scene {
    struct arena *arena;
    struct schema *desired, *live, *lock;
    struct schema *adopted;
    struct unmanaged_list unmanaged;
};

static struct schema *load(struct arena *arena, const char *ddl)
{
    struct db *db = NULL;
    struct schema *schema = NULL;
    corm_failure error;
    assert_int_equal(db_scratch("sqlite", &db, &error), CORM_OK);
    assert_int_equal(run_script(db, arena, ddl, &error), CORM_OK);
    assert_int_equal(db_introspect(db, arena, &schema, &error), CORM_OK);
    db_close(db);
    return schema;
}

/* lock may be NULL. */
static struct scene scene_new(const char *desired, const char *live, const char *lock)
{
    struct arena *arena = arena_new();
    return (struct scene){.arena = arena,
        .desired = load(arena, desired),
        .live = load(arena, live),
        .lock = lock == NULL ? NULL : load(arena, lock)};
}

/* Where the live schema has nothing more than the desired one, nobody need look for what is unmanaged. */
static const struct diff *adopt(struct scene *scene)
{
    scene->adopted = diff_adopt_unmanaged(scene->arena, scene->desired, scene->live, scene->lock, &scene->unmanaged);
    bool extra = diff_has_extra(diff_schemas(scene->arena, scene->live, scene->desired));
    assert_true(extra || scene->unmanaged.len == 0);
    assert_true(extra || diff_is_empty(diff_schemas(scene->arena, scene->desired, scene->adopted)));
    return diff_schemas(scene->arena, scene->live, scene->adopted);
}

static void expect_listed(const struct scene *scene, const char *wanted)
{
    struct buf buf = buf_new(scene->arena);
    for (size_t i = 0; i < scene->unmanaged.len; i++) {
        buf_printf(&buf, "%s%s %s", i == 0 ? "" : "; ", scene->unmanaged.at[i].kind, scene->unmanaged.at[i].object);
    }
    assert_string_equal(buf_text(&buf), wanted);
}

/* The statements of the plan in one line each. */
static void expect_plan(const struct scene *scene, const struct diff *diff, const char *wanted)
{
    const struct plan *plan = plan_diff(scene->arena, diff, &(struct plan_options){.sqlite_version = 3040000});
    struct buf buf = buf_new(scene->arena);
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_printf(&buf, "%s\n", plan->statements.at[i].sql);
    }
    assert_string_equal(buf_text(&buf), wanted);
}

static const char *const everything =
    "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, legacy TEXT, shout AS (upper(legacy)),"
    " UNIQUE (legacy), CONSTRAINT ck_name CHECK (name <> ''), FOREIGN KEY (legacy) REFERENCES users (name));"
    "CREATE INDEX ix_name ON users (name);"
    "CREATE TABLE old_logs (id INTEGER PRIMARY KEY, what TEXT);"
    "CREATE INDEX ix_what ON old_logs (what);"
    "CREATE VIEW v AS SELECT 1;"
    "CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END;";
static const char *const plain = "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)";

static void test_all_that_nobody_asked_for_stays(void **state)
{
    (void)state;
    const char *const locks[] = {NULL, plain};
    for (size_t i = 0; i < 2; i++) {
        struct scene scene = scene_new(plain, everything, locks[i]);
        assert_true(diff_is_empty(adopt(&scene)));
        expect_listed(&scene,
            "column users.legacy; column users.shout; table old_logs; unique users(legacy); "
            "index ix_name; foreign_key users(legacy); check users.ck_name; trigger tr; view v");
        arena_free(scene.arena);
    }
}

static void test_what_the_lock_knows_goes(void **state)
{
    (void)state;
    struct scene scene = scene_new(plain,
        everything,
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, CHECK (name <> ''));"
        "CREATE INDEX ix_name ON users (name); CREATE TABLE old_logs (id INTEGER PRIMARY KEY);");
    const struct diff *diff = adopt(&scene);
    expect_listed(&scene,
        "column users.legacy; column users.shout; unique users(legacy); foreign_key users(legacy); "
        "trigger tr; view v");
    assert_int_equal(diff->tables.len, 2);
    assert_string_equal(diff->tables.at[0].from->name, "old_logs");
    assert_null(diff->tables.at[0].to);
    assert_int_equal(diff->tables.at[1].changes.len, 2);
    assert_int_equal(diff->tables.at[1].changes.at[0].part, PART_INDEX);
    assert_int_equal(diff->tables.at[1].changes.at[1].part, PART_CHECK);
    arena_free(scene.arena);
}

static void test_asked_to_go(void **state)
{
    (void)state;
    static const char *const asked[] = {"table old_logs", "column users.legacy", "index ix_name", "check ck_name"};
    struct scene scene = scene_new(plain, everything, NULL);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        *PUSH(scene.arena, &scene.desired->drop) = asked[i];
    }
    const struct diff *diff = adopt(&scene);
    expect_listed(&scene, "trigger tr; view v");
    assert_int_equal(diff->tables.len, 2);
    assert_true(diff_is_empty(diff_schemas(scene.arena, scene.desired, scene.adopted)));
    arena_free(scene.arena);
}

static void test_follows_renames(void **state)
{
    (void)state;
    struct scene scene = scene_new("CREATE TABLE people (id INTEGER PRIMARY KEY, full_name TEXT)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, extra AS (lower(name)), CHECK (name <> extra));"
        "CREATE INDEX ix ON users (name, lower(name)) WHERE users.name > 'a';"
        "CREATE TABLE logs (user_id INTEGER REFERENCES users (id));",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
    *PUSH(scene.arena, &scene.desired->tables.at[0]->renamed_from) = "users";
    *PUSH(scene.arena, &scene.desired->tables.at[0]->columns.at[1]->renamed_from) = "name";
    const struct diff *diff = adopt(&scene);
    expect_listed(&scene, "column users.extra; table logs; index ix; check users(name <> extra)");
    expect_plan(&scene,
        diff,
        "ALTER TABLE \"users\" RENAME TO \"people\"\nALTER TABLE \"people\" RENAME COLUMN \"name\" TO \"full_name\"\n");
    arena_free(scene.arena);
}

static void test_cannot_stay_without_its_column(void **state)
{
    (void)state;
    struct scene scene = scene_new("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, gone TEXT, mine AS (gone || 'x'), again AS (mine));"
        "CREATE INDEX ix ON users (name) WHERE gone > 1; CREATE INDEX ix2 ON users (lower(gone));"
        "CREATE TABLE t (id INTEGER REFERENCES dropped (id)); CREATE TABLE dropped (id INTEGER PRIMARY KEY);",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, gone TEXT);"
        "CREATE TABLE t (id INTEGER); CREATE TABLE dropped (id INTEGER PRIMARY KEY);");
    scene.desired =
        load(scene.arena, "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE t (id INTEGER)");
    const struct diff *diff = adopt(&scene);
    expect_listed(&scene, "");
    assert_int_equal(diff->tables.len, 3);
    arena_free(scene.arena);
}

static void test_rebuild_carries_it(void **state)
{
    (void)state;
    struct scene scene = scene_new("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, legacy TEXT UNIQUE); CREATE INDEX ix ON users (legacy)",
        NULL);
    expect_plan(&scene,
        adopt(&scene),
        "CREATE TABLE \"_corm_new_users\" (\n    \"id\" INTEGER PRIMARY KEY,\n    \"name\" TEXT NOT NULL,\n"
        "    \"legacy\" TEXT,\n    UNIQUE (\"legacy\")\n)\n"
        "INSERT INTO \"_corm_new_users\" (\"id\", \"name\", \"legacy\")\nSELECT \"id\", \"name\", \"legacy\"\n"
        "FROM \"users\"\nORDER BY rowid\nDROP TABLE \"users\"\nPRAGMA legacy_alter_table = ON\n"
        "ALTER TABLE \"_corm_new_users\" RENAME TO \"users\"\nPRAGMA legacy_alter_table = OFF\n"
        "CREATE INDEX \"ix\" ON \"users\" (\"legacy\")\n");
    arena_free(scene.arena);
}

static void test_kept_key_column_is_no_key(void **state)
{
    (void)state;
    struct scene scene = scene_new("CREATE TABLE users (name TEXT NOT NULL PRIMARY KEY)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL)",
        NULL);
    (void)adopt(&scene);
    expect_listed(&scene, "column users.id");
    assert_false(scene.adopted->tables.at[0]->columns.at[1]->autoincrement);
    arena_free(scene.arena);
}

static void test_nothing_more_than_wanted(void **state)
{
    (void)state;
    static const char *const more[] = {
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, email TEXT)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT, CHECK (name <> ''))",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE INDEX ix_name ON users (name)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE TABLE posts (id INTEGER PRIMARY KEY)",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); CREATE VIEW v AS SELECT 1",
    };
    for (size_t i = 0; i < sizeof more / sizeof *more; i++) {
        struct scene scene = scene_new(plain, more[i], plain);
        assert_true(diff_has_extra(diff_schemas(scene.arena, scene.live, scene.desired)));
        scene.live = load(scene.arena, plain);
        scene.desired = load(scene.arena, more[i]);
        scene.live->others = (struct other_objects){0};
        assert_false(diff_has_extra(diff_schemas(scene.arena, scene.live, scene.desired)));
        (void)adopt(&scene);
        expect_listed(&scene, "");
        arena_free(scene.arena);
    }
}

static void test_ours_is_nobodys(void **state)
{
    (void)state;
    struct scene scene = scene_new("", "CREATE TABLE migrations (version TEXT)", NULL);
    scene.live->tables.at[0]->name = "corm_migrations"; /* introspection leaves it out already */
    assert_true(diff_is_empty(adopt(&scene)));
    expect_listed(&scene, "");
    arena_free(scene.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_that_nobody_asked_for_stays),
        cmocka_unit_test(test_what_the_lock_knows_goes),
        cmocka_unit_test(test_asked_to_go),
        cmocka_unit_test(test_follows_renames),
        cmocka_unit_test(test_cannot_stay_without_its_column),
        cmocka_unit_test(test_rebuild_carries_it),
        cmocka_unit_test(test_kept_key_column_is_no_key),
        cmocka_unit_test(test_nothing_more_than_wanted),
        cmocka_unit_test(test_ours_is_nobodys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
