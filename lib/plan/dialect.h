/* What planning asks of an engine.  One constant table an engine. */
#ifndef CORM_PLAN_DIALECT_H
#define CORM_PLAN_DIALECT_H

#include "plan/plan.h"

struct dialect {
    const char *engine;

    bool concurrent_indexes; /* it can build an index while others write */

    /* Fills in everything but the hazards. */
    void (*plan)(struct arena *arena, const struct diff *diff, const struct plan_options *options, struct plan *plan);

    /* For hazards. */
    bool (*takes_null)(const struct table *table, const struct column *column);
    bool (*fills_itself)(const struct table *table, const struct column *column); /* a key that the database gives */
    bool (*loses)(const char *from_type, const char *to_type); /* whether converting values may change or refuse them */
    /* Whether the change of a column (from NULL: it is new) writes the table anew; NULL where that is no matter. */
    bool (*rewrites)(const struct column *from, const struct column *to);

    /* As plan_locks(); NULL where locks are not counted. */
    size_t (*locks)(const struct table_diff *diff);

    /* For showing. */
    const char *(*describe)(struct arena *arena, enum part part, union part_ref ref);
    const char *(*describe_table)(struct arena *arena, const struct table *table);
    /* " STRICT WITHOUT ROWID"; "" for none. */
    const char *(*describe_options)(struct arena *arena, const struct table *table);
};

extern const struct dialect sqlite_dialect, postgresql_dialect;

/* Whether a row that does not name the column gets NULL: no default, or DEFAULT NULL. */
bool plan_defaults_to_null(const struct column *column);

/* Appends the hazards of a diff. */
void plan_hazards(
    struct arena *arena, const struct dialect *dialect, const struct diff *diff, struct plan_hazards *hazards);

#endif
