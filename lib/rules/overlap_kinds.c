#include "rules/fixes.h"
#include "rules/overlaps.h"

/* ---- what kind of conflict it is ---- */

static bool same_pairs(const struct sync_pairs *a, const struct sync_pairs *b)
{
    bool same = a->len == b->len;
    for (size_t i = 0; same && i < a->len; i++) {
        same = a->at[i].dest.column == b->at[i].dest.column && a->at[i].source.column == b->at[i].source.column;
    }
    return same;
}

static bool is_same_many(const struct relationship *a, const struct relationship *b)
{
    return a->direction == MANY_TO_MANY && b->direction == MANY_TO_MANY && same_pairs(&a->sync, &b->sync) &&
           same_pairs(&a->secondary_sync, &b->secondary_sync);
}

static bool is_many_and_model(const struct relationship *a, const struct relationship *b)
{
    return (a->direction == MANY_TO_MANY) != (b->direction == MANY_TO_MANY);
}

/* One of them writes a column besides the shared ones. */
static bool overlap_partly(struct arena *arena, const struct relationship *a, const struct relationship *b)
{
    struct strings left = written_columns(arena, &a->sync), right = written_columns(arena, &b->sync);
    return a->direction != MANY_TO_MANY && b->direction != MANY_TO_MANY && !strings_same_set(&left, &right);
}

static bool is_filtered(const struct relationship *a, const struct relationship *b)
{
    return (a->primary_has_criteria || b->primary_has_criteria) && a->direction != MANY_TO_MANY;
}

/* ---- reports ---- */

static const char *column_text(struct arena *arena, const struct table_column *column)
{
    return arena_printf(arena, "%s.%s", table_text(arena, column->table), column->column->name.text);
}

static void report_same_many(
    const struct rule_input *input, const struct relationship *r, const struct relationship *other)
{
    struct report *report = diag_report(input->diags,
        RULE_REL317,
        r->def->name.span,
        r->name,
        "%s and %s are the same: what is added to both is inserted into %s twice",
        r->name,
        other->name,
        table_text(input->arena, r->secondary));
    diag_also(report, other->def->name.span, "%s is here", other->name);
    diag_hint(report, "drop one of them, or write `viewonly: true` at it");
    fix_viewonly(report, r->def);
    diag_fix(report, "proposed");
}

/* Once for each association table. */
static void report_many_and_model(
    struct map *told, const struct rule_input *input, const struct relationship *many, const struct relationship *other)
{
    struct arena *arena = input->arena;
    const char *table = table_text(arena, many->secondary);
    if (map_get(told, table) != NULL) {
        return;
    }
    map_set(arena, told, table, told);
    const char *model = many->secondary->mapped_by == NULL ? table : many->secondary->mapped_by->name.text;
    struct report *report = diag_report(input->diags,
        RULE_REL505,
        relationship_place(many->def, "secondary"),
        many->name,
        "%s writes rows of %s, which are objects of %s too, written by %s: the same pair would be inserted twice",
        many->name,
        table,
        model,
        other->name);
    diag_also(report, other->def->name.span, "%s is here", other->name);
    diag_hint(report,
        "write `viewonly: true` at %s%s",
        many->name,
        many->reverse == NULL ? "" : arena_printf(arena, " and %s", many->reverse->name));
    fix_viewonly(report, many->def);
    if (many->reverse != NULL) {
        fix_viewonly(report, many->reverse->def);
    }
    diag_fix(report, "safe");
}

static void report_filtered(
    const struct rule_input *input, const struct relationship *filtered, const struct relationship *other)
{
    struct report *report = diag_report(input->diags,
        RULE_REL120,
        relationship_place(filtered->def, "primaryjoin"),
        filtered->name,
        "%s sees only some of the rows, but writes %s as %s does: what is put into it may not meet its condition, and "
        "the last flush wins",
        filtered->name,
        column_text(input->arena, &filtered->sync.at[0].dest),
        other->name);
    diag_also(report, other->def->name.span, "%s is here", other->name);
    if (other->primary_has_criteria) {
        diag_hint(report, "write `viewonly: true` at %s and %s", other->name, filtered->name);
        fix_viewonly(report, other->def);
    } else {
        diag_hint(report, "write `viewonly: true` at %s", filtered->name);
    }
    fix_viewonly(report, filtered->def);
    diag_fix(report, "safe");
}

/* What overlaps says already, and the names. */
static const char *with_overlaps(struct arena *arena, const struct relationship *r, const struct strings *names)
{
    struct strings all = words_texts(arena, &r->def->overlaps);
    for (size_t i = 0; i < names->len; i++) {
        if (!strings_have(&all, names->at[i])) {
            *PUSH(arena, &all) = names->at[i];
        }
    }
    return strings_join(arena, &all, ", ");
}

static void report_partly(const struct rule_input *input,
    const struct relationship *r,
    const struct relationship *other,
    const struct table_column *column)
{
    const char *shared = column_text(input->arena, column);
    struct strings name = {0};
    *PUSH(input->arena, &name) = other->def->name.text;
    struct report *report = diag_report(input->diags,
        RULE_REL709,
        r->def->name.span,
        r->name,
        "the keys of %s and %s share %s: setting the one to an object with another %s moves the other along",
        r->name,
        other->name,
        shared,
        column->column->name.text);
    diag_also(report, other->def->name.span, "%s is here", other->name);
    diag_hint(report,
        "where they always agree, write `overlaps: \"%s\"` at %s; else leave the shared column to one of them by "
        "foreign() around the other's own column in `primaryjoin`",
        other->def->name.text,
        r->name);
    fix_words(report, r->def, "overlaps", with_overlaps(input->arena, r, &name));
    diag_fix(report, "proposed");
}

void overlap_report(const struct rule_input *input, const struct relationship *r, const struct conflicts *conflicts)
{
    struct strings names = {0}, keys = {0};
    for (size_t i = 0; i < conflicts->with.len; i++) {
        *PUSH(input->arena, &names) = conflicts->with.at[i]->name;
        *PUSH(input->arena, &keys) = conflicts->with.at[i]->def->name.text;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL706,
        r->def->name.span,
        r->name,
        "%s writes %s, and so %s %s: they do not know of each other, and the last flush wins",
        r->name,
        column_text(input->arena, conflicts->column),
        names.len == 1 ? "does" : "do",
        strings_join(input->arena, &names, " and "));
    for (size_t i = 0; i < conflicts->with.len; i++) {
        diag_also(report, conflicts->with.at[i]->def->name.span, "%s is here", conflicts->with.at[i]->name);
    }
    if (conflicts->with.len < CONFLICTS_SHOWN) {
        diag_hint(report,
            "write `viewonly: true` at the one that is only read, or `overlaps: \"%s\"` at %s where it is meant",
            strings_join(input->arena, &keys, ","),
            r->name);
        fix_words(report, r->def, "overlaps", with_overlaps(input->arena, r, &keys));
    } else {
        diag_hint(report, "write `viewonly: true` at those that are only read");
    }
    diag_fix(report, "proposed");
}

bool overlap_is_special(struct map *told,
    const struct rule_input *input,
    const struct relationship *r,
    const struct relationship *other,
    const struct table_column *column)
{
    if (is_many_and_model(r, other)) {
        bool many = r->direction == MANY_TO_MANY;
        report_many_and_model(told, input, many ? r : other, many ? other : r);
    } else if (is_same_many(r, other)) {
        report_same_many(input, r, other);
    } else if (overlap_partly(input->arena, r, other)) {
        report_partly(input, r, other, column);
    } else if (is_filtered(r, other)) {
        report_filtered(input, r->primary_has_criteria ? r : other, r->primary_has_criteria ? other : r);
    } else {
        return false;
    }
    return true;
}
