/* corm.sum: whatever happens to a file shows, at that file; a checkout on another system changes nothing. */
#include "unit/migrate/scratch.h"

#include "base/buf.h"

static const char first_up[] = "20261121000001_a.up.sql", second_up[] = "20261121000002_b.up.sql",
                  second_down[] = "20261121000002_b.down.sql", third_up[] = "20261121000003_c.up.sql";

static struct scratch *sealed_folder(void)
{
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x);\n", "DROP TABLE a;\n");
    scratch_add(scratch, "20261121000002", "b", "CREATE TABLE b (x);\n", "DROP TABLE b;\n");
    scratch_add(scratch, "20261121000003", "c", "CREATE TABLE c (x);\n", "DROP TABLE c;\n");
    scratch_seal(scratch);
    return scratch;
}

static void remove_file(struct scratch *scratch, const char *name)
{
    assert_int_equal(unlink(scratch_path(scratch, name)), 0);
}

static void edit_up(struct scratch *scratch)
{
    scratch_write(scratch, second_up, "CREATE TABLE b (y);\n");
}

static void edit_down(struct scratch *scratch)
{
    scratch_write(scratch, second_down, "DROP TABLE IF EXISTS b;\n");
}

static void remove_down(struct scratch *scratch)
{
    remove_file(scratch, second_down);
}

static void add_late(struct scratch *scratch)
{
    scratch_add(scratch, "20261120000000", "late", "CREATE TABLE late (x);\n", NULL);
}

static void swap_texts(struct scratch *scratch)
{
    scratch_write(scratch, first_up, "CREATE TABLE b (x);\n");
    scratch_write(scratch, second_up, "CREATE TABLE a (x);\n");
}

static void make_crlf(struct scratch *scratch)
{
    scratch_write(scratch,
        second_up,
        "\xef\xbb\xbf"
        "CREATE TABLE b (x);\r\n");
    struct buf sum = buf_new(scratch->arena);
    for (const char *c = scratch_text(scratch, "corm.sum"); *c != '\0'; c++) {
        buf_add(&sum, *c == '\n' ? "\r\n" : "");
        buf_add_len(&sum, c, *c == '\n' ? 0 : 1);
    }
    scratch_write(scratch, "corm.sum", buf_text(&sum));
}

static void nothing(struct scratch *scratch)
{
    (void)scratch;
}

/* What each fault does to the seals of a, b and c, in order. */
static void each_fault_shows_where_it_is(void **state)
{
    (void)state;
    static const struct {
        void (*harm)(struct scratch *scratch);
        const char *problems[4];
        size_t missing;
        bool edited;
    } cases[] = {
        {nothing, {NULL, NULL, NULL}, 0, false},
        {make_crlf, {NULL, NULL, NULL}, 0, false},
        {edit_up, {NULL, "b.up.sql was edited", NULL}, 0, true},
        {edit_down, {NULL, "b.down.sql was edited", NULL}, 0, true},
        {remove_down, {NULL, "b.down.sql is in corm.sum but not", NULL}, 1, true},
        {swap_texts, {"a.up.sql was edited", "b.up.sql was edited", NULL}, 0, true},
        {add_late, {"late.up.sql is not in corm.sum", NULL, NULL, NULL}, 0, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = sealed_folder();
        cases[i].harm(scratch);
        struct folder *folder = scratch_read(scratch);
        assert_int_equal(folder->missing.len, cases[i].missing);
        for (size_t m = 0; m < folder->migrations.len; m++) {
            const struct migration *migration = folder->migrations.at[m];
            const char *expected = cases[i].problems[m];
            assert_int_equal(migration->sealed, expected == NULL);
            assert_int_equal(migration->edited, expected != NULL && cases[i].edited);
            if (expected != NULL) {
                assert_non_null(strstr(migration->seal_problem, expected));
            } else {
                assert_null(migration->seal_problem);
            }
        }
        scratch_free(scratch);
    }
}

static void a_renamed_file_is_missing_and_new(void **state)
{
    (void)state;
    struct scratch *scratch = sealed_folder();
    remove_file(scratch, third_up);
    remove_file(scratch, "20261121000003_c.down.sql");
    scratch_add(scratch, "20261121000003", "see", "CREATE TABLE c (x);\n", NULL);
    struct folder *folder = scratch_read(scratch);
    assert_int_equal(folder->missing.len, 2);
    assert_false(folder->migrations.at[2]->sealed);
    scratch_free(scratch);
}

static void without_a_sum_nothing_is_sealed(void **state)
{
    (void)state;
    struct scratch *scratch = sealed_folder();
    remove_file(scratch, "corm.sum");
    struct folder *folder = scratch_read(scratch);
    assert_string_equal(folder->sum_hash, "");
    for (size_t i = 0; i < 3; i++) {
        assert_false(folder->migrations.at[i]->sealed);
        assert_false(folder->migrations.at[i]->edited);
    }
    scratch_free(scratch);
}

static void adding_a_file_only_adds_lines(void **state)
{
    (void)state;
    struct scratch *scratch = sealed_folder();
    const char *before = scratch_text(scratch, "corm.sum");
    scratch_add(scratch, "20261121000004", "d", "CREATE TABLE d (x);\n", "DROP TABLE d;\n");
    scratch_seal(scratch);
    const char *after = scratch_text(scratch, "corm.sum");
    assert_true(text_starts(after, before));
    assert_true(strlen(after) > strlen(before));
    /* An earlier file changes all lines from its own on. */
    edit_down(scratch);
    scratch_seal(scratch);
    const char *third = strstr(before, third_up);
    assert_null(strstr(scratch_text(scratch, "corm.sum"), third));
    scratch_free(scratch);
}

static void what_is_no_sum_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char hash[] = " h1:0123456789012345678901234567890123456789012=\n";
    static const struct {
        const char *names[3], *message;
        unsigned line;
    } cases[] = {
        {{"<<<<<<< ours\n"}, "merge conflict", 1},
        {{first_up, "=======\n"}, "merge conflict", 2},
        {{second_up, first_up}, "order", 2},
        {{first_up, first_up}, "twice", 2},
        {{first_up, "garbage\n"}, "FILE h1:HASH", 2},
        {{first_up, "\n"}, "FILE h1:HASH", 2},
        {{"20261121000001_a.up.sql h1:short\n"}, "FILE h1:HASH", 1},
        {{"notes.sql"}, "FILE h1:HASH", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = scratch_new();
        struct buf sum = buf_new(scratch->arena);
        for (size_t n = 0; n < 3 && cases[i].names[n] != NULL; n++) {
            buf_add(&sum, cases[i].names[n]);
            buf_add(&sum, text_ends(cases[i].names[n], "\n") ? "" : hash);
        }
        scratch_write(scratch, "corm.sum", buf_text(&sum));
        struct folder *folder;
        assert_int_equal(folder_read(scratch->arena, scratch->folder, "sqlite", &folder, &scratch->error), CORM_USAGE);
        assert_non_null(strstr(scratch->error.message, cases[i].message));
        assert_int_equal(scratch->error.line, cases[i].line);
        assert_non_null(strstr(scratch->error.hint, "corm-migrate hash"));
        scratch_free(scratch);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_shows_where_it_is),
        cmocka_unit_test(a_renamed_file_is_missing_and_new),
        cmocka_unit_test(without_a_sum_nothing_is_sealed),
        cmocka_unit_test(adding_a_file_only_adds_lines),
        cmocka_unit_test(what_is_no_sum_is_refused_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
