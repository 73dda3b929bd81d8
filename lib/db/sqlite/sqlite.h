/* The parts of the SQLite driver, for each other.
 *
 * A connection is hardened when it opens (safety of hostile files), reads wait a little for a lock, and between begin
 * and end the guard refuses what would take a migration out of its transaction. */
#ifndef CORM_DB_SQLITE_SQLITE_H
#define CORM_DB_SQLITE_SQLITE_H

#include "db/drivers.h"
#include "db/rebuild.h"

#include <sqlite3.h>

/* How long a read or a COMMIT waits for somebody else's lock. */
#define SQLITE_PATIENCE_MS 5000

#define SQLITE_CACHED_STATEMENTS 8

struct cached_statement {
    sqlite3_stmt *statement;
    uint64_t used; /* when, by sqlite_db.clock */
};

struct rebuild;

struct sqlite_db {
    struct db base;
    struct arena *arena; /* lives as long as the connection */
    sqlite3 *handle;
    const char *path;    /* as the user wrote it; ":memory:" */
    bool guarded;        /* a transaction of ours is open: see guard.c */
    const char *refused; /* what the guard refused in the statement just prepared; NULL: nothing */
    char refused_what[80];
    int error_offset;
    uint64_t clock;
    struct cached_statement cache[SQLITE_CACHED_STATEMENTS];
    struct rebuild *rebuild; /* watches statements between the hooks before() and after(); NULL: nobody does */
};

static inline struct sqlite_db *sqlite_of(struct db *db)
{
    return (struct sqlite_db *)db;
}

/* conn.c: the driver's functions of these names; the caller of sqlite_open() sets the driver. */

MUST_CHECK corm_status sqlite_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error);
void sqlite_close(struct db *base);
const char *sqlite_name(const struct db *base);

/* url.c */

bool sqlite_takes(const char *url);
/* The path that the URL names, or ":memory:". */
MUST_CHECK corm_status sqlite_url_path(
    struct arena *arena, const char *url, const char **ret_path, corm_failure *error);

/* fault.c: what SQLite's result code means.  `doing` ("cannot open x") stands before the reason; NULL for none. */

corm_status sqlite_fault(struct sqlite_db *db, int code, const char *doing, corm_failure *error);
/* "SQLITE_CONSTRAINT_UNIQUE"; NULL for codes without one here. */
const char *sqlite_code_name(int code);

/* guard.c */

/* The authorizer of every connection; see sqlite3_set_authorizer(). */
int sqlite_guard(
    void *connection, int action, const char *first, const char *second, const char *database, const char *trigger);

/* query.c */

MUST_CHECK corm_status sqlite_query(struct db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error);
int sqlite_error_offset(const struct db *db);
void sqlite_forget_statements(struct sqlite_db *db);

/* legacy.c */

/* Whether the statement failed over double quotes of a stored definition, not its own. */
bool sqlite_is_legacy_trouble(const char *sql, const corm_failure *error);
/* Double-quoted words that name nothing are texts. */
void sqlite_read_legacy_quotes(struct sqlite_db *db, bool on);

/* script.c */

MUST_CHECK corm_status sqlite_next_statement(struct db *db, const char *script, size_t *ret_len, corm_failure *error);

/* transaction.c */

MUST_CHECK corm_status sqlite_begin(struct db *db, bool keys_off, unsigned wait_ms, corm_failure *error);
MUST_CHECK corm_status sqlite_end(struct db *db, bool commit, corm_failure *error);
bool sqlite_in_transaction(const struct db *db);

/* introspect.c */

MUST_CHECK corm_status sqlite_introspect(
    struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error);

/* rebuild.c */

extern const struct rebuild_hooks sqlite_rebuild_hooks;

#endif
