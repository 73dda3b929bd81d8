#include "rules/foreign_keys.h"

#include "base/text.h"
#include "resolve/condition.h"
#include "resolve/mapping.h"
#include "rules/fixes.h"

#include <string.h>

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

/* The table as it is written, with its schema. */
static struct word written_table_name(const struct fk_case *c)
{
    const struct word *schema = &c->fk->ref_schema, *table = &c->fk->ref_table;
    if (schema->text == NULL) {
        return *table;
    }
    struct word all = {arena_printf(c->input->arena, "%s.%s", schema->text, table->text), table->span};
    if (schema->span.file != 0 && schema->span.off + schema->span.len + 1 == table->span.off) {
        all.span.off = schema->span.off;
        all.span.len += schema->span.len + 1;
    }
    return all;
}

static void hint_table(const struct fk_case *c, struct report *report, const struct word *written)
{
    const char *meant = table_meant(c);
    const struct table_def *same = namesake(c);
    if (same != NULL && same->schema.text == NULL && c->fk->ref_schema.text != NULL) {
        diag_hint(report,
            "%s is defined without a schema, and is named without one: write %s, or `schema: %s` at the table",
            meant,
            meant,
            c->fk->ref_schema.text);
    } else if (same != NULL && c->fk->ref_schema.text == NULL) {
        diag_hint(report, "it is in the schema %s: write %s", same->schema.text, meant);
    } else if (table_of_model(c) != NULL) {
        diag_hint(report, "%s is a model; a foreign key names its table: %s", c->fk->ref_table.text, meant);
    } else if (meant != NULL) {
        diag_hint(report, "did you mean %s?", meant);
    } else {
        diag_hint(report, "define it under models or tables, or reference one of those there are");
    }
    bool one = c->fk->ref_columns.len == 1; /* others name the table again */
    if (meant != NULL && (c->fk->ref_schema.text == NULL || (one && written->span.len == strlen(written->text)))) {
        fix_replace(report, written, meant);
    }
}

/* ---- who needs the key ---- */

static void note(struct arena *arena, struct pointers *map, const void *key, struct relationship *r)
{
    if (key != NULL && pointers_get(map, key) == NULL) {
        pointers_set(arena, map, key, r);
    }
}

static void note_tables(
    struct arena *arena, struct fk_needs *needs, const struct mapping *mapping, struct relationship *r)
{
    for (size_t i = 0; mapping != NULL && i < mapping->tables.len; i++) {
        note(arena, &needs->tables, mapping->tables.at[i], r);
    }
}

static void note_columns(
    struct arena *arena, struct fk_needs *needs, const struct condition *join, struct relationship *r)
{
    for (size_t i = 0; join != NULL && i < join->columns.len; i++) {
        note(arena, &needs->columns, join->columns.at[i]->column.column, r);
    }
}

/* A relationship that may be without a join for want of a key needs each that its tables lack; of what one is joined by
 * SQLAlchemy looks up what it references. */
static void note_needs(const struct rule_input *input, struct fk_needs *needs)
{
    const struct resolve_index *index = input->resolved->index;
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *r = input->resolved->all.at[i];
        note_columns(input->arena, needs, r->primary_join, r);
        note_columns(input->arena, needs, r->secondary_join, r);
        if ((r->problems & 1U << PROBLEM_FOLLOWER) != 0) {
            note_tables(input->arena, needs, mapping_of(index, r->owner), r);
            note_tables(input->arena, needs, mapping_of(index, r->target), r);
            note(input->arena, &needs->tables, r->secondary, r);
        }
    }
    needs->known = true;
}

static const struct relationship *earlier(const struct relationship *a, const struct relationship *b)
{
    return a == NULL || (b != NULL && b->number < a->number) ? b : a;
}

/* The first relationship for which SQLAlchemy refuses the model. */
static const struct relationship *missed_by(const struct fk_case *c)
{
    if (!c->needs->known) {
        note_needs(c->input, c->needs);
    }
    const struct relationship *first = pointers_get(&c->needs->tables, c->table);
    for (size_t i = 0; i < c->fk->columns.len; i++) {
        const struct column_def *column = table_column(c->table, c->fk->columns.at[i].text);
        first = column == NULL ? first : earlier(first, pointers_get(&c->needs->columns, column));
    }
    return first;
}

static bool is_linked(const struct fk_case *c, const struct table_def *base)
{
    const struct keys *keys = &keys_of(c->input->resolved->index, c->table)->keys;
    for (size_t i = 0; i < keys->len; i++) {
        if (keys->at[i]->referenced == base) {
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
    struct word written = written_table_name(c);
    struct report *report = diag_report(c->input->diags,
        RULE_FK001,
        span_or(written.span, c->fk->span),
        fk_object(c),
        "%s references table %s, which does not exist: %s",
        fk_object(c),
        written.text,
        outcome);
    hint_table(c, report, &written);
    diag_fix(report, "proposed");
    if (mild) {
        diag_severity(report, CORM_WARNING);
    }
}
