#include "rules/fixes.h"
#include "rules/write_only.h"

#include "base/text.h"

#include <string.h>

/* REL801 to REL811: how related rows are loaded. */

static const char *lazy_of(const struct relationship *r)
{
    return r->def->lazy.text == NULL ? "select" : r->def->lazy.text;
}

static bool loads_by(const struct relationship *r, const char *lazy)
{
    return text_same(lazy_of(r), lazy);
}

static bool loads_eagerly(const struct relationship *r)
{
    return loads_by(r, "joined") || loads_by(r, "selectin") || loads_by(r, "subquery");
}

static bool is_query(const struct relationship *r)
{
    return loads_by(r, "dynamic") || loads_by(r, "write_only");
}

/* ---- REL801, REL802, REL810: the word itself ---- */

static struct strings known_ways(const struct rule_input *input)
{
    static const char *const both[] = {
        "select", "joined", "subquery", "selectin", "immediate", "noload", "raise", "raise_on_sql", "dynamic"};
    struct strings ways = {0};
    for (size_t i = 0; i < sizeof both / sizeof *both; i++) {
        *PUSH(input->arena, &ways) = both[i];
    }
    *PUSH(input->arena, &ways) = input->sqlalchemy == SQLALCHEMY_1_4 ? "baked_select" : "write_only";
    return ways;
}

static bool check_known(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->lazy.text == NULL) {
        return true;
    }
    struct strings ways = known_ways(input);
    if (strings_have(&ways, lazy_of(r))) {
        return true;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL801,
        r->def->lazy.span,
        r->name,
        loads_by(r, "write_only") ? "lazy: %s came with SQLAlchemy 2.0: 1.4 refuses the model"
                                  : "lazy knows no \"%s\": SQLAlchemy refuses the model",
        lazy_of(r));
    const char *nearest = loads_by(r, "write_only") ? "dynamic" : text_nearest(lazy_of(r), &ways);
    if (nearest != NULL) {
        diag_hint(report, "write `lazy: %s`", nearest);
        fix_set(report, r->def, "lazy", nearest);
    } else {
        diag_hint(report, "write one of %s", strings_join(input->arena, &ways, ", "));
    }
    diag_fix(report, "proposed");
    return false;
}

/* False where there can be no query. */
static bool check_query(const struct rule_input *input, const struct relationship *r)
{
    if (!is_query(r) || r->direction == DIRECTION_NONE || (r->uselist && r->direction != MANY_TO_ONE)) {
        return true;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL802,
        r->def->lazy.span,
        r->name,
        "lazy: %s makes a query of a collection, but %s is one %s",
        lazy_of(r),
        r->name,
        r->def->target.text);
    diag_hint(report, "drop `lazy`, which gives `select`");
    fix_remove(report, r->def, "lazy");
    diag_fix(report, "safe");
    if (input->sqlalchemy == SQLALCHEMY_1_4 && r->uselist) {
        diag_severity(report, CORM_WARNING);
    }
    return false;
}

static struct report *report_legacy(const struct rule_input *input, const struct relationship *r, const char *why)
{
    return diag_report(input->diags, RULE_REL810, r->def->lazy.span, r->name, "lazy: %s %s", lazy_of(r), why);
}

static void write_instead(struct report *report, const struct relationship *r, const char *lazy)
{
    diag_hint(report, "write `lazy: %s`", lazy);
    fix_set(report, r->def, "lazy", lazy);
    diag_fix(report, "safe");
}

static void report_dynamic(const struct rule_input *input, const struct relationship *r)
{
    struct report *report = report_legacy(
        input, r, "is legacy since SQLAlchemy 2.0: its query cannot be used with the new style and with asyncio");
    if (input->sqlalchemy == SQLALCHEMY_1_4) {
        diag_hint(report, "write `lazy: select` and query what is too large to load, or `lazy: selectin`");
        diag_fix(report, "proposed");
        return;
    }
    struct write_only needs = write_only_needs(input, r);
    write_instead(report, r, "write_only");
    if (needs.passive_deletes == NULL) {
        return;
    }
    const char *action = needs.on_delete == NULL
                             ? ""
                             : arena_printf(input->arena, ", with `on_delete: %s` at %s", needs.on_delete, needs.fk);
    diag_hint(report,
        "write `lazy: write_only` and `passive_deletes: %s`%s, as deleting %s then reads none of them",
        needs.passive_deletes,
        action,
        one_of(input->arena, r->owner->name.text));
    fix_write_only(report, r, &needs);
    diag_fix(report, write_only_is_safe(&needs) ? "safe" : "proposed");
}

static void check_legacy(const struct rule_input *input, const struct relationship *r)
{
    if (loads_by(r, "dynamic")) {
        report_dynamic(input, r);
    } else if (loads_by(r, "subquery")) {
        write_instead(report_legacy(input, r, "runs the parent's query a second time inside its own"), r, "selectin");
    } else if (loads_by(r, "noload")) {
        write_instead(report_legacy(input, r, "shows nothing although there are rows, and is deprecated"), r, "raise");
    }
}

/* ---- REL803, REL804, REL807: loading too much, or less than it seems ---- */

/* Called for the many-to-one side, or the later one of two equal sides. */
static void check_both_joined(const struct rule_input *input, const struct relationship *r)
{
    const struct relationship *other = r->reverse;
    bool told_here = other != NULL && (other->uselist == r->uselist ? r->number > other->number : r->uselist);
    if (!told_here || !loads_by(r, "joined") || !loads_by(other, "joined")) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL803,
        r->def->lazy.span,
        r->name,
        "%s and %s are both joined: SQLAlchemy stops at the first of them, so that the other loads nothing more",
        r->name,
        other->name);
    diag_also(report, relationship_place(other->def, "lazy"), "the other side");
    diag_hint(report, "let the scalar side stay joined, and write `lazy: selectin` at %s", r->name);
    fix_set(report, r->def, "lazy", "selectin");
    diag_fix(report, "safe");
}

static void check_self(const struct rule_input *input, const struct relationship *r)
{
    if (!r->self || !loads_eagerly(r) || r->def->join_depth >= 0) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL804,
        r->def->lazy.span,
        r->name,
        "lazy: %s at %s, which leads to its own table, loads nothing at all without join_depth: it is read by a query "
        "of "
        "its own for each %s",
        lazy_of(r),
        r->name,
        r->owner->name.text);
    diag_hint(report, "write `join_depth: 2`, or as many levels as are shown, or drop `lazy`");
    fix_set(report, r->def, "join_depth", "2");
    diag_fix(report, "proposed");
}

static bool is_joined_collection(const struct relationship *r)
{
    return r->uselist && r->direction != DIRECTION_NONE && r->direction != MANY_TO_ONE && loads_by(r, "joined");
}

static void report_product(
    const struct rule_input *input, const struct relationship *r, const struct relationship *first)
{
    struct report *report = diag_report(input->diags,
        RULE_REL807,
        r->def->lazy.span,
        r->name,
        "%s and %s are both joined collections: %s with 10 of each is read as 100 rows",
        first->name,
        r->name,
        one_of(input->arena, r->owner->name.text));
    diag_also(report, first->def->lazy.span, "%s", first->name);
    diag_hint(report, "write `lazy: selectin` here");
    fix_set(report, r->def, "lazy", "selectin");
    diag_fix(report, "safe");
}

/* Of a class above: it is loaded with the child's own. */
static const struct relationship *inherited_collection(const struct rule_input *input, const struct class_def *class_)
{
    for (const struct class_def *at = class_; at->concrete != YES && at->base != NULL;) {
        at = at->base;
        for (size_t i = 0; i < at->relationships.len; i++) {
            const struct relationship *r = resolved_relationship(input->resolved, at->relationships.at[i]);
            if (is_joined_collection(r) && class_relationship(class_, r->def->name.text) == r->def) {
                return r;
            }
        }
    }
    return NULL;
}

void rules_products(const struct rule_input *input, const struct class_def *class_)
{
    const struct relationship *first = inherited_collection(input, class_);
    for (size_t i = 0; i < class_->relationships.len; i++) {
        const struct relationship *r = resolved_relationship(input->resolved, class_->relationships.at[i]);
        if (!is_joined_collection(r)) {
            continue;
        }
        if (first == NULL) {
            first = r;
        } else {
            report_product(input, r, first);
        }
    }
}

/* ---- REL806, REL809, REL811: options of loading ---- */

/* A column that the join goes by and that may be null. */
static const char *nullable_column(struct arena *arena, const struct relationship *r)
{
    for (size_t i = 0; i < r->sync.len; i++) {
        const struct table_column *column = &r->sync.at[i].dest;
        if (column_is_nullable(column->table, column->column)) {
            return arena_printf(arena, "%s.%s", table_text(arena, column->table), column->column->name.text);
        }
    }
    return NULL;
}

static const char *why_rows_vanish(struct arena *arena, const struct relationship *r)
{
    if (r->direction != MANY_TO_ONE) {
        return arena_printf(arena, "has nothing in %s", r->name);
    }
    const char *column = nullable_column(arena, r);
    return column == NULL ? NULL : arena_printf(arena, "has NULL in %s", column);
}

/* True where it was reported. */
static bool check_innerjoin(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->innerjoin != YES || r->direction == DIRECTION_NONE) {
        return false;
    }
    const char *why = why_rows_vanish(input->arena, r);
    if (why == NULL) {
        return false;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL806,
        relationship_place(r->def, "innerjoin"),
        r->name,
        "with innerjoin %s that %s vanishes from every list that loads %s by a join",
        one_of(input->arena, r->owner->name.text),
        why,
        r->name);
    diag_hint(
        report, "drop `innerjoin`%s", r->direction == MANY_TO_ONE ? ", or make the column `nullable: false`" : "");
    fix_remove(report, r->def, "innerjoin");
    diag_fix(report, "safe");
    return true;
}

static void check_omit_join(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->omit_join != YES) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL809,
        relationship_place(r->def, "omit_join"),
        r->name,
        "omit_join: true does nothing: SQLAlchemy leaves the join out by itself where it can, and warns of it");
    diag_hint(report, "drop `omit_join`");
    fix_remove(report, r->def, "omit_join");
    diag_fix(report, "safe");
}

/* ---- REL808 ---- */

/* Every row has its partner: the foreign key sees to it, and the join asks for nothing else. */
static bool always_finds(const struct rule_input *input, const struct relationship *r)
{
    const struct key *key = relationship_key(input->resolved, r);
    bool whole_table = r->target->table == r->target_table && r->target_table->mapped_by == r->target;
    return r->direction == MANY_TO_ONE && key != NULL && !r->primary_has_criteria && whole_table &&
           nullable_column(input->arena, r) == NULL;
}

static void check_outer(const struct rule_input *input, const struct relationship *r)
{
    if (!loads_by(r, "joined") || r->def->innerjoin != UNSET || r->problem != PROBLEM_NONE || r->uselist ||
        !always_finds(input, r)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL808,
        r->def->lazy.span,
        r->name,
        "%s always has its %s, yet is loaded by a LEFT OUTER JOIN, which leaves the database fewer ways to go about it",
        r->name,
        r->target->name.text);
    diag_hint(report, "write `innerjoin: true`");
    fix_set(report, r->def, "innerjoin", "true");
    diag_fix(report, "safe");
}

static void report_idle(const struct rule_input *input, const struct relationship *r, const char *key, const char *ways)
{
    struct report *report = diag_report(input->diags,
        RULE_REL811,
        relationship_place(r->def, key),
        r->name,
        "%s does nothing with lazy: %s: it speaks of %s",
        key,
        lazy_of(r),
        ways);
    diag_hint(report, "drop `%s`", key);
    fix_remove(report, r->def, key);
    diag_fix(report, "safe");
}

static void check_idle(const struct rule_input *input, const struct relationship *r, bool innerjoin_told)
{
    if (r->def->join_depth >= 0 && !loads_eagerly(r)) {
        report_idle(input, r, "join_depth", "joined, selectin and subquery");
    }
    if (r->def->innerjoin == YES && !innerjoin_told && !loads_by(r, "joined")) {
        report_idle(input, r, "innerjoin", "joined");
    }
    if (r->def->omit_join == NO && !loads_by(r, "selectin")) {
        report_idle(input, r, "omit_join", "selectin");
    }
}

void rules_lazy(const struct rule_input *input, const struct relationship *r)
{
    check_omit_join(input, r);
    bool innerjoin_told = check_innerjoin(input, r);
    if (!check_known(input, r)) {
        return;
    }
    check_idle(input, r, innerjoin_told);
    if (check_query(input, r)) {
        check_legacy(input, r);
    }
    check_outer(input, r);
    check_both_joined(input, r);
    check_self(input, r);
}
