/* Many runners at once: each migration is applied exactly once, and every runner ends well. */
#include "unit/migrate/helper.h"

#include "base/buf.h"

enum { RUNNERS = 16, MIGRATIONS = 5 };

/* Long enough for all runners to have looked at the history before the first of them has changed it. */
#define SLOW                                                                                                           \
    "CREATE TABLE slow%d AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400000) "        \
    "SELECT max(i) AS i FROM n;\n"

static void add_migrations(struct scratch *scratch, int from, int to)
{
    struct arena *arena = scratch->arena;
    for (int i = from; i < to; i++) {
        struct buf up = buf_new(arena);
        buf_add(&up, i == 0 ? "CREATE TABLE log (line);\n" : "");
        if (i == from) {
            buf_printf(&up, SLOW, i);
        }
        buf_printf(&up, "INSERT INTO log VALUES (%d);\n", i);
        scratch_add(scratch, arena_printf(arena, "202611210000%02d", i), "step", buf_text(&up), NULL);
    }
    scratch_seal(scratch);
}

static void run_many(struct scratch *scratch)
{
    int gate[2];
    pid_t children[RUNNERS];
    assert_int_equal(pipe(gate), 0);
    for (size_t i = 0; i < RUNNERS; i++) {
        children[i] = helper_start(scratch, gate);
    }
    (void)close(gate[0]);
    (void)close(gate[1]);
    for (size_t i = 0; i < RUNNERS; i++) {
        int status = 0;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_true(WIFEXITED(status));
        assert_int_equal(WEXITSTATUS(status), CORM_OK);
    }
}

static void each_migration_runs_once(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct scratch *scratch = scratch_new();
        add_migrations(scratch, 0, MIGRATIONS);
        run_many(scratch);
        assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM log"), MIGRATIONS);
        assert_int_equal(scratch_int(scratch, "SELECT count(DISTINCT line) FROM log"), MIGRATIONS);
        assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM corm_migrations"), MIGRATIONS);
        add_migrations(scratch, MIGRATIONS, 2 * MIGRATIONS);
        run_many(scratch);
        assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM log"), 2 * MIGRATIONS);
        assert_int_equal(scratch_int(scratch, "SELECT count(*) FROM corm_migrations"), 2 * MIGRATIONS);
        scratch_free(scratch);
    }
}

int main(int argc, char **argv)
{
    if (helper_asked(argc, argv)) {
        return helper_main(argv);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_migration_runs_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
