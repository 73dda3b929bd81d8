#include "base/text.h"
#include "rules/circles.h"
#include "rules/fixes.h"
#include "rules/names.h"

/* REL206, REL624, REL625: rows that reference one another in a ring.  A flush writes a row after the rows that it
 * references, so that it refuses a ring (CircularDependencyError) unless one of the keys is written afterwards, which
 * is what post_update asks for. */

struct rings_case {
    const struct rule_input *input;
    /* By key.number: the relationship by which a flush orders the rows of its two tables, or NULL. */
    const struct relationship **written;
    bool *later;                /* by key.number: a relationship over it has post_update */
    struct relationships asked; /* that say post_update */
    /* By table_def.number: the first of its relationships to itself that order its rows, or NULL. */
    const struct relationship **tables;
};

/* ---- what a flush orders ---- */

static bool is_ordered(const struct rings_case *c, const struct key *key)
{
    return c->written[key->number] != NULL && !c->later[key->number];
}

static void note(struct rings_case *c, const struct relationship *r)
{
    const struct key *key = relationship_key(c->input->resolved, r);
    if (key == NULL) {
        return;
    }
    const struct relationship **noted = &c->written[key->number];
    if (*noted == NULL || (*noted)->direction != MANY_TO_ONE) {
        *noted = r;
    }
    c->later[key->number] = c->later[key->number] || r->def->post_update == YES;
}

/* A pair of which both sides point the same way is told as that: REL202, REL304. */
static bool is_mispaired(const struct relationship *r)
{
    return r->reverse != NULL && r->reverse->direction == r->direction;
}

static struct rings_case rings_case_of(const struct rule_input *input)
{
    size_t keys = input->resolved->keys.len;
    struct rings_case c = {.input = input,
        .written = NEW_ARRAY(input->arena, const struct relationship *, keys),
        .later = NEW_ARRAY(input->arena, bool, keys),
        .tables = NEW_ARRAY(input->arena, const struct relationship *, input->model->tables.len)};
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        struct relationship *r = input->resolved->all.at[i];
        if (!relationship_writes(r)) {
            continue;
        }
        if (r->def->post_update == YES) {
            *PUSH(input->arena, &c.asked) = r;
        }
        if (r->direction != MANY_TO_MANY && !is_mispaired(r)) {
            note(&c, r);
        }
    }
    return c;
}

static bool is_nullable(const struct key *key)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (!column_is_nullable(key->table, key->columns.at[i])) {
            return false;
        }
    }
    return true;
}

static const char *key_text(struct arena *arena, const struct key *key)
{
    struct strings columns = key_columns(arena, key);
    return columns_text(arena, key->table, &columns);
}

/* ---- REL206: rings within one table ---- */

/* created_by, approved_by_id: the first of them has nobody else to name. */
static bool names_a_doer(const struct key *key)
{
    const char *column = key->columns.at[key->columns.len - 1]->name.text;
    return text_ends(column, "_by") || text_ends(column, "_by_id");
}

/* Parents and children are a tree, in which a ring is a mistake: only what looks like more than a tree is told. */
static const char *why_a_ring(struct rings_case *c, const struct relationship *r, const struct key *key)
{
    struct arena *arena = c->input->arena;
    struct strings columns = key_columns(arena, key);
    const struct relationship *first = c->tables[key->table->number];
    if (names_a_doer(key)) {
        return arena_printf(arena, "%s may be its own %s", one_of(arena, r->owner->name.text), r->def->name.text);
    }
    if (first != NULL) {
        return arena_printf(arena, "%s and %s together can lead back to the same row", first->name, r->name);
    }
    if (table_unique_on(key->table, &columns) && r->reverse == NULL) {
        return arena_printf(arena, "two that are each other's %s are a ring", r->def->name.text);
    }
    return NULL;
}

static void check_within(struct rings_case *c, const struct relationship *r)
{
    const struct key *key = relationship_key(c->input->resolved, r);
    if (key == NULL || key->table != key->referenced || !is_nullable(key) || !is_ordered(c, key)) {
        return;
    }
    const char *why = why_a_ring(c, r, key);
    const struct relationship **first = &c->tables[key->table->number];
    *first = *first == NULL ? r : *first;
    if (why == NULL) {
        return;
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL206,
        r->def->name.span,
        r->name,
        "%s, and a flush refuses such rows (CircularDependencyError): each would have to be written after the other",
        why);
    diag_also(report, key->def->span, "the key %s", key_text(c->input->arena, key));
    diag_hint(
        report, "write `post_update: true` %s: its key is then written last", relationship_at(c->input->arena, r));
    fix_set(report, r->def, "post_update", "true");
    diag_fix(report, "proposed");
}

/* ---- REL625: rings over several tables ---- */

static bool counts_between(const struct key *key, const void *context)
{
    return key->table != key->referenced && is_ordered(context, key);
}

/* The relationship to change: over a key that may be null, the many-to-one one where there are both. */
static const struct relationship *way_out(const struct rings_case *c, const struct keys *keys, const struct key **ret)
{
    for (size_t i = 0; i < keys->len; i++) {
        if (is_nullable(keys->at[i])) {
            *ret = keys->at[i];
            return c->written[keys->at[i]->number];
        }
    }
    return NULL;
}

enum { SHOWN = 5 };

static void report_ring(const struct rings_case *c, const struct keys *keys)
{
    struct arena *arena = c->input->arena;
    const struct key *nullable = NULL;
    const struct relationship *r = way_out(c, keys, &nullable);
    if (r == NULL) {
        return; /* FK042 */
    }
    struct strings tables = {0};
    for (size_t i = 0; i < keys->len && tables.len < SHOWN; i++) {
        const char *table = table_text(arena, keys->at[i]->table);
        if (!strings_have(&tables, table)) {
            *PUSH(arena, &tables) = table;
        }
    }
    struct report *report = diag_report(c->input->diags,
        RULE_REL625,
        r->def->name.span,
        r->name,
        "%s reference each other, and nothing says which row of a ring is written first: adding such rows in one flush "
        "fails (CircularDependencyError)",
        strings_join(arena, &tables, ", "));
    diag_also(report, nullable->def->span, "%s may be null, so it can be written last", key_text(arena, nullable));
    for (size_t i = 0; i < keys->len && i < SHOWN; i++) {
        const struct relationship *other = c->written[keys->at[i]->number];
        if (other != r) {
            diag_also(report, other->def->name.span, "%s writes %s", other->name, key_text(arena, keys->at[i]));
        }
    }
    diag_hint(report, "write `post_update: true` %s", relationship_at(arena, r));
    fix_set(report, r->def, "post_update", "true");
    diag_fix(report, "safe");
}

/* Once for each circle of tables, with the keys that make it. */
static void check_between(const struct rings_case *c)
{
    struct arena *arena = c->input->arena;
    struct circles circles = circles_find(c->input, counts_between, c);
    struct keys *by_circle = arena_alloc(arena, c->input->model->tables.len, sizeof *by_circle, _Alignof(struct keys));
    for (size_t i = 0; i < c->input->resolved->keys.len; i++) {
        struct key *key = c->input->resolved->keys.at[i];
        if (counts_between(key, c) && circles_hold(&circles, key)) {
            *PUSH(arena, &by_circle[circle_of(&circles, key->table)]) = key;
        }
    }
    for (size_t i = 0; i < c->input->model->tables.len; i++) {
        if (by_circle[i].len != 0) {
            report_ring(c, &by_circle[i]);
        }
    }
}

/* ---- REL624 ---- */

static bool counts_always(const struct key *key, const void *context)
{
    (void)context;
    return key->def != NULL;
}

static const char *post_update_fault(struct arena *arena, const struct circles *circles, const struct relationship *r)
{
    const struct table_def *table = written_table(&r->sync);
    if (r->direction == MANY_TO_MANY) {
        return "a many-to-many has no foreign key of its own to update";
    }
    if (r->reverse != NULL && r->reverse->def->post_update == YES && r->direction == ONE_TO_MANY) {
        return arena_printf(
            arena, "%s says it already: the key is updated once, whichever side asks", r->reverse->name);
    }
    for (size_t i = 0; i < r->sync.len; i++) {
        const struct column_def *column = r->sync.at[i].dest.column;
        if (!column_is_nullable(table, column)) {
            return arena_printf(arena, "%s may not be null, but would be inserted as NULL first", column->name.text);
        }
    }
    return circle_of(circles, r->sync.at[0].source.table) == circle_of(circles, table)
               ? NULL
               : "no circle of foreign keys makes it necessary";
}

static void check_post_update(const struct rule_input *input, const struct relationship *r, const struct circles *all)
{
    const char *fault = post_update_fault(input->arena, all, r);
    if (fault == NULL || (r->def->from_backref && r->reverse != NULL && r->reverse->def->post_update == YES)) {
        return;
    }
    struct report *report = diag_report(input->diags,
        RULE_REL624,
        relationship_place(r->def, "post_update"),
        r->name,
        "post_update at %s does not help: %s",
        r->name,
        fault);
    diag_hint(report, "drop `post_update`");
    fix_remove(report, r->def, "post_update");
    diag_fix(report, "safe");
}

static void check_misplaced(const struct rule_input *input, const struct relationships *asked)
{
    if (asked->len == 0) {
        return;
    }
    struct circles all = circles_find(input, counts_always, NULL);
    for (size_t i = 0; i < asked->len; i++) {
        check_post_update(input, asked->at[i], &all);
    }
}

void rules_post_update(const struct rule_input *input)
{
    struct rings_case c = rings_case_of(input);
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        const struct relationship *r = input->resolved->all.at[i];
        if (r->direction == MANY_TO_ONE && relationship_writes(r) && !is_mispaired(r)) {
            check_within(&c, r);
        }
    }
    check_between(&c);
    check_misplaced(input, &c.asked);
}
