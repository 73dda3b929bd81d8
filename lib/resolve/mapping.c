#include "resolve/mapping.h"

enum { ABSTRACT_LIMIT = 1000 }; /* more abstract classes above one another than that are a circle */

static struct mapping *map_class(struct resolve_index *index, struct class_def *class_);

/* The nearest class above that is mapped: abstract ones only lend their columns.  NULL where there is none, and where
 * the classes inherit in a circle. */
static struct mapping *map_base(struct resolve_index *index, const struct class_def *class_)
{
    struct class_def *base = class_->base;
    for (unsigned i = 0; base != NULL && base->abstract == YES && i < ABSTRACT_LIMIT; i++) {
        base = base->base;
    }
    if (base == NULL || base->abstract == YES) {
        return NULL;
    }
    struct mapping *mapping = map_class(index, base);
    return mapping->unfinished ? NULL : mapping;
}

static void join_tables(struct arena *arena, struct mapping *mapping)
{
    bool apart = mapping->concrete && mapping->class_->table != NULL;
    const struct mapping *base = apart ? NULL : mapping->base;
    if (base != NULL) {
        for (size_t i = 0; i < base->tables.len; i++) {
            *PUSH(arena, &mapping->tables) = base->tables.at[i];
        }
    }
    mapping->local = mapping->class_->table;
    if (mapping->local == NULL && base != NULL) {
        mapping->local = base->local;
    }
    if (mapping->local != NULL && !mapping_has_table(mapping, mapping->local)) {
        *PUSH(arena, &mapping->tables) = mapping->local;
        mapping->joined_by = mapping;
    } else {
        mapping->joined_by = base == NULL ? mapping : base->joined_by;
    }
}

static struct mapping *map_class(struct resolve_index *index, struct class_def *class_)
{
    struct mapping *mapping = &index->mappings[class_->number];
    if (mapping->class_ != NULL) {
        return mapping; /* made, or about to be */
    }
    mapping->class_ = class_;
    mapping->root = mapping;
    mapping->unfinished = true;
    mapping->base = map_base(index, class_);
    mapping->concrete = class_->concrete == YES;
    if (mapping->base != NULL) {
        mapping->root = mapping->base->root;
        *PUSH(index->arena, &mapping->base->children) = mapping;
    }
    join_tables(index->arena, mapping);
    bool base_known = class_->inherits.text == NULL || class_->base != NULL;
    bool base_usable = mapping->base == NULL || mapping->base->usable;
    mapping->usable = mapping->local != NULL && class_->abstract != YES && base_known && base_usable;
    mapping->unfinished = false;
    return mapping;
}

void mappings_find(struct resolve_index *index)
{
    const struct class_defs *classes = &index->model->classes;
    index->mappings = NEW_ARRAY(index->arena, struct mapping, classes->len);
    for (size_t i = 0; i < classes->len; i++) {
        map_class(index, classes->at[i]);
    }
}

struct mapping *mapping_of(const struct resolve_index *index, const struct class_def *class_)
{
    return class_ == NULL ? NULL : &index->mappings[class_->number];
}

bool mapping_has_table(const struct mapping *mapping, const struct table_def *table)
{
    for (size_t i = 0; i < mapping->tables.len; i++) {
        if (mapping->tables.at[i] == table) {
            return true;
        }
    }
    return false;
}

bool mappings_overlap(const struct mapping *a, const struct mapping *b)
{
    for (size_t i = 0; i < a->tables.len; i++) {
        if (mapping_has_table(b, a->tables.at[i])) {
            return true;
        }
    }
    return false;
}

bool mappings_same_join(const struct mapping *a, const struct mapping *b)
{
    if (a->tables.len == 1 && b->tables.len == 1) {
        return a->local == b->local;
    }
    return a->joined_by == b->joined_by;
}

struct rel_def *mapping_relationship(const struct mapping *mapping, const char *name)
{
    for (const struct mapping *at = mapping; at != NULL; at = at->concrete ? NULL : at->base) {
        struct rel_def *rel = map_get(&at->class_->rel_by_name, name);
        if (rel != NULL) {
            return rel;
        }
    }
    return NULL;
}

static bool own_name_taken(const struct mapping *mapping, const char *name)
{
    struct table_def *table = NULL;
    return map_get(&mapping->class_->rel_by_name, name) != NULL ||
           class_attribute(mapping->class_, name, &table) != NULL;
}

static bool taken_below(const struct mapping *mapping, const char *name)
{
    for (size_t i = 0; i < mapping->children.len; i++) {
        const struct mapping *child = mapping->children.at[i];
        if ((!child->concrete && own_name_taken(child, name)) || taken_below(child, name)) {
            return true;
        }
    }
    return false;
}

bool mapping_name_taken(const struct mapping *mapping, const char *name)
{
    if (mapping->concrete) {
        return own_name_taken(mapping, name);
    }
    for (const struct mapping *at = mapping; at != NULL; at = at->base) {
        if (!at->concrete && own_name_taken(at, name)) {
            return true;
        }
    }
    return taken_below(mapping, name);
}
