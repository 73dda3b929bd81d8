#include "base/text.h"
#include "resolve/condition.h"
#include "rules/fixes.h"
#include "rules/pair.h"

#include <string.h>

/* REL316: the two sides of a pair agree about the key, and one of them asks for more. */

static const char *term_text(struct arena *arena, struct term *term)
{
    const struct condition alone = {.root = term};
    return condition_sql(arena, &alone, NULL, NULL);
}

/* "a = b" for either order of the two. */
static const char *part_text(struct arena *arena, struct term *term)
{
    if (term->kind != EXPR_COMPARE || !text_same(term->text, "==") || term->args.len != 2) {
        return term_text(arena, term);
    }
    const char *left = term_text(arena, term->args.at[0]), *right = term_text(arena, term->args.at[1]);
    bool exchange = term->args.at[1]->kind == EXPR_COLUMN && strcmp(left, right) > 0;
    return exchange ? arena_printf(arena, "%s = %s", right, left) : term_text(arena, term);
}

/* What and_() ties together, as a set of texts. */
static void add_parts(struct arena *arena, struct strings *parts, struct term *term)
{
    if (term->kind == EXPR_AND) {
        for (size_t i = 0; i < term->args.len; i++) {
            add_parts(arena, parts, term->args.at[i]);
        }
        return;
    }
    const char *text = part_text(arena, term);
    if (!strings_have(parts, text)) {
        *PUSH(arena, parts) = text;
    }
}

static struct strings parts_of(struct arena *arena, const struct relationship *r)
{
    struct strings parts = {0};
    if (r->primary_join != NULL) {
        add_parts(arena, &parts, r->primary_join->root);
    }
    if (r->secondary_join != NULL) {
        add_parts(arena, &parts, r->secondary_join->root);
    }
    return parts;
}

/* The first part that the other one lacks, or NULL. */
static const char *lacking(const struct strings *parts, const struct strings *others)
{
    for (size_t i = 0; i < parts->len; i++) {
        if (!strings_have(others, parts->at[i])) {
            return parts->at[i];
        }
    }
    return NULL;
}

/* The narrow one shows a part of the rows, and the two are no pair. */
static void only_read(struct report *report, const struct relationship *narrow, const struct relationship *wide)
{
    if (narrow->def->from_backref || wide->def->from_backref) {
        return;
    }
    fix_viewonly(report, narrow->def);
    if (narrow->def->back_populates.text != NULL) {
        fix_remove(report, narrow->def, "back_populates");
    }
    if (wide->def->back_populates.text != NULL) {
        fix_remove(report, wide->def, "back_populates");
    }
}

static void report_narrower(const struct rule_input *input,
    const struct relationship *narrow,
    const struct relationship *wide,
    const char *part)
{
    struct report *report = diag_report(input->diags,
        RULE_REL316,
        relationship_place(narrow->def, "primaryjoin"),
        narrow->name,
        "%s asks for %s and its other side %s does not: what is put in by the one need not be found by the other",
        narrow->name,
        part,
        wide->name);
    diag_also(report,
        relationship_place(wide->def, "primaryjoin"),
        "%s, joined by %s",
        wide->name,
        relationship_join_sql(input->arena, wide));
    diag_hint(report,
        "write `viewonly: true` without back_populates at %s, or the same condition in `primaryjoin` of %s",
        narrow->name,
        wide->name);
    only_read(report, narrow, wide);
    diag_fix(report, "proposed");
}

void pair_check_joins(const struct rule_input *input, const struct relationship *r, const struct relationship *other)
{
    if (r->self || (!r->primary_has_criteria && !other->primary_has_criteria && r->direction != MANY_TO_MANY)) {
        return;
    }
    struct strings own = parts_of(input->arena, r), others = parts_of(input->arena, other);
    const char *extra = lacking(&own, &others);
    if (extra != NULL) {
        report_narrower(input, r, other, extra);
        return;
    }
    extra = lacking(&others, &own);
    if (extra != NULL) {
        report_narrower(input, other, r, extra);
    }
}
