#include "rules/key_fit.h"
#include "base/text.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* FK010 to FK013: whether a foreign key whose names lead somewhere references what identifies a row. */

/* "posts.user_id" */
const char *fit_object(const struct fit_case *c)
{
    struct strings columns = key_columns(c->input->arena, c->key);
    return columns_text(c->input->arena, c->key->table, &columns);
}

/* "users.id" */
const char *fit_references(const struct fit_case *c)
{
    return columns_text(c->input->arena, c->key->referenced, &c->ref_columns);
}

/* ---- what is referenced ---- */

/* One column of a composite primary key, which identifies no row by itself. */
static bool is_splinter(const struct rule_input *input, const struct key *key)
{
    if (key->columns.len != 1 || key->referenced->primary_key.len < 2) {
        return false;
    }
    struct strings ref = key_ref_columns(input->arena, key);
    struct strings primary = words_texts(input->arena, &key->referenced->primary_key);
    return strings_have(&primary, ref.at[0]) && !table_unique_on(key->referenced, &ref);
}

/* The keys of the same table that reference single columns of the same composite key; none where they do not cover
 * it. */
static struct keys splinters_of(const struct rule_input *input, const struct key *key)
{
    struct keys group = {0};
    struct strings covered = {0};
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        struct key *other = input->resolved->keys.at[i];
        if (other->table == key->table && other->referenced == key->referenced && is_splinter(input, other)) {
            *PUSH(input->arena, &group) = other;
            *PUSH(input->arena, &covered) = other->ref_columns.at[0]->name.text;
        }
    }
    struct strings primary = words_texts(input->arena, &key->referenced->primary_key);
    return strings_all_in(&primary, &covered) ? group : (struct keys){0};
}

/* All say the same of deletes and updates, and nothing else. */
static bool can_merge(const struct fit_case *c, const struct keys *group)
{
    for (size_t i = 0; i < group->len; i++) {
        const struct fk_def *def = group->at[i]->def;
        bool plain = def->at_column && !def->as_map && group->at[i]->columns.at[0]->foreign_keys.len == 1 &&
                     def->index == UNSET && group->at[i]->columns.at[0]->type.kind != TYPE_NONE;
        if (!plain || def->on_delete_word.text != NULL || def->on_update_word.text != NULL) {
            return false;
        }
    }
    return group->len == c->key->referenced->primary_key.len;
}

/* One key in place of several. */
static bool merge_keys(const struct fit_case *c, struct report *report, const struct keys *group)
{
    struct arena *arena = c->input->arena;
    struct strings own = {0}, refs = {0};
    if (!can_merge(c, group)) {
        return false;
    }
    for (size_t i = 0; i < group->len; i++) {
        *PUSH(arena, &own) = group->at[i]->columns.at[0]->name.text;
        *PUSH(arena, &refs) = group->at[i]->ref_columns.at[0]->name.text;
        fix_key_drop(c->input, report, group->at[i]);
    }
    const char *references = columns_text(arena, c->key->referenced, &refs);
    fix_table_append(report, c->input->model, c->key->table, "foreign_keys", fix_key_map(arena, &own, references));
    return true;
}

static void report_split(const struct fit_case *c, const struct keys *group)
{
    struct arena *arena = c->input->arena;
    struct strings own = {0}, refs = {0};
    for (size_t i = 0; i < group->len; i++) {
        *PUSH(arena, &own) = group->at[i]->columns.at[0]->name.text;
        *PUSH(arena, &refs) = group->at[i]->ref_columns.at[0]->name.text;
    }
    const char *target = table_text(arena, c->key->referenced);
    struct report *report = diag_report(c->input->diags,
        RULE_FK013,
        c->key->def->span,
        columns_text(arena, c->key->table, &own),
        "%u foreign keys reference the columns of the composite key of %s one by one: none of them is unique, and "
        "nothing says that they belong to one row",
        group->len,
        target);
    for (size_t i = 1; i < group->len; i++) {
        diag_also(report, group->at[i]->def->span, "and this one");
    }
    if (group->len == c->key->referenced->primary_key.len) {
        diag_hint(report,
            "drop them and write one key under foreign_keys of %s: `{columns: [%s], references: \"%s(%s)\"}`",
            table_text(arena, c->key->table),
            strings_join(arena, &own, ", "),
            target,
            strings_join(arena, &refs, ", "));
    } else {
        struct strings primary = words_texts(arena, &c->key->referenced->primary_key);
        diag_hint(report,
            "drop them and write under foreign_keys of %s one key for each row: `{columns: [...], references: "
            "\"%s(%s)\"}`",
            table_text(arena, c->key->table),
            target,
            strings_join(arena, &primary, ", "));
    }
    diag_fix(report, merge_keys(c, report, group) ? "safe" : "proposed");
}

static void report_part(const struct fit_case *c, const struct strings *primary)
{
    struct arena *arena = c->input->arena;
    const char *target = table_text(arena, c->key->referenced);
    struct report *report = diag_report(c->input->diags,
        RULE_FK011,
        c->key->def->span,
        fit_object(c),
        "%s references %s, a part of the primary key (%s): several rows of %s can match, and loading picks any of them",
        fit_object(c),
        fit_references(c),
        strings_join(arena, primary, ", "),
        target);
    diag_also(report, c->key->referenced->name.span, "%s is defined here", target);
    diag_hint(report,
        "reference the whole key from as many columns: `foreign_keys: [{columns: [...], references: \"%s(%s)\"}]`",
        target,
        strings_join(arena, primary, ", "));
    diag_fix(report, "proposed");
}

static void report_not_unique(const struct fit_case *c)
{
    struct arena *arena = c->input->arena;
    const char *target = table_text(arena, c->key->referenced);
    bool mild = c->input->only_sqlite;
    struct report *report = diag_report(c->input->diags,
        RULE_FK010,
        c->key->def->span,
        fit_object(c),
        "%s references %s, which is neither the primary key nor unique: %s",
        fit_object(c),
        fit_references(c),
        mild ? "SQLite creates the key and fails at the first insert (foreign key mismatch)"
             : "the database refuses to create the key");
    diag_also(report, c->key->ref_columns.at[0]->name.span, "%s is defined here", fit_references(c));
    if (c->ref_columns.len == 1) {
        diag_hint(report, "add `unique: true` to column %s, or reference the primary key", fit_references(c));
    } else {
        diag_hint(report,
            "add `unique: [[%s]]` to %s, or reference the primary key",
            strings_join(arena, &c->ref_columns, ", "),
            target);
    }
    fix_make_unique(arena, report, c->input->model, c->key->referenced, &c->ref_columns);
    diag_fix(report, "proposed");
    if (mild) {
        diag_severity(report, CORM_WARNING);
    }
}

/* The names change their places; the lists stay as they are written. */
static void reorder(const struct fit_case *c, struct report *report, const struct strings *primary)
{
    const struct fk_def *def = c->key->def;
    for (size_t to = 0; to < primary->len; to++) {
        size_t from = 0;
        while (!text_same(def->ref_columns.at[from].text, primary->at[to])) {
            from++;
        }
        if (from != to) {
            fix_replace(report, &def->columns.at[to], def->columns.at[from].text);
            fix_replace(report, &def->ref_columns.at[to], def->ref_columns.at[from].text);
        }
    }
}

/* The key of the referenced table that holds these columns, in its own order; none where one has them in this order. */
static struct strings key_in_another_order(const struct fit_case *c)
{
    struct arena *arena = c->input->arena;
    const struct table_def *table = c->key->referenced;
    struct strings found = {0}, primary = words_texts(arena, &table->primary_key);
    for (size_t i = 0; i <= table->uniques.len; i++) {
        struct strings columns = i == 0 ? primary : words_texts(arena, &table->uniques.at[i - 1]->columns);
        if (strings_equal(&columns, &c->ref_columns)) {
            return (struct strings){0};
        }
        if (found.len == 0 && strings_same_set(&columns, &c->ref_columns)) {
            found = columns;
        }
    }
    return found;
}

static void check_order(const struct fit_case *c)
{
    struct strings written = key_in_another_order(c);
    if (written.len == 0) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_FK012,
        c->key->def->span,
        fit_object(c),
        "%s references the key (%s) in another order: %s",
        fit_object(c),
        strings_join(c->input->arena, &written, ", "),
        fit_references(c));
    diag_hint(report, "list both sides in the order of the key, so that the pairs are read at a glance");
    reorder(c, report, &written);
    diag_fix(report, "safe");
}

static void check_target(const struct fit_case *c)
{
    struct strings primary = words_texts(c->input->arena, &c->key->referenced->primary_key);
    if (table_unique_on(c->key->referenced, &c->ref_columns)) {
        check_order(c);
        return;
    }
    if (is_splinter(c->input, c->key)) {
        struct keys group = splinters_of(c->input, c->key);
        if (group.len != 0) {
            if (group.at[0] == c->key) {
                report_split(c, &group);
            }
            return;
        }
    }
    if (c->ref_columns.len < primary.len && strings_all_in(&c->ref_columns, &primary)) {
        report_part(c, &primary);
    } else {
        report_not_unique(c);
    }
}

void rules_key_fit(const struct rule_input *input)
{
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        const struct key *key = input->resolved->keys.at[i];
        struct fit_case c = {.input = input, .key = key, .ref_columns = key_ref_columns(input->arena, key)};
        check_target(&c);
        check_key_types(&c);
    }
}
