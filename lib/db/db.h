/* A connection to a database.  Which drivers exist depends on the build; one that was left out refuses with a message.
 *
 * Everything above this folder is the same for every engine; nothing below plan/ knows of it. */
#ifndef CORM_DB_DB_H
#define CORM_DB_DB_H

#include "base/error.h"
#include "schema/schema.h"

#include <stdint.h>

struct db;

enum db_mode {
    DB_READ,   /* read only (PostgreSQL: by default); a SQLite file that is missing is an empty database */
    DB_WRITE,  /* reads and writes; a SQLite file that is missing is an empty database that is not kept */
    DB_CREATE, /* makes a missing SQLite file */
};

/* A value on its way in or out. */
struct value {
    enum { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT, VALUE_BLOB } kind;
    int64_t integer;
    double real;
    const char *text; /* text or bytes; in results good until the next row */
    size_t len;
};

/* Called for each row; anything but CORM_OK stops the query and is returned from it. */
typedef corm_status db_row_fn(const struct value *values, size_t len, void *payload, corm_failure *error);

/* What stands on a column, or on a whole table, and is none of what schemas hold: "view v". */
struct dependent {
    const char *schema, *table, *column; /* schema NULL for the default one, column NULL for the whole table */
    const char *what;
    bool goes; /* along with the column; else that cannot go or change its type before it does */
    bool own;  /* goes along with the table */
};
struct dependents LIST_OF(struct dependent);

struct driver {
    const char *engine;             /* "sqlite" */
    bool (*takes)(const char *url); /* whether the URL is this driver's */

    const char *has_table_sql; /* how many tables of the default schema are called ?1 */

    /* The caller sets the database's driver. */
    corm_status (*open)(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error);
    void (*close)(struct db *db);
    /* The name of the database for people and for --confirm: a file's stem, a database's name. */
    const char *(*name)(const struct db *db);

    /* One statement.  params may be NULL. */
    corm_status (*query)(struct db *db,
        const char *sql,
        const struct value *params,
        size_t params_len,
        db_row_fn *each,
        void *payload,
        corm_failure *error);
    /* Finds the end of the first statement of a script: *ret_len bytes, 0 where nothing but space is left. */
    corm_status (*next_statement)(struct db *db, const char *script, size_t *ret_len, corm_failure *error);
    /* The byte of `sql` that the last error points at, or -1. */
    int (*error_offset)(const struct db *db);

    /* keys_off: SQLite switches foreign keys off around the transaction.  begin takes the write lock, waiting up to
     * wait_ms (CORM_REFUSED "lock-not-obtained" after that).  end with commit false rolls back; NULL-safe after a
     * statement has ended the transaction. */
    corm_status (*begin)(struct db *db, bool keys_off, unsigned wait_ms, corm_failure *error);
    corm_status (*end)(struct db *db, bool commit, corm_failure *error);
    /* Takes the lock that begin takes, and keeps it through transactions and between them until unlock.  NULL where the
     * lock is one of transactions. */
    corm_status (*lock)(struct db *db, unsigned wait_ms, corm_failure *error);
    void (*unlock)(struct db *db);
    bool (*in_transaction)(const struct db *db);

    /* `only`: see db_introspect_tables(); NULL for all. */
    corm_status (*introspect)(
        struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error);

    /* Fills in the canonical twins of `desired`: from `lock` (may be NULL) where that holds the same text, and
     * otherwise from the engine, in transactions that are rolled back.  *ret_guessed: some stay NULL, for want of a
     * right or because the engine does not take them alone.  NULL where an engine has no canonical forms. */
    corm_status (*canonicalize)(struct db *db,
        struct arena *arena,
        struct schema *desired,
        const struct schema *lock,
        bool *ret_guessed,
        corm_failure *error);
    /* All there are.  NULL where an engine does not know of them. */
    corm_status (*dependents)(
        struct db *db, struct arena *arena, struct dependents *ret_dependents, corm_failure *error);
    /* An empty database beside this one, which goes when it is closed; CORM_DATABASE "no-scratch" where the role may
     * not make one.  NULL where db_scratch() makes them out of nothing. */
    corm_status (*scratch_of)(struct db *beside, struct db **ret_db, corm_failure *error);
    /* What people should know of the connection (no TLS), or NULL.  The member may be NULL. */
    const char *(*warning)(const struct db *db);
    /* After rows with keys of their own: sequences of these tables go on behind them.  Names as in SQL, quoted where
     * they need it ("sales"."order").  The member may be NULL. */
    corm_status (*after_load)(struct db *db, const struct strings *tables, corm_failure *error);

    /* What the runner does around a migration that rebuilds tables; see db/rebuild.h.  NULL where no engine needs it.
     */
    const struct rebuild_hooks *rebuild;
};

struct db {
    const struct driver *driver;
};

/* Opens what the URL names.  Messages never hold a password. */
MUST_CHECK corm_status db_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error);
void db_close(struct db *db); /* NULL is fine */
MUST_CHECK corm_status db_run(struct db *db, const char *sql, corm_failure *error);
MUST_CHECK corm_status db_query(struct db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error);
/* The first value of the first row as an integer; CORM_DATABASE where there is none. */
MUST_CHECK corm_status db_query_int(struct db *db, const char *sql, int64_t *ret_value, corm_failure *error);
MUST_CHECK corm_status db_has_table(struct db *db, const char *name, bool *ret_there, corm_failure *error);
MUST_CHECK corm_status db_introspect(
    struct db *db, struct arena *arena, struct schema **ret_schema, corm_failure *error);
/* At least the tables that are called like these, and all enums, as db_introspect() has them; of the rest what comes
 * cheaply.  For looking again and again at little of a large database. */
MUST_CHECK corm_status db_introspect_tables(
    struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error);
/* "sqlite" or "postgresql" for a URL; NULL where nobody takes it.  Opens nothing. */
const char *db_engine_of(const char *url);
/* An empty scratch database of the engine (SQLite: in memory). */
MUST_CHECK corm_status db_scratch(const char *engine, struct db **ret_db, corm_failure *error);

/* The same for the engine of an open database, on the server where that is. */
MUST_CHECK corm_status db_scratch_of(struct db *beside, struct db **ret_db, corm_failure *error);

struct value value_null(void);
struct value value_int(int64_t integer);
struct value value_text(const char *text);

#endif
