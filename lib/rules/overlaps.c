#include "rules/pair.h"

#include "base/text.h"
#include "resolve/mapping.h"

/* REL120, REL317, REL505, REL706, REL707, REL709: relationships that write one column and do not know of each other.
 *
 * SQLAlchemy compares every writer of a column with every earlier one.  So do we, up to a few conflicts a relationship:
 * then all is said. */

enum { CONFLICTS_SHOWN = 3 };

/* Who writes a column so far. */
struct column_writers {
    struct relationships all;
};

struct overlaps_case {
    const struct rule_input *input;
    struct pointers by_column; /* column_def -> struct column_writers */
    struct map told;           /* REL505: association tables that were reported */
};

/* What one relationship conflicts with. */
struct conflicts {
    struct relationships with;
    const struct table_column *column; /* the first that is shared */
};

/* ---- who may write the same column ---- */

static bool lists(const struct relationship *r, const char *name)
{
    for (size_t i = 0; i < r->def->overlaps.len; i++) {
        const char *text = r->def->overlaps.at[i].text;
        if (text_same(text, name) || text_same(text, "__*")) {
            return true;
        }
    }
    return false;
}

/* Two classes of one hierarchy of which neither is the other: no object is of both. */
static bool are_siblings(const struct class_def *a, const struct class_def *b)
{
    return mapped_root(a) == mapped_root(b) && !class_is_a(a, b) && !class_is_a(b, a);
}

static bool any_siblings(const struct relationship *a, const struct relationship *b)
{
    return are_siblings(a->owner, b->owner) || are_siblings(a->target, b->target) ||
           are_siblings(a->owner, b->target) || are_siblings(a->target, b->owner);
}

static bool is_allowed(const struct relationship *a, const struct relationship *b)
{
    bool same_name =
        text_same(a->def->name.text, b->def->name.text) && mapped_root(a->owner) == mapped_root(b->owner);
    return a->reverse == b || b->reverse == a || a->names == b || b->names == a || lists(a, b->def->name.text) ||
           lists(b, a->def->name.text) || same_name || any_siblings(a, b);
}

/* What it says of its other side is reported already: once that is right, the rest may be right too. */
static bool is_mispaired(const struct relationship *r)
{
    if (r->def->back_populates.text == NULL) {
        return r->backref_taken;
    }
    return r->names == NULL || (r->names->names != NULL && r->names->names != r) ||
           !pair_could_match(r, r->names);
}

/* Both name one side: REL306. */
static bool share_other_side(const struct relationship *a, const struct relationship *b)
{
    return a->names != NULL && a->names == b->names;
}

/* Two models of one table that have nothing to do with each other: MAP006. */
static bool share_table_by_mistake(const struct relationship *a, const struct relationship *b)
{
    return a->owner_table == b->owner_table && mapped_root(a->owner) != mapped_root(b->owner);
}

static bool is_conflict(const struct relationship *r, const struct relationship *other)
{
    return !is_allowed(r, other) && !share_other_side(r, other) && !share_table_by_mistake(r, other) && !pair_is_mirror(r, other) &&
           !is_mispaired(r) && !is_mispaired(other);
}

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
    diag_fix(report, "proposed");
}

/* Once for each association table. */
static void report_many_and_model(
    struct overlaps_case *c, const struct relationship *many, const struct relationship *other)
{
    struct arena *arena = c->input->arena;
    const char *table = table_text(arena, many->secondary);
    if (map_get(&c->told, table) != NULL) {
        return;
    }
    map_set(arena, &c->told, table, c);
    const char *model = many->secondary->mapped_by == NULL ? table : many->secondary->mapped_by->name.text;
    struct report *report = diag_report(c->input->diags,
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
    } else {
        diag_hint(report, "write `viewonly: true` at %s", filtered->name);
    }
    diag_fix(report, "safe");
}

static void report_partly(const struct rule_input *input,
    const struct relationship *r,
    const struct relationship *other,
    const struct table_column *column)
{
    const char *shared = column_text(input->arena, column);
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
    diag_fix(report, "proposed");
}

static void report_written(
    const struct rule_input *input, const struct relationship *r, const struct conflicts *conflicts)
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
    diag_hint(report,
        "write `viewonly: true` at the one that is only read, or `overlaps: \"%s\"` at %s where it is meant",
        strings_join(input->arena, &keys, ","),
        r->name);
    diag_fix(report, "proposed");
}

/* True where a rule of its own tells it. */
static bool report_special(struct overlaps_case *c,
    const struct relationship *r,
    const struct relationship *other,
    const struct table_column *column)
{
    if (is_many_and_model(r, other)) {
        bool many = r->direction == MANY_TO_MANY;
        report_many_and_model(c, many ? r : other, many ? other : r);
    } else if (is_same_many(r, other)) {
        report_same_many(c->input, r, other);
    } else if (overlap_partly(c->input->arena, r, other)) {
        report_partly(c->input, r, other, column);
    } else if (is_filtered(r, other)) {
        report_filtered(c->input, r->primary_has_criteria ? r : other, r->primary_has_criteria ? other : r);
    } else {
        return false;
    }
    return true;
}

/* ---- the walk ---- */

static struct column_writers *writers_of(struct overlaps_case *c, const struct table_column *column)
{
    struct column_writers *writers = pointers_get(&c->by_column, column->column);
    if (writers == NULL) {
        writers = NEW(c->input->arena, struct column_writers);
        pointers_set(c->input->arena, &c->by_column, column->column, writers);
    }
    return writers;
}

static bool holds(const struct relationships *list, const struct relationship *r)
{
    for (size_t i = 0; i < list->len; i++) {
        if (list->at[i] == r) {
            return true;
        }
    }
    return false;
}

static void compare(struct overlaps_case *c,
    struct relationship *r,
    const struct sync_pairs *pairs,
    struct relationships *seen,
    struct conflicts *conflicts)
{
    for (size_t p = 0; p < pairs->len; p++) {
        const struct table_column *column = &pairs->at[p].dest;
        struct column_writers *writers = writers_of(c, column);
        for (size_t i = 0; i < writers->all.len && seen->len < CONFLICTS_SHOWN; i++) {
            struct relationship *other = writers->all.at[i];
            if (other == r || holds(seen, other) || !is_conflict(r, other)) {
                continue;
            }
            *PUSH(c->input->arena, seen) = other;
            if (!report_special(c, r, other, column)) {
                conflicts->column = conflicts->with.len == 0 ? column : conflicts->column;
                *PUSH(c->input->arena, &conflicts->with) = other;
            }
        }
        *PUSH(c->input->arena, &writers->all) = r;
    }
}

static void check_writer(struct overlaps_case *c, struct relationship *r)
{
    struct conflicts conflicts = {0};
    struct relationships seen = {0};
    compare(c, r, &r->sync, &seen, &conflicts);
    compare(c, r, &r->secondary_sync, &seen, &conflicts);
    if (conflicts.with.len != 0) {
        report_written(c->input, r, &conflicts);
    }
}

/* ---- REL707 ---- */

static bool hierarchy_has(const struct rule_input *input, const struct class_def *class_, const char *name)
{
    const struct mapping *mapping = mapping_of(input->resolved->index, class_);
    return mapping_relationship(mapping, name) != NULL || mapping_name_taken(mapping, name);
}

static bool writer_is_called(const struct overlaps_case *c, const struct sync_pairs *pairs, const char *name)
{
    for (size_t p = 0; p < pairs->len; p++) {
        const struct column_writers *writers = pointers_get(&c->by_column, pairs->at[p].dest.column);
        for (size_t i = 0; writers != NULL && i < writers->all.len; i++) {
            if (text_same(writers->all.at[i]->def->name.text, name)) {
                return true;
            }
        }
    }
    return false;
}

static const char *nearest_writer(const struct overlaps_case *c, const struct relationship *r, const char *name)
{
    struct strings names = {0};
    const struct class_def *const classes[] = {r->owner, r->target};
    for (size_t k = 0; k < 2; k++) {
        for (size_t i = 0; i < classes[k]->relationships.len; i++) {
            *PUSH(c->input->arena, &names) = classes[k]->relationships.at[i]->name.text;
        }
    }
    return text_nearest(name, &names);
}

static void check_names(const struct overlaps_case *c, const struct relationship *r)
{
    for (size_t i = 0; i < r->def->overlaps.len; i++) {
        const struct word *word = &r->def->overlaps.at[i];
        if (text_same(word->text, "__*") || hierarchy_has(c->input, r->owner, word->text) ||
            hierarchy_has(c->input, r->target, word->text) || writer_is_called(c, &r->sync, word->text) ||
            writer_is_called(c, &r->secondary_sync, word->text)) {
            continue;
        }
        struct report *report = diag_report(c->input->diags,
            RULE_REL707,
            span_or(word->span, relationship_place(r->def, "overlaps")),
            r->name,
            "overlaps names %s, but neither %s nor %s nor any writer of the same columns has a relationship of that "
            "name: it silences nothing",
            word->text,
            r->owner->name.text,
            r->target->name.text);
        const char *nearest = nearest_writer(c, r, word->text);
        if (nearest != NULL) {
            diag_hint(report, "did you mean %s?", nearest);
        } else {
            diag_hint(report, "drop it");
        }
        diag_fix(report, "proposed");
    }
}

void rules_overlaps(const struct rule_input *input)
{
    struct overlaps_case c = {.input = input};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *r = input->resolved->all.at[i];
        if (relationship_writes(r)) {
            check_writer(&c, r);
        }
    }
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (r->target != NULL && r->problem == PROBLEM_NONE) {
            check_names(&c, r);
        }
    }
}
