#include "plan/postgresql/work.h"

#include "base/hash.h"
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "sql/sql.h"

#include <string.h>

void pg_add(struct pg_work *work, const char *why, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = arena_vprintf(work->arena, format, args);
    va_end(args);
    *PUSH(work->arena, &work->plan->statements) = (struct statement){.sql = sql, .why = why};
}

static const char *spaced(struct arena *arena, const char *schema, const char *name)
{
    return schema == NULL ? name : arena_printf(arena, "%s.%s", schema, name);
}

static void take(struct pg_work *work, const char *schema, const char *name)
{
    if (name != NULL) {
        map_set(work->arena, &work->taken, spaced(work->arena, schema, name), work);
    }
}

static void take_names(struct pg_work *work, const struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        take(work, table->schema, table->name);
        for (size_t j = 0; j < table->indexes.len; j++) {
            take(work, table->schema, table->indexes.at[j]->name);
        }
        for (size_t j = 0; j < table->columns.len; j++) {
            take(work, table->schema, table->columns.at[j]->name);
        }
    }
    for (size_t i = 0; i < schema->enums.len; i++) {
        take(work, schema->enums.at[i]->schema, schema->enums.at[i]->name);
    }
}

/* PostgreSQL cuts names at 63 bytes, so long ones give way to their hash. */
const char *pg_free_name(struct pg_work *work, const char *schema, const char *name)
{
    const char *shown = strlen(name) <= 48 ? name : hash_short(work->arena, name);
    const char *free_name = arena_printf(work->arena, "_corm_tmp_%s", shown);
    if (work->taken.len == 0) {
        take_names(work, work->diff->from);
        take_names(work, work->diff->to);
    }
    while (map_get(&work->taken, spaced(work->arena, schema, free_name)) != NULL) {
        free_name = arena_printf(work->arena, "%s_", free_name);
    }
    map_set(work->arena, &work->taken, spaced(work->arena, schema, free_name), work);
    return free_name;
}

void pg_needs(struct pg_work *work, int major)
{
    work->plan->needs_version = major > work->plan->needs_version ? major : work->plan->needs_version;
}

const char *pg_from_name(const struct pg_work *work, const struct pg_table *table)
{
    return pg_name(work->arena, table->from->schema, table->from->name);
}

const char *pg_to_name(const struct pg_work *work, const struct pg_table *table)
{
    return pg_name(work->arena, table->to->schema, table->to->name);
}
