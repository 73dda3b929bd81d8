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

const char *sql_plain_name(struct arena *arena, const char *name)
{
    bool plain = is_plain_name(name) && strstr(keywords, arena_printf(arena, " %s ", name)) == NULL;
    return plain ? name : sql_name(arena, name);
}
