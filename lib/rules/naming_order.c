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
    return r->reverse != NULL && r->owner != r->target && r->number < r->reverse->number && r->reverse->reverse == r &&
           !r->def->from_backref && !r->reverse->def->from_backref;
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

/* Relationships of one class to another, in another order than their other sides.  `last`: by number of a class the
 * relationship to it that was seen last, of whichever class. */
static void check_order(
    const struct rule_input *input, const struct class_def *class_, const struct relationship **last)
{
    for (size_t i = 0; i < class_->relationships.len; i++) {
        struct relationship *r = resolved_relationship(input->resolved, class_->relationships.at[i]);
        if (r == NULL || !is_written_pair(r)) {
            continue;
        }
        const struct relationship *earlier = last[r->target->number];
        if (earlier != NULL && earlier->owner == class_ && earlier->reverse->owner == r->reverse->owner &&
            r->reverse->number < earlier->reverse->number) {
            report_order(input, r, earlier);
        }
        last[r->target->number] = r;
    }
}

void rules_naming_order(const struct rule_input *input)
{
    const struct class_defs *classes = &input->model->classes;
    const struct relationship **last = NEW_ARRAY(input->arena, const struct relationship *, classes->len);
    for (size_t i = 0; i < classes->len; i++) {
        check_class(input, classes->at[i]);
        check_order(input, classes->at[i], last);
    }
}
