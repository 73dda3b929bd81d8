/* Rows for the proof: what an engine accepts on empty tables it may reject on filled ones. */
#include "base/buf.h"
#include "base/text.h"
#include "migrate/prove.h"
#include "sql/sql.h"

#include <string.h>

struct printer {
    struct arena *arena;
    const struct schema *schema;
    struct map printed; /* by name */
    struct buf out;
};

/* A value for each word that a type's name holds; the first that fits. */
static const struct form {
    const char *part, *format; /* %d: the row's number, a digit */
} sqlite_forms[] =
    {{"int", "%d"}, {"char", "'%d'"}, {"clob", "'%d'"}, {"text", "'%d'"}, {"blob", "x'0%d'"}, {"", "%d"}},
  postgresql_forms[] = {
      {"[]", "'{}'"},
      {"interval", "'%d days'"},
      {"int", "%d"},
      {"boolean", "%d = 1"},
      {"timestamp", "'2000-01-0%d'"},
      {"date", "'2000-01-0%d'"},
      {"time", "'00:0%d'"},
      {"uuid", "'00000000-0000-0000-0000-00000000000%d'"},
      {"json", "'[%d]'"},
      {"bytea", "'\\x0%d'"},
      {"xml", "'<a>%d</a>'"},
      {"inet", "'10.0.0.%d'"},
      {"cidr", "'10.0.0.%d'"},
      {"", "'%d'"},
};

static const struct enum_type *enum_of(const struct printer *printer, const char *type)
{
    for (size_t i = 0; i < printer->schema->enums.len; i++) {
        const struct enum_type *one = printer->schema->enums.at[i];
        const char *name = sql_plain_name(printer->arena, one->name);
        if (one->schema != NULL) {
            name = arena_printf(printer->arena, "%s.%s", sql_plain_name(printer->arena, one->schema), name);
        }
        if (strcmp(name, type) == 0 && one->labels.len != 0) {
            return one;
        }
    }
    return NULL;
}

static const char *value_for(const struct printer *printer, const struct column *column, int number)
{
    bool sqlite = text_same(printer->schema->engine, "sqlite");
    const struct form *form = sqlite ? sqlite_forms : postgresql_forms;
    const struct enum_type *type = sqlite ? NULL : enum_of(printer, column->type);
    if (type != NULL) {
        return sql_string(printer->arena, type->labels.at[0]);
    }
    const char *name = text_lower(printer->arena, column->type), *digit;
    while (strstr(name, form->part) == NULL) {
        form++;
    }
    digit = strstr(form->format, "%d");
    return digit == NULL ? form->format
                         : arena_printf(printer->arena,
                               "%.*s%d%s",
                               (int)(digit - form->format),
                               form->format,
                               number,
                               digit + strlen("%d"));
}

static bool may_be_null(const struct table *table, const struct column *column)
{
    return column->nullable && !strings_have(&table->primary_key.columns, column->name);
}

static const char *table_name(struct arena *arena, const struct table *table)
{
    const char *name = sql_name(arena, table->name);
    return table->schema == NULL ? name : arena_printf(arena, "%s.%s", sql_name(arena, table->schema), name);
}

static void print_row(struct printer *printer, const struct table *table, int number)
{
    struct arena *arena = printer->arena;
    struct strings names = {0}, values = {0};
    bool always = false;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        if (column->generated_sql != NULL) {
            continue;
        }
        always = always || text_same(column->identity, "ALWAYS");
        *PUSH(arena, &names) = column->name;
        bool null = number == 2 && may_be_null(table, column);
        *PUSH(arena, &values) = null ? "NULL" : value_for(printer, column, number);
    }
    if (names.len != 0) {
        buf_printf(&printer->out,
            "INSERT INTO %s (%s)%s VALUES (%s);\n",
            table_name(arena, table),
            sql_names(arena, &names),
            always ? " OVERRIDING SYSTEM VALUE" : "",
            strings_join(arena, &values, ", "));
    }
}

/* Tables that it refers to come first; where they go round in a circle, some order must do. */
static void print_table(struct printer *printer, const struct table *table)
{
    const char *name = table_name(printer->arena, table);
    if (map_get(&printer->printed, name) != NULL) {
        return;
    }
    map_set(printer->arena, &printer->printed, name, printer);
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        const struct table *target = schema_table(printer->schema, key->ref_schema, key->ref_table);
        if (target != NULL) {
            print_table(printer, target);
        }
    }
    print_row(printer, table, 1);
    print_row(printer, table, 2);
}

const char *prove_rows(struct arena *arena, const struct schema *schema)
{
    struct printer printer = {.arena = arena, .schema = schema, .out = buf_new(arena)};
    for (size_t i = 0; i < schema->tables.len; i++) {
        print_table(&printer, schema->tables.at[i]);
    }
    return buf_text(&printer.out);
}
