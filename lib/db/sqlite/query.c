#include "db/sqlite/sqlite.h"

#include "db/sqlite/watch.h"
#include "sql/sql.h"

#include <string.h>

/* A statement with parameters is likely to come again (fixtures, history): the few last ones are kept prepared. */

static sqlite3_stmt *take_cached(struct sqlite_db *db, const char *sql)
{
    for (size_t i = 0; i < SQLITE_CACHED_STATEMENTS; i++) {
        struct cached_statement *slot = &db->cache[i];
        if (slot->statement != NULL && !sqlite3_stmt_busy(slot->statement) &&
            strcmp(sqlite3_sql(slot->statement), sql) == 0) {
            sqlite3_stmt *statement = slot->statement;
            slot->statement = NULL;
            return statement;
        }
    }
    return NULL;
}

static void keep_cached(struct sqlite_db *db, sqlite3_stmt *statement)
{
    struct cached_statement *oldest = &db->cache[0];

    for (size_t i = 0; i < SQLITE_CACHED_STATEMENTS && oldest->statement != NULL; i++) {
        if (db->cache[i].statement == NULL || db->cache[i].used < oldest->used) {
            oldest = &db->cache[i];
        }
    }
    (void)sqlite3_clear_bindings(statement);
    (void)sqlite3_finalize(oldest->statement);
    *oldest = (struct cached_statement){statement, ++db->clock};
}

void sqlite_forget_statements(struct sqlite_db *db)
{
    for (size_t i = 0; i < SQLITE_CACHED_STATEMENTS; i++) {
        (void)sqlite3_finalize(db->cache[i].statement);
        db->cache[i].statement = NULL;
    }
}

int sqlite_error_offset(const struct db *db)
{
    return ((const struct sqlite_db *)db)->error_offset;
}

static int offset_of_error(sqlite3 *handle)
{
#if SQLITE_VERSION_NUMBER >= 3038000
    return sqlite3_error_offset(handle);
#else
    (void)handle;
    return -1;
#endif
}

/* *ret_statement is NULL where the text holds no statement. */
static corm_status prepare(
    struct sqlite_db *db, const char *sql, bool again, sqlite3_stmt **ret_statement, corm_failure *error)
{
    const char *tail = "";

    db->error_offset = -1;
    db->refused = NULL;
    *ret_statement = again ? take_cached(db, sql) : NULL;
    if (*ret_statement != NULL) {
        return CORM_OK;
    }
    int code = sqlite3_prepare_v3(db->handle, sql, -1, again ? SQLITE_PREPARE_PERSISTENT : 0, ret_statement, &tail);
    if (code != SQLITE_OK) {
        db->error_offset = offset_of_error(db->handle);
        return sqlite_fault(db, code, NULL, error);
    }
    if (*ret_statement != NULL && sql_scan(tail, SIZE_MAX, 0).kind != TOKEN_END) {
        (void)sqlite3_finalize(*ret_statement);
        return fail(error, CORM_DATABASE, "two statements where one was expected; the second begins: %.40s", tail);
    }
    return CORM_OK;
}

static int bind_value(sqlite3_stmt *statement, int at, const struct value *value)
{
    switch (value->kind) {
    case VALUE_NULL: return sqlite3_bind_null(statement, at);
    case VALUE_INT: return sqlite3_bind_int64(statement, at, value->integer);
    case VALUE_REAL: return sqlite3_bind_double(statement, at, value->real);
    case VALUE_TEXT: return sqlite3_bind_text64(statement, at, value->text, value->len, SQLITE_STATIC, SQLITE_UTF8);
    case VALUE_BLOB:
        return value->len == 0 ? sqlite3_bind_zeroblob(statement, at, 0)
                               : sqlite3_bind_blob64(statement, at, value->text, value->len, SQLITE_STATIC);
    }
    return SQLITE_MISUSE;
}

static corm_status bind_all(
    struct sqlite_db *db, sqlite3_stmt *statement, const struct value *params, size_t params_len, corm_failure *error)
{
    int wanted = sqlite3_bind_parameter_count(statement);

    if ((size_t)wanted != params_len) {
        return fail(error,
            CORM_DATABASE,
            "the statement takes %d values, %zu were given: %s",
            wanted,
            params_len,
            sqlite3_sql(statement));
    }
    for (int i = 0; i < wanted; i++) {
        int code = bind_value(statement, i + 1, &params[i]);
        if (code != SQLITE_OK) {
            return sqlite_fault(db, code, NULL, error);
        }
    }
    return CORM_OK;
}

static struct value column_value(sqlite3_stmt *statement, int at)
{
    struct value value = {.kind = VALUE_NULL};

    switch (sqlite3_column_type(statement, at)) {
    case SQLITE_INTEGER:
        value.kind = VALUE_INT;
        value.integer = sqlite3_column_int64(statement, at);
        break;
    case SQLITE_FLOAT:
        value.kind = VALUE_REAL;
        value.real = sqlite3_column_double(statement, at);
        break;
    case SQLITE_TEXT:
        value.kind = VALUE_TEXT;
        value.text = (const char *)sqlite3_column_text(statement, at);
        break;
    case SQLITE_BLOB:
        value.kind = VALUE_BLOB;
        value.text = sqlite3_column_blob(statement, at);
        break;
    default: break;
    }
    if (value.kind == VALUE_TEXT || value.kind == VALUE_BLOB) {
        value.len = (size_t)sqlite3_column_bytes(statement, at);
    }
    return value;
}

struct rows {
    db_row_fn *each;
    void *payload;
};

static corm_status step_all(struct sqlite_db *db, sqlite3_stmt *statement, struct rows rows, corm_failure *error)
{
    int len = sqlite3_column_count(statement);
    struct arena *arena = rows.each != NULL && len > 0 ? arena_new() : NULL;
    struct value *values =
        arena != NULL ? arena_alloc(arena, (size_t)len, sizeof *values, _Alignof(struct value)) : NULL;
    corm_status status = CORM_OK;
    int code = sqlite3_step(statement);

    for (; code == SQLITE_ROW && status == CORM_OK; code = status == CORM_OK ? sqlite3_step(statement) : code) {
        for (int i = 0; values != NULL && i < len; i++) {
            values[i] = column_value(statement, i);
        }
        status = values != NULL ? rows.each(values, (size_t)len, rows.payload, error) : CORM_OK;
    }
    if (status == CORM_OK && code != SQLITE_DONE) {
        status = sqlite_fault(db, code, NULL, error);
    }
    arena_free(arena);
    return status;
}

static void finish(struct sqlite_db *db, sqlite3_stmt *statement, bool again)
{
    if (again && sqlite3_reset(statement) == SQLITE_OK) {
        keep_cached(db, statement);
    } else {
        (void)sqlite3_finalize(statement);
    }
}

struct request {
    const char *sql;
    const struct value *params;
    size_t params_len;
    struct rows rows;
};

static corm_status run(struct sqlite_db *db, const struct request *request, corm_failure *error)
{
    bool again = request->params_len > 0;
    sqlite3_stmt *statement = NULL;
    corm_status status = prepare(db, request->sql, again, &statement, error);

    if (status != CORM_OK || statement == NULL) {
        return status;
    }
    status = bind_all(db, statement, request->params, request->params_len, error);
    if (status == CORM_OK && db->rebuild != NULL) {
        status = watch_before(db, request->sql, error);
    }
    if (status == CORM_OK) {
        status = step_all(db, statement, request->rows, error);
    }
    finish(db, statement, again);
    if (status == CORM_OK && db->rebuild != NULL) {
        status = watch_after(db, request->sql, error);
    }
    return status;
}

/* Where that fails, too, it is the first failure that tells why: SQLite has begun to forget what it altered. */
static corm_status run_as_legacy(struct sqlite_db *db, const struct request *request, corm_failure *error)
{
    corm_failure ignored;
    int offset = db->error_offset;

    sqlite_read_legacy_quotes(db, true);
    corm_status status = run(db, request, &ignored);
    sqlite_read_legacy_quotes(db, false);
    if (status != CORM_OK) {
        db->error_offset = offset;
        return error->status;
    }
    return CORM_OK;
}

/* NOLINTNEXTLINE(readability-function-size): the shape of struct driver */
corm_status sqlite_query(struct db *base,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error)
{
    struct sqlite_db *db = sqlite_of(base);
    const struct request request = {sql, params, params_len, {each, payload}};

    if (db->guarded && sqlite3_get_autocommit(db->handle)) {
        return fail(error, CORM_DATABASE, "an earlier statement has ended the transaction");
    }
    corm_status status = run(db, &request, error);
    return status != CORM_OK && sqlite_is_legacy_trouble(sql, error) ? run_as_legacy(db, &request, error) : status;
}
