#include "base/text.h"
#include "rules/fixes.h"
#include "rules/other_side.h"
#include "rules/overlaps.h"

/* REL310, REL311: relationships that know nothing of another side. */

/* The relationships that write one table, by their direction. */
struct writers {
    struct relationships of[MANY_TO_MANY + 1];
};

/* It says something of another side that came to nothing or does not fit, which is reported elsewhere. */
static bool is_in_trouble(const struct relationship *r)
{
    if (r->reverse == NULL) {
        return r->def->back_populates.text != NULL || r->def->backref.text != NULL || r->def->misread;
    }
    return !pair_could_match(r, r->reverse);
}

static bool overlaps_name(const struct relationship *r, const struct relationship *other)
{
    for (size_t i = 0; i < r->def->overlaps.len; i++) {
        const char *name = r->def->overlaps.at[i].text;
        if (text_same(name, other->def->name.text) || text_same(name, "__*")) {
            return true;
        }
    }
    return false;
}

static bool knows_of(const struct relationship *r, const struct relationship *other)
{
    return r->reverse == other || r->names == other || overlaps_name(r, other);
}

static const char *written_text(struct arena *arena, const struct relationship *r)
{
    if (r->direction == MANY_TO_MANY) {
        return arena_printf(arena, "the rows of %s", table_text(arena, r->secondary));
    }
    struct strings columns = written_columns(arena, &r->sync);
    return columns_text(arena, written_table(&r->sync), &columns);
}

static void report_unpaired(
    const struct rule_input *input, const struct relationship *r, const struct relationship *earlier)
{
    struct arena *arena = input->arena;
    const char *name = relationship_name(arena, r), *other = relationship_name(arena, earlier);
    struct report *report = diag_report(input->diags,
        RULE_REL310,
        r->def->name.span,
        name,
        "%s and %s both write %s and do not know of each other: until a reload they can disagree, and the last flush "
        "wins",
        name,
        other,
        written_text(arena, r));
    diag_also(report, earlier->def->name.span, "%s is here", other);
    const struct relationship *paired = r->reverse != NULL ? r : earlier->reverse != NULL ? earlier : NULL;
    const struct relationship *narrow = r->primary_has_criteria ? r : earlier->primary_has_criteria ? earlier : NULL;
    if (narrow != NULL) {
        diag_hint(
            report, "write `viewonly: true` at %s, which sees only some of the rows", relationship_name(arena, narrow));
        fix_viewonly(report, narrow->def);
        diag_fix(report, "proposed");
    } else if (paired != NULL) {
        diag_hint(report,
            "%s is paired with %s already: write `viewonly: true` at %s",
            relationship_name(arena, paired),
            relationship_name(arena, paired->reverse),
            paired == r ? other : name);
        fix_viewonly(report, (paired == r ? earlier : r)->def);
        diag_fix(report, "proposed");
    } else {
        diag_hint(report,
            "write `back_populates: %s` at %s and `back_populates: %s` at %s",
            r->def->name.text,
            other,
            earlier->def->name.text,
            name);
        fix_set_name(arena, report, r->def, "back_populates", earlier->def->name.text);
        fix_set_name(arena, report, earlier->def, "back_populates", r->def->name.text);
        diag_fix(report, "safe");
    }
}

static void check_against(
    const struct rule_input *input, const struct relationship *r, const struct relationships *earlier)
{
    for (size_t i = 0; i < earlier->len; i++) {
        const struct relationship *other = earlier->at[i];
        if (!knows_of(r, other) && !knows_of(other, r) && pair_is_mirror(r, other) && !overlap_told_as_part(r, other) &&
            !overlap_told_as_part(other, r)) {
            report_unpaired(input, r, other);
            return; /* of several on the other side one is the partner; the rest is REL706 among themselves */
        }
    }
}

static void check_one_way(const struct rule_input *input, const struct relationship *r)
{
    if (r->reverse != NULL || r->viewonly || is_in_trouble(r) || r->problem != PROBLEM_NONE) {
        return;
    }
    const char *name = relationship_name(input->arena, r);
    struct report *report = diag_report(input->diags,
        RULE_REL311,
        r->def->name.span,
        name,
        "%s has no other side: from %s nobody gets back to its %s",
        name,
        one_of(input->arena, r->target->name.text),
        r->owner->name.text);
    const char *other = text_snake_case(input->arena, r->owner->name.text);
    diag_hint(report,
        "write `back_populates: %s` here and at %s `%s`",
        other,
        r->target->name.text,
        pair_other_side(input->arena, r, other));
    const char *map = other_side_map(input, r);
    if (map != NULL && class_relationship(r->target, other) == NULL && attribute_column(r->target, other) == NULL) {
        fix_add_relationship(report, r->target, other, map);
        fix_set_name(input->arena, report, r->def, "back_populates", other);
    }
    diag_fix(report, "proposed");
}

/* The direction of the other side. */
static enum direction opposite(enum direction direction)
{
    return direction == ONE_TO_MANY ? MANY_TO_ONE : direction == MANY_TO_ONE ? ONE_TO_MANY : direction;
}

void rules_unpaired(const struct rule_input *input)
{
    struct writers *by_table = NEW_ARRAY(input->arena, struct writers, input->model->tables.len);
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *r = input->resolved->all.at[i];
        check_one_way(input, r);
        if (!relationship_writes(r) || is_in_trouble(r)) {
            continue;
        }
        struct writers *writers = &by_table[written_table(&r->sync)->number];
        check_against(input, r, &writers->of[opposite(r->direction)]);
        *PUSH(input->arena, &writers->of[r->direction]) = r;
    }
}
