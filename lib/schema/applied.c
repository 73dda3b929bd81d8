/* Renames that have been done. */
#include "base/text.h"
#include "schema/schema.h"

static struct strings label_pairs(struct arena *arena, const struct enum_type *type)
{
    struct strings pairs = {0};
    for (size_t i = 0; i < type->former_labels.len; i++) {
        if (type->former_labels.at[i] != NULL) {
            *PUSH(arena, &pairs) = type->labels.at[i];
            *PUSH(arena, &pairs) = type->former_labels.at[i];
        }
    }
    return pairs;
}

void schema_mark_applied(struct arena *arena, struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        table->applied_from = table->renamed_from;
        for (size_t k = 0; k < table->columns.len; k++) {
            table->columns.at[k]->applied_from = table->columns.at[k]->renamed_from;
        }
    }
    for (size_t i = 0; i < schema->enums.len; i++) {
        struct enum_type *type = schema->enums.at[i];
        type->applied_from = type->renamed_from;
        type->applied_labels = label_pairs(arena, type);
    }
    schema->tells_applied = true;
}

static void take_columns(struct table *table, const struct table *lock)
{
    table->applied_from = lock->applied_from;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *known = table_find_column(lock, table->columns.at[i]->name);
        if (known != NULL) {
            table->columns.at[i]->applied_from = known->applied_from;
        }
    }
}

void schema_take_applied(struct schema *schema, const struct schema *lock)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        const struct table *known = schema_namesake(lock, table);
        if (known != NULL) {
            take_columns(table, known);
        }
    }
    for (size_t i = 0; i < schema->enums.len; i++) {
        struct enum_type *type = schema->enums.at[i];
        const struct enum_type *known = schema_enum(lock, type->schema, type->name);
        if (known != NULL) {
            type->applied_from = known->applied_from;
            type->applied_labels = known->applied_labels;
        }
    }
    schema->tells_applied = lock->tells_applied;
}

static bool table_asks(const struct table *table)
{
    bool asks = table->renamed_from.len != 0;
    for (size_t i = 0; i < table->columns.len; i++) {
        asks = asks || table->columns.at[i]->renamed_from.len != 0;
    }
    return asks;
}

bool schema_asks_renames(const struct schema *schema)
{
    bool asks = false;
    for (size_t i = 0; i < schema->tables.len; i++) {
        asks = asks || table_asks(schema->tables.at[i]);
    }
    for (size_t i = 0; i < schema->enums.len; i++) {
        const struct enum_type *type = schema->enums.at[i];
        asks = asks || type->renamed_from.len != 0 || type->former_labels.len != 0;
    }
    return asks;
}
