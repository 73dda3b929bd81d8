/* The order of a SQLite migration.
 *
 *     indexes go, tables go                      names are free
 *     columns go, tables and columns are renamed  what mentions them follows
 *     columns come, tables are rebuilt            everything they mention has its last name
 *     tables come, indexes come
 *
 * Renames are never part of a rebuild: only ALTER TABLE takes the keys, views and triggers of others along. */
#include "base/text.h"
#include "diff/rowid.h"
#include "plan/sqlite/affinity.h"
#include "plan/sqlite/ddl.h"
#include "plan/sqlite/work.h"
#include "sql/sql.h"

/* A table that is on both sides, and why it has to be rebuilt. */
struct altered {
    const struct table_diff *table;
    const char *blocker; /* NULL: ALTER TABLE will do */
};
struct altered_list LIST_OF(struct altered);

static struct altered_list find_altered(struct work *work)
{
    struct altered_list list = {0};
    for (size_t i = 0; i < work->diff->tables.len; i++) {
        const struct table_diff *table = &work->diff->tables.at[i];
        if (table->from != NULL && table->to != NULL) {
            *PUSH(work->arena, &list) = (struct altered){table, alter_blocker(work, table)};
        }
    }
    return list;
}

static void drop_indexes(struct work *work, const struct table_diff *table)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part == PART_INDEX && change->from.any != NULL) {
            work_add(work, NULL, "DROP INDEX %s", sql_name(work->arena, change->from.index->name));
        }
    }
}

static void create_indexes(struct work *work, const struct table_diff *table)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part == PART_INDEX && change->to.any != NULL) {
            const struct index *index = change->to.index;
            work_add(work, index->why, "%s", ddl_create_index(work->arena, index, table->to->name));
        }
    }
}

static void change_columns(struct work *work, const struct altered_list *altered)
{
    for (size_t i = 0; i < altered->len; i++) {
        if (altered->at[i].blocker == NULL) {
            alter_drop_columns(work, altered->at[i].table);
        }
    }
    for (size_t i = 0; i < altered->len; i++) {
        rename_columns(work, altered->at[i].table, altered->at[i].blocker != NULL);
    }
    for (size_t i = 0; i < altered->len; i++) {
        if (altered->at[i].blocker == NULL) {
            alter_add_columns(work, altered->at[i].table);
        }
    }
}

static void write_plan(
    struct arena *arena, const struct diff *diff, const struct plan_options *options, struct plan *plan)
{
    struct work work = {.arena = arena, .diff = diff, .plan = plan, .version = options->sqlite_version};
    struct altered_list altered = find_altered(&work);
    for (size_t i = 0; i < altered.len; i++) {
        drop_indexes(&work, altered.at[i].table);
    }
    drop_tables(&work);
    rename_tables(&work);
    change_columns(&work, &altered);
    for (size_t i = 0; i < altered.len; i++) {
        if (altered.at[i].blocker != NULL) {
            rebuild_table(&work, altered.at[i].table, altered.at[i].blocker);
        }
    }
    create_tables(&work);
    for (size_t i = 0; i < altered.len; i++) {
        if (altered.at[i].blocker == NULL) {
            create_indexes(&work, altered.at[i].table);
        }
    }
}

static bool fills_itself(const struct table *table, const struct column *column)
{
    return column == table_rowid_column(table);
}

static const char *describe(struct arena *arena, enum part part, union part_ref ref)
{
    switch (part) {
    case PART_COLUMN: return ddl_column(arena, NULL, ref.column);
    case PART_PRIMARY_KEY: return ddl_primary_key(arena, ref.primary_key);
    case PART_UNIQUE: return ddl_unique(arena, ref.unique);
    case PART_INDEX: return ddl_index(arena, ref.index);
    case PART_FOREIGN_KEY: return ddl_foreign_key(arena, ref.foreign_key);
    case PART_CHECK: return ddl_check(arena, ref.check);
    }
    return "";
}

static const char *describe_options(struct arena *arena, const struct table *table)
{
    (void)arena;
    return ddl_options(table);
}

static const char *describe_table(struct arena *arena, const struct table *table)
{
    return ddl_create_table(arena, table, table->name);
}

const struct dialect sqlite_dialect = {
    .engine = "sqlite",
    .plan = write_plan,
    .takes_null = column_takes_null,
    .fills_itself = fills_itself,
    .loses = affinity_loses,
    .describe = describe,
    .describe_table = describe_table,
    .describe_options = describe_options,
};
