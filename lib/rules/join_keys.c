/* REL101 to REL105: the foreign key that a join goes by is missing, or there are several. */
#include "rules/english.h"
#include "rules/fixes.h"
#include "rules/join.h"
#include "rules/names.h"
#include "rules/pair.h"
#include "yaml/layout.h"

#include "base/text.h"

#include <string.h>

/* The table that ought to hold the key and the one it ought to name. */
struct missing_key {
    const struct table_def *holder, *referenced;
    const char *holder_name; /* the model, or the association table */
    bool in_key;             /* a new column is part of the holder's primary key, where it has one */
    const char *stems[2];    /* what the column is called, without the key's column behind it: "author"; the second may
                                be NULL */
};

static const char *first_key_column(const struct table_def *table)
{
    return table->primary_key.len == 0 ? "id" : table->primary_key.at[0].text;
}

/* A column that is there already and only lacks the key. */
static const char *waiting_column(struct arena *arena, const struct missing_key *missing, const char *key)
{
    for (size_t i = 0; i < 2 && missing->stems[i] != NULL; i++) {
        const char *column = arena_printf(arena, "%s_%s", missing->stems[i], key);
        if (table_column(missing->holder, column) != NULL) {
            return column;
        }
    }
    return NULL;
}

/* A new column of an association table belongs to its key. */
static void add_key_column(const struct rule_input *input, struct report *report, const struct missing_key *missing)
{
    const char *key = first_key_column(missing->referenced);
    const char *in_key = missing->in_key && missing->holder->primary_key.len != 0 ? ", primary_key: true" : "";
    const char *map = arena_printf(input->arena,
        "{foreign_key: %s%s}",
        layout_scalar(
            input->arena, arena_printf(input->arena, "%s.%s", table_text(input->arena, missing->referenced), key)),
        in_key);
    fix_add_column(
        report, input->model, missing->holder, arena_printf(input->arena, "%s_%s", missing->stems[0], key), map);
}

/* What to add so that there is a key. */
static void hint_missing(const struct rule_input *input, struct report *report, const struct missing_key *missing)
{
    const char *key = first_key_column(missing->referenced);
    const char *waiting = waiting_column(input->arena, missing, key);
    const char *table = table_text(input->arena, missing->referenced);
    diag_fix(report, "proposed");
    if (missing->referenced->primary_key.len > 1) {
        diag_hint(report,
            "add a foreign key with %u columns to %s that references the whole key of %s",
            missing->referenced->primary_key.len,
            missing->holder_name,
            table);
    } else if (waiting != NULL) {
        diag_hint(report, "give %s.%s `foreign_key: %s.%s`", missing->holder_name, waiting, table, key);
        fix_column_set(report,
            table_column(missing->holder, waiting),
            "foreign_key",
            layout_scalar(input->arena, arena_printf(input->arena, "%s.%s", table, key)));
    } else {
        diag_hint(report,
            "add the column `%s_%s: {foreign_key: %s.%s}` to %s",
            missing->stems[0],
            key,
            table,
            key,
            missing->holder_name);
        add_key_column(input, report, missing);
    }
}

/* A collection is filled from the table of its target; one row is found by a column of the owner. */
static struct missing_key key_to_add(struct arena *arena, const struct relationship *rel)
{
    const struct rel_def *def = rel->def;
    const char *owner = text_snake_case(arena, rel->owner->name.text);
    const char *target = text_snake_case(arena, rel->target->name.text);
    const char *other = def->back_populates.text;
    if (def->uselist == YES || (def->uselist == UNSET && name_may_be_plural(def->name.text))) {
        return (struct missing_key){
            rel->target_table, rel->owner_table, rel->target->name.text, false, {other == NULL ? owner : other, owner}};
    }
    return (struct missing_key){
        rel->owner_table, rel->target_table, rel->owner->name.text, false, {def->name.text, target}};
}

static void no_key(const struct rule_input *input, const struct relationship *rel)
{
    struct missing_key missing = key_to_add(input->arena, rel);
    struct report *report = diag_report(input->diags,
        RULE_REL101,
        rel->def->target.span,
        rel->name,
        "no foreign key links %s and %s, so there is nothing that %s could join by",
        table_text(input->arena, rel->owner_table),
        table_text(input->arena, rel->target_table),
        rel->name);
    hint_missing(input, report, &missing);
}

static void no_key_secondary(const struct rule_input *input, const struct relationship *rel)
{
    bool lacks_target = rel->secondary_key == NULL && rel->def->secondaryjoin.text == NULL;
    const struct class_def *side = lacks_target ? rel->target : rel->owner;
    const struct table_def *table = lacks_target ? rel->target_table : rel->owner_table;
    struct missing_key missing = {
        rel->secondary, table, rel->secondary->name.text, true, {text_snake_case(input->arena, side->name.text), NULL}};
    struct report *report = diag_report(input->diags,
        RULE_REL103,
        rel_span(rel->def, "secondary"),
        rel->name,
        "the association table %s has no foreign key to %s, the table of %s",
        table_text(input->arena, rel->secondary),
        table_text(input->arena, table),
        side->name.text);
    diag_also(report, rel->secondary->name.span, "the association table");
    hint_missing(input, report, &missing);
}

/* ---- several ---- */

static void show_candidates(const struct rule_input *input, struct report *report, const struct relationship *rel)
{
    for (size_t i = 0; i < rel->candidates.len; i++) {
        const struct key *key = rel->candidates.at[i];
        struct strings columns = key_columns(input->arena, key);
        diag_also(report,
            key->def->span,
            "%s references %s",
            columns_text(input->arena, key->table, &columns),
            table_text(input->arena, key->referenced));
    }
}

/* "`foreign_keys: Cust.bill_id` or `foreign_keys: Cust.ship_id`" */
static const char *choices(const struct rule_input *input, const struct relationship *rel)
{
    struct strings texts = {0};
    for (size_t i = 0; i < rel->candidates.len; i++) {
        const char *columns = join_key_columns(input->arena, rel, rel->candidates.at[i]);
        *PUSH(input->arena, &texts) = arena_printf(input->arena, "`foreign_keys: %s`", columns);
    }
    return strings_join(input->arena, &texts, " or ");
}

/* Each candidate references one column of a composite key (FK013). */
static bool is_split_key(const struct relationship *rel)
{
    if (rel->candidates.len < 2) {
        return false;
    }
    for (size_t i = 0; i < rel->candidates.len; i++) {
        const struct key *key = rel->candidates.at[i];
        if (key->columns.len != 1 || key->table != rel->candidates.at[0]->table ||
            key->referenced->primary_key.len != rel->candidates.len ||
            key->ref_columns.at[0] == rel->candidates.at[i == 0 ? 1 : 0]->ref_columns.at[0]) {
            return false;
        }
    }
    return true;
}

/* The key that the other side goes by. */
static const struct key *key_of_other_side(const struct relationship *rel)
{
    const struct relationship *other = rel->names != NULL ? rel->names : rel->reverse;
    for (size_t i = 0; other != NULL && i < rel->candidates.len; i++) {
        if (other->problem == PROBLEM_NONE && rel->candidates.at[i] == other->key) {
            return other->key;
        }
    }
    return NULL;
}

static void hint_choice(const struct rule_input *input, struct report *report, const struct relationship *rel)
{
    const struct key *others = key_of_other_side(rel);
    const struct key *named = others != NULL ? others : join_key_by_name(rel);
    if (is_split_key(rel)) {
        diag_hint(report,
            "make them one foreign key of %u columns: then there is nothing to choose from",
            rel->candidates.len);
    } else if (named != NULL) {
        diag_hint(report,
            "write `foreign_keys: %s`%s",
            join_key_columns(input->arena, rel, named),
            others == NULL ? "" : ", as its other side does");
        fix_set(report, rel->def, "foreign_keys", join_key_columns(input->arena, rel, named));
        diag_fix(report, "safe");
    } else if (rel->candidates.len != 0) {
        diag_hint(report, "write %s", choices(input, rel));
    }
}

static void ambiguous(const struct rule_input *input, const struct relationship *rel)
{
    bool listed = rel->foreign_keys.len != 0;
    const char *owner = table_text(input->arena, rel->owner_table);
    const char *both =
        rel->self ? arena_printf(input->arena, "%s to itself", owner)
                  : arena_printf(input->arena, "%s and %s", owner, table_text(input->arena, rel->target_table));
    struct report *report = diag_report(input->diags,
        RULE_REL102,
        listed ? rel_span(rel->def, "foreign_keys") : rel->def->target.span,
        rel->name,
        "%u foreign keys link %s, and %s",
        rel->candidates.len,
        both,
        listed ? "foreign_keys does not list the columns of exactly one" : "nothing says by which one to join");
    show_candidates(input, report, rel);
    hint_choice(input, report, rel);
}

static const char *join_over(const struct rule_input *input, const struct relationship *rel, const struct key *key)
{
    return arena_printf(input->arena,
        "%s.%s == %s.c.%s",
        rel->owner->name.text,
        key->ref_columns.at[0]->name.text,
        rel->secondary->name.text,
        key->columns.at[0]->name.text);
}

/* Joins of a self-referential many-to-many, by the order of the association table's columns; exchanged on the side that
 * comes later. */
static void propose_self_joins(const struct rule_input *input, struct report *report, const struct relationship *rel)
{
    const struct relationship *other = rel->names != NULL ? rel->names : rel->reverse;
    bool later = other != NULL && other != rel && pair_comes_later(rel, other);
    const char *primary = join_over(input, rel, rel->candidates.at[later ? 1 : 0]);
    const char *secondary = join_over(input, rel, rel->candidates.at[later ? 0 : 1]);
    diag_hint(report,
        "write `primaryjoin: \"%s\"` and `secondaryjoin: \"%s\"`%s",
        primary,
        secondary,
        other == NULL || other == rel || other->def->from_backref ? "" : ", and the two exchanged on the other side");
    fix_set(report, rel->def, "primaryjoin", layout_scalar(input->arena, primary));
    fix_set(report, rel->def, "secondaryjoin", layout_scalar(input->arena, secondary));
    diag_fix(report, "safe");
}

static const char *join_choices(const struct rule_input *input, const struct relationship *rel, const char *word)
{
    struct strings texts = {0};
    for (size_t i = 0; i < rel->candidates.len; i++) {
        const struct key *key = rel->candidates.at[i];
        const struct table_column referenced = {key->referenced, key->ref_columns.at[0]};
        *PUSH(input->arena, &texts) = arena_printf(input->arena,
            "`%s: \"%s == %s.c.%s\"`",
            word,
            join_column(input->arena, rel, &referenced),
            key->table->name.text,
            key->columns.at[0]->name.text);
    }
    return strings_join(input->arena, &texts, " or ");
}

static void ambiguous_secondary(const struct rule_input *input, const struct relationship *rel)
{
    bool of_target = rel->secondary_key == NULL && rel->def->secondaryjoin.text == NULL;
    struct report *report = diag_report(input->diags,
        RULE_REL104,
        rel_span(rel->def, "secondary"),
        rel->name,
        "the association table %s has %u foreign keys to %s, and nothing says which one leads to %s",
        table_text(input->arena, rel->secondary),
        rel->candidates.len,
        table_text(input->arena, of_target ? rel->target_table : rel->owner_table),
        rel->self   ? "which side"
        : of_target ? "the target"
                    : "the owner");
    show_candidates(input, report, rel);
    diag_fix(report, "proposed");
    if (rel->candidates.len < 2 || rel->candidates.at[0]->columns.len > 1) {
        return;
    }
    if (rel->self && !rel->def->from_backref && rel->candidates.len == 2 && rel->def->primaryjoin.text == NULL &&
        rel->def->secondaryjoin.text == NULL) {
        propose_self_joins(input, report, rel);
    } else {
        diag_hint(report, "write %s", join_choices(input, rel, of_target ? "secondaryjoin" : "primaryjoin"));
    }
}

static void foreign_keys_miss(const struct rule_input *input, const struct relationship *rel)
{
    struct strings listed = {0};
    for (size_t i = 0; i < rel->foreign_keys.len; i++) {
        *PUSH(input->arena, &listed) = join_column(input->arena, rel, &rel->foreign_keys.at[i]);
    }
    struct report *report = diag_report(input->diags,
        RULE_REL105,
        rel_span(rel->def, "foreign_keys"),
        rel->name,
        "foreign_keys lists %s, but no foreign key between the two sides is held there",
        strings_join(input->arena, &listed, ", "));
    show_candidates(input, report, rel);
    if (rel->secondary == NULL) {
        hint_choice(input, report, rel);
    } else {
        diag_hint(report,
            "drop `foreign_keys`, or list the columns of %s that lead to both sides",
            rel->secondary->name.text);
    }
}

void check_keys(const struct rule_input *input, const struct relationship *rel)
{
    switch (rel->problem) {
    case PROBLEM_NO_KEY: no_key(input, rel); break;
    case PROBLEM_AMBIGUOUS: ambiguous(input, rel); break;
    case PROBLEM_NO_KEY_SECONDARY: no_key_secondary(input, rel); break;
    case PROBLEM_AMBIGUOUS_SECONDARY: ambiguous_secondary(input, rel); break;
    case PROBLEM_FOREIGN_KEYS_MISS: foreign_keys_miss(input, rel); break;
    case PROBLEM_NONE:
    case PROBLEM_FOLLOWER:
    case PROBLEM_TARGET_UNKNOWN:
    case PROBLEM_TARGET_IS_TABLE:
    case PROBLEM_SECONDARY_UNKNOWN:
    case PROBLEM_SECONDARY_IS_CLASS:
    case PROBLEM_SECONDARY_IS_END:
    case PROBLEM_UNKNOWN_COLUMN:
    case PROBLEM_JOIN_TEXT:
    case PROBLEM_NO_FOREIGN:
    case PROBLEM_NO_EQUALITY:
    case PROBLEM_BOTH_FOREIGN:
    case PROBLEM_FOREIGN_ELSEWHERE:
    case PROBLEM_NO_REMOTE:
    case PROBLEM_SECONDARYJOIN_ALONE:
    case PROBLEM_OPAQUE:
    case PROBLEM_COUNT: break;
    }
}
