/* PostgreSQL's type texts are those of its format_type(), so that what was read from a database compares as text. */
#include "base/text.h"
#include "compile/postgresql.h"
#include "sql/sql.h"

#include <string.h>

/* Words that PostgreSQL writes in quotes where they are names: its keywords but for the unreserved ones, as of version
 * 15.  Each has a space on both sides. */
static const char keywords[] =
    " "
    "all analyse analyze and any array as asc asymmetric authorization between bigint binary bit "
    "boolean both case cast char character check coalesce collate collation column concurrently "
    "constraint create cross current_catalog current_date current_role current_schema current_time "
    "current_timestamp current_user dec decimal default deferrable desc distinct do else end except "
    "exists extract false fetch float for foreign freeze from full grant greatest group grouping "
    "having ilike in initially inner inout int integer intersect interval into is isnull join lateral "
    "leading least left like limit localtime localtimestamp national natural nchar none normalize not "
    "notnull null nullif numeric offset on only or order out outer overlaps overlay placing position "
    "precision primary real references returning right row select session_user setof similar smallint "
    "some substring symmetric table tablesample then time timestamp to trailing treat trim true union "
    "unique user using values varchar variadic verbose when where window with xmlattributes xmlconcat "
    "xmlelement xmlexists xmlforest xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable ";

static bool is_plain_name(const char *name)
{
    if (name[0] >= '0' && name[0] <= '9') {
        return false;
    }
    return name[0] != '\0' && name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0';
}

static const char *spell_name(struct arena *arena, const char *name)
{
    bool plain = is_plain_name(name) && strstr(keywords, arena_printf(arena, " %s ", name)) == NULL;
    return plain ? name : sql_name(arena, name);
}

const char *postgresql_type_name(struct arena *arena, const char *schema, const char *name)
{
    const char *spelled = spell_name(arena, name);
    return schema == NULL ? spelled : arena_printf(arena, "%s.%s", spell_name(arena, schema), spelled);
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
