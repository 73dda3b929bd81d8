#include "rules/fixes.h"
#include "rules/names.h"

/* REL506, REL507: association tables that a model maps as well, or whose rows block deletes. */

struct links_case {
    const struct rule_input *input;
    bool *models; /* by table_def.number: relationships other than a many-to-many write it */
    bool *told;   /* the same: REL506 was reported */
};

static bool is_writable_many(const struct relationship *r)
{
    return r->direction == MANY_TO_MANY && relationship_writes(r) && r->secondary != NULL;
}

/* ---- REL506 ---- */

static void note_models(struct links_case *c)
{
    for (size_t i = 0; i < c->input->resolved->all.len; i++) {
        const struct relationship *r = c->input->resolved->all.at[i];
        if (r->direction != MANY_TO_MANY && relationship_writes(r)) {
            c->models[written_table(&r->sync)->number] = true;
        }
    }
}

static void check_mapped(struct links_case *c, const struct relationship *r)
{
    const struct class_def *model = r->secondary->mapped_by;
    if (model == NULL || c->models[r->secondary->number] || c->told[r->secondary->number]) {
        return;
    }
    c->told[r->secondary->number] = true;
    struct report *report = diag_report(c->input->diags,
        RULE_REL506,
        relationship_place(r->def, "secondary"),
        r->name,
        "rows of %s are objects of %s and are written by %s too: one inserted both ways is there twice or fails",
        table_text(c->input->arena, r->secondary),
        model->name.text,
        r->name);
    diag_also(report, model->name.span, "the model");
    diag_hint(report,
        "move %s under `tables`, or give %s relationships to both sides and write `viewonly: true` here",
        table_text(c->input->arena, r->secondary),
        model->name.text);
    diag_fix(report, "proposed");
}

/* ---- REL507 ---- */

/* A side of the key's other end that takes the rows along when its object is deleted. */
static bool is_mapped_there(const struct rule_input *input, const struct relationship *r, const struct key *key)
{
    struct relationships over = resolved_over_key(input->arena, input->resolved, key);
    for (size_t i = 0; i < over.len; i++) {
        bool from_target = over.at[i]->owner_table == r->target_table && over.at[i]->direction != MANY_TO_ONE;
        if (over.at[i] != r && from_target && relationship_writes(over.at[i])) {
            return true;
        }
    }
    return false;
}

static void check_blocking(const struct rule_input *input, const struct relationship *r)
{
    const struct key *key =
        r->secondary_key == NULL ? relationship_key_of(input->resolved, &r->secondary_sync) : r->secondary_key;
    if (key == NULL || key->on_delete.conflict || is_mapped_there(input, r, key) ||
        (key->on_delete.action != ACTION_NO_ACTION && key->on_delete.action != ACTION_RESTRICT)) {
        return;
    }
    struct strings columns = key_columns(input->arena, key);
    const char *fk = columns_text(input->arena, key->table, &columns);
    struct report *report = diag_report(input->diags,
        RULE_REL507,
        span_or(key->def->on_delete_word.span, key->def->span),
        fk,
        "deleting %s fails while %s holds it: nothing leads from %s to the rows of %s, and ON DELETE %s keeps them",
        one_of(input->arena, r->target->name.text),
        r->name,
        r->target->name.text,
        table_text(input->arena, r->secondary),
        fk_action_sql[key->on_delete.action]);
    diag_also(report, r->def->name.span, "%s is here", r->name);
    diag_hint(report, "write `on_delete: cascade` at %s", fk);
    fix_key_set(report, key, "on_delete", "cascade");
    diag_fix(report, "safe");
}

void rules_links(const struct rule_input *input)
{
    size_t tables = input->model->tables.len;
    struct links_case c = {
        .input = input, .models = NEW_ARRAY(input->arena, bool, tables), .told = NEW_ARRAY(input->arena, bool, tables)};
    note_models(&c);
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (is_writable_many(r)) {
            check_mapped(&c, r);
            check_blocking(input, r);
        }
    }
}
