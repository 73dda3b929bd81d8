/* Portable column types: what a model may write after `type:`. */
#ifndef CORM_MODEL_TYPE_H
#define CORM_MODEL_TYPE_H

#include "diag/diag.h"

enum type_kind {
    TYPE_NONE, /* not given: comes from the referenced column */
    TYPE_SMALLINT,
    TYPE_INTEGER,
    TYPE_BIGINT,
    TYPE_SMALLSERIAL,
    TYPE_SERIAL,
    TYPE_BIGSERIAL,
    TYPE_STRING, /* length */
    TYPE_CHAR,   /* length */
    TYPE_TEXT,
    TYPE_BOOLEAN,
    TYPE_DATE,
    TYPE_TIME,        /* length: precision */
    TYPE_TIMESTAMP,   /* length: precision */
    TYPE_TIMESTAMPTZ, /* length: precision */
    TYPE_INTERVAL,
    TYPE_REAL,
    TYPE_DOUBLE,
    TYPE_NUMERIC, /* length: precision, scale */
    TYPE_BINARY,
    TYPE_JSON,
    TYPE_JSONB,
    TYPE_UUID,
    TYPE_ENUM,    /* name */
    TYPE_ARRAY,   /* element */
    TYPE_NATIVE,  /* name: the engine's own words */
    TYPE_UNTYPED, /* SQLite only */
};

struct type {
    enum type_kind kind;
    int length, scale; /* -1: not given */
    const char *name;  /* enum or native */
    const struct type *element;
};

/* Parses "string(80)", "numeric(10, 2)", "array(integer)", "enum(mood)", "native(\"citext\")", "native(citext)" and the
 * aliases that people type ("int", "varchar(n)", "datetime", "float" ...), any case.
 * On failure returns false and says in *ret_error (arena) what is wrong and in *ret_hint what may be meant (or NULL).
 */
bool type_parse(
    struct arena *arena, const char *text, struct type *ret_type, const char **ret_error, const char **ret_hint);
/* A text that is no type says PRIMARY KEY, as SQL would. */
bool type_text_is_key(struct arena *arena, const char *text);

/* The canonical spelling: "string(80)". */
const char *type_print(struct arena *arena, const struct type *type);

bool type_same(const struct type *a, const struct type *b);
/* Integer family, text family and so on: whether values of one compare with values of the other.  A type that is not
 * known (TYPE_NONE, untyped) is of every family. */
bool type_same_family(const struct type *a, const struct type *b);
bool type_is_integer(const struct type *type); /* serials count */

#endif
