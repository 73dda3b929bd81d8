#include "rules/other_side.h"

#include "base/text.h"
#include "rules/fixes.h"
#include "rules/join.h"
#include "yaml/layout.h"

#include <string.h>

/* A map in the making. */
struct side {
    const struct rule_input *input;
    const struct relationship *r; /* that it is the other side of */
    struct strings pairs;         /* "key: value" */
    struct strings keys;
    bool failed;
};

static void add(struct side *side, const char *key, const char *value)
{
    struct arena *arena = side->input->arena;
    if (!strings_have(&side->keys, key)) {
        *PUSH(arena, &side->keys) = key;
        *PUSH(arena, &side->pairs) = arena_printf(arena, "%s: %s", key, value);
    }
}

static void add_text(struct side *side, const char *key, const char *text)
{
    add(side, key, layout_scalar(side->input->arena, text));
}

/* ---- joins ---- */

/* A text that means the same when it is read from the other class: no bare names, and nothing about near and far. */
static bool is_symmetric(const struct expr *expr)
{
    bool bare = expr->kind == EXPR_COLUMN && expr->path.len == 1;
    if (bare || expr->remote || expr->kind == EXPR_OPAQUE) {
        return false;
    }
    for (size_t i = 0; i < expr->args.len; i++) {
        if (!is_symmetric(expr->args.at[i])) {
            return false;
        }
    }
    return true;
}

static void add_join(struct side *side, const char *key, const struct word *text, const struct expr *expr)
{
    if (text->text == NULL) {
        return;
    }
    if (expr == NULL || !is_symmetric(expr)) {
        side->failed = true;
    } else {
        add_text(side, key, text->text);
    }
}

static void add_joins(struct side *side)
{
    const struct rel_def *def = side->r->def;
    bool many = side->r->direction == MANY_TO_MANY;
    add_join(side, many ? "secondaryjoin" : "primaryjoin", &def->primaryjoin, def->primaryjoin_expr);
    add_join(side, many ? "primaryjoin" : "secondaryjoin", &def->secondaryjoin, def->secondaryjoin_expr);
}

static void add_columns(struct side *side, const char *key, const struct table_columns *columns)
{
    struct arena *arena = side->input->arena;
    struct strings names = {0};
    for (size_t i = 0; i < columns->len; i++) {
        *PUSH(arena, &names) = join_column(arena, side->r, &columns->at[i]);
    }
    add(side, key, fix_one_or_list(arena, &names));
}

/* Within one table the referenced columns are the far ones of the side that leads to one row. */
static void add_remote_side(struct side *side)
{
    struct table_columns sources = {0};
    for (size_t i = 0; i < side->r->sync.len; i++) {
        *PUSH(side->input->arena, &sources) = side->r->sync.at[i].source;
    }
    if (side->r->self && side->r->direction == ONE_TO_MANY && side->r->def->remote_side.len == 0) {
        add_columns(side, "remote_side", &sources);
    } else if (side->r->self && side->r->direction == ONE_TO_MANY) {
        side->failed = true;
    }
}

static void add_target(struct side *side)
{
    const struct rel_def *def = side->r->def;
    add_text(side, "target", side->r->owner->name.text);
    if (def->secondary_opaque) {
        side->failed = true;
    } else if (def->secondary.text != NULL) {
        add_text(side, "secondary", def->secondary.text);
    }
    add_joins(side);
    if (side->r->foreign_keys.len != 0) {
        add_columns(side, "foreign_keys", &side->r->foreign_keys);
    }
}

static const char *finished(struct side *side, const char *partner)
{
    struct arena *arena = side->input->arena;
    add_text(side, "back_populates", partner);
    return side->failed ? NULL : arena_printf(arena, "{%s}", strings_join(arena, &side->pairs, ", "));
}

/* ---- one that was not there ---- */

static bool any_not_null(const struct table_def *table, const struct strings *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (!column_is_nullable(table, table_column(table, columns->at[i]))) {
            return true;
        }
    }
    return false;
}

/* A collection, or the one, that came to a key: until now a delete of its owner was the database's own. */
static void add_children(struct side *side)
{
    const struct table_def *table = written_table(&side->r->sync);
    struct strings columns = written_columns(side->input->arena, &side->r->sync);
    const struct key *key = relationship_key(side->input->resolved, side->r);
    bool set_null = key != NULL && key->on_delete.action == ACTION_SET_NULL;
    if (table_unique_on(table, &columns)) {
        add(side, "uselist", "false");
    }
    if (any_not_null(table, &columns) || !set_null) {
        add(side, "passive_deletes", "all");
    }
}

const char *other_side_map(const struct rule_input *input, const struct relationship *r)
{
    struct side side = {.input = input, .r = r};
    if (r->problem != PROBLEM_NONE || r->direction == DIRECTION_NONE || r->def->from_backref) {
        return NULL;
    }
    add_target(&side);
    add_remote_side(&side);
    if (r->def->viewonly == YES) {
        add(&side, "viewonly", "true");
    } else if (r->direction == MANY_TO_ONE && r->sync.len != 0) {
        add_children(&side);
    }
    return finished(&side, r->def->name.text);
}

/* ---- one that a backref made ---- */

/* What stands at the place, fit for braces; NULL where it takes several lines. */
static const char *copied(const struct rule_input *input, struct span place)
{
    size_t len;
    const char *text = place.file == 0 ? "" : diags_source_text(input->diags, place.file, &len);
    const char *value =
        place.file == 0 || place.off + place.len > len ? "" : arena_strndup(input->arena, text + place.off, place.len);
    if (*value == '\0' || strpbrk(value, "\r\n#*&!") != NULL) {
        return NULL;
    }
    bool whole = strchr("\"'[{", *value) != NULL;
    return whole || strpbrk(value, ",[]{}:") == NULL ? value : layout_scalar(input->arena, value);
}

static void add_options(struct side *side, const struct rel_def *options)
{
    for (size_t i = 0; options != NULL && i < options->keys.len; i++) {
        const struct rel_key *key = &options->keys.at[i];
        const char *value = copied(side->input, key->span);
        if (value == NULL) {
            side->failed = true;
        } else if (!text_same(key->key, "name")) {
            add(side, key->key, value);
        }
    }
}

/* SQLAlchemy hands these on. */
static void add_inherited(struct side *side)
{
    const struct rel_def *def = side->r->def;
    if (def->viewonly == YES) {
        add(side, "viewonly", "true");
    }
    if (def->post_update == YES) {
        add(side, "post_update", "true");
    }
    if (def->passive_updates == NO) {
        add(side, "passive_updates", "false");
    }
    if (def->sync_backref != UNSET) {
        add(side, "sync_backref", def->sync_backref == YES ? "true" : "false");
    }
}

const char *other_side_of_backref(const struct rule_input *input, const struct relationship *r)
{
    struct side side = {.input = input, .r = r};
    if (r->problem != PROBLEM_NONE) {
        return NULL;
    }
    add_text(&side, "target", r->owner->name.text);
    add_options(&side, r->def->backref_options);
    add_target(&side);
    add_inherited(&side);
    return finished(&side, r->def->name.text);
}

/* ---- one that is there ---- */

const char *other_side_as_written(const struct rule_input *input, const struct rel_def *def, const char *partner)
{
    struct side side = {.input = input};
    add_options(&side, def);
    return finished(&side, partner);
}
