#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

static void comment_on(struct pg_work *work, const char *kind, const char *name, const char *comment)
{
    const char *text = comment == NULL ? "NULL" : sql_string(work->arena, comment);
    pg_add(work, NULL, "COMMENT ON %s %s IS %s", kind, name, text);
}

/* A column that is made anew has lost its comment. */
static void comment_on_column(
    struct pg_work *work, const struct pg_table *table, const struct column *to, const char *is)
{
    if (!text_same(is, to->comment)) {
        const char *owner = pg_to_name(work, table);
        const char *name = arena_printf(work->arena, "%s.%s", owner, sql_name(work->arena, to->name));
        comment_on(work, "COLUMN", name, to->comment);
    }
}

static void comment_on_table(struct pg_work *work, const struct pg_table *table)
{
    if (!text_same(table->from == NULL ? NULL : table->from->comment, table->to->comment)) {
        comment_on(work, "TABLE", pg_to_name(work, table), table->to->comment);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if (pair->to != NULL) {
            bool kept = pair->from != NULL && !pair->remade;
            comment_on_column(work, table, pair->to, kept ? pair->from->comment : NULL);
        }
    }
    for (size_t i = 0; table->from == NULL && i < table->to->columns.len; i++) {
        comment_on_column(work, table, table->to->columns.at[i], NULL);
    }
}

void pg_comment(struct pg_work *work)
{
    for (size_t i = 0; i < work->diff->enums.len; i++) {
        const struct enum_diff *diff = &work->diff->enums.at[i];
        const struct enum_type *to = diff->to;
        const char *is = diff->from == NULL || pg_is_replaced(work, diff) ? NULL : diff->from->comment;
        if (to != NULL && !text_same(is, to->comment)) {
            comment_on(work, "TYPE", pg_name(work->arena, to->schema, to->name), to->comment);
        }
    }
    for (size_t i = 0; i < work->tables.len; i++) {
        if (work->tables.at[i]->to != NULL) {
            comment_on_table(work, work->tables.at[i]);
        }
    }
}
