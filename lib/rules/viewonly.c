#include "rules/fixes.h"
#include "rules/names.h"

/* REL701 to REL705, REL710: relationships that are only read, with words about writing. */

static bool is_viewonly(const struct relationship *r)
{
    return r->def->viewonly == YES;
}

/* ---- REL701 ---- */

static void check_cascade(const struct rule_input *input, const struct relationship *r)
{
    struct cascade cascade = relationship_cascade(r->def);
    if (!r->def->has_cascade || (!cascade.save_update && !cascade.delete &&!cascade.delete_orphan)) {
        return;
    }
    bool refused = input->sqlalchemy == SQLALCHEMY_1_4;
    struct report *report = diag_report(input->diags,
        RULE_REL701,
        relationship_place(r->def, "cascade"),
        r->name,
        "%s is viewonly, so that nothing can cascade along it: %s",
        r->name,
        refused ? "SQLAlchemy 1.4 refuses the model" : "SQLAlchemy drops the words without telling");
    diag_also(report, relationship_place(r->def, "viewonly"), "viewonly stands here");
    diag_hint(report, "drop `cascade`");
    fix_remove(report, r->def, "cascade");
    diag_fix(report, "safe");
    if (!refused) {
        diag_severity(report, CORM_WARNING);
    }
}

/* ---- REL702 ---- */

static void report_flag(const struct rule_input *input, const struct relationship *r, const char *key)
{
    struct report *report = diag_report(input->diags,
        RULE_REL702,
        relationship_place(r->def, key),
        r->name,
        "%s says how to write, but %s is viewonly: it never writes",
        key,
        r->name);
    diag_hint(report, "drop `%s`", key);
    fix_remove(report, r->def, key);
    diag_fix(report, "safe");
}

static void check_flags(const struct rule_input *input, const struct relationship *r)
{
    const struct rel_def *def = r->def;
    if (def->passive_deletes != PASSIVE_UNSET && def->passive_deletes != PASSIVE_FALSE) {
        report_flag(input, r, "passive_deletes");
    }
    if (def->passive_updates == NO) {
        report_flag(input, r, "passive_updates");
    }
    if (def->enable_typechecks == NO) {
        report_flag(input, r, "enable_typechecks");
    }
    if (def->active_history == YES) {
        report_flag(input, r, "active_history");
    }
    if (def->cascade_backrefs == NO && input->sqlalchemy == SQLALCHEMY_1_4) { /* 2.0 knows nothing else: REL627 */
        report_flag(input, r, "cascade_backrefs");
    }
}

/* ---- REL703 to REL705: viewonly and the other side ---- */

/* A backref has it from the side that makes it, where it is told. */
static bool says_sync(const struct rel_def *def)
{
    const struct rel_def *written = def->from_backref ? def->expanded_from->backref_options : def;
    return written != NULL && written->sync_backref == YES;
}

static void report_sync(const struct rule_input *input, const struct relationship *r)
{
    struct report *report = diag_report(input->diags,
        RULE_REL703,
        relationship_place(r->def, "sync_backref"),
        r->name,
        "%s is viewonly and has sync_backref: what is only read is not kept in step, and SQLAlchemy refuses the model",
        r->name);
    diag_hint(report, "drop `sync_backref`");
    fix_remove(report, r->def, "sync_backref");
    diag_fix(report, "safe");
}

static void report_sync_with(const struct rule_input *input, const struct relationship *r)
{
    struct report *report = diag_report(input->diags,
        RULE_REL704,
        relationship_place(r->def, "sync_backref"),
        r->name,
        "%s asks to be kept in step with %s, which is viewonly: SQLAlchemy refuses the model",
        r->name,
        r->reverse->name);
    diag_also(report, relationship_place(r->reverse->def, "viewonly"), "%s is viewonly", r->reverse->name);
    diag_hint(report, "write `sync_backref: false`, or drop back_populates on both sides");
    fix_set(report, r->def, "sync_backref", "false");
    diag_fix(report, "safe");
}

static void report_stale(const struct rule_input *input, const struct relationship *r)
{
    struct report *report = diag_report(input->diags,
        RULE_REL705,
        relationship_place(r->def, "back_populates"),
        r->name,
        "%s writes and its other side %s is viewonly: a change of %s does not show there before a reload",
        r->name,
        r->reverse->name,
        r->name);
    diag_also(report, relationship_place(r->reverse->def, "viewonly"), "%s is viewonly", r->reverse->name);
    diag_hint(report,
        "drop back_populates on both sides, or `viewonly` at %s; or write `sync_backref: false` %s to say that it is "
        "meant",
        r->reverse->name,
        relationship_at(input->arena, r));
    if (r->def->back_populates.text != NULL && r->reverse->def->back_populates.text != NULL) {
        fix_remove(report, r->def, "back_populates");
        fix_remove(report, r->reverse->def, "back_populates");
    }
    diag_fix(report, "proposed");
}

/* `sync_backref: false` says that it is meant. */
static void check_other_side(const struct rule_input *input, const struct relationship *r)
{
    if (r->reverse == NULL || !is_viewonly(r->reverse)) {
        return;
    }
    if (says_sync(r->def)) {
        report_sync_with(input, r);
    } else if (r->def->sync_backref == UNSET && r->problem == PROBLEM_NONE) {
        report_stale(input, r);
    }
}

/* ---- REL710 ---- */

/* SQLAlchemy hands viewonly on to what backref makes, unless the backref says otherwise. */
static void check_inherited(const struct rule_input *input, const struct relationship *r)
{
    const struct rel_def *maker = r->def->from_backref ? r->def->expanded_from : NULL;
    if (maker == NULL || maker->viewonly != YES ||
        (maker->backref_options != NULL && maker->backref_options->viewonly != UNSET)) {
        return;
    }
    const char *name = arena_printf(input->arena, "%s.%s", maker->owner->name.text, maker->name.text);
    struct report *report = diag_report(input->diags,
        RULE_REL710,
        maker->backref.span,
        name,
        "the backref of %s takes over its viewonly: what is put into %s is never stored",
        name,
        r->name);
    diag_also(report, rel_span(maker, "viewonly"), "viewonly stands here");
    diag_hint(report,
        "write `backref: {name: %s, viewonly: true}` to say that it is meant, or `viewonly: false` there",
        r->def->name.text);
    fix_set(report, r->def, "viewonly", "true");
    diag_fix(report, "proposed");
}

void rules_viewonly(const struct rule_input *input, const struct relationship *r)
{
    if (!is_viewonly(r)) {
        check_other_side(input, r);
        return;
    }
    if (!r->def->from_backref || r->def->has_cascade) {
        check_cascade(input, r);
    }
    check_flags(input, r);
    check_inherited(input, r);
    if (says_sync(r->def)) {
        report_sync(input, r);
    }
}
