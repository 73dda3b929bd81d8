#include "base/text.h"
#include "rules/fixes.h"
#include "rules/other_side.h"
#include "rules/pair.h"

#include <string.h>

/* REL301 to REL309: relationships that name another side which is not there, or does not fit. */

/* ---- REL301, REL302: the name leads to no relationship ---- */

static bool says_nothing(const struct rel_def *def)
{
    return def->back_populates.text == NULL && def->backref.text == NULL && !def->from_backref && !def->misread;
}

/* Relationships of the target that lead back and are not paired yet. */
static struct relationships free_partners(const struct rule_input *input, const struct relationship *r)
{
    struct relationships found = {0};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *other = input->resolved->all.at[i];
        if (other != r && class_is_a(r->target, other->owner) && classes_related(other->target, r->owner) &&
            says_nothing(other->def) && pair_could_match(r, other)) {
            *PUSH(input->arena, &found) = other;
        }
    }
    return found;
}

static const char *nearest_relationship(const struct rule_input *input, const struct relationship *r)
{
    struct strings names = {0};
    for (const struct class_def *at = r->target; at != NULL; at = at->concrete == YES ? NULL : at->base) {
        for (size_t i = 0; i < at->relationships.len; i++) {
            *PUSH(input->arena, &names) = at->relationships.at[i]->name.text;
        }
    }
    const char *named = r->def->back_populates.text, *dot = strrchr(named, '.'); /* "Post.user" is user */
    return dot != NULL && strings_have(&names, dot + 1) ? dot + 1 : text_nearest(named, &names);
}

static void fix_pair(
    struct arena *arena, struct report *report, const struct relationship *r, const struct relationship *other)
{
    fix_set_name(arena, report, r->def, "back_populates", other->def->name.text);
    fix_set_name(arena, report, other->def, "back_populates", r->def->name.text);
}

/* Safe where the text says all that the other side needs. */
static void create_other_side(
    const struct rule_input *input, struct report *report, const struct relationship *r, const char *name)
{
    const char *map = other_side_map(input, r);
    if (map != NULL) {
        fix_add_relationship(report, r->target, name, map);
        fix_set_name(input->arena, report, r->def, "back_populates", name);
    }
    diag_fix(report, map != NULL ? "safe" : "proposed");
}

static void report_no_property(const struct rule_input *input, const struct relationship *r, const char *name)
{
    const char *named = r->def->back_populates.text;
    struct report *report = diag_report(input->diags,
        RULE_REL301,
        r->def->back_populates.span,
        name,
        "%s says that %s.%s is its other side, but %s has no %s",
        name,
        r->target->name.text,
        named,
        r->target->name.text,
        named);
    struct relationships partners = free_partners(input, r);
    const char *nearest = nearest_relationship(input, r);
    if (partners.len == 1) {
        const struct relationship *other = partners.at[0];
        diag_also(report, other->def->name.span, "%s leads back", relationship_name(input->arena, other));
        diag_hint(report,
            "write `back_populates: %s` here and `back_populates: %s` at %s",
            other->def->name.text,
            r->def->name.text,
            relationship_name(input->arena, other));
        fix_pair(input->arena, report, r, other);
        diag_fix(report, "safe");
    } else if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
        fix_replace(report, &r->def->back_populates, nearest);
        diag_fix(report, "proposed");
    } else {
        diag_also(report, r->target->name.span, "the target");
        diag_hint(report,
            "write the other side under relationships of %s: `%s`",
            r->target->name.text,
            pair_other_side(input->arena, r, named));
        create_other_side(input, report, r, named);
    }
}

static void report_column(
    const struct rule_input *input, const struct relationship *r, const char *name, const struct column_def *column)
{
    struct report *report = diag_report(input->diags,
        RULE_REL302,
        r->def->back_populates.span,
        name,
        "%s says that %s.%s is its other side, but that is a column: it holds a key, not an object",
        name,
        r->target->name.text,
        r->def->back_populates.text);
    diag_also(report, column->name.span, "the column");
    struct relationships partners = free_partners(input, r);
    if (partners.len == 1) {
        const struct relationship *other = partners.at[0];
        diag_hint(report,
            "name the relationship over it: `back_populates: %s`, and `back_populates: %s` at %s",
            other->def->name.text,
            r->def->name.text,
            relationship_name(input->arena, other));
        fix_pair(input->arena, report, r, other);
        diag_fix(report, "safe");
    } else {
        const char *shorter = pair_name_over_column(input->arena, column->name.text);
        diag_hint(report,
            "write a relationship over it at %s, `%s`, and `back_populates: %s` here",
            r->target->name.text,
            pair_other_side(input->arena, r, shorter),
            shorter);
        create_other_side(input, report, r, shorter);
    }
}

/* It is there, and what is wrong with it is reported. */
static bool is_unread(const struct class_def *class_, const char *name)
{
    for (; class_ != NULL; class_ = class_->base) {
        for (size_t i = 0; i < class_->rels_unread.len; i++) {
            if (text_same(class_->rels_unread.at[i].text, name)) {
                return true;
            }
        }
    }
    return false;
}

static void check_name(const struct rule_input *input, const struct relationship *r, const char *name)
{
    const struct column_def *column = attribute_column(r->target, r->def->back_populates.text);
    if (column != NULL) {
        report_column(input, r, name, column);
    } else if (class_relationship(r->target, r->def->back_populates.text) == NULL &&
               !is_unread(r->target, r->def->back_populates.text)) {
        report_no_property(input, r, name);
    }
}

/* The relationship that names this one, where there is just one. */
static const struct relationship *names_this(const struct rule_input *input, const struct relationship *r)
{
    const struct relationship *found = NULL;
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *other = input->resolved->all.at[i];
        if (other->names == r && found != NULL) {
            return NULL;
        }
        found = other->names == r ? other : found;
    }
    return found;
}

/* ---- REL303: the name leads to another class ---- */

static bool leads_elsewhere(const struct relationship *r, const struct relationship *other)
{
    return other->target != NULL && mapped_root(other->target) != mapped_root(r->owner);
}

static void report_other_class(
    const struct rule_input *input, const struct relationship *r, const struct relationship *other, const char *name)
{
    const char *other_name = relationship_name(input->arena, other);
    struct report *report = diag_report(input->diags,
        RULE_REL303,
        r->def->back_populates.span,
        name,
        "%s says that %s is its other side, but %s leads to %s, not to %s",
        name,
        other_name,
        other_name,
        other->target->name.text,
        r->owner->name.text);
    diag_also(report, other->def->target.span, "its target");
    struct relationships partners = free_partners(input, r);
    const struct relationship *namer = names_this(input, r);
    if (namer != NULL) {
        diag_hint(report,
            "%s names %s: write `back_populates: %s` here",
            relationship_name(input->arena, namer),
            name,
            namer->def->name.text);
        fix_set_name(input->arena, report, r->def, "back_populates", namer->def->name.text);
    } else if (partners.len == 1) {
        diag_hint(report, "name the side that leads back: `back_populates: %s`", partners.at[0]->def->name.text);
        fix_pair(input->arena, report, r, partners.at[0]);
    } else {
        diag_hint(report, "name a relationship of %s whose target is %s", r->target->name.text, r->owner->name.text);
    }
    diag_fix(report, "proposed");
}

/* ---- REL305, REL306: the other side does not name this one ---- */

/* The same property, or one that overrides it in the same hierarchy. */
static bool is_same_property(const struct relationship *a, const struct relationship *b)
{
    return a == b || (text_same(a->def->name.text, b->def->name.text) && classes_related(a->owner, b->owner));
}

/* An earlier relationship that names `other` as well. */
static const struct relationship *earlier_namer(
    const struct rule_input *input, const struct relationship *r, const struct relationship *other)
{
    for (size_t i = 0; i < input->resolved->all.len && input->resolved->all.at[i] != r; i++) {
        const struct relationship *earlier = input->resolved->all.at[i];
        if (earlier->names == other && !is_same_property(earlier, r)) {
            return earlier;
        }
    }
    return NULL;
}

/* Further children have it from the same abstract class, so that what is written there is not for one of them. */
static bool is_handed_to_others(const struct rule_input *input, const struct relationship *r)
{
    const struct span *at = &r->def->name.span;
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct rel_def *def = input->resolved->all.at[i]->def;
        if (def != r->def && def->name.span.file == at->file && def->name.span.off == at->off && !def->from_backref) {
            return true;
        }
    }
    return false;
}

static void name_partner(
    const struct rule_input *input, struct report *report, const struct relationship *other, const char *partner)
{
    const char *map = is_handed_to_others(input, other) ? other_side_as_written(input, other->def, partner) : NULL;
    if (map == NULL) {
        diag_hint(report, "write `back_populates: %s` at %s", partner, other->name);
        fix_set_name(input->arena, report, other->def, "back_populates", partner);
    } else {
        diag_hint(report,
            "write `%s: %s` at %s: what it has from an abstract class others have too",
            other->def->name.text,
            map,
            other->owner->name.text);
        fix_add_relationship(report, other->owner, other->def->name.text, map);
    }
    diag_fix(report, "safe");
}

static void report_one_sided(
    const struct rule_input *input, const struct relationship *r, const struct relationship *other, const char *name)
{
    const char *other_name = relationship_name(input->arena, other);
    struct report *report = diag_report(input->diags,
        RULE_REL305,
        r->def->back_populates.span,
        name,
        "%s names %s as its other side, but %s names nothing: a change of %s would not show in %s before a reload",
        name,
        other_name,
        other_name,
        other_name,
        name);
    diag_also(report, other->def->name.span, "%s has no back_populates", other_name);
    name_partner(input, report, other, r->def->name.text);
}

static void report_not_mutual(const struct rule_input *input,
    const struct relationship *r,
    const struct relationship *other,
    const struct relationship *third)
{
    const char *name = relationship_name(input->arena, r), *other_name = relationship_name(input->arena, other);
    const char *third_name = relationship_name(input->arena, third);
    bool names_it = other->names == third, clash = names_it && relationship_writes(r) && relationship_writes(other);
    struct report *report = diag_report(input->diags,
        RULE_REL306,
        r->def->back_populates.span,
        name,
        clash ? "%s names %s as its other side, but %s names %s: a change of %s would have to change %s too, and a "
                "ValueError is raised"
        : names_it
            ? "%s names %s as its other side, but %s names %s: a change of %s would never show in %s"
            : "%s names %s as its other side, but %s is named by %s already: a change of %s would never show in %s",
        name,
        other_name,
        other_name,
        third_name,
        clash ? name : other_name,
        clash ? third_name : name);
    if (names_it) {
        diag_also(report, other->def->back_populates.span, "%s names %s here", other_name, third_name);
    } else {
        diag_also(report, third->def->back_populates.span, "%s names it here", third_name);
    }
    const struct relationship *namer = names_this(input, r);
    if (namer != NULL) {
        diag_hint(report,
            "%s names %s: write `back_populates: %s` here",
            relationship_name(input->arena, namer),
            name,
            namer->def->name.text);
        fix_set_name(input->arena, report, r->def, "back_populates", namer->def->name.text);
    } else {
        diag_hint(report,
            "a side has one other side: name another relationship of %s here, or drop back_populates and write "
            "`viewonly: true`",
            r->target->name.text);
    }
    diag_fix(report, "proposed");
}

/* The other side names a third one that is not its mirror, while this one is: the mistake is told there. */
static bool is_told_at_other(const struct relationship *r, const struct relationship *other)
{
    const struct relationship *third = other->names;
    if (leads_elsewhere(other, third)) {
        return true; /* REL303 */
    }
    bool told = third->names != NULL && !is_same_property(third->names, other);
    return told && pair_is_mirror(r, other) && !pair_is_mirror(other, third);
}

/* False where the two are no pair, so that whether they fit is not asked. */
static bool check_mutual(
    const struct rule_input *input, const struct relationship *r, const struct relationship *other, const char *name)
{
    if (other->names != NULL) {
        bool mutual = is_same_property(other->names, r);
        if (!mutual && !is_told_at_other(r, other)) {
            report_not_mutual(input, r, other, other->names);
        }
        return mutual;
    }
    if (!says_nothing(other->def)) {
        return true; /* it names something that is not there, which is reported at it */
    }
    const struct relationship *earlier = earlier_namer(input, r, other);
    if (earlier != NULL) {
        report_not_mutual(input, r, other, earlier);
        return false;
    }
    if (r->def->viewonly != YES && other->def->viewonly != YES) {
        report_one_sided(input, r, other, name);
    }
    return true;
}

/* A backref mirrors the side that makes it, unless its own options turn it round. */
static void check_backref_fit(const struct rule_input *input, const struct relationship *r)
{
    const struct relationship *maker = r->names;
    bool same = maker != NULL && maker->direction == r->direction && r->direction != MANY_TO_MANY;
    if (same || (maker != NULL && r->def->expanded_from->backref_options != NULL && !pair_is_mirror(maker, r))) {
        pair_check_fit(input, maker, r);
    }
}

void rules_pairs(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->from_backref) {
        check_backref_fit(input, r);
        return;
    }
    if (r->def->back_populates.text == NULL || r->def->backref.text != NULL || r->target == NULL) {
        return;
    }
    const char *name = relationship_name(input->arena, r);
    const struct relationship *other = r->names;
    if (other == NULL) {
        check_name(input, r, name);
        return;
    }
    if (other == r || other->target == NULL) {
        return;
    }
    if (leads_elsewhere(r, other)) {
        report_other_class(input, r, other, name);
        return;
    }
    if (check_mutual(input, r, other, name) && (other->names != r || pair_comes_later(r, other))) {
        pair_check_fit(input, r, other);
    }
}
