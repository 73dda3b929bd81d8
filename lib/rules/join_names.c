/* Names that lead nowhere: targets, secondary tables, columns in texts. */
#include "rules/fixes.h"
#include "rules/join.h"
#include "rules/names.h"

#include "base/text.h"

static bool has(const struct relationship *rel, enum problem problem)
{
    return (rel->problems & 1U << problem) != 0;
}

static void target_unknown(const struct rule_input *input, const struct relationship *rel)
{
    const struct word *target = &rel->def->target;
    struct report *report = diag_report(input->diags,
        RULE_MAP004,
        target->span,
        rel->name,
        "no model is called \"%s\", so nothing that is mapped could be used",
        target->text);
    const char *nearest = model_nearest_class(input->model, target->text);
    if (nearest != NULL) {
        diag_hint(report, "did you mean `target: %s`?", nearest);
        fix_replace(report, target, nearest);
    } else {
        diag_hint(report, "define %s under `models`, or name one that is there", target->text);
    }
    diag_fix(report, "proposed");
}

static void target_is_table(const struct rule_input *input, const struct relationship *rel)
{
    const struct word *target = &rel->def->target;
    const struct table_def *table = map_get(&input->model->table_by_name, target->text);
    struct report *report = diag_report(input->diags,
        RULE_MAP005,
        target->span,
        rel->name,
        "\"%s\" is a table, and a relationship leads to a model",
        target->text);
    if (table->mapped_by != NULL) {
        diag_hint(report, "write `target: %s`, the model of that table", table->mapped_by->name.text);
        fix_replace(report, target, table->mapped_by->name.text);
        diag_fix(report, "safe");
    } else {
        diag_hint(report, "make it a model, or reach what lies behind it with `secondary: %s`", target->text);
    }
}

static void secondary_unknown(const struct rule_input *input, const struct relationship *rel)
{
    const struct word *secondary = &rel->def->secondary;
    struct report *report = diag_report(
        input->diags, RULE_REL501, secondary->span, rel->name, "no table is called \"%s\"", secondary->text);
    const char *nearest = model_nearest_table(input->model, secondary->text);
    if (nearest != NULL) {
        diag_hint(report, "did you mean `secondary: %s`?", nearest);
        fix_replace(report, secondary, nearest);
    } else {
        diag_hint(report, "define it under `tables`, with a foreign key to each side as its primary key");
    }
    diag_fix(report, "proposed");
}

/* A relationship other than a many-to-many writes its rows, as those of an object. */
static bool is_written(const struct rule_input *input, const struct table_def *table)
{
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (r->direction != MANY_TO_MANY && relationship_writes(r) && r->sync.at[0].dest.table == table) {
            return true;
        }
    }
    return false;
}

/* Its table, and read only: rows that are objects are not written past them (REL505, REL506). */
static void use_table_of(const struct rule_input *input,
    struct report *report,
    const struct relationship *rel,
    const struct table_def *table)
{
    fix_replace(report, &rel->def->secondary, table_text(input->arena, table));
    if (rel->viewonly) {
        return;
    }
    fix_viewonly(report, rel->def);
    const struct rel_def *reverse =
        rel->def->backref.text == NULL ? NULL : class_relationship(rel->target, rel->def->backref.text);
    if (reverse != NULL && reverse->expanded_from == rel->def && reverse->viewonly == UNSET) {
        fix_viewonly(report, reverse); /* which would follow (REL710) */
    }
}

static void secondary_is_class(const struct rule_input *input, const struct relationship *rel)
{
    const struct word *secondary = &rel->def->secondary;
    const struct class_def *class_ = model_class(input->model, secondary->text);
    struct report *report = diag_report(input->diags,
        RULE_REL502,
        secondary->span,
        rel->name,
        "secondary names the model %s, but its rows are written without any model: it takes a table",
        secondary->text);
    if (class_ == NULL || class_->table == NULL || rel->def->from_backref) {
        return;
    }
    const char *table = table_text(input->arena, class_->table);
    bool written = rel->viewonly || is_written(input, class_->table);
    if (rel->viewonly) {
        diag_hint(report, "write `secondary: %s`", table);
    } else {
        diag_hint(report,
            "write `secondary: %s`, with `viewonly: true` where %s of %s %s its rows",
            table,
            written ? "relationships" : "objects",
            secondary->text,
            written ? "write" : "are");
    }
    use_table_of(input, report, rel, class_->table);
    diag_fix(report, written ? "safe" : "proposed");
}

static void secondary_is_end(const struct rule_input *input, const struct relationship *rel)
{
    const struct word *secondary = &rel->def->secondary;
    bool of_target = rel->target != NULL && rel->secondary == rel->target_table;
    struct report *report = diag_report(input->diags,
        RULE_REL509,
        secondary->span,
        rel->name,
        "secondary is %s, which is the table of %s itself: there is nothing between the two sides",
        secondary->text,
        of_target ? rel->target->name.text : rel->owner->name.text);
    diag_hint(report, "drop `secondary`: over a foreign key of one side this is a plain relationship");
    fix_remove(report, rel->def, "secondary");
    diag_fix(report, "proposed");
}

static void unknown_name(
    const struct rule_input *input, const struct relationship *rel, const struct unknown_name *unknown)
{
    bool order_by = unknown->is_relationship && text_same(unknown->key, "order_by");
    enum rule rule = unknown->is_class ? RULE_REL107 : order_by ? RULE_REL119 : RULE_REL106;
    const char *why = unknown->is_class          ? "but there is no model or table of that name"
                      : unknown->is_relationship ? "which is a relationship, not a column"
                                                 : "but there is no such column";
    struct report *report = diag_report(
        input->diags, rule, unknown->span, rel->name, "%s names \"%s\", %s", unknown->key, unknown->name, why);
    if (unknown->is_relationship && !unknown->is_class) {
        diag_hint(report, "name the column that holds its foreign key");
    } else if (unknown->nearest != NULL) {
        diag_hint(report, "did you mean `%s`?", unknown->nearest);
        fix_replace(report, &(struct word){unknown->name, unknown->span}, unknown->nearest);
    } else if (unknown->is_class) {
        diag_hint(report, "name a model or a table that is there");
    } else {
        diag_hint(report, "name a column that is there, as `Model.attribute` or `table.column`");
    }
    diag_fix(report, "proposed");
}

void check_names(const struct rule_input *input, const struct relationship *rel)
{
    for (size_t i = 0; i < rel->unknown.len; i++) {
        unknown_name(input, rel, &rel->unknown.at[i]);
    }
    if (rel->def->from_backref) {
        return; /* its target and secondary are those of the side that asked for it */
    }
    if (has(rel, PROBLEM_TARGET_UNKNOWN)) {
        target_unknown(input, rel);
    }
    if (has(rel, PROBLEM_TARGET_IS_TABLE)) {
        target_is_table(input, rel);
    }
    if (has(rel, PROBLEM_SECONDARY_UNKNOWN)) {
        secondary_unknown(input, rel);
    }
    if (has(rel, PROBLEM_SECONDARY_IS_CLASS)) {
        secondary_is_class(input, rel);
    }
    if (has(rel, PROBLEM_SECONDARY_IS_END)) {
        secondary_is_end(input, rel);
    }
}
