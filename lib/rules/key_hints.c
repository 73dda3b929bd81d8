#include "rules/fixes.h"
#include "rules/names.h"
#include "yaml/layout.h"

#include "base/text.h"
#include "resolve/pointers.h"

#include <string.h>

/* FK016, FK034, FK043: keys that are legal and seldom meant, and columns that seem to miss one. */

/* ---- FK016 ---- */

static void check_two_targets(const struct rule_input *input, const struct key *key)
{
    if (key->columns.len != 1) {
        return;
    }
    const struct fk_defs *defs = &key->table->foreign_keys;
    for (size_t i = 0; i < defs->len && defs->at[i] != key->def; i++) {
        const struct key *other = resolved_key(input->resolved, defs->at[i]);
        if (other == NULL || other->columns.len != 1 || other->columns.at[0] != key->columns.at[0] ||
            other->referenced == key->referenced) {
            continue;
        }
        struct strings columns = key_columns(input->arena, key);
        const char *name = columns_text(input->arena, key->table, &columns);
        struct report *report = diag_report(input->diags,
            RULE_FK016,
            key->def->span,
            name,
            "%s references %s and %s at once: only values that are in both can be stored",
            name,
            table_text(input->arena, other->referenced),
            table_text(input->arena, key->referenced));
        diag_also(report, other->def->span, "the other key");
        diag_hint(report, "give each table a column of its own, of which one is null");
        diag_fix(report, "proposed");
        return;
    }
}

/* ---- FK034 ---- */

/* A value that people choose and may change: neither numbered nor made by an expression, and no key itself. */
static bool is_natural(const struct column_def *column)
{
    static const enum type_kind kinds[] = {TYPE_STRING, TYPE_CHAR, TYPE_TEXT, TYPE_ENUM, TYPE_DATE, TYPE_NUMERIC};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (column->type.kind == kinds[i]) {
            return column->foreign_keys.len == 0 && column->default_.kind != DEFAULT_SQL &&
                   column->rare->python_default.text == NULL;
        }
    }
    return false;
}

static bool is_key_column(const struct table_def *table, const struct column_def *column)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        for (size_t k = 0; k < table->foreign_keys.at[i]->columns.len; k++) {
            if (text_same(table->foreign_keys.at[i]->columns.at[k].text, column->name.text)) {
                return true;
            }
        }
    }
    return false;
}

static void check_natural(const struct rule_input *input, const struct key *key)
{
    struct strings refs = key_ref_columns(input->arena, key);
    if (key->def->on_update != ACTION_UNSET || !table_unique_on(key->referenced, &refs)) {
        return;
    }
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        const struct column_def *column = key->ref_columns.at[i];
        if (!is_natural(column) || is_key_column(key->referenced, column)) {
            continue;
        }
        struct strings columns = key_columns(input->arena, key);
        const char *name = columns_text(input->arena, key->table, &columns);
        struct report *report = diag_report(input->diags,
            RULE_FK034,
            key->def->span,
            name,
            "%s is a value that can change, and then every %s that references it refuses the change",
            columns_text(input->arena, key->referenced, &refs),
            name);
        diag_also(report, column->name.span, "the referenced column");
        diag_hint(report, "write `on_update: cascade`, or `on_update: no_action` to say that it never changes");
        fix_key_set(report, key, "on_update", "cascade");
        diag_fix(report, "proposed");
        return;
    }
}

/* ---- FK043 ---- */

static const struct table_def *table_called(
    const struct rule_input *input, const struct table_def *from, const char *stem)
{
    const char *const endings[] = {"", "s", "es"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *name = arena_printf(input->arena, "%s%s", stem, endings[i]);
        const struct table_def *table = model_table(input->model, from->schema.text, name);
        if (table != NULL) {
            return table;
        }
    }
    size_t len = strlen(stem);
    if (len > 1 && stem[len - 1] == 'y') {
        const char *name = arena_printf(input->arena, "%.*sies", (int)(len - 1), stem);
        return model_table(input->model, from->schema.text, name);
    }
    return NULL;
}

/* What is told at relationships is looked for when the first column looks as if it missed a key. */
struct bare_case {
    const struct rule_input *input;
    bool known;
    struct pointers told; /* table_def or column_def -> itself */
};

static void add(struct arena *arena, struct pointers *set, void *item)
{
    if (item != NULL) {
        pointers_set(arena, set, item, item);
    }
}

static void add_written(struct arena *arena, struct pointers *told, const struct sync_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        add(arena, told, pairs->at[i].dest.column);
    }
}

static void add_joined(struct arena *arena, struct pointers *told, const struct join_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        add(arena, told, pairs->at[i].left.column);
        add(arena, told, pairs->at[i].right.column);
    }
}

/* Columns that relationships write or join without a key (REL117, REL510, REL108), and tables between which a
 * relationship misses one (REL101, REL103): it is told there. */
static void find_told(struct bare_case *c)
{
    struct arena *arena = c->input->arena;
    for (size_t i = 0; i < c->input->resolved->all.len; i++) {
        const struct relationship *r = c->input->resolved->all.at[i];
        add_written(arena, &c->told, &r->sync);
        add_written(arena, &c->told, &r->secondary_sync);
        if (r->problem == PROBLEM_NO_FOREIGN) {
            add_joined(arena, &c->told, &r->primary);
            add_joined(arena, &c->told, &r->secondary_pairs);
        } else if (r->problem == PROBLEM_NO_KEY) {
            add(arena, &c->told, r->owner_table);
            add(arena, &c->told, r->target_table);
        } else if (r->problem == PROBLEM_NO_KEY_SECONDARY) {
            add(arena, &c->told, r->secondary);
        }
    }
    c->known = true;
}

static bool is_told(struct bare_case *c, const struct table_def *table, const struct column_def *column)
{
    if (!c->known) {
        find_told(c);
    }
    return pointers_get(&c->told, table) != NULL || pointers_get(&c->told, column) != NULL;
}

static void check_bare(struct bare_case *c, const struct table_def *table, const struct column_def *column)
{
    const struct rule_input *input = c->input;
    const char *name = column->name.text;
    size_t len = strlen(name);
    if (!text_ends(name, "_id") || len < 4 || column->foreign_keys.len != 0 || column->keys_unread ||
        is_key_column(table, column) || is_told(c, table, column)) {
        return;
    }
    const struct table_def *target = table_called(input, table, arena_strndup(input->arena, name, len - 3));
    const struct column_def *key =
        target == NULL || target->primary_key.len != 1 ? NULL : table_column(target, target->primary_key.at[0].text);
    if (key == NULL || key == column) {
        return;
    }
    struct type type = column_effective_type(input->model, target, key, ENGINE_COUNT);
    if (type.kind == TYPE_NONE || !type_same_family(&type, &column->type)) {
        return;
    }
    const char *object = arena_printf(input->arena, "%s.%s", table_text(input->arena, table), name);
    const char *referenced = arena_printf(input->arena, "%s.%s", table_text(input->arena, target), key->name.text);
    struct report *report = diag_report(input->diags,
        RULE_FK043,
        column->name.span,
        object,
        "%s looks like a foreign key to %s and is none: it can hold what is not there",
        object,
        referenced);
    diag_hint(report, "write `foreign_key: %s`", referenced);
    fix_column_set(report, column, "foreign_key", layout_scalar(input->arena, referenced));
    diag_fix(report, "proposed");
}

void rules_key_hints(const struct rule_input *input)
{
    struct bare_case bare = {.input = input};
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        check_two_targets(input, input->resolved->keys.at[i]);
        check_natural(input, input->resolved->keys.at[i]);
    }
    for (size_t t = 0; t < input->model->tables.len; t++) {
        const struct table_def *table = input->model->tables.at[t];
        for (size_t i = 0; i < table->columns.len; i++) {
            check_bare(&bare, table, table->columns.at[i]);
        }
    }
}
