#include "rules/foreign_keys.h"

#include "base/text.h"
#include "resolve/condition.h"
#include "resolve/mapping.h"
#include "rules/fixes.h"

/* FK001: a key of a table that is not there, and who needs it. */

/* The table of that name in another schema; NULL where there is none, or several. */
static const struct table_def *namesake(const struct fk_case *c)
{
    const struct table_def *found = NULL;
    for (size_t i = 0; i < c->input->model->tables.len; i++) {
        const struct table_def *table = c->input->model->tables.at[i];
        if (text_same(table->name.text, c->fk->ref_table.text)) {
            if (found != NULL) {
                return NULL;
            }
            found = table;
        }
    }
    return found;
}

static const struct table_def *table_of_model(const struct fk_case *c)
{
    const struct class_def *class_ = model_class(c->input->model, c->fk->ref_table.text);
    return class_ == NULL ? NULL : class_->table;
}

/* That of the model that was named, that of the same name in another schema, or the nearest; NULL for none. */
static const char *table_meant(const struct fk_case *c)
{
    const struct table_def *table = table_of_model(c);
    table = table == NULL ? namesake(c) : table;
    return table != NULL ? table_text(c->input->arena, table)
                         : model_nearest_table(c->input->model, c->fk->ref_table.text);
}

static void hint_table(const struct fk_case *c, struct report *report)
{
    const char *meant = table_meant(c);
    if (table_of_model(c) != NULL) {
        diag_hint(report, "%s is a model; a foreign key names its table: %s", c->fk->ref_table.text, meant);
    } else if (meant != NULL) {
        diag_hint(report, "did you mean %s?", meant);
    } else {
        diag_hint(report, "define it under models or tables, or reference one of those there are");
    }
    if (meant != NULL && c->fk->ref_schema.text == NULL) {
        fix_replace(report, &c->fk->ref_table, meant);
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
    hint_table(c, report);
    diag_fix(report, "proposed");
    if (mild) {
        diag_severity(report, CORM_WARNING);
    }
}
