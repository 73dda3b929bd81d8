#include "db/postgresql/postgresql.h"

#include "base/interrupt.h"
#include "base/text.h"

#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LOOK_MS 200 /* how often a waiting statement looks for an interrupt that came just before it waited */

/* Types of results that are not text, by the numbers of pg_type.dat, which never change. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_OID = 26, OID_FLOAT4 = 700 };
enum { OID_FLOAT8 = 701 };

struct statement {
    const char *sql;
    const struct value *params;
    size_t params_len;
    db_row_fn *each;
    void *payload;
    bool stoppable; /* by an interrupt */
};

int pg_error_offset(const struct db *db)
{
    return ((const struct pg_db *)db)->error_offset;
}

static int hex_digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* "\x00ff" as two bytes. */
static struct value bytes_value(struct arena *arena, const char *text, size_t len)
{
    size_t bytes_len = len >= 2 ? (len - 2) / 2 : 0;
    char *bytes = arena_alloc(arena, bytes_len + 1, 1, 1);

    for (size_t i = 0; i < bytes_len; i++) {
        bytes[i] = (char)(hex_digit(text[2 + 2 * i]) << 4 | hex_digit(text[3 + 2 * i]));
    }
    return (struct value){.kind = VALUE_BLOB, .text = bytes, .len = bytes_len};
}

static struct value cell_value(struct arena *arena, const PGresult *result, int row, int column)
{
    if (libpq.getisnull(result, row, column)) {
        return value_null();
    }
    const char *text = libpq.getvalue(result, row, column);
    size_t len = (size_t)libpq.getlength(result, row, column);
    switch (libpq.ftype(result, column)) {
    case OID_BOOL: return value_int(*text == 't');
    case OID_INT2:
    case OID_INT4:
    case OID_INT8:
    case OID_OID: return value_int(strtoll(text, NULL, 10));
    case OID_FLOAT4:
    case OID_FLOAT8: return (struct value){.kind = VALUE_REAL, .real = strtod(text, NULL)};
    case OID_BYTEA: return bytes_value(arena, text, len);
    default: return (struct value){.kind = VALUE_TEXT, .text = text, .len = len};
    }
}

static corm_status give_rows(const PGresult *result, const struct statement *statement, corm_failure *error)
{
    int rows = libpq.ntuples(result), columns = libpq.nfields(result);
    struct arena *arena = arena_new();
    struct value *values = arena_alloc(arena, (size_t)columns + 1, sizeof *values, _Alignof(struct value));
    corm_status status = CORM_OK;

    for (int row = 0; status == CORM_OK && row < rows; row++) {
        for (int i = 0; i < columns; i++) {
            values[i] = cell_value(arena, result, row, i);
        }
        status = statement->each(values, (size_t)columns, statement->payload, error);
    }
    arena_free(arena);
    return status;
}

/* COPY wants data that a file of SQL cannot give: the server is told so, and whatever it sends is passed over. */
static corm_status refuse_copy(struct pg_db *db, ExecStatusType kind, corm_failure *error)
{
    char *data = NULL;

    if (kind != PGRES_COPY_OUT) {
        (void)libpq.putCopyEnd(db->conn, "COPY from the client is not supported");
    }
    while (kind != PGRES_COPY_IN && libpq.getCopyData(db->conn, &data, 0) > 0) {
        libpq.freemem(data);
    }
    for (PGresult *rest = libpq.getResult(db->conn); rest != NULL; rest = libpq.getResult(db->conn)) {
        libpq.clear(rest);
    }
    corm_status status = fail(error, CORM_DATABASE, "COPY to or from the client is not supported");
    fail_hint(error, "write INSERT, load the rows as fixtures, or let the server read a file of its own");
    return status;
}

static corm_status look_at_result(
    struct pg_db *db, const PGresult *result, const struct statement *statement, corm_failure *error)
{
    ExecStatusType kind = libpq.resultStatus(result);

    switch (kind) {
    case PGRES_TUPLES_OK: return statement->each != NULL ? give_rows(result, statement, error) : CORM_OK;
    case PGRES_COMMAND_OK:
    case PGRES_EMPTY_QUERY: return CORM_OK;
    case PGRES_COPY_IN:
    case PGRES_COPY_OUT:
    case PGRES_COPY_BOTH: return refuse_copy(db, kind, error);
    case PGRES_BAD_RESPONSE:
    case PGRES_NONFATAL_ERROR:
    case PGRES_FATAL_ERROR:
    case PGRES_SINGLE_TUPLE:
    case PGRES_PIPELINE_SYNC:
    case PGRES_PIPELINE_ABORTED: break;
    }
    return pg_fault(db, result, statement->sql, error);
}

/* ---- sending and waiting ---- */

/* Until the socket can be read, or written where something is still to be sent.  A signal ends the wait early. */
static void wait_for_server(struct pg_db *db, bool to_send)
{
    struct pollfd ready = {.fd = libpq.socket(db->conn), .events = (short)(to_send ? POLLIN | POLLOUT : POLLIN)};

    if (ready.fd >= 0) {
        (void)poll(&ready, 1, LOOK_MS);
    }
}

/* Asks the server, once, to end what it is at.  Whether it was in time, the result tells. */
static void stop_when_asked(struct pg_db *db, const struct statement *statement, bool *asked)
{
    char said[256];

    if (statement->stoppable && !*asked && interrupted() && db->cancel != NULL) {
        *asked = true;
        (void)libpq.cancel(db->cancel, said, (int)sizeof said);
    }
}

/* The last result, as PQexecParams() has it, but for COPY, which its caller must end.  NULL: the connection is gone. */
static PGresult *await(struct pg_db *db, const struct statement *statement, bool *ret_asked)
{
    PGresult *last = NULL;
    int unsent = 1;

    *ret_asked = false;
    for (;;) {
        unsent = unsent > 0 ? libpq.flush(db->conn) : unsent;
        while (unsent >= 0 && (unsent > 0 || libpq.isBusy(db->conn))) {
            stop_when_asked(db, statement, ret_asked);
            wait_for_server(db, unsent > 0);
            if (libpq.consumeInput(db->conn) == 0) {
                break; /* PQgetResult() says why */
            }
            unsent = unsent > 0 ? libpq.flush(db->conn) : 0;
        }
        PGresult *next = libpq.getResult(db->conn);
        if (next == NULL) {
            return last;
        }
        libpq.clear(last);
        last = next;
        ExecStatusType kind = libpq.resultStatus(last);
        if (kind == PGRES_COPY_IN || kind == PGRES_COPY_OUT || kind == PGRES_COPY_BOTH) {
            return last;
        }
    }
}

static PGresult *execute(
    struct pg_db *db, const struct statement *statement, const struct pg_params *params, bool *ret_asked)
{
    *ret_asked = false;
    int sent = libpq.sendQueryParams(db->conn,
        statement->sql,
        (int)statement->params_len,
        params->types,
        params->values,
        params->lengths,
        params->formats,
        0);
    return sent == 1 ? await(db, statement, ret_asked) : NULL;
}

static corm_status interrupted_here(corm_failure *error)
{
    corm_status status = interrupt_fail(error, "while it ran");

    (void)snprintf(error->sqlstate, sizeof error->sqlstate, "57014");
    return status;
}

static corm_status ask(struct pg_db *db, const struct statement *statement, const char **ret_tag, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct pg_params params;
    corm_status status = pg_params(arena, statement->params, statement->params_len, &params, error);

    db->error_offset = -1;
    if (status == CORM_OK) {
        bool asked;
        PGresult *result = execute(db, statement, &params, &asked);
        status = look_at_result(db, result, statement, error);
        if (status != CORM_OK && asked && strcmp(error->sqlstate, "57014") == 0) {
            status = interrupted_here(error);
        }
        if (ret_tag != NULL && status == CORM_OK) {
            *ret_tag = arena_strdup(db->arena, libpq.cmdStatus(result));
        }
        libpq.clear(result);
    }
    arena_free(arena);
    return status;
}

/* NOLINTNEXTLINE(readability-function-size): a query is that much */
corm_status pg_ask(struct pg_db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error)
{
    return ask(db, &(struct statement){sql, params, params_len, each, payload, false}, NULL, error);
}

corm_status pg_run(struct pg_db *db, const char *sql, const char **ret_tag, corm_failure *error)
{
    return ask(db, &(struct statement){.sql = sql}, ret_tag, error);
}

corm_status pg_run_long(struct pg_db *db, const char *sql, const char **ret_tag, corm_failure *error)
{
    return ask(db, &(struct statement){.sql = sql, .stoppable = true}, ret_tag, error);
}

/* Statements with parameters are our own (history, fixtures): they must not run under settings that a migration has
 * left behind. */
static corm_status settle_first(struct pg_db *db, bool ours, corm_failure *error)
{
    if (!ours) {
        db->unsettled = db->changed = true;
        return CORM_OK;
    }
    return db->unsettled ? pg_settle(db, false, error) : CORM_OK;
}

/* NOLINTNEXTLINE(readability-function-size): the shape of struct driver */
corm_status pg_query(struct db *base,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error)
{
    struct pg_db *db = pg_of(base);

    if (params_len > USHRT_MAX) {
        return fail(error, CORM_DATABASE, "PostgreSQL takes no statement with %zu values", params_len);
    }
    if (db->guarded && libpq.transactionStatus(db->conn) == PQTRANS_IDLE) {
        return fail(error, CORM_DATABASE, "an earlier statement has ended the transaction");
    }
    corm_status status = settle_first(db, params_len > 0, error);
    if (status != CORM_OK) {
        return status;
    }
    struct arena *arena = params_len > 0 ? arena_new() : NULL;
    struct statement statement = {
        arena != NULL ? pg_number_params(arena, sql) : sql, params, params_len, each, payload, arena == NULL};
    status = ask(db, &statement, NULL, error);
    db->error_offset = arena != NULL ? -1 : db->error_offset;
    arena_free(arena);
    return status;
}
