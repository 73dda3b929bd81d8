/* Rows for the proof: SQLite accepts on empty tables what it rejects on filled ones. */
#include "base/buf.h"
#include "base/text.h"
#include "migrate/prove.h"
#include "sql/sql.h"

#include <string.h>

static bool has(struct arena *arena, const char *type, const char *part)
{
    return strstr(text_lower(arena, type), part) != NULL;
}

static const char *value_for(struct arena *arena, const struct column *column, int number)
{
    const char *type = column->type;
    if (has(arena, type, "int")) {
        return arena_printf(arena, "%d", number);
    }
    if (has(arena, type, "char") || has(arena, type, "clob") || has(arena, type, "text")) {
        return arena_printf(arena, "'%d'", number);
    }
    return arena_printf(arena, has(arena, type, "blob") ? "x'%02d'" : "%d", number);
}

static bool may_be_null(const struct table *table, const struct column *column)
{
    return column->nullable && !strings_have(&table->primary_key.columns, column->name);
}

static void print_row(struct buf *out, const struct table *table, int number)
{
    struct strings names = {0}, values = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        if (column->generated_sql != NULL) {
            continue;
        }
        *PUSH(out->arena, &names) = column->name;
        bool null = number == 2 && may_be_null(table, column);
        *PUSH(out->arena, &values) = null ? "NULL" : value_for(out->arena, column, number);
    }
    if (names.len != 0) {
        buf_printf(out,
            "INSERT INTO %s (%s) VALUES (%s);\n",
            sql_name(out->arena, table->name),
            sql_names(out->arena, &names),
            strings_join(out->arena, &values, ", "));
    }
}

const char *prove_rows(struct arena *arena, const struct schema *schema)
{
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < schema->tables.len; i++) {
        print_row(&out, schema->tables.at[i], 1);
        print_row(&out, schema->tables.at[i], 2);
    }
    return buf_text(&out);
}
