#include "rules/overlaps.h"
#include "rules/fixes.h"

#include "base/text.h"
#include "resolve/mapping.h"
#include "resolve/pointers.h"

/* REL120, REL317, REL505, REL706 to REL709: relationships that write one column and do not know of each other.
 *
 * SQLAlchemy compares every writer of a column with every earlier one.  So do we, up to a few conflicts a relationship:
 * then all is said. */

/* Who writes a column so far. */
struct column_writers {
    struct relationships all;
};

struct overlaps_case {
    const struct rule_input *input;
    struct pointers by_column; /* column_def -> struct column_writers */
    struct map told;           /* REL505: association tables that were reported */
};

/* ---- who may write the same column ---- */

static bool lists(const struct relationship *r, const char *name)
{
    for (size_t i = 0; i < r->def->overlaps.len; i++) {
        const char *text = r->def->overlaps.at[i].text;
        if (text_same(text, name) || text_same(text, "__*")) {
            return true;
        }
    }
    return false;
}

/* Two classes of one hierarchy of which neither is the other: no object is of both. */
static bool are_siblings(const struct class_def *a, const struct class_def *b)
{
    return mapped_root(a) == mapped_root(b) && !class_is_a(a, b) && !class_is_a(b, a);
}

static bool any_siblings(const struct relationship *a, const struct relationship *b)
{
    return are_siblings(a->owner, b->owner) || are_siblings(a->target, b->target) ||
           are_siblings(a->owner, b->target) || are_siblings(a->target, b->owner);
}

static bool have_same_name(const struct relationship *a, const struct relationship *b)
{
    return text_same(a->def->name.text, b->def->name.text) && mapped_root(a->owner) == mapped_root(b->owner);
}

/* SQLAlchemy lets the two write one column without a word in `overlaps`. */
static bool know_each_other(const struct relationship *a, const struct relationship *b)
{
    return a->reverse == b || b->reverse == a || a->names == b || b->names == a || have_same_name(a, b) ||
           any_siblings(a, b);
}

static bool is_allowed(const struct relationship *a, const struct relationship *b)
{
    return know_each_other(a, b) || lists(a, b->def->name.text) || lists(b, a->def->name.text);
}

/* What it says of its other side is reported already: once that is right, the rest may be right too. */
static bool is_mispaired(const struct relationship *r)
{
    if (r->def->back_populates.text == NULL) {
        return r->backref_taken;
    }
    return r->names == NULL || (r->names->names != NULL && r->names->names != r) || !pair_could_match(r, r->names);
}

/* Both name one side: REL306. */
static bool share_other_side(const struct relationship *a, const struct relationship *b)
{
    return a->names != NULL && a->names == b->names;
}

/* Two models of one table that have nothing to do with each other: MAP006. */
static bool share_table_by_mistake(const struct relationship *a, const struct relationship *b)
{
    return a->owner_table == b->owner_table && mapped_root(a->owner) != mapped_root(b->owner);
}

/* It is compared with the list that has all of the rows: REL120. */
static bool sees_a_part(const struct relationship *r)
{
    return r->primary_has_criteria && r->direction != MANY_TO_MANY;
}

/* The other side of `paired` is a mirror of `lone` as well: REL310. */
static bool is_told_as_unpaired(const struct relationship *lone, const struct relationship *paired)
{
    const struct relationship *side = paired->reverse;
    return side != NULL && relationship_writes(side) && lone->reverse == NULL && !is_allowed(lone, side) &&
           pair_is_mirror(lone, side) && !sees_a_part(lone);
}

static bool is_conflict(const struct relationship *r, const struct relationship *other)
{
    return !is_allowed(r, other) && !share_other_side(r, other) && !is_told_as_unpaired(r, other) &&
           !is_told_as_unpaired(other, r) && !share_table_by_mistake(r, other) && !pair_is_mirror(r, other) &&
           !is_mispaired(r) && !is_mispaired(other);
}

bool overlap_told_as_part(const struct relationship *lone, const struct relationship *paired)
{
    const struct relationship *side = paired->reverse;
    return lone->reverse == NULL && sees_a_part(lone) && side != NULL && relationship_writes(side) &&
           is_conflict(lone, side);
}

/* ---- the walk ---- */

static struct column_writers *writers_of(struct overlaps_case *c, const struct table_column *column)
{
    struct column_writers *writers = pointers_get(&c->by_column, column->column);
    if (writers == NULL) {
        writers = NEW(c->input->arena, struct column_writers);
        pointers_set(c->input->arena, &c->by_column, column->column, writers);
    }
    return writers;
}

static bool holds(const struct relationships *list, const struct relationship *r)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i] == r) {
            return true;
        }
    }
    return false;
}

static void compare(struct overlaps_case *c,
    struct relationship *r,
    const struct sync_pairs *pairs,
    struct relationships *seen,
    struct conflicts *conflicts)
{
    for (size_t p = 0; p < pairs->len; p++) {
        const struct table_column *column = &pairs->at[p].dest;
        struct column_writers *writers = writers_of(c, column);
        for (size_t i = 0; i < writers->all.len && seen->len < CONFLICTS_SHOWN; i++) {
            struct relationship *other = writers->all.at[i];
            if (other == r || holds(seen, other) || !is_conflict(r, other)) {
                continue;
            }
            *PUSH(c->input->arena, seen) = other;
            if (!overlap_is_special(&c->told, c->input, r, other, column)) {
                conflicts->column = conflicts->with.len == 0 ? column : conflicts->column;
                *PUSH(c->input->arena, &conflicts->with) = other;
            }
        }
        *PUSH(c->input->arena, &writers->all) = r;
    }
}

static void check_writer(struct overlaps_case *c, struct relationship *r)
{
    struct conflicts conflicts = {0};
    struct relationships seen = {0};
    compare(c, r, &r->sync, &seen, &conflicts);
    compare(c, r, &r->secondary_sync, &seen, &conflicts);
    if (conflicts.with.len != 0) {
        overlap_report(c->input, r, &conflicts);
    }
}

/* ---- REL707 ---- */

static bool hierarchy_has(const struct rule_input *input, const struct class_def *class_, const char *name)
{
    const struct mapping *mapping = mapping_of(input->resolved->index, class_);
    return mapping_relationship(mapping, name) != NULL || mapping_name_taken(mapping, name);
}

static bool writer_is_called(const struct overlaps_case *c, const struct sync_pairs *pairs, const char *name)
{
    for (size_t p = 0; p < pairs->len; p++) {
        const struct column_writers *writers = pointers_get(&c->by_column, pairs->at[p].dest.column);
        for (size_t i = 0; writers != NULL && i < writers->all.len; i++) {
            if (text_same(writers->all.at[i]->def->name.text, name)) {
                return true;
            }
        }
    }
    return false;
}

static const char *nearest_writer(const struct overlaps_case *c, const struct relationship *r, const char *name)
{
    struct strings names = {0};
    const struct class_def *const classes[] = {r->owner, r->target};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < classes[k]->relationships.len; i++) {
            *PUSH(c->input->arena, &names) = classes[k]->relationships.at[i]->name.text;
        }
    }
    return text_nearest(name, &names);
}

static bool is_known_name(const struct overlaps_case *c, const struct relationship *r, const char *name)
{
    return hierarchy_has(c->input, r->owner, name) || hierarchy_has(c->input, r->target, name) ||
           writer_is_called(c, &r->sync, name) || writer_is_called(c, &r->secondary_sync, name);
}

static void drop_overlap(struct arena *arena, struct report *report, const struct rel_def *def, size_t index)
{
    struct strings rest = {0};
    for (size_t i = 0; i < def->overlaps.len; i++) {
        if (i != index) {
            *PUSH(arena, &rest) = def->overlaps.at[i].text;
        }
    }
    if (rest.len == 0) {
        fix_remove(report, def, "overlaps");
    } else {
        fix_words(report, def, "overlaps", strings_join(arena, &rest, ", "));
    }
}

static void check_names(const struct overlaps_case *c, const struct relationship *r)
{
    for (size_t i = 0; i < r->def->overlaps.len; i++) {
        const struct word *word = &r->def->overlaps.at[i];
        if (text_same(word->text, "__*") || is_known_name(c, r, word->text)) {
            continue;
        }
        struct report *report = diag_report(c->input->diags,
            RULE_REL707,
            span_or(word->span, relationship_place(r->def, "overlaps")),
            r->name,
            "overlaps names %s, but neither %s nor %s nor any writer of the same columns has a relationship of that "
            "name: it silences nothing",
            word->text,
            r->owner->name.text,
            r->target->name.text);
        const char *nearest = nearest_writer(c, r, word->text);
        if (nearest != NULL) {
            diag_hint(report, "did you mean %s?", nearest);
            fix_replace(report, word, nearest);
        } else {
            diag_hint(report, "drop it");
            drop_overlap(c->input->arena, report, r->def, i);
        }
        diag_fix(report, "proposed");
    }
}

/* ---- REL708 ---- */

static bool hides_at(
    const struct overlaps_case *c, const struct relationship *r, const struct sync_pairs *pairs, const char *name)
{
    for (size_t p = 0; p < pairs->len; p++) {
        const struct column_writers *writers = pointers_get(&c->by_column, pairs->at[p].dest.column);
        for (size_t i = 0; writers != NULL && i < writers->all.len; i++) {
            const struct relationship *other = writers->all.at[i];
            if (other != r && text_same(other->def->name.text, name) && !know_each_other(r, other)) {
                return true;
            }
        }
    }
    return false;
}

/* A relationship of that name that could not be resolved, so that what it writes is not known. */
static bool is_unresolved(const struct rule_input *input, const struct class_def *class_, const char *name)
{
    const struct rel_def *def = mapping_relationship(mapping_of(input->resolved->index, class_), name);
    const struct relationship *r = def == NULL ? NULL : resolved_relationship(input->resolved, def);
    return r != NULL && r->problem != PROBLEM_NONE;
}

static const char *why_idle(const struct overlaps_case *c, const struct relationship *r, const char *name)
{
    if (!relationship_writes(r)) {
        return "only what writes can overlap";
    }
    if (text_same(r->def->name.text, name)) {
        return "that is its own name";
    }
    if (r->reverse != NULL && text_same(r->reverse->def->name.text, name)) {
        return arena_printf(c->input->arena, "%s is its other side", r->reverse->name);
    }
    return "nothing of that name writes a column that it writes";
}

static void check_idle(const struct overlaps_case *c, const struct relationship *r)
{
    for (size_t i = 0; i < r->def->overlaps.len && !is_mispaired(r); i++) {
        const struct word *word = &r->def->overlaps.at[i];
        bool hides = relationship_writes(r) &&
                     (hides_at(c, r, &r->sync, word->text) || hides_at(c, r, &r->secondary_sync, word->text));
        if (hides || text_same(word->text, "__*") || !is_known_name(c, r, word->text) ||
            is_unresolved(c->input, r->owner, word->text) || is_unresolved(c->input, r->target, word->text)) {
            continue;
        }
        struct report *report = diag_report(c->input->diags,
            RULE_REL708,
            span_or(word->span, relationship_place(r->def, "overlaps")),
            r->name,
            "overlaps names %s, but there is no warning about it to silence: %s",
            word->text,
            why_idle(c, r, word->text));
        diag_hint(report, r->def->overlaps.len == 1 ? "drop `overlaps`" : "drop %s from `overlaps`", word->text);
        drop_overlap(c->input->arena, report, r->def, i);
        diag_fix(report, "safe");
    }
}

void rules_overlaps(const struct rule_input *input)
{
    struct overlaps_case c = {.input = input};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *r = input->resolved->all.at[i];
        if (relationship_writes(r)) {
            check_writer(&c, r);
        }
    }
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (r->target != NULL && r->problem == PROBLEM_NONE) {
            check_names(&c, r);
            check_idle(&c, r);
        }
    }
}
