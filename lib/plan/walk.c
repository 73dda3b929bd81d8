#include "plan/walk.h"
#include "base/text.h"

void walk_add(const struct walk *walk, enum hazard hazard, const char *object, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *text = arena_vprintf(walk->arena, format, args);
    va_end(args);
    *PUSH(walk->arena, walk->hazards) = (struct plan_hazard){hazard, object, text};
}

bool walk_becomes_not_null(const struct walk *walk, const struct change *change)
{
    return (change->facets & (FACET_NULL | FACET_GENERATED)) != 0 &&
           !walk->dialect->takes_null(walk->table->to, change->to.column);
}

bool walk_fills_nulls(const struct walk *walk, const struct change *change)
{
    return walk_becomes_not_null(walk, change) && !plan_defaults_to_null(change->to.column);
}

bool plan_defaults_to_null(const struct column *column)
{
    return column->default_sql == NULL || text_same_nocase(column->default_sql, "NULL");
}
