/* REL108 to REL115 and REL122: the columns of a join do not say what goes where. */
#include "resolve/condition.h"
#include "resolve/mapping.h"
#include "rules/english.h"
#include "rules/fixes.h"
#include "rules/join.h"
#include "rules/names.h"

#include "base/text.h"

/* What the relationship joins by, for a message. */
static struct span join_place(const struct relationship *rel)
{
    return rel_span(rel->def, rel->def->primaryjoin.text == NULL ? "secondaryjoin" : "primaryjoin");
}

static bool is_key_column(const struct table_column *column)
{
    const struct words *key = &column->table->primary_key;
    for (size_t i = 0; i < key->len; i++) {
        if (text_same(key->at[i].text, column->column->name.text)) {
            return true;
        }
    }
    return false;
}

/* The side of an equality that can only be the referring one: the other is a key column and it is not. */
static const struct table_column *likely_foreign(const struct join_pair *pair)
{
    if (!text_same(pair->op, "==") || is_key_column(&pair->left) == is_key_column(&pair->right)) {
        return NULL;
    }
    return is_key_column(&pair->left) ? &pair->right : &pair->left;
}

/* The referring column of each equality: pairs as a key would have them, and the words that name it. */
struct referrals {
    struct sync_pairs pairs;
    struct LIST_OF(struct word) words;
};

/* False where there is none, or one of them is not to be told. */
static bool find_referrals(struct arena *arena, const struct relationship *rel, struct referrals *found)
{
    const struct terms *compares = &rel->primary_join->compares;
    for (size_t i = 0; i < compares->len; i++) {
        const struct term *compare = compares->at[i];
        if (!text_same(compare->text, "==") || !compare_is_plain(compare)) {
            continue;
        }
        const struct term *left = compare->args.at[0], *right = compare->args.at[1];
        const struct join_pair pair = {.left = left->column, .right = right->column, .op = compare->text};
        const struct table_column *foreign = likely_foreign(&pair);
        const struct term *term = foreign == &pair.left ? left : right;
        if (foreign == NULL || term->written == NULL) {
            return false;
        }
        *PUSH(arena, &found->pairs) = (struct sync_pair){(term == left ? right : left)->column, term->column};
        *PUSH(arena, &found->words) = (struct word){term->written->text, term->written->span};
    }
    return found->words.len != 0;
}

static void mark_foreign(struct arena *arena, struct report *report, const struct referrals *referrals)
{
    for (size_t i = 0; i < referrals->words.len; i++) {
        const struct word *word = &referrals->words.at[i];
        fix_replace(report, word, arena_printf(arena, "foreign(%s)", word->text));
    }
    diag_fix(report, "safe");
}

/* foreign() where that is all there is to say; where the database could have the key, REL117 would ask for it. */
static void no_foreign(const struct rule_input *input, const struct relationship *rel)
{
    struct arena *arena = input->arena;
    struct report *report = diag_report(input->diags,
        RULE_REL108,
        join_place(rel),
        rel->name,
        "no comparison of the join is over a foreign key, so nothing says which column refers to which");
    const struct table_column *column = NULL;
    struct referrals referrals = {0};
    for (size_t i = 0; i < rel->primary.len && column == NULL; i++) {
        column = likely_foreign(&rel->primary.at[i]);
    }
    if (column == NULL) {
        diag_hint(report, "write foreign() around the column that refers to the other, or add the foreign key");
        return;
    }
    const char *text = join_column(arena, rel, column);
    diag_hint(report, "write `foreign(%s)` in the join, or give that column a foreign key", text);
    diag_fix(report, "proposed");
    if (!find_referrals(arena, rel, &referrals)) {
        return;
    }
    if (rel->viewonly || !join_could_have_key(arena, &referrals.pairs)) {
        mark_foreign(arena, report, &referrals);
    } else {
        join_add_key(input, report, &referrals.pairs);
    }
}

static void no_equality(const struct rule_input *input, const struct relationship *rel)
{
    struct report *report = diag_report(input->diags,
        RULE_REL109,
        join_place(rel),
        rel->name,
        "no comparison of the join equates a foreign column with a column of the two sides: a flush has nothing to "
        "copy");
    if (rel->only_readable) {
        diag_hint(report, "write `viewonly: true` if it is only read");
        fix_viewonly(report, rel->def);
        diag_fix(report, "safe");
    } else if (rel->secondary != NULL) {
        diag_hint(report,
            "join both sides to %s: %s in `primaryjoin`, %s in `secondaryjoin`",
            table_text(input->arena, rel->secondary),
            rel->owner->name.text,
            rel->target->name.text);
    } else {
        diag_hint(report, "join the two sides to one another, or name the table between them with `secondary`");
    }
}

/* Columns that are marked foreign although they are what a key refers to. */
static void both_foreign(const struct rule_input *input, const struct relationship *rel)
{
    struct report *report = diag_report(input->diags,
        RULE_REL110,
        join_place(rel),
        rel->name,
        "foreign columns stand on both sides of the join, so it has no direction");
    diag_fix(report, "proposed");
    for (size_t i = 0; i < rel->primary.len; i++) {
        const struct join_pair *pair = &rel->primary.at[i];
        const struct table_column *column = likely_foreign(pair);
        if (pair->left_foreign && pair->right_foreign && column != NULL) {
            diag_hint(report, "leave only %s foreign", join_column(input->arena, rel, column));
            return;
        }
    }
    diag_hint(report, "leave only the column foreign that refers to the other one, by foreign() or foreign_keys");
}

static void foreign_elsewhere(const struct rule_input *input, const struct relationship *rel)
{
    struct report *report = diag_report(input->diags,
        RULE_REL111,
        join_place(rel),
        rel->name,
        "the foreign columns of the join are neither in %s nor in %s",
        table_text(input->arena, rel->owner_table),
        table_text(input->arena, rel->target_table));
    diag_hint(report, "join the two sides to one another, or name the table between them with `secondary`");
}

/* The columns that a self-referential key references, for remote_side. */
static const char *referenced_columns(struct arena *arena, const struct relationship *rel)
{
    struct strings names = {0};
    for (size_t i = 0; i < rel->sync.len; i++) {
        const char *name = join_column(arena, rel, &rel->sync.at[i].source);
        if (!strings_have(&names, name)) {
            *PUSH(arena, &names) = name;
        }
    }
    return fix_list(arena, &names);
}

/* By the name, which says one or many. */
static void choose_remote_side(const struct rule_input *input, struct report *report, const struct relationship *rel)
{
    bool many = rel->def->uselist != NO && name_may_be_plural(rel->def->name.text);
    if (rel->remote_side.len == 0) {
        diag_fix(report, "proposed"); /* remote() is in the text */
        return;
    }
    if (many) {
        fix_remove(report, rel->def, "remote_side");
    } else {
        fix_set(report, rel->def, "remote_side", referenced_columns(input->arena, rel));
    }
    diag_fix(report, "safe");
}

static void no_remote(const struct rule_input *input, const struct relationship *rel)
{
    bool written = rel->remote_side.len != 0;
    struct report *report = diag_report(input->diags,
        RULE_REL112,
        written ? rel_span(rel->def, "remote_side") : join_place(rel),
        rel->name,
        "no comparison of the join has exactly one remote column, so near and far side cannot be told apart");
    if (rel->self && rel->sync.len != 0) {
        diag_hint(report,
            "for the many-to-one side write `remote_side: %s`, for the one-to-many side leave it out",
            referenced_columns(input->arena, rel));
        choose_remote_side(input, report, rel);
    } else {
        diag_hint(report, written ? "drop `remote_side`" : "mark the columns of the target with remote()");
    }
}

static void remote_is_local(const struct rule_input *input, const struct relationship *rel)
{
    bool written = rel->remote_side.len != 0;
    struct report *report = diag_report(input->diags,
        RULE_REL113,
        written ? rel_span(rel->def, "remote_side") : join_place(rel),
        rel->name,
        "%s is marked remote, but it is a column of %s itself: the direction does not follow from it, and loading "
        "finds "
        "the rows of every %s",
        join_column(input->arena, rel, &rel->remote_outside.at[0]),
        rel->owner->name.text,
        rel->owner->name.text);
    diag_hint(report, written ? "drop `remote_side`" : "take remote() away");
    if (written) {
        fix_remove(report, rel->def, "remote_side");
    }
    diag_fix(report, written ? "safe" : "proposed");
}

static void self_unmarked(const struct rule_input *input, const struct relationship *rel)
{
    struct report *report = diag_report(input->diags,
        RULE_REL114,
        join_place(rel),
        rel->name,
        "the join compares more than two columns of one table, and nothing says which of the two rows is meant");
    diag_hint(report, "mark the columns of the far row with remote(), in each comparison");
    diag_fix(report, "proposed");
}

static void secondaryjoin_alone(const struct rule_input *input, const struct relationship *rel)
{
    if (rel->def->from_backref) {
        return; /* REL315 */
    }
    struct report *report = diag_report(input->diags,
        RULE_REL115,
        rel_span(rel->def, "secondaryjoin"),
        rel->name,
        "secondaryjoin stands there without secondary: there is no table that it could join");
    diag_hint(report, "name the association table with `secondary`, or drop `secondaryjoin`");
    fix_remove(report, rel->def, "secondaryjoin");
    diag_fix(report, "proposed");
}

static void not_understood(const struct rule_input *input, const struct relationship *rel)
{
    struct report *report = diag_report(input->diags,
        RULE_REL122,
        rel->def->secondary_opaque ? rel_span(rel->def, "secondary") : join_place(rel),
        rel->name,
        "the join holds words that are kept as they stand: what depends on them is not checked");
    if (rel->direction != DIRECTION_NONE) {
        diag_hint(report, "by the rest of it this is %s", direction_names[rel->direction]);
    }
}

static void check_problem(const struct rule_input *input, const struct relationship *rel)
{
    static const struct {
        enum problem problem;
        void (*tell)(const struct rule_input *input, const struct relationship *rel);
    } table[] = {
        {PROBLEM_NO_FOREIGN, no_foreign},
        {PROBLEM_NO_EQUALITY, no_equality},
        {PROBLEM_BOTH_FOREIGN, both_foreign},
        {PROBLEM_FOREIGN_ELSEWHERE, foreign_elsewhere},
        {PROBLEM_NO_REMOTE, no_remote},
        {PROBLEM_SECONDARYJOIN_ALONE, secondaryjoin_alone},
        {PROBLEM_OPAQUE, not_understood},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        if (table[i].problem == rel->problem) {
            table[i].tell(input, rel);
        }
    }
}

void check_columns(const struct rule_input *input, const struct relationship *rel)
{
    check_problem(input, rel);
    if (rel->problem == PROBLEM_NONE && rel->remote_outside.len != 0) {
        remote_is_local(input, rel);
    }
    if (rel->problem == PROBLEM_NONE && rel->non_column_self) {
        self_unmarked(input, rel);
    }
}
