/* The effective ON DELETE of a foreign key (docs/model.md, "What is derived"). */
#include "resolve/index.h"

/* What one relationship asks for, and the key of it that says so. */
struct asked {
    enum fk_action action;
    const char *why;
    const char *key;
};

static bool all_nullable(const struct key *key)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (!column_is_nullable(key->table, key->columns.at[i])) {
            return false;
        }
    }
    return true;
}

static struct asked ask_by_null(struct arena *arena, const struct relationship *rel, const struct key *key)
{
    const char *column = key->columns.at[0]->name.text;
    bool one = key->columns.len == 1;
    if (all_nullable(key)) {
        return (struct asked){ACTION_SET_NULL,
            one ? arena_printf(arena, "%s does not delete, and %s may be null", rel->name, column)
                : arena_printf(arena, "%s does not delete, and the key's columns may be null", rel->name),
            "target"};
    }
    return (struct asked){ACTION_NO_ACTION,
        one ? arena_printf(arena, "%s does not delete, and %s is not null", rel->name, column)
            : arena_printf(arena, "%s does not delete, and the key holds a column that is not null", rel->name),
        "target"};
}

static struct asked ask(struct arena *arena, const struct relationship *rel, const struct key *key)
{
    if (rel->direction == MANY_TO_MANY) {
        return (struct asked){ACTION_CASCADE,
            arena_printf(arena, "%s uses %s as its secondary table", rel->name, key->table->name.text),
            "secondary"};
    }
    if (rel->direction == ONE_TO_MANY && relationship_cascade(rel->def).delete) {
        return (struct asked){ACTION_CASCADE, arena_printf(arena, "%s has cascade with delete", rel->name), "cascade"};
    }
    if (rel->direction == ONE_TO_MANY && rel->def->passive_deletes == PASSIVE_ALL) {
        return (struct asked){
            ACTION_NO_ACTION, arena_printf(arena, "%s has passive_deletes: all", rel->name), "passive_deletes"};
    }
    return ask_by_null(arena, rel, key);
}

static bool is_writable(const struct relationship *rel)
{
    return rel->def->viewonly != YES && (rel->problem == PROBLEM_NONE || rel->problem == PROBLEM_OPAQUE);
}

/* Those that have a say: a many-to-one side only where nobody else is there. */
static struct relationships with_a_say(struct arena *arena, const struct resolved *resolved, const struct key *key)
{
    struct relationships over = resolved_over_key(arena, resolved, key);
    struct relationships sides = {0};
    struct relationships scalars = {0};
    for (size_t i = 0; i < over.len; i++) {
        if (is_writable(over.at[i])) {
            struct relationships *list = over.at[i]->direction == MANY_TO_ONE ? &scalars : &sides;
            *PUSH(arena, list) = over.at[i];
        }
    }
    return sides.len != 0 ? sides : scalars;
}

static struct on_delete as_written(const struct key *key)
{
    return (struct on_delete){.action = key->def->on_delete, .why = "written", .place = key->def->on_delete_word.span};
}

static struct on_delete work_out(struct arena *arena, const struct resolved *resolved, const struct key *key)
{
    if (key->def->on_delete != ACTION_UNSET) {
        return as_written(key);
    }
    struct relationships sides = with_a_say(arena, resolved, key);
    if (sides.len == 0) {
        return (struct on_delete){
            .action = ACTION_NO_ACTION, .derived = true, .why = "no relationship over it", .place = key->def->span};
    }
    struct asked first = ask(arena, sides.at[0], key);
    struct on_delete result = {.action = first.action,
        .derived = true,
        .why = first.why,
        .place = rel_span(sides.at[0]->def, first.key),
        .asked_by = sides.at[0]};
    for (size_t i = 1; i < sides.len && !result.conflict; i++) {
        struct asked other = ask(arena, sides.at[i], key);
        if (other.action != first.action) {
            result.conflict = true;
            result.conflicts_with = sides.at[i];
            result.why = arena_printf(arena, "%s, but %s", first.why, other.why);
        }
    }
    return result;
}

void on_delete_find(struct resolve_index *index, const struct resolved *resolved)
{
    for (size_t i = 0; i < resolved->keys.len; i++) {
        resolved->keys.at[i]->on_delete = work_out(index->arena, resolved, resolved->keys.at[i]);
    }
}
