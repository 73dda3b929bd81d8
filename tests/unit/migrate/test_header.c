/* Header lines: read, refused with their place, and never broken out of. */
#include "unit/migrate/scratch.h"

#include "base/buf.h"
#include "migrate/header.h"
#include "migrate/name.h"

static struct header read_header(struct arena *arena, const char *text)
{
    struct header header;
    corm_failure error = {0};
    corm_status status = header_read(arena, "a.up.sql", text, &header, &error);
    if (status != CORM_OK) {
        print_error("%s\n", error.message);
    }
    assert_int_equal(status, CORM_OK);
    return header;
}

static void reads_every_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct header header = read_header(arena,
        "-- corm: migration 20261121093000 add_posts\n"
        "-- a remark\n"
        "\n"
        "-- corm: parent 20261120101500\n"
        "-- corm: group 20261121093000\n"
        "--corm:engine sqlite >= 3.35\n"
        "-- corm: transaction off            (one statement)\n"
        "-- corm: rebuild posts             (SQLite: the runner prepares it)\n"
        "-- corm: rebuild \"my (odd) \"\"table\"\n"
        "-- corm: allow DS101, DS102              (accepted in review)\n"
        "CREATE TABLE a (b);\n"
        "-- corm: transaction on\n");
    assert_string_equal(header.version, "20261121093000");
    assert_string_equal(header.slug, "add_posts");
    assert_string_equal(header.parent, "20261120101500");
    assert_string_equal(header.group, "20261121093000");
    assert_string_equal(header.engine, "sqlite");
    assert_string_equal(header.engine_version, "3.35");
    assert_false(header.transaction);
    assert_true(header.keys_off);
    assert_int_equal(header.rebuilds.len, 2);
    assert_string_equal(header.rebuilds.at[0], "posts");
    assert_string_equal(header.rebuilds.at[1], "my (odd) \"table");
    assert_int_equal(header.allow.len, 2);
    assert_string_equal(header.allow.at[1], "DS102");
    arena_free(arena);
}

static void needs_no_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct header header = read_header(arena, "CREATE TABLE a (b);\n");
    assert_null(header.version);
    assert_true(header.transaction);
    assert_false(header.keys_off);
    assert_true(read_header(arena, "").transaction);
    arena_free(arena);
}

static void refuses_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *message, *hint;
        unsigned line;
    } cases[] = {
        {"-- corm: migraton 20261121093000 a\n", "migraton", "migration", 1},
        {"-- x\n-- corm: allow DS999\n", "DS999", "DS101", 2},
        {"-- corm: transaction maybe\n", "maybe", "on, or off", 1},
        {"-- corm: transaction on\n-- corm: transaction on\n", "transaction", "twice", 2},
        {"-- corm: parent 2026\n", "2026", "14 digits", 1},
        {"-- corm: engine sqlite > 3\n", "sqlite > 3", ">= 3.35", 1},
        {"-- corm: migration 20261121093000\n", "20261121093000", "VERSION NAME", 1},
        {"-- corm: rebuild\n", "rebuild", "value", 1},
        {"-- corm:\n", "unknown", "migration", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *arena = arena_new();
        struct header header;
        corm_failure error = {0};
        assert_int_equal(header_read(arena, "a.up.sql", cases[i].text, &header, &error), CORM_USAGE);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_non_null(strstr(error.hint, cases[i].hint));
        assert_int_equal(error.line, cases[i].line);
        assert_string_equal(error.file, "a.up.sql");
        arena_free(arena);
    }
}

static struct plan *plan_of(struct arena *arena, const char *sql, const char *why)
{
    struct plan *plan = NEW(arena, struct plan);
    plan->transaction = true;
    *PUSH(arena, &plan->statements) = (struct statement){.sql = sql, .why = why};
    return plan;
}

static void prints_what_it_reads(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct plan *up = plan_of(arena, "CREATE TABLE \"a\" (b) -- said so", "x\nDROP TABLE y;--");
    struct plan *down = plan_of(arena, "DROP TABLE \"a\"", NULL);
    up->keys_off = true;
    *PUSH(arena, &up->rebuilds) = "odd table\n";
    struct migration_head head = {.version = "20261121093000",
        .slug = "add_a",
        .parent = "20261120101500",
        .group = "20261121093000",
        .engine = "sqlite",
        .engine_version = "3.35"};
    *PUSH(arena, &head.down_allow) = "DS102";
    struct migration_text text = migration_print(arena, &head, up, down);
    assert_string_equal(text.down,
        "-- corm: migration 20261121093000 add_a\n"
        "-- corm: parent 20261120101500\n"
        "-- corm: group 20261121093000\n"
        "-- corm: engine sqlite >= 3.35\n"
        "-- corm: transaction on\n"
        "-- corm: allow DS102\n"
        "\n"
        "DROP TABLE \"a\";\n");
    /* No line of the file is a statement that a name smuggled in, and a comment does not swallow the semicolon. */
    assert_null(strstr(text.up, "\nDROP TABLE y"));
    assert_non_null(strstr(text.up, "-- said so\n;\n"));
    struct header header = read_header(arena, text.up);
    assert_true(header.keys_off);
    assert_string_equal(header.slug, "add_a");
    up->rebuilds.len = 0;
    assert_true(read_header(arena, migration_print(arena, &head, up, down).up).keys_off);
    arena_free(arena);
}

static void names_follow_the_grammar(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct file_name name;
    assert_true(name_parse(arena, "20261121093000_add_posts.up.sql", &name));
    assert_string_equal(name.version, "20261121093000");
    assert_string_equal(name.slug, "add_posts");
    assert_false(name.down);
    static const char *const bad[] = {"2026112109300_a.up.sql",
        "202611210930000_a.up.sql",
        "20261121093000_.up.sql",
        "20261121093000_A.up.sql",
        "20261121093000-a.up.sql",
        "20261121093000_a.sql",
        "20261121093000_a.up.sql.bak",
        "20261121093000_a b.up.sql",
        "20261121093000_a.UP.sql",
        ".up.sql",
        "20261121093000"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(name_parse(arena, bad[i], &name));
    }
    arena_free(arena);
}

static corm_status read_with(const char *file, const char *text, corm_failure *error)
{
    struct scratch *scratch = scratch_new();
    struct folder *folder;
    scratch_add(scratch, "20261121093000", "a", "CREATE TABLE a (b);\n", "DROP TABLE a;\n");
    scratch_write(scratch, file, text);
    corm_status status = folder_read(scratch->arena, scratch->folder, "sqlite", &folder, error);
    scratch_free(scratch);
    return status;
}

static void folder_refuses_what_cannot_be(void **state)
{
    (void)state;
    static const struct {
        const char *file, *text, *message;
    } cases[] = {
        {"notes.sql", "", "not the name of a migration"},
        {"20261121093000_b.up.sql", "", "version 20261121093000 is that of"},
        {"20261121093001_b.down.sql", "", "a down without an up"},
        {"20261121093001_b.up.sql", "-- corm: migration 20261121093002 b\n", "its header says"},
        {"20261121093001_b.up.sql", "-- corm: migration 20261121093001 c\n", "its header says"},
        {"20261121093001_b.up.sql", "-- corm: engine postgresql >= 12\n", "engine postgresql"},
        {"20261121093001_b.up.sql", "-- corm: parent 20261121093001\n", "parent"},
        {"20261121093001_b.up.sql", "SELECT '\xff';\n", "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        corm_failure error = {0};
        assert_int_equal(read_with(cases[i].file, cases[i].text, &error), CORM_USAGE);
        assert_non_null(strstr(error.message, cases[i].message));
        assert_non_null(strstr(error.file, cases[i].file));
        assert_true(error.hint[0] != '\0');
    }
    struct scratch *scratch = scratch_new();
    struct folder *folder;
    const char *path = scratch_path(scratch, "20261121093000_a.up.sql");
    assert_int_equal(file_write(path, "SELECT 1;\0DROP", 14, &scratch->error), CORM_OK);
    assert_int_equal(folder_read(scratch->arena, scratch->folder, "sqlite", &folder, &scratch->error), CORM_USAGE);
    assert_non_null(strstr(scratch->error.message, "NUL"));
    scratch_free(scratch);
}

static void folder_leaves_other_files_alone(void **state)
{
    (void)state;
    corm_failure error = {0};
    assert_int_equal(read_with("README.md", "about", &error), CORM_OK);
    assert_int_equal(read_with("notes.txt", "about", &error), CORM_OK);
}

static void folder_pairs_files(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121093000", "a", "CREATE TABLE a (b);\r\n", "DROP TABLE a;\n");
    scratch_add(scratch, "20261121093001", "b", "-- corm: group 20261121093000\nCREATE TABLE b (b);\n", NULL);
    struct folder *folder = scratch_read(scratch);
    assert_int_equal(folder->migrations.len, 2);
    assert_int_equal(folder->files.len, 3);
    const struct migration *first = folder->migrations.at[0], *second = folder->migrations.at[1];
    assert_null(first->parent);
    assert_string_equal(first->group, "20261121093000");
    assert_string_equal(first->up, "CREATE TABLE a (b);\n");
    assert_string_equal(second->parent, "20261121093000");
    assert_string_equal(second->group, "20261121093000");
    assert_null(second->down);
    assert_ptr_equal(folder_find(folder, "20261121093001"), second);
    assert_null(folder_find(folder, "20261121093002"));
    scratch_free(scratch);
}

static void folder_may_be_missing(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct folder *folder;
    corm_failure error;
    assert_int_equal(folder_read(arena, "/nonexistent/sqlite", "sqlite", &folder, &error), CORM_OK);
    assert_int_equal(folder->migrations.len, 0);
    assert_string_equal(folder->sum_hash, "");
    assert_null(folder_last(folder));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_line),
        cmocka_unit_test(needs_no_line),
        cmocka_unit_test(refuses_with_its_line),
        cmocka_unit_test(prints_what_it_reads),
        cmocka_unit_test(names_follow_the_grammar),
        cmocka_unit_test(folder_refuses_what_cannot_be),
        cmocka_unit_test(folder_leaves_other_files_alone),
        cmocka_unit_test(folder_pairs_files),
        cmocka_unit_test(folder_may_be_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
