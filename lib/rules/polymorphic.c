#include "base/text.h"
#include "resolve/mapping.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* MAP011, MAP012, MAP014 to MAP016: which rows are objects of which class. */

/* ---- MAP011, MAP012: identities ---- */

/* The nearest class above that tells rows apart by a column, or NULL; SQLAlchemy warns of the topmost one only. */
static const struct class_def *told_apart_by(const struct class_def *class_, bool *ret_concrete)
{
    const struct class_def *at = class_;
    *ret_concrete = false;
    do {
        *ret_concrete = *ret_concrete || at->concrete == YES; /* its rows stand in a table of their own */
        at = mapped_base(at);
    } while (at != NULL && at->polymorphic_on.text == NULL);
    return at;
}

static void check_identity(const struct rule_input *input, const struct class_def *class_)
{
    bool apart;
    const struct class_def *base = told_apart_by(class_, &apart);
    bool harmless = apart && base != mapped_root(class_);
    if (base == NULL || harmless || class_->abstract == YES || class_->polymorphic_identity.text != NULL) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP011,
        class_->name.span,
        class_->name.text,
        apart ? "%s tells its rows apart by column %s, but %s has no identity there: SQLAlchemy warns that queries for "
                "%s cannot load it"
              : "%s tells its rows apart by column %s, but %s has no identity there: its rows would be stored without "
                "one, and queries for %s fail on them",
        base->name.text,
        base->polymorphic_on.text,
        class_->name.text,
        base->name.text);
    diag_also(report, base->polymorphic_on.span, "the column is named here");
    diag_hint(report,
        "write `polymorphic_identity: %s` at %s",
        text_snake_case(input->arena, class_->name.text),
        class_->name.text);
    fix_model_set(report, class_, "polymorphic_identity", text_snake_case(input->arena, class_->name.text));
    diag_fix(report, "proposed");
}

/* `seen` maps root and identity to the first class that has them. */
static void check_identity_once(const struct rule_input *input, const struct class_def *class_, struct map *seen)
{
    if (class_->polymorphic_identity.text == NULL || class_->abstract == YES) {
        return;
    }
    const char *slot =
        arena_printf(input->arena, "%s\n%s", mapped_root(class_)->name.text, class_->polymorphic_identity.text);
    const struct class_def *first = map_get(seen, slot);
    if (first == NULL) {
        map_set(input->arena, seen, slot, model_class(input->model, class_->name.text));
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP012,
        class_->polymorphic_identity.span,
        class_->name.text,
        "%s and %s have the same identity %s: rows of the one would be loaded as the other",
        first->name.text,
        class_->name.text,
        class_->polymorphic_identity.text);
    diag_also(report, first->polymorphic_identity.span, "%s has it here", first->name.text);
    diag_hint(report, "give each class of the hierarchy an identity of its own");
}

/* ---- MAP014: a class that has no rows ---- */

static const char *mapped_child(const struct rule_input *input, const struct class_def *abstract)
{
    for (size_t i = 0; i < input->model->classes.len; i++) {
        const struct class_def *class_ = input->model->classes.at[i];
        if (class_->abstract != YES && class_is_a(class_, abstract)) {
            return class_->name.text;
        }
    }
    return NULL;
}

static void check_target(const struct rule_input *input, const struct rel_def *rel)
{
    const struct class_def *target = resolved_relationship(input->resolved, rel)->target;
    if (target == NULL || target->abstract != YES || rel->from_backref) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP014,
        rel->target.span,
        arena_printf(input->arena, "%s.%s", rel->owner->name.text, rel->name.text),
        "%s is abstract: it has no rows that %s.%s could lead to, and SQLAlchemy finds no such class",
        target->name.text,
        rel->owner->name.text,
        rel->name.text);
    diag_also(report, target->name.span, "%s only lends its columns", target->name.text);
    const char *child = mapped_child(input, target);
    if (child != NULL) {
        diag_hint(report, "write `target: %s` or another class that inherits from it", child);
    } else {
        diag_hint(report, "name a class that has a table");
    }
}

/* ---- MAP015, MAP016: the column that tells classes apart ---- */

static bool has_column(const struct class_def *class_, const char *name)
{
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        if (at->table != NULL && table_column(at->table, name) != NULL) {
            return true;
        }
        if (at->concrete == YES && at->table != NULL) {
            break;
        }
    }
    return attribute_column(class_, name) != NULL;
}

static void check_discriminator(const struct rule_input *input, const struct class_def *class_)
{
    const struct word *on = &class_->polymorphic_on;
    const struct table_def *table =
        mapping_of(input->resolved->index, class_)->local; /* the base's for a child of it */
    if (on->text == NULL || class_->abstract == YES || table == NULL || has_column(class_, on->text)) {
        return;
    }
    struct strings names = table_column_names(input->arena, table);
    const char *nearest = text_nearest(on->text, &names);
    struct report *report = diag_report(input->diags,
        RULE_MAP015,
        on->span,
        class_->name.text,
        "polymorphic_on names \"%s\", but table %s has no such column: SQLAlchemy refuses the model",
        on->text,
        table_text(input->arena, table));
    if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
        fix_replace(report, on, nearest);
    } else {
        diag_hint(report, "add the column `%s: {type: text, nullable: false}`", on->text);
    }
    diag_fix(report, "proposed");
}

static bool another_has(const struct mapping *base, size_t but, const char *name)
{
    for (size_t i = but + 1; i < base->tables.len; i++) {
        if (table_column(base->tables.at[i], name) != NULL) {
            return true;
        }
    }
    return false;
}

/* A column that two of the tables have which the base is joined from; NULL for none. */
static const char *column_of_two(const struct mapping *base)
{
    for (size_t i = 0; i < base->tables.len; i++) {
        const struct column_defs *columns = &base->tables.at[i]->columns;
        for (size_t k = 0; k < columns->len; k++) {
            if (another_has(base, i, columns->at[k]->name.text)) {
                return columns->at[k]->name.text;
            }
        }
    }
    return NULL;
}

/* It takes the columns of its base as they are, and where that is joined it does not know which go together. */
static void report_refused(
    const struct rule_input *input, const struct class_def *class_, const struct class_def *base, const char *twice)
{
    struct report *report = diag_report(input->diags,
        RULE_MAP016,
        class_->name.span,
        class_->name.text,
        "%s is concrete and has no table of its own, and the tables that %s is joined from both have a column %s: "
        "SQLAlchemy refuses the model",
        class_->name.text,
        base->name.text,
        twice);
    diag_severity(report, CORM_ERROR);
    diag_also(report, base->name.span, "%s is joined", base->name.text);
    diag_hint(report, "give %s a table with all its columns, or drop `concrete`", class_->name.text);
}

/* A class on the table of its base, of which nothing says which rows are its own. */
static void check_told_apart(const struct rule_input *input, const struct class_def *class_)
{
    const struct class_def *base = mapped_base(class_);
    bool shares = base != NULL && (class_->table == NULL || class_->table == base->table);
    bool told = class_->concrete != YES && rows_told_apart(class_); /* concrete: the base's words do not reach it */
    if (class_->abstract == YES || !shares || told) {
        return;
    }
    const char *twice = class_->concrete == YES ? column_of_two(mapping_of(input->resolved->index, base)) : NULL;
    if (twice != NULL) {
        report_refused(input, class_, base, twice);
        return;
    }
    const struct class_def *root = mapped_root(class_);
    struct report *report = diag_report(input->diags,
        RULE_MAP016,
        class_->name.span,
        class_->name.text,
        "nothing tells the rows of %s and %s apart: a query for %s finds those of %s too, and the other way round",
        class_->name.text,
        base->name.text,
        class_->name.text,
        base->name.text);
    diag_also(report, base->name.span, "%s has the table", base->name.text);
    if (class_->concrete == YES) {
        diag_hint(
            report, "a concrete class has all its columns in a table of its own: give it one, or drop `concrete`");
        return;
    }
    diag_hint(report,
        "write `polymorphic_on: COLUMN` at %s, and a `polymorphic_identity` at each of the classes",
        root->name.text);
    diag_fix(report, "proposed");
}

void rules_polymorphic(const struct rule_input *input)
{
    struct map seen = {0};
    for (size_t i = 0; i < input->model->classes.len; i++) {
        const struct class_def *class_ = input->model->classes.at[i];
        check_identity(input, class_);
        check_identity_once(input, class_, &seen);
        check_discriminator(input, class_);
        check_told_apart(input, class_);
        for (size_t r = 0; r < class_->relationships.len; r++) {
            check_target(input, class_->relationships.at[r]);
        }
    }
}
