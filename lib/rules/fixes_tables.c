#include "base/text.h"
#include "rules/fixes.h"
#include "yaml/layout.h"

#include <assert.h>

/* ---- columns ---- */

static struct edit edit_of_column(
    const struct column_def *column, enum edit_kind kind, const char *key, const char *value)
{
    return (struct edit){.kind = kind, .at = column->name.span, .short_for = "type", .key = key, .value = value};
}

void fix_column_set(struct report *report, const struct column_def *column, const char *key, const char *value)
{
    struct edit edit = edit_of_column(column, EDIT_SET, key, value);
    diag_edit(report, &edit);
}

void fix_column_remove(struct report *report, const struct column_def *column, const char *key)
{
    struct edit edit = edit_of_column(column, EDIT_REMOVE, key, NULL);
    diag_edit(report, &edit);
}

void fix_column_set_on(
    struct report *report, const struct column_def *column, enum engine engine, const char *key, const char *value)
{
    struct edit edit = edit_of_column(column, EDIT_SET, key, value);
    edit.under = engine == ENGINE_COUNT ? NULL : engine_names[engine];
    diag_edit(report, &edit);
}

/* ---- foreign keys ---- */

/* The map of the key; a reference that is a text becomes one. */
static struct edit edit_of_key(const struct key *key, const char *word, const char *value)
{
    bool alone = key->def->at_column && !key->def->as_map && key->columns.at[0]->foreign_keys.len == 1;
    struct edit edit = {.kind = EDIT_SET, .short_for = "references", .key = word, .value = value};
    if (alone) {
        edit.at = key->def->columns.at[0].span;
        edit.under = "foreign_key";
    } else {
        edit.at = key->def->span;
        edit.at_value = true;
    }
    return edit;
}

void fix_key_set(struct report *report, const struct key *key, const char *word, const char *value)
{
    assert(key->def != NULL);
    const struct word *written = text_same(word, "on_delete")   ? &key->def->on_delete_word
                                 : text_same(word, "on_update") ? &key->def->on_update_word
                                                                : NULL;
    bool beside = written != NULL && key->def->at_column && !key->def->as_map;
    if (written != NULL && written->text != NULL) {
        fix_replace(report, written, value);
    } else if (beside && key->columns.at[0]->foreign_keys.len == 1) {
        fix_column_set(report, key->columns.at[0], word, value);
    } else {
        struct edit edit = edit_of_key(key, word, value);
        diag_edit(report, &edit);
    }
}

/* What a column that had its type from the key says in its place. */
static void put_type(const struct rule_input *input,
    struct report *report,
    const struct table_def *table,
    const struct column_def *column)
{
    struct type type = column_effective_type(input->model, table, column, ENGINE_POSTGRESQL);
    struct edit edit = edit_of_column(column, EDIT_RENAME, "foreign_key", type_print(input->arena, &type));
    edit.value = layout_scalar(input->arena, edit.value);
    edit.new_key = "type";
    diag_edit(report, &edit);
}

void fix_key_drop(const struct rule_input *input, struct report *report, const struct key *key)
{
    const struct column_def *column = key->columns.at[0];
    if (!key->def->at_column || column->foreign_keys.len != 1) {
        fix_drop(report, key->def->span);
        return;
    }
    if (!key->def->as_map && key->def->on_delete_word.text != NULL) {
        fix_column_remove(report, column, "on_delete");
    }
    if (!key->def->as_map && key->def->on_update_word.text != NULL) {
        fix_column_remove(report, column, "on_update");
    }
    if (column->type.kind == TYPE_NONE) {
        put_type(input, report, key->table, column);
    } else {
        fix_column_remove(report, column, "foreign_key");
    }
}

/* ---- tables and models ---- */

/* The name that the table's own map stands behind. */
static struct span place_of(const struct model *model, const struct table_def *table)
{
    for (size_t i = 0; i < model->classes.len; i++) {
        const struct class_def *class_ = model->classes.at[i];
        if (class_->own_table && class_->table == table) {
            return class_->name.span;
        }
    }
    return table->name.span;
}

void fix_table_set(
    struct report *report, const struct model *model, const struct table_def *table, const char *key, const char *value)
{
    diag_edit(report, &(struct edit){.kind = EDIT_SET, .at = place_of(model, table), .key = key, .value = value});
}

void fix_table_append(
    struct report *report, const struct model *model, const struct table_def *table, const char *key, const char *value)
{
    diag_edit(report, &(struct edit){.kind = EDIT_APPEND, .at = place_of(model, table), .key = key, .value = value});
}

void fix_add_column(
    struct report *report, const struct model *model, const struct table_def *table, const char *name, const char *map)
{
    diag_edit(report,
        &(struct edit){.kind = EDIT_SET, .at = place_of(model, table), .under = "columns", .key = name, .value = map});
}

void fix_model_set(struct report *report, const struct class_def *class_, const char *key, const char *value)
{
    diag_edit(report, &(struct edit){.kind = EDIT_SET, .at = class_->name.span, .key = key, .value = value});
}

void fix_move(
    struct report *report, const struct class_def *class_, const char *under, const char *key, const char *below)
{
    diag_edit(report,
        &(struct edit){.kind = EDIT_MOVE, .at = class_->name.span, .under = under, .key = key, .new_key = below});
}

void fix_make_unique(struct arena *arena,
    struct report *report,
    const struct model *model,
    const struct table_def *table,
    const struct strings *columns)
{
    const struct column_def *column = columns->len == 1 ? table_column(table, columns->at[0]) : NULL;
    if (column != NULL) {
        fix_column_set(report, column, "unique", "true");
    } else {
        fix_table_append(report, model, table, "unique", fix_list(arena, columns));
    }
}
