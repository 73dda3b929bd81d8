#include "rules/foreign_keys.h"

#include "base/text.h"
#include "resolve/condition.h"
#include "resolve/mapping.h"
#include "rules/fixes.h"

/* FK001: a key of a table that is not there, and who needs it. */

static const char *unknown_table_hint(const struct fk_case *c)
{
    const struct rule_input *input = c->input;
    const char *typed = c->fk->ref_table.text;
    const struct class_def *class_ = model_class(input->model, typed);
    if (class_ != NULL && class_->table != NULL) {
        return arena_printf(input->arena,
            "%s is a model; a foreign key names its table: %s",
            typed,
            table_text(input->arena, class_->table));
    }
    const char *nearest = model_nearest_table(input->model, typed);
    if (nearest != NULL) {
        return arena_printf(input->arena, "did you mean %s?", nearest);
    }
    return arena_printf(input->arena, "define it under models or tables, or reference one of those there are");
}

/* The table of the model that was named, or the nearest. */
static void name_table(const struct fk_case *c, struct report *report)
{
    const struct class_def *class_ = model_class(c->input->model, c->fk->ref_table.text);
    const char *name = class_ != NULL && class_->table != NULL
                           ? table_text(c->input->arena, class_->table)
                           : model_nearest_table(c->input->model, c->fk->ref_table.text);
    if (name != NULL && c->fk->ref_schema.text == NULL) {
        fix_replace(report, &c->fk->ref_table, name);
    }
}

static bool is_in_key(const struct fk_case *c, const struct table_column *column)
{
    for (size_t i = 0; column->table == c->table && i < c->fk->columns.len; i++) {
        if (text_same(c->fk->columns.at[i].text, column->column->name.text)) {
            return true;
        }
    }
    return false;
}

/* What the relationship is joined by; SQLAlchemy looks up what each of the columns references. */
static bool joins_over(const struct fk_case *c, const struct condition *join)
{
    for (size_t i = 0; join != NULL && i < join->columns.len; i++) {
        if (is_in_key(c, &join->columns.at[i]->column)) {
            return true;
        }
    }
    return false;
}

/* A relationship that may be without a join for want of the key. */
static bool could_be_over(const struct fk_case *c, const struct relationship *r)
{
    const struct resolve_index *index = c->input->resolved->index;
    bool follows = (r->problems & 1U << PROBLEM_FOLLOWER) != 0;
    return follows && (mapping_has_table(mapping_of(index, r->owner), c->table) ||
                          (r->target != NULL && mapping_has_table(mapping_of(index, r->target), c->table)) ||
                          r->secondary == c->table);
}

/* The relationship for which SQLAlchemy refuses the model: it needs the key, or looks it up. */
static const struct relationship *missed_by(const struct fk_case *c)
{
    const struct relationships *all = &c->input->resolved->all;
    for (size_t i = 0; i < all->len; i++) {
        const struct relationship *r = all->at[i];
        if (could_be_over(c, r) || joins_over(c, r->primary_join) || joins_over(c, r->secondary_join)) {
            return r;
        }
    }
    return NULL;
}

static bool is_linked(const struct fk_case *c, const struct table_def *base)
{
    const struct keys *keys = &c->input->resolved->keys;
    for (size_t i = 0; i < keys->len; i++) {
        if (keys->at[i]->table == c->table && keys->at[i]->referenced == base) {
            return true;
        }
    }
    return false;
}

static bool has_joined_child(const struct fk_case *c, const struct class_def *class_)
{
    const struct mapping *mapping = mapping_of(c->input->resolved->index, class_);
    for (size_t i = 0; i < mapping->children.len; i++) {
        if (mapping->children.at[i]->tables.len > mapping->tables.len) {
            return true;
        }
    }
    return false;
}

/* The class of the table where it stands in a join of inheritance that is over the key, or would be. */
static const struct class_def *joined_by(const struct fk_case *c)
{
    const struct class_def *class_ = c->table->mapped_by;
    const struct class_def *base = class_ == NULL ? NULL : mapped_base(class_);
    bool joined = base != NULL && base->table != class_->table && class_->concrete != YES;
    bool in_key = false;
    for (size_t i = 0; i < c->table->primary_key.len; i++) {
        struct strings columns = words_texts(c->input->arena, &c->fk->columns);
        in_key = in_key || strings_have(&columns, c->table->primary_key.at[i].text);
    }
    bool linked = joined && (class_->inherit_condition.text != NULL || is_linked(c, base->table));
    bool over = in_key && class_ != NULL && (joined || has_joined_child(c, class_));
    return over || (joined && !linked) ? class_ : NULL;
}

/* Why it is an error where SQLite alone would take it. */
static const char *refused_for(const struct fk_case *c)
{
    const struct relationship *missed = missed_by(c);
    const struct class_def *joined = missed == NULL ? joined_by(c) : NULL;
    return missed != NULL ? missed->name : joined != NULL ? joined->name.text : NULL;
}

void fk_report_unknown_table(const struct fk_case *c)
{
    const char *refused = c->input->only_sqlite ? refused_for(c) : NULL;
    bool mild = c->input->only_sqlite && refused == NULL;
    const char *outcome = !c->input->only_sqlite ? "the database refuses to create the key"
                          : mild                 ? "SQLite creates the key and fails at the first insert"
                                 : arena_printf(c->input->arena, "without it SQLAlchemy refuses %s", refused);
    struct report *report = diag_report(c->input->diags,
        RULE_FK001,
        span_or(c->fk->ref_table.span, c->fk->span),
        fk_object(c),
        "%s references table %s%s%s, which does not exist: %s",
        fk_object(c),
        c->fk->ref_schema.text == NULL ? "" : c->fk->ref_schema.text,
        c->fk->ref_schema.text == NULL ? "" : ".",
        c->fk->ref_table.text,
        outcome);
    diag_hint(report, "%s", unknown_table_hint(c));
    name_table(c, report);
    diag_fix(report, "proposed");
    if (mild) {
        diag_severity(report, CORM_WARNING);
    }
}
