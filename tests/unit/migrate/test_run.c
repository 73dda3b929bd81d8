/* Runs migrations on SQLite files: all or nothing, told exactly, and never past a history that does not fit. */
#include "unit/migrate/scratch.h"

static const char drop_a[] = "-- corm: allow DS102\nDROP TABLE a;\n",
                  drop_b[] = "-- corm: allow DS102\nDROP TABLE b;\n",
                  drop_c[] = "-- corm: allow DS102\nDROP TABLE c;\n";

static struct scratch *three_migrations(void)
{
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x);\n", drop_a);
    scratch_add(scratch,
        "20261121000002",
        "b",
        "-- corm: group 20261121000002\nCREATE TABLE b (x);\nINSERT INTO b VALUES ('a;b');\n",
        drop_b);
    scratch_add(scratch, "20261121000003", "c", "-- corm: group 20261121000002\nCREATE TABLE c (x);\n", drop_c);
    scratch_seal(scratch);
    return scratch;
}

static int64_t count_tables(struct scratch *scratch)
{
    return scratch_int(
        scratch, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'corm!_%' ESCAPE '!'");
}

static void up_runs_all_and_notes_them(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    struct ran_list ran;
    struct run_options options = {.tool_version = "1.2.3"};
    assert_int_equal(scratch_run(scratch, run_up, &options, &ran), CORM_OK);
    assert_int_equal(ran.len, 3);
    assert_int_equal(ran.at[1].statements, 2);
    assert_string_equal(ran.at[1].migration->slug, "b");
    assert_string_equal(scratch_states(scratch), "a applied, b applied, c applied");
    assert_int_equal(count_tables(scratch), 3);
    assert_int_equal(scratch_int(scratch,
                         "SELECT count(*) FROM corm_migrations WHERE statements_done = statements_total AND error IS "
                         "NULL AND tool_version = '1.2.3' AND applied_at LIKE '____-__-__T__:__:__Z'"),
        3);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM corm_migrations WHERE parent IS NULL"), 1);
    assert_int_equal(scratch_run(scratch, run_up, &options, &ran), CORM_OK);
    assert_int_equal(ran.len, 0);
    scratch_free(scratch);
}

static void an_interrupt_stops_it_and_says_where(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    assert_false(corm_interrupt(true));
    assert_int_equal(scratch_up(scratch), CORM_DATABASE);
    assert_string_equal(scratch->error.code, "interrupted");
    assert_string_equal(scratch->error.message, "interrupted before 20261121000001_a");
    assert_string_equal(scratch->error.database, "before");
    assert_int_equal(count_tables(scratch), 0);
    assert_false(corm_interrupt(false));
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(count_tables(scratch), 3);
    scratch_free(scratch);
}

static void nothing_pending_touches_nothing(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema"), 0);
    scratch_free(scratch);
}

static void up_goes_as_far_as_asked(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    struct ran_list ran;
    struct run_options dry = {.dry_run = true};
    assert_int_equal(scratch_run(scratch, run_up, &dry, &ran), CORM_OK);
    assert_int_equal(ran.len, 3);
    assert_int_equal(ran.at[1].statements, 2);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema"), 0);
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.steps = 1}, NULL), CORM_OK);
    assert_string_equal(scratch_states(scratch), "a applied, b pending, c pending");
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.to = "20261121000002"}, NULL), CORM_OK);
    assert_string_equal(scratch_states(scratch), "a applied, b applied, c pending");
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.to = "20261121000004"}, NULL), CORM_USAGE);
    assert_non_null(strstr(scratch->error.hint, "did you mean"));
    scratch_free(scratch);
}

static void down_undoes_groups(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    assert_int_equal(scratch_up(scratch), CORM_OK);
    struct ran_list ran;
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){0}, &ran), CORM_OK);
    assert_int_equal(ran.len, 2);
    assert_string_equal(ran.at[0].migration->slug, "c");
    assert_string_equal(scratch_states(scratch), "a applied, b pending, c pending");
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.to = "20261121000002"}, &ran), CORM_OK);
    assert_int_equal(ran.len, 1);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.to = "20261121000003"}, &ran), CORM_USAGE);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.steps = 2}, &ran), CORM_OK);
    assert_int_equal(ran.len, 3);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.all = true}, &ran), CORM_OK);
    assert_int_equal(ran.len, 3);
    assert_int_equal(count_tables(scratch), 0);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM corm_migrations"), 0);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    scratch_free(scratch);
}

static void a_failure_leaves_nothing_and_says_where(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    scratch_add(scratch,
        "20261121000004",
        "d",
        "-- corm: transaction on\n\nCREATE TABLE d (x);\n\n-- why\nINSERT INTO d\nVALUES (1, nonsense);\nSELECT 1;\n",
        NULL);
    scratch_seal(scratch);
    struct ran_list ran;
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){0}, &ran), CORM_DATABASE);
    assert_int_equal(ran.len, 3);
    assert_non_null(strstr(scratch->error.message, "statement 2 of 3 failed: "));
    assert_non_null(strstr(scratch->error.file, "20261121000004_d.up.sql"));
    assert_int_equal(scratch->error.line, 7);
    assert_int_equal(scratch->error.column, 12);
    assert_string_equal(scratch->error.database, "before");
    assert_non_null(strstr(scratch->error.hint, "corm-migrate up"));
    assert_string_equal(scratch_states(scratch), "a applied, b applied, c applied, d pending");
    assert_int_equal(count_tables(scratch), 3);
    scratch_free(scratch);
}

static void a_failing_first_migration_leaves_no_table(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x);\nINSERT INTO a VALUES (1, 2);\n", NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_DATABASE);
    assert_int_equal(scratch->error.line, 2);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema"), 0);
    scratch_free(scratch);
}

static void no_file_commits_for_itself(void **state)
{
    (void)state;
    static const char *const statements[] = {
        "COMMIT", "END", "ROLLBACK", "BEGIN", "INSERT OR ROLLBACK INTO a VALUES (1)", "ATTACH 'x' AS x"};
    for (size_t i = 0; i < sizeof statements / sizeof statements[0]; i++) {
        struct scratch *scratch = scratch_new();
        const char *text = arena_printf(scratch->arena,
            "CREATE TABLE a (x UNIQUE);\nINSERT INTO a VALUES (1);\n%s;\nINSERT INTO a VALUES (2);\n",
            statements[i]);
        scratch_add(scratch, "20261121000001", "a", text, NULL);
        scratch_seal(scratch);
        assert_true(scratch_up(scratch) >= CORM_DATABASE);
        assert_int_equal(scratch->error.line, 3);
        assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema"), 0);
        scratch_free(scratch);
    }
}

static void edit(struct scratch *scratch)
{
    scratch_write(scratch, "20261121000001_a.up.sql", "CREATE TABLE a (y);\n");
}

static void edit_and_seal(struct scratch *scratch)
{
    edit(scratch);
    scratch_seal(scratch);
}

static void edit_down(struct scratch *scratch)
{
    scratch_write(scratch, "20261121000001_a.down.sql", "DROP TABLE IF EXISTS a;\n");
}

static void delete (struct scratch *scratch)
{
    assert_int_equal(unlink(scratch_path(scratch, "20261121000001_a.up.sql")), 0);
    assert_int_equal(unlink(scratch_path(scratch, "20261121000001_a.down.sql")), 0);
}

static void delete_up(struct scratch *scratch)
{
    assert_int_equal(unlink(scratch_path(scratch, "20261121000001_a.up.sql")), 0);
}

static void delete_and_seal(struct scratch *scratch)
{
    delete (scratch);
    scratch_seal(scratch);
}

static void rename_it(struct scratch *scratch)
{
    delete (scratch);
    scratch_add(scratch, "20261121000001", "another", "CREATE TABLE a (x);\n", drop_a);
    scratch_seal(scratch);
}

static void come_late(struct scratch *scratch)
{
    scratch_add(scratch, "20261120000000", "late", "CREATE TABLE late (x);\n", NULL);
    scratch_seal(scratch);
}

static void unseal_pending(struct scratch *scratch)
{
    scratch_write(scratch, "20261121000003_c.up.sql", "CREATE TABLE c (y);\n");
}

static void add_unsealed(struct scratch *scratch)
{
    scratch_add(scratch, "20261121000004", "d", "CREATE TABLE d (x);\n", NULL);
}

static void delete_pending(struct scratch *scratch)
{
    assert_int_equal(unlink(scratch_path(scratch, "20261121000003_c.up.sql")), 0);
    assert_int_equal(unlink(scratch_path(scratch, "20261121000003_c.down.sql")), 0);
}

/* a and b are applied, c is pending. */
static void a_history_that_does_not_fit_is_refused(void **state)
{
    (void)state;
    static const struct {
        void (*harm)(struct scratch *scratch);
        const char *states, *code, *names;
        bool down_too;
    } cases[] = {
        {edit, "a edited, b applied, c pending", "edited", "20261121000001_a", true},
        {edit_and_seal, "a edited, b applied, c pending", "edited", "20261121000001_a", true},
        {edit_down, "a edited, b applied, c pending", "edited", "a.down.sql was edited", true},
        {delete, "a missing, b applied, c pending", "missing", "20261121000001_a", true},
        {delete_up, "a missing, b applied, c pending", "missing", "20261121000001_a", true},
        {delete_and_seal, "a missing, b applied, c pending", "missing", "20261121000001_a", true},
        {rename_it, "another edited, b applied, c pending", "edited", "20261121000001_another", true},
        {come_late, "late out_of_order, a applied, b applied, c pending", "out-of-order", "20261120000000_late", false},
        {unseal_pending, "a applied, b applied, c pending", "not-sealed", "c.up.sql was edited", false},
        {add_unsealed,
            "a applied, b applied, c pending, d pending",
            "not-sealed",
            "d.up.sql is not in corm.sum",
            false},
        {delete_pending, "a applied, b applied", "not-sealed", "20261121000003_c.up.sql", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = three_migrations();
        assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.to = "20261121000002"}, NULL), CORM_OK);
        cases[i].harm(scratch);
        assert_string_equal(scratch_states(scratch), cases[i].states);
        assert_int_equal(scratch_up(scratch), CORM_REFUSED);
        assert_string_equal(scratch->error.code, cases[i].code);
        assert_non_null(strstr(scratch->error.message, cases[i].names));
        assert_true(scratch->error.hint[0] != '\0');
        assert_int_equal(count_tables(scratch), 2);
        assert_int_equal(scratch_down(scratch), cases[i].down_too ? CORM_REFUSED : CORM_OK);
        scratch_free(scratch);
    }
}

static void a_migration_without_down_stays(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x);\n", NULL);
    scratch_add(scratch, "20261121000002", "b", "CREATE TABLE b (x);\n", drop_b);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_down, &(struct run_options){.all = true}, NULL), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "irreversible");
    assert_int_equal(count_tables(scratch), 2);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_int_equal(count_tables(scratch), 1);
    scratch_free(scratch);
}

static void what_destroys_rows_must_be_allowed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(
        scratch, "20261121000001", "a", "CREATE TABLE a (x, y);\nINSERT INTO a VALUES (1, 2), (3, NULL);\n", NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_add(scratch, "20261121000002", "b", "CREATE TABLE b (x);\n", NULL);
    scratch_add(scratch, "20261121000003", "c", "ALTER TABLE a DROP COLUMN y;\nDROP TABLE a;\n", NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_non_null(strstr(scratch->error.message, "table a with its 2 rows (DS102)"));
    assert_non_null(strstr(scratch->error.message, "column a.y with its 1 value (DS101)"));
    assert_non_null(strstr(scratch->error.hint, "--allow DS101,DS102"));
    assert_int_equal(count_tables(scratch), 1);
    struct run_options options = {0};
    *PUSH(scratch->arena, &options.allow) = "DS102";
    assert_int_equal(scratch_run(scratch, run_up, &options, NULL), CORM_REFUSED);
    *PUSH(scratch->arena, &options.allow) = "DS101";
    assert_int_equal(scratch_run(scratch, run_up, &options, NULL), CORM_OK);
    assert_int_equal(count_tables(scratch), 1);
    scratch_free(scratch);
}

static const char rebuild_a[] = "-- corm: rebuild a\n"
                                "CREATE TABLE \"_corm_new_a\" (x, z);\n"
                                "INSERT INTO \"_corm_new_a\" (x) SELECT x FROM a;\n"
                                "DROP TABLE a;\n"
                                "ALTER TABLE \"_corm_new_a\" RENAME TO a;\n";

static void a_rebuild_that_forgets_a_column_is_seen(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x, y);\nINSERT INTO a VALUES (1, 2);\n", drop_a);
    scratch_add(scratch, "20261121000002", "b", rebuild_a, NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "DS101");
    assert_non_null(strstr(scratch->error.message, "column a.y with its 1 value"));
    assert_string_equal(scratch_states(scratch), "a applied, b pending");
    assert_int_equal(scratch_int(scratch, "SELECT y FROM a"), 2);
    struct run_options options = {0};
    *PUSH(scratch->arena, &options.allow) = "all";
    assert_int_equal(scratch_run(scratch, run_up, &options, NULL), CORM_OK);
    assert_int_equal(scratch_int(scratch, "SELECT x FROM a WHERE z IS NULL"), 1);
    scratch_free(scratch);
}

static void down_tells_what_it_destroys(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    assert_int_equal(scratch_up(scratch), CORM_OK);
    struct folder *folder = scratch_read(scratch);
    struct db *db = scratch_open(scratch);
    struct destroyed_list list;
    struct run_options options = {.all = true};
    assert_int_equal(run_down_destroys(db, scratch->arena, folder, &options, &list, &scratch->error), CORM_OK);
    db_close(db);
    assert_int_equal(list.len, 3);
    assert_string_equal(list.at[1].object, "b");
    assert_string_equal(list.at[1].code, "DS102");
    assert_int_equal(list.at[1].rows, 1);
    assert_int_equal(list.at[0].rows, 0);
    scratch_free(scratch);
}

static void a_statement_apart_is_resumed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "a", "CREATE TABLE a (x);\n", NULL);
    scratch_add(scratch, "20261121000002", "b", "-- corm: transaction off\nINSERT INTO missing VALUES (1);\n", NULL);
    scratch_seal(scratch);
    struct ran_list ran;
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){0}, &ran), CORM_DATABASE);
    assert_int_equal(ran.len, 1);
    assert_string_equal(scratch->error.database, "resumable");
    assert_string_equal(scratch_states(scratch), "a applied, b partial");
    assert_int_equal(scratch_int(scratch,
                         "SELECT count(*) FROM corm_migrations WHERE statements_done = 0 AND "
                         "failed_statement LIKE '%missing%' AND error LIKE '%no such table%'"),
        1);
    assert_int_equal(scratch_down(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "partial");
    scratch_sql(scratch, "CREATE TABLE missing (x)");
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){0}, &ran), CORM_OK);
    assert_int_equal(ran.len, 1);
    assert_string_equal(scratch_states(scratch), "a applied, b applied");
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM missing"), 1);
    scratch_add(scratch, "20261121000003", "c", "-- corm: transaction off\nSELECT 1;\nSELECT 2;\n", NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_USAGE);
    scratch_free(scratch);
}

/* Killed behind DROP INDEX CONCURRENTLY, down would leave a history that says nothing of it. */
static void an_undoing_apart_is_resumed(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch,
        "20261121000001",
        "a",
        "-- corm: transaction off\nCREATE TABLE a (x);\n",
        "-- corm: transaction off\nDELETE FROM missing;\n");
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_int_equal(scratch_down(scratch), CORM_DATABASE);
    assert_string_equal(scratch->error.database, "resumable");
    assert_string_equal(scratch_states(scratch), "a partial");
    assert_int_equal(
        scratch_int(scratch, "SELECT count(*) FROM corm_migrations WHERE failed_statement LIKE '%DELETE%'"), 1);
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "partial");
    assert_non_null(strstr(scratch->error.hint, "corm-migrate down"));
    scratch_sql(scratch, "CREATE TABLE missing (x)");
    scratch_sql(scratch, "UPDATE corm_migrations SET error = NULL");
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_string_equal(scratch_states(scratch), "a pending");
    scratch_free(scratch);
}

static void the_journal_is_changed_apart(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    scratch_add(scratch,
        "20261121000001",
        "a",
        "-- corm: transaction off\nPRAGMA journal_mode = WAL;\n",
        "-- corm: transaction off\nPRAGMA journal_mode = DELETE;\n");
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    assert_string_equal(scratch_states(scratch), "a applied");
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"), 1);
    assert_int_equal(scratch_down(scratch), CORM_OK);
    assert_string_equal(scratch_states(scratch), "a pending");
    scratch_free(scratch);
}

static void a_strange_history_is_refused(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_sql(scratch, "UPDATE corm_migrations SET version = '../../x' WHERE name = 'b'");
    assert_int_equal(scratch_up(scratch), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "bad-history");
    scratch_free(scratch);
}

static void another_engine_is_refused(void **state)
{
    (void)state;
    struct scratch *scratch = scratch_new();
    struct folder *folder;
    struct ran_list ran;
    assert_int_equal(folder_read(scratch->arena, scratch->folder, "postgresql", &folder, &scratch->error), CORM_OK);
    struct db *db = scratch_open(scratch);
    assert_int_equal(run_up(db, scratch->arena, folder, &(struct run_options){0}, &ran, &scratch->error), CORM_USAGE);
    db_close(db);
    scratch_free(scratch);
}

static void a_newer_engine_is_asked_for(void **state)
{
    (void)state;
    static const struct {
        const char *needs;
        corm_status status;
    } cases[] = {{"3.35", CORM_OK}, {"3", CORM_OK}, {"3.9.99", CORM_OK}, {"4", CORM_USAGE}, {"3.1000.1", CORM_USAGE}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch *scratch = scratch_new();
        const char *text =
            arena_printf(scratch->arena, "-- corm: engine sqlite >= %s\nCREATE TABLE a (x);\n", cases[i].needs);
        scratch_add(scratch, "20261121000001", "a", text, NULL);
        scratch_seal(scratch);
        assert_int_equal(scratch_up(scratch), cases[i].status);
        assert_int_equal(count_tables(scratch), cases[i].status == CORM_OK ? 1 : 0);
        scratch_free(scratch);
    }
}

static void a_held_lock_is_not_waited_for_for_ever(void **state)
{
    (void)state;
    struct scratch *scratch = three_migrations();
    struct db *holder = scratch_open(scratch);
    assert_int_equal(holder->driver->begin(holder, false, 0, &scratch->error), CORM_OK);
    assert_int_equal(scratch_run(scratch, run_up, &(struct run_options){.lock_wait_ms = 50}, NULL), CORM_REFUSED);
    assert_string_equal(scratch->error.code, "lock-not-obtained");
    assert_int_equal(holder->driver->end(holder, false, &scratch->error), CORM_OK);
    db_close(holder);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_free(scratch);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(up_runs_all_and_notes_them),
        cmocka_unit_test(an_interrupt_stops_it_and_says_where),
        cmocka_unit_test(nothing_pending_touches_nothing),
        cmocka_unit_test(up_goes_as_far_as_asked),
        cmocka_unit_test(down_undoes_groups),
        cmocka_unit_test(a_failure_leaves_nothing_and_says_where),
        cmocka_unit_test(a_failing_first_migration_leaves_no_table),
        cmocka_unit_test(no_file_commits_for_itself),
        cmocka_unit_test(a_history_that_does_not_fit_is_refused),
        cmocka_unit_test(a_migration_without_down_stays),
        cmocka_unit_test(what_destroys_rows_must_be_allowed),
        cmocka_unit_test(a_rebuild_that_forgets_a_column_is_seen),
        cmocka_unit_test(down_tells_what_it_destroys),
        cmocka_unit_test(a_statement_apart_is_resumed),
        cmocka_unit_test(an_undoing_apart_is_resumed),
        cmocka_unit_test(the_journal_is_changed_apart),
        cmocka_unit_test(a_strange_history_is_refused),
        cmocka_unit_test(another_engine_is_refused),
        cmocka_unit_test(a_newer_engine_is_asked_for),
        cmocka_unit_test(a_held_lock_is_not_waited_for_for_ever),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
