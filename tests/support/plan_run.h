/* Plans on scratch databases: what tests of diffs and plans share. */
#ifndef CORM_TESTS_PLAN_RUN_H
#define CORM_TESTS_PLAN_RUN_H

#include "base/buf.h"
#include "db/db.h"
#include "db/rebuild.h"
#include "plan/plan.h"

#include <string.h>

static inline corm_status run_script(struct db *db, struct arena *arena, const char *script, corm_failure *error)
{
    for (size_t len = 1; *script != '\0'; script += len) {
        corm_status status = db->driver->next_statement(db, script, &len, error);
        if (status != CORM_OK || len == 0) {
            return status;
        }
        status = db_run(db, arena_strndup(arena, script, len), error);
        if (status != CORM_OK) {
            return status;
        }
    }
    return CORM_OK;
}

static inline corm_status count_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    (void)values;
    (void)len;
    (void)error;
    ++*(size_t *)payload;
    return CORM_OK;
}

static inline corm_status run_statements(struct db *db, const struct plan *plan, corm_failure *error)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        corm_status status = db_run(db, plan->statements.at[i].sql, error);
        if (status != CORM_OK) {
            return status;
        }
    }
    return CORM_OK;
}

/* As a runner does it: keys off where the plan asks for it, one transaction, rows that dangle are a failure. */
static inline corm_status run_plan(struct db *db, struct arena *arena, const struct plan *plan, corm_failure *error)
{
    const struct rebuild_hooks *hooks = plan->rebuilds.len != 0 ? db->driver->rebuild : NULL;
    void *memory = NULL;
    corm_status status = db->driver->begin(db, plan->keys_off, 1000, error);
    if (status == CORM_OK && hooks != NULL) {
        status = hooks->before(db, arena, &plan->rebuilds, true, &memory, error);
    }
    status = status == CORM_OK ? run_statements(db, plan, error) : status;
    if (status == CORM_OK && hooks != NULL) {
        status = hooks->after(db, arena, memory, error);
    }
    size_t dangling = 0;
    if (status == CORM_OK && plan->keys_off) {
        status = db_query(db, "PRAGMA foreign_key_check", NULL, 0, count_row, &dangling, error);
    }
    if (status == CORM_OK && dangling != 0) {
        status = fail(error, CORM_DATABASE, "%zu rows dangle", dangling);
    }
    corm_failure ignored;
    if (db->driver->in_transaction(db)) {
        corm_status ended = db->driver->end(db, status == CORM_OK, status == CORM_OK ? error : &ignored);
        status = status == CORM_OK ? ended : status;
    }
    return status;
}

static inline const char *plan_text(struct arena *arena, const struct plan *plan)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < plan->statements.len; i++) {
        const struct statement *statement = &plan->statements.at[i];
        buf_add(&buf, i == 0 ? "" : "\n");
        buf_add(&buf, statement->new_file ? "-- ==== next file\n" : "");
        if (statement->why != NULL) {
            buf_printf(&buf, "-- %s\n", statement->why);
        }
        buf_printf(&buf, "%s;\n", statement->sql);
    }
    return buf_text(&buf);
}

#endif
