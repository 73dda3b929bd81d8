#include "laws/gen_schema.h"

#include "base/text.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <string.h>

/* Whether the column is in any key of the table, or any key points to it. */
static bool is_in_keys(const struct schema *schema, const struct table *table, const char *column)
{
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (strings_have(&table->uniques.at[i]->columns, column)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        for (size_t j = 0; index->nulls_not_distinct && j < index->parts.len; j++) {
            const struct index_part *part = &index->parts.at[j];
            if (text_same(part->column, column) ||
                (part->expression != NULL && strstr(part->expression, column) != NULL)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->foreign_keys.len; j++) {
            const struct foreign_key *key = schema->tables.at[i]->foreign_keys.at[j];
            if (text_same(key->ref_table, table->name) && strings_have(&key->ref_columns, column)) {
                return true;
            }
        }
    }
    return strings_have(&table->primary_key.columns, column);
}

/* Whether a column of that name, in any table, needs a value: by name is near enough, and errs on the safe side. */
static bool needs_value(const struct schema *schema, const struct column *column)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        for (size_t j = 0; j < table->columns.len; j++) {
            const struct column *other = table->columns.at[j];
            bool same = text_same(other->name, column->name) || strings_have(&other->renamed_from, column->name);
            if (same && ((!other->nullable && other->default_sql == NULL) || is_in_keys(schema, table, other->name))) {
                return true;
            }
        }
    }
    return false;
}

static const char *value_of(struct gen *gen, const struct column *column, unsigned row)
{
    if (gen->postgresql) {
        return gen_pg_value(gen, gen->schema, column, row);
    }
    switch (gen_family(column)) {
    case 't': return arena_printf(gen->arena, "'v%u'", row);
    case 'b': return arena_printf(gen->arena, "x'%02x'", row);
    default: return arena_printf(gen->arena, "%u", row);
    }
}

static const char *insert_row(struct gen *gen, const struct table *table, const struct strings *needed, unsigned row)
{
    struct strings names = {0}, values = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        if (column->generated_sql == NULL) {
            bool null = (gen->postgresql ? column->nullable : column_takes_null(table, column)) &&
                        !strings_have(needed, column->name) && gen_chance(gen, 30);
            *PUSH(gen->arena, &names) = column->name;
            *PUSH(gen->arena, &values) = null ? "NULL" : value_of(gen, column, row);
        }
    }
    return arena_printf(gen->arena,
        "INSERT INTO %s%s (%s)%s VALUES (%s)",
        table->schema == NULL ? "" : arena_printf(gen->arena, "%s.", sql_name(gen->arena, table->schema)),
        sql_name(gen->arena, table->name),
        sql_names(gen->arena, &names),
        gen->postgresql ? " OVERRIDING SYSTEM VALUE" : "",
        strings_join(gen->arena, &values, ", "));
}

struct strings gen_rows(struct gen *gen, const struct schema *schema, const struct schema *next)
{
    struct strings inserts = {0};
    gen->schema = schema;
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        struct strings needed = {0};
        for (size_t j = 0; j < table->columns.len; j++) {
            const struct column *column = table->columns.at[j];
            if (needs_value(schema, column) || needs_value(next, column)) {
                *PUSH(gen->arena, &needed) = column->name;
            }
        }
        for (unsigned row = GEN_ROWS; row > 0; row--) {
            *PUSH(gen->arena, &inserts) = insert_row(gen, table, &needed, row);
        }
    }
    return inserts;
}
