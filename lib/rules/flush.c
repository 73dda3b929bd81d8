#include "base/text.h"
#include "resolve/pointers.h"
#include "rules/fixes.h"
#include "rules/write_only.h"

/* REL406, REL620, REL622, REL623: models that load and save, until a certain row is deleted, replaced or renamed. */

struct flush_case {
    const struct rule_input *input;
    const struct relationship *r;
    struct cascade cascade;
    const struct key *key; /* of the first half; NULL for a join without one */
    struct strings columns;
    const char *fk; /* "posts.user_id" */
};

static struct flush_case flush_case_of(const struct rule_input *input, const struct relationship *r)
{
    struct flush_case c = {.input = input,
        .r = r,
        .cascade = relationship_cascade(r->def),
        .key = relationship_key(input->resolved, r),
        .columns = written_columns(input->arena, &r->sync)};
    c.fk = columns_text(input->arena, written_table(&r->sync), &c.columns);
    return c;
}

static bool refuses(enum fk_action action)
{
    return action == ACTION_UNSET || action == ACTION_NO_ACTION || action == ACTION_RESTRICT;
}

static bool all_nullable(const struct flush_case *c)
{
    const struct table_def *table = written_table(&c->r->sync);
    for (size_t i = 0; i < c->columns.len; i++) {
        if (!column_is_nullable(table, table_column(table, c->columns.at[i]))) {
            return false;
        }
    }
    return true;
}

/* ---- REL406: replacing the one ---- */

/* Written as a constraint that is checked at the end of the transaction. */
static bool is_unique_later(const struct flush_case *c)
{
    const struct table_def *table = written_table(&c->r->sync);
    for (size_t i = 0; i < table->uniques.len; i++) {
        struct strings names = words_texts(c->input->arena, &table->uniques.at[i]->columns);
        if (table->uniques.at[i]->deferrable == INITIALLY_DEFERRED && strings_same_set(&names, &c->columns)) {
            return true;
        }
    }
    return false;
}

/* Over the primary key the new object takes the old one's row. */
static void check_replacing(const struct flush_case *c)
{
    const struct table_def *table = written_table(&c->r->sync);
    struct strings primary = words_texts(c->input->arena, &table->primary_key);
    if (c->r->direction != ONE_TO_MANY || c->r->uselist || !c->cascade.delete_orphan ||
        !table_unique_on(table, &c->columns) || strings_same_set(&primary, &c->columns) || is_unique_later(c)) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL406,
        relationship_place(c->r->def, "cascade"),
        c->r->name,
        "putting another %s into %s fails: a flush inserts the new one before it deletes the old one, and %s is unique",
        c->r->target->name.text,
        c->r->name,
        c->fk);
    diag_also(report, table_column(table, c->columns.at[0])->name.span, "%s is unique", c->fk);
    diag_hint(report,
        "set it to None and flush first; or, on PostgreSQL, write `unique: [{columns: [%s], deferrable: "
        "initially_deferred}]` at %s in place of the unique key",
        strings_join(c->input->arena, &c->columns, ", "),
        table_text(c->input->arena, table));
}

/* ---- REL620: two owners ---- */

/* `owners` maps a table to the first relationship that owns its rows by a key that may be null. */
static void check_owners(const struct flush_case *c, struct pointers *owners)
{
    if (c->r->direction != ONE_TO_MANY || !c->cascade.delete_orphan || !all_nullable(c)) {
        return;
    }
    struct arena *arena = c->input->arena;
    const struct table_def *table = written_table(&c->r->sync);
    const struct relationship *first = pointers_get(owners, table);
    if (first == NULL) {
        pointers_set(arena, owners, table, c->input->resolved->all.at[c->r->number]);
        return;
    }
    struct strings others = written_columns(arena, &first->sync);
    if (strings_same_set(&others, &c->columns)) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL620,
        relationship_place(c->r->def, "cascade"),
        c->r->name,
        "%s has two owners, %s and %s: taking it out of the one deletes it, even while the other holds it",
        one_of(c->input->arena, c->r->target->name.text),
        first->name,
        c->r->name);
    diag_also(report, relationship_place(first->def, "cascade"), "%s deletes orphans too", first->name);
    diag_hint(report,
        "keep delete-orphan at the side that the %s cannot be without, and make its key `nullable: false`; write "
        "`cascade: \"save-update, merge\"` at the other",
        c->r->target->name.text);
    fix_words(report, c->r->def, "cascade", "save-update, merge");
    diag_fix(report, "proposed");
}

/* ---- REL622: ways of loading that a delete cannot use ---- */

static struct report *report_unloaded(const struct flush_case *c, const char *why)
{
    return diag_report(c->input->diags,
        RULE_REL622,
        c->r->def->lazy.span,
        c->r->name,
        "deleting %s %s: %s",
        one_of(c->input->arena, c->r->owner->name.text),
        text_same(c->r->def->lazy.text, "noload") ? "that has some fails" : "fails",
        why);
}

static void report_write_only(const struct flush_case *c)
{
    struct write_only needs = write_only_needs(c->input, c->r);
    struct report *report = report_unloaded(c,
        arena_printf(c->input->arena, "its %s would have to be read, which write_only forbids", c->r->def->name.text));
    if (needs.on_delete != NULL) {
        diag_hint(report,
            "write `passive_deletes: true`, and `on_delete: %s` at %s: the database then deals with them",
            needs.on_delete,
            c->fk);
    } else if (!write_only_is_safe(&needs)) {
        diag_hint(report,
            "write `passive_deletes: all` to say that the delete is meant to be refused, or `passive_deletes: true` "
            "and `cascade: \"all, delete-orphan\"` with `on_delete: cascade` at %s to delete them too",
            c->fk);
    } else {
        diag_hint(report, "write `passive_deletes: true`: the database then deals with them");
    }
    fix_write_only(report, c->r, &needs);
    diag_fix(report, write_only_is_safe(&needs) ? "safe" : "proposed");
}

static void check_loading(const struct flush_case *c)
{
    struct arena *arena = c->input->arena;
    const char *lazy = c->r->def->lazy.text, *name = c->r->def->name.text;
    bool passive = c->r->def->passive_deletes == PASSIVE_TRUE || c->r->def->passive_deletes == PASSIVE_ALL;
    if (lazy == NULL || passive || c->r->direction == MANY_TO_ONE) {
        return;
    }
    bool is_2 = c->input->sqlalchemy != SQLALCHEMY_1_4; /* its delete reads in spite of raise */
    if (!is_2 && c->cascade.delete &&(text_same(lazy, "raise") || text_same(lazy, "raise_on_sql"))) {
        struct report *report = report_unloaded(
            c, arena_printf(arena, "its %s are to be deleted with it, and lazy: %s forbids to load them", name, lazy));
        diag_hint(report, "write `passive_deletes: true`: the database then deletes what is not loaded");
        fix_set(report, c->r->def, "passive_deletes", "true");
        diag_fix(report, "safe");
    } else if (text_same(lazy, "write_only") && is_2) {
        report_write_only(c);
    } else if (text_same(lazy, "noload") && c->key != NULL && refuses(c->key->on_delete.action) &&
               (c->cascade.delete || all_nullable(c))) {
        struct report *report = report_unloaded(c,
            arena_printf(arena, "noload shows no %s, so that nothing is done about them, and %s refuses", name, c->fk));
        diag_also(report, c->key->def->span, "the foreign key");
        diag_hint(report,
            "write `lazy: raise`, or `on_delete: %s` at %s",
            c->cascade.delete || !all_nullable(c) ? "cascade" : "set_null",
            c->fk);
    }
}

/* ---- REL623: keys that change ---- */

static bool allows_update(const struct key *key)
{
    bool later = key->def->deferrable == DEFERRABLE || key->def->deferrable == INITIALLY_DEFERRED;
    return !refuses(key->def->on_update) || (later && key->def->on_update != ACTION_RESTRICT);
}

static void check_updates(const struct flush_case *c)
{
    if (c->r->def->passive_updates != NO || c->key == NULL || c->r->direction == MANY_TO_MANY ||
        c->r->def->from_backref || allows_update(c->key)) {
        return;
    }
    const struct class_def *parent = c->r->direction == ONE_TO_MANY ? c->r->owner : c->r->target;
    struct report *report = diag_report(c->input->diags,
        RULE_REL623,
        relationship_place(c->r->def, "passive_updates"),
        c->r->name,
        "changing the key of %s fails where foreign keys are enforced: passive_updates: false writes %s after it, "
        "and the database refuses at once",
        one_of(c->input->arena, parent->name.text),
        c->fk);
    diag_also(report, c->key->def->span, "the foreign key");
    diag_hint(report,
        "write `on_update: cascade` at %s and drop `passive_updates`, or write `deferrable: initially_deferred` there",
        c->fk);
    fix_key_set(report, c->key, "on_update", "cascade");
    fix_remove(report, c->r->def, "passive_updates");
    diag_fix(report, "proposed");
}

/* It says something of how rows are loaded, deleted or renamed. */
static bool may_be_refused(const struct rel_def *def)
{
    return def->has_cascade || def->lazy.text != NULL || def->passive_updates == NO;
}

void rules_flush(const struct rule_input *input)
{
    struct pointers owners = {0};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (!relationship_writes(r) || !may_be_refused(r->def)) {
            continue;
        }
        struct flush_case c = flush_case_of(input, r);
        check_replacing(&c);
        check_owners(&c, &owners);
        check_loading(&c);
        check_updates(&c);
    }
}
