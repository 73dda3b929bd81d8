/* Generated migrations: proven, sealed, the same bytes each time, and refused where they would destroy rows. */
#include "unit/migrate/scratch.h"

#include <sys/stat.h>

enum { NOW = 1795253400 }; /* 2026-11-21 09:30:00 */

/* The schema that the statements make, as a model of it would be. */
static struct schema *schema_of(struct scratch *scratch, const char *const *statements)
{
    struct db *db;
    struct schema *schema = NULL;
    assert_int_equal(db_scratch("sqlite", &db, &scratch->error), CORM_OK);
    for (size_t i = 0; statements != NULL && statements[i] != NULL; i++) {
        corm_status status = db_run(db, statements[i], &scratch->error);
        if (status != CORM_OK) {
            print_error("%s\n", scratch->error.message);
        }
        assert_int_equal(status, CORM_OK);
    }
    assert_int_equal(db_introspect(db, scratch->arena, &schema, &scratch->error), CORM_OK);
    db_close(db);
    return schema;
}

static const char *const one_table[] = {
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80), bio TEXT)", NULL};
static const char *const two_tables[] = {
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80), bio TEXT)",
    "CREATE TABLE posts (id INTEGER NOT NULL PRIMARY KEY, user_id INTEGER NOT NULL, CONSTRAINT fk_posts_user_id "
    "FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE)",
    "CREATE INDEX ix_posts_user_id ON posts (user_id)",
    NULL};
static const char *const no_bio[] = {"CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(80))", NULL};
static const char *const stricter[] = {
    "CREATE TABLE users (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(90) NOT NULL, bio TEXT)", NULL};

static struct generate_options options_of(const char *slug)
{
    return (struct generate_options){.slug = slug, .now = NOW, .sqlite_version = 3035000};
}

static struct schema *lock_of(const struct folder *folder)
{
    struct schema *lock;
    bool stale;
    corm_failure error;
    assert_int_equal(folder_lock(folder, &lock, &error), CORM_OK);
    assert_int_equal(folder_lock_is_stale(folder, &stale, &error), CORM_OK);
    assert_false(stale);
    return lock;
}

static struct stage stage_of(struct scratch *scratch, const struct schema *from, const struct schema *to)
{
    const struct plan_options options = {.sqlite_version = 3035000};
    return stage_make(scratch->arena, from, to, &options);
}

/* From what the folder's lock holds (nothing at first) to what the statements make. */
static corm_status generate(struct scratch *scratch,
    const char *const *statements,
    const struct generate_options *options,
    struct generated *ret_generated)
{
    struct folder *folder = scratch_read(scratch);
    struct schema *lock = lock_of(folder), *from = lock != NULL ? lock : schema_of(scratch, NULL);
    struct schema *to = schema_of(scratch, statements);
    scratch->error = (corm_failure){0};
    const struct stage whole = stage_of(scratch, from, to);
    corm_status status =
        generate_migration(scratch->arena, folder, &whole, to, options, ret_generated, &scratch->error);
    if (status == CORM_DATABASE) {
        print_error("%s\n", scratch->error.message);
    }
    return status;
}

static void generate_and_write(struct scratch *scratch, const char *const *statements, const char *slug)
{
    struct generated generated = {0};
    struct generate_options options = options_of(slug);
    *PUSH(scratch->arena, &options.allow) = "all";
    assert_int_equal(generate(scratch, statements, &options, &generated), CORM_OK);
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
}

static void the_first_creates_everything(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("Create it");
    assert_int_equal(generate(scratch, two_tables, &options, &generated), CORM_OK);
    assert_string_equal(generated.version, "20261121093000");
    assert_int_equal(generated.files.len, 4);
    assert_string_equal(generated.files.at[0].path, scratch_path(scratch, "20261121093000_create_it.up.sql"));
    assert_string_equal(generated.files.at[1].path, scratch_path(scratch, "20261121093000_create_it.down.sql"));
    assert_string_equal(generated.files.at[2].path, scratch_path(scratch, "corm.sum"));
    assert_string_equal(generated.files.at[3].path, scratch_path(scratch, "schema.lock"));
    assert_false(file_exists(generated.files.at[0].path));
    assert_true(text_starts(generated.files.at[0].text, "-- corm: migration 20261121093000 create_it\n"));
    assert_non_null(strstr(generated.files.at[1].text, "-- corm: allow DS102\n"));
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
    struct folder *folder = scratch_read(scratch);
    assert_true(folder->migrations.at[0]->sealed);
    assert_non_null(lock_of(folder));
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema WHERE name IN ('users', 'posts')"), 2);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema WHERE name IN ('users', 'posts')"), 0);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_free(scratch);
}

static void no_change_is_no_migration(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("again");
    generate_and_write(scratch, two_tables, "first");
    assert_int_equal(generate(scratch, two_tables, &options, &generated), CORM_OK);
    assert_null(generated.version);
    assert_int_equal(generated.files.len, 0);
    scratch_free(scratch);
}

static void the_next_follows_in_time(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    generate_and_write(scratch, one_table, "first");
    generate_and_write(scratch, two_tables, "second");
    struct folder *folder = scratch_read(scratch);
    assert_string_equal(folder->migrations.at[1]->version, "20261121093001");
    assert_string_equal(folder->migrations.at[1]->parent, "20261121093000");
    struct generated generated = {0};
    struct generate_options options = options_of("third");
    options.version = "20300101000000";
    assert_int_equal(generate(scratch, no_bio, &options, &generated), CORM_REFUSED);
    *PUSH(scratch->arena, &options.allow) = "all";
    assert_int_equal(generate(scratch, no_bio, &options, &generated), CORM_OK);
    assert_string_equal(generated.version, "20300101000000");
    options.version = "2030";
    assert_int_equal(generate(scratch, no_bio, &options, &generated), CORM_USAGE);
    scratch_free(scratch);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated first = {0}, second = {0};
    struct generate_options options = options_of("same");
    assert_int_equal(generate(scratch, two_tables, &options, &first), CORM_OK);
    assert_int_equal(generate(scratch, two_tables, &options, &second), CORM_OK);
    for (size_t i = 0; i < first.files.len; i++) {
        assert_string_equal(first.files.at[i].text, second.files.at[i].text);
    }
    scratch_free(scratch);
}

static void what_destroys_rows_must_be_allowed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("drop_bio");
    generate_and_write(scratch, one_table, "first");
    assert_int_equal(generate(scratch, no_bio, &options, &generated), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "DS101");
    assert_non_null(strstr(scratch->error.message, "users.bio"));
    assert_non_null(strstr(scratch->error.hint, "--allow DS101"));
    *PUSH(scratch->arena, &options.allow) = "DS101";
    assert_int_equal(generate(scratch, no_bio, &options, &generated), CORM_OK);
    assert_non_null(strstr(generated.files.at[0].text, "-- corm: allow DS101\n"));
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.all = true}, NULL), CORM_OK);
    scratch_free(scratch);
}

static void a_rebuild_is_run_with_keys_off(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    generate_and_write(scratch, one_table, "first");
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_sql(scratch, "INSERT INTO users VALUES (1, 'ann', NULL), (2, 'bob', 'x')");
    generate_and_write(scratch, stricter, "stricter");
    struct folder *folder = scratch_read(scratch);
    assert_int_equal(folder->migrations.at[1]->rebuilds.len, 1);
    assert_true(folder->migrations.at[1]->keys_off);
    assert_true(folder->migrations.at[1]->down_keys_off);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM users WHERE name IN ('ann', 'bob')"), 2);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM users"), 2);
    scratch_free(scratch);
}

static void what_fails_on_scratch_is_not_written(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct folder *folder = scratch_read(scratch);
    struct schema *from = schema_of(scratch, NULL), *to = schema_of(scratch, one_table);
    struct generated generated = {0};
    struct generate_options options = options_of("broken");
    to->tables.at[0]->columns.at[1]->default_sql = "no_such_function(1)(";
    const struct stage whole = stage_of(scratch, from, to);
    assert_int_equal(
        generate_migration(scratch->arena, folder, &whole, to, &options, &generated, &scratch->error), CORM_DATABASE);
    assert_string_equal(scratch->error.code, "proof-failed");
    assert_string_equal(scratch->error.file, "20261121093000_broken.up.sql");
    assert_true(scratch->error.line > 0);
    assert_null(generated.version);
    scratch_free(scratch);
}

static void unsealed_files_come_first(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("next");
    generate_and_write(scratch, one_table, "first");
    struct folder *folder = scratch_read(scratch);
    struct schema *lock = lock_of(folder);
    scratch_write(scratch, "20261121093000_first.down.sql", "DROP TABLE users;\n");
    folder = scratch_read(scratch);
    const struct stage whole = stage_of(scratch, lock, lock);
    assert_int_equal(
        generate_migration(scratch->arena, folder, &whole, lock, &options, &generated, &scratch->error), CORM_REFUSED);
    assert_non_null(strstr(scratch->error.message, "first.down.sql was edited"));
    assert_non_null(strstr(scratch->error.hint, "corm-migrate hash"));
    scratch_free(scratch);
}

static corm_status hash_into(struct scratch *scratch, struct strings *ret_changed)
{
    struct db *db = scratch_open(scratch);
    corm_status status = generate_hash(scratch->arena, scratch->folder, db, ret_changed, &scratch->error);
    db_close(db);
    return status;
}

static void an_empty_one_can_be_filled(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("by hand");
    struct strings changed;
    generate_and_write(scratch, one_table, "first");
    options.empty = true;
    assert_int_equal(generate(scratch, two_tables, &options, &generated), CORM_OK);
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_string_equal(scratch_states(scratch), "first applied, by_hand applied");
    assert_int_equal(scratch_down(scratch), CORM_OK);
    const char *up = "20261121093001_by_hand.up.sql", *down = "20261121093001_by_hand.down.sql";
    struct arena *arena = scratch->arena;
    scratch_write(scratch, up, arena_printf(arena, "%s\nCREATE TABLE extra (x);\n", scratch_text(scratch, up)));
    scratch_write(scratch,
        down,
        arena_printf(arena, "-- corm: allow DS102\n%s\nDROP TABLE extra;\n", scratch_text(scratch, down)));
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_non_null(strstr(scratch->error.hint, "corm-migrate hash"));
    assert_int_equal(hash_into(scratch, &changed), CORM_OK);
    assert_int_equal(changed.len, 2);
    struct folder *folder = scratch_read(scratch);
    assert_non_null(lock_of(folder));
    assert_non_null(schema_table(lock_of(folder), NULL, "extra"));
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_int_equal(hash_into(scratch, &changed), CORM_OK);
    assert_int_equal(changed.len, 0);
    scratch_free(scratch);
}

/* What a database cannot tell: which enum a CHECK stands for. */
static void hash_keeps_the_words_of_the_model(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("first");
    struct strings changed;
    static const char *const with_enum[] = {
        "CREATE TABLE a (x VARCHAR(1), CONSTRAINT ck_a_x CHECK (x IN ('a', 'b')))", "CREATE TABLE b (x TEXT)", NULL};
    struct schema *from = schema_of(scratch, NULL), *to = schema_of(scratch, with_enum);
    to->tables.at[0]->checks.at[0]->enum_column = "x";
    const struct stage whole = stage_of(scratch, from, to);
    assert_int_equal(
        generate_migration(scratch->arena, scratch_read(scratch), &whole, to, &options, &generated, &scratch->error),
        CORM_OK);
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
    struct arena *arena = scratch->arena;
    assert_int_equal(hash_into(scratch, &changed), CORM_OK);
    assert_int_equal(changed.len, 0);
    const char *up = "20261121093000_first.up.sql", *text = scratch_text(scratch, up);
    scratch_write(scratch, up, arena_printf(arena, "%s\nALTER TABLE b ADD COLUMN y TEXT;\n", text));
    assert_int_equal(hash_into(scratch, &changed), CORM_OK);
    assert_int_equal(changed.len, 2);
    struct folder *folder = scratch_read(scratch);
    assert_string_equal(lock_of(folder)->tables.at[0]->checks.at[0]->enum_column, "x");
    assert_non_null(table_find_column(lock_of(folder)->tables.at[1], "y"));
    scratch_free(scratch);
}

static corm_status hash(struct scratch *scratch)
{
    struct strings changed;
    return hash_into(scratch, &changed);
}

static void hash_proves_before_it_seals(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    generate_and_write(scratch, one_table, "first");
    generate_and_write(scratch, two_tables, "second");
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.steps = 1}, NULL), CORM_OK);
    const char *sum = scratch_text(scratch, "corm.sum"), *second = "20261121093001_second.up.sql";
    scratch_write(scratch, second, "-- by hand\nCREATE TABLE posts (id);\nCREATE TABLE posts (id);\n");
    assert_int_equal(hash(scratch), CORM_DATABASE);
    assert_non_null(strstr(scratch->error.file, second));
    assert_int_equal(scratch->error.line, 3);
    assert_string_equal(scratch_text(scratch, "corm.sum"), sum);
    /* The up runs, but its down does not take everything back. */
    scratch_write(scratch, second, "CREATE TABLE posts (id);\nCREATE TABLE more (id);\n");
    scratch_write(scratch, "20261121093001_second.down.sql", "DROP TABLE posts;\n");
    assert_int_equal(hash(scratch), CORM_DATABASE);
    assert_int_equal(scratch->error.line, 2);
    scratch_write(scratch, "20261121093000_first.up.sql", "CREATE TABLE users (id);\n");
    assert_int_equal(hash(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "edited");
    assert_string_equal(scratch_text(scratch, "corm.sum"), sum);
    scratch_free(scratch);
}

static void a_failed_write_leaves_no_file(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("first");
    assert_int_equal(generate(scratch, one_table, &options, &generated), CORM_OK);
    assert_int_equal(mkdir(scratch_path(scratch, "corm.sum"), 0777), 0);
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_USAGE);
    assert_false(file_exists(generated.files.at[0].path));
    assert_false(file_exists(generated.files.at[1].path));
    scratch_free(scratch);
}

static void a_half_written_one_is_not_run(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct generated generated = {0};
    struct generate_options options = options_of("second");
    generate_and_write(scratch, one_table, "first");
    const char *sum = scratch_text(scratch, "corm.sum");
    assert_int_equal(generate(scratch, two_tables, &options, &generated), CORM_OK);
    assert_int_equal(generate_write(&generated, 1, &scratch->error), CORM_OK);
    scratch_write(scratch, "corm.sum", sum);
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "not-sealed");
    assert_non_null(strstr(scratch->error.message, "20261121093001_second"));
    assert_int_equal(hash(scratch), CORM_OK);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_creates_everything),
        cmocka_unit_test(no_change_is_no_migration),
        cmocka_unit_test(the_next_follows_in_time),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(what_destroys_rows_must_be_allowed),
        cmocka_unit_test(a_rebuild_is_run_with_keys_off),
        cmocka_unit_test(what_fails_on_scratch_is_not_written),
        cmocka_unit_test(unsealed_files_come_first),
        cmocka_unit_test(an_empty_one_can_be_filled),
        cmocka_unit_test(hash_keeps_the_words_of_the_model),
        cmocka_unit_test(hash_proves_before_it_seals),
        cmocka_unit_test(a_failed_write_leaves_no_file),
        cmocka_unit_test(a_half_written_one_is_not_run),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
