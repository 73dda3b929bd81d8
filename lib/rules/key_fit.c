#include "base/text.h"
#include "rules/fixes.h"
#include "rules/names.h"
#include "yaml/layout.h"

/* FK010 to FK014: whether a foreign key whose names lead somewhere fits what it references. */

struct fit_case {
    const struct rule_input *input;
    const struct key *key;
    struct strings ref_columns;
};

/* "posts.user_id" */
static const char *object_of(const struct fit_case *c)
{
    struct strings columns = key_columns(c->input->arena, c->key);
    return columns_text(c->input->arena, c->key->table, &columns);
}

/* "users.id" */
static const char *references_of(const struct fit_case *c)
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
        object_of(c),
        "%s references %s, a part of the primary key (%s): several rows of %s can match, and loading picks any of them",
        object_of(c),
        references_of(c),
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
        object_of(c),
        "%s references %s, which is neither the primary key nor unique: %s",
        object_of(c),
        references_of(c),
        mild ? "SQLite creates the key and fails at the first insert (foreign key mismatch)"
             : "the database refuses to create the key");
    diag_also(report, c->key->ref_columns.at[0]->name.span, "%s is defined here", references_of(c));
    if (c->ref_columns.len == 1) {
        diag_hint(report, "add `unique: true` to column %s, or reference the primary key", references_of(c));
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

static void check_order(const struct fit_case *c, const struct strings *primary)
{
    if (!strings_same_set(primary, &c->ref_columns) || strings_equal(primary, &c->ref_columns)) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_FK012,
        c->key->def->span,
        object_of(c),
        "%s references the key (%s) in another order: %s",
        object_of(c),
        strings_join(c->input->arena, primary, ", "),
        references_of(c));
    diag_hint(report, "list both sides in the order of the key, so that the pairs are read at a glance");
    reorder(c, report, primary);
    diag_fix(report, "safe");
}

static void check_target(const struct fit_case *c)
{
    struct strings primary = words_texts(c->input->arena, &c->key->referenced->primary_key);
    if (table_unique_on(c->key->referenced, &c->ref_columns)) {
        check_order(c, &primary);
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

/* ---- types ---- */

static bool says_type(const struct column_def *column, enum engine engine)
{
    return engine == ENGINE_COUNT ? column->type.kind != TYPE_NONE : column->engine[engine]->has_type;
}

static bool is_comparable(const struct type *type)
{
    return type->kind != TYPE_NONE && type->kind != TYPE_UNTYPED;
}

/* Native types are the engine's own: whether two of them fit is not known here, so they are never an error. */
static corm_severity mismatch_severity(const struct type *own, const struct type *other)
{
    bool unknown = own->kind == TYPE_NATIVE || other->kind == TYPE_NATIVE;
    return unknown || type_same_family(own, other) ? CORM_WARNING : CORM_ERROR;
}

static void report_type(
    const struct fit_case *c, size_t i, enum engine engine, const struct type *own, const struct type *other)
{
    struct arena *arena = c->input->arena;
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    corm_severity severity = mismatch_severity(own, other);
    const char *target = arena_printf(arena, "%s.%s", table_text(arena, c->key->referenced), referenced->name.text);
    struct report *report = diag_report(c->input->diags,
        RULE_FK014,
        span_or(column->type_span, column->span),
        object_of(c),
        "%s is %s, but %s, which it references, is %s: %s",
        column->name.text,
        type_print(arena, own),
        target,
        type_print(arena, other),
        severity == CORM_ERROR
            ? "PostgreSQL refuses such a key, and SQLite would hold values of another type than those they point at"
            : "values of the one need not fit into the other");
    diag_severity(report, severity);
    diag_also(report, span_or(referenced->type_span, referenced->span), "%s is %s", target, type_print(arena, other));
    diag_hint(report, "leave the type out (it follows %s), or write `type: %s`", target, type_print(arena, other));
    fix_column_set_on(report, column, engine, "type", layout_scalar(arena, type_print(arena, other)));
    diag_fix(report, "safe");
}

/* A serial is an integer that numbers itself: what references it only holds the number.  SQLite keeps integers of all
 * sizes alike. */
static struct type stored_type(
    const struct fit_case *c, const struct table_def *table, const struct column_def *column, enum engine engine)
{
    struct type type = column_effective_type(c->input->model, table, column, engine);
    if (type.kind == TYPE_SMALLSERIAL) {
        type.kind = TYPE_SMALLINT;
    } else if (type.kind == TYPE_SERIAL) {
        type.kind = TYPE_INTEGER;
    } else if (type.kind == TYPE_BIGSERIAL) {
        type.kind = TYPE_BIGINT;
    }
    bool sized = type.kind == TYPE_SMALLINT || type.kind == TYPE_BIGINT;
    type.kind = sized && engine == ENGINE_SQLITE ? TYPE_INTEGER : type.kind;
    return type;
}

static bool check_type_on(const struct fit_case *c, size_t i, enum engine engine)
{
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    if (!says_type(column, engine) && !(engine != ENGINE_COUNT && says_type(referenced, engine))) {
        return true;
    }
    struct type own = stored_type(c, c->key->table, column, engine);
    struct type other = stored_type(c, c->key->referenced, referenced, engine);
    if (!is_comparable(&own) || !is_comparable(&other) || type_same(&own, &other)) {
        return true;
    }
    report_type(c, i, engine, &own, &other);
    return false;
}

static void check_collation(const struct fit_case *c, size_t i)
{
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    if (text_same_nocase(column->collation.text, referenced->collation.text)) {
        return;
    }
    bool has = referenced->collation.text != NULL;
    struct report *report = diag_report(c->input->diags,
        RULE_FK014,
        span_or(column->collation.span, column->span),
        object_of(c),
        "%s and the column that it references, %s, have different collations: a value can be equal for one and not for "
        "the other",
        object_of(c),
        references_of(c));
    diag_severity(report, CORM_WARNING);
    diag_also(report, span_or(referenced->collation.span, referenced->span), "the referenced column");
    if (has) {
        diag_hint(report, "write `collation: %s` here too", referenced->collation.text);
        fix_column_set(report, column, "collation", layout_scalar(c->input->arena, referenced->collation.text));
    } else {
        diag_hint(report, "drop `collation: %s` here, or write it there too", column->collation.text);
        fix_column_remove(report, column, "collation");
    }
    diag_fix(report, "safe");
}

static void check_types(const struct fit_case *c)
{
    for (size_t i = 0; i < c->key->columns.len; i++) {
        bool same = check_type_on(c, i, ENGINE_COUNT) && check_type_on(c, i, ENGINE_SQLITE);
        if (same && !c->input->only_sqlite) {
            same = check_type_on(c, i, ENGINE_POSTGRESQL);
        }
        if (same) {
            check_collation(c, i);
        }
    }
}

void rules_key_fit(const struct rule_input *input)
{
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        const struct key *key = input->resolved->keys.at[i];
        struct fit_case c = {.input = input, .key = key, .ref_columns = key_ref_columns(input->arena, key)};
        check_target(&c);
        check_types(&c);
    }
}
