#include "base/text.h"
#include "rules/fixes.h"
#include "rules/other_side.h"
#include "rules/pair.h"

/* REL312 to REL315: backref. */

static void report_both(const struct rule_input *input, const struct relationship *r)
{
    const char *name = relationship_name(input->arena, r), *named = r->def->back_populates.text;
    struct report *report = diag_report(input->diags,
        RULE_REL312,
        r->def->backref.span,
        name,
        "%s has backref and back_populates: the one creates the other side, the other names one that is there",
        name);
    diag_also(report, r->def->back_populates.span, "back_populates stands here");
    bool there = r->target != NULL && class_relationship(r->target, named) != NULL;
    if (there) {
        diag_hint(report,
            "drop `backref`, and write `back_populates: %s` at %s.%s",
            r->def->name.text,
            r->target->name.text,
            named);
        fix_remove(report, r->def, "backref");
        fix_set_name(input->arena, report, class_relationship(r->target, named), "back_populates", r->def->name.text);
        diag_fix(report, "safe");
    } else {
        diag_hint(report, "keep one of them: `backref` alone creates the other side");
        diag_fix(report, "proposed");
    }
}

/* Who has the name of a backref already, in the hierarchy of the target. */
struct taker {
    const struct class_def *class_;
    const struct rel_def *rel; /* one of these two */
    const struct column_def *column;
};

static bool takes_name(const struct class_def *class_, const struct rel_def *asks, struct taker *ret_taker)
{
    const struct rel_def *rel = map_get(&class_->rel_by_name, asks->backref.text);
    if (rel != NULL && rel->expanded_from != asks) {
        *ret_taker = (struct taker){.class_ = class_, .rel = rel};
        return true;
    }
    const struct column_def *column = rel == NULL ? attribute_column(class_, asks->backref.text) : NULL;
    if (column != NULL) {
        *ret_taker = (struct taker){.class_ = class_, .column = column};
    }
    return column != NULL;
}

static bool find_taker(const struct rule_input *input, const struct relationship *r, struct taker *ret_taker)
{
    if (takes_name(r->target, r->def, ret_taker)) {
        return true;
    }
    for (size_t i = 0; i < input->model->classes.len; i++) {
        const struct class_def *class_ = input->model->classes.at[i];
        if (class_ != r->target && classes_related(class_, r->target) && takes_name(class_, r->def, ret_taker)) {
            return true;
        }
    }
    return false;
}

/* "a column", "a relationship of Person". */
static const char *taker_text(const struct rule_input *input, const struct relationship *r, const struct taker *taker)
{
    const char *what = "a column";
    if (taker->rel != NULL && taker->rel->from_backref) {
        const struct rel_def *maker = taker->rel->expanded_from;
        what = arena_printf(input->arena, "the backref of %s.%s", maker->owner->name.text, maker->name.text);
    } else if (taker->rel != NULL) {
        what = "a relationship";
    }
    return taker->class_ == r->target ? what : arena_printf(input->arena, "%s of %s", what, taker->class_->name.text);
}

static bool is_mirror_of(const struct rule_input *input, const struct relationship *r, const struct taker *taker)
{
    if (taker->rel == NULL || taker->rel->from_backref) {
        return false;
    }
    const char *named = taker->rel->back_populates.text;
    if (named != NULL && !text_same(named, r->def->name.text)) {
        return false;
    }
    const struct relationship *other = resolved_find(input->resolved, taker->class_->name.text, taker->rel->name.text);
    return other != NULL && pair_is_mirror(r, other);
}

static void pair_with(
    struct arena *arena, struct report *report, const struct relationship *r, const struct rel_def *other)
{
    fix_backref(arena, report, r->def, other->name.text);
    if (other->backref.text != NULL) {
        fix_backref(arena, report, other, r->def->name.text);
    } else {
        fix_set_name(arena, report, other, "back_populates", r->def->name.text);
    }
}

static void report_taken(const struct rule_input *input, const struct relationship *r, const struct taker *taker)
{
    const char *name = relationship_name(input->arena, r), *backref = r->def->backref.text;
    struct report *report = diag_report(input->diags,
        RULE_REL313,
        r->def->backref.span,
        name,
        "the backref of %s needs the name %s at %s, where it is taken by %s",
        name,
        backref,
        r->target->name.text,
        taker_text(input, r, taker));
    diag_also(report,
        taker->column != NULL ? taker->column->name.span : taker->rel->name.span,
        "%s.%s",
        taker->class_->name.text,
        backref);
    diag_fix(report, "proposed");
    if (is_mirror_of(input, r, taker)) {
        diag_hint(report,
            "pair them: `back_populates: %s` in place of `backref`, and `back_populates: %s` alone at %s.%s",
            backref,
            r->def->name.text,
            taker->class_->name.text,
            backref);
        pair_with(input->arena, report, r, taker->rel);
        diag_fix(report, "safe");
    } else if (taker->column != NULL) {
        const char *other = pair_name_over_column(input->arena, backref);
        diag_hint(report, "choose another name: `backref: %s`", other);
        fix_replace(report, &r->def->backref, other);
    } else {
        diag_hint(report, "choose another name for the backref, or drop it and write `viewonly: true`");
    }
}

static void report_used(const struct rule_input *input, const struct relationship *r)
{
    const char *name = relationship_name(input->arena, r), *backref = r->def->backref.text;
    struct report *report = diag_report(input->diags,
        RULE_REL314,
        r->def->backref.span,
        name,
        "%s creates %s.%s by a backref: who reads %s does not see it",
        name,
        r->target->name.text,
        backref,
        r->target->name.text);
    diag_hint(report,
        "write `back_populates: %s` here and at %s `%s`, with the keys of the backref",
        backref,
        r->target->name.text,
        pair_other_side(input->arena, r, backref));
    const char *map = other_side_of_backref(input, r);
    if (map != NULL) {
        fix_backref(input->arena, report, r->def, backref);
        fix_add_relationship(report, r->target, backref, map);
    }
    diag_fix(report, map != NULL ? "safe" : "proposed");
}

/* Both sides ask for each other by a backref: told at the first. */
static bool is_told_at_other(const struct rule_input *input, const struct relationship *r, const struct taker *taker)
{
    if (!is_mirror_of(input, r, taker) || !text_same(taker->rel->backref.text, r->def->name.text)) {
        return false;
    }
    return pair_comes_later(r, resolved_relationship(input->resolved, taker->rel));
}

static void check_backref(const struct rule_input *input, const struct relationship *r)
{
    struct taker taker = {0};
    if (r->def->back_populates.text != NULL) {
        report_both(input, r);
    } else if (r->backref_taken && find_taker(input, r, &taker)) {
        if (!is_told_at_other(input, r, &taker)) {
            report_taken(input, r, &taker);
        }
    } else if (r->target != NULL) {
        report_used(input, r);
    }
}

/* What SQLAlchemy gives the other side by itself, from the relationship that asks for it. */
static void report_refused_key(
    const struct rule_input *input, const struct relationship *r, const struct word *given, const char *key)
{
    const struct rel_def *maker = r->def->expanded_from;
    bool is_secondary = text_same(key, "secondary");
    const char *own = is_secondary               ? maker->secondary.text
                      : text_same(key, "target") ? maker->owner->name.text
                                                 : maker->name.text;
    const char *asks = arena_printf(input->arena, "%s.%s", maker->owner->name.text, maker->name.text);
    struct report *report = diag_report(input->diags,
        RULE_REL315,
        given->span,
        r->name,
        "`%s` stands in the backref of %s: it follows from %s itself, and SQLAlchemy refuses a second value",
        key,
        asks,
        asks);
    if (text_same(own, given->text)) {
        diag_hint(report, "drop `%s`", key);
    } else if (is_secondary) {
        diag_hint(report, "drop it, or write `secondary: %s` at %s, for both sides", given->text, asks);
    } else {
        diag_hint(report,
            "drop it: here it is `%s`; a relationship of another %s is written at %s itself",
            own,
            text_same(key, "target") ? "target" : "pair",
            r->owner->name.text);
    }
    fix_remove(report, r->def, key);
    diag_fix(report, text_same(own, given->text) ? "safe" : "proposed");
}

static void report_secondaryjoin(const struct rule_input *input, const struct relationship *r)
{
    struct report *report = diag_report(input->diags,
        RULE_REL315,
        rel_span(r->def, "secondaryjoin"),
        r->name,
        "secondaryjoin stands in the backref of a relationship without secondary: there is no table that it could "
        "join");
    diag_hint(report, "drop `secondaryjoin`");
    fix_remove(report, r->def, "secondaryjoin");
    diag_fix(report, "safe");
}

static void check_keys(const struct rule_input *input, const struct relationship *r)
{
    const struct rel_def *options = r->def->expanded_from->backref_options;
    if (options->secondaryjoin.text != NULL && r->def->expanded_from->secondary.text == NULL) {
        report_secondaryjoin(input, r);
    }
    const struct {
        const struct word *given;
        const char *key;
    } refused[] = {
        {&options->target, "target"},
        {&options->secondary, "secondary"},
        {&options->back_populates, "back_populates"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (refused[i].given->text != NULL) {
            report_refused_key(input, r, refused[i].given, refused[i].key);
        }
    }
}

void rules_backrefs(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->from_backref && r->def->expanded_from->backref_options != NULL) {
        check_keys(input, r);
    } else if (r->def->backref.text != NULL && !r->def->from_backref) {
        check_backref(input, r);
    }
}
