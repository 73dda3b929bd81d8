#include "base/text.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* REL401 to REL409: one or many, and whether the keys agree. */

struct many_case {
    const struct rule_input *input;
    const struct relationship *r;
    const char *name;
    const struct table_def *table; /* that the relationship writes */
    struct strings columns;        /* of it */
};

static struct many_case many_case_of(const struct rule_input *input, const struct relationship *r)
{
    return (struct many_case){.input = input,
        .r = r,
        .name = relationship_name(input->arena, r),
        .table = written_table(&r->sync),
        .columns = written_columns(input->arena, &r->sync)};
}

/* "profiles.user_id" */
static const char *written_text(const struct many_case *c)
{
    return c->table == NULL ? "" : columns_text(c->input->arena, c->table, &c->columns);
}

static struct span columns_place(const struct many_case *c)
{
    return table_column(c->table, c->columns.at[0])->name.span;
}

/* ---- REL401, REL404: a scalar over columns that are not unique ---- */

static struct strings index_columns(struct arena *arena, const struct index_def *index)
{
    struct strings names = {0};
    for (size_t i = 0; i < index->parts.len; i++) {
        *PUSH(arena, &names) = index->parts.at[i].column.text == NULL ? "" : index->parts.at[i].column.text;
    }
    return names;
}

/* What looks like the unique key that is wanted and is not: a note at it. */
static void note_near_misses(const struct many_case *c, struct report *report)
{
    struct arena *arena = c->input->arena;
    for (size_t i = 0; i < c->table->indexes.len; i++) {
        const struct index_def *index = c->table->indexes.at[i];
        struct strings names = index_columns(arena, index);
        if (index->unique != YES || !strings_all_in(&c->columns, &names)) {
            continue;
        }
        diag_also(report,
            index->span,
            index->where.text != NULL
                ? "this unique index is partial: it does not count, for rows outside it may repeat"
                : "this unique index has further columns: they may tell two rows apart");
    }
    for (size_t i = 0; i < c->table->uniques.len; i++) {
        struct strings names = words_texts(arena, &c->table->uniques.at[i]->columns);
        if (strings_all_in(&c->columns, &names)) {
            diag_also(report,
                c->table->uniques.at[i]->span,
                "this unique constraint has further columns: they may tell two rows apart");
        }
    }
}

static void hint_unique(const struct many_case *c, struct report *report)
{
    if (c->columns.len == 1) {
        diag_hint(report,
            "add `unique: true` to column %s, or drop `uselist: false` if there may be several",
            written_text(c));
    } else {
        diag_hint(report,
            "add `unique: [[%s]]` to %s, or drop `uselist: false` if there may be several",
            strings_join(c->input->arena, &c->columns, ", "),
            table_text(c->input->arena, c->table));
    }
    fix_make_unique(c->input->arena, report, c->input->model, c->table, &c->columns);
    diag_fix(report, "proposed");
}

static void report_scalar(const struct many_case *c)
{
    bool many = c->r->direction == MANY_TO_MANY;
    struct report *report = diag_report(c->input->diags,
        many ? RULE_REL404 : RULE_REL401,
        relationship_place(c->r->def, "uselist"),
        c->name,
        "%s is one %s, but %s is not unique: several rows can belong to one %s, and loading it picks any of them",
        c->name,
        c->r->target->name.text,
        written_text(c),
        c->r->owner->name.text);
    diag_also(report, columns_place(c), "%s may repeat", written_text(c));
    note_near_misses(c, report);
    hint_unique(c, report);
}

/* A viewonly scalar with criteria of its own ("the latest post") is not about the key alone. */
static bool is_filtered_view(const struct relationship *r)
{
    return r->def->viewonly == YES && r->primary_has_criteria;
}

/* A lone scalar on its own table that turns out to be the collection of children: REL203, from which this follows. */
static bool is_lone_self(const struct relationship *r)
{
    return r->self && r->reverse == NULL;
}

/* ---- REL402: a collection over columns that are unique ---- */

static void report_collection(const struct many_case *c)
{
    struct report *report = diag_report(c->input->diags,
        RULE_REL402,
        relationship_place(c->r->def, "uselist"),
        c->name,
        "%s is a collection, but %s is unique: it never holds more than one %s",
        c->name,
        written_text(c),
        c->r->target->name.text);
    diag_also(report, columns_place(c), "%s cannot repeat", written_text(c));
    diag_hint(report, "write `uselist: false`, or drop the unique key if there may be several");
    fix_set(report, c->r->def, "uselist", "false");
    diag_fix(report, "proposed");
}

/* ---- REL403: a list on the many-to-one side ---- */

static void report_list(const struct many_case *c)
{
    struct report *report = diag_report(c->input->diags,
        RULE_REL403,
        relationship_place(c->r->def, "uselist"),
        c->name,
        "%s is many-to-one over %s: a row holds one key, so that of a list only the last item would be kept",
        c->name,
        written_text(c));
    diag_also(report, columns_place(c), "%s holds one key", written_text(c));
    diag_hint(report,
        "drop `uselist: true`; a list of %s needs a foreign key in their table, or a `secondary`",
        c->r->target->name.text);
    fix_remove(report, c->r->def, "uselist");
    diag_fix(report, "safe");
}

static void check_uselist(const struct many_case *c)
{
    const struct relationship *r = c->r;
    bool unique = table_unique_on(c->table, &c->columns);
    switch (r->direction) {
    case ONE_TO_MANY:
        if (!r->uselist && !unique && !is_filtered_view(r) && !is_lone_self(r)) {
            report_scalar(c);
        } else if (r->uselist && unique) {
            report_collection(c);
        }
        break;
    case MANY_TO_MANY:
        if (!r->uselist && !unique && !is_filtered_view(r)) {
            report_scalar(c);
        }
        break;
    case MANY_TO_ONE:
        if (r->uselist && r->def->viewonly != YES) {
            report_list(c);
        }
        break;
    case DIRECTION_NONE: break;
    }
}

/* ---- REL409: kind claims something else ---- */

static const char *derived_kind(const struct many_case *c)
{
    const struct relationship *r = c->r;
    if (r->direction == MANY_TO_MANY) {
        return "many_to_many";
    }
    if (r->direction == ONE_TO_MANY) {
        return r->uselist ? "one_to_many" : "one_to_one";
    }
    bool one = r->reverse != NULL ? !r->reverse->uselist : table_unique_on(c->table, &c->columns);
    return one ? "one_to_one" : "many_to_one";
}

static void check_kind(const struct many_case *c)
{
    const char *kind = c->r->def->kind.text, *derived = derived_kind(c);
    bool many_to_one = c->r->direction == MANY_TO_ONE && text_same(kind, "many_to_one");
    if (kind == NULL || text_same(kind, derived) || many_to_one) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL409,
        c->r->def->kind.span,
        c->name,
        "%s claims to be %s, but its keys make it %s: it is joined by %s",
        c->name,
        kind,
        derived,
        relationship_join_sql(c->input->arena, c->r));
    bool scalar = text_same(kind, "one_to_one") && text_same(derived, "one_to_many");
    if (scalar) {
        diag_hint(report, "write `uselist: false` here, and `unique: true` at %s", written_text(c));
        fix_set(report, c->r->def, "uselist", "false");
        fix_make_unique(c->input->arena, report, c->input->model, c->table, &c->columns);
    } else {
        diag_hint(report, "write `kind: %s`, or change the foreign key that it follows", derived);
        fix_set(report, c->r->def, "kind", derived);
    }
    diag_fix(report, "proposed");
}

void rules_cardinality(const struct rule_input *input, const struct relationship *r)
{
    if (r->problem != PROBLEM_NONE || r->sync.len == 0) {
        return;
    }
    struct many_case c = many_case_of(input, r);
    check_uselist(&c);
    check_kind(&c);
}
