/* Renames, before anything new is made.  PostgreSQL keeps the names of keys, constraints and indexes when a table or
 * column is renamed, so those that derive from it are renamed here too. */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

static bool is_blocked(const struct pg_renames *renames, size_t at)
{
    const struct pg_rename *wanted = &renames->at[at];
    for (size_t i = 0; i < renames->len; i++) {
        const struct pg_rename *other = &renames->at[i];
        if (i != at && !other->done && text_same(other->space, wanted->space) && text_same(other->from, wanted->to)) {
            return true;
        }
    }
    return false;
}

/* The first rename whose new name is free, or else the first of all, which is in a ring; NULL where all are done. */
static struct pg_rename *next_rename(struct pg_renames *renames, bool *ret_ring)
{
    struct pg_rename *first = NULL;
    for (size_t i = 0; i < renames->len; i++) {
        struct pg_rename *rename = &renames->at[i];
        if (!rename->done && !is_blocked(renames, i)) {
            *ret_ring = false;
            return rename;
        }
        first = first == NULL && !rename->done ? rename : first;
    }
    *ret_ring = true;
    return first;
}

/* What is renamed itself has its name behind `before`. */
static void emit(struct pg_work *work, const struct pg_rename *rename, const char *why, const char *to)
{
    pg_add(work,
        why,
        "%s%s%s %s",
        rename->before,
        rename->quote(work->arena, rename->from),
        rename->after,
        rename->quote(work->arena, to));
}

void pg_rename_all(struct pg_work *work, struct pg_renames *renames)
{
    bool ring = false;
    for (struct pg_rename *rename; (rename = next_rename(renames, &ring)) != NULL;) {
        if (ring) {
            const char *aside = pg_free_name(work, rename->schema, rename->from);
            emit(work, rename, arena_printf(work->arena, "the name %s is still in use", rename->to), aside);
            rename->from = aside;
        } else {
            emit(work, rename, NULL, rename->to);
            rename->done = true;
        }
    }
}

static void add_table(struct pg_work *work, struct pg_renames *renames, const struct pg_table *table)
{
    const char *schema = table->to->schema;
    *PUSH(work->arena, renames) = (struct pg_rename){
        .space = schema == NULL ? "" : schema,
        .before = arena_printf(work->arena, "ALTER TABLE %s", pg_schema_dot(work->arena, schema)),
        .after = " RENAME TO",
        .schema = schema,
        .from = table->from->name,
        .to = table->to->name,
        .quote = sql_name,
    };
}

static void add_column(
    struct pg_work *work, struct pg_renames *renames, const struct pg_table *table, const struct pg_pair *pair)
{
    *PUSH(work->arena, renames) = (struct pg_rename){
        .space = "",
        .before = arena_printf(work->arena, "ALTER TABLE %s RENAME COLUMN ", pg_to_name(work, table)),
        .after = " TO",
        .schema = table->to->schema,
        .from = pair->from->name,
        .to = pair->to->name,
        .quote = sql_name,
    };
}

/* Indexes, and the constraints that are kept by one, have their names in the schema; others in their table. */
static void add_part(
    struct pg_work *work, struct pg_renames *renames, const struct pg_table *table, const struct pg_part *part)
{
    struct arena *arena = work->arena;
    const char *schema = table->to->schema, *name = pg_to_name(work, table);
    bool of_schema = part->part != PART_CHECK && part->part != PART_FOREIGN_KEY;
    bool index = part->part == PART_INDEX;
    *PUSH(arena, renames) = (struct pg_rename){
        .space = of_schema ? (schema == NULL ? "" : schema) : name,
        .before = index ? arena_printf(arena, "ALTER INDEX %s", pg_schema_dot(arena, schema))
                        : arena_printf(arena, "ALTER TABLE %s RENAME CONSTRAINT ", name),
        .after = index ? " RENAME TO" : " TO",
        .schema = schema,
        .from = pg_part_name(arena, table->from, part->part, part->from),
        .to = pg_part_name(arena, table->to, part->part, part->to),
        .quote = sql_name,
    };
}

static void rename_columns(struct pg_work *work, const struct pg_table *table)
{
    struct pg_renames renames = {0};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct pg_pair *pair = &table->columns.at[i];
        if ((pair->facets & FACET_NAME) != 0 && !pair->remade) {
            add_column(work, &renames, table, pair);
        }
    }
    pg_rename_all(work, &renames);
}

static void find_parts(struct pg_work *work, const struct pg_table *table, struct pg_renames *renames)
{
    for (size_t i = 0; i < table->parts.len; i++) {
        if (table->parts.at[i].deed == DEED_RENAME) {
            add_part(work, renames, table, &table->parts.at[i]);
        }
    }
}

void pg_rename(struct pg_work *work)
{
    struct pg_renames tables = {0}, parts = {0};
    for (size_t i = 0; i < work->tables.len; i++) {
        const struct pg_table *table = work->tables.at[i];
        if (table->diff != NULL && (table->diff->facets & FACET_NAME) != 0) {
            add_table(work, &tables, table);
        }
        find_parts(work, table, &parts);
    }
    pg_rename_all(work, &tables);
    for (size_t i = 0; i < work->tables.len; i++) {
        rename_columns(work, work->tables.at[i]);
    }
    pg_rename_all(work, &parts);
}
