#include "plan/sqlite/work.h"

#include "base/text.h"

void work_add(struct work *work, const char *why, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = arena_vprintf(work->arena, format, args);
    va_end(args);
    *PUSH(work->arena, &work->plan->statements) = (struct statement){.sql = sql, .why = why};
}

static void take_names(struct work *work, const struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        map_set(work->arena, &work->taken, text_lower(work->arena, table->name), work);
        for (size_t j = 0; j < table->indexes.len; j++) {
            map_set(work->arena, &work->taken, text_lower(work->arena, table->indexes.at[j]->name), work);
        }
    }
    for (size_t i = 0; i < schema->others.len; i++) {
        map_set(work->arena, &work->taken, text_lower(work->arena, schema->others.at[i]->name), work);
    }
}

const char *work_free_name(struct work *work, const char *prefix, const char *name)
{
    const char *free_name = arena_printf(work->arena, "%s%s", prefix, name);
    if (work->taken.len == 0) {
        take_names(work, work->diff->from);
        take_names(work, work->diff->to);
    }
    while (map_get(&work->taken, text_lower(work->arena, free_name)) != NULL) {
        free_name = arena_printf(work->arena, "%s_", free_name);
    }
    map_set(work->arena, &work->taken, text_lower(work->arena, free_name), work);
    return free_name;
}

const struct column *work_origin(const struct table_diff *table, const struct column *to)
{
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part == PART_COLUMN && change->to.column == to) {
            return change->from.column;
        }
    }
    for (size_t i = 0; i < table->from->columns.len; i++) {
        if (text_same_nocase(table->from->columns.at[i]->name, to->name)) {
            return table->from->columns.at[i];
        }
    }
    return NULL;
}
