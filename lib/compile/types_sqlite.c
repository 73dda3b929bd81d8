/* SQLite's type texts are those of SQLAlchemy 1.4's create_all, so that a database that SQLAlchemy made has no
 * difference to its model. */
#include "compile/compiler.h"
#include "compile/sqlite.h"

/* NULL: the engine has none, or the text depends on the arguments. */
static const char *const texts[] = {
    [TYPE_SMALLINT] = "SMALLINT",
    [TYPE_INTEGER] = "INTEGER",
    [TYPE_BIGINT] = "BIGINT",
    [TYPE_SMALLSERIAL] = "SMALLINT",
    [TYPE_SERIAL] = "INTEGER",
    [TYPE_BIGSERIAL] = "BIGINT",
    [TYPE_STRING] = "VARCHAR",
    [TYPE_CHAR] = "CHAR",
    [TYPE_TEXT] = "TEXT",
    [TYPE_BOOLEAN] = "BOOLEAN",
    [TYPE_DATE] = "DATE",
    [TYPE_TIME] = "TIME",
    [TYPE_TIMESTAMP] = "DATETIME",
    [TYPE_TIMESTAMPTZ] = "DATETIME",
    [TYPE_INTERVAL] = "DATETIME",
    [TYPE_REAL] = "REAL",
    [TYPE_DOUBLE] = "FLOAT",
    [TYPE_NUMERIC] = "NUMERIC",
    [TYPE_BINARY] = "BLOB",
    [TYPE_JSON] = "JSON",
    [TYPE_JSONB] = "JSON",
    [TYPE_UUID] = "CHAR(32)",
    [TYPE_ENUM] = "VARCHAR",
    [TYPE_UNTYPED] = "",
};

const char *sqlite_type(struct arena *arena, const struct type *type)
{
    if (type->kind == TYPE_NATIVE) {
        return type->name;
    }
    if ((size_t)type->kind >= sizeof texts / sizeof texts[0] || texts[type->kind] == NULL) {
        return NULL;
    }
    const char *text = texts[type->kind];
    bool takes_length = type->kind == TYPE_STRING || type->kind == TYPE_CHAR || type->kind == TYPE_NUMERIC;
    if (!takes_length || type->length < 0) {
        return text;
    }
    if (type->kind == TYPE_NUMERIC && type->scale >= 0) {
        return arena_printf(arena, "%s(%d, %d)", text, type->length, type->scale);
    }
    return arena_printf(arena, "%s(%d)", text, type->length);
}
