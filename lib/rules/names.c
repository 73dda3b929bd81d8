#include "rules/names.h"

#include "base/text.h"

const char *table_text(struct arena *arena, const struct table_def *table)
{
    if (table->schema.text == NULL) {
        return table->name.text;
    }
    return arena_printf(arena, "%s.%s", table->schema.text, table->name.text);
}

const char *columns_text(struct arena *arena, const struct table_def *table, const struct strings *columns)
{
    const char *name = table_text(arena, table);
    if (columns->len == 1) {
        return arena_printf(arena, "%s.%s", name, columns->at[0]);
    }
    return arena_printf(arena, "%s(%s)", name, strings_join(arena, columns, ", "));
}

struct strings key_columns(struct arena *arena, const struct key *key)
{
    struct strings names = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        *PUSH(arena, &names) = key->columns.at[i]->name.text;
    }
    return names;
}

struct strings key_ref_columns(struct arena *arena, const struct key *key)
{
    struct strings names = {0};
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        *PUSH(arena, &names) = key->ref_columns.at[i]->name.text;
    }
    return names;
}

struct strings table_column_names(struct arena *arena, const struct table_def *table)
{
    struct strings names = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        *PUSH(arena, &names) = table->columns.at[i]->name.text;
    }
    return names;
}

struct strings written_columns(struct arena *arena, const struct sync_pairs *pairs)
{
    struct strings names = {0};
    for (size_t i = 0; i < pairs->len; i++) {
        const char *name = pairs->at[i].dest.column->name.text;
        if (!strings_have(&names, name)) {
            *PUSH(arena, &names) = name;
        }
    }
    return names;
}

const struct table_def *written_table(const struct sync_pairs *pairs)
{
    return pairs->len == 0 ? NULL : pairs->at[0].dest.table;
}

bool strings_all_in(const struct strings *some, const struct strings *all)
{
    for (size_t i = 0; i < some->len; i++) {
        if (!strings_have(all, some->at[i])) {
            return false;
        }
    }
    return true;
}

struct span span_or(struct span first, struct span second)
{
    return first.file == 0 ? second : first;
}

struct span relationship_place(const struct rel_def *rel, const char *key)
{
    const struct span *place = map_get(&rel->spans, key);
    return place == NULL ? rel->name.span : *place;
}

bool relationship_writes(const struct relationship *relationship)
{
    return relationship->problem == PROBLEM_NONE && relationship->def->viewonly != YES && relationship->sync.len != 0;
}

bool classes_related(const struct class_def *a, const struct class_def *b)
{
    return a != NULL && b != NULL && (class_is_a(a, b) || class_is_a(b, a));
}

const struct column_def *attribute_column(const struct class_def *class_, const char *name)
{
    struct table_def *table = NULL;
    return class_attribute(class_, name, &table);
}

const struct rel_def *class_relationship(const struct class_def *class_, const char *name)
{
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        const struct rel_def *rel = map_get(&at->rel_by_name, name);
        if (rel != NULL) {
            return rel;
        }
    }
    return NULL;
}

const struct class_def *mapped_base(const struct class_def *class_)
{
    const struct class_def *base = class_->base;
    while (base != NULL && base->abstract == YES) {
        base = base->base;
    }
    return base;
}

const struct class_def *mapped_root(const struct class_def *class_)
{
    const struct class_def *root = class_, *base = mapped_base(class_);
    while (base != NULL) {
        root = base;
        base = mapped_base(base);
    }
    return root;
}
