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

/* Whether there is no canonical form of it yet: a twin has only what has none. */
bool twin_asks_generated(const struct column *column);
bool twin_asks_index(const struct index *index);
/* What a twin is made by, but for names of its own. */
const char *twin_text(struct arena *arena, const struct table *table);
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

/* Each type, alone or with a default, that has no canonical form yet, as a column of a table that is like no other. */
struct column_forms {
    struct tables tables; /* to be filled in from twins */
    struct map by_key;    /* type and default -> struct column of these tables */
};
struct column_forms column_forms_ask(struct arena *arena, const struct schema *desired);
void column_forms_take(struct column_forms *forms, struct arena *arena, struct schema *desired);

/* What tables ask beside that, each once, as tables with the parts that matter. */
struct twin_again {
    const struct table *asked;
    struct table *same;
};
struct twin_questions {
    struct tables tables; /* to be filled in from twins */
    struct LIST_OF(struct twin_again) again;
};
struct twin_questions twin_questions_ask(struct arena *arena, const struct schema *desired);
void twin_questions_share(const struct twin_questions *questions);

/* Types that are spelt as the engine does already. */
void canonical_types(struct schema *desired);

#endif
