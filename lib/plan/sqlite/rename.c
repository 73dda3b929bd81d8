#include "base/text.h"
#include "plan/sqlite/work.h"
#include "sql/sql.h"

struct rename {
    const char *from, *to;
    bool done;
};
struct renames LIST_OF(struct rename);

typedef void emit_fn(struct work *work, const char *table, const char *why, const char *from, const char *to);

static bool is_blocked(const struct renames *renames, size_t at)
{
    for (size_t i = 0; i < renames->len; i++) {
        if (i != at && !renames->at[i].done && text_same_nocase(renames->at[i].from, renames->at[at].to)) {
            return true;
        }
    }
    return false;
}

/* The first rename whose new name is free, or else the first of all, which is in a ring; NULL where all are done. */
static struct rename *next_rename(struct renames *renames, bool *ret_ring)
{
    struct rename *first = NULL;
    for (size_t i = 0; i < renames->len; i++) {
        struct rename *rename = &renames->at[i];
        if (!rename->done && !is_blocked(renames, i)) {
            *ret_ring = false;
            return rename;
        }
        first = first == NULL && !rename->done ? rename : first;
    }
    *ret_ring = true;
    return first;
}

static void rename_all(struct work *work, struct renames *renames, const char *table, emit_fn *emit)
{
    bool ring = false;
    for (struct rename *rename; (rename = next_rename(renames, &ring)) != NULL;) {
        if (ring) {
            const char *why =
                arena_printf(work->arena, "the name %s is still in use: %s steps aside", rename->to, rename->from);
            const char *aside = work_free_name(work, "_corm_tmp_", rename->from);
            emit(work, table, why, rename->from, aside);
            rename->from = aside;
        } else {
            emit(work, table, NULL, rename->from, rename->to);
            rename->done = true;
        }
    }
}

static void emit_table(struct work *work, const char *table, const char *why, const char *from, const char *to)
{
    (void)table;
    work_add(work, why, "ALTER TABLE %s RENAME TO %s", sql_name(work->arena, from), sql_name(work->arena, to));
}

static void emit_column(struct work *work, const char *table, const char *why, const char *from, const char *to)
{
    work_add(work,
        why,
        "ALTER TABLE %s RENAME COLUMN %s TO %s",
        sql_name(work->arena, table),
        sql_name(work->arena, from),
        sql_name(work->arena, to));
}

void rename_tables(struct work *work)
{
    struct renames renames = {0};
    for (size_t i = 0; i < work->diff->tables.len; i++) {
        const struct table_diff *table = &work->diff->tables.at[i];
        if ((table->facets & FACET_NAME) != 0) {
            *PUSH(work->arena, &renames) = (struct rename){.from = table->from->name, .to = table->to->name};
        }
    }
    rename_all(work, &renames, NULL, emit_table);
}

static bool is_new_name(const struct renames *renames, const char *name)
{
    for (size_t i = 0; i < renames->len; i++) {
        if (text_same_nocase(renames->at[i].to, name)) {
            return true;
        }
    }
    return false;
}

/* A column that the rebuild leaves out but whose name another column takes. */
static void step_aside(struct work *work, const struct table_diff *table, const struct renames *renames)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part == PART_COLUMN && change->to.any == NULL && is_new_name(renames, change->from.column->name)) {
            const char *name = change->from.column->name;
            emit_column(work,
                table->to->name,
                "goes away with the rebuild below",
                name,
                work_free_name(work, "_corm_old_", name));
        }
    }
}

void rename_columns(struct work *work, const struct table_diff *table, bool rebuilt)
{
    struct renames renames = {0};
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part == PART_COLUMN && (change->facets & FACET_NAME) != 0) {
            *PUSH(work->arena, &renames) =
                (struct rename){.from = change->from.column->name, .to = change->to.column->name};
        }
    }
    if (rebuilt) {
        step_aside(work, table, &renames);
    }
    rename_all(work, &renames, table->to->name, emit_column);
}
