#include "base/text.h"
#include "rules/circles.h"
#include "rules/fixes.h"
#include "rules/names.h"
#include "yaml/layout.h"

/* FK040 to FK042: tables that reference one another. */

struct cycles_case {
    const struct rule_input *input;
    struct circles circles;
    struct circles unnamed; /* of keys without a name alone; where `fk: null` leaves them so */
};

/* ---- which keys count ---- */

/* MATCH FULL wants all of its columns null where one is. */
static bool is_full(const struct key *key)
{
    return text_same_nocase(key->def->match.text, "full");
}

static bool is_nullable_key(const struct key *key)
{
    size_t nullable = 0;
    for (size_t i = 0; i < key->columns.len; i++) {
        nullable += column_is_nullable(key->table, key->columns.at[i]) ? 1 : 0;
    }
    return is_full(key) ? nullable == key->columns.len : nullable != 0;
}

/* The columns by which the key may be let be null: the last outside the primary key, or all; none where that cannot be.
 */
static struct strings loose_columns(struct arena *arena, const struct key *key)
{
    struct strings primary = words_texts(arena, &key->table->primary_key), loose = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        const char *name = key->columns.at[i]->name.text;
        bool in_primary = strings_have(&primary, name);
        if (in_primary && is_full(key)) {
            return (struct strings){0};
        }
        if (!in_primary && !column_is_nullable(key->table, key->columns.at[i])) {
            loose.len = is_full(key) ? loose.len : 0;
            *PUSH(arena, &loose) = name;
        }
    }
    return loose;
}

static bool is_deferrable(const struct key *key)
{
    return key->def->deferrable == DEFERRABLE || key->def->deferrable == INITIALLY_DEFERRED;
}

static bool counts_in_order(const struct key *key, const void *context)
{
    (void)context;
    return key->table != key->referenced && key->def->use_alter != YES;
}

static bool counts_between(const struct key *key, const void *context)
{
    (void)context;
    return key->table != key->referenced;
}

static bool counts_unnamed(const struct key *key, const void *context)
{
    return counts_between(key, context) && key->def->name.text == NULL;
}

static bool counts_at_insert(const struct key *key, const void *context)
{
    (void)context;
    return !is_nullable_key(key) && !is_deferrable(key);
}

/* ---- naming the circle ---- */

static const char *key_text(struct arena *arena, const struct key *key)
{
    struct strings columns = key_columns(arena, key);
    return columns_text(arena, key->table, &columns);
}

/* The keys of the circle that count, in the order of the model. */
static struct keys keys_of_circle(const struct cycles_case *c, size_t circle, key_filter *counts)
{
    struct keys found = {0};
    for (size_t i = 0; i < c->input->resolved->keys.len; i++) {
        struct key *key = c->input->resolved->keys.at[i];
        if (counts(key, NULL) && circles_hold(&c->circles, key) && circle_of(&c->circles, key->table) == circle) {
            *PUSH(c->input->arena, &found) = key;
        }
    }
    return found;
}

enum { TABLES_SHOWN = 5 };

static const char *tables_text(struct arena *arena, const struct keys *keys)
{
    struct strings names = {0};
    for (size_t i = 0; i < keys->len; i++) {
        const char *name = table_text(arena, keys->at[i]->table);
        if (!strings_have(&names, name) && names.len < TABLES_SHOWN) {
            *PUSH(arena, &names) = name;
        }
    }
    return strings_join(arena, &names, ", ");
}

static void show_keys(struct report *report, struct arena *arena, const struct keys *keys, const struct key *but)
{
    for (size_t i = 0; i < keys->len && i < TABLES_SHOWN; i++) {
        if (keys->at[i] != but) {
            diag_also(report,
                keys->at[i]->def->span,
                "%s references %s",
                key_text(arena, keys->at[i]),
                table_text(arena, keys->at[i]->referenced));
        }
    }
}

/* The key by which the circle is best opened: one that may be null, else the last that could be, else the last. */
static const struct key *weakest(struct arena *arena, const struct keys *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (is_nullable_key(keys->at[i])) {
            return keys->at[i];
        }
    }
    for (size_t i = keys->len; i-- > 0;) {
        if (loose_columns(arena, keys->at[i]).len != 0) {
            return keys->at[i];
        }
    }
    return keys->at[keys->len - 1];
}

/* ---- FK040 ---- */

static void report_unsortable(const struct cycles_case *c, const struct keys *keys)
{
    struct arena *arena = c->input->arena;
    const struct key *key = weakest(arena, keys);
    struct report *report = diag_report(c->input->diags,
        RULE_FK040,
        key->def->span,
        key_text(arena, key),
        "the tables %s reference each other in a circle: SQLAlchemy cannot sort them, and warns where it is asked to, "
        "as "
        "in sorted_tables or, on SQLite, in drop_all()",
        tables_text(arena, keys));
    show_keys(report, arena, keys, key);
    diag_hint(report,
        "write `{use_alter: true}` at %s%s",
        key_text(arena, key),
        is_nullable_key(key) || loose_columns(arena, key).len == 0 ? "" : ", and let it be null");
    fix_key_set(report, key, "use_alter", "true");
    diag_fix(report, "safe");
}

/* ---- FK041 ---- */

/* SQLAlchemy's drop_all() drops the keys of a circle that have names, and those with use_alter, before the tables. */
static const struct key *without_needed_name(const struct cycles_case *c, const struct keys *keys)
{
    for (size_t i = 0; i < keys->len; i++) {
        const struct key *key = keys->at[i];
        if (key->def->name.text == NULL && (key->def->use_alter == YES || circles_hold(&c->unnamed, key))) {
            return key;
        }
    }
    return NULL;
}

static void report_unnamed(const struct cycles_case *c, const struct keys *keys)
{
    const struct key *key = without_needed_name(c, keys);
    if (key == NULL) {
        return;
    }
    struct arena *arena = c->input->arena;
    struct report *report = diag_report(c->input->diags,
        RULE_FK041,
        key->def->span,
        key_text(arena, key),
        "%s is part of a circle and `naming: {fk: null}` leaves it without a name: nothing can drop it by name, so "
        "drop_all() of SQLAlchemy fails on the tables %s",
        key_text(arena, key),
        tables_text(arena, keys));
    show_keys(report, arena, keys, key);
    diag_hint(report, "give it a `name`, or drop `fk: null` from `naming`");
    struct strings columns = key_columns(arena, key);
    const char *name = arena_printf(
        arena, "fk_%s_%s_%s", key->table->name.text, strings_join(arena, &columns, "_"), key->referenced->name.text);
    fix_key_set(report, key, "name", layout_scalar(arena, name));
    diag_fix(report, "safe");
}

/* ---- FK042 ---- */

static void report_not_null(const struct cycles_case *c, const struct keys *keys)
{
    struct arena *arena = c->input->arena;
    const struct key *key = weakest(arena, keys);
    bool self = key->table == key->referenced;
    const char *name = key_text(arena, key);
    struct report *report = diag_report(c->input->diags,
        RULE_FK042,
        key->def->span,
        name,
        self ? "%s may not be null and references its own table: the first row of %s has nothing to reference but "
               "itself, and SQLAlchemy cannot insert a row that does"
             : "%s may not be null, and so for every key of the circle %s: no row of any of them can be inserted first",
        name,
        tables_text(arena, keys));
    show_keys(report, arena, keys, key);
    struct strings columns = loose_columns(arena, key);
    if (columns.len == 0) {
        diag_hint(report, "write `deferrable: initially_deferred` at the key %s, which is a primary key too", name);
        fix_key_set(report, key, "deferrable", "initially_deferred");
    } else {
        diag_hint(report,
            "write `nullable: true` at %s, or `deferrable: initially_deferred` at the key",
            columns_text(arena, key->table, &columns));
        for (size_t i = 0; i < columns.len; i++) {
            fix_column_set(report, table_column(key->table, columns.at[i]), "nullable", "true");
        }
    }
    diag_fix(report, "proposed");
}

/* ---- all circles ---- */

typedef void circle_report(const struct cycles_case *c, const struct keys *keys);

/* Reports once for each circle.  `all`: those of all keys; where there is none, there is none of fewer keys. */
static void for_each_circle(
    const struct rule_input *input, const struct circles *all, key_filter *counts, circle_report *report)
{
    struct cycles_case c = {.input = input, .circles = all->any ? circles_find(input, counts, NULL) : *all};
    if (input->model->naming.fk_off) {
        c.unnamed = circles_find(input, counts_unnamed, NULL);
    }
    bool *told = arena_alloc(input->arena, input->model->tables.len, sizeof(bool), _Alignof(bool));
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        const struct key *key = input->resolved->keys.at[i];
        if (!counts(key, NULL) || !circles_hold(&c.circles, key) || told[circle_of(&c.circles, key->table)]) {
            continue;
        }
        told[circle_of(&c.circles, key->table)] = true;
        struct keys keys = keys_of_circle(&c, circle_of(&c.circles, key->table), counts);
        report(&c, &keys);
    }
}

void rules_cycles(const struct rule_input *input)
{
    struct circles all = circles_find(input, counts_between, NULL);
    if (all.any) {
        for_each_circle(input, &all, counts_in_order, report_unsortable);
    }
    if (all.any && input->model->naming.fk_off) {
        for_each_circle(input, &all, counts_between, report_unnamed);
    }
    for_each_circle(input, &all, counts_at_insert, report_not_null);
}
