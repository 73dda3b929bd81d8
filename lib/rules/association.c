#include "base/text.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* REL503, REL504, REL508, REL511: the table between the two sides of a many-to-many. */

/* One way of using an association table: the columns that are written, and by whom. */
struct link {
    const struct table_def *table;
    struct strings columns; /* of both halves, in the order of the joins */
    const struct relationship *by;
};

struct link_case {
    const struct rule_input *input;
    const struct link *link;
    const char *table, *by; /* "user_group", "User.groups" */
};

static void note_users(const struct link_case *c, struct report *report)
{
    const char *name = relationship_name(c->input->arena, c->link->by);
    diag_also(report, relationship_place(c->link->by->def, "secondary"), "%s writes its rows", name);
}

/* ---- REL503 ---- */

/* What the table has in place of the key: for the message. */
static const char *key_it_has(const struct link_case *c)
{
    const struct table_def *table = c->link->table;
    struct arena *arena = c->input->arena;
    struct strings primary = words_texts(arena, &table->primary_key);
    if (primary.len == 0) {
        return "has no key";
    }
    const char *names = strings_join(arena, &primary, ", ");
    if (strings_all_in(&c->link->columns, &primary)) {
        return arena_printf(arena, "has a key (%s) of more than the pair", names);
    }
    return arena_printf(arena, "has a key (%s) that says nothing of the pair", names);
}

static void check_key(const struct link_case *c)
{
    const struct table_def *table = c->link->table;
    if (table_unique_on(table, &c->link->columns)) {
        return;
    }
    const char *names = strings_join(c->input->arena, &c->link->columns, ", ");
    struct report *report = diag_report(c->input->diags,
        RULE_REL503,
        table->name.span,
        c->table,
        "association table %s %s: the same pair can be stored twice, and removing it from %s then fails",
        c->table,
        key_it_has(c),
        c->by);
    note_users(c, report);
    if (table->primary_key.len == 0) {
        diag_hint(report, "write `primary_key: [%s]` at %s", names, c->table);
        fix_table_set(report, c->input->model, table, "primary_key", fix_list(c->input->arena, &c->link->columns));
        diag_fix(report, "safe");
    } else {
        diag_hint(report, "write `primary_key: [%s]` or `unique: [[%s]]` at %s", names, names, c->table);
        fix_table_append(report, c->input->model, table, "unique", fix_list(c->input->arena, &c->link->columns));
        diag_fix(report, "proposed");
    }
}

/* ---- REL508 ---- */

static void check_filled(const struct link_case *c)
{
    for (size_t i = 0; i < c->link->columns.len; i++) {
        const struct column_def *column = table_column(c->link->table, c->link->columns.at[i]);
        if (!column_is_nullable(c->link->table, column)) {
            continue;
        }
        const char *object = arena_printf(c->input->arena, "%s.%s", c->table, column->name.text);
        struct report *report = diag_report(c->input->diags,
            RULE_REL508,
            column->name.span,
            object,
            "%s may be null: such a row of the association table belongs to nobody, and nobody sees it",
            object);
        note_users(c, report);
        diag_hint(report,
            c->link->table->primary_key.len == 0 ? "write `nullable: false`, or `primary_key: true` at both halves"
                                                 : "write `nullable: false`");
        fix_column_set(report, column, "nullable", "false");
        diag_fix(report, "safe");
    }
}

/* ---- REL504 ---- */

static bool has_default_on(const struct column_def *column, enum engine engine)
{
    return column->rare->engine[engine]->has_default || column->rare->engine[engine]->has_generated;
}

/* A lone integer key without a default is numbered by the database. */
static bool is_numbered(const struct table_def *table, const struct column_def *column)
{
    bool serial = column->type.kind == TYPE_SERIAL || column->type.kind == TYPE_BIGSERIAL ||
                  column->type.kind == TYPE_SMALLSERIAL;
    bool key = table->primary_key.len == 1 && text_same(table->primary_key.at[0].text, column->name.text);
    return serial || column->rare->identity != IDENTITY_NONE ||
           (key && type_is_integer(&column->type) && column->foreign_keys.len == 0 && column->autoincrement != NO);
}

static bool needs_value(const struct table_def *table, const struct column_def *column)
{
    bool given = column->default_.kind != DEFAULT_NONE || column->rare->python_default.text != NULL ||
                 column->rare->generated.sql.text != NULL || has_default_on(column, ENGINE_SQLITE) ||
                 has_default_on(column, ENGINE_POSTGRESQL);
    return !column_is_nullable(table, column) && !given && !is_numbered(table, column);
}

/* True where it was reported. */
static bool check_further_columns(const struct link_case *c)
{
    bool reported = false;
    for (size_t i = 0; i < c->link->table->columns.len; i++) {
        const struct column_def *column = c->link->table->columns.at[i];
        if (strings_have(&c->link->columns, column->name.text) || !needs_value(c->link->table, column)) {
            continue;
        }
        const char *object = arena_printf(c->input->arena, "%s.%s", c->table, column->name.text);
        struct report *report = diag_report(c->input->diags,
            RULE_REL504,
            column->name.span,
            object,
            "%s needs a value, but %s inserts only (%s): adding to it fails",
            object,
            c->by,
            strings_join(c->input->arena, &c->link->columns, ", "));
        note_users(c, report);
        diag_hint(report,
            "give it a `default` or make it nullable; or make %s a model of its own and write `viewonly: true` at %s",
            c->table,
            c->by);
        diag_fix(report, "proposed");
        reported = true;
    }
    return reported;
}

/* ---- REL511 ---- */

static bool is_payload(const struct link_case *c, const struct column_def *column)
{
    const struct table_def *table = c->link->table;
    struct strings primary = words_texts(c->input->arena, &table->primary_key);
    return !strings_have(&c->link->columns, column->name.text) && !strings_have(&primary, column->name.text) &&
           !needs_value(table, column) && !is_numbered(table, column) && column->rare->generated.sql.text == NULL;
}

static void check_payload(const struct link_case *c)
{
    struct strings names = {0};
    for (size_t i = 0; i < c->link->table->columns.len; i++) {
        if (is_payload(c, c->link->table->columns.at[i])) {
            *PUSH(c->input->arena, &names) = c->link->table->columns.at[i]->name.text;
        }
    }
    if (names.len == 0 || c->link->table->mapped_by != NULL) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL511,
        table_column(c->link->table, names.at[0])->name.span,
        c->table,
        "no relationship reads or writes %s of the association table %s",
        strings_join(c->input->arena, &names, ", "),
        c->table);
    note_users(c, report);
    diag_hint(report, "make %s a model of its own, with a relationship to each side", c->table);
    diag_fix(report, "proposed");
}

/* ---- the links ---- */

static struct strings link_columns(struct arena *arena, const struct relationship *r)
{
    struct strings columns = written_columns(arena, &r->sync), second = written_columns(arena, &r->secondary_sync);
    for (size_t i = 0; i < second.len; i++) {
        if (!strings_have(&columns, second.at[i])) {
            *PUSH(arena, &columns) = second.at[i];
        }
    }
    return columns;
}

/* It writes rows of a table, rather than of a join that is only known as text. */
static bool is_over_table(const struct relationship *r)
{
    return r->direction == MANY_TO_MANY && relationship_writes(r) && r->secondary != NULL &&
           written_table(&r->sync) == r->secondary && written_table(&r->secondary_sync) == r->secondary;
}

/* Both halves over the same columns: REL207, from which the rest would follow. */
static bool is_folded(struct arena *arena, const struct relationship *r)
{
    struct strings first = written_columns(arena, &r->sync), second = written_columns(arena, &r->secondary_sync);
    return strings_same_set(&first, &second);
}

static bool is_known_link(struct map *known, const struct rule_input *input, const struct link *link)
{
    struct strings sorted = {0};
    for (size_t i = 0; i < link->table->columns.len; i++) {
        const char *name = link->table->columns.at[i]->name.text;
        if (strings_have(&link->columns, name)) {
            *PUSH(input->arena, &sorted) = name;
        }
    }
    const char *slot = columns_text(input->arena, link->table, &sorted);
    if (map_get(known, slot) != NULL) {
        return true;
    }
    map_set(input->arena, known, slot, known);
    return false;
}

void rules_association(const struct rule_input *input)
{
    struct map known = {0};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (!is_over_table(r) || is_folded(input->arena, r)) {
            continue;
        }
        struct link link = {.table = r->secondary, .columns = link_columns(input->arena, r), .by = r};
        if (is_known_link(&known, input, &link)) {
            continue;
        }
        struct link_case c = {input, &link, table_text(input->arena, link.table), relationship_name(input->arena, r)};
        check_key(&c);
        check_filled(&c);
        if (!check_further_columns(&c)) {
            check_payload(&c);
        }
    }
}
