#include "model/type_name.h"

#include "base/text.h"

#include <assert.h>
#include <string.h>

/* The portable names in the order of enum type_kind; type_print takes its spelling from here. */
static const struct type_name portable[] = {
    {"smallint", TYPE_SMALLINT, ARGS_NONE},
    {"integer", TYPE_INTEGER, ARGS_NONE},
    {"bigint", TYPE_BIGINT, ARGS_NONE},
    {"smallserial", TYPE_SMALLSERIAL, ARGS_NONE},
    {"serial", TYPE_SERIAL, ARGS_NONE},
    {"bigserial", TYPE_BIGSERIAL, ARGS_NONE},
    {"string", TYPE_STRING, ARGS_LENGTH},
    {"char", TYPE_CHAR, ARGS_LENGTH},
    {"text", TYPE_TEXT, ARGS_NONE},
    {"boolean", TYPE_BOOLEAN, ARGS_NONE},
    {"date", TYPE_DATE, ARGS_NONE},
    {"time", TYPE_TIME, ARGS_PRECISION},
    {"timestamp", TYPE_TIMESTAMP, ARGS_PRECISION},
    {"timestamptz", TYPE_TIMESTAMPTZ, ARGS_PRECISION},
    {"interval", TYPE_INTERVAL, ARGS_NONE},
    {"real", TYPE_REAL, ARGS_NONE},
    {"double", TYPE_DOUBLE, ARGS_NONE},
    {"numeric", TYPE_NUMERIC, ARGS_NUMERIC},
    {"binary", TYPE_BINARY, ARGS_NONE},
    {"json", TYPE_JSON, ARGS_NONE},
    {"jsonb", TYPE_JSONB, ARGS_NONE},
    {"uuid", TYPE_UUID, ARGS_NONE},
    {"enum", TYPE_ENUM, ARGS_NAME},
    {"array", TYPE_ARRAY, ARGS_TYPE},
    {"native", TYPE_NATIVE, ARGS_NATIVE},
    {"untyped", TYPE_UNTYPED, ARGS_NONE},
};
#define PORTABLE_LEN (sizeof portable / sizeof *portable)
static_assert(PORTABLE_LEN == TYPE_UNTYPED, "each kind but TYPE_NONE has its name");

/* What people type: SQLAlchemy's classes and the engines' own words. */
static const struct type_name aliases[] = {
    {"int", TYPE_INTEGER, ARGS_NONE},
    {"int2", TYPE_SMALLINT, ARGS_NONE},
    {"int4", TYPE_INTEGER, ARGS_NONE},
    {"int8", TYPE_BIGINT, ARGS_NONE},
    {"mediumint", TYPE_INTEGER, ARGS_NONE},
    {"tinyint", TYPE_SMALLINT, ARGS_NONE},
    {"smallinteger", TYPE_SMALLINT, ARGS_NONE},
    {"biginteger", TYPE_BIGINT, ARGS_NONE},
    {"small_integer", TYPE_SMALLINT, ARGS_NONE},
    {"big_integer", TYPE_BIGINT, ARGS_NONE},
    {"serial2", TYPE_SMALLSERIAL, ARGS_NONE},
    {"serial4", TYPE_SERIAL, ARGS_NONE},
    {"serial8", TYPE_BIGSERIAL, ARGS_NONE},
    {"varchar", TYPE_STRING, ARGS_LENGTH},
    {"nvarchar", TYPE_STRING, ARGS_LENGTH},
    {"character varying", TYPE_STRING, ARGS_LENGTH},
    {"str", TYPE_STRING, ARGS_LENGTH},
    {"unicode", TYPE_STRING, ARGS_LENGTH},
    {"character", TYPE_CHAR, ARGS_LENGTH},
    {"nchar", TYPE_CHAR, ARGS_LENGTH},
    {"bpchar", TYPE_CHAR, ARGS_LENGTH},
    {"unicodetext", TYPE_TEXT, ARGS_NONE},
    {"unicode_text", TYPE_TEXT, ARGS_NONE},
    {"clob", TYPE_TEXT, ARGS_NONE},
    {"mediumtext", TYPE_TEXT, ARGS_NONE},
    {"longtext", TYPE_TEXT, ARGS_NONE},
    {"bool", TYPE_BOOLEAN, ARGS_NONE},
    {"datetime", TYPE_TIMESTAMP, ARGS_PRECISION},
    {"timestamp without time zone", TYPE_TIMESTAMP, ARGS_PRECISION},
    {"timestamp with time zone", TYPE_TIMESTAMPTZ, ARGS_PRECISION},
    {"datetimetz", TYPE_TIMESTAMPTZ, ARGS_PRECISION},
    {"time without time zone", TYPE_TIME, ARGS_PRECISION},
    {"float", TYPE_DOUBLE, ARGS_FLOAT},
    {"float4", TYPE_REAL, ARGS_NONE},
    {"float8", TYPE_DOUBLE, ARGS_NONE},
    {"double precision", TYPE_DOUBLE, ARGS_NONE},
    {"double_precision", TYPE_DOUBLE, ARGS_NONE},
    {"decimal", TYPE_NUMERIC, ARGS_NUMERIC},
    {"dec", TYPE_NUMERIC, ARGS_NUMERIC},
    {"bytea", TYPE_BINARY, ARGS_NONE},
    {"blob", TYPE_BINARY, ARGS_NONE},
    {"bytes", TYPE_BINARY, ARGS_NONE},
    {"varbinary", TYPE_BINARY, ARGS_NONE},
    {"largebinary", TYPE_BINARY, ARGS_NONE},
    {"large_binary", TYPE_BINARY, ARGS_NONE},
    {"guid", TYPE_UUID, ARGS_NONE},
};

const struct type_name *type_name_of(enum type_kind kind)
{
    assert(kind != TYPE_NONE);
    return &portable[kind - 1];
}

const struct type_name *type_name_find(const char *name)
{
    for (size_t i = 0; i < PORTABLE_LEN; i++) {
        if (strcmp(portable[i].name, name) == 0) {
            return &portable[i];
        }
    }
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        if (strcmp(aliases[i].name, name) == 0) {
            return &aliases[i];
        }
    }
    return NULL;
}

const char *type_name_nearest(struct arena *arena, const char *name)
{
    struct strings names = {0};
    for (size_t i = 0; i < PORTABLE_LEN; i++) {
        *PUSH(arena, &names) = portable[i].name;
    }
    const char *nearest = text_nearest(name, &names);
    if (nearest != NULL) {
        return nearest;
    }
    struct strings others = {0};
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        *PUSH(arena, &others) = aliases[i].name;
    }
    return text_nearest(name, &others);
}
