/* The hazards of one table while they are being collected. */
#ifndef CORM_PLAN_WALK_H
#define CORM_PLAN_WALK_H

#include "plan/dialect.h"

struct walk {
    struct arena *arena;
    const struct dialect *dialect;
    struct plan_hazards *hazards;
    const struct table_diff *table;
};

void walk_add(const struct walk *walk, enum hazard hazard, const char *object, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

bool walk_becomes_not_null(const struct walk *walk, const struct change *change);
/* Whether it does and its nulls become its default. */
bool walk_fills_nulls(const struct walk *walk, const struct change *change);

/* Adds what can fail over columns whose values change on the way, though the key or check over them does not. */
void walk_moved_values(const struct walk *walk);

#endif
