/* The SELECTs of each loading strategy, for N objects of the owner's class, as SQLAlchemy sends them. */
#ifndef CORM_EXPLAIN_LOADING_H
#define CORM_EXPLAIN_LOADING_H

#include "explain/explain.h"

struct loader {
    const struct explainer *explainer;
    const struct relationship *r;
    struct arena *arena;
    bool in_secondary; /* the secondary join is being written */
};

const char *loading_lazy_sql(struct loader *loader);
const char *loading_joined_sql(struct loader *loader);
const char *loading_subquery_sql(struct loader *loader);
const char *loading_selectin_sql(struct loader *loader);
/* The join is the plain comparison of a key with the whole primary key of the side that has it, so that SQLAlchemy
 * leaves out the join with the owner (its omit_join), and looks into the session first for a many-to-one (use_get). */
bool loading_is_plain(const struct relationship *r);

#endif
