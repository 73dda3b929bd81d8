/* Columns of tables that stay. */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/types.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

#include <string.h>

/* ---- one ALTER TABLE with many actions: PostgreSQL goes over the rows once ---- */

struct actions {
    struct pg_work *work;
    struct strings list;
    const char *why;
};

static void act(struct actions *actions, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void act(struct actions *actions, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    *PUSH(actions->work->arena, &actions->list) = arena_vprintf(actions->work->arena, format, args);
    va_end(args);
}

static void run_actions(struct actions *actions, const char *table)
{
    struct arena *arena = actions->work->arena;
    if (actions->list.len == 1) {
        pg_add(actions->work, actions->why, "ALTER TABLE %s %s", table, actions->list.at[0]);
    } else if (actions->list.len != 0) {
        const char *list = strings_join(arena, &actions->list, ",\n    ");
        pg_add(actions->work, actions->why, "ALTER TABLE %s\n    %s", table, list);
    }
    actions->list.len = 0;
}

static bool is_altered(const struct pg_pair *pair)
{
    return pair->from != NULL && pair->to != NULL && !pair->remade;
}

/* ---- dropping ---- */

/* Columns that are generated no more keep their values, and read no other from now on.  Neither that nor the end of an
 * identity goes in one statement with a change of type. */
static void drop_sources(struct pg_work *work, const struct pg_table *table)
{
    struct actions actions = {.work = work};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (!is_altered(pair)) {
            continue;
        }
        if (pair->from->generated_sql != NULL && pair->to->generated_sql == NULL) {
            pg_needs(work, 13);
            act(&actions, "ALTER COLUMN %s DROP EXPRESSION", sql_name(work->arena, pair->from->name));
        }
        if (pair->from->identity != NULL && pair->to->identity == NULL) {
            act(&actions, "ALTER COLUMN %s DROP IDENTITY", sql_name(work->arena, pair->from->name));
        }
    }
    if (actions.list.len != 0) {
        run_actions(&actions, pg_from_name(work, table));
    }
}

/* What is generated goes before what it is made of. */
static void drop_columns(struct pg_work *work, const struct pg_table *table, bool generated)
{
    struct actions actions = {.work = work};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        bool goes = pair->from != NULL && (pair->to == NULL || pair->remade);
        if (goes && (pair->from->generated_sql != NULL) == generated) {
            act(&actions, "DROP COLUMN %s", sql_name(work->arena, pair->from->name));
            actions.why = pair->remade ? "what generates a column, or is read by that, changes" : actions.why;
        }
    }
    if (actions.list.len != 0) {
        run_actions(&actions, pg_from_name(work, table));
    }
}

void pg_drop_columns(struct pg_work *work)
{
    for (size_t i = 0; i < work->tables.len; i++) {
        drop_sources(work, work->tables.at[i]);
        drop_columns(work, work->tables.at[i], true);
        drop_columns(work, work->tables.at[i], false);
    }
}

/* ---- adding and altering ---- */

/* A default of the old type may not be one of the new, and its text would keep a cast of the old. */
static bool default_steps_aside(const struct pg_pair *pair)
{
    return pair->from->default_sql != NULL && (pair->retyped || pair->to->default_sql == NULL);
}

static void act_off(struct actions *actions, const struct pg_pair *pair, const char *name)
{
    if (default_steps_aside(pair)) {
        act(actions, "ALTER COLUMN %s DROP DEFAULT", name);
    }
    if (!pair->from->nullable && pair->to->nullable) {
        act(actions, "ALTER COLUMN %s DROP NOT NULL", name);
    }
}

static void act_type(struct actions *actions, const struct pg_pair *pair, const char *name)
{
    struct pg_work *work = actions->work;
    if (!pair->retyped) {
        return;
    }
    pg_needs(work, pg_part_version(PART_COLUMN, (union part_ref){.column = pair->to}));
    const char *using = pg_type_using(work->arena, pair->from->type, pair->to->type, name);
    if (pg_has_replaced_type(work, pair->to)) {
        const char *text = text_ends(pair->to->type, "[]") ? "text[]" : "text";
        using = arena_printf(work->arena, "%s::%s::%s", name, text, pair->to->type);
    }
    act(actions,
        "ALTER COLUMN %s TYPE %s%s%s",
        name,
        pg_column_type(work->arena, pair->to),
        using == NULL ? "" : " USING ",
        using == NULL ? "" : using);
}

static void act_default(struct actions *actions, const struct pg_pair *pair, const char *name)
{
    bool changed = (pair->facets & FACET_DEFAULT) != 0 || default_steps_aside(pair);
    if (pair->to->default_sql != NULL && changed) {
        act(actions, "ALTER COLUMN %s SET DEFAULT %s", name, pair->to->default_sql);
    }
}

/* By what stands in the table first, so that one that is generated finds what it reads. */
static void act_add(struct actions *actions, const struct pg_table *table, bool generated)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        bool comes = pair->to != NULL && (pair->from == NULL || pair->remade);
        if (comes && (pair->to->generated_sql != NULL) == generated) {
            struct arena *arena = actions->work->arena;
            pg_needs(actions->work, pg_part_version(PART_COLUMN, (union part_ref){.column = pair->to}));
            act(actions, "ADD COLUMN %s %s", sql_name(arena, pair->to->name), pg_column(arena, pair->to));
        }
    }
}

/* What is numbered from now on gets its numbers first: numbers.c. */
static bool becomes_not_null(const struct pg_pair *pair)
{
    bool numbered_now =
        (pair->to->identity != NULL && pair->from->identity == NULL) || (pair->to->serial && !pair->from->serial);
    return pair->from->nullable && !pair->to->nullable && !numbered_now;
}

static bool has_default(const struct column *column)
{
    return column->serial || !plan_defaults_to_null(column);
}

static void fill_nulls(struct pg_work *work, const struct pg_table *table)
{
    bool filled = false;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (is_altered(pair) && becomes_not_null(pair) && has_default(pair->to)) {
            const char *name = sql_name(work->arena, pair->to->name);
            pg_add(work,
                "nulls become the default",
                "UPDATE %s SET %s = DEFAULT WHERE %s IS NULL",
                pg_to_name(work, table),
                name,
                name);
            filled = true;
        }
    }
    bool deferred = false;
    for (size_t i = 0; i < table->parts.len; i++) {
        const struct pg_part *part = &table->parts.at[i];
        deferred = deferred || (part->part == PART_UNIQUE && part->from.any != NULL && part->from.unique->deferred) ||
                   (part->part == PART_FOREIGN_KEY && part->from.any != NULL && part->from.foreign_key->deferred);
    }
    if (filled && deferred) {
        pg_add(work, "no table changes while checks of its rows are still due", "SET CONSTRAINTS ALL IMMEDIATE");
    }
}

static void set_not_null(struct pg_work *work, const struct pg_table *table)
{
    struct actions actions = {.work = work};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (is_altered(pair) && becomes_not_null(pair)) {
            act(&actions, "ALTER COLUMN %s SET NOT NULL", sql_name(work->arena, pair->to->name));
        }
    }
    run_actions(&actions, pg_to_name(work, table));
}

static void free_new_serials(struct pg_work *work, const struct pg_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (pair->from == NULL && pair->to->serial && pair->to->nullable) {
            pg_add(work,
                "serial alone would be NOT NULL",
                "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL",
                pg_to_name(work, table),
                sql_name(work->arena, pair->to->name));
        }
    }
}

static void end_serials(struct pg_work *work, const struct pg_table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (is_altered(pair) && pair->from->serial && !pair->to->serial) {
            pg_unserial(work, table, pair);
        }
    }
}

static void alter_table(struct pg_work *work, const struct pg_table *table)
{
    struct actions actions = {.work = work};
    end_serials(work, table);
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (is_altered(pair)) {
            const char *name = sql_name(work->arena, pair->to->name);
            act_off(&actions, pair, name);
            act_type(&actions, pair, name);
            act_default(&actions, pair, name);
        }
    }
    act_add(&actions, table, false);
    act_add(&actions, table, true);
    run_actions(&actions, pg_to_name(work, table));
    free_new_serials(work, table);
    fill_nulls(work, table);
    set_not_null(work, table);
    for (size_t i = 0; i < table->columns.len; i++) {
        if (is_altered(&table->columns.at[i])) {
            pg_number(work, table, &table->columns.at[i]);
        }
    }
}

void pg_alter_columns(struct pg_work *work)
{
    for (size_t i = 0; i < work->tables.len; i++) {
        if (work->tables.at[i]->from != NULL && work->tables.at[i]->to != NULL) {
            alter_table(work, work->tables.at[i]);
        }
    }
}
