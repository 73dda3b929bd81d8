/* Changes of what only PostgreSQL has: enums, numbered columns, comments. */
#include "laws/gen_schema.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

static void retype(struct schema *schema, const char *from, const char *to)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->columns.len; j++) {
            struct column *column = schema->tables.at[i]->columns.at[j];
            column->type = text_same(column->type, from) ? to : column->type;
        }
    }
}

static void rename_enum(struct gen *gen, struct schema *schema, struct enum_type *type)
{
    const char *before = gen_pg_enum_text(gen, type);
    if (type->renamed_from.len == 0) {
        *PUSH(gen->arena, &type->renamed_from) = type->name;
        type->name = gen_name(gen, "Feeling");
        retype(schema, before, gen_pg_enum_text(gen, type));
    }
}

static const char *relabel(struct gen *gen, const char *sql, const char *from, const char *to)
{
    const char *old = sql_string(gen->arena, from), *at = sql == NULL ? NULL : strstr(sql, old);
    return at == NULL ? sql
                      : arena_printf(
                            gen->arena, "%.*s%s%s", (int)(at - sql), sql, sql_string(gen->arena, to), at + strlen(old));
}

static void rename_label(struct gen *gen, struct schema *schema, struct enum_type *type)
{
    size_t at = gen_below(gen, (unsigned)type->labels.len);
    while (type->former_labels.len < type->labels.len) {
        *PUSH(gen->arena, &type->former_labels) = NULL;
    }
    const char *from = type->labels.at[at], *to = gen_name(gen, "renamed");
    if (type->former_labels.at[at] != NULL) {
        return;
    }
    type->former_labels.at[at] = from;
    type->labels.at[at] = to;
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        for (size_t j = 0; j < table->columns.len; j++) {
            table->columns.at[j]->default_sql = relabel(gen, table->columns.at[j]->default_sql, from, to);
        }
        for (size_t j = 0; j < table->checks.len; j++) {
            table->checks.at[j]->sql = relabel(gen, table->checks.at[j]->sql, from, to);
        }
    }
}

/* A default that uses the label, where a column can have one. */
static void use_label(struct gen *gen, struct schema *schema, const struct enum_type *type, const char *label)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->columns.len; j++) {
            struct column *column = schema->tables.at[i]->columns.at[j];
            if (text_same(column->type, gen_pg_enum_text(gen, type)) && gen_chance(gen, 50)) {
                column->default_sql = sql_string(gen->arena, label);
            }
        }
    }
}

static void add_label(struct gen *gen, struct schema *schema, struct enum_type *type)
{
    size_t at = gen_below(gen, (unsigned)type->labels.len + 1);
    *PUSH(gen->arena, &type->labels) = NULL;
    for (size_t i = type->labels.len - 1; i > at; i--) {
        type->labels.at[i] = type->labels.at[i - 1];
    }
    type->labels.at[at] = gen_name(gen, "new");
    use_label(gen, schema, type, type->labels.at[at]);
}

static void change_labels(struct gen *gen, struct schema *schema, struct enum_type *type)
{
    size_t at = gen_below(gen, (unsigned)type->labels.len);
    const char *label = type->labels.at[at];
    type->former_labels.len = 0;
    switch (gen_below(gen, 4)) {
    case 0: type->labels.len -= type->labels.len > 3; break;
    case 1:
        type->labels.at[at] = type->labels.at[0];
        type->labels.at[0] = label;
        break;
    default: add_label(gen, schema, type);
    }
}

static void mutate_enum(struct gen *gen, struct schema *schema)
{
    struct enum_type *type = gen_pg_some_enum(gen, schema);
    if (type == NULL || gen_chance(gen, 15)) {
        gen_pg_add_enum(gen, schema);
        return;
    }
    switch (gen_below(gen, 5)) {
    case 0: rename_enum(gen, schema, type); break;
    case 1: rename_label(gen, schema, type); break;
    case 2: type->comment = type->comment == NULL ? "felt" : NULL; break;
    default: change_labels(gen, schema, type);
    }
}

void gen_pg_mutate(struct gen *gen, struct schema *schema, struct table *table, struct column *column)
{
    switch (gen_below(gen, 6)) {
    case 0: table->comment = table->comment == NULL ? "rows; it's \"odd\"" : NULL; break;
    case 1: column->comment = column->comment == NULL ? "a\nb" : NULL; break;
    case 2:
        if (column->generated_sql == NULL) {
            gen_pg_number(gen, column);
        }
        break;
    default: mutate_enum(gen, schema);
    }
}

void gen_pg_move(struct gen *gen, struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        table->schema = "sales";
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            table->foreign_keys.at[j]->ref_schema = "sales";
        }
    }
    if (schema->schemas.len == 0 && schema->tables.len != 0) {
        *PUSH(gen->arena, &schema->schemas) = "sales";
    }
}
