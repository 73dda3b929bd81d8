#include "resolve/resolve.h"

#include "resolve/backref.h"

/* ---- the join ---- */

static bool holds_opaque(const struct exprs *exprs)
{
    for (size_t i = 0; i < exprs->len; i++) {
        if (expr_has_opaque(exprs->at[i])) {
            return true;
        }
    }
    return false;
}

static bool is_opaque(const struct join *join)
{
    const struct rel_def *def = join->rel->def;
    return def->secondary_opaque || (join->primary != NULL && join->primary->opaque) ||
           (join->secondary != NULL && join->secondary->opaque) || holds_opaque(&def->foreign_keys) ||
           holds_opaque(&def->remote_side);
}

static void work_out(struct join *join)
{
    if (!join_find(join)) {
        return;
    }
    join->rel->primary_join = join->primary;
    join->rel->secondary_join = join->secondary;
    join_annotate_foreign(join);
    join_annotate_remote(join);
    join_annotate_local(join);
    join_pair(join);
    if (join_check_foreign(join) && join_decide_direction(join)) {
        (void)join_check_remote(join);
    } else if (join->rel->problem == PROBLEM_NO_EQUALITY) {
        join->rel->only_readable = join_could_be_read(join);
    }
}

/* What words outside the grammar would add is not known: only what the rest decides without a problem is believed. */
static void work_out_opaque(struct join *join)
{
    struct relationship *rel = join->rel;
    if (!rel->def->secondary_opaque) {
        work_out(join);
    }
    if (rel->problem != PROBLEM_NONE) {
        rel->direction = DIRECTION_NONE;
    }
    if (rel->def->secondary.text != NULL || rel->def->secondary_opaque) {
        rel->direction = MANY_TO_MANY;
    }
    rel->problem = PROBLEM_OPAQUE;
    rel->problems = 1U << PROBLEM_OPAQUE;
    rel->candidates = (struct keys){0};
}

static void resolve_join(struct join *join)
{
    struct relationship *rel = join->rel;
    if (!join->owner->usable) {
        join_problem(rel, PROBLEM_FOLLOWER);
    } else if (is_opaque(join)) {
        work_out_opaque(join);
    } else {
        work_out(join);
    }
    rel->uselist = rel->def->uselist == UNSET ? rel->direction != MANY_TO_ONE : rel->def->uselist == YES;
}

static void note_relationship(struct resolve_index *index, struct relationship *rel)
{
    while (index->relationships.len <= rel->def->number) {
        *PUSH(index->arena, &index->relationships) = NULL;
    }
    index->relationships.at[rel->def->number] = rel;
}

static struct join begin(struct resolve_index *index, struct class_def *owner, struct rel_def *def)
{
    struct arena *arena = index->arena;
    struct relationship *rel = NEW(arena, struct relationship);
    rel->name = arena_printf(arena, "%s.%s", owner->name.text, def->name.text);
    rel->def = def;
    rel->viewonly = def->viewonly == YES;
    rel->owner = owner;
    rel->target = def->target.text == NULL ? NULL : model_class(index->model, def->target.text);
    note_relationship(index, rel);
    struct join join = {index, rel, mapping_of(index, owner), mapping_of(index, rel->target), NULL, NULL, {0}};
    rel->owner_table = join.owner->local;
    rel->target_table = join.target == NULL ? NULL : join.target->local;
    rel->self = rel->target_table != NULL && rel->owner_table == rel->target_table;
    return join;
}

static struct relationship *resolve_declared(struct resolve_index *index, struct class_def *owner, struct rel_def *def)
{
    struct join join = begin(index, owner, def);
    join_read_words(&join);
    if (join.rel->problem == PROBLEM_NONE) {
        resolve_join(&join);
        arena_reset(index->scratch);
    }
    return join.rel;
}

static void resolve_backref(struct resolve_index *index, struct relationship *rel)
{
    struct rel_def *def = backref_expand(index, rel);
    if (def == NULL) {
        return;
    }
    struct join join = begin(index, rel->target, def);
    join_read_words(&join);
    if (def->foreign_keys.len == 0) {
        join.rel->foreign_keys = rel->foreign_keys;
    }
    if (rel->problem != PROBLEM_NONE && rel->problem != PROBLEM_OPAQUE) {
        join_problem(join.rel, PROBLEM_FOLLOWER);
    }
    if (join.rel->problem == PROBLEM_NONE) {
        backref_take_joins(&join, rel);
        resolve_join(&join);
        arena_reset(index->scratch);
    }
}

/* ---- all of them ---- */

static void resolve_classes(struct resolve_index *index, struct relationships *declared)
{
    for (size_t c = 0; c < index->model->classes.len; c++) {
        struct class_def *class_ = index->model->classes.at[c];
        for (size_t i = 0; i < class_->relationships.len; i++) {
            struct rel_def *def = class_->relationships.at[i];
            if (!def->from_backref) {
                *PUSH(index->arena, declared) = resolve_declared(index, class_, def);
            }
        }
    }
    for (size_t i = 0; i < declared->len; i++) {
        resolve_backref(index, declared->at[i]);
    }
}

/* Those of the classes again, now with what backrefs added. */
static void list_all(const struct resolve_index *index, struct relationships *all)
{
    for (size_t c = 0; c < index->model->classes.len; c++) {
        const struct rel_defs *defs = &index->model->classes.at[c]->relationships;
        for (size_t i = 0; i < defs->len; i++) {
            struct relationship *rel = relationship_of(index, defs->at[i]);
            rel->number = all->len;
            *PUSH(index->arena, all) = rel;
        }
    }
}

struct resolved *resolve_model(struct arena *arena, struct model *model)
{
    struct resolve_index *index = NEW(arena, struct resolve_index);
    struct resolved *resolved = NEW(arena, struct resolved);
    *index = (struct resolve_index){.arena = arena, .scratch = arena_new(), .model = model};
    *resolved = (struct resolved){.model = model, .index = index};
    struct relationships declared = {0};
    keys_find(index, &resolved->keys);
    mappings_find(index);
    resolve_classes(index, &declared);
    arena_free(index->scratch);
    index->scratch = NULL;
    list_all(index, &resolved->all);
    pair_up(index, &resolved->all);
    note_writers(index, &resolved->all);
    on_delete_find(index, resolved);
    return resolved;
}

struct key *resolved_key(const struct resolved *resolved, const struct fk_def *def)
{
    return resolved->index->keys[def->number];
}

struct relationship *relationship_of(const struct resolve_index *index, const struct rel_def *def)
{
    return def == NULL ? NULL : index->relationships.at[def->number];
}

struct relationship *resolved_relationship(const struct resolved *resolved, const struct rel_def *def)
{
    return relationship_of(resolved->index, def);
}

struct relationship *resolved_find(const struct resolved *resolved, const char *class_name, const char *name)
{
    const struct class_def *class_ = model_class(resolved->model, class_name);
    return class_ == NULL ? NULL : resolved_relationship(resolved, map_get(&class_->rel_by_name, name));
}
