/* Whole tables, and the schemas that they stand in. */
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

/* In one statement, for which keys among the tables are no obstacle, rings included. */
void pg_drop_tables(struct pg_work *work)
{
    struct strings names = {0};
    for (size_t i = 0; i < work->tables.len; i++) {
        if (work->tables.at[i]->to == NULL) {
            *PUSH(work->arena, &names) = pg_from_name(work, work->tables.at[i]);
        }
    }
    if (names.len != 0) {
        pg_add(work, NULL, "DROP TABLE %s", strings_join(work->arena, &names, ", "));
    }
}

/* The word serial makes a column NOT NULL. */
static void free_serials(struct pg_work *work, const struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        if (column->serial && column->nullable) {
            pg_add(work,
                "serial alone would be NOT NULL",
                "ALTER TABLE %s ALTER COLUMN %s DROP NOT NULL",
                pg_name(work->arena, table->schema, table->name),
                sql_name(work->arena, column->name));
        }
    }
}

void pg_create_tables(struct pg_work *work)
{
    for (size_t i = 0; i < work->tables.len; i++) {
        const struct table *table = work->tables.at[i]->to;
        if (work->tables.at[i]->from != NULL) {
            continue;
        }
        pg_needs(work, pg_table_version(table));
        pg_add(work, NULL, "%s", pg_create_table(work->arena, table));
        free_serials(work, table);
    }
}

void pg_create_schemas(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->schemas.len; i++) {
        const struct schema_diff *diff = &work->diff->schemas.at[i];
        if (diff->from == NULL) {
            pg_add(work, NULL, "CREATE SCHEMA %s", sql_name(work->arena, diff->to));
        }
    }
}

/* Refused by the server where something unknown is in it. */
void pg_drop_schemas(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->schemas.len; i++) {
        const struct schema_diff *diff = &work->diff->schemas.at[i];
        if (diff->to == NULL) {
            pg_add(work, NULL, "DROP SCHEMA %s", sql_name(work->arena, diff->from));
        }
    }
}
