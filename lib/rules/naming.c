#include "model/python.h"
#include "rules/english.h"
#include "rules/fixes.h"
#include "rules/names.h"
#include "rules/pair.h"

#include "base/text.h"

#include <string.h>

/* NAM901 to NAM903, NAM905, NAM907: names of relationships that say something else than the relationship is. */

/* Another rule speaks of the name or of the number: REL201 to REL203, MAP002, MAP003. */
static bool is_told(const struct relationship *r)
{
    const char *name = r->def->name.text;
    bool lone = r->self && r->direction == ONE_TO_MANY && r->reverse == NULL;
    bool same = r->self && r->reverse != NULL && r->direction != MANY_TO_MANY && r->reverse->direction == r->direction;
    return r->problem != PROBLEM_NONE || lone || same || pair_is_swapped(r) || text_same(name, "query") ||
           python_is_keyword(name) || name_is_reserved(name) || attribute_column(r->owner, name) != NULL;
}

static const char *last_word(const char *name)
{
    const char *under = strrchr(name, '_');
    return under == NULL ? name : under + 1;
}

/* Whether the name ends in the word for what it leads to, so that it is a noun: not "recent", "open". */
static bool names_the_target(const struct rule_input *input, const struct relationship *r, const char *one)
{
    const char *target = text_snake_case(input->arena, r->target->name.text);
    const char *word = last_word(one);
    return text_same(word, last_word(target)) || text_same(word, name_of_one(input->arena, last_word(target)));
}

/* Nothing where something has that name already, or the word has no other number. */
static void rename(
    const struct rule_input *input, struct report *report, const struct relationship *r, const char *name, bool safe)
{
    bool taken = attribute_column(r->owner, name) != NULL || class_relationship(r->owner, name) != NULL ||
                 text_same(name, r->def->name.text) || text_ends(r->def->name.text, "_");
    if (!taken) {
        fix_rename(input, report, r, name);
    }
    diag_fix(report, safe && !taken ? "safe" : "proposed");
}

static void check_number(const struct rule_input *input, const struct relationship *r)
{
    const char *name = r->def->name.text;
    if (r->direction == DIRECTION_NONE) {
        return;
    }
    if (r->uselist && r->direction != MANY_TO_ONE && !name_may_be_plural(name) && !is_told(r)) {
        struct report *report = diag_report(input->diags,
            RULE_NAM901,
            r->def->name.span,
            r->name,
            "%s is a collection with the name of one %s",
            r->name,
            r->def->target.text);
        diag_hint(report, "give it a plural name, there and in back_populates of the other side");
        rename(input, report, r, name_of_many(input->arena, name), names_the_target(input, r, name));
    } else if (!r->uselist && name_must_be_plural(name) && !is_told(r)) {
        struct report *report = diag_report(input->diags,
            RULE_NAM902,
            r->def->name.span,
            r->name,
            "%s is one %s with the name of several",
            r->name,
            r->def->target.text);
        diag_hint(report, "give it a singular name, there and in back_populates of the other side");
        rename(input, report, r, name_of_one(input->arena, name), true);
    }
}

/* ---- NAM903 ---- */

static size_t keys_to(const struct rule_input *input, const struct relationship *r)
{
    size_t count = 0;
    for (size_t i = 0; i < r->owner_table->foreign_keys.len; i++) {
        const struct key *key = resolved_key(input->resolved, r->owner_table->foreign_keys.at[i]);
        count += key != NULL && key->referenced == r->target_table ? 1 : 0;
    }
    return count;
}

/* Of "owner_id" for "id": "owner"; NULL where the column is not called so. */
static const char *role_of(struct arena *arena, const struct key *key)
{
    if (key->columns.len != 1) {
        return NULL;
    }
    const char *column = key->columns.at[0]->name.text;
    const char *end = arena_printf(arena, "_%s", key->ref_columns.at[0]->name.text);
    size_t len = strlen(column), end_len = strlen(end);
    return len > end_len && text_ends(column, end) ? arena_strndup(arena, column, len - end_len) : NULL;
}

static void check_role(const struct rule_input *input, const struct relationship *r)
{
    if (r->direction != MANY_TO_ONE || r->key == NULL || keys_to(input, r) != 1) {
        return;
    }
    const char *role = role_of(input->arena, r->key);
    bool plain = role == NULL || text_same(role, text_snake_case(input->arena, r->target->name.text));
    if (plain || text_same(role, r->def->name.text)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM903,
        r->def->name.span,
        r->name,
        "%s goes by %s, whose name says %s",
        r->name,
        r->key->columns.at[0]->name.text,
        role);
    diag_also(report, r->key->columns.at[0]->name.span, "the column");
    diag_hint(report, "name it %s", role);
    fix_rename(input, report, r, role);
    diag_fix(report, "proposed");
}

/* ---- NAM907 ---- */

static bool says_number(const char *name)
{
    return !name_may_be_plural(name) || name_must_be_plural(name);
}

/* The parent and the children of one table, by names of which neither says its number: "linked" and "linking". */
static void check_self_pair(const struct rule_input *input, const struct relationship *r)
{
    const struct relationship *many = r->reverse;
    if (!r->self || r->direction != MANY_TO_ONE || many == NULL || many->direction != ONE_TO_MANY || !many->uselist ||
        is_told(r) || is_told(many) || says_number(r->def->name.text) || says_number(many->def->name.text)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM907,
        r->def->name.span,
        r->name,
        "%s is one %s and %s are many, and neither name says so",
        r->name,
        r->owner->name.text,
        many->name);
    diag_also(report, many->def->name.span, "the other side");
    diag_hint(report, "name them like parent and children: the one in the singular, the many in the plural");
}

/* ---- NAM905 ---- */

/* "as_", "metadata_": the usual way out where the name itself is a word of Python or of SQLAlchemy's models. */
static bool avoids_reserved(struct arena *arena, const char *name)
{
    size_t len = strlen(name);
    const char *bare = len > 1 && name[len - 1] == '_' ? arena_strndup(arena, name, len - 1) : NULL;
    return bare != NULL && (python_is_keyword(bare) || name_is_reserved(bare));
}

static const char *what_is_awkward(struct arena *arena, const char *name)
{
    if (!name_is_identifier(name)) {
        return "is no identifier: no program could write it as an attribute";
    }
    if (text_starts(name, "__")) {
        return NULL; /* MAP003 */
    }
    if (text_ends(name, "_id")) {
        return "looks like a column: it holds objects, not their keys";
    }
    if (name[0] == '_') {
        return "begins with an underscore, as what is private does";
    }
    if (text_ends(name, "_") && !avoids_reserved(arena, name)) {
        return "ends with an underscore";
    }
    return strstr(name, "__") != NULL ? "holds two underscores, which query languages take for a path" : NULL;
}

static void check_spelling(const struct rule_input *input, const struct relationship *r)
{
    const char *name = r->def->name.text, *what = what_is_awkward(input->arena, name);
    if (what == NULL || attribute_column(r->owner, name) != NULL) { /* MAP002 */
        return;
    }
    struct report *report =
        diag_report(input->diags, RULE_NAM905, r->def->name.span, r->name, "the name of %s %s", r->name, what);
    diag_hint(report, "choose another name, there and in back_populates of the other side");
    diag_fix(report, "proposed");
}

void rules_naming(const struct rule_input *input, const struct relationship *r)
{
    check_number(input, r);
    check_role(input, r);
    check_self_pair(input, r);
    check_spelling(input, r);
}
