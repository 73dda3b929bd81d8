#include "base/text.h"
#include "model/python.h"
#include "rules/fixes.h"
#include "rules/names.h"

#include <string.h>

/* MAP002, MAP003, MAP009: the names that a class gives to its columns and relationships. */

/* ---- names of relationships ---- */

/* What the checks of one model share. */
struct names_case {
    const struct rule_input *input;
    struct class_defs children; /* the classes that have a base */
};

static const char *rel_text(struct arena *arena, const struct rel_def *rel)
{
    return arena_printf(arena, "%s.%s", rel->owner->name.text, rel->name.text);
}

/* Below, and not by way of a concrete class: what that one has besides its own columns it cannot use. */
static bool takes_relationships(const struct class_def *child, const struct class_def *owner)
{
    for (; child != NULL && child != owner; child = child->base) {
        if (child->concrete == YES) {
            return false;
        }
    }
    return child == owner;
}

/* The column attribute of that name at the owner or at a class below it, and that class. */
static const struct column_def *column_of_that_name(
    const struct names_case *c, const struct rel_def *rel, const struct class_def **ret_class)
{
    *ret_class = rel->owner;
    const struct column_def *column = attribute_column(rel->owner, rel->name.text);
    for (size_t i = 0; column == NULL && i < c->children.len; i++) {
        const struct class_def *child = c->children.at[i];
        if (child != rel->owner && takes_relationships(child, rel->owner)) {
            *ret_class = child;
            column = attribute_column(child, rel->name.text);
        }
    }
    return column;
}

static void hint_other_name(
    const struct rule_input *input, struct report *report, const struct rel_def *rel, const struct column_def *column)
{
    const char *name = rel->name.text;
    if (text_ends(name, "_id") && strlen(name) > 3) {
        const char *shorter = arena_strndup(input->arena, name, strlen(name) - 3);
        if (attribute_column(rel->owner, shorter) == NULL && class_relationship(rel->owner, shorter) == NULL) {
            diag_hint(report, "name the relationship %s", shorter);
            fix_rename(input, report, resolved_relationship(input->resolved, rel), shorter);
            diag_fix(report, "safe");
            return;
        }
    }
    diag_hint(report,
        "rename the relationship, or give the column another attribute: `attributes: {%s_: %s}`",
        name,
        column->name.text);
    diag_fix(report, "proposed");
}

/* What a child declares under a name of its own choice takes the place of what its base has there. */
static void report_hidden(
    const struct names_case *c, const struct rel_def *rel, const struct class_def *child, const struct word *attribute)
{
    const char *object = rel_text(c->input->arena, rel);
    struct report *report = diag_report(c->input->diags,
        RULE_MAP002,
        attribute->span,
        object,
        "the attribute %s of %s hides the relationship %s: %s has a column there, and SQLAlchemy does not say so",
        attribute->text,
        child->name.text,
        object,
        one_of(c->input->arena, child->name.text));
    diag_severity(report, CORM_WARNING);
    diag_also(report, rel->name.span, "the relationship");
    diag_hint(report, "give the column another attribute at %s", child->name.text);
    diag_fix(report, "proposed");
}

/* The entry under `attributes` of that class by which a column has the name. */
static const struct word *attribute_word(const struct class_def *class_, const char *name)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        const struct attribute_def *def = &class_->attributes.at[i];
        if (text_same(def->attribute.text, name) && !text_same(def->column.text, name)) {
            return &def->attribute;
        }
    }
    return NULL;
}

static void check_not_column(const struct names_case *c, const struct rel_def *rel)
{
    const struct class_def *class_ = NULL;
    const struct column_def *column = column_of_that_name(c, rel, &class_);
    if (column == NULL) {
        return;
    }
    const struct word *attribute = class_ == rel->owner ? NULL : attribute_word(class_, rel->name.text);
    if (attribute != NULL) {
        report_hidden(c, rel, class_, attribute);
        return;
    }
    const char *object = rel_text(c->input->arena, rel);
    struct report *report = diag_report(c->input->diags,
        RULE_MAP002,
        rel->name.span,
        object,
        "%s is a relationship, but %s.%s is a column already: one attribute cannot be both",
        object,
        class_->name.text,
        rel->name.text);
    diag_also(report, column->name.span, "the column");
    hint_other_name(c->input, report, rel, column);
}

bool name_is_reserved(const char *name)
{
    return text_same(name, "metadata") || text_same(name, "registry");
}

static void check_relationship_name(const struct rule_input *input, const struct rel_def *rel)
{
    const char *name = rel->name.text, *why = NULL;
    corm_severity severity = CORM_ERROR;
    if (name_is_reserved(name)) {
        why = "SQLAlchemy keeps this attribute of a model for itself";
    } else if (python_is_keyword(name)) {
        why = "it is a word of Python, so no program could write it as an attribute";
    } else if (text_same(name, "query")) {
        why = "Flask-SQLAlchemy's Model.query would be gone";
        severity = CORM_WARNING;
    } else if (text_starts(name, "__") && text_ends(name, "__") && strlen(name) > 4) {
        why = "Python and SQLAlchemy keep such names for themselves";
        severity = CORM_WARNING;
    }
    if (why == NULL) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP003,
        rel->name.span,
        rel_text(input->arena, rel),
        "a relationship %s be named %s: %s",
        severity == CORM_ERROR ? "cannot" : "should not",
        name,
        why);
    diag_severity(report, severity);
    diag_hint(report, "choose another name, such as %s_", text_starts(name, "__") ? "details" : name);
    if (!text_starts(name, "__") && !rel->from_backref) {
        const char *better = arena_printf(input->arena, "%s_", name);
        fix_rename(input, report, resolved_relationship(input->resolved, rel), better);
    }
    diag_fix(report, "proposed");
}

/* A column keeps its name in the database; only the attribute of the exported class needs another one, so this is no
 * error. */
static void check_column_names(const struct rule_input *input, const struct class_def *class_)
{
    for (size_t i = 0; class_->own_table && class_->table != NULL && i < class_->table->columns.len; i++) {
        const struct column_def *column = class_->table->columns.at[i];
        const char *name = column->name.text;
        if (!name_is_reserved(name) || attribute_column(class_, name) != column) {
            continue;
        }
        struct report *report = diag_report(input->diags,
            RULE_MAP003,
            column->name.span,
            arena_printf(input->arena, "%s.%s", class_->name.text, name),
            "SQLAlchemy keeps the attribute %s of a model for itself: the class needs another name for this column",
            name);
        diag_severity(report, CORM_WARNING);
        diag_hint(report, "the column may stay: write `attributes: {%s_: %s}` at %s", name, name, class_->name.text);
        diag_fix(report, "proposed");
    }
}

/* ---- names of columns ---- */

/* The column of a table of the class or of its bases, of which a concrete class reads none. */
static const struct column_def *mapped_column(
    const struct class_def *class_, const char *name, const struct table_def **ret_table)
{
    const struct column_def *column = NULL;
    bool apart = false;
    for (; class_ != NULL && column == NULL && !apart; class_ = class_->base) {
        if (class_->table != NULL) {
            *ret_table = *ret_table == NULL ? class_->table : *ret_table;
            column = table_column(class_->table, name);
            apart = class_->concrete == YES;
        }
    }
    return column;
}

static void report_unknown_column(
    const struct rule_input *input, const struct class_def *class_, size_t i, const struct table_def *table)
{
    const struct word *attribute = &class_->attributes.at[i].attribute, *column = &class_->attributes.at[i].column;
    struct strings names = table_column_names(input->arena, table);
    const char *nearest = text_nearest(column->text, &names);
    struct report *report = diag_report(input->diags,
        RULE_MAP009,
        column->span,
        arena_printf(input->arena, "%s.%s", class_->name.text, attribute->text),
        "attribute %s names column %s, which table %s does not have",
        attribute->text,
        column->text,
        table_text(input->arena, table));
    if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
        fix_replace(report, column, nearest);
    } else {
        diag_hint(report,
            "attributes say `attribute: column`; columns of %s: %s",
            table_text(input->arena, table),
            strings_join(input->arena, &names, ", "));
    }
    diag_fix(report, "proposed");
}

static void report_second_attribute(
    const struct rule_input *input, const struct class_def *class_, size_t first, size_t second)
{
    const struct word *attribute = &class_->attributes.at[second].attribute;
    struct report *report = diag_report(input->diags,
        RULE_MAP009,
        attribute->span,
        arena_printf(input->arena, "%s.%s", class_->name.text, attribute->text),
        "column %s has the attribute %s already: SQLAlchemy would use one of the two and drop the other",
        class_->attributes.at[second].column.text,
        class_->attributes.at[first].attribute.text);
    diag_also(report, class_->attributes.at[first].attribute.span, "the first attribute");
    diag_hint(report, "keep one of %s and %s", class_->attributes.at[first].attribute.text, attribute->text);
    fix_drop(report, class_->attributes.at[second].column.span);
    diag_fix(report, "proposed");
}

static bool is_renamed(const struct class_def *class_, const char *column)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, column)) {
            return true;
        }
    }
    return false;
}

/* `attributes: {name: title}` beside a column name, which keeps its own attribute. */
static void check_attribute_free(const struct rule_input *input, const struct class_def *class_, size_t i)
{
    const struct word *attribute = &class_->attributes.at[i].attribute, *column = &class_->attributes.at[i].column;
    const struct column_def *namesake = class_->table == NULL ? NULL : table_column(class_->table, attribute->text);
    if (namesake == NULL || text_same(attribute->text, column->text) || is_renamed(class_, attribute->text)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP009,
        attribute->span,
        arena_printf(input->arena, "%s.%s", class_->name.text, attribute->text),
        "attribute %s would stand for column %s and for column %s, which has that name itself",
        attribute->text,
        column->text,
        attribute->text);
    diag_also(report, namesake->name.span, "the column %s", attribute->text);
    diag_hint(report, "choose another attribute for %s, or rename that of %s too", column->text, attribute->text);
    diag_fix(report, "proposed");
}

/* MAP003, where the author chose the name. */
static void check_attribute_name(const struct rule_input *input, const struct class_def *class_, size_t i)
{
    const struct word *attribute = &class_->attributes.at[i].attribute;
    if (!name_is_reserved(attribute->text)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP003,
        attribute->span,
        arena_printf(input->arena, "%s.%s", class_->name.text, attribute->text),
        "an attribute cannot be named %s: SQLAlchemy keeps this attribute of a model for itself",
        attribute->text);
    diag_hint(report, "choose another name, such as `%s_`", attribute->text);
    fix_replace(report, attribute, arena_printf(input->arena, "%s_", attribute->text));
    diag_fix(report, "proposed");
}

static void check_attributes(const struct rule_input *input, const struct class_def *class_)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        const struct table_def *table = NULL;
        const char *name = class_->attributes.at[i].column.text;
        const struct column_def *column = mapped_column(class_, name, &table);
        if (table == NULL) {
            return;
        }
        if (column == NULL) {
            report_unknown_column(input, class_, i, table);
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            if (text_same(class_->attributes.at[j].column.text, name)) {
                report_second_attribute(input, class_, j, i);
                break;
            }
        }
        check_attribute_free(input, class_, i);
        check_attribute_name(input, class_, i);
    }
}

static struct class_defs classes_with_base(const struct rule_input *input)
{
    struct class_defs children = {0};
    for (size_t i = 0; i < input->model->classes.len; i++) {
        if (input->model->classes.at[i]->base != NULL) {
            *PUSH(input->arena, &children) = input->model->classes.at[i];
        }
    }
    return children;
}

void rules_attributes(const struct rule_input *input)
{
    struct names_case c = {input, classes_with_base(input)};
    for (size_t i = 0; i < input->model->classes.len; i++) {
        const struct class_def *class_ = input->model->classes.at[i];
        check_attributes(input, class_);
        check_column_names(input, class_);
        for (size_t j = 0; j < class_->relationships.len; j++) {
            const struct rel_def *rel = class_->relationships.at[j];
            if (!rel->from_backref) { /* REL313 otherwise */
                check_not_column(&c, rel);
            }
            check_relationship_name(input, rel);
        }
    }
}
