#include "schema/schema.h"

#include "base/text.h"

#include <string.h>

struct table *schema_table(const struct schema *schema, const char *schema_name, const char *name)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        if (text_same(table->name, name) && text_same(table->schema, schema_name)) {
            return table;
        }
    }
    return NULL;
}

struct enum_type *schema_enum(const struct schema *schema, const char *schema_name, const char *name)
{
    for (size_t i = 0; i < schema->enums.len; i++) {
        struct enum_type *type = schema->enums.at[i];
        if (text_same(type->name, name) && text_same(type->schema, schema_name)) {
            return type;
        }
    }
    return NULL;
}

void foreign_key_set(struct arena *arena, struct foreign_key *key, const struct strings *columns)
{
    struct strings set = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        if (strings_have(columns, key->columns.at[i])) {
            *PUSH(arena, &set) = key->columns.at[i];
        }
    }
    key->set_columns = set.len == key->columns.len ? (struct strings){0} : set;
}

bool engine_reads_back(const char *engine)
{
    return !text_same(engine, "sqlite");
}

struct column *table_find_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_same(table->columns.at[i]->name, name)) {
            return table->columns.at[i];
        }
    }
    return NULL;
}

struct index *table_find_index(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        if (text_same(table->indexes.at[i]->name, name)) {
            return table->indexes.at[i];
        }
    }
    return NULL;
}

static struct strings strings_copy(struct arena *arena, const struct strings *list)
{
    struct strings copy = {0};
    for (size_t i = 0; i < list->len; i++) {
        *PUSH(arena, &copy) = list->at[i];
    }
    return copy;
}

static struct column *column_copy(struct arena *arena, const struct column *column)
{
    struct column *copy = NEW(arena, struct column);
    *copy = *column;
    copy->renamed_from = strings_copy(arena, &column->renamed_from);
    copy->applied_from = strings_copy(arena, &column->applied_from);
    return copy;
}

static struct unique *unique_copy(struct arena *arena, const struct unique *unique)
{
    struct unique *copy = NEW(arena, struct unique);
    *copy = *unique;
    copy->columns = strings_copy(arena, &unique->columns);
    copy->collations = strings_copy(arena, &unique->collations);
    return copy;
}

static struct index *index_copy(struct arena *arena, const struct index *index)
{
    struct index *copy = NEW(arena, struct index);
    *copy = *index;
    copy->parts = (struct index_parts){0};
    for (size_t i = 0; i < index->parts.len; i++) {
        *PUSH(arena, &copy->parts) = index->parts.at[i];
    }
    copy->include = strings_copy(arena, &index->include);
    copy->with = strings_copy(arena, &index->with);
    return copy;
}

static struct foreign_key *foreign_key_copy(struct arena *arena, const struct foreign_key *key)
{
    struct foreign_key *copy = NEW(arena, struct foreign_key);
    *copy = *key;
    copy->columns = strings_copy(arena, &key->columns);
    copy->ref_columns = strings_copy(arena, &key->ref_columns);
    copy->set_columns = strings_copy(arena, &key->set_columns);
    return copy;
}

static struct check *check_copy(struct arena *arena, const struct check *check)
{
    struct check *copy = NEW(arena, struct check);
    *copy = *check;
    return copy;
}

/* Whether all is built and validated; with `settle` it is after this. */
static bool is_settled(struct table *table, bool settle)
{
    bool settled = true;
#define SETTLE(list, flag)                                                                                             \
    for (size_t i = 0; i < table->list.len; i++) {                                                                     \
        settled = settled && !table->list.at[i]->flag;                                                                 \
        table->list.at[i]->flag = table->list.at[i]->flag && !settle;                                                  \
    }
    SETTLE(indexes, invalid)
    SETTLE(foreign_keys, not_valid)
    SETTLE(checks, not_valid)
#undef SETTLE
    return settled;
}

const struct schema *schema_settled(struct arena *arena, const struct schema *schema)
{
    bool settled = true;
    for (size_t i = 0; i < schema->tables.len; i++) {
        settled = is_settled(schema->tables.at[i], false) && settled;
    }
    if (settled) {
        return schema;
    }
    struct schema *copy = schema_copy(arena, schema);
    for (size_t i = 0; i < copy->tables.len; i++) {
        (void)is_settled(copy->tables.at[i], true);
    }
    return copy;
}

static struct enum_type *enum_type_copy(struct arena *arena, const struct enum_type *enum_type)
{
    struct enum_type *copy = NEW(arena, struct enum_type);
    *copy = *enum_type;
    copy->renamed_from = strings_copy(arena, &enum_type->renamed_from);
    copy->applied_from = strings_copy(arena, &enum_type->applied_from);
    copy->labels = strings_copy(arena, &enum_type->labels);
    copy->former_labels = strings_copy(arena, &enum_type->former_labels);
    copy->applied_labels = strings_copy(arena, &enum_type->applied_labels);
    return copy;
}

/* Replaces a list by copies of its items. */
#define COPY_ITEMS(arena, list, from, copy_item)                                                                       \
    do {                                                                                                               \
        memset((list), 0, sizeof *(list));                                                                             \
        for (size_t item_ = 0; item_ < (from)->len; item_++) {                                                         \
            *PUSH((arena), (list)) = copy_item((arena), (from)->at[item_]);                                            \
        }                                                                                                              \
    } while (0)

static void copy_constraints(struct arena *arena, struct table *copy, const struct table *table)
{
    COPY_ITEMS(arena, &copy->uniques, &table->uniques, unique_copy);
    COPY_ITEMS(arena, &copy->foreign_keys, &table->foreign_keys, foreign_key_copy);
    COPY_ITEMS(arena, &copy->checks, &table->checks, check_copy);
}

struct table *table_copy(struct arena *arena, const struct table *table)
{
    struct table *copy = NEW(arena, struct table);
    *copy = *table;
    copy->renamed_from = strings_copy(arena, &table->renamed_from);
    copy->applied_from = strings_copy(arena, &table->applied_from);
    copy->primary_key.columns = strings_copy(arena, &table->primary_key.columns);
    copy->primary_key.collations = strings_copy(arena, &table->primary_key.collations);
    copy->with = strings_copy(arena, &table->with);
    COPY_ITEMS(arena, &copy->columns, &table->columns, column_copy);
    COPY_ITEMS(arena, &copy->indexes, &table->indexes, index_copy);
    copy_constraints(arena, copy, table);
    return copy;
}

struct schema *schema_copy(struct arena *arena, const struct schema *schema)
{
    struct schema *copy = NEW(arena, struct schema);
    *copy = *schema;
    COPY_ITEMS(arena, &copy->tables, &schema->tables, table_copy);
    COPY_ITEMS(arena, &copy->enums, &schema->enums, enum_type_copy);
    copy->others = (struct other_objects){0};
    for (size_t i = 0; i < schema->others.len; i++) {
        *PUSH(arena, &copy->others) = schema->others.at[i];
    }
    copy->schemas = strings_copy(arena, &schema->schemas);
    copy->drop = strings_copy(arena, &schema->drop);
    return copy;
}
