#include "db/sqlite/memory.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

struct collecting {
    struct arena *arena;
    struct text_rows *rows;
};

static const char *value_as_text(struct arena *arena, const struct value *value)
{
    switch (value->kind) {
    case VALUE_INT: return arena_printf(arena, "%" PRId64, value->integer);
    case VALUE_REAL: return arena_printf(arena, "%.17g", value->real);
    case VALUE_TEXT:
    case VALUE_BLOB: return arena_strndup(arena, value->text, value->len);
    case VALUE_NULL: break;
    }
    return NULL;
}

static corm_status collect(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct collecting *collecting = payload;
    struct text_row *row = PUSH(collecting->arena, collecting->rows);

    (void)error;
    row->at = arena_alloc(collecting->arena, len, sizeof *row->at, _Alignof(const char *));
    row->len = len;
    for (size_t i = 0; i < len; i++) {
        row->at[i] = value_as_text(collecting->arena, &values[i]);
    }
    return CORM_OK;
}

corm_status memory_query(struct sqlite_db *db,
    struct arena *arena,
    const char *sql,
    const struct strings *params,
    struct text_rows *ret_rows,
    corm_failure *error)
{
    struct collecting collecting = {arena, ret_rows};
    size_t len = params != NULL ? params->len : 0;
    struct value *values = arena_alloc(arena, len, sizeof *values, _Alignof(struct value));

    for (size_t i = 0; i < len; i++) {
        values[i] = value_text(params->at[i]);
    }
    return db_query(&db->base, sql, values, len, collect, &collecting, error);
}

corm_status memory_refuse(corm_failure *error, const char *format, ...)
{
    char message[sizeof error->message];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(message, sizeof message, format, args);
    va_end(args);
    corm_status status = fail(error, CORM_REFUSED, "%s", message);
    fail_code(error, "rebuild-check-failed");
    return status;
}

bool memory_has_table(struct sqlite_db *db, const char *name)
{
    return sqlite3_table_column_metadata(db->handle, "main", name, NULL, NULL, NULL, NULL, NULL, NULL) == SQLITE_OK;
}
