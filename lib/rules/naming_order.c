#include "resolve/pointers.h"
#include "rules/fixes.h"
#include "rules/pair.h"

/* NAM910: the order in which things are written. */

static bool stands_before(struct span a, struct span b)
{
    return a.file == b.file && a.off < b.off;
}

/* Relationships above the columns that they go by. */
static void check_class(const struct rule_input *input, const struct class_def *class_)
{
    const struct table_def *table = class_->table;
    const struct rel_def *first = NULL;
    for (size_t i = 0; first == NULL && i < class_->relationships.len; i++) {
        first = class_->relationships.at[i]->from_backref ? NULL : class_->relationships.at[i];
    }
    if (first == NULL || !class_->own_table || table->columns.len == 0) {
        return;
    }
    const struct column_def *last = table->columns.at[table->columns.len - 1];
    if (!stands_before(class_->span, last->name.span) || !stands_before(first->name.span, last->name.span)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_NAM910,
        first->name.span,
        class_->name.text,
        "%s lists its relationships before its columns",
        class_->name.text);
    diag_also(report, table->columns.at[0]->name.span, "the columns");
    diag_hint(report, "move `relationships` below `columns`");
    fix_move(report, class_, NULL, "relationships", "columns");
    diag_fix(report, "safe");
}

/* A pair of which both sides are written out, seen from the class that comes first. */
static bool is_written_pair(const struct relationship *r)
{
    return r->reverse != NULL && r->reverse->reverse == r && !r->def->from_backref && !r->reverse->def->from_backref &&
           r->owner != r->target && r->number < r->reverse->number;
}

static void report_order(
    const struct rule_input *input, const struct relationship *r, const struct relationship *earlier)
{
    struct report *report = diag_report(input->diags,
        RULE_NAM910,
        r->reverse->def->name.span,
        r->reverse->name,
        "%s stands before %s, while %s comes before %s",
        r->reverse->name,
        earlier->reverse->name,
        earlier->name,
        r->name);
    diag_also(report, earlier->def->name.span, "%s", earlier->name);
    diag_also(report, r->def->name.span, "%s", r->name);
    diag_hint(report, "list the other sides in the order of %s", r->owner->name.text);
    const struct rel_def *moves = r->reverse->def;
    fix_move(report, moves->owner, "relationships", moves->name.text, earlier->reverse->def->name.text);
    diag_fix(report, "safe");
}

/* Relationships of one class to another, in another order than their other sides. */
static void check_order(const struct rule_input *input, const struct class_def *class_)
{
    struct pointers last = {0}; /* target class -> the relationship to it that was seen last */
    for (size_t i = 0; i < class_->relationships.len; i++) {
        struct relationship *r = resolved_relationship(input->resolved, class_->relationships.at[i]);
        if (r == NULL || !is_written_pair(r)) {
            continue;
        }
        const struct relationship *earlier = pointers_get(&last, r->target);
        if (earlier != NULL && earlier->reverse->owner == r->reverse->owner &&
            r->reverse->number < earlier->reverse->number) {
            report_order(input, r, earlier);
        }
        pointers_set(input->arena, &last, r->target, r);
    }
}

void rules_naming_order(const struct rule_input *input)
{
    for (size_t i = 0; i < input->model->classes.len; i++) {
        check_class(input, input->model->classes.at[i]);
        check_order(input, input->model->classes.at[i]);
    }
}
