#include "schema/lock_fields.h"

#include <string.h>

#define TEXT(type, member, key_)                                                                                       \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_TEXT, .offset = offsetof(struct type, member)                                      \
    }
#define NAME(type, member, key_)                                                                                       \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_TEXT, .offset = offsetof(struct type, member), .required = true                    \
    }
#define TEXT_OR(type, member, key_, otherwise_)                                                                        \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_TEXT, .offset = offsetof(struct type, member), .otherwise = (otherwise_)           \
    }
#define TWIN(type, member, key_, text_)                                                                                \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_TWIN, .offset = offsetof(struct type, member),                                     \
        .twin_of = offsetof(struct type, text_)                                                                        \
    }
#define COUNT(type, member, key_)                                                                                      \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_COUNT, .offset = offsetof(struct type, member)                                     \
    }
#define FLAG(type, member, key_)                                                                                       \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_YES, .offset = offsetof(struct type, member)                                       \
    }
#define FLAG_OFF(type, member, key_)                                                                                   \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_NO, .offset = offsetof(struct type, member)                                        \
    }
#define NAMES(type, member, key_)                                                                                      \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_NAMES, .offset = offsetof(struct type, member)                                     \
    }
#define SOME_NAMES(type, member, key_)                                                                                 \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_NAMES, .offset = offsetof(struct type, member), .required = true                   \
    }
#define ITEMS(type, member, key_, noun_)                                                                               \
    {                                                                                                                  \
        .key = (key_), .kind = LOCK_ITEMS, .offset = offsetof(struct type, member), .noun = (noun_)                    \
    }
#define NOUN(name_, type, fields_)                                                                                     \
    {                                                                                                                  \
        (name_), sizeof(struct type), (fields_), sizeof(fields_) / sizeof(fields_)[0]                                  \
    }

static const struct lock_field column_fields[] = {
    NAME(column, name, "name"),
    TEXT_OR(column, type, "type", ""),
    TWIN(column, type_canonical, "type_canonical", type),
    FLAG_OFF(column, nullable, "nullable"),
    TEXT(column, default_sql, "default"),
    TWIN(column, default_canonical, "default_canonical", default_sql),
    TEXT(column, generated_sql, "generated"),
    TWIN(column, generated_canonical, "generated_canonical", generated_sql),
    FLAG(column, generated_stored, "stored"),
    TEXT(column, identity, "identity"),
    COUNT(column, identity_start, "identity_start"),
    COUNT(column, identity_increment, "identity_increment"),
    FLAG(column, serial, "serial"),
    FLAG(column, autoincrement, "autoincrement"),
    TEXT(column, collation, "collation"),
    TEXT(column, comment, "comment"),
    TEXT(column, on_conflict, "on_conflict"),
    NAMES(column, applied_from, "renamed_from"),
};
static const struct lock_noun lock_column = NOUN("a column", column, column_fields);

static const struct lock_field key_fields[] = {
    TEXT(primary_key, name, "name"),
    SOME_NAMES(primary_key, columns, "columns"),
    NAMES(primary_key, collations, "collations"),
    TEXT(primary_key, on_conflict, "on_conflict"),
    FLAG(primary_key, inline_descending, "inline_descending"),
    FLAG(primary_key, deferrable, "deferrable"),
    FLAG(primary_key, deferred, "deferred"),
};
const struct lock_noun lock_key = NOUN("a primary key", primary_key, key_fields);

static const struct lock_field unique_fields[] = {
    TEXT(unique, name, "name"),
    SOME_NAMES(unique, columns, "columns"),
    NAMES(unique, collations, "collations"),
    FLAG(unique, nulls_not_distinct, "nulls_not_distinct"),
    FLAG(unique, deferrable, "deferrable"),
    FLAG(unique, deferred, "deferred"),
    TEXT(unique, on_conflict, "on_conflict"),
};
static const struct lock_noun lock_unique = NOUN("a unique constraint", unique, unique_fields);

static const struct lock_field part_fields[] = {
    TEXT(index_part, column, "column"),
    TEXT(index_part, expression, "sql"),
    TWIN(index_part, canonical, "canonical", expression),
    FLAG(index_part, descending, "descending"),
    TEXT(index_part, nulls, "nulls"),
    TEXT(index_part, collation, "collation"),
    TEXT(index_part, opclass, "opclass"),
};
const struct lock_noun lock_part = NOUN("a part of an index", index_part, part_fields);

static const struct lock_field index_fields[] = {
    NAME(index, name, "name"),
    {.key = "columns", .kind = LOCK_PARTS, .offset = offsetof(struct index, parts), .required = true},
    FLAG(index, unique, "unique"),
    TEXT(index, where_sql, "where"),
    TWIN(index, where_canonical, "where_canonical", where_sql),
    TEXT(index, method, "method"),
    NAMES(index, include, "include"),
    NAMES(index, with, "with"),
    FLAG(index, nulls_not_distinct, "nulls_not_distinct"),
};
static const struct lock_noun lock_index = NOUN("an index", index, index_fields);

static const struct lock_field foreign_key_fields[] = {
    TEXT(foreign_key, name, "name"),
    SOME_NAMES(foreign_key, columns, "columns"),
    TEXT(foreign_key, ref_schema, "ref_schema"),
    NAME(foreign_key, ref_table, "ref_table"),
    SOME_NAMES(foreign_key, ref_columns, "ref_columns"),
    TEXT_OR(foreign_key, on_delete, "on_delete", "NO ACTION"),
    NAMES(foreign_key, set_columns, "set_columns"),
    TEXT_OR(foreign_key, on_update, "on_update", "NO ACTION"),
    FLAG(foreign_key, deferrable, "deferrable"),
    FLAG(foreign_key, deferred, "deferred"),
    TEXT(foreign_key, match, "match"),
};
static const struct lock_noun lock_foreign_key = NOUN("a foreign key", foreign_key, foreign_key_fields);

static const struct lock_field check_fields[] = {
    TEXT(check, name, "name"),
    NAME(check, sql, "sql"),
    TWIN(check, canonical, "canonical", sql),
    TEXT(check, enum_column, "enum"),
};
static const struct lock_noun lock_check = NOUN("a check", check, check_fields);

static const struct lock_field table_fields[] = {
    NAME(table, name, "table"),
    TEXT(table, schema, "schema"),
    NAMES(table, applied_from, "renamed_from"),
    TEXT(table, comment, "comment"),
    FLAG(table, strict, "strict"),
    FLAG(table, without_rowid, "without_rowid"),
    FLAG(table, unlogged, "unlogged"),
    NAMES(table, with, "with"),
    TEXT(table, tablespace, "tablespace"),
    ITEMS(table, columns, "columns", &lock_column),
    {.key = "primary_key", .kind = LOCK_KEY, .offset = offsetof(struct table, primary_key), .noun = &lock_key},
    ITEMS(table, uniques, "unique", &lock_unique),
    ITEMS(table, foreign_keys, "foreign_keys", &lock_foreign_key),
    ITEMS(table, checks, "checks", &lock_check),
    ITEMS(table, indexes, "indexes", &lock_index),
};
const struct lock_noun lock_table = NOUN("a table", table, table_fields);

static const struct lock_field enum_fields[] = {
    NAME(enum_type, name, "enum"),
    TEXT(enum_type, schema, "schema"),
    NAMES(enum_type, applied_from, "renamed_from"),
    NAMES(enum_type, labels, "labels"),
    NAMES(enum_type, applied_labels, "renamed_labels"),
    TEXT(enum_type, comment, "comment"),
};
const struct lock_noun lock_enum = NOUN("an enum", enum_type, enum_fields);

_Static_assert(sizeof(struct lock_items) == sizeof(struct columns), "all lists have one layout");

struct lock_items lock_items(const void *noun, const struct lock_field *field)
{
    struct lock_items items;
    memcpy(&items, (const char *)noun + field->offset, sizeof items);
    return items;
}

const void *lock_item(const struct lock_items *items, size_t i)
{
    const void *item;
    memcpy(&item, (const char *)items->at + i * sizeof item, sizeof item);
    return item;
}

void lock_add_item(struct arena *arena, void *noun, const struct lock_field *field, void *item)
{
    struct lock_items items = lock_items(noun, field);
    if (items.len == items.cap) {
        items.at = arena_grow(arena, items.at, &items.cap, sizeof item);
    }
    memcpy((char *)items.at + items.len * sizeof item, &item, sizeof item);
    items.len++;
    memcpy((char *)noun + field->offset, &items, sizeof items);
}
