#include "db_case.h"

#include "base/interrupt.h"

#include <sqlite3.h>
#include <sys/stat.h>
#include <time.h>

/* ---- URLs and opening ---- */

static void expect_no_open(const char *url, enum db_mode mode, corm_status status, const char *message)
{
    struct db *db = NULL;
    corm_failure error;

    assert_int_equal(db_open(url, mode, &db, &error), status);
    assert_null(db);
    assert_non_null(strstr(error.message, message));
}

static void urls_name_an_engine(void **state)
{
    (void)state;
    assert_string_equal(db_engine_of("sqlite:x.db"), "sqlite");
    assert_string_equal(db_engine_of("sqlite+pysqlite:///x.db"), "sqlite");
    assert_string_equal(db_engine_of("postgresql://h/d"), "postgresql");
    assert_null(db_engine_of("mysql://root:secret@h/d"));
}

static void every_spelling_of_a_path_opens(void **state)
{
    struct db_case *test = *state;
    const char *file = case_path(test, "a.db");
    const char *urls[] = {arena_printf(test->arena, "sqlite:%s", file),
        arena_printf(test->arena, "sqlite:///%s", file),
        arena_printf(test->arena, "sqlite+pysqlite:///%s", file)};
    corm_failure error;

    for (size_t i = 0; i < 3; i++) {
        struct db *db = NULL;
        assert_int_equal(db_open(urls[i], DB_CREATE, &db, &error), CORM_OK);
        run_script(db, test->arena, "CREATE TABLE IF NOT EXISTS t (a); INSERT INTO t VALUES (1);");
        assert_int_equal(number(db, "SELECT count(*) FROM t"), i + 1);
        assert_string_equal(db->driver->name(db), "a");
        db_close(db);
    }
}

static void relative_paths_are_never_uris(void **state)
{
    struct db_case *test = *state;
    struct db *db = NULL;
    corm_failure error;
    char old[512];

    assert_non_null(getcwd(old, sizeof old));
    assert_int_equal(chdir(test->folder), 0);
    assert_int_equal(db_open("sqlite:file:x?mode=memory", DB_CREATE, &db, &error), CORM_OK);
    run_script(db, test->arena, "CREATE TABLE t (a)");
    db_close(db);
    assert_int_equal(access("file:x?mode=memory", F_OK), 0);
    assert_int_equal(db_open("sqlite:///r.db", DB_CREATE, &db, &error), CORM_OK);
    db_close(db);
    assert_int_equal(access("r.db", F_OK), 0);
    assert_int_equal(chdir(old), 0);
}

static void bad_urls_say_what_to_write(void **state)
{
    struct db *db = NULL;
    corm_failure error;

    (void)state;
    expect_no_open("mysql://root:secret@h/d", DB_READ, CORM_USAGE, "mysql");
    assert_int_equal(db_open("mysql://root:secret@h/d", DB_READ, &db, &error), CORM_USAGE);
    assert_null(strstr(error.message, "secret"));
    assert_int_equal(db_open("root:secret", DB_READ, &db, &error), CORM_USAGE);
    assert_null(strstr(error.message, "secret"));
    expect_no_open("sqlite:", DB_READ, CORM_USAGE, "names no file");
    expect_no_open("sqlite://x.db", DB_READ, CORM_USAGE, "three slashes");
    expect_no_open("sqlite:///x.db?timeout=5", DB_READ, CORM_USAGE, "parameters");
}

static void a_missing_file_is_empty_and_made_by_create_only(void **state)
{
    struct db_case *test = *state;
    const char *url = case_url(test, "none.db");
    struct db *db = NULL;
    corm_failure error;

    assert_int_equal(db_open(url, DB_READ, &db, &error), CORM_OK);
    assert_int_equal(number(db, "SELECT count(*) FROM sqlite_schema"), 0);
    db_close(db);
    assert_int_not_equal(access(case_path(test, "none.db"), F_OK), 0);
    db = NULL;
    assert_int_equal(db_open(url, DB_WRITE, &db, &error), CORM_OK);
    assert_int_equal(db_run(db, "CREATE TABLE t (a)", &error), CORM_OK);
    db_close(db);
    assert_int_not_equal(access(case_path(test, "none.db"), F_OK), 0);
    db = NULL;
    assert_int_equal(db_open(url, DB_CREATE, &db, &error), CORM_OK);
    db_close(db);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void what_is_no_database_is_told(void **state)
{
    struct db_case *test = *state;
    char text[2048];

    expect_no_open(arena_printf(test->arena, "sqlite:%s", test->folder), DB_READ, CORM_DATABASE, "it is a folder");
    expect_no_open("sqlite:/dev/null", DB_READ, CORM_DATABASE, "not a regular file");
    expect_no_open(case_url(test, "no/such/folder.db"), DB_CREATE, CORM_DATABASE, "no/such/folder.db");
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    write_file(case_path(test, "text.db"), text);
    expect_no_open(case_url(test, "text.db"), DB_READ, CORM_DATABASE, "it is not a SQLite database");
}

static void readers_cannot_write(void **state)
{
    struct db_case *test = *state;
    struct db *db = NULL;
    corm_failure error;

    assert_int_equal(db_open(case_url(test, "a.db"), DB_CREATE, &db, &error), CORM_OK);
    run_script(db, test->arena, "CREATE TABLE t (a)");
    db_close(db);
    assert_int_equal(db_open(case_url(test, "a.db"), DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_run(db, "INSERT INTO t VALUES (1)", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_READONLY");
    assert_int_equal(db->driver->begin(db, false, 0, &error), CORM_DATABASE);
    db_close(db);
}

static void copy_file(const char *from, const char *to)
{
    static char bytes[1 << 16];
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");
    assert_non_null(in);
    assert_non_null(out);
    for (size_t len = fread(bytes, 1, sizeof bytes, in); len != 0; len = fread(bytes, 1, sizeof bytes, in)) {
        assert_int_equal(fwrite(bytes, 1, len, out), len);
    }
    assert_int_equal(fclose(in), 0);
    assert_int_equal(fclose(out), 0);
}

/* The files as they are when a writer is killed after it has begun to write into the database. */
static void readers_undo_what_a_killed_writer_left(void **state)
{
    struct db_case *test = *state;
    struct db *db = NULL;
    corm_failure error;

    assert_int_equal(db_open(case_url(test, "a.db"), DB_CREATE, &db, &error), CORM_OK);
    run_script(db, test->arena, "CREATE TABLE t (a); INSERT INTO t VALUES (1)");
    assert_int_equal(db->driver->begin(db, false, 0, &error), CORM_OK);
    run_script(db,
        test->arena,
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000)"
        "INSERT INTO t SELECT zeroblob(4000) FROM n");
    copy_file(case_path(test, "a.db"), case_path(test, "b.db"));
    copy_file(case_path(test, "a.db-journal"), case_path(test, "b.db-journal"));
    db_close(db);
    assert_int_equal(db_open(case_url(test, "b.db"), DB_READ, &db, &error), CORM_OK);
    assert_int_equal(number(db, "SELECT count(*) FROM t"), 1);
    assert_int_equal(db_run(db, "INSERT INTO t VALUES (1)", &error), CORM_DATABASE);
    db_close(db);
}

/* Ctrl-C inside one long statement; the end of the transaction is not cut short. */
static void an_interrupt_ends_a_statement(void **state)
{
    struct db_case *test = *state;
    struct db *db = NULL;
    corm_failure error;

    assert_false(corm_interrupt(true)); /* nobody has to be waited for */
    assert_int_equal(db_open(case_url(test, "a.db"), DB_CREATE, &db, &error), CORM_OK);
    assert_int_equal(db->driver->begin(db, false, 0, &error), CORM_OK);
    run_script(db, test->arena, "CREATE TABLE t (a)");
    interrupt_hold();
    assert_true(corm_interrupt(true));
    assert_int_equal(db_run(db,
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000000)"
                         "INSERT INTO t SELECT count(*) FROM n",
                         &error),
        CORM_DATABASE);
    assert_string_equal(error.code, "interrupted");
    assert_int_equal(db->driver->end(db, false, &error), CORM_OK);
    interrupt_release();
    assert_false(corm_interrupt(false));
    assert_int_equal(number(db, "SELECT count(*) FROM sqlite_schema"), 0);
    db_close(db);
}

/* ---- queries ---- */

static corm_status show_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct buf *out = payload;

    (void)error;
    for (size_t i = 0; i < len; i++) {
        switch (values[i].kind) {
        case VALUE_NULL: buf_add(out, "null "); break;
        case VALUE_INT: buf_printf(out, "%lld ", (long long)values[i].integer); break;
        case VALUE_REAL: buf_printf(out, "%g ", values[i].real); break;
        case VALUE_TEXT: buf_printf(out, "'%.*s' ", (int)values[i].len, values[i].text); break;
        case VALUE_BLOB: buf_printf(out, "blob%zu ", values[i].len); break;
        }
    }
    buf_char(out, ';');
    return CORM_OK;
}

static void values_keep_their_types(void **state)
{
    struct db_case *test = *state;
    struct buf out = buf_new(test->arena);
    struct value params[] = {value_int(INT64_MIN),
        {.kind = VALUE_REAL, .real = 1.5},
        value_text("a\"b"),
        value_null(),
        {.kind = VALUE_BLOB, .text = "\0\1", .len = 2},
        {.kind = VALUE_BLOB},
        {.kind = VALUE_TEXT, .text = "xy", .len = 1}};
    corm_failure error;

    assert_int_equal(db_query(test->db, "SELECT ?,?,?,?,?,?,?", params, 7, show_row, &out, &error), CORM_OK);
    assert_string_equal(buf_text(&out), "-9223372036854775808 1.5 'a\"b' null blob2 blob0 'x' ;");
    assert_int_equal(db_query(test->db, "SELECT ?", NULL, 0, NULL, NULL, &error), CORM_DATABASE);
    assert_int_equal(db_query(test->db, "SELECT 1", params, 1, NULL, NULL, &error), CORM_DATABASE);
}

static corm_status stop_at_two(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    int64_t *seen = payload;

    (void)len;
    *seen = values[0].integer;
    return values[0].integer == 2 ? fail(error, CORM_FOUND, "enough") : CORM_OK;
}

static void a_row_function_can_stop(void **state)
{
    struct db_case *test = *state;
    int64_t seen = 0;
    corm_failure error;

    assert_int_equal(db_query(test->db, "VALUES (1),(2),(3)", NULL, 0, stop_at_two, &seen, &error), CORM_FOUND);
    assert_int_equal(seen, 2);
    assert_string_equal(error.message, "enough");
}

struct nested {
    struct db *db;
    int64_t sum;
};

static corm_status add_up(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct nested *nested = payload;
    int64_t *sum = &nested->sum;

    (void)len;
    (void)error;
    *sum += values[0].integer;
    return CORM_OK;
}

static corm_status query_again(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct nested *nested = payload;

    (void)len;
    return db_query(
        nested->db, "SELECT value + ?1 FROM (SELECT 1 AS value UNION SELECT 2)", values, 1, add_up, nested, error);
}

static void the_same_query_nests(void **state)
{
    struct db_case *test = *state;
    struct nested nested = {test->db, 0};
    struct value zero = value_int(10);
    corm_failure error;

    assert_int_equal(db_query(test->db,
                         "SELECT value + ?1 FROM (SELECT 1 AS value UNION SELECT 2)",
                         &zero,
                         1,
                         query_again,
                         &nested,
                         &error),
        CORM_OK);
    assert_int_equal(nested.sum, 12 + 13 + 13 + 14);
}

static void errors_say_code_and_place(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    run_script(test->db,
        test->arena,
        "CREATE TABLE p (id INTEGER PRIMARY KEY, u TEXT UNIQUE, CHECK (u <> 'bad'));"
        "CREATE TABLE c (p NOT NULL REFERENCES p); INSERT INTO p VALUES (1, 'a');");
    assert_int_equal(db_run(test->db, "INSERT INTO p VALUES (2, 'a')", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_CONSTRAINT_UNIQUE");
    assert_int_equal(db_run(test->db, "INSERT INTO p VALUES (2, 'bad')", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_CONSTRAINT_CHECK");
    assert_int_equal(db_run(test->db, "INSERT INTO c VALUES (NULL)", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_CONSTRAINT_NOTNULL");
    assert_int_equal(db_run(test->db, "INSERT INTO c VALUES (9)", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_CONSTRAINT_FOREIGNKEY");
    assert_int_equal(db_run(test->db, "SELECT nix FROM p", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_ERROR");
#if SQLITE_VERSION_NUMBER >= 3038000
    assert_int_equal(test->db->driver->error_offset(test->db), 7);
#endif
    assert_int_equal(db_run(test->db, "SELECT 1", &error), CORM_OK);
    assert_int_equal(test->db->driver->error_offset(test->db), -1);
    assert_int_equal(db_run(test->db, "INSERT INTO p VALUES (3, \"x\")", &error), CORM_DATABASE);
    assert_non_null(strstr(error.hint, "single quotes"));
}

static void stored_double_quotes_do_not_stand_in_the_way(void **state)
{
    struct db_case *test = *state;
    sqlite3 *old = NULL;
    struct db *db = NULL;
    corm_failure error;

    assert_int_equal(sqlite3_open(case_path(test, "old.db"), &old), SQLITE_OK);
    assert_int_equal(sqlite3_exec(old,
                         "CREATE TABLE p (a, CHECK (a <> \"it\")); CREATE TABLE q (a, b);"
                         "CREATE VIEW v AS SELECT \"text\" FROM p;"
                         "CREATE TRIGGER g AFTER INSERT ON p BEGIN INSERT INTO q VALUES (\"x\", 1); END;",
                         NULL,
                         NULL,
                         NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(old), SQLITE_OK);
    assert_int_equal(db_open(case_url(test, "old.db"), DB_WRITE, &db, &error), CORM_OK);
    run_script(db,
        test->arena,
        "INSERT INTO \"p\" (\"a\") VALUES ('1'); ALTER TABLE \"q\" RENAME COLUMN \"b\" TO \"c\";"
        "ALTER TABLE q RENAME TO \"r\"; ALTER TABLE p ADD COLUMN d; SELECT * FROM v");
    assert_int_equal(number(db, "SELECT count(*) FROM r WHERE a = 'x'"), 1);
    assert_int_equal(db_run(db, "INSERT INTO p VALUES (\"typo\")", &error), CORM_DATABASE);
    assert_int_equal(db_run(db, "INSERT INTO p SELECT \"typo\" FROM r", &error), CORM_DATABASE);
    assert_int_equal(db_run(db, "UPDATE r SET a = \"typo\"", &error), CORM_DATABASE);
    assert_int_equal(db_run(db, "ALTER TABLE r ADD COLUMN e CHECK (\"typo\")", &error), CORM_DATABASE);
    assert_int_equal(db_run(db, "CREATE INDEX i ON r (\"typo\")", &error), CORM_DATABASE);
    assert_int_equal(db_run(db, "SELECT typo FROM r", &error), CORM_DATABASE);
    db_close(db);
}

static void one_statement_at_a_time(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    assert_int_equal(db_run(test->db, "CREATE TABLE t (a); DROP TABLE t", &error), CORM_DATABASE);
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema"), 0);
    assert_int_equal(db_run(test->db, "SELECT 1; -- done\n", &error), CORM_OK);
    assert_int_equal(db_run(test->db, "-- nothing\n", &error), CORM_OK);
}

static void many_rows_go_in_fast(void **state)
{
    struct db_case *test = *state;
    struct timespec start, end;
    corm_failure error;

    run_script(test->db, test->arena, "CREATE TABLE t (a INTEGER, b TEXT)");
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    assert_int_equal(test->db->driver->begin(test->db, false, 0, &error), CORM_OK);
    for (int i = 0; i < 50000; i++) {
        struct value params[] = {value_int(i), value_text("some text")};
        assert_int_equal(db_query(test->db, "INSERT INTO t VALUES (?, ?)", params, 2, NULL, NULL, &error), CORM_OK);
    }
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_OK);
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    assert_int_equal(number(test->db, "SELECT count(*) FROM t"), 50000);
    assert_true(end.tv_sec - start.tv_sec < 5);
}

/* ---- scripts ---- */

static void expect_statements(const char *script, const char *const *expected)
{
    struct db *db = NULL;
    corm_failure error;
    size_t len = 0;

    assert_int_equal(db_scratch("sqlite", &db, &error), CORM_OK);
    for (; *expected != NULL; expected++, script += len) {
        assert_int_equal(db->driver->next_statement(db, script, &len, &error), CORM_OK);
        assert_int_equal(len, strlen(*expected));
        assert_memory_equal(script, *expected, len);
    }
    assert_int_equal(db->driver->next_statement(db, script, &len, &error), CORM_OK);
    assert_int_equal(len, 0);
    db_close(db);
}

static void scripts_are_split(void **state)
{
    (void)state;
    expect_statements("", (const char *[]){NULL});
    expect_statements(" -- x\n ; ;", (const char *[]){NULL});
    expect_statements("SELECT 1; SELECT ';';SELECT 2", (const char *[]){"SELECT 1;", " SELECT ';';", "SELECT 2", NULL});
    expect_statements("-- a; b\nSELECT /* ; */ [;]; -- end", (const char *[]){"-- a; b\nSELECT /* ; */ [;];", NULL});
    expect_statements(";;SELECT 1;", (const char *[]){";;SELECT 1;", NULL});
    expect_statements("BEGIN; COMMIT; END;", (const char *[]){"BEGIN;", " COMMIT;", " END;", NULL});
}

static void trigger_bodies_stay_whole(void **state)
{
    (void)state;
    expect_statements("CREATE TEMP TRIGGER t AFTER INSERT ON x WHEN CASE WHEN 1 THEN 2 END BEGIN"
                      " SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END; SELECT 3;",
        (const char *[]){"CREATE TEMP TRIGGER t AFTER INSERT ON x WHEN CASE WHEN 1 THEN 2 END BEGIN"
                         " SELECT CASE 1 WHEN 1 THEN 2 END; SELECT 2; END;",
            " SELECT 3;",
            NULL});
    expect_statements("create trigger t delete on x begin select 1; -- c\n end /* d */ ; x",
        (const char *[]){"create trigger t delete on x begin select 1; -- c\n end /* d */ ;", " x", NULL});
    expect_statements("CREATE TABLE trigger (a); x", (const char *[]){"CREATE TABLE trigger (a);", " x", NULL});
}

static void a_long_script_is_read_once(void **state)
{
    enum { STATEMENTS = 200000 };
    struct db_case *test = *state;
    struct buf script = buf_new(test->arena);
    struct timespec start, end;
    corm_failure error;
    size_t count = 0, len = 1;

    for (int i = 0; i < STATEMENTS; i++) {
        buf_add(&script, "INSERT INTO t VALUES (1, 'text; of some length');\n");
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    for (const char *at = buf_text(&script); len > 0; at += len, count += len > 0) {
        assert_int_equal(test->db->driver->next_statement(test->db, at, &len, &error), CORM_OK);
    }
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    assert_int_equal(count, STATEMENTS);
    assert_true(end.tv_sec - start.tv_sec < 10);
}

/* ---- transactions, locks, the guard ---- */

static void keys_are_on_and_off_only_around_a_rebuild(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    assert_int_equal(number(test->db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(test->db->driver->begin(test->db, true, 0, &error), CORM_OK);
    assert_true(test->db->driver->in_transaction(test->db));
    assert_int_equal(number(test->db, "PRAGMA foreign_keys"), 0);
    run_script(test->db, test->arena, "PRAGMA legacy_alter_table = ON; CREATE TABLE t (a);");
    assert_int_equal(test->db->driver->begin(test->db, false, 0, &error), CORM_DATABASE);
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
    assert_int_equal(number(test->db, "PRAGMA foreign_keys"), 1);
    assert_int_equal(number(test->db, "PRAGMA legacy_alter_table"), 0);
    assert_int_equal(number(test->db, "SELECT count(*) FROM sqlite_schema"), 0);
}

static void a_second_writer_waits_and_is_refused(void **state)
{
    struct db_case *test = *state;
    struct db *first = NULL, *second = NULL;
    struct timespec start, end;
    corm_failure error;

    assert_int_equal(db_open(case_url(test, "a.db"), DB_CREATE, &first, &error), CORM_OK);
    assert_int_equal(db_open(case_url(test, "a.db"), DB_CREATE, &second, &error), CORM_OK);
    assert_int_equal(first->driver->begin(first, false, 0, &error), CORM_OK);
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    assert_int_equal(second->driver->begin(second, true, 150, &error), CORM_REFUSED);
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    int64_t waited = (end.tv_sec - start.tv_sec) * 1000 + (end.tv_nsec - start.tv_nsec) / 1000000;
    assert_in_range(waited, 140, 2000);
    assert_string_equal(error.code, "lock-not-obtained");
    assert_non_null(strstr(error.message, "a.db"));
    assert_int_equal(number(second, "PRAGMA foreign_keys"), 1);
    assert_int_equal(first->driver->end(first, true, &error), CORM_OK);
    assert_int_equal(second->driver->begin(second, true, 0, &error), CORM_OK);
    assert_int_equal(second->driver->end(second, true, &error), CORM_OK);
    db_close(first);
    db_close(second);
}

static void a_failed_commit_rolls_back(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    run_script(test->db,
        test->arena,
        "CREATE TABLE p (id INTEGER PRIMARY KEY);"
        "CREATE TABLE c (p REFERENCES p DEFERRABLE INITIALLY DEFERRED)");
    assert_int_equal(test->db->driver->begin(test->db, false, 0, &error), CORM_OK);
    run_script(test->db, test->arena, "INSERT INTO c VALUES (1)");
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "SQLITE_CONSTRAINT_FOREIGNKEY");
    assert_false(test->db->driver->in_transaction(test->db));
    assert_int_equal(number(test->db, "SELECT count(*) FROM c"), 0);
}

static void a_statement_that_ends_the_transaction_stops_the_rest(void **state)
{
    struct db_case *test = *state;
    corm_failure error;

    run_script(test->db, test->arena, "CREATE TABLE t (a UNIQUE); INSERT INTO t VALUES (1)");
    assert_int_equal(test->db->driver->begin(test->db, false, 0, &error), CORM_OK);
    run_script(test->db, test->arena, "INSERT INTO t VALUES (2)");
    assert_int_equal(db_run(test->db, "INSERT OR ROLLBACK INTO t VALUES (1)", &error), CORM_DATABASE);
    assert_int_equal(db_run(test->db, "INSERT INTO t VALUES (3)", &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "ended the transaction"));
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_DATABASE);
    assert_int_equal(number(test->db, "SELECT count(*) FROM t"), 1);
}

static void expect_refused(struct db *db, const char *sql, const char *what)
{
    corm_failure error;

    assert_int_equal(db_run(db, sql, &error), CORM_REFUSED);
    assert_string_equal(error.code, "statement-refused");
    assert_non_null(strstr(error.message, what));
}

static void the_guard_refuses(void **state)
{
    struct db_case *test = *state;
    struct db *db = test->db;
    corm_failure error;

    expect_refused(db, arena_printf(test->arena, "ATTACH '%s' AS x", case_path(test, "x.db")), "ATTACH is refused: ");
    expect_refused(db, arena_printf(test->arena, "VACUUM INTO '%s'", case_path(test, "x.db")), "ATTACH");
    expect_refused(db, "PRAGMA writable_schema = ON", "PRAGMA writable_schema is refused: ");
    assert_int_equal(db_run(db, "PRAGMA journal_mode = MEMORY", &error), CORM_OK);
    assert_int_equal(db_run(db, "SAVEPOINT s", &error), CORM_OK);
    assert_int_equal(db_run(db, "RELEASE s", &error), CORM_OK);
    assert_int_equal(db->driver->begin(db, false, 0, &error), CORM_OK);
    expect_refused(db, "COMMIT", "COMMIT is refused: the runner owns");
    expect_refused(db, "END", "COMMIT");
    expect_refused(db, "BEGIN", "BEGIN");
    expect_refused(db, "ROLLBACK", "ROLLBACK");
    expect_refused(db, "SAVEPOINT s", "SAVEPOINT");
    expect_refused(db, "PRAGMA journal_mode = WAL", "journal_mode");
    expect_refused(db, "PRAGMA foreign_keys = OFF", "does nothing inside a transaction");
    expect_refused(db, "PRAGMA ignore_check_constraints = ON", "ignore_check_constraints");
    expect_refused(db, "DETACH main", "DETACH");
    expect_refused(db, "SELECT load_extension('x')", "load_extension");
    assert_true(db->driver->in_transaction(db));
    run_script(db,
        test->arena,
        "PRAGMA legacy_alter_table = ON; PRAGMA defer_foreign_keys = ON; PRAGMA foreign_keys; PRAGMA user_version = 3;"
        "CREATE TABLE t (a); INSERT INTO t SELECT 1; UPDATE t SET a = 2; PRAGMA foreign_key_check(t); DROP TABLE t;"
        "SELECT * FROM pragma_table_info('t');");
    assert_int_equal(db->driver->end(db, true, &error), CORM_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(urls_name_an_engine),
        cmocka_unit_test_setup_teardown(every_spelling_of_a_path_opens, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(relative_paths_are_never_uris, case_set_up, case_tear_down),
        cmocka_unit_test(bad_urls_say_what_to_write),
        cmocka_unit_test_setup_teardown(a_missing_file_is_empty_and_made_by_create_only, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_database_is_told, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(readers_cannot_write, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(readers_undo_what_a_killed_writer_left, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(an_interrupt_ends_a_statement, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(values_keep_their_types, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(a_row_function_can_stop, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(the_same_query_nests, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(errors_say_code_and_place, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(stored_double_quotes_do_not_stand_in_the_way, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(one_statement_at_a_time, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(many_rows_go_in_fast, case_set_up, case_tear_down),
        cmocka_unit_test(scripts_are_split),
        cmocka_unit_test(trigger_bodies_stay_whole),
        cmocka_unit_test_setup_teardown(a_long_script_is_read_once, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(keys_are_on_and_off_only_around_a_rebuild, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(a_second_writer_waits_and_is_refused, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(a_failed_commit_rolls_back, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(
            a_statement_that_ends_the_transaction_stops_the_rest, case_set_up, case_tear_down),
        cmocka_unit_test_setup_teardown(the_guard_refuses, case_set_up, case_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
