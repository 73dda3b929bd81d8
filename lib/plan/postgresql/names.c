/* Names as a statement has them, and those that PostgreSQL gives to what is left unnamed: ChooseConstraintName and
 * makeObjectName of its source. */
#include "base/text.h"
#include "diff/pairs.h"
#include "plan/postgresql/ddl.h"
#include "sql/sql.h"

#include <string.h>

enum { NAME_BYTES = 63 };

/* "table_columns_ending", the longer of the first two cut until all fit. */
static const char *make_name(struct arena *arena, const char *table, const char *columns, const char *ending)
{
    size_t table_len = strlen(table), columns_len = strlen(columns);
    size_t rest = strlen(ending) + (columns_len != 0 ? 2 : 1);
    while (table_len + columns_len + rest > NAME_BYTES) {
        size_t *longer = table_len > columns_len ? &table_len : &columns_len;
        --*longer;
    }
    table_len = text_utf8_valid(table, table_len);
    columns_len = text_utf8_valid(columns, columns_len);
    return arena_printf(
        arena, "%.*s%s%.*s_%s", (int)table_len, table, columns_len != 0 ? "_" : "", (int)columns_len, columns, ending);
}

/* The one column that a check is about; "" where there are several. */
static const char *check_column(struct arena *arena, const struct table *table, const struct check *check)
{
    const char *found = "";
    for (size_t i = 0; i < table->columns.len; i++) {
        if (sql_names_column(arena, check->sql, table->columns.at[i]->name)) {
            if (found[0] != '\0') {
                return "";
            }
            found = table->columns.at[i]->name;
        }
    }
    return found;
}

const char *pg_part_name(struct arena *arena, const struct table *table, enum part part, union part_ref ref)
{
    const char *name = NULL, *columns = "", *ending = "";
    switch (part) {
    case PART_PRIMARY_KEY:
        name = ref.primary_key->name;
        ending = "pkey";
        break;
    case PART_UNIQUE:
        name = ref.unique->name;
        columns = strings_join(arena, &ref.unique->columns, "_");
        ending = "key";
        break;
    case PART_FOREIGN_KEY:
        name = ref.foreign_key->name;
        columns = strings_join(arena, &ref.foreign_key->columns, "_");
        ending = "fkey";
        break;
    case PART_CHECK:
        name = ref.check->name;
        columns = name != NULL ? "" : check_column(arena, table, ref.check);
        ending = "check";
        break;
    case PART_INDEX: return ref.index->name;
    case PART_COLUMN: return ref.column->name;
    }
    return name != NULL ? name : make_name(arena, table->name, columns, ending);
}

const char *pg_schema_dot(struct arena *arena, const char *schema)
{
    return schema == NULL ? "" : arena_printf(arena, "%s.", sql_name(arena, schema));
}

const char *pg_name(struct arena *arena, const char *schema, const char *name)
{
    return arena_printf(arena, "%s%s", pg_schema_dot(arena, schema), sql_name(arena, name));
}
