/* A PostgreSQL database of its own, and an arena, for one test program or one test. */
#ifndef CORM_TEST_PG_CASE_H
#define CORM_TEST_PG_CASE_H

#include "support/corm_test.h"

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct pg_case {
    struct arena *arena;
    struct db *admin, *db;
    const char *name, *url;
};

#define pg_fail(...) (print_error(__VA_ARGS__), print_error("\n"), _fail(__FILE__, __LINE__))

static inline const char *pg_address_of(struct arena *arena, const char *database)
{
    return arena_printf(arena, "%s dbname=%s", getenv("CORM_TEST_PG"), database);
}

/* 0 where there is a server; otherwise what the program is to exit with, having said why. */
static inline int pg_missing(void)
{
    const char *address = getenv("CORM_TEST_PG"), *ci = getenv("CI"), *required = getenv("CORM_REQUIRE_PG");
    const char *host = address != NULL ? strstr(address, "host=") : NULL;
    char socket[256];

    if (host != NULL) {
        (void)snprintf(socket, sizeof socket, "%.*s/.s.PGSQL.5432", (int)strcspn(host + 5, " "), host + 5);
        if (access(socket, F_OK) == 0) {
            return 0;
        }
    }
    (void)puts("skipped: no PostgreSQL server (tests/support/pg_cluster.sh starts one for ctest)");
    return text_same(ci, "true") || text_same(required, "1") ? 1 : 77;
}

static inline void pg_must(struct db *db, const char *sql)
{
    corm_failure error = {0};

    if (db_run(db, sql, &error) != CORM_OK) {
        pg_fail("%s: %s", sql, error.message);
    }
}

static inline int64_t pg_major(struct db *db)
{
    int64_t version = 0;
    corm_failure error = {0};

    if (db_query_int(db, "SELECT current_setting('server_version_num')::int / 10000", &version, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
    return version;
}

/* Whether the server has what needs that version (0: any); says what is left out where it has not. */
static inline bool pg_has(struct db *db, int major, const char *what)
{
    bool has = pg_major(db) >= major;

    if (!has) {
        printf("skipped: %s, which needs PostgreSQL %d\n", what, major);
    }
    return has;
}

/* Runs a whole script, statement by statement. */
static inline corm_status pg_try_script(struct pg_case *test, const char *script, corm_failure *error)
{
    for (size_t len = 0;; script += len) {
        corm_status status = test->db->driver->next_statement(test->db, script, &len, error);
        if (status != CORM_OK || len == 0) {
            return status;
        }
        status = db_run(test->db, arena_strndup(test->arena, script, len), error);
        if (status != CORM_OK) {
            return status;
        }
    }
}

static inline void pg_script(struct pg_case *test, const char *script)
{
    corm_failure error = {0};

    if (pg_try_script(test, script, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
}

static inline struct schema *pg_schema(struct pg_case *test)
{
    struct schema *schema = NULL;
    corm_failure error = {0};

    if (db_introspect(test->db, test->arena, &schema, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
    return schema;
}

static inline int pg_set_up(void **state)
{
    static int count;
    corm_failure error = {0};
    struct arena *arena = arena_new();
    struct pg_case *test = NEW(arena, struct pg_case);

    test->arena = arena;
    test->name = arena_printf(arena, "t_%ld_%d", (long)getpid(), ++count);
    test->url = pg_address_of(arena, test->name);
    *state = test;
    if (db_open(pg_address_of(arena, "postgres"), DB_WRITE, &test->admin, &error) != CORM_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    pg_must(test->admin, arena_printf(arena, "CREATE DATABASE %s", test->name));
    if (db_open(test->url, DB_WRITE, &test->db, &error) != CORM_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    return 0;
}

static inline int pg_tear_down(void **state)
{
    struct pg_case *test = *state;

    db_close(test->db);
    pg_must(test->admin, arena_printf(test->arena, "DROP DATABASE %s", test->name));
    db_close(test->admin);
    arena_free(test->arena);
    return 0;
}

#endif
