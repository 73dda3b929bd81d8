#include "rules/foreign_keys.h"

#include "base/text.h"
#include "rules/fixes.h"
#include "yaml/layout.h"

/* FK002 to FK006 and FK015: whether the names in a foreign key lead somewhere. */

const char *fk_object(const struct fk_case *c)
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
        fk_object(c),
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
    if (c->fk->columns.len == 1 && resolved_key(c->input->resolved, c->fk) != NULL) {
        return;
    }
    for (size_t i = 0; i < c->fk->columns.len; i++) {
        const struct word *column = &c->fk->columns.at[i];
        if (table_column(c->table, column->text) == NULL) {
            report_own_column_unknown(c, column);
        } else if (strings_have(&seen, column->text)) {
            struct report *report = diag_report(c->input->diags,
                RULE_FK006,
                span_or(column->span, c->fk->span),
                fk_object(c),
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
        fk_object(c),
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

static void report_unknown_column(
    const struct fk_case *c, const struct table_def *referenced, const struct word *column)
{
    struct arena *arena = c->input->arena;
    struct strings names = table_column_names(arena, referenced);
    struct report *report = diag_report(c->input->diags,
        RULE_FK002,
        span_or(column->span, c->fk->span),
        fk_object(c),
        "%s references %s.%s, but table %s has no column %s",
        fk_object(c),
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
            fk_object(c),
            "the references of one foreign key name columns of more than one table");
        diag_hint(report, "a foreign key has one referenced table: write one entry under foreign_keys for each");
        return;
    }
    if (c->fk->ref_table.text == NULL || resolved_key(c->input->resolved, c->fk) != NULL) {
        return;
    }
    const struct table_def *referenced = model_table(c->input->model, c->fk->ref_schema.text, c->fk->ref_table.text);
    if (referenced == NULL) {
        fk_report_unknown_table(c);
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
            fk_object(c),
            "%s has this foreign key already: the database would check it twice",
            fk_object(c));
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
    struct fk_needs needs = {0};
    for (size_t i = 0; i < input->model->tables.len; i++) {
        const struct table_def *table = input->model->tables.at[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            const struct fk_def *fk = table->foreign_keys.at[j];
            struct fk_case c = {input, &needs, table, fk};
            check_own_columns(&c);
            check_references(&c);
            check_twice(&c, j);
        }
    }
}
