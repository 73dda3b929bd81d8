/* Scratch databases are called corm_scratch_<session>_<number>, after the session that asked for them, which stays
 * until they are dropped.  Ctrl-C waits for that; what a killed program has left goes with the next one that is made.
 */
#include "db/postgresql/postgresql.h"

#include "base/interrupt.h"
#include "sql/sql.h"

#include <string.h>

struct naming {
    struct pg_db *db;
    const char *name, *create;
};

static corm_status keep_name(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct naming *naming = payload;

    (void)len;
    (void)error;
    naming->name = arena_strndup(naming->db->arena, values[0].text, values[0].len);
    naming->create = arena_strndup(naming->db->arena, values[1].text, values[1].len);
    return CORM_OK;
}

/* Sorts and folds text as its neighbour does. */
static const char naming_sql[] =
    "SELECT n.name, pg_catalog.format('CREATE DATABASE %I TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', "
    "n.name, pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype) "
    "FROM pg_catalog.pg_database AS d, (SELECT 'corm_scratch_' || pg_catalog.pg_backend_pid()::text || '_' || "
    "pg_catalog.to_hex((pg_catalog.random() * 2147483647)::bigint) AS name) AS n "
    "WHERE d.datname = pg_catalog.current_database()";

/* CREATE and DROP DATABASE want no transaction, and none that only reads. */
static const char allow_writing[] = "SET default_transaction_read_only = off";

static corm_status no_scratch(corm_failure *error)
{
    corm_status status = fail_first(error, "cannot make a scratch database: ");

    fail_code(error, "no-scratch");
    if (strcmp(error->sqlstate, "42501") == 0) {
        fail_hint(error, "ALTER ROLE .. CREATEDB gives this role the right");
    }
    return status;
}

static void copy_address(struct arena *arena, struct pg_address *to, const struct pg_address *from)
{
    for (size_t i = 0; i < from->keys.len; i++) {
        pg_address_add(arena, to, arena_strdup(arena, from->keys.at[i]), arena_strdup(arena, from->values.at[i]));
    }
}

/* ---- what others have left ---- */

/* Those that nobody is connected to and whose session is gone. */
static const char stale_sql[] =
    "SELECT pg_catalog.format('DROP DATABASE IF EXISTS %I', d.datname) FROM pg_catalog.pg_database AS d "
    "WHERE d.datname ~ '^corm_scratch_[0-9]+_[0-9a-f]+$' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_stat_activity AS "
    "a "
    "WHERE a.datid = d.oid OR a.pid::text = pg_catalog.split_part(d.datname::text, '_', 3))";

struct drops {
    struct arena *arena;
    struct strings sql;
};

static corm_status keep_drop(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct drops *drops = payload;

    (void)len;
    (void)error;
    *PUSH(drops->arena, &drops->sql) = arena_strndup(drops->arena, values[0].text, values[0].len);
    return CORM_OK;
}

/* One that has come to be used in the meantime, or that is not ours to drop, stays. */
static void drop_stale(struct pg_db *beside)
{
    struct drops drops = {.arena = beside->arena};
    corm_failure ignored;

    (void)!pg_ask(beside, stale_sql, NULL, 0, keep_drop, &drops, &ignored);
    for (size_t i = 0; i < drops.sql.len; i++) {
        (void)!pg_run(beside, drops.sql.at[i], NULL, &ignored);
    }
}

/* What is in it need not survive the server. */
static corm_status create(struct pg_db *beside, const struct naming *naming, corm_failure *error)
{
    corm_failure ignored;
    corm_status status = pg_run(beside, naming->create, NULL, error);

    if (status != CORM_OK) {
        return no_scratch(error);
    }
    const char *name = sql_name(beside->arena, naming->name);
    const char *lazy = arena_printf(beside->arena, "ALTER DATABASE %s SET synchronous_commit = off", name);
    (void)!pg_run(beside, lazy, NULL, &ignored);
    return CORM_OK;
}

static void drop(struct pg_db *from, const char *name)
{
    corm_failure ignored;
    const char *force = from->version >= 130000 ? " WITH (FORCE)" : "";

    (void)!pg_run(from, allow_writing, NULL, &ignored);
    (void)!pg_run(from,
        arena_printf(from->arena, "DROP DATABASE IF EXISTS %s%s", sql_name(from->arena, name), force),
        NULL,
        &ignored);
}

void pg_drop_scratch(const struct pg_db *db)
{
    struct pg_db *home;
    corm_failure ignored;

    if (pg_connect(&db->scratch_home, DB_WRITE, &home, &ignored) == CORM_OK) {
        drop(home, db->scratch);
        pg_close(&home->base);
    }
    interrupt_release();
}

/* The default schema is there from the start, as it is beside. */
static corm_status connect(struct pg_db *beside, const char *name, struct pg_db **ret_db, corm_failure *error)
{
    struct pg_address address = {0};

    copy_address(beside->arena, &address, &beside->address);
    pg_address_add(beside->arena, &address, "dbname", name);
    if (strcmp(beside->schema, "public") != 0) {
        struct pg_address first = {0};
        struct pg_db *db;
        copy_address(beside->arena, &first, &address);
        pg_address_add(beside->arena, &first, "options", "");
        corm_status status = pg_connect(&first, DB_WRITE, &db, error);
        if (status != CORM_OK) {
            return status;
        }
        status =
            pg_run(db, arena_printf(db->arena, "CREATE SCHEMA %s", sql_name(db->arena, beside->schema)), NULL, error);
        pg_close(&db->base);
        if (status != CORM_OK) {
            return status;
        }
    }
    return pg_connect(&address, DB_WRITE, ret_db, error);
}

/* From here on closing it drops it. */
static corm_status move_in(struct pg_db *beside, const char *name, struct pg_db **ret_db, corm_failure *error)
{
    struct pg_db *db;
    corm_status status = connect(beside, name, &db, error);

    if (status != CORM_OK) {
        return status;
    }
    db->scratch = arena_strdup(db->arena, name);
    copy_address(db->arena, &db->scratch_home, &beside->address);
    status = pg_settle(db, false, error);
    if (status != CORM_OK) {
        db->scratch = NULL;
        pg_close(&db->base);
        return status;
    }
    *ret_db = db;
    return CORM_OK;
}

static corm_status make(struct pg_db *beside, struct pg_db **ret_db, corm_failure *error)
{
    struct naming naming = {.db = beside};
    corm_status status = pg_ask(beside, naming_sql, NULL, 0, keep_name, &naming, error);

    if (status == CORM_OK) {
        drop_stale(beside);
        status = create(beside, &naming, error);
    }
    if (status != CORM_OK) {
        return status;
    }
    status = move_in(beside, naming.name, ret_db, error);
    if (status != CORM_OK) {
        drop(beside, naming.name);
        return fail_first(error, "cannot use the scratch database that was made: ");
    }
    return CORM_OK;
}

static corm_status make_freely(struct pg_db *beside, struct pg_db **ret_db, corm_failure *error)
{
    corm_failure ignored;
    corm_status status = pg_run(beside, allow_writing, NULL, error);

    if (status == CORM_OK) {
        status = make(beside, ret_db, error);
    }
    if (beside->read_only) {
        (void)!pg_run(beside, "SET default_transaction_read_only = on", NULL, &ignored);
    }
    return status;
}

corm_status pg_scratch_of(struct db *base, struct db **ret_db, corm_failure *error)
{
    struct pg_db *db = NULL;

    interrupt_hold();
    corm_status status = make_freely(pg_of(base), &db, error);
    if (status == CORM_OK) {
        *ret_db = &db->base;
    } else {
        interrupt_release();
    }
    return status;
}
