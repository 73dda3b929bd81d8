/* Which relationships are the two sides of one thing, by what back_populates and backref say. */
#include "resolve/mapping.h"

static struct relationship *named_side(const struct resolve_index *index, const struct relationship *rel)
{
    const struct rel_def *def = rel->def;
    const struct mapping *target = mapping_of(index, rel->target);
    if (target == NULL) {
        return NULL;
    }
    if (def->back_populates.text != NULL) {
        return relationship_of(index, mapping_relationship(target, def->back_populates.text));
    }
    if (def->backref.text == NULL || rel->backref_taken) {
        return NULL;
    }
    return relationship_of(index, map_get(&rel->target->rel_by_name, def->backref.text));
}

/* SQLAlchemy refuses a pair whose other side leads to a class without a common base. */
static bool can_be_pair(const struct resolve_index *index, const struct relationship *rel)
{
    const struct mapping *owner = mapping_of(index, rel->owner);
    const struct mapping *others_target = mapping_of(index, rel->names->target);
    return others_target != NULL && others_target->root == owner->root;
}

void pair_up(const struct resolve_index *index, const struct relationships *all)
{
    for (size_t i = 0; i < all->len; i++) {
        struct relationship *rel = all->at[i];
        rel->names = named_side(index, rel);
        if (rel->names != NULL && can_be_pair(index, rel)) {
            rel->reverse = rel->names;
        }
    }
    for (size_t i = 0; i < all->len; i++) {
        struct relationship *rel = all->at[i];
        if (rel->names != NULL && rel->names->reverse == NULL && can_be_pair(index, rel)) {
            rel->names->reverse = rel;
        }
    }
}
