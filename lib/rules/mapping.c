#include "base/text.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* MAP001, MAP006, MAP007, MAP008: how classes stand on tables. */

/* ---- primary keys ---- */

/* The first unique constraint, or unique column, whose columns cannot be null. */
static struct strings natural_key(struct arena *arena, const struct table_def *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_def *column = table->columns.at[i];
        if (column->unique == YES && !column_is_nullable(table, column)) {
            struct strings one = {0};
            *PUSH(arena, &one) = column->name.text;
            return one;
        }
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        struct strings names = words_texts(arena, &table->uniques.at[i]->columns);
        size_t filled = 0;
        for (size_t j = 0; j < names.len; j++) {
            const struct column_def *column = table_column(table, names.at[j]);
            filled += column != NULL && !column_is_nullable(table, column) ? 1 : 0;
        }
        if (filled == names.len) {
            return names;
        }
    }
    return (struct strings){0};
}

/* To the table of a base, whose key the object then has. */
static bool is_joined(const struct class_def *class_)
{
    const struct class_def *base = mapped_base(class_);
    return base != NULL && class_->concrete != YES && base->table != class_->table;
}

static void check_primary_key(const struct rule_input *input, const struct class_def *class_)
{
    const struct table_def *table = class_->table;
    if (class_->abstract == YES || table == NULL || table->primary_key.len != 0 || table->mapped_by != class_) {
        return;
    }
    if (table->primary_key_span.file != 0) {
        return; /* what was meant for it is told */
    }
    const char *name = table_text(input->arena, table);
    struct report *report = diag_report(input->diags,
        RULE_MAP001,
        class_->name.span,
        class_->name.text,
        "table %s of model %s has no primary key: its rows cannot be told apart, and SQLAlchemy %s",
        name,
        class_->name.text,
        is_joined(class_) ? "writes none of them" : "refuses the model");
    struct strings natural = natural_key(input->arena, table);
    if (natural.len != 0) {
        diag_hint(report,
            "write `primary_key: [%s]`, which is unique and never null",
            strings_join(input->arena, &natural, ", "));
        fix_table_set(report, input->model, table, "primary_key", fix_list(input->arena, &natural));
    } else {
        diag_hint(report, "add `id: {type: integer, primary_key: true}` to the columns of %s", name);
    }
    diag_fix(report, "proposed");
}

static void check_nullable_keys(const struct rule_input *input, const struct table_def *table)
{
    for (size_t i = 0; i < table->primary_key.len; i++) {
        const struct column_def *column = table_column(table, table->primary_key.at[i].text);
        if (column == NULL || column->nullable != YES) {
            continue;
        }
        const char *object = arena_printf(input->arena, "%s.%s", table_text(input->arena, table), column->name.text);
        struct report *report = diag_report(input->diags,
            RULE_MAP008,
            span_or(column->nullable_span, column->span),
            object,
            "%s is part of the primary key and cannot be nullable: SQLAlchemy and PostgreSQL make it NOT NULL all the "
            "same",
            object);
        diag_hint(report, "drop `nullable: true`");
        fix_column_remove(report, column, "nullable");
        diag_fix(report, "safe");
    }
}

/* ---- tables ---- */

static bool has_table_of_base(const struct class_def *class_)
{
    for (const struct class_def *at = class_->base; at != NULL; at = at->base) {
        if (at->table == class_->table) {
            return true;
        }
    }
    return false;
}

/* What comes of two classes on one table of which neither is the other. */
static const char *sharing_text(const struct class_def *class_, const struct class_def *first)
{
    bool own = class_->concrete == YES || first->concrete == YES || mapped_root(class_) != mapped_root(first);
    return own                       ? "one row would be two objects, and each writes over the other"
           : rows_told_apart(class_) ? "a query for the one fails as soon as it meets a row of the other"
                                     : "a query for the one finds the rows of the other too";
}

static void check_table_shared(const struct rule_input *input, const struct class_def *class_)
{
    const struct table_def *table = class_->table;
    if (table == NULL || class_->abstract == YES || table->mapped_by == NULL || has_table_of_base(class_) ||
        class_is_a(table->mapped_by, class_)) {
        return;
    }
    const struct class_def *first = table->mapped_by;
    struct report *report = diag_report(input->diags,
        RULE_MAP006,
        span_or(class_->table_word.span, class_->name.span),
        class_->name.text,
        "%s and %s map table %s without inheriting from each other: %s",
        class_->name.text,
        first->name.text,
        table_text(input->arena, table),
        sharing_text(class_, first));
    diag_also(report, span_or(first->table_word.span, first->name.span), "%s maps it here", first->name.text);
    diag_hint(report, "write `inherits: %s` at %s, or give it a table of its own", first->name.text, class_->name.text);
    diag_fix(report, "proposed");
}

static void check_table_known(const struct rule_input *input, const struct class_def *class_)
{
    if (class_->table != NULL || class_->table_word.text == NULL || class_->abstract == YES || class_->misread) {
        return;
    }
    const char *nearest = model_nearest_table(input->model, class_->table_word.text);
    struct report *report = diag_report(input->diags,
        RULE_MAP007,
        class_->table_word.span,
        class_->name.text,
        "%s names table %s, which does not exist, and has no columns of its own",
        class_->name.text,
        class_->table_word.text);
    if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
        fix_replace(report, &class_->table_word, nearest);
    } else {
        diag_hint(
            report, "give %s its `columns`, or define %s under tables", class_->name.text, class_->table_word.text);
    }
    diag_fix(report, "proposed");
}

void rules_mapping(const struct rule_input *input)
{
    for (size_t i = 0; i < input->model->tables.len; i++) {
        check_nullable_keys(input, input->model->tables.at[i]);
    }
    for (size_t i = 0; i < input->model->classes.len; i++) {
        check_primary_key(input, input->model->classes.at[i]);
        check_table_shared(input, input->model->classes.at[i]);
        check_table_known(input, input->model->classes.at[i]);
    }
}
