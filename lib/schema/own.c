#include "schema/schema.h"

/* Each text once: a schema says "id" and "VARCHAR(80)" thousands of times.  What each thing has for itself is copied
 * without looking for another. */
struct owner {
    struct arena *arena;
    struct map texts; /* text -> its copy */
};

static void own(struct owner *owner, const char **text)
{
    if (*text == NULL) {
        return;
    }
    char *copy = map_get(&owner->texts, *text);
    if (copy == NULL) {
        copy = arena_strdup(owner->arena, *text);
        map_set(owner->arena, &owner->texts, copy, copy);
    }
    *text = copy;
}

static void copy(struct owner *owner, const char **text)
{
    *text = *text == NULL ? NULL : arena_strdup(owner->arena, *text);
}

static void own_all(struct owner *owner, struct strings *texts)
{
    for (size_t i = 0; i < texts->len; i++) {
        own(owner, &texts->at[i]);
    }
}

#define OWN(owner, ...)                                                                                                \
    do {                                                                                                               \
        const char **texts_[] = {__VA_ARGS__};                                                                         \
        for (size_t text_ = 0; text_ < sizeof texts_ / sizeof *texts_; text_++) {                                      \
            own((owner), texts_[text_]);                                                                               \
        }                                                                                                              \
    } while (0)

static void own_column(struct owner *owner, struct column *column)
{
    OWN(owner,
        &column->name,
        &column->type,
        &column->type_canonical,
        &column->default_sql,
        &column->default_canonical,
        &column->generated_sql,
        &column->generated_canonical,
        &column->identity,
        &column->collation,
        &column->comment,
        &column->on_conflict);
    own_all(owner, &column->renamed_from);
    own_all(owner, &column->applied_from);
}

static void own_index(struct owner *owner, struct index *index)
{
    copy(owner, &index->name);
    copy(owner, &index->why);
    OWN(owner, &index->where_sql, &index->where_canonical, &index->method);
    own_all(owner, &index->include);
    own_all(owner, &index->with);
    for (size_t i = 0; i < index->parts.len; i++) {
        struct index_part *part = &index->parts.at[i];
        OWN(owner, &part->column, &part->expression, &part->canonical, &part->nulls, &part->collation, &part->opclass);
    }
}

static void own_foreign_key(struct owner *owner, struct foreign_key *key)
{
    copy(owner, &key->name);
    OWN(owner, &key->ref_schema, &key->ref_table, &key->on_delete, &key->on_update, &key->match, &key->why);
    own_all(owner, &key->columns);
    own_all(owner, &key->ref_columns);
    own_all(owner, &key->set_columns);
}

static void own_table(struct owner *owner, struct table *table)
{
    OWN(owner, &table->schema, &table->name, &table->comment, &table->tablespace);
    own_all(owner, &table->with);
    copy(owner, &table->primary_key.name);
    OWN(owner, &table->primary_key.on_conflict);
    own_all(owner, &table->renamed_from);
    own_all(owner, &table->applied_from);
    own_all(owner, &table->primary_key.columns);
    own_all(owner, &table->primary_key.collations);
    for (size_t i = 0; i < table->columns.len; i++) {
        own_column(owner, table->columns.at[i]);
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        copy(owner, &table->uniques.at[i]->name);
        OWN(owner, &table->uniques.at[i]->on_conflict);
        own_all(owner, &table->uniques.at[i]->columns);
        own_all(owner, &table->uniques.at[i]->collations);
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        own_index(owner, table->indexes.at[i]);
    }
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        own_foreign_key(owner, table->foreign_keys.at[i]);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        struct check *check = table->checks.at[i];
        copy(owner, &check->name);
        OWN(owner, &check->sql, &check->canonical, &check->enum_column);
    }
}

void schema_own_texts(struct arena *arena, struct schema *schema)
{
    struct owner owner = {.arena = arena};
    OWN(&owner, &schema->engine);
    own_all(&owner, &schema->schemas);
    own_all(&owner, &schema->drop);
    for (size_t i = 0; i < schema->tables.len; i++) {
        own_table(&owner, schema->tables.at[i]);
    }
    for (size_t i = 0; i < schema->enums.len; i++) {
        struct enum_type *type = schema->enums.at[i];
        OWN(&owner, &type->schema, &type->name, &type->comment);
        own_all(&owner, &type->renamed_from);
        own_all(&owner, &type->applied_from);
        own_all(&owner, &type->applied_labels);
        own_all(&owner, &type->labels);
        own_all(&owner, &type->former_labels);
    }
    for (size_t i = 0; i < schema->others.len; i++) {
        struct other_object *other = schema->others.at[i];
        OWN(&owner, &other->kind, &other->name, &other->table, &other->sql);
    }
}
