#include "db/postgresql/postgresql.h"

#include "base/text.h"

#include <string.h>

#define OLDEST_VERSION 120000

/* Settings that change what statements mean or how values are printed.  Those that a role may not set (lc_messages) or
 * that a server does not have are left out; how long statements may take is for the runner to say, but nothing waits
 * for a lock for ever.  $1 search_path, $2 role, $3 default_transaction_read_only or NULL. */
static const char settle_sql[] =
    "SELECT pg_catalog.set_config('role', $2, false), (SELECT pg_catalog.count(pg_catalog.set_config(s.name, p.value, "
    "false)) FROM (VALUES ('search_path', $1::text), ('default_transaction_read_only', $3::text), ('client_encoding', "
    "'UTF8'), ('standard_conforming_strings', 'on'), ('quote_all_identifiers', 'off'), ('TimeZone', 'UTC'), "
    "('DateStyle', 'ISO, MDY'), ('IntervalStyle', 'postgres'), ('bytea_output', 'hex'), ('lc_messages', 'C'), "
    "('statement_timeout', '0'), ('lock_timeout', CASE pg_catalog.current_setting('lock_timeout') WHEN '0' THEN '10s' "
    "END), "
    "('client_connection_check_interval', CASE WHEN pg_catalog.version() LIKE '%linux%' THEN '1000' END)) "
    "AS p(name, value) JOIN pg_catalog.pg_settings AS s ON s.name = p.name WHERE p.value IS NOT NULL "
    "AND (s.context = 'user' OR pg_catalog.current_setting('is_superuser') = 'on'))";

void pg_close(struct db *base)
{
    struct pg_db *db = pg_of(base);

    libpq.freeCancel(db->cancel);
    libpq.finish(db->conn);
    if (db->scratch != NULL) {
        pg_drop_scratch(db);
    }
    arena_free(db->arena);
}

const char *pg_db_name(const struct db *base)
{
    return libpq.db(((const struct pg_db *)base)->conn);
}

/* Notices of the server are not for stderr. */
static void drop_notice(void *payload, const PGresult *result)
{
    (void)payload;
    (void)result;
}

corm_status pg_settle(struct pg_db *db, bool all, corm_failure *error)
{
    struct value read_only = db->read_only         ? value_text("on")
                             : db->scratch != NULL ? value_text("off") /* whatever the role has by default */
                                                   : value_null();
    struct value params[] = {value_text(db->search_path), value_text(db->role), read_only};
    corm_status status = all ? pg_run(db, "RESET ALL", NULL, error) : CORM_OK;

    if (status == CORM_OK) {
        status = pg_ask(db, settle_sql, params, 3, NULL, NULL, error);
    }
    db->unsettled = status != CORM_OK;
    db->changed &= !all || status != CORM_OK;
    return status;
}

/* ---- what is found on arrival ---- */

static const char *text_of(struct arena *arena, const struct value *value)
{
    return value->kind == VALUE_TEXT ? arena_strndup(arena, value->text, value->len) : NULL;
}

static corm_status keep_facts(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct pg_db *db = payload;

    (void)len;
    if (values[0].integer != libpq.backendPID(db->conn)) {
        corm_status status = fail(error,
            CORM_REFUSED,
            "a pooler stands between here and the server: neither a lock nor a setting would hold for a session");
        fail_code(error, "pooler");
        fail_hint(error, "give the address of the server itself");
        return status;
    }
    db->role = text_of(db->arena, &values[1]);
    db->search_path = text_of(db->arena, &values[2]);
    return CORM_OK;
}

static corm_status keep_schema(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct pg_db *db = payload;

    (void)len;
    db->schema = text_of(db->arena, &values[0]);
    if (db->schema == NULL) {
        corm_status status =
            fail(error, CORM_DATABASE, "database %s has no schema %s", pg_db_name(&db->base), db->search_path);
        fail_hint(error, "CREATE SCHEMA makes one; options=-csearch_path=NAME in the URL chooses another");
        return status;
    }
    return CORM_OK;
}

/* The search_path is public, unless the address itself (its options, PGOPTIONS) says otherwise: what a role or a
 * database has by default must not move tables about. */
static corm_status arrive(struct pg_db *db, corm_failure *error)
{
    corm_status status = pg_ask(db,
        "SELECT pg_catalog.pg_backend_pid(), pg_catalog.current_setting('role'),"
        " CASE s.source WHEN 'client' THEN s.setting ELSE 'public' END"
        " FROM pg_catalog.pg_settings AS s WHERE s.name = 'search_path'",
        NULL,
        0,
        keep_facts,
        db,
        error);

    if (status == CORM_OK) {
        status = pg_settle(db, false, error);
    }
    return status == CORM_OK ? pg_ask(db, "SELECT pg_catalog.current_schema()::text", NULL, 0, keep_schema, db, error)
                             : status;
}

static corm_status check_version(struct pg_db *db, corm_failure *error)
{
    db->version = libpq.serverVersion(db->conn);
    return db->version >= OLDEST_VERSION ? CORM_OK
                                         : fail(error,
                                               CORM_DATABASE,
                                               "the server is PostgreSQL %s, and 12 is the oldest that will do",
                                               libpq.parameterStatus(db->conn, "server_version"));
}

corm_status pg_connect(const struct pg_address *address, enum db_mode mode, struct pg_db **ret_db, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct pg_db *db = NEW(arena, struct pg_db);

    db->arena = arena;
    db->error_offset = -1;
    db->read_only = mode == DB_READ;
    for (size_t i = 0; i < address->keys.len; i++) {
        pg_address_add(
            arena, &db->address, arena_strdup(arena, address->keys.at[i]), arena_strdup(arena, address->values.at[i]));
    }
    struct pg_address ended = *address;
    pg_address_add(arena, &db->address, NULL, NULL);
    db->conn = libpq.connectdbParams(db->address.keys.at, db->address.values.at, 0);
    db->address.keys.len = ended.keys.len;
    db->address.values.len = ended.values.len;
    corm_status status =
        libpq.status(db->conn) == CONNECTION_OK ? CORM_OK : pg_no_connection(db->conn, &db->address, error);
    if (status == CORM_OK) {
        db->cancel = libpq.getCancel(db->conn);
        (void)libpq.setNoticeReceiver(db->conn, drop_notice, NULL);
        status = check_version(db, error);
    }
    if (status == CORM_OK) {
        status = arrive(db, error);
    }
    if (status != CORM_OK) {
        pg_close(&db->base);
        return status;
    }
    *ret_db = db;
    return CORM_OK;
}

corm_status pg_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct pg_address address;
    struct pg_db *db;
    corm_status status = pg_read_url(arena, url, &address, error);

    if (status == CORM_OK) {
        status = pg_connect(&address, mode, &db, error);
    }
    if (status == CORM_OK) {
        *ret_db = &db->base;
    }
    arena_free(arena);
    return status;
}

/* ---- TLS ---- */

static bool is_local(PGconn *conn)
{
    static const char *const names[] = {"", "localhost", "127.0.0.1", "::1"};
    const char *host = libpq.host(conn);

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (host == NULL || strcmp(host, names[i]) == 0) {
            return true;
        }
    }
    return host[0] == '/' || host[0] == '@';
}

static bool is_verified(PGconn *conn)
{
    PQconninfoOption *options = libpq.conninfo(conn);
    bool verified = false;

    for (PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++) {
        verified |= strcmp(option->keyword, "sslmode") == 0 && text_same(option->val, "verify-full");
    }
    libpq.conninfoFree(options);
    return verified;
}

const char *pg_warning(const struct db *base)
{
    const struct pg_db *db = (const struct pg_db *)base;

    if (is_local(db->conn) || libpq.gssEncInUse(db->conn) != 0) {
        return NULL;
    }
    if (libpq.sslInUse(db->conn) == 0) {
        return arena_printf(db->arena,
            "the connection to %s is not encrypted: sslmode=verify-full in the URL asks for TLS",
            libpq.host(db->conn));
    }
    return is_verified(db->conn)
               ? NULL
               : arena_printf(db->arena,
                     "the certificate of %s is not checked, so anybody may be at the other end: sslmode=verify-full in "
                     "the URL checks it",
                     libpq.host(db->conn));
}
