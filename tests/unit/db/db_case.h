/* A database and an arena for one test. */
#ifndef CORM_TEST_DB_CASE_H
#define CORM_TEST_DB_CASE_H

#include "support/corm_test.h"

#include "base/buf.h"
#include "db/db.h"
#include "db/rebuild.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct db_case {
    struct arena *arena;
    struct db *db;
    char folder[64];
};

static inline int case_set_up(void **state)
{
    struct db_case *test = calloc(1, sizeof *test);
    corm_failure error;

    if (test == NULL) {
        return -1;
    }
    test->arena = arena_new();
    (void)snprintf(test->folder, sizeof test->folder, "/tmp/corm_db_XXXXXX");
    *state = test;
    return mkdtemp(test->folder) == NULL || db_scratch("sqlite", &test->db, &error) != CORM_OK;
}

static inline int case_tear_down(void **state)
{
    struct db_case *test = *state;
    char command[128];

    db_close(test->db);
    arena_free(test->arena);
    (void)snprintf(command, sizeof command, "rm -rf %s", test->folder);
    int status = system(command); /* NOLINT(cert-env33-c): a folder of our own making */
    free(test);
    return status;
}

static inline const char *case_path(const struct db_case *test, const char *name)
{
    return arena_printf(test->arena, "%s/%s", test->folder, name);
}

static inline const char *case_url(const struct db_case *test, const char *name)
{
    return arena_printf(test->arena, "sqlite:%s/%s", test->folder, name);
}

/* Runs a whole script, statement by statement. */
static inline corm_status try_script(struct db *db, struct arena *arena, const char *script, corm_failure *error)
{
    for (;;) {
        size_t len = 0;
        corm_status status = db->driver->next_statement(db, script, &len, error);
        if (status != CORM_OK || len == 0) {
            return status;
        }
        status = db_run(db, arena_strndup(arena, script, len), error);
        if (status != CORM_OK) {
            return status;
        }
        script += len;
    }
}

static inline void run_script(struct db *db, struct arena *arena, const char *script)
{
    corm_failure error;

    if (try_script(db, arena, script, &error) != CORM_OK) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
}

static inline int64_t number(struct db *db, const char *sql)
{
    corm_failure error;
    int64_t value = 0;

    if (db_query_int(db, sql, &value, &error) != CORM_OK) {
        print_error("%s: %s\n", sql, error.message);
        assert_true(false);
    }
    return value;
}

#endif
