/* What a relationship, a table or a column comes to, said for people: each fact with its reason and its place.
 *
 * Nothing is decided here: resolve/ and compile/ did, and this folder only tells.  What flushes and loading strategies
 * do is SQLAlchemy's behaviour (1.4 and 2.0 alike), restated from orm/dependency.py and orm/strategies.py. */
#ifndef CORM_EXPLAIN_EXPLAIN_H
#define CORM_EXPLAIN_EXPLAIN_H

#include "compile/compile.h"

struct explainer {
    struct arena *arena;
    const struct resolved *resolved;
    const struct schema *schemas[ENGINE_COUNT]; /* as each engine of the project has it, in their order; the others
                                                 * NULL, all of them where the model does not compile */
    const struct facts *facts;                  /* what was derived for the first; NULL with its schema */
};

struct aspect {
    const char *topic; /* "kind", "join", "index", "delete" ... */
    const char *what, *why;
    struct span place; /* of the reason */
};
struct aspects LIST_OF(struct aspect);

/* Direction, number, join, what is written, reverse side, keys and indexes, deleting, removing. */
struct aspects explain_relationship(const struct explainer *explainer, const struct relationship *r);

/* What reading the relationship of N objects sends to the database, by one strategy. */
struct loading {
    const char *strategy;   /* "selectin" */
    bool chosen;            /* it is what `lazy` says */
    const char *statements; /* with the one that reads the N objects: "1 + N", "1", "2", "1 + 2 * N/500" */
    const char *what;       /* when they are sent, or what happens instead */
    const char *sql;        /* NULL where nothing is sent */
};
struct loadings LIST_OF(struct loading);

/* The statement that reads the objects themselves. */
const char *explain_owners_sql(const struct explainer *explainer, const struct relationship *r);
/* One for each strategy that the relationship could have.  None where it could not be resolved. */
struct loadings explain_loading(const struct explainer *explainer, const struct relationship *r);

struct aspects explain_table(const struct explainer *explainer, const struct table_def *table);
struct aspects explain_column(
    const struct explainer *explainer, const struct table_def *table, const struct column_def *column);

#endif
