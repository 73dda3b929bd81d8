#include "rules/names.h"

#include "base/text.h"
#include "resolve/index.h"

#include <string.h>

const char *table_text(struct arena *arena, const struct table_def *table)
{
    if (table->schema.text == NULL) {
        return table->name.text;
    }
    return arena_printf(arena, "%s.%s", table->schema.text, table->name.text);
}

const char *one_of(struct arena *arena, const char *class_name)
{
    bool vowel = *class_name != '\0' && strchr("AEIOaeio", *class_name) != NULL;
    return arena_printf(arena, "%s %s", vowel ? "an" : "a", class_name);
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
        if (pairs->at[i].dest.table == written_table(pairs) && !strings_have(&names, name)) {
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

bool name_is_identifier(const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') || *at == '_' || (*at & 0x80) != 0;
        bool digit = *at >= '0' && *at <= '9';
        if (!letter && (!digit || at == name)) {
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
    const struct span *place = rel_key_span(rel, key);
    return place == NULL ? rel->name.span : *place;
}

const char *relationship_at(struct arena *arena, const struct relationship *relationship)
{
    const struct rel_def *def = relationship->def;
    if (!def->from_backref) {
        return arena_printf(arena, "at %s", relationship->name);
    }
    return arena_printf(
        arena, "in the backref of %s.%s", def->expanded_from->owner->name.text, def->expanded_from->name.text);
}

static bool key_has(const struct key *key, const struct sync_pair *pair)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (key->columns.at[i] == pair->dest.column && key->ref_columns.at[i] == pair->source.column) {
            return true;
        }
    }
    return false;
}

const struct key *relationship_key_of(const struct resolved *resolved, const struct sync_pairs *pairs)
{
    if (pairs->len == 0) {
        return NULL;
    }
    const struct keys *held = &keys_of(resolved->index, written_table(pairs))->keys;
    for (size_t k = 0; k < held->len; k++) {
        bool all = held->at[k]->columns.len == pairs->len;
        for (size_t i = 0; all && i < pairs->len; i++) {
            all = key_has(held->at[k], &pairs->at[i]);
        }
        if (all) {
            return held->at[k];
        }
    }
    return NULL;
}

const struct key *relationship_key(const struct resolved *resolved, const struct relationship *relationship)
{
    return relationship->key != NULL ? relationship->key : relationship_key_of(resolved, &relationship->sync);
}

bool relationship_writes(const struct relationship *relationship)
{
    return relationship->problem == PROBLEM_NONE && !relationship->viewonly && relationship->sync.len != 0;
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
    for (const struct class_def *at = class_; at != NULL; at = at->concrete == YES ? NULL : at->base) {
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

bool rows_told_apart(const struct class_def *class_)
{
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        if (at->polymorphic_on.text != NULL) {
            return true;
        }
    }
    return false;
}
