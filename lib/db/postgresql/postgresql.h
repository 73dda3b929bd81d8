/* The parts of the PostgreSQL driver, for each other.
 *
 * Statements go by the extended protocol, one a call, so that a script that was split wrongly is refused instead of
 * half run.  What a session depends on is pinned when it opens and again after statements of others. */
#ifndef CORM_DB_POSTGRESQL_POSTGRESQL_H
#define CORM_DB_POSTGRESQL_POSTGRESQL_H

#include "db/drivers.h"
#include "db/postgresql/libpq.h"
#include "sql/pieces.h"

/* What libpq connects by: two lists of the same length, NULL at their ends. */
struct pg_address {
    struct strings keys, values;
};

struct pg_db {
    struct db base;
    struct arena *arena; /* lives as long as the connection */
    PGconn *conn;
    PGcancel *cancel; /* what stops a statement of this connection; NULL where libpq could not make it */
    struct pg_address address;
    const char *search_path, *role; /* pinned */
    const char *schema;             /* the default one */
    int version;                    /* 150004 */
    bool read_only;
    bool guarded;   /* a transaction of ours is open */
    bool locked;    /* we have the lock that keeps other runners out */
    bool kept;      /* and keep it when the transaction ends */
    bool unsettled; /* a statement of others has run since the settings were pinned */
    bool changed;   /* and since all settings were put back */
    int error_offset;
    const char *scratch;            /* the database to drop at close; NULL: none */
    struct pg_address scratch_home; /* where to drop it from */
};

static inline struct pg_db *pg_of(struct db *db)
{
    return (struct pg_db *)db;
}

/* url.c */

/* CORM_USAGE where libpq cannot read it, or where a password may have got into another part. */
MUST_CHECK corm_status pg_read_url(
    struct arena *arena, const char *url, struct pg_address *ret_address, corm_failure *error);
const char *pg_address_get(const struct pg_address *address, const char *key); /* the last one; NULL for none */
void pg_address_add(struct arena *arena, struct pg_address *address, const char *key, const char *value);

/* conn.c */

MUST_CHECK corm_status pg_connect(
    const struct pg_address *address, enum db_mode mode, struct pg_db **ret_db, corm_failure *error);
MUST_CHECK corm_status pg_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error);
void pg_close(struct db *db);
const char *pg_db_name(const struct db *db);
const char *pg_warning(const struct db *db);
/* Pins again what statements of others may have changed; `all` also puts every other setting back. */
MUST_CHECK corm_status pg_settle(struct pg_db *db, bool all, corm_failure *error);

/* errors.c */

/* What the server said of a statement.  result may be NULL: the connection is gone. */
corm_status pg_fault(struct pg_db *db, const PGresult *result, const char *sql, corm_failure *error);
/* Why there is no connection; never a password. */
corm_status pg_no_connection(PGconn *conn, const struct pg_address *address, corm_failure *error);

/* query.c */

MUST_CHECK corm_status pg_query(struct db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error);
int pg_error_offset(const struct db *db);
/* A statement of our own: changes nothing that would have to be settled.  *ret_tag (may be NULL) is its command tag, in
 * the connection's arena. */
MUST_CHECK corm_status pg_run(struct pg_db *db, const char *sql, const char **ret_tag, corm_failure *error);
/* The same, but an interrupt stops it: "interrupted". */
MUST_CHECK corm_status pg_run_long(struct pg_db *db, const char *sql, const char **ret_tag, corm_failure *error);
/* A query of our own. */
MUST_CHECK corm_status pg_ask(struct pg_db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error);

/* params.c: values as libpq wants them. */

struct pg_params {
    Oid *types;
    const char **values;
    int *lengths, *formats;
};
MUST_CHECK corm_status pg_params(
    struct arena *arena, const struct value *values, size_t len, struct pg_params *ret_params, corm_failure *error);
/* Our own placeholders ? and ?2 as $1 and $2, outside of quotes and comments; beside ?2 a ? alone is an operator. */
const char *pg_number_params(struct arena *arena, const char *sql);

/* split.c */

MUST_CHECK corm_status pg_next_statement(struct db *db, const char *script, size_t *ret_len, corm_failure *error);

/* lock.c */

MUST_CHECK corm_status pg_begin(struct db *db, bool keys_off, unsigned wait_ms, corm_failure *error);
MUST_CHECK corm_status pg_end(struct db *db, bool commit, corm_failure *error);
bool pg_in_transaction(const struct db *db);
MUST_CHECK corm_status pg_lock(struct db *db, unsigned wait_ms, corm_failure *error);
void pg_unlock(struct db *db);

/* dependents.c */

MUST_CHECK corm_status pg_dependents(
    struct db *base, struct arena *arena, struct dependents *ret_dependents, corm_failure *error);

/* scratch.c */

MUST_CHECK corm_status pg_scratch_of(struct db *beside, struct db **ret_db, corm_failure *error);
void pg_drop_scratch(const struct pg_db *db);

/* load.c */

MUST_CHECK corm_status pg_after_load(struct db *db, const struct strings *tables, corm_failure *error);

/* introspect.c */

MUST_CHECK corm_status pg_introspect(
    struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error);
/* The temporary tables of this session, inside the transaction that made them. */
MUST_CHECK corm_status pg_introspect_temporary(
    struct pg_db *db, struct arena *arena, struct schema **ret_schema, corm_failure *error);

/* canonical.c */

MUST_CHECK corm_status pg_canonicalize(struct db *db,
    struct arena *arena,
    struct schema *desired,
    const struct schema *lock,
    bool *ret_guessed,
    corm_failure *error);

#endif
