/* kill -9 at any moment of a migration that rebuilds a table: the database is before or after, never between, and the
 * next run finishes. */
#include "unit/migrate/helper.h"

#include <time.h>

enum { ROUNDS = 24, ROWS = 3000 };

static const char create[] = "CREATE TABLE users (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT);\n"
                             "CREATE TABLE posts (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users "
                             "(id) ON DELETE CASCADE);\n"
                             "CREATE INDEX users_name ON users (name);\n";

static const char rebuild[] =
    "-- corm: transaction on\n"
    "-- corm: rebuild users\n"
    "\n"
    "CREATE TEMP TABLE \"_corm_guard\" (keys_off INTEGER CHECK (keys_off = 0));\n"
    "\n"
    "INSERT INTO temp.\"_corm_guard\" SELECT foreign_keys FROM pragma_foreign_keys;\n"
    "\n"
    "DROP TABLE temp.\"_corm_guard\";\n"
    "\n"
    "CREATE TABLE \"_corm_new_users\" (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL);\n"
    "\n"
    "INSERT INTO \"_corm_new_users\" (id, name) SELECT id, name FROM users;\n"
    "\n"
    "DROP TABLE users;\n"
    "\n"
    "ALTER TABLE \"_corm_new_users\" RENAME TO users;\n"
    "\n"
    "CREATE INDEX users_name ON users (name);\n";

static const char fill_users[] = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
                                 "INSERT INTO users SELECT i, hex(randomblob(40)) FROM n";
static const char fill_posts[] = "INSERT INTO posts SELECT id, id FROM users";

static struct scratch *filled(void)
{
    struct scratch *scratch = scratch_new();
    scratch_add(scratch, "20261121000001", "create", create, NULL);
    scratch_seal(scratch);
    assert_int_equal(scratch_up(scratch), CORM_OK);
    scratch_sql(scratch, fill_users);
    scratch_sql(scratch, fill_posts);
    scratch_add(scratch, "20261121000002", "rebuild", rebuild, NULL);
    scratch_seal(scratch);
    return scratch;
}

/* Whole, whichever side it is on; returns whether the migration is in. */
static bool check_whole(struct scratch *scratch)
{
    int64_t noted = scratch_int(scratch, "SELECT count(*) FROM corm_migrations WHERE version = '20261121000002'");
    int64_t changed = scratch_int(
        scratch, "SELECT count(*) FROM sqlite_schema WHERE name = 'users' AND sql LIKE '%name TEXT NOT NULL%'");
    assert_int_equal(noted, changed);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM users"), ROWS);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM posts"), ROWS);
    assert_int_equal(
        scratch_int(scratch, "SELECT count(*) FROM sqlite_schema WHERE name LIKE '!_corm%' ESCAPE '!'"), 0);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM sqlite_schema WHERE name = 'users_name'"), 1);
    assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM pragma_foreign_key_check"), 0);
    assert_int_equal(scratch_int(scratch, "SELECT seq FROM sqlite_sequence WHERE name = 'users'"), ROWS);
    return noted == 1;
}

static int64_t now_us(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void sleep_us(int64_t us)
{
    struct timespec pause = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    (void)nanosleep(&pause, NULL);
}

/* Returns how long the runner took, or was let to live. */
static int64_t run_and_kill(struct scratch *scratch, int64_t after_us)
{
    int gate[2], status;
    assert_int_equal(pipe(gate), 0);
    pid_t child = helper_start(scratch, gate);
    (void)close(gate[0]);
    (void)close(gate[1]);
    int64_t start = now_us();
    if (after_us >= 0) {
        sleep_us(after_us);
        (void)kill(child, SIGKILL);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return now_us() - start;
}

static void killed_anywhere_it_is_whole(void **state)
{
    (void)state;
    struct scratch *whole = filled();
    int64_t life = run_and_kill(whole, -1);
    assert_true(check_whole(whole));
    scratch_free(whole);
    size_t before = 0;
    for (int round = 0; round < ROUNDS; round++) {
        struct scratch *scratch = filled();
        (void)run_and_kill(scratch, life * round / ROUNDS);
        before += check_whole(scratch) ? 0 : 1;
        assert_int_equal(scratch_up(scratch), CORM_OK);
        assert_true(check_whole(scratch));
        scratch_free(scratch);
    }
    assert_true(before > 0);
}

int main(int argc, char **argv)
{
    if (helper_asked(argc, argv)) {
        return helper_main(argv);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_anywhere_it_is_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
