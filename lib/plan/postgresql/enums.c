/* Enums: PostgreSQL adds and renames labels in place.  For anything else a new type takes the name, and the columns
 * follow by way of text. */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

#include <string.h>

static const char *enum_name(const struct pg_work *work, const struct enum_type *type)
{
    return pg_name(work->arena, type->schema, type->name);
}

/* ---- what to do with each ---- */

void pg_find_replaced(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_diff *diff = &work->diff->enums.at[i];
        if (diff->to == NULL) {
            *PUSH(work->arena, &work->dropped) = (struct pg_old_type){.diff = diff};
        } else if (enum_is_remade(diff)) {
            *PUSH(work->arena, &work->replaced) = (struct pg_old_type){.diff = diff};
        }
    }
}

bool pg_is_replaced(const struct pg_work *work, const struct enum_diff *diff)
{
    for (size_t i = 0; i < work->replaced.len; i++) {
        if (work->replaced.at[i].diff == diff) {
            return true;
        }
    }
    return false;
}

static bool grows(const struct pg_work *work, const struct enum_diff *diff)
{
    return diff->from != NULL && diff->to != NULL && !pg_is_replaced(work, diff);
}

bool pg_has_replaced_type(const struct pg_work *work, const struct column *column)
{
    for (size_t i = 0; i < work->replaced.len; i++) {
        if (enum_is_type(work->arena, work->replaced.at[i].diff->to, column->type)) {
            return true;
        }
    }
    return false;
}

/* ---- stepping aside ---- */

/* Types and tables share their names. */
static bool name_is_taken(const struct pg_work *work, const struct enum_type *type)
{
    const char *label = enum_label(work->arena, type);
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_type *to = work->diff->enums.at[i].to;
        if (to != NULL && text_same(enum_label(work->arena, to), label)) {
            return true;
        }
    }
    return map_get(&work->to_tables, label) != NULL;
}

static bool is_renamed(const struct label_pair *label)
{
    return label->from != NULL && label->to != NULL && !text_same(label->from, label->to);
}

static bool takes_label(const struct enum_diff *diff, const char *name)
{
    for (size_t i = 0; i < diff->labels.len; i++) {
        if (is_renamed(&diff->labels.at[i]) && text_same(diff->labels.at[i].to, name)) {
            return true;
        }
    }
    return false;
}

/* name: what the type is called by then.  A label that goes makes room for one that takes its name. */
static void rename_labels(struct pg_work *work, const struct enum_diff *diff, const char *name)
{
    struct pg_renames renames = {0};
    for (size_t i = 0; i < diff->labels.len; i++) {
        const struct label_pair *label = &diff->labels.at[i];
        const char *to = label->to;
        if (to == NULL && takes_label(diff, label->from)) {
            to = pg_free_name(work, name, label->from);
        }
        if (label->from != NULL && to != NULL && !text_same(label->from, to)) {
            *PUSH(work->arena, &renames) = (struct pg_rename){
                .space = name,
                .before = arena_printf(work->arena, "ALTER TYPE %s RENAME VALUE ", name),
                .after = " TO",
                .from = label->from,
                .to = to,
                .quote = sql_string,
            };
        }
    }
    pg_rename_all(work, &renames);
}

static void step_aside(struct pg_work *work, struct pg_old_type *type, const char *why)
{
    const struct enum_type *from = type->diff->from;
    type->aside = pg_free_name(work, from->schema, from->name);
    pg_add(work, why, "ALTER TYPE %s RENAME TO %s", enum_name(work, from), sql_name(work->arena, type->aside));
}

/* Old types that give their name away do so before anything takes it. */
static void all_step_aside(struct pg_work *work)
{
    for (size_t i = 0; i < work->replaced.len; i++) {
        struct pg_old_type *type = &work->replaced.at[i];
        step_aside(work, type, "a label goes or moves, which no type does in place: a new one takes over");
        rename_labels(work, type->diff, pg_name(work->arena, type->diff->from->schema, type->aside));
    }
    for (size_t i = 0; i < work->dropped.len; i++) {
        if (name_is_taken(work, work->dropped.at[i].diff->from)) {
            step_aside(work, &work->dropped.at[i], "another takes its name");
        }
    }
}

/* ---- growing ---- */

/* Where a new label goes: behind the one before it, or before the first that is there. */
static const char *label_place(const struct pg_work *work, const struct enum_diff *diff, size_t label)
{
    if (label > 0) {
        return arena_printf(work->arena, " AFTER %s", sql_string(work->arena, diff->labels.at[label - 1].to));
    }
    for (size_t i = 1; i < diff->labels.len; i++) {
        if (diff->labels.at[i].from != NULL) {
            return arena_printf(work->arena, " BEFORE %s", sql_string(work->arena, diff->labels.at[i].to));
        }
    }
    return "";
}

static void add_labels(struct pg_work *work, const struct enum_diff *diff)
{
    for (size_t i = 0; i < diff->labels.len; i++) {
        if (diff->labels.at[i].from == NULL) {
            pg_add(work,
                NULL,
                "ALTER TYPE %s ADD VALUE %s%s",
                enum_name(work, diff->to),
                sql_string(work->arena, diff->labels.at[i].to),
                label_place(work, diff, i));
            *PUSH(work->arena, &work->new_labels) = diff->labels.at[i].to;
        }
    }
}

static void rename_types(struct pg_work *work)
{
    struct pg_renames renames = {0};
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_diff *diff = &work->diff->enums.at[i];
        if (grows(work, diff) && (diff->facets & FACET_NAME) != 0) {
            const char *schema = diff->from->schema;
            *PUSH(work->arena, &renames) = (struct pg_rename){
                .space = schema == NULL ? "" : schema,
                .before = arena_printf(work->arena, "ALTER TYPE %s", pg_schema_dot(work->arena, schema)),
                .after = " RENAME TO",
                .schema = schema,
                .from = diff->from->name,
                .to = diff->to->name,
                .quote = sql_name,
            };
        }
    }
    pg_rename_all(work, &renames);
}

void pg_grow_enums(struct pg_work *work)
{
    all_step_aside(work);
    rename_types(work);
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_diff *diff = &work->diff->enums.at[i];
        if (grows(work, diff)) {
            rename_labels(work, diff, enum_name(work, diff->to));
            add_labels(work, diff);
        }
    }
}

/* ---- creating and dropping ---- */

void pg_create_enums(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_diff *diff = &work->diff->enums.at[i];
        if (diff->from == NULL || pg_is_replaced(work, diff)) {
            pg_add(work, NULL, "CREATE TYPE %s %s", enum_name(work, diff->to), pg_enum_labels(work->arena, diff->to));
        }
    }
}

static void drop_type(struct pg_work *work, const struct pg_old_type *type)
{
    const struct enum_type *from = type->diff->from;
    const char *name = type->aside != NULL ? type->aside : from->name;
    pg_add(work, NULL, "DROP TYPE %s", pg_name(work->arena, from->schema, name));
}

void pg_drop_enums(struct pg_work *work)
{
    for (size_t i = 0; i < work->replaced.len; i++) {
        drop_type(work, &work->replaced.at[i]);
    }
    for (size_t i = 0; i < work->dropped.len; i++) {
        drop_type(work, &work->dropped.at[i]);
    }
}
