/* Transactions, and the lock that lets one runner at a time write.
 *
 * The lock is an advisory lock of the session, so that it goes when its holder does, however that ends.  It is asked
 * for again and again in statements of their own: a session that waits inside one keeps a snapshot, which CREATE INDEX
 * CONCURRENTLY would wait for in turn. */
#include "db/postgresql/postgresql.h"

#include "base/hash.h"
#include "base/interrupt.h"
#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define LOCK_CLASS 0x636f726d /* "corm": pg_locks.classid */
#define FIRST_PAUSE_MS 20
#define LONGEST_PAUSE_MS 250

static int64_t clock_ms(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void pause_ms(int64_t ms)
{
    (void)nanosleep(&(struct timespec){.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000}, NULL);
}

/* One lock for each history table: pg_locks.objid. */
static int32_t lock_number(struct pg_db *db)
{
    const char *name = arena_printf(db->arena, "corm_migrations %s %s", pg_db_name(&db->base), db->schema);

    return (int32_t)(strtoul(hash_short(db->arena, name), NULL, 16) & 0x7fffffff);
}

static corm_status keep_bool(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    (void)len;
    (void)error;
    *(bool *)payload = values[0].kind == VALUE_INT && values[0].integer != 0;
    return CORM_OK;
}

static corm_status ask_lock(struct pg_db *db, const char *function, bool *ret_yes, corm_failure *error)
{
    const char *sql =
        arena_printf(db->arena, "SELECT pg_catalog.%s(%d, %" PRId32 ")", function, LOCK_CLASS, lock_number(db));

    return pg_ask(db, sql, NULL, 0, keep_bool, ret_yes, error);
}

struct holder {
    struct arena *arena;
    const char *who;
};

static corm_status keep_holder(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct holder *holder = payload;

    (void)len;
    (void)error;
    holder->who = arena_strndup(holder->arena, values[0].text, values[0].len);
    return CORM_OK;
}

static corm_status not_obtained(struct pg_db *db, unsigned wait_ms, corm_failure *error)
{
    struct holder holder = {db->arena, NULL};
    corm_failure ignored;
    const char *sql = arena_printf(db->arena,
        "SELECT 'session ' || a.pid::text || ' of ' || COALESCE(a.usename::text, '?') || COALESCE(' (' || "
        "NULLIF(a.application_name, '') || ')', '') FROM pg_catalog.pg_locks AS l "
        "JOIN pg_catalog.pg_stat_activity AS a ON a.pid = l.pid WHERE l.locktype = 'advisory' AND l.granted "
        "AND l.classid::bigint = %d AND l.objid::bigint = %" PRId32 " AND l.objsubid = 2 "
        "AND l.database = (SELECT d.oid FROM pg_catalog.pg_database AS d "
        "WHERE d.datname = pg_catalog.current_database()) LIMIT 1",
        LOCK_CLASS,
        lock_number(db));

    (void)!pg_ask(db, sql, NULL, 0, keep_holder, &holder, &ignored);
    corm_status status = fail(error,
        CORM_REFUSED,
        "%s has the lock of database %s, and kept it for %u.%u s",
        holder.who != NULL ? holder.who : "another session",
        pg_db_name(&db->base),
        wait_ms / 1000,
        wait_ms % 1000 / 100);
    fail_code(error, "lock-not-obtained");
    fail_hint(error, "another corm-migrate is at work: let it finish; pg_terminate_backend ends a session that hangs");
    return status;
}

static corm_status take_lock(struct pg_db *db, unsigned wait_ms, corm_failure *error)
{
    int64_t end = clock_ms() + wait_ms, pause = FIRST_PAUSE_MS;

    for (;;) {
        corm_status status = ask_lock(db, "pg_try_advisory_lock", &db->locked, error);
        if (status != CORM_OK || db->locked) {
            return status;
        }
        int64_t left = end - clock_ms();
        if (interrupted()) {
            return interrupt_fail(error, "while it waited for another runner");
        }
        if (left <= 0) {
            return not_obtained(db, wait_ms, error);
        }
        pause_ms(pause < left ? pause : left);
        pause = 2 * pause < LONGEST_PAUSE_MS ? 2 * pause : LONGEST_PAUSE_MS;
    }
}

/* A session that is gone has lost the lock already. */
static void release_lock(struct pg_db *db)
{
    corm_failure ignored;
    bool had;

    if (db->locked && libpq.status(db->conn) == CONNECTION_OK) {
        (void)!ask_lock(db, "pg_advisory_unlock", &had, &ignored);
    }
    db->locked = false;
}

corm_status pg_lock(struct db *base, unsigned wait_ms, corm_failure *error)
{
    struct pg_db *db = pg_of(base);
    corm_status status = take_lock(db, wait_ms, error);

    db->kept = status == CORM_OK;
    return status;
}

void pg_unlock(struct db *base)
{
    struct pg_db *db = pg_of(base);

    db->kept = false;
    release_lock(db);
}

bool pg_in_transaction(const struct db *base)
{
    PGTransactionStatusType status = libpq.transactionStatus(((const struct pg_db *)base)->conn);

    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

corm_status pg_begin(struct db *base, bool keys_off, unsigned wait_ms, corm_failure *error)
{
    struct pg_db *db = pg_of(base);

    (void)keys_off; /* nothing here needs foreign keys off */
    if (pg_in_transaction(base)) {
        return fail(error, CORM_DATABASE, "a transaction is already open");
    }
    corm_status status = db->changed ? pg_settle(db, true, error) : CORM_OK;
    if (status == CORM_OK && !db->locked) {
        status = take_lock(db, wait_ms, error);
    }
    if (status == CORM_OK) {
        status = pg_run(db, "BEGIN", NULL, error);
        db->guarded = status == CORM_OK;
    }
    if (status != CORM_OK && !db->kept) {
        release_lock(db);
    }
    return status;
}

/* The connection went while the server was committing: it has, or it has not. */
static corm_status unknown_outcome(corm_failure *error)
{
    corm_status status = fail_first(error, "the connection was lost during COMMIT, so it may have happened or not: ");

    fail_code(error, "outcome-unknown");
    fail_hint(error, "corm-migrate status reads the history table, which tells; running the command again is safe");
    return status;
}

/* COMMIT of a transaction that has failed is a ROLLBACK without an error. */
static corm_status commit(struct pg_db *db, corm_failure *error)
{
    const char *tag = "";

    if (libpq.status(db->conn) == CONNECTION_OK && !pg_in_transaction(&db->base)) {
        return fail(error, CORM_DATABASE, "nothing to commit: a statement has ended the transaction");
    }
    bool reached = libpq.status(db->conn) == CONNECTION_OK;
    corm_status status = pg_run_long(db, "COMMIT", &tag, error); /* deferred constraints may take their time */
    if (status != CORM_OK) {
        return reached && libpq.status(db->conn) == CONNECTION_BAD ? unknown_outcome(error) : status;
    }
    return strcmp(tag, "COMMIT") == 0
               ? CORM_OK
               : fail(error, CORM_DATABASE, "the server rolled back instead of committing: a statement had failed");
}

corm_status pg_end(struct db *base, bool commit_it, corm_failure *error)
{
    struct pg_db *db = pg_of(base);
    corm_failure ignored;

    db->guarded = false;
    corm_status status = commit_it ? commit(db, error) : CORM_OK;
    if (pg_in_transaction(base)) {
        corm_status undone = pg_run(db, "ROLLBACK", NULL, status == CORM_OK ? error : &ignored);
        status = status == CORM_OK ? undone : status;
    }
    if (!db->kept) {
        release_lock(db);
    }
    return status;
}
