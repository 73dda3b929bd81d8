#include "rules/fixes.h"
#include "rules/names.h"

/* FK030, FK031 and REL626: what a key does when the referenced row goes or changes, and whether it can. */

struct action_case {
    const struct rule_input *input;
    const struct key *key;
    const char *event; /* "on_delete" or "on_update" */
    enum fk_action action;
    struct span at;
};

/* Whether the action sets the column: ON DELETE may name some of the key's. */
static bool sets(const struct action_case *c, const char *column)
{
    const struct words *only = &c->key->def->set_columns;
    struct strings names = words_texts(c->input->arena, only);
    return only->len == 0 || c->event[3] != 'd' || strings_have(&names, column);
}

/* "posts.user_id" */
static const char *object_of(const struct action_case *c)
{
    struct strings columns = key_columns(c->input->arena, c->key);
    return columns_text(c->input->arena, c->key->table, &columns);
}

static const char *event_words(const struct action_case *c)
{
    return c->event[3] == 'd' ? "deleting" : "changing the key of";
}

static void check_set_null(const struct action_case *c)
{
    struct arena *arena = c->input->arena;
    for (size_t i = 0; i < c->key->columns.len; i++) {
        const struct column_def *column = c->key->columns.at[i];
        if (column_is_nullable(c->key->table, column) || !sets(c, column->name.text)) {
            continue;
        }
        struct strings primary = words_texts(arena, &c->key->table->primary_key);
        bool in_key = strings_have(&primary, column->name.text);
        struct report *report = diag_report(c->input->diags,
            RULE_FK030,
            c->at,
            object_of(c),
            "%s is %s, so `%s: set_null` cannot work: %s a row of %s that is still referenced would fail",
            column->name.text,
            in_key ? "part of the primary key" : "NOT NULL",
            c->event,
            event_words(c),
            table_text(arena, c->key->referenced));
        diag_also(report,
            column->nullable_span.file != 0 ? column->nullable_span : span_or(column->primary_key_span, column->span),
            "%s cannot be null because of this",
            column->name.text);
        diag_hint(report,
            in_key ? "write `%s: cascade`" : "write `nullable: true` at the column, or `%s: cascade`",
            c->event);
        if (in_key) {
            fix_key_set(report, c->key, c->event, "cascade");
        } else {
            fix_column_set(report, column, "nullable", "true");
        }
        diag_fix(report, "proposed");
        return;
    }
}

static bool has_default(const struct column_def *column)
{
    return column->default_.kind != DEFAULT_NONE || column->rare->engine[ENGINE_SQLITE]->has_default ||
           column->rare->engine[ENGINE_POSTGRESQL]->has_default;
}

static void check_set_default(const struct action_case *c)
{
    for (size_t i = 0; i < c->key->columns.len; i++) {
        const struct column_def *column = c->key->columns.at[i];
        if (has_default(column) || !sets(c, column->name.text)) {
            continue;
        }
        bool nullable = column_is_nullable(c->key->table, column);
        struct report *report = diag_report(c->input->diags,
            RULE_FK031,
            c->at,
            object_of(c),
            "%s has no default, so `%s: set_default` %s",
            column->name.text,
            c->event,
            nullable ? "sets it to NULL" : "would set it to NULL, which it cannot be");
        diag_also(report, column->name.span, "the column");
        if (nullable) {
            diag_hint(report, "write `%s: set_null` to say so, or give the column a `default`", c->event);
            fix_key_set(report, c->key, c->event, "set_null");
            diag_severity(report, CORM_WARNING);
        } else {
            diag_hint(report, "give the column a `default` that references a row which always exists");
        }
        diag_fix(report, "proposed");
        return;
    }
}

static void check_action(const struct action_case *c)
{
    if (c->action == ACTION_SET_NULL) {
        check_set_null(c);
    } else if (c->action == ACTION_SET_DEFAULT) {
        check_set_default(c);
    }
}

/* Where a relationship says what a delete does. */
static struct span asking_place(const struct rel_def *rel)
{
    return relationship_place(rel, rel->has_cascade ? "cascade" : "passive_deletes");
}

static bool is_many(const struct relationship *r)
{
    return r != NULL && r->direction == MANY_TO_MANY;
}

/* `many`: the side for which the table only links rows, while another maps it as a model; NULL for none. */
static void hint_conflict(const struct action_case *c, struct report *report, const struct relationship *many)
{
    if (many == NULL) {
        diag_hint(report, "say it at the foreign key, which always wins: `on_delete: cascade` or another action");
        return;
    }
    diag_hint(report,
        "rows of %s are objects of a model: write `viewonly: true` at %s and at its other side, or say `on_delete: "
        "cascade` at the foreign key",
        table_text(c->input->arena, c->key->table),
        relationship_name(c->input->arena, many));
}

static void report_conflict(const struct action_case *c)
{
    struct arena *arena = c->input->arena;
    const struct on_delete *on_delete = &c->key->on_delete;
    const struct relationship *first = on_delete->asked_by, *second = on_delete->conflicts_with;
    struct span at = second == NULL ? on_delete->place : asking_place(second->def);
    struct report *report = diag_report(c->input->diags,
        RULE_REL626,
        span_or(at, c->at),
        second == NULL ? object_of(c) : relationship_name(arena, second),
        "two relationships ask for different ON DELETE of %s: %s",
        object_of(c),
        on_delete->why);
    if (first != NULL) {
        diag_also(report, asking_place(first->def), "%s asks here", relationship_name(arena, first));
    }
    diag_also(report, c->key->def->span, "the foreign key");
    hint_conflict(c, report, is_many(first) ? first : is_many(second) ? second : NULL);
}

void rules_on_delete(const struct rule_input *input)
{
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        const struct key *key = input->resolved->keys.at[i];
        struct action_case c = {.input = input,
            .key = key,
            .event = "on_delete",
            .action = key->on_delete.action,
            .at = span_or(key->def->on_delete_word.span, span_or(key->on_delete.place, key->def->span))};
        if (key->on_delete.conflict) {
            report_conflict(&c);
        } else {
            check_action(&c);
        }
        c.event = "on_update";
        c.action = key->def->on_update;
        c.at = span_or(key->def->on_update_word.span, key->def->span);
        check_action(&c);
    }
}
