#include "base/text.h"
#include "resolve/condition.h"
#include "resolve/mapping.h"
#include "rules/fixes.h"
#include "rules/names.h"
#include "yaml/layout.h"

/* FK001 to FK006 and FK015: whether the names in a foreign key lead somewhere. */

struct fk_case {
    const struct rule_input *input;
    const struct table_def *table;
    const struct fk_def *fk;
};

/* "posts.user_id" */
static const char *object_of(const struct fk_case *c)
{
    struct strings columns = words_texts(c->input->arena, &c->fk->columns);
    return columns_text(c->input->arena, c->table, &columns);
}

static void report_own_column_unknown(const struct fk_case *c, const struct word *column)
{
    struct strings names = table_column_names(c->input->arena, c->table);
    const char *nearest = text_nearest(column->text, &names);
    struct report *report = diag_report(c->input->diags,
        RULE_FK005,
        span_or(column->span, c->fk->span),
        object_of(c),
        "the foreign key stands on column %s, but table %s has no such column",
        column->text,
        table_text(c->input->arena, c->table));
    diag_fix(report, "proposed");
    if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
        fix_replace(report, column, nearest);
    } else {
        diag_hint(report,
            "add it under columns of %s: `%s: {type: ...}`; there are %s",
            table_text(c->input->arena, c->table),
            column->text,
            strings_join(c->input->arena, &names, ", "));
    }
}

/* The column goes, and with it the reference that stands at its place where that is a repeat too. */
static bool drop_repeat(const struct fk_case *c, struct report *report, size_t index)
{
    const struct words *columns = &c->fk->columns, *refs = &c->fk->ref_columns;
    size_t first = 0;
    while (!text_same(columns->at[first].text, columns->at[index].text)) {
        first++;
    }
    bool same = refs->len == columns->len && text_same(refs->at[first].text, refs->at[index].text);
    if (!same && refs->len + 1 != columns->len) {
        return false;
    }
    struct arena *arena = c->input->arena;
    struct strings kept = {0};
    for (size_t i = 0; same && i < refs->len; i++) {
        if (i != index) {
            *PUSH(arena, &kept) = refs->at[i].text;
        }
    }
    fix_drop(report, columns->at[index].span);
    if (same) {
        const char *table = c->fk->ref_schema.text == NULL
                                ? c->fk->ref_table.text
                                : arena_printf(arena, "%s.%s", c->fk->ref_schema.text, c->fk->ref_table.text);
        const char *text = arena_printf(arena, "%s(%s)", table, strings_join(arena, &kept, ", "));
        diag_edit(report,
            &(struct edit){.kind = EDIT_SET,
                .at = c->fk->span,
                .at_value = true,
                .key = "references",
                .value = layout_scalar(arena, text)});
    }
    return true;
}

static void check_own_columns(const struct fk_case *c)
{
    struct strings seen = {0};
    for (size_t i = 0; i < c->fk->columns.len; i++) {
        const struct word *column = &c->fk->columns.at[i];
        if (table_column(c->table, column->text) == NULL) {
            report_own_column_unknown(c, column);
        } else if (strings_have(&seen, column->text)) {
            struct report *report = diag_report(c->input->diags,
                RULE_FK006,
                span_or(column->span, c->fk->span),
                object_of(c),
                "the foreign key names its column %s twice",
                column->text);
            diag_hint(report, "name each column once, beside the column that it references");
            diag_fix(report, drop_repeat(c, report, i) ? "safe" : "proposed");
        }
        *PUSH(c->input->arena, &seen) = column->text;
    }
}

static void check_count(const struct fk_case *c, const struct table_def *referenced)
{
    const struct words *references = &c->fk->ref_columns;
    const struct words *counted = references->len == 0 ? &referenced->primary_key : references;
    if (counted->len == c->fk->columns.len) {
        return;
    }
    struct arena *arena = c->input->arena;
    struct strings names = words_texts(arena, counted);
    struct report *report = diag_report(c->input->diags,
        RULE_FK003,
        c->fk->span,
        object_of(c),
        "the foreign key has %u column%s of its own but references %u: %s",
        c->fk->columns.len,
        c->fk->columns.len == 1 ? "" : "s",
        counted->len,
        names.len == 0 ? "the primary key, which there is not" : columns_text(arena, referenced, &names));
    struct strings key = words_texts(arena, &referenced->primary_key);
    if (key.len == c->fk->columns.len) {
        diag_hint(report,
            "reference the whole key: `references: \"%s(%s)\"`",
            table_text(arena, referenced),
            strings_join(arena, &key, ", "));
    } else {
        diag_hint(report,
            "each column needs the one that it references: `{columns: [a, b], references: \"%s(x, y)\"}`",
            table_text(arena, referenced));
    }
}

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

/* A child whose table is joined to its base's by this key, if by any. */
static const struct class_def *joined_by(const struct fk_case *c)
{
    const struct class_def *class_ = c->table->mapped_by;
    const struct class_def *base = class_ == NULL ? NULL : mapped_base(class_);
    bool joined = base != NULL && base->table != class_->table && class_->concrete != YES;
    return joined && class_->inherit_condition.text == NULL && !is_linked(c, base->table) ? class_ : NULL;
}

/* Why it is an error where SQLite alone would take it. */
static const char *refused_for(const struct fk_case *c)
{
    const struct relationship *missed = missed_by(c);
    const struct class_def *joined = missed == NULL ? joined_by(c) : NULL;
    return missed != NULL ? missed->name : joined != NULL ? joined->name.text : NULL;
}

static void report_unknown_table(const struct fk_case *c)
{
    const char *refused = c->input->only_sqlite ? refused_for(c) : NULL;
    bool mild = c->input->only_sqlite && refused == NULL;
    const char *outcome = !c->input->only_sqlite ? "the database refuses to create the key"
                          : mild                 ? "SQLite creates the key and fails at the first insert"
                                 : arena_printf(c->input->arena, "SQLAlchemy refuses %s for want of it", refused);
    struct report *report = diag_report(c->input->diags,
        RULE_FK001,
        span_or(c->fk->ref_table.span, c->fk->span),
        object_of(c),
        "%s references table %s%s%s, which does not exist: %s",
        object_of(c),
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

static void report_unknown_column(
    const struct fk_case *c, const struct table_def *referenced, const struct word *column)
{
    struct arena *arena = c->input->arena;
    struct strings names = table_column_names(arena, referenced);
    struct report *report = diag_report(c->input->diags,
        RULE_FK002,
        span_or(column->span, c->fk->span),
        object_of(c),
        "%s references %s.%s, but table %s has no column %s",
        object_of(c),
        table_text(arena, referenced),
        column->text,
        table_text(arena, referenced),
        column->text);
    diag_also(report, referenced->name.span, "%s is defined here", table_text(arena, referenced));
    diag_fix(report, "proposed");
    const char *nearest = text_nearest(column->text, &names);
    const struct column_def *renamed =
        referenced->mapped_by == NULL ? NULL : attribute_column(referenced->mapped_by, column->text);
    if (renamed != NULL) {
        diag_hint(report,
            "%s is an attribute; a foreign key names its column: %s.%s",
            column->text,
            table_text(arena, referenced),
            renamed->name.text);
        fix_replace(report, column, renamed->name.text);
    } else if (nearest != NULL) {
        diag_hint(report, "did you mean %s.%s?", table_text(arena, referenced), nearest);
        fix_replace(report, column, nearest);
    } else {
        diag_hint(report, "columns of %s: %s", table_text(arena, referenced), strings_join(arena, &names, ", "));
    }
}

static void check_references(const struct fk_case *c)
{
    if (c->fk->two_tables) {
        struct report *report = diag_report(c->input->diags,
            RULE_FK004,
            c->fk->span,
            object_of(c),
            "the references of one foreign key name columns of more than one table");
        diag_hint(report, "a foreign key has one referenced table: write one entry under foreign_keys for each");
        return;
    }
    if (c->fk->ref_table.text == NULL || resolved_key(c->input->resolved, c->fk) != NULL) {
        return;
    }
    const struct table_def *referenced = model_table(c->input->model, c->fk->ref_schema.text, c->fk->ref_table.text);
    if (referenced == NULL) {
        report_unknown_table(c);
        return;
    }
    for (size_t i = 0; i < c->fk->ref_columns.len; i++) {
        const struct word *column = &c->fk->ref_columns.at[i];
        if (table_column(referenced, column->text) == NULL) {
            report_unknown_column(c, referenced, column);
        }
    }
    check_count(c, referenced);
}

static bool same_reference(const struct key *a, const struct key *b)
{
    if (a->referenced != b->referenced || a->columns.len != b->columns.len) {
        return false;
    }
    for (size_t i = 0; i < a->columns.len; i++) {
        size_t j = 0;
        while (j < b->columns.len && b->columns.at[j] != a->columns.at[i]) {
            j++;
        }
        if (j == b->columns.len || b->ref_columns.at[j] != a->ref_columns.at[i]) {
            return false;
        }
    }
    return true;
}

static bool says_or_not(const char *own, const char *other)
{
    return own == NULL || text_same(own, other);
}

/* All that the key says besides its columns the other says too, or says alone. */
static bool says_nothing_more(const struct key *key, const struct key *other)
{
    const struct fk_def *a = key->def, *b = other->def;
    return says_or_not(a->on_delete_word.text, b->on_delete_word.text) &&
           says_or_not(a->on_update_word.text, b->on_update_word.text) && says_or_not(a->name.text, b->name.text) &&
           says_or_not(a->match.text, b->match.text) &&
           (a->deferrable == DEFERRABLE_UNSET || a->deferrable == b->deferrable) &&
           (a->use_alter == UNSET || a->use_alter == b->use_alter) && (a->index == UNSET || a->index == b->index);
}

static void check_twice(const struct fk_case *c, size_t index)
{
    const struct key *key = resolved_key(c->input->resolved, c->fk);
    for (size_t i = 0; key != NULL && i < index; i++) {
        const struct fk_def *earlier_fk = c->table->foreign_keys.at[i];
        const struct key *earlier = resolved_key(c->input->resolved, earlier_fk);
        if (earlier == NULL || !same_reference(key, earlier)) {
            continue;
        }
        struct report *report = diag_report(c->input->diags,
            RULE_FK015,
            c->fk->span,
            object_of(c),
            "%s has this foreign key already: the database would check it twice",
            object_of(c));
        diag_also(report, earlier_fk->span, "the same key is declared here");
        diag_hint(report, "keep the one whose on_delete and on_update are meant, and drop the other");
        const struct key *spare = says_nothing_more(key, earlier)   ? key
                                  : says_nothing_more(earlier, key) ? earlier
                                                                    : NULL;
        if (spare != NULL) {
            fix_key_drop(c->input, report, spare);
        }
        diag_fix(report, spare != NULL ? "safe" : "proposed");
        return;
    }
}

void rules_foreign_keys(const struct rule_input *input)
{
    for (size_t i = 0; i < input->model->tables.len; i++) {
        const struct table_def *table = input->model->tables.at[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            const struct fk_def *fk = table->foreign_keys.at[j];
            struct fk_case c = {input, table, fk};
            check_own_columns(&c);
            check_references(&c);
            check_twice(&c, j);
        }
    }
}
