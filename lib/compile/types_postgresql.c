/* PostgreSQL's type texts are those of its format_type(), so that what was read from a database compares as text. */
#include "compile/postgresql.h"
#include "sql/sql.h"

const char *postgresql_type_name(struct arena *arena, const char *schema, const char *name)
{
    const char *spelled = sql_plain_name(arena, name);
    return schema == NULL ? spelled : arena_printf(arena, "%s.%s", sql_plain_name(arena, schema), spelled);
}

/* What stands before and behind the length; NULL: the engine has none, or the text depends on more. */
static const struct {
    const char *text, *behind;
} texts[] = {
    [TYPE_SMALLINT] = {"smallint", ""},
    [TYPE_INTEGER] = {"integer", ""},
    [TYPE_BIGINT] = {"bigint", ""},
    [TYPE_SMALLSERIAL] = {"smallint", ""},
    [TYPE_SERIAL] = {"integer", ""},
    [TYPE_BIGSERIAL] = {"bigint", ""},
    [TYPE_STRING] = {"character varying", ""},
    [TYPE_CHAR] = {"character", ""},
    [TYPE_TEXT] = {"text", ""},
    [TYPE_BOOLEAN] = {"boolean", ""},
    [TYPE_DATE] = {"date", ""},
    [TYPE_TIME] = {"time", " without time zone"},
    [TYPE_TIMESTAMP] = {"timestamp", " without time zone"},
    [TYPE_TIMESTAMPTZ] = {"timestamp", " with time zone"},
    [TYPE_INTERVAL] = {"interval", ""},
    [TYPE_REAL] = {"real", ""},
    [TYPE_DOUBLE] = {"double precision", ""},
    [TYPE_NUMERIC] = {"numeric", ""},
    [TYPE_BINARY] = {"bytea", ""},
    [TYPE_JSON] = {"json", ""},
    [TYPE_JSONB] = {"jsonb", ""},
    [TYPE_UUID] = {"uuid", ""},
};

/* PostgreSQL keeps no count of an array's dimensions: one pair of brackets stands for any. */
static const char *array_type(struct arena *arena, const struct type *type)
{
    const struct type *element = type->element;
    while (element->kind == TYPE_ARRAY) {
        element = element->element;
    }
    const char *text = postgresql_type(arena, element);
    return text == NULL ? NULL : arena_printf(arena, "%s[]", text);
}

const char *postgresql_type(struct arena *arena, const struct type *type)
{
    if (type->kind == TYPE_NATIVE) {
        return type->name;
    }
    if (type->kind == TYPE_ENUM) {
        return postgresql_type_name(arena, NULL, type->name);
    }
    if (type->kind == TYPE_ARRAY) {
        return array_type(arena, type);
    }
    if ((size_t)type->kind >= sizeof texts / sizeof texts[0] || texts[type->kind].text == NULL) {
        return NULL;
    }
    const char *text = texts[type->kind].text, *behind = texts[type->kind].behind;
    if (type->kind == TYPE_NUMERIC && type->length >= 0) {
        return arena_printf(arena, "numeric(%d,%d)", type->length, type->scale < 0 ? 0 : type->scale);
    }
    int length = type->kind == TYPE_CHAR && type->length < 0 ? 1 : type->length;
    return length < 0 ? arena_printf(arena, "%s%s", text, behind)
                      : arena_printf(arena, "%s(%d)%s", text, length, behind);
}
