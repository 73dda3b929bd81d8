#include "db/sqlite/sqlite.h"

#include "base/interrupt.h"

#include <time.h>

enum { STEPS_BETWEEN_LOOKS = 10000 }; /* of SQLite's virtual machine: well under a millisecond */

bool sqlite_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(((const struct sqlite_db *)db)->handle);
}

/* The driver's own statements: not the user's, so the guard does not judge them. */
static corm_status run_own(struct sqlite_db *db, const char *sql, const char *doing, corm_failure *error)
{
    int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

    return code == SQLITE_OK ? CORM_OK : sqlite_fault(db, code, doing, error);
}

static corm_status set_keys(struct sqlite_db *db, bool on, corm_failure *error)
{
    int now = -1;
    int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_ENABLE_FKEY, on ? 1 : 0, &now);

    if (code != SQLITE_OK) {
        return sqlite_fault(db, code, "cannot switch foreign keys", error);
    }
    if (now != (on ? 1 : 0)) {
        return fail(error,
            CORM_DATABASE,
            "foreign keys cannot be switched %s: this SQLite does not know them",
            on ? "on" : "off");
    }
    return CORM_OK;
}

static int64_t now_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Sleeps a little, longer each time and never the same, so that two runners do not keep step. */
static void back_off(unsigned tries, int64_t left_ms)
{
    unsigned char random = 0;
    int64_t pause = 1 << (tries < 6 ? tries : 6);

    sqlite3_randomness(1, &random);
    pause += pause * random / 256;
    (void)sqlite3_sleep((int)(pause < left_ms ? pause : left_ms));
}

static int look_for_interrupt(void *unused)
{
    (void)unused;
    return interrupted() ? 1 : 0;
}

static corm_status take_write_lock(struct sqlite_db *db, unsigned wait_ms, corm_failure *error)
{
    int64_t until = now_ms() + wait_ms;
    int code;

    (void)sqlite3_busy_timeout(db->handle, 0);
    for (unsigned tries = 0;; tries++) {
        code = sqlite3_exec(db->handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
        int64_t left = until - now_ms();
        if ((code & 0xff) != SQLITE_BUSY || left <= 0 || interrupted()) {
            break;
        }
        back_off(tries, left);
    }
    (void)sqlite3_busy_timeout(db->handle, SQLITE_PATIENCE_MS);
    if (code == SQLITE_OK) {
        return CORM_OK;
    }
    return sqlite_fault(db, code, arena_printf(db->arena, "cannot begin to write to %s", db->path), error);
}

corm_status sqlite_begin(struct db *base, bool keys_off, unsigned wait_ms, corm_failure *error)
{
    struct sqlite_db *db = sqlite_of(base);

    if (sqlite_in_transaction(base)) {
        return fail(error, CORM_DATABASE, "a transaction is already open");
    }
    if (sqlite3_db_readonly(db->handle, "main") == 1) { /* BEGIN IMMEDIATE would only promise to read */
        return sqlite_fault(
            db, SQLITE_READONLY, arena_printf(db->arena, "cannot begin to write to %s", db->path), error);
    }
    sqlite_forget_statements(db);
    corm_status status = keys_off ? set_keys(db, false, error) : CORM_OK;
    if (status == CORM_OK) {
        status = take_write_lock(db, wait_ms, error);
    }
    if (status != CORM_OK) {
        corm_failure ignored;
        (void)set_keys(db, true, &ignored);
        return status;
    }
    db->guarded = true;
    sqlite3_progress_handler(db->handle, STEPS_BETWEEN_LOOKS, look_for_interrupt, NULL);
    return CORM_OK;
}

static corm_status commit(struct sqlite_db *db, corm_failure *error)
{
    if (sqlite3_get_autocommit(db->handle)) {
        return fail(error, CORM_DATABASE, "nothing to commit: a statement has ended the transaction");
    }
    corm_status status = run_own(db, "COMMIT", "cannot commit", error);
    if (status == CORM_OK && !sqlite3_get_autocommit(db->handle)) {
        status = fail(error, CORM_DATABASE, "cannot commit: the transaction is still open");
    }
    return status;
}

/* What holds outside every transaction, whichever way it ended. */
static corm_status restore(struct sqlite_db *db, corm_failure *error)
{
    corm_status status = set_keys(db, true, error);
    int code = sqlite3_db_config(db->handle, SQLITE_DBCONFIG_LEGACY_ALTER_TABLE, 0, NULL);

    return status == CORM_OK && code != SQLITE_OK ? sqlite_fault(db, code, "cannot end the rebuild", error) : status;
}

corm_status sqlite_end(struct db *base, bool commit_it, corm_failure *error)
{
    struct sqlite_db *db = sqlite_of(base);
    corm_failure ignored;

    sqlite3_progress_handler(db->handle, 0, NULL, NULL); /* how it ends is decided: that must not be cut short */
    db->guarded = false;
    db->rebuild = NULL;
    sqlite_forget_statements(db);
    corm_status status = commit_it ? commit(db, error) : CORM_OK;
    if (!sqlite3_get_autocommit(db->handle)) {
        corm_status undone = run_own(db, "ROLLBACK", "cannot roll back", status == CORM_OK ? error : &ignored);
        status = status == CORM_OK ? undone : status;
    }
    corm_status restored = restore(db, status == CORM_OK ? error : &ignored);
    return status == CORM_OK ? restored : status;
}
