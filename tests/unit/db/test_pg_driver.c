/* The driver of PostgreSQL against a server: connections, statements, transactions, the lock, errors. */
#include "pg_proxy.h"

#include "base/interrupt.h"
#include "db/postgresql/postgresql.h"

#include <sys/time.h>
#include <time.h>

/* ---- URLs: no server needed ---- */

static void takes_what_libpq_takes(void **state)
{
    (void)state;
    static const struct {
        const char *url, *engine;
    } cases[] = {
        {"postgresql://localhost/x", "postgresql"},
        {"postgres://localhost/x", "postgresql"},
        {"postgresql+psycopg2://u@h/x", "postgresql"},
        {"host=/tmp dbname=x", "postgresql"},
        {"service=main", "postgresql"},
        {"user=x dbname = y", "postgresql"},
        {"sqlite:dbname=x", "sqlite"},
        {"mysql://x", NULL},
        {"ahost=x", NULL},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *engine = db_engine_of(cases[i].url);
        if (!text_same(engine, cases[i].engine)) {
            pg_fail("%s is taken by %s", cases[i].url, engine != NULL ? engine : "nobody");
        }
    }
}

/* Wherever a password stands, and however wrong the rest is, it is not shown. */
static void never_shows_a_password(void **state)
{
    (void)state;
    static const char *const urls[] = {
        "postgresql://u:canary@127.0.0.1:1/x",
        "postgresql://u:canary@127.0.0.1:1/x?connect_timeout=a",
        "postgresql://u:zz@canary@127.0.0.1:1/x",
        "postgresql://u:zz/canary@127.0.0.1:1/x",
        "postgresql://u:zz?canary@127.0.0.1:1/x",
        "postgresql://u:canary%zz@127.0.0.1:1/x",
        "postgresql://u:canary@[::1/x",
        "postgresql://127.0.0.1:1/x?password=canary&nonsense=1",
        "postgresql://127.0.0.1:canary/x",
        "host=127.0.0.1 port=1 password=canary dbname=x",
        "host=127.0.0.1 port=1 password='canary dbname=x",
        "host=127.0.0.1 port=1 password canary dbname=x",
        "host=127.0.0.1 port=canary password=canary",
        "postgresql://u:canary@127.0.0.1:1/canary%40x",
    };

    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct db *db;
        corm_failure error = {0};
        assert_int_not_equal(db_open(urls[i], DB_READ, &db, &error), CORM_OK);
        if (strstr(error.message, "canary") != NULL || strstr(error.hint, "canary") != NULL) {
            pg_fail("%s: %s (%s)", urls[i], error.message, error.hint);
        }
    }
}

static void says_why_it_cannot_connect(void **state)
{
    struct pg_case *test = *state;
    struct db *db;
    corm_failure error = {0};

    assert_int_equal(db_open("postgresql://127.0.0.1:1/x", DB_READ, &db, &error), CORM_DATABASE);
    assert_string_equal(error.code, "no-server");
    assert_non_null(strstr(error.message, "127.0.0.1"));
    assert_int_equal(db_open(pg_address_of(test->arena, "not_there"), DB_READ, &db, &error), CORM_DATABASE);
    assert_string_equal(error.code, "no-database");
    assert_string_equal(error.sqlstate, "3D000");
    assert_int_equal(
        db_open(arena_printf(test->arena, "%s user=nobody_here", test->url), DB_READ, &db, &error), CORM_DATABASE);
    assert_string_equal(error.code, "login-refused");
}

/* ---- statements ---- */

struct row {
    struct value values[8];
    size_t len;
    char text[64];
};

static corm_status keep_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct row *row = payload;

    (void)error;
    row->len = len;
    for (size_t i = 0; i < len && i < 8; i++) {
        row->values[i] = values[i];
    }
    if (len > 0 && values[0].text != NULL) {
        memcpy(row->text, values[0].text, values[0].len < sizeof row->text ? values[0].len : sizeof row->text);
    }
    return CORM_OK;
}

static void gives_values_and_takes_them(void **state)
{
    struct pg_case *test = *state;
    struct row row = {0};
    corm_failure error = {0};
    const char bytes[] = {0, (char)0xff, '\'', '\\', 0, 'x'};
    struct value params[] = {value_int(-5),
        value_text("it's ?"),
        value_null(),
        {.kind = VALUE_BLOB, .text = bytes, .len = sizeof bytes},
        value_int(1),
        {.kind = VALUE_REAL, .real = 0.1}};

    pg_must(test->db, "CREATE TABLE v (a bigint, b text, c text, d bytea, e boolean, f double precision, g int)");
    assert_int_equal(
        db_query(test->db, "INSERT INTO v (b, a) VALUES (?2, ?1)", params, 2, NULL, NULL, &error), CORM_OK);
    pg_must(test->db, "DELETE FROM v WHERE a = -5 AND b = 'it''s ?'");
    assert_int_equal(
        db_query(test->db, "INSERT INTO v VALUES (?, ?, ?, ?, ?, ?, length('?')) -- ?", params, 6, NULL, NULL, &error),
        CORM_OK);
    assert_int_equal(db_query(test->db, "SELECT d, a, b, c, e, f, g FROM v", NULL, 0, keep_row, &row, &error), CORM_OK);
    assert_int_equal(row.len, 7);
    assert_int_equal(row.values[0].kind, VALUE_BLOB);
    assert_int_equal(row.values[0].len, sizeof bytes);
    assert_memory_equal(row.text, bytes, sizeof bytes);
    assert_int_equal(row.values[1].integer, -5);
    assert_int_equal(row.values[2].kind, VALUE_TEXT);
    assert_int_equal(row.values[3].kind, VALUE_NULL);
    assert_int_equal(row.values[4].kind, VALUE_INT);
    assert_int_equal(row.values[4].integer, 1);
    assert_true(row.values[5].kind == VALUE_REAL && row.values[5].real == 0.1);
    assert_int_equal(row.values[6].integer, 1);
    struct value nul = {.kind = VALUE_TEXT, .text = "a\0b", .len = 3};
    assert_int_equal(db_query(test->db, "SELECT $1::text", &nul, 1, NULL, NULL, &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "NUL"));
}

static void points_at_the_mistake(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};

    assert_int_equal(db_run(test->db, "SELECT 'öä', nope", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "42703");
    assert_int_equal(test->db->driver->error_offset(test->db), (int)strlen("SELECT 'öä', "));
    assert_int_equal(db_run(test->db, "SELECT 1; SELECT 2", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "42601");
    assert_int_equal(db_run(test->db, "\\! true", &error), CORM_DATABASE);
    pg_must(test->db, "CREATE TABLE c (a int)");
    assert_int_equal(db_run(test->db, "COPY c FROM STDIN", &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "COPY"));
    assert_int_equal(db_run(test->db, "COPY (SELECT 1) TO STDOUT", &error), CORM_DATABASE);
    pg_must(test->db, "SELECT 1"); /* and the connection is still of use */
    pg_must(test->db, "-- nothing");
}

static void keeps_passwords_of_statements(void **state)
{
    struct pg_case *test = *state;
    static const char *const statements[] = {
        "CREATE ROLE x PASSWORD canary",
        "CREATE ROLE x PASSWORD 'canary' nonsense 'canary2'",
        "CREATE ROLE x PASSWORD E'canary'::text",
        "DO $$BEGIN RAISE EXCEPTION 'no \"%\"', 'canary'; END$$ -- password",
    };
    corm_failure error = {0};

    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        assert_int_equal(db_run(test->db, statements[i], &error), CORM_DATABASE);
        if (strstr(error.message, "canary") != NULL || strstr(error.hint, "canary") != NULL) {
            pg_fail("%s: %s", statements[i], error.message);
        }
    }
    assert_int_equal(db_run(test->db, "SELECT nope AS password", &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "\"nope\"")); /* names stay */
}

/* ---- transactions ---- */

static int64_t rows_of(struct pg_case *test, const char *table)
{
    int64_t count = -1;
    corm_failure error = {0};

    if (db_query_int(test->db, arena_printf(test->arena, "SELECT count(*) FROM %s", table), &count, &error) !=
        CORM_OK) {
        pg_fail("%s", error.message);
    }
    return count;
}

static void begin(struct pg_case *test)
{
    corm_failure error = {0};

    if (test->db->driver->begin(test->db, false, 1000, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
}

static void commits_and_rolls_back(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};
    const struct driver *driver = test->db->driver;

    pg_must(test->db, "CREATE TABLE t (a int)");
    begin(test);
    assert_true(driver->in_transaction(test->db));
    pg_must(test->db, "INSERT INTO t VALUES (1)");
    assert_int_equal(driver->end(test->db, true, &error), CORM_OK);
    assert_int_equal(rows_of(test, "t"), 1);
    begin(test);
    pg_must(test->db, "INSERT INTO t VALUES (2)");
    assert_int_equal(driver->end(test->db, false, &error), CORM_OK);
    assert_int_equal(rows_of(test, "t"), 1);
    assert_false(driver->in_transaction(test->db));
}

/* COMMIT of a failed transaction says ROLLBACK, and no error. */
static void looks_at_the_tag_of_commit(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};

    begin(test);
    pg_must(test->db, "CREATE TABLE t (a int)");
    assert_int_equal(db_run(test->db, "SELECT 1/0", &error), CORM_DATABASE);
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "rolled back"));
}

static void notices_a_stray_commit(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};

    begin(test);
    pg_must(test->db, "COMMIT");
    assert_false(test->db->driver->in_transaction(test->db));
    assert_int_equal(db_run(test->db, "SELECT 1", &error), CORM_DATABASE);
    assert_non_null(strstr(error.message, "ended the transaction"));
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_DATABASE);
    begin(test); /* the lock was let go */
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
}

/* What pg_dump writes on top of its files must not lead the history table astray. */
static void settings_do_not_outlive_a_migration(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};
    struct value param = value_int(7);
    int64_t off = 0;

    pg_must(test->db, "CREATE TABLE history (a int)");
    begin(test);
    pg_must(test->db, "SELECT pg_catalog.set_config('search_path', '', false)");
    pg_must(test->db, "SET check_function_bodies = off");
    assert_int_equal(db_query(test->db, "INSERT INTO history VALUES (?)", &param, 1, NULL, NULL, &error), CORM_OK);
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_OK);
    begin(test);
    assert_int_equal(rows_of(test, "history"), 1);
    assert_int_equal(db_query_int(test->db,
                         "SELECT count(*) FROM pg_settings WHERE name = 'check_function_bodies' AND setting = 'on'",
                         &off,
                         &error),
        CORM_OK);
    assert_int_equal(off, 1);
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
}

/* ---- the lock ---- */

static int64_t now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void one_runner_at_a_time(void **state)
{
    struct pg_case *test = *state;
    struct db *other;
    corm_failure error = {0};

    assert_int_equal(db_open(test->url, DB_WRITE, &other, &error), CORM_OK);
    begin(test);
    int64_t start = now_ms();
    assert_int_equal(other->driver->begin(other, false, 300, &error), CORM_REFUSED);
    assert_string_equal(error.code, "lock-not-obtained");
    assert_non_null(strstr(error.message, "corm-migrate"));
    assert_in_range(now_ms() - start, 300, 3000);
    assert_false(other->driver->in_transaction(other));
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_OK);
    assert_int_equal(other->driver->begin(other, false, 0, &error), CORM_OK);
    db_close(other); /* dies with the lock held */
    begin(test);
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_OK);
}

/* Between transactions, too, while a statement runs without one. */
static void keeps_the_lock(void **state)
{
    struct pg_case *test = *state;
    struct db *other;
    corm_failure error = {0};

    assert_int_equal(db_open(test->url, DB_WRITE, &other, &error), CORM_OK);
    assert_int_equal(test->db->driver->lock(test->db, 0, &error), CORM_OK);
    for (int round = 0; round < 2; round++) {
        assert_int_equal(other->driver->begin(other, false, 0, &error), CORM_REFUSED);
        begin(test);
        assert_int_equal(test->db->driver->end(test->db, round == 0, &error), CORM_OK);
    }
    assert_int_equal(other->driver->lock(other, 50, &error), CORM_REFUSED);
    test->db->driver->unlock(test->db);
    assert_int_equal(other->driver->begin(other, false, 0, &error), CORM_OK);
    db_close(other);
}

/* ---- interrupts ---- */

static void interrupt_now(int number)
{
    (void)number;
    (void)!corm_interrupt(true);
}

static void interrupt_in(long ms)
{
    struct sigaction action = {.sa_handler = interrupt_now};
    struct itimerval timer = {.it_value = {.tv_usec = ms * 1000}};

    assert_int_equal(sigaction(SIGALRM, &action, NULL), 0);
    assert_int_equal(setitimer(ITIMER_REAL, &timer, NULL), 0);
}

static void stops_a_long_statement(void **state)
{
    struct pg_case *test = *state;
    static const char *const cases[] = {"SELECT pg_sleep(30)", "LOCK TABLE held"};
    struct db *other;
    corm_failure error = {0};

    pg_must(test->db, "CREATE TABLE held (a int)");
    assert_int_equal(db_open(test->url, DB_WRITE, &other, &error), CORM_OK);
    pg_must(other, "BEGIN");
    pg_must(other, "LOCK TABLE held");
    interrupt_hold();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        begin(test);
        int64_t start = now_ms();
        interrupt_in(100);
        assert_int_equal(db_run(test->db, cases[i], &error), CORM_DATABASE);
        assert_string_equal(error.code, "interrupted");
        assert_in_range(now_ms() - start, 90, 10000);
        assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK); /* is not stopped itself */
        assert_false(test->db->driver->in_transaction(test->db));
        (void)!corm_interrupt(false);
    }
    interrupt_release();
    db_close(other);
}

static void stops_waiting_for_another_runner(void **state)
{
    struct pg_case *test = *state;
    struct db *other;
    corm_failure error = {0};

    assert_int_equal(db_open(test->url, DB_WRITE, &other, &error), CORM_OK);
    begin(test);
    interrupt_hold();
    interrupt_in(100);
    int64_t start = now_ms();
    assert_int_equal(other->driver->lock(other, 30000, &error), CORM_DATABASE);
    assert_string_equal(error.code, "interrupted");
    assert_in_range(now_ms() - start, 90, 10000);
    (void)!corm_interrupt(false);
    interrupt_release();
    db_close(other);
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
}

/* A runner that waits holds no snapshot, which CREATE INDEX CONCURRENTLY would wait for. */
static void waits_without_a_transaction(void **state)
{
    struct pg_case *test = *state;
    struct db *other;
    corm_failure error = {0};
    int64_t idle = 0;

    assert_int_equal(db_open(test->url, DB_WRITE, &other, &error), CORM_OK);
    begin(test);
    assert_int_equal(other->driver->begin(other, false, 50, &error), CORM_REFUSED);
    assert_int_equal(db_query_int(test->db,
                         "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle'"
                         " AND backend_xmin IS NULL",
                         &idle,
                         &error),
        CORM_OK);
    assert_int_equal(idle, 1);
    db_close(other);
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
}

/* ---- lost connections ---- */

static void kill_connection(struct pg_case *test)
{
    pg_must(test->admin,
        arena_printf(test->arena,
            "DO $$ BEGIN PERFORM pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '%s';"
            " WHILE EXISTS (SELECT 1 FROM pg_stat_activity WHERE datname = '%s')"
            " LOOP PERFORM pg_sleep(0.01), pg_stat_clear_snapshot(); END LOOP; END $$",
            test->name,
            test->name));
}

static void says_that_the_connection_is_lost(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};

    begin(test);
    pg_must(test->db, "CREATE TABLE t (a int)");
    kill_connection(test);
    assert_int_equal(db_run(test->db, "SELECT 1", &error), CORM_DATABASE);
    assert_string_equal(error.code, "connection-lost");
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
    assert_int_equal(db_run(test->db, "SELECT 1", &error), CORM_DATABASE);
    assert_string_equal(error.code, "connection-lost");
}

static void does_not_know_what_became_of_commit(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};

    begin(test);
    pg_must(test->db, "CREATE TABLE t (a int)");
    kill_connection(test);
    assert_int_equal(test->db->driver->end(test->db, true, &error), CORM_DATABASE);
    assert_string_equal(error.code, "outcome-unknown");
    assert_non_null(strstr(error.hint, "history"));
    assert_string_equal(error.database, "");
}

/* The server has committed, the client cannot know: it must not claim either. */
static void claims_nothing_of_a_commit_without_an_answer(void **state)
{
    struct pg_case *test = *state;
    struct db *db;
    corm_failure error = {0};
    const char *url;
    struct proxy proxy = proxy_start(test, SPOIL_COMMIT, &url);

    assert_int_equal(db_open(url, DB_WRITE, &db, &error), CORM_OK);
    assert_int_equal(db->driver->begin(db, false, 0, &error), CORM_OK);
    pg_must(db, "CREATE TABLE t (a int)");
    assert_int_equal(db->driver->end(db, true, &error), CORM_DATABASE);
    assert_string_equal(error.code, "outcome-unknown");
    db_close(db);
    proxy_stop(&proxy);
    assert_int_equal(rows_of(test, "t"), 0); /* it is there */
    begin(test);                             /* and the lock went with the session */
    assert_int_equal(test->db->driver->end(test->db, false, &error), CORM_OK);
}

static void refuses_a_pooler(void **state)
{
    struct pg_case *test = *state;
    struct db *db;
    corm_failure error = {0};
    const char *url;
    struct proxy proxy = proxy_start(test, SPOIL_PID, &url);

    assert_int_equal(db_open(url, DB_READ, &db, &error), CORM_REFUSED);
    assert_string_equal(error.code, "pooler");
    proxy_stop(&proxy);
}

/* ---- the rest of struct driver ---- */

static void reads_only(void **state)
{
    struct pg_case *test = *state;
    struct db *db;
    corm_failure error = {0};

    assert_int_equal(db_open(test->url, DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_run(db, "CREATE TABLE t (a int)", &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "25006");
    assert_null(db->driver->warning(db)); /* a socket is no network */
    assert_string_equal(db->driver->name(db), test->name);
    db_close(db);
}

static void the_url_chooses_the_schema(void **state)
{
    struct pg_case *test = *state;
    struct db *db;
    struct schema *schema;
    corm_failure error = {0};
    const char *url = arena_printf(test->arena, "%s options=-csearch_path=app,public", test->url);

    assert_int_equal(
        db_open(arena_printf(test->arena, "%s options=-csearch_path=nope", test->url), DB_WRITE, &db, &error),
        CORM_DATABASE);
    assert_non_null(strstr(error.message, "nope"));
    pg_must(test->db, "CREATE SCHEMA app");
    pg_must(test->admin, arena_printf(test->arena, "ALTER DATABASE %s SET search_path = app", test->name));
    assert_int_equal(db_open(url, DB_WRITE, &db, &error), CORM_OK);
    pg_must(db, "CREATE TABLE t (a int)");
    pg_must(db, "CREATE TABLE public.p (a int)");
    assert_int_equal(db_introspect(db, test->arena, &schema, &error), CORM_OK);
    assert_non_null(schema_table(schema, NULL, "t"));
    assert_non_null(schema_table(schema, "public", "p"));
    db_close(db);
    schema = pg_schema(test);
    assert_non_null(schema_table(schema, "app", "t"));
    assert_non_null(schema_table(schema, NULL, "p"));
}

static corm_status refuse_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    (void)values;
    (void)len;
    ++*(int *)payload;
    return fail(error, CORM_FOUND, "enough");
}

static void stops_where_a_row_is_refused(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};
    int rows = 0;

    assert_int_equal(
        db_query(test->db, "SELECT generate_series(1, 5)", NULL, 0, refuse_row, &rows, &error), CORM_FOUND);
    assert_int_equal(rows, 1);
}

static void makes_and_drops_a_scratch_database(void **state)
{
    struct pg_case *test = *state;
    struct db *scratch, *db;
    corm_failure error = {0};
    int64_t count = 1;

    assert_int_equal(db_open(test->url, DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_scratch_of(db, &scratch, &error), CORM_OK);
    const char *name = arena_strdup(test->arena, scratch->driver->name(scratch));
    assert_true(text_starts(name, "corm_scratch_"));
    pg_must(scratch, "CREATE TABLE t (a int)");
    assert_int_equal(db_run(db, "CREATE TABLE t (a int)", &error), CORM_DATABASE); /* still reads only */
    db_close(db);
    db_close(scratch);
    const char *sql = arena_printf(test->arena, "SELECT count(*) FROM pg_database WHERE datname = '%s'", name);
    assert_int_equal(db_query_int(test->db, sql, &count, &error), CORM_OK);
    assert_int_equal(count, 0);
}

static void needs_the_right_for_a_scratch_database(void **state)
{
    struct pg_case *test = *state;
    struct db *db, *scratch;
    corm_failure error = {0};
    const char *role = arena_printf(test->arena, "r_%s", test->name);

    pg_must(test->admin, arena_printf(test->arena, "CREATE ROLE %s LOGIN", role));
    assert_int_equal(db_open(arena_printf(test->arena, "%s user=%s", test->url, role), DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_scratch_of(db, &scratch, &error), CORM_DATABASE);
    assert_string_equal(error.code, "no-scratch");
    db_close(db);
    pg_must(test->admin, arena_printf(test->arena, "DROP ROLE %s", role));
}

/* A role that may make databases. */
static struct db *open_as_maker(struct pg_case *test, const char *role, const char *options)
{
    corm_failure error = {0};
    struct db *db;

    pg_must(test->admin, arena_printf(test->arena, "CREATE ROLE %s LOGIN CREATEDB %s", role, options));
    const char *url = arena_printf(test->arena, "%s user=%s", test->url, role);
    if (db_open(url, DB_READ, &db, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
    return db;
}

static void drop_maker(struct pg_case *test, const char *role)
{
    const char *left =
        "SELECT count(*) FROM pg_database AS d JOIN pg_roles AS r ON r.oid = d.datdba WHERE r.rolname = ";
    corm_failure error = {0};
    int64_t count = 1;

    assert_int_equal(
        db_query_int(test->admin, arena_printf(test->arena, "%s'%s'", left, role), &count, &error), CORM_OK);
    assert_int_equal(count, 0);
    pg_must(test->admin, arena_printf(test->arena, "DROP ROLE %s", role));
}

/* Nothing is left of a scratch database that nobody gets into. */
static void drops_a_scratch_database_without_a_way_in(void **state)
{
    struct pg_case *test = *state;
    const char *role = arena_printf(test->arena, "r_%s", test->name);
    struct db *db = open_as_maker(test, role, "CONNECTION LIMIT 1"), *scratch;
    corm_failure error = {0};

    assert_int_equal(db_scratch_of(db, &scratch, &error), CORM_DATABASE);
    assert_string_equal(error.sqlstate, "53300");
    assert_non_null(strstr(error.message, "cannot use the scratch database that was made: cannot connect"));
    assert_non_null(strstr(error.hint, "CONNECTION LIMIT"));
    db_close(db);
    drop_maker(test, role);
}

static void waits_for_no_lock_for_ever(void **state)
{
    struct pg_case *test = *state;
    corm_failure error = {0};
    struct schema *schema;
    struct db *db;
    const char *sql = "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'";
    int64_t wait = 0;

    assert_int_equal(db_query_int(test->db, sql, &wait, &error), CORM_OK);
    assert_int_equal(wait, 10000);
    pg_script(test, "CREATE TABLE t (a int DEFAULT 1); BEGIN; LOCK TABLE t");
    const char *url = arena_printf(test->arena, "%s options='-c lock_timeout=50ms'", test->url);
    assert_int_equal(db_open(url, DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_introspect(db, test->arena, &schema, &error), CORM_REFUSED);
    assert_string_equal(error.code, "lock-not-obtained");
    assert_string_equal(error.message, "cannot read what is in the database: canceling statement due to lock timeout");
    assert_non_null(strstr(error.hint, "another session holds a lock"));
    pg_must(test->db, "ROLLBACK");
    assert_int_equal(db_introspect(db, test->arena, &schema, &error), CORM_OK);
    db_close(db);
}

/* It is ours, whatever the role is for by default. */
static void writes_to_a_scratch_database(void **state)
{
    struct pg_case *test = *state;
    const char *role = arena_printf(test->arena, "r_%s", test->name);
    struct db *scratch;
    corm_failure error = {0};

    db_close(open_as_maker(test, role, ""));
    pg_must(test->admin, arena_printf(test->arena, "ALTER ROLE %s SET default_transaction_read_only = on", role));
    pg_must(test->admin, arena_printf(test->arena, "ALTER ROLE %s SET quote_all_identifiers = on", role));
    struct db *db;
    assert_int_equal(db_open(arena_printf(test->arena, "%s user=%s", test->url, role), DB_READ, &db, &error), CORM_OK);
    assert_int_equal(db_scratch_of(db, &scratch, &error), CORM_OK);
    pg_must(scratch, "CREATE TABLE t (a int)");
    assert_int_equal(scratch->driver->begin(scratch, false, 0, &error), CORM_OK); /* which settles all anew */
    pg_must(scratch, "CREATE TABLE u (a int)");
    int64_t plain = 0;
    assert_int_equal(
        db_query_int(scratch, "SELECT (format_type('t'::regtype, NULL) = 't')::int", &plain, &error), CORM_OK);
    assert_int_equal(plain, 1);
    assert_int_equal(scratch->driver->end(scratch, true, &error), CORM_OK);
    db_close(scratch);
    db_close(db);
    drop_maker(test, role);
}

static void sequences_follow_the_rows(void **state)
{
    struct pg_case *test = *state;
    struct strings tables = {0};
    corm_failure error = {0};
    int64_t next = 0;

    pg_script(test,
        "CREATE TABLE a (id serial PRIMARY KEY); CREATE TABLE \"B\" (id int GENERATED BY DEFAULT AS IDENTITY);"
        "CREATE TABLE empty (id serial); INSERT INTO a VALUES (41); INSERT INTO \"B\" VALUES (7)");
    *PUSH(test->arena, &tables) = "a";
    *PUSH(test->arena, &tables) = "\"B\"";
    *PUSH(test->arena, &tables) = "empty";
    *PUSH(test->arena, &tables) = "not_there";
    assert_int_equal(test->db->driver->after_load(test->db, &tables, &error), CORM_OK);
    assert_int_equal(db_query_int(test->db, "INSERT INTO a DEFAULT VALUES RETURNING id", &next, &error), CORM_OK);
    assert_int_equal(next, 42);
    assert_int_equal(db_query_int(test->db, "INSERT INTO \"B\" DEFAULT VALUES RETURNING id", &next, &error), CORM_OK);
    assert_int_equal(next, 8);
    assert_int_equal(db_query_int(test->db, "INSERT INTO empty DEFAULT VALUES RETURNING id", &next, &error), CORM_OK);
    assert_int_equal(next, 1);
}

/* ---- the splitter: no server needed ---- */

static void splits_as_the_server_reads(void **state)
{
    (void)state;
    static const struct {
        const char *first, *rest;
    } cases[] = {
        {"", ""},
        {"", "  -- only a comment\n /* and /* another */ */ "},
        {"", "; ;"},
        {"SELECT 1", ""},
        {"SELECT 1", " -- nothing more"},
        {"SELECT 1;", " SELECT 2"},
        {";; SELECT 1;", " SELECT 2"},
        {"SELECT ';';", " x"},
        {"SELECT 'it''s;';", " x"},
        {"SELECT '\\';", " x"},
        {"SELECT E'\\';';", " x"},
        {"SELECT e'a'\n'\\';';", " x"},
        {"SELECT e'a' --c\n '\\';';", " x"},
        {"SELECT e'a' '\\';", " x"},
        {"SELECT \"a;\"\"b\";", " x"},
        {"SELECT U&\"a;\";", " x"},
        {"SELECT $$;$$;", " x"},
        {"SELECT $a$;$b$;$$;$a$;", " x"},
        {"SELECT $a$$$a$;", " x"},
        {"SELECT a$b$;", " x"},
        {"SELECT $1;", " x"},
        {"SELECT $1$;", " x"},
        {"SELECT $\xc3\xa4$;$\xc3\xa4$;", " x"},
        {"SELECT 1 /* ; /* ; */ ; */;", " x"},
        {"SELECT 1 -- ;\n;", " x"},
        {"CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2);", " x"},
        {"CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN; END';", " x"},
        {"CREATE OR REPLACE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;",
            " x"},
        {"CREATE PROCEDURE p() begin atomic select 1; end;", " x"},
        {"CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS '';", " x"},
        {"CREATE FUNCTION atomic() RETURNS int LANGUAGE sql AS '';", " x"},
        {"BEGIN;", " SELECT 1; END;"},
        {"SELECT 1);", " x"},
        {"SELECT 'open; x", ""},
        {"SELECT $a$ open; x", ""},
        {"SELECT /* open; x", ""},
        {"SELECT E'\\", ""},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char script[256];
        size_t len = 99;
        corm_failure error;
        (void)snprintf(script, sizeof script, "%s%s", cases[i].first, cases[i].rest);
        assert_int_equal(postgresql_driver.next_statement(NULL, script, &len, &error), CORM_OK);
        if (len != strlen(cases[i].first)) {
            pg_fail("%s: the first statement has %zu bytes instead of %zu", script, len, strlen(cases[i].first));
        }
    }
}

/* The server itself counts the statements of each script. */
static void agrees_with_the_server(void **state)
{
    struct pg_case *test = *state;

    pg_script(test,
        "CREATE TABLE t (a int);"
        "CREATE RULE r AS ON DELETE TO t DO ALSO (SELECT 1; SELECT 2);"
        "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1; END $f$;"
        "DO $$ BEGIN PERFORM 1; END $$;"
        "SELECT E'\\';' /* ; /* ; */ */, U&'\\0041;', ';' -- ;\n;"
        "SELECT e'a'\n'\\';';");
    assert_int_equal(rows_of(test, "pg_proc WHERE proname = 'f'"), 1);
    if (pg_has(test->db, 14, "BEGIN ATOMIC")) {
        pg_script(test,
            "CREATE FUNCTION g() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 2 END; END; SELECT 1;");
        assert_int_equal(rows_of(test, "pg_proc WHERE proname = 'g'"), 1);
    }
}

int main(void)
{
    const struct CMUnitTest plain[] = {
        cmocka_unit_test(takes_what_libpq_takes),
        cmocka_unit_test(never_shows_a_password),
        cmocka_unit_test(splits_as_the_server_reads),
    };
#define TEST(name) cmocka_unit_test_setup_teardown(name, pg_set_up, pg_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(says_why_it_cannot_connect),
        TEST(gives_values_and_takes_them),
        TEST(points_at_the_mistake),
        TEST(keeps_passwords_of_statements),
        TEST(commits_and_rolls_back),
        TEST(looks_at_the_tag_of_commit),
        TEST(notices_a_stray_commit),
        TEST(settings_do_not_outlive_a_migration),
        TEST(one_runner_at_a_time),
        TEST(keeps_the_lock),
        TEST(stops_a_long_statement),
        TEST(stops_waiting_for_another_runner),
        TEST(waits_without_a_transaction),
        TEST(says_that_the_connection_is_lost),
        TEST(does_not_know_what_became_of_commit),
        TEST(claims_nothing_of_a_commit_without_an_answer),
        TEST(refuses_a_pooler),
        TEST(reads_only),
        TEST(the_url_chooses_the_schema),
        TEST(stops_where_a_row_is_refused),
        TEST(makes_and_drops_a_scratch_database),
        TEST(drops_a_scratch_database_without_a_way_in),
        TEST(writes_to_a_scratch_database),
        TEST(waits_for_no_lock_for_ever),
        TEST(needs_the_right_for_a_scratch_database),
        TEST(sequences_follow_the_rows),
        TEST(agrees_with_the_server),
    };
    int failed = cmocka_run_group_tests_name("without a server", plain, NULL, NULL), missing = pg_missing();

    if (failed != 0 || missing != 0) {
        return failed != 0 ? failed : missing;
    }
    return cmocka_run_group_tests_name("with a server", tests, NULL, NULL);
}
