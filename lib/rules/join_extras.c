#include "rules/fixes.h"
#include "rules/join.h"
#include "rules/names.h"
#include "yaml/layout.h"

#include "base/text.h"
#include "resolve/mapping.h"

/* REL116 to REL118, REL121, REL510: joins that work and say something else than is meant. */

/* ---- REL116, REL204 between two tables ---- */

static bool lists(const struct table_columns *columns, const struct table_column *column)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (columns->at[i].column == column->column) {
            return true;
        }
    }
    return false;
}

/* A column of the target's key that the join goes by and remote_side does not list, so that SQLAlchemy, which looks the
 * row up by its key, does not know it for one of the far side; NULL for none. */
static const struct table_column *left_out(const struct relationship *r)
{
    const char *lazy = r->def->lazy.text;
    bool looks_up = lazy == NULL || text_same(lazy, "select") || text_same(lazy, "selectin") ||
                    text_same(lazy, "immediate") || text_same(lazy, "raise_on_sql");
    bool by_key = looks_up && !r->uselist && r->sync.len == r->target_table->primary_key.len;
    for (size_t i = 0; by_key && r->direction == MANY_TO_ONE && i < r->sync.len; i++) {
        const struct table_column *source = &r->sync.at[i].source;
        if (source->table == r->target_table && !lists(&r->remote_side, source)) {
            return source;
        }
    }
    return NULL;
}

static void report_left_out(
    const struct rule_input *input, const struct relationship *r, const struct table_column *column)
{
    struct report *report = diag_report(input->diags,
        RULE_REL204,
        relationship_place(r->def, "remote_side"),
        r->name,
        "remote_side leaves out %s of the composite key: SQLAlchemy then looks for it at %s, and loading %s fails with "
        "a "
        "KeyError",
        join_column(input->arena, r, column),
        r->owner->name.text,
        r->name);
    diag_hint(report, "drop `remote_side`: between two tables the foreign key says which columns are far");
    fix_remove(report, r->def, "remote_side");
    diag_fix(report, "safe");
}

static void check_remote_side(const struct rule_input *input, const struct relationship *r)
{
    if (r->remote_side.len == 0 || r->remote_outside.len != 0) {
        return;
    }
    bool many = r->direction == MANY_TO_MANY;
    const struct mapping *owner = mapping_of(input->resolved->index, r->owner);
    const struct mapping *target = mapping_of(input->resolved->index, r->target);
    if (!many && mappings_overlap(owner, target)) {
        return;
    }
    if (left_out(r) != NULL) {
        report_left_out(input, r, left_out(r));
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL116,
        relationship_place(r->def, "remote_side"),
        r->name,
        many ? "remote_side does nothing at %s: of a many-to-many the association table is the far side"
             : "remote_side says at %s what follows from the foreign key: it is only needed within one table",
        r->name);
    diag_hint(report, "drop `remote_side`");
    fix_remove(report, r->def, "remote_side");
    diag_fix(report, "safe");
}

/* ---- REL117, REL510 ---- */

static bool has_key(const struct rule_input *input, const struct sync_pair *pair)
{
    const struct keys *held = &keys_of(input->resolved->index, pair->dest.table)->keys;
    for (size_t k = 0; k < held->len; k++) {
        for (size_t i = 0; i < held->at[k]->columns.len; i++) {
            if (held->at[k]->columns.at[i] == pair->dest.column &&
                held->at[k]->ref_columns.at[i] == pair->source.column) {
                return true;
            }
        }
    }
    return false;
}

static bool none_has_key(const struct rule_input *input, const struct sync_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        if (has_key(input, &pairs->at[i])) {
            return false;
        }
    }
    return pairs->len != 0;
}

bool join_could_have_key(struct arena *arena, const struct sync_pairs *pairs)
{
    struct strings sources = {0};
    const struct table_def *table = pairs->at[0].source.table;
    for (size_t i = 0; i < pairs->len; i++) {
        if (pairs->at[i].source.table != table || pairs->at[i].source.table->is_view ||
            pairs->at[i].dest.table->is_view ||
            !type_same_family(&pairs->at[i].source.column->type, &pairs->at[i].dest.column->type)) {
            return false;
        }
        *PUSH(arena, &sources) = pairs->at[i].source.column->name.text;
    }
    return table_unique_on(table, &sources);
}

static const char *source_text(struct arena *arena, const struct sync_pairs *pairs)
{
    struct strings names = {0};
    for (size_t i = 0; i < pairs->len; i++) {
        *PUSH(arena, &names) = pairs->at[i].source.column->name.text;
    }
    return columns_text(arena, pairs->at[0].source.table, &names);
}

void join_add_key(const struct rule_input *input, struct report *report, const struct sync_pairs *pairs)
{
    struct arena *arena = input->arena;
    const char *source = source_text(arena, pairs);
    struct strings columns = written_columns(arena, pairs);
    if (pairs->len == 1) {
        fix_column_set(report, pairs->at[0].dest.column, "foreign_key", layout_scalar(arena, source));
    } else if (columns.len == pairs->len) {
        fix_table_append(
            report, input->model, pairs->at[0].dest.table, "foreign_keys", fix_key_map(arena, &columns, source));
    }
}

static void check_keyless(const struct rule_input *input, const struct relationship *r)
{
    struct arena *arena = input->arena;
    if (r->direction == MANY_TO_MANY || !relationship_writes(r) || r->primary_has_or ||
        !none_has_key(input, &r->sync) || !join_could_have_key(arena, &r->sync)) {
        return;
    }
    struct strings columns = written_columns(arena, &r->sync);
    const char *fk = columns_text(arena, written_table(&r->sync), &columns), *source = source_text(arena, &r->sync);
    struct report *report = diag_report(input->diags,
        RULE_REL117,
        relationship_place(r->def, "primaryjoin"),
        r->name,
        "%s joins %s to %s, but the database knows of no foreign key: rows can reference what is not there",
        r->name,
        fk,
        source);
    diag_also(report, r->sync.at[0].dest.column->name.span, "the column");
    diag_hint(report, "add a foreign key from %s to %s", fk, source);
    join_add_key(input, report, &r->sync);
    diag_fix(report, "proposed");
}

static void check_keyless_secondary(const struct rule_input *input, const struct relationship *r)
{
    bool told = r->reverse != NULL && r->reverse->number < r->number && r->reverse->secondary == r->secondary;
    if (r->direction != MANY_TO_MANY || r->secondary == NULL || !relationship_writes(r) || told ||
        (!none_has_key(input, &r->sync) && !none_has_key(input, &r->secondary_sync))) {
        return;
    }
    struct arena *arena = input->arena;
    struct strings columns = written_columns(arena, none_has_key(input, &r->sync) ? &r->sync : &r->secondary_sync);
    const char *fk = columns_text(arena, r->secondary, &columns);
    struct report *report = diag_report(input->diags,
        RULE_REL510,
        relationship_place(r->def, "secondary"),
        r->name,
        "%s is no foreign key: rows of the association table stay when what they link is deleted",
        fk);
    diag_also(report, r->secondary->name.span, "the association table");
    diag_hint(report, "give its columns foreign keys; then the joins need not be spelt out");
    diag_fix(report, "proposed");
}

/* ---- REL118 ---- */

static void check_order(const struct rule_input *input, const struct relationship *r)
{
    const struct mapping *owner = mapping_of(input->resolved->index, r->owner);
    const struct mapping *target = mapping_of(input->resolved->index, r->target);
    for (size_t i = 0; i < r->order_by.len; i++) {
        const struct table_column *column = &r->order_by.at[i];
        if (column->table == r->secondary || mapping_has_table(target, column->table)) {
            continue;
        }
        bool in_query = text_same(r->def->lazy.text, "joined") && mapping_has_table(owner, column->table);
        struct report *report = diag_report(input->diags,
            RULE_REL118,
            relationship_place(r->def, "order_by"),
            r->name,
            in_query ? "order_by uses %s, which is no column of %s: it orders the query for %s, not what stands in %s"
                     : "order_by uses %s, which is no column of %s: the query does not read %s, so loading %s fails",
            join_column(input->arena, r, column),
            r->target->name.text,
            in_query ? r->owner->name.text : table_text(input->arena, column->table),
            r->name);
        diag_hint(report, "order by a column of %s", r->target->name.text);
        diag_fix(report, "proposed");
    }
}

/* ---- REL121 ---- */

static void check_or(const struct rule_input *input, const struct relationship *r)
{
    if (!r->primary_has_or || !relationship_writes(r)) {
        return;
    }
    struct strings columns = written_columns(input->arena, &r->sync);
    struct report *report = diag_report(input->diags,
        RULE_REL121,
        relationship_place(r->def, "primaryjoin"),
        r->name,
        "the join of %s is met by one of its alternatives, but what is put into it is written by all: %s",
        r->name,
        columns_text(input->arena, written_table(&r->sync), &columns));
    diag_hint(report, "write `viewonly: true`, and a relationship for each foreign key");
    fix_viewonly(report, r->def);
    diag_fix(report, "proposed");
}

void rules_join_extras(const struct rule_input *input, const struct relationship *r)
{
    if (r->problem != PROBLEM_NONE) {
        return;
    }
    check_remote_side(input, r);
    check_keyless(input, r);
    check_keyless_secondary(input, r);
    check_order(input, r);
    check_or(input, r);
}
