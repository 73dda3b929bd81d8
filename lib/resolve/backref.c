#include "resolve/backref.h"

static enum tri or_from(enum tri own, enum tri from)
{
    return own == UNSET ? from : own;
}

/* The reverse side begins with what a map at `backref` says, and takes over what SQLAlchemy hands on. */
static struct rel_def *reverse_def(struct arena *arena, const struct relationship *rel)
{
    struct rel_def *from = rel->def;
    struct rel_def *def = NEW(arena, struct rel_def);
    def->join_depth = -1;
    if (from->backref_options != NULL) {
        *def = *from->backref_options;
    }
    def->name = from->backref;
    def->owner = rel->target;
    def->span = from->backref.span;
    def->from_backref = true;
    def->expanded_from = from;
    def->target = (struct word){rel->owner->name.text, from->backref.span};
    def->back_populates = (struct word){from->name.text, from->backref.span};
    def->backref = (struct word){0};
    def->backref_options = NULL;
    def->secondary = from->secondary;
    def->secondary_opaque = from->secondary_opaque;
    def->viewonly = or_from(def->viewonly, from->viewonly);
    def->post_update = or_from(def->post_update, from->post_update);
    def->passive_updates = or_from(def->passive_updates, from->passive_updates);
    def->sync_backref = or_from(def->sync_backref, from->sync_backref);
    return def;
}

struct rel_def *backref_expand(struct resolve_index *index, struct relationship *rel)
{
    const char *name = rel->def->backref.text;
    if (name == NULL || rel->def->back_populates.text != NULL || rel->target == NULL) {
        return NULL;
    }
    struct rel_def *there = map_get(&rel->target->rel_by_name, name);
    if (there != NULL && there->expanded_from == rel->def) {
        return there; /* the model was resolved before */
    }
    if (mapping_name_taken(mapping_of(index, rel->target), name)) {
        rel->backref_taken = true;
        return NULL;
    }
    struct rel_def *def = reverse_def(index->arena, rel);
    def->number = index->model->relationships_len++;
    *PUSH(index->arena, &rel->target->relationships) = def;
    map_set(index->arena, &rel->target->rel_by_name, name, def);
    return def;
}

/* Where the text held remote(), local and remote change places; where it held foreign(), that stays; otherwise the
 * reverse side works everything out anew.  With a secondary table the halves change places and foreign stays. */
void backref_take_joins(struct join *reverse, const struct relationship *from)
{
    struct arena *arena = reverse->index->arena;
    bool written = reverse->primary != NULL, secondary_written = reverse->secondary != NULL;
    if (from->secondary_join != NULL) {
        if (reverse->primary == NULL) {
            reverse->primary = condition_copy(arena, from->secondary_join, COPY_FOREIGN);
        }
        if (reverse->secondary == NULL) {
            reverse->secondary = condition_copy(arena, from->primary_join, COPY_FOREIGN);
        }
    } else if (reverse->primary == NULL && from->primary_join != NULL) {
        const struct condition *join = from->primary_join;
        enum condition_copy copy = join->given_remote ? COPY_TURNED : join->given_foreign ? COPY_FOREIGN : COPY_PLAIN;
        reverse->primary = condition_copy(arena, join, copy);
    }
    reverse->rel->key = written ? NULL : from->secondary_join == NULL ? from->key : from->secondary_key;
    reverse->rel->secondary_key = secondary_written || from->secondary_join == NULL ? NULL : from->key;
}
