/* The engine's own words for what a model says: temporary twins of its tables are made, read back and rolled back. */
#ifndef CORM_DB_POSTGRESQL_CANONICAL_H
#define CORM_DB_POSTGRESQL_CANONICAL_H

#include "db/postgresql/postgresql.h"

/* Enum types that the database does not have as the model does: temporary ones stand for them. */
struct enum_twin {
    const struct enum_type *of;
    const char *name; /* "mood"; "corm_enum_3" where the enum is not in the default schema */
    const char *full; /* as the engine prints the real one: mood, sales."Mood" */
};
struct enum_twins LIST_OF(struct enum_twin);

/* Whether something of the table has no canonical form yet: a twin has only that. */
bool twin_is_needed(const struct table *table);
MUST_CHECK corm_status twin_create(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    corm_failure *error);
/* The same, a piece at a time: the twin lacks the types and expressions that the server refuses. */
MUST_CHECK corm_status twin_create_in_pieces(struct pg_db *db,
    struct arena *arena,
    const struct table *table,
    const struct enum_twins *enums,
    corm_failure *error);
/* Fills in the canonical forms of `table` from its twin. */
void twin_read(struct arena *arena, struct table *table, const struct table *twin, const struct enum_twins *enums);

/* Types that are spelt as the engine does already. */
void canonical_types(struct schema *desired);

#endif
