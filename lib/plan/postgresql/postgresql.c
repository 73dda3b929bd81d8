/* The order of a PostgreSQL migration.
 *
 *     types step aside, are renamed and grow      a new label can be used in the next transaction only
 *     foreign keys go, tables go                  keys of tables that stay are free
 *     checks, indexes, keys go, columns go         with the names that they have
 *     schemas come
 *     tables, columns, keys, indexes are renamed   nothing else is, by itself
 *     types and tables come, tables change as a whole, columns change and come
 *     keys, checks and indexes come
 *     foreign keys come                            all keys are there, so rings are no case at all
 *     comments; types and schemas go */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/types.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

#include <string.h>

/* ---- a label that is added and used ---- */

static bool uses_label(struct pg_work *work, const char *sql)
{
    struct tokens tokens = sql_tokens(work->arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        if (tokens.at[i].kind == TOKEN_STRING && strings_have(&work->new_labels, tokens.at[i].text)) {
            return true;
        }
    }
    return false;
}

/* A label cannot be used in the transaction that adds it: what comes behind the types goes to a file of its own. */
static void split(struct pg_work *work, size_t behind_types)
{
    struct statements *statements = &work->plan->statements;
    for (size_t i = behind_types; i < statements->len && work->new_labels.len != 0; i++) {
        if (!text_starts(statements->at[i].sql, "COMMENT ON ") && uses_label(work, statements->at[i].sql)) {
            statements->at[behind_types].new_file = true;
            return;
        }
    }
}

static void write_plan(
    struct arena *arena, const struct diff *diff, const struct plan_options *options, struct plan *plan)
{
    struct pg_work work = {.arena = arena, .diff = diff, .plan = plan, .index_alone = options->index_alone};
    plan->transaction = !options->index_alone;
    pg_find_replaced(&work);
    pg_look(&work);
    pg_grow_enums(&work);
    size_t behind_types = plan->statements.len;
    pg_detach_foreign_keys(&work);
    pg_drop_tables(&work);
    pg_detach_parts(&work);
    pg_drop_columns(&work);
    pg_create_schemas(&work);
    pg_rename(&work);
    pg_create_enums(&work);
    pg_create_tables(&work);
    pg_alter_settings(&work);
    pg_alter_columns(&work);
    pg_attach_parts(&work);
    pg_attach_foreign_keys(&work);
    pg_comment(&work);
    pg_drop_enums(&work);
    pg_drop_schemas(&work);
    split(&work, behind_types);
}

/* ---- for hazards and showing ---- */

static bool takes_null(const struct table *table, const struct column *column)
{
    return column->nullable && !strings_have(&table->primary_key.columns, column->name);
}

static bool fills_itself(const struct table *table, const struct column *column)
{
    (void)table;
    return column->serial || column->identity != NULL;
}

/* Dropping locks more than making does: of a table itself, its row type, the array of it, what holds its long values
 * and the index of that; of each key, check, default and, from 18 on, NOT NULL its own entry; of a foreign key the four
 * triggers that keep it, and the other table. */
static size_t table_locks(const struct table *table)
{
    size_t locks =
        5 + 2 * (table->uniques.len + 1) + 2 * table->indexes.len + 6 * table->foreign_keys.len + table->checks.len;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        locks += column->default_sql != NULL || column->generated_sql != NULL ? 1 : 0;
        locks += column->serial || column->identity != NULL ? 3 : 0;
        locks += column->nullable ? 0 : 1;
    }
    return locks;
}

static size_t count_locks(const struct table_diff *diff)
{
    return diff->to == NULL     ? table_locks(diff->from)
           : diff->from == NULL ? table_locks(diff->to)
                                : 2 + 6 * diff->changes.len;
}

const struct dialect postgresql_dialect = {
    .engine = "postgresql",
    .concurrent_indexes = true,
    .plan = write_plan,
    .takes_null = takes_null,
    .fills_itself = fills_itself,
    .loses = pg_type_loses,
    .rewrites = pg_column_rewrites,
    .locks = count_locks,
    .describe = pg_constraint,
    .describe_table = pg_describe_table,
    .describe_options = pg_describe_options,
};
