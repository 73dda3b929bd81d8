/* REL201 to REL208: a table that refers to itself. */
#include "resolve/condition.h"
#include "rules/english.h"
#include "rules/fixes.h"
#include "rules/join.h"
#include "rules/names.h"
#include "rules/pair.h"

#include "base/text.h"

#include <string.h>

static bool is_sound(const struct relationship *rel)
{
    return rel->problem == PROBLEM_NONE && rel->self;
}

/* The columns that the key references, as remote_side takes them: "[N.id]". */
static const char *key_text(struct arena *arena, const struct relationship *rel, bool referenced)
{
    struct strings names = {0};
    for (size_t i = 0; i < rel->sync.len; i++) {
        const struct sync_pair *pair = &rel->sync.at[i];
        const char *name = join_column(arena, rel, referenced ? &pair->source : &pair->dest);
        if (!strings_have(&names, name)) {
            *PUSH(arena, &names) = name;
        }
    }
    return fix_one_or_list(arena, &names);
}

/* ---- pairs that point the same way ---- */

/* Of two sides the one whose name says that it is one row, or that it is many: the later one where both do or none. */
static const struct relationship *side_named(
    const struct relationship *a, const struct relationship *b, bool collection)
{
    return name_may_be_plural(b->def->name.text) == collection || name_may_be_plural(a->def->name.text) != collection
               ? b
               : a;
}

/* Where a change is written: a side that a backref made has its options there. */
static const char *where_written(struct arena *arena, const struct relationship *side, const char *options)
{
    if (!side->def->from_backref) {
        return arena_printf(arena, "`%s` at %s", options, side->name);
    }
    return arena_printf(arena,
        "`backref: {name: %s, %s}` at %s.%s",
        side->def->name.text,
        options,
        side->def->expanded_from->owner->name.text,
        side->def->expanded_from->name.text);
}

static struct span pair_place(const struct relationship *rel)
{
    return rel_span(rel->def, rel->def->backref.text != NULL ? "backref" : "back_populates");
}

/* `a` is the side that comes first in the model. */
static void same_direction(const struct rule_input *input, const struct relationship *a, const struct relationship *b)
{
    struct arena *arena = input->arena;
    bool children = a->direction == ONE_TO_MANY;
    const struct relationship *blamed = b->def->from_backref ? a : b;
    const struct relationship *other = blamed == a ? b : a;
    struct report *report = diag_report(input->diags,
        children ? RULE_REL201 : RULE_REL202,
        pair_place(blamed),
        blamed->name,
        children ? "%s and %s are both one-to-many: without remote_side a self-referential relationship is the "
                   "collection of children"
                 : "%s and %s are both many-to-one: remote_side on both sides makes each of them the parent",
        blamed->name,
        other->name);
    if (!other->def->from_backref) {
        diag_also(report, other->def->name.span, "the other side");
    }
    const struct relationship *change = side_named(a, b, !children);
    if (children) {
        const char *options = arena_printf(arena, "remote_side: %s", key_text(arena, change, true));
        diag_hint(report, "write %s", where_written(arena, change, options));
        fix_set(report, change->def, "remote_side", key_text(arena, change, true));
    } else {
        diag_hint(report, "drop `remote_side` at %s", change->name);
        fix_remove(report, change->def, "remote_side");
    }
    diag_fix(report, "safe");
}

static void own_other_side(const struct rule_input *input, const struct relationship *rel)
{
    bool many = rel->direction == MANY_TO_MANY;
    struct report *report = diag_report(input->diags,
        RULE_REL205,
        pair_place(rel),
        rel->name,
        many ? "%s is its own other side, which does nothing: an addition is neither mirrored in memory nor stored the "
               "other "
               "way round"
             : "%s is its own other side: one relationship cannot be both the parent and the children",
        rel->name);
    if (many) {
        diag_severity(report, CORM_WARNING);
        diag_hint(report, "add a second relationship with the two joins exchanged, and pair the two");
    } else {
        diag_hint(report, "name the relationship of the other direction, or drop `back_populates`");
    }
    diag_fix(report, "proposed");
}

/* ---- many-to-many with itself ---- */

static bool pairs_same(const struct sync_pairs *a, const struct sync_pairs *b)
{
    if (a->len != b->len) {
        return false;
    }
    for (size_t i = 0; i < a->len; i++) {
        bool found = false;
        for (size_t k = 0; k < b->len && !found; k++) {
            found = a->at[i].source.column == b->at[k].source.column && a->at[i].dest.column == b->at[k].dest.column;
        }
        if (!found) {
            return false;
        }
    }
    return a->len != 0;
}

static bool uses_one_column(struct arena *arena, const struct relationship *rel)
{
    struct strings first = written_columns(arena, &rel->sync);
    struct strings second = written_columns(arena, &rel->secondary_sync);
    return first.len != 0 && strings_same_set(&first, &second);
}

/* The only other column of the association table that references a row of the target. */
static const struct column_def *other_column(const struct rule_input *input, const struct relationship *rel)
{
    const struct column_def *used = rel->secondary_sync.at[0].dest.column, *found = NULL;
    for (size_t i = 0; i < rel->secondary->foreign_keys.len; i++) {
        const struct key *key = resolved_key(input->resolved, rel->secondary->foreign_keys.at[i]);
        if (key == NULL || key->referenced != rel->target_table || key->columns.at[0] == used) {
            continue;
        }
        if (found != NULL || key->columns.len != 1) {
            return NULL;
        }
        found = key->columns.at[0];
    }
    return found;
}

/* Where secondaryjoin names the column as table.c.column, and once. */
static const struct term *written_term(const struct relationship *rel, const struct column_def *column)
{
    const struct term *found = NULL;
    for (size_t i = 0; rel->secondary_join != NULL && i < rel->secondary_join->columns.len; i++) {
        const struct term *term = rel->secondary_join->columns.at[i];
        if (term->column.column != column) {
            continue;
        }
        if (found != NULL || term->written == NULL || term->via != NULL || strchr(term->written->text, '.') == NULL) {
            return NULL;
        }
        found = term;
    }
    return found;
}

static void same_column(const struct rule_input *input, const struct relationship *rel)
{
    struct strings columns = written_columns(input->arena, &rel->sync);
    struct report *report = diag_report(input->diags,
        RULE_REL207,
        rel_span(rel->def, "secondaryjoin"),
        rel->name,
        "primaryjoin and secondaryjoin both use %s: the other column of %s stays NULL",
        columns_text(input->arena, rel->secondary, &columns),
        table_text(input->arena, rel->secondary));
    diag_hint(report, "write the column that leads to the other row in `secondaryjoin`");
    const struct column_def *other = other_column(input, rel);
    const struct term *term = other == NULL ? NULL : written_term(rel, rel->secondary_sync.at[0].dest.column);
    if (term != NULL) {
        const char *text = term->written->text;
        size_t table = (size_t)(strrchr(text, '.') - text);
        const struct word old = {text, term->written->span};
        fix_replace(report, &old, arena_printf(input->arena, "%.*s.%s", (int)table, text, other->name.text));
    }
    diag_fix(report, term != NULL ? "safe" : "proposed");
}

static bool is_mirrored(const struct relationship *a, const struct relationship *b)
{
    return pairs_same(&a->sync, &b->secondary_sync) && pairs_same(&a->secondary_sync, &b->sync);
}

static void not_mirrored(const struct rule_input *input, const struct relationship *a, const struct relationship *b)
{
    struct report *report = diag_report(input->diags,
        RULE_REL208,
        rel_span(b->def, "primaryjoin"),
        b->name,
        "%s and %s join %s the same way round: what one side adds, the other reads the wrong way",
        a->name,
        b->name,
        table_text(input->arena, a->secondary));
    diag_also(report, rel_span(a->def, "primaryjoin"), "the other side");
    diag_hint(report, "exchange `primaryjoin` and `secondaryjoin` at %s", b->name);
    bool written = b->def->primaryjoin.text != NULL && b->def->secondaryjoin.text != NULL;
    if (written) {
        fix_set_name(input->arena, report, b->def, "primaryjoin", b->def->secondaryjoin.text);
        fix_set_name(input->arena, report, b->def, "secondaryjoin", b->def->primaryjoin.text);
    }
    diag_fix(report, written ? "safe" : "proposed");
}

/* ---- pairs ---- */

/* Once for two sides: called for the one that comes first. */
bool pair_is_swapped(const struct relationship *r)
{
    const struct relationship *other = r->reverse, *many = r->direction == ONE_TO_MANY ? r : other;
    const struct relationship *one = many == r ? other : r;
    if (other == NULL || !is_sound(r) || !is_sound(other) || many->direction != ONE_TO_MANY ||
        one->direction != MANY_TO_ONE || one->def->from_backref || many->def->from_backref) {
        return false;
    }
    bool by_default = many->remote_side.len == 0 && one->def->has_remote_side && many->def->uselist == UNSET &&
                      one->def->uselist == UNSET;
    return by_default && !name_may_be_plural(many->def->name.text) && name_must_be_plural(one->def->name.text);
}

static void report_swapped(const struct rule_input *input, const struct relationship *a, const struct relationship *b)
{
    const struct relationship *many = a->direction == ONE_TO_MANY ? a : b, *one = many == a ? b : a;
    struct report *report = diag_report(input->diags,
        RULE_REL203,
        rel_span(one->def, "remote_side"),
        many->name,
        "%s is the collection of children and %s the one parent, although their names say the opposite",
        many->name,
        one->name);
    diag_also(report, many->def->name.span, "%s has no remote_side", many->name);
    diag_hint(report, "move `remote_side: %s` to %s", key_text(input->arena, many, true), many->name);
    fix_set(report, many->def, "remote_side", key_text(input->arena, many, true));
    fix_remove(report, one->def, "remote_side");
    diag_fix(report, "safe");
}

static void check_pair(const struct rule_input *input, const struct relationship *a, const struct relationship *b)
{
    if (a->direction == MANY_TO_MANY) {
        bool comparable = b->direction == MANY_TO_MANY && a->secondary != NULL && a->secondary == b->secondary &&
                          !uses_one_column(input->arena, a) && !uses_one_column(input->arena, b);
        if (comparable && !is_mirrored(a, b)) {
            not_mirrored(input, a, b);
        }
    } else if (a->direction == b->direction) {
        same_direction(input, a, b);
    } else if (pair_is_swapped(a)) {
        report_swapped(input, a, b);
    }
}

/* ---- one side alone ---- */

/* One row is meant: by uselist over a key that is not unique, or by the name. */
static bool means_one(const struct rule_input *input, const struct relationship *rel)
{
    if (rel->def->uselist == NO) {
        struct strings columns = written_columns(input->arena, &rel->sync);
        return !table_unique_on(rel->owner_table, &columns);
    }
    return rel->def->uselist == UNSET && !name_may_be_plural(rel->def->name.text);
}

/* "parent" over parent_id: without remote_side SQLAlchemy makes it the children. */
static void lone_scalar(const struct rule_input *input, const struct relationship *rel)
{
    bool lone = rel->names == NULL && rel->reverse == NULL;
    bool by_default = rel->remote_side.len == 0 && rel->def->primaryjoin.text == NULL;
    if (rel->direction != ONE_TO_MANY || !lone || !by_default || !means_one(input, rel)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL203,
        rel->def->name.span,
        rel->name,
        "%s is the collection of children (one-to-many), although its name says one row",
        rel->name);
    diag_hint(report,
        "write `remote_side: %s` if it is the parent; give it a plural name if it is not",
        key_text(input->arena, rel, true));
    fix_set(report, rel->def, "remote_side", key_text(input->arena, rel, true));
    diag_fix(report, "safe");
}

/* Columns of a composite key that remote_side ought to list and does not. */
static void incomplete_remote_side(const struct rule_input *input, const struct relationship *rel)
{
    bool parent = rel->direction == MANY_TO_ONE;
    struct strings missing = {0};
    for (size_t i = 0; i < rel->sync.len; i++) {
        const struct table_column *column = parent ? &rel->sync.at[i].source : &rel->sync.at[i].dest;
        bool listed = false;
        for (size_t k = 0; k < rel->remote_side.len && !listed; k++) {
            listed = rel->remote_side.at[k].column == column->column;
        }
        if (!listed) {
            *PUSH(input->arena, &missing) = join_column(input->arena, rel, column);
        }
    }
    if (missing.len == 0) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL204,
        rel_span(rel->def, "remote_side"),
        rel->name,
        "remote_side leaves out %s of the composite key: rows are found by the other columns alone",
        strings_join(input->arena, &missing, ", "));
    diag_hint(report, "write `remote_side: %s`", key_text(input->arena, rel, parent));
    fix_set(report, rel->def, "remote_side", key_text(input->arena, rel, parent));
    diag_fix(report, "safe");
}

static void check_alone(const struct rule_input *input, const struct relationship *rel)
{
    lone_scalar(input, rel);
    if (rel->direction == MANY_TO_MANY && uses_one_column(input->arena, rel)) {
        same_column(input, rel);
    }
    if (rel->direction != MANY_TO_MANY && rel->sync.len > 1 && rel->remote_side.len != 0) {
        incomplete_remote_side(input, rel);
    }
    if (rel->names == rel) {
        own_other_side(input, rel);
    }
}

void rules_self(const struct rule_input *input, const struct relationship *rel)
{
    if (!is_sound(rel)) {
        return;
    }
    check_alone(input, rel);
    const struct relationship *other = rel->names;
    if (other == NULL || other == rel || !is_sound(other)) {
        return;
    }
    bool both_name = other->names == rel;
    bool first = rel->number < other->number;
    if (!both_name || first) {
        check_pair(input, first ? rel : other, first ? other : rel);
    }
}
