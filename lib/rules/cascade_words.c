#include "rules/deletes.h"
#include "rules/fixes.h"

#include "base/text.h"

/* ---- words that do not exist ---- */

static const struct strings *cascade_words(void)
{
    static const char *words[] = {
        "save-update", "merge", "refresh-expire", "expunge", "delete", "delete-orphan", "all", "none"};
    static const struct strings list = {.at = words, .len = sizeof words / sizeof *words};
    return &list;
}

/* REL601. */
static bool check_spelling(const struct rule_input *input, const struct relationship *r)
{
    bool fits = true;
    for (size_t i = 0; i < r->def->cascade.len; i++) {
        const struct word *word = &r->def->cascade.at[i];
        if (strings_have(cascade_words(), word->text)) {
            continue;
        }
        fits = false;
        struct report *report = diag_report(input->diags,
            RULE_REL601,
            span_or(word->span, relationship_place(r->def, "cascade")),
            r->name,
            "cascade has no word \"%s\": SQLAlchemy refuses the model",
            word->text);
        const char *nearest = text_nearest(word->text, cascade_words());
        if (nearest != NULL) {
            diag_hint(report, "did you mean %s?", nearest);
            diag_fix(report, "proposed");
            fix_replace(report, word, nearest);
        } else {
            diag_hint(report, "the words are %s", strings_join(input->arena, cascade_words(), ", "));
        }
    }
    return fits;
}

/* REL617. */
static bool check_passive_word(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->passive_deletes != PASSIVE_OTHER) {
        return true;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL617,
        r->def->passive_deletes_word.span,
        r->name,
        "passive_deletes is true, false or all; \"%s\" would be taken for true",
        r->def->passive_deletes_word.text);
    diag_hint(report,
        "write `passive_deletes: all` to leave deletes to the database entirely, or `true` for those that are not "
        "loaded");
    fix_set(report, r->def, "passive_deletes", "true");
    diag_fix(report, "proposed");
    return false;
}

/* ---- words that contradict each other ---- */

/* REL603. */
static bool check_orphan_deletes(
    const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    if (!cascade->delete_orphan || cascade->delete || r->def->viewonly == YES) {
        return true;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL603,
        relationship_place(r->def, "cascade"),
        r->name,
        "%s deletes what is taken out of it, but not what it holds when the %s is deleted: delete-orphan needs delete",
        r->name,
        r->owner->name.text);
    diag_hint(report, "write `cascade: \"all, delete-orphan\"`");
    fix_words(report, r->def, "cascade", "all, delete-orphan");
    diag_fix(report, "safe");
    return false;
}

/* REL604. */
static bool check_passive_fits(
    const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    if (r->def->passive_deletes != PASSIVE_ALL || (!cascade->delete &&!cascade->delete_orphan)) {
        return true;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL604,
        r->def->passive_deletes_word.span,
        r->name,
        "passive_deletes: all leaves every delete to the database, while cascade asks SQLAlchemy to delete");
    diag_also(report, relationship_place(r->def, "cascade"), "the cascade");
    diag_hint(report, "write `passive_deletes: true`, or take delete out of `cascade`");
    fix_set(report, r->def, "passive_deletes", "true");
    diag_fix(report, "safe");
    return false;
}

static const char *with_save_update(struct arena *arena, const struct rel_def *def)
{
    struct strings words = {0};
    *PUSH(arena, &words) = "save-update";
    for (size_t i = 0; i < def->cascade.len; i++) {
        if (!text_same(def->cascade.at[i].text, "none")) {
            *PUSH(arena, &words) = def->cascade.at[i].text;
        }
    }
    return strings_join(arena, &words, ", ");
}

/* REL618. */
static void check_saves(const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    if (cascade->save_update || !r->def->has_cascade || r->def->viewonly == YES) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL618,
        relationship_place(r->def, "cascade"),
        r->name,
        "a new %s that is put into %s is never inserted: save-update is not in cascade",
        r->def->target.text,
        r->name);
    diag_hint(report, "add save-update to `cascade`, or write `viewonly: true` if it is only read");
    fix_words(report, r->def, "cascade", with_save_update(input->arena, r->def));
    diag_fix(report, "proposed");
}

/* ---- words that do not fit the direction ---- */

/* REL602. */
static bool check_orphan_direction(
    const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    if (!cascade->delete_orphan || r->def->single_parent == YES || r->def->viewonly == YES ||
        (r->direction != MANY_TO_ONE && r->direction != MANY_TO_MANY)) {
        return true;
    }
    const struct relationship *other = r->reverse;
    bool movable = r->direction == MANY_TO_ONE && other != NULL && other->direction == ONE_TO_MANY;
    struct report *report = diag_report(input->diags,
        RULE_REL602,
        relationship_place(r->def, "cascade"),
        r->name,
        "delete-orphan on the %s side %s: %s can belong to several %s, so that it is never known to be an orphan",
        r->direction == MANY_TO_ONE ? "many-to-one" : "many-to-many",
        r->name,
        one_of(input->arena, r->def->target.text),
        table_text(input->arena, r->owner_table));
    if (movable) {
        diag_also(report, other->def->name.span, "the one-to-many side");
        diag_hint(report, "move it: `cascade: \"all, delete-orphan\"` %s", relationship_at(input->arena, other));
        fix_remove(report, r->def, "cascade");
        fix_words(report, other->def, "cascade", "all, delete-orphan");
        diag_fix(report, "safe");
    } else {
        diag_hint(report, "drop delete and delete-orphan here; deletes cascade from the one-to-many side");
        fix_remove(report, r->def, "cascade");
        diag_fix(report, "proposed");
    }
    return false;
}

/* Of a pair in which each side has at most one of the other. */
static bool is_one_to_one(struct arena *arena, const struct relationship *r)
{
    if (r->direction == MANY_TO_MANY) {
        return false;
    }
    if (r->reverse != NULL && r->direction == MANY_TO_ONE) {
        return !r->reverse->uselist;
    }
    struct strings columns = written_columns(arena, &r->sync);
    return !r->uselist && table_unique_on(written_table(&r->sync), &columns);
}

/* REL614, REL615. */
static void check_shared(const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    bool many = r->direction == MANY_TO_MANY;
    bool back = r->reverse != NULL && relationship_cascade(r->reverse->def).delete;
    if (!cascade->delete || r->direction == ONE_TO_MANY || r->def->single_parent == YES ||
        is_one_to_one(input->arena, r)) {
        return;
    }
    const char *rest = many    ? "although others may hold them as well"
                       : !back ? "although others may reference it as well"
                               : arena_printf(input->arena, "and with it all that is in %s", r->reverse->name);
    struct report *report = diag_report(input->diags,
        many ? RULE_REL615 : RULE_REL614,
        relationship_place(r->def, "cascade"),
        r->name,
        many ? "deleting %s deletes every %s in %s too, %s" : "deleting %s deletes its %s, %s, %s",
        one_of(input->arena, r->owner->name.text),
        r->def->target.text,
        r->name,
        rest);
    diag_hint(report,
        many ? "drop `cascade`: the rows of the association table go in any case"
             : "drop `cascade` here; where children go with their parent, it stands at the parent's side");
    fix_remove(report, r->def, "cascade");
    diag_fix(report, "safe");
}

/* REL616. */
static void check_both_ways(const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    const struct relationship *other = r->reverse;
    if (!cascade->delete || r->direction != MANY_TO_ONE || other == NULL || !is_one_to_one(input->arena, r) ||
        !relationship_cascade(other->def).delete) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL616,
        relationship_place(r->def, "cascade"),
        r->name,
        "deleting %s deletes its %s and the other way round: neither can go alone",
        one_of(input->arena, r->owner->name.text),
        r->def->target.text);
    diag_also(report, relationship_place(other->def, "cascade"), "the other side, %s", other->name);
    diag_hint(report, "drop `cascade` on the side that can live without the other, usually %s", r->name);
    fix_remove(report, r->def, "cascade");
    diag_fix(report, "proposed");
}

/* REL619. */
static void check_passive_direction(const struct rule_input *input, const struct relationship *r)
{
    if (r->direction != MANY_TO_ONE || r->def->passive_deletes == PASSIVE_UNSET || r->def->viewonly == YES) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL619,
        r->def->passive_deletes_word.span,
        r->name,
        "passive_deletes does nothing at %s: it speaks of children, and this is the many-to-one side",
        r->name);
    diag_hint(report, "drop it, or write it on the side of %s", r->def->target.text);
    fix_remove(report, r->def, "passive_deletes");
    diag_fix(report, "safe");
}

/* REL621. */
static void check_single_parent(
    const struct rule_input *input, const struct relationship *r, const struct cascade *cascade)
{
    bool children = r->direction == ONE_TO_MANY;
    if (r->def->single_parent != YES || r->direction == DIRECTION_NONE || (!children && cascade->delete_orphan)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL621,
        relationship_place(r->def, "single_parent"),
        r->name,
        children ? "single_parent says nothing at %s: a child of a one-to-many side has one parent in any case"
                 : "single_parent forbids %s to be shared in %s, although nothing there deletes orphans",
        children ? r->name : one_of(input->arena, r->def->target.text),
        r->name);
    diag_hint(report, "drop `single_parent`");
    fix_remove(report, r->def, "single_parent");
    diag_fix(report, "safe");
}

/* REL627. */
static void check_backrefs(const struct rule_input *input, const struct relationship *r)
{
    if (r->def->cascade_backrefs != YES || input->sqlalchemy == SQLALCHEMY_1_4) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL627,
        relationship_place(r->def, "cascade_backrefs"),
        r->name,
        "SQLAlchemy 2.0 refuses cascade_backrefs: true at %s: an object that gets a parent no longer enters the "
        "session of that parent by itself",
        r->name);
    diag_hint(report, "drop `cascade_backrefs`, and add such objects to the session");
    fix_remove(report, r->def, "cascade_backrefs");
    diag_fix(report, "safe");
}

bool check_cascade_words(const struct rule_input *input, const struct relationship *r)
{
    bool spelt = check_spelling(input, r);
    bool known = check_passive_word(input, r) && spelt;
    if (!known) {
        return false;
    }
    struct cascade cascade = relationship_cascade(r->def);
    bool fits = check_orphan_deletes(input, r, &cascade);
    fits = check_passive_fits(input, r, &cascade) && fits;
    check_saves(input, r, &cascade);
    check_backrefs(input, r);
    check_passive_direction(input, r);
    if (check_orphan_direction(input, r, &cascade)) {
        check_single_parent(input, r, &cascade);
        if (relationship_writes(r)) {
            check_shared(input, r, &cascade);
            check_both_ways(input, r, &cascade);
        }
    }
    return fits;
}
