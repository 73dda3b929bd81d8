#include "db/postgresql/postgresql.h"

#include "base/buf.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>

#define OID_BYTEA 17
#define FORMAT_BINARY 1

/* Numbers go as text without a type: the server reads them as what the place needs, so that 1 fits a boolean. */
static corm_status set_param(
    struct arena *arena, const struct value *value, size_t at, struct pg_params *params, corm_failure *error)
{
    switch (value->kind) {
    case VALUE_NULL: break;
    case VALUE_INT: params->values[at] = arena_printf(arena, "%" PRId64, value->integer); break;
    case VALUE_REAL: params->values[at] = arena_printf(arena, "%.17g", value->real); break;
    case VALUE_TEXT:
        if (memchr(value->text, '\0', value->len) != NULL) {
            return fail(error, CORM_DATABASE, "PostgreSQL takes no text with a NUL character in it");
        }
        params->values[at] = arena_strndup(arena, value->text, value->len);
        break;
    case VALUE_BLOB:
        if (value->len > INT_MAX) {
            return fail(error, CORM_DATABASE, "PostgreSQL takes no value of %zu bytes", value->len);
        }
        params->values[at] = value->len == 0 ? "" : value->text;
        params->lengths[at] = (int)value->len;
        params->formats[at] = FORMAT_BINARY;
        params->types[at] = OID_BYTEA;
        break;
    }
    return CORM_OK;
}

corm_status pg_params(
    struct arena *arena, const struct value *values, size_t len, struct pg_params *ret_params, corm_failure *error)
{
    struct pg_params params = {
        .types = arena_alloc(arena, len + 1, sizeof(Oid), _Alignof(Oid)),
        .values = arena_alloc(arena, len + 1, sizeof(char *), _Alignof(char *)),
        .lengths = arena_alloc(arena, len + 1, sizeof(int), _Alignof(int)),
        .formats = arena_alloc(arena, len + 1, sizeof(int), _Alignof(int)),
    };
    corm_status status = CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < len; i++) {
        status = set_param(arena, &values[i], i, &params, error);
    }
    *ret_params = params;
    return status;
}

static bool is_numbered(const char *sql)
{
    return sql[0] == '?' && sql[1] >= '0' && sql[1] <= '9';
}

static bool has_numbered(const char *sql)
{
    struct pg_piece piece = pg_scan(sql);
    while (piece.kind != PG_END && !is_numbered(sql)) {
        sql += piece.len;
        piece = pg_scan(sql);
    }
    return piece.kind != PG_END;
}

const char *pg_number_params(struct arena *arena, const char *sql)
{
    struct buf out = buf_new(arena);
    unsigned count = 0;
    bool numbered = has_numbered(sql);

    for (;;) {
        struct pg_piece piece = pg_scan(sql);
        if (piece.kind == PG_END) {
            return buf_text(&out);
        }
        if (*sql == '?' && (is_numbered(sql) || !numbered)) {
            buf_add(&out, numbered ? "$" : arena_printf(arena, "$%u", ++count));
        } else {
            buf_add_len(&out, sql, piece.len);
        }
        sql += piece.len;
    }
}
