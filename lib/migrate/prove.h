/* Tries a generated migration on a scratch database before anybody sees it. */
#ifndef CORM_MIGRATE_PROVE_H
#define CORM_MIGRATE_PROVE_H

#include "db/db.h"
#include "migrate/folder.h"

/* One migration; a group has several, each of which begins where the last one ends. */
struct proof_step {
    const struct schema *from, *to;
    const struct diff *diff; /* what it changes */
    const struct plan *up, *down;
    const char *up_path, *down_path; /* for messages */
    struct migration_text text;
};
struct proof_steps LIST_OF(struct proof_step);

struct proof {
    struct arena *arena;
    struct proof_steps steps;
    const struct plan_options *options;
    struct db *beside; /* whose server gives the scratch database; NULL: SQLite needs none */
};

/* from -> up -> is it `to`? -> down -> is it `from`? -> up again; then the same with rows in the tables, where neither
 * plan has said that it may fail on them.  Between the steps of a group only what the step changes is looked at, so
 * that many steps take no longer than their tables: what one of them breaks elsewhere shows at the end of the way.
 * CORM_DATABASE "proof-failed" says which statement failed or what came out different.  *ret_unproven says why it could
 * not be tried, NULL where it was. */
MUST_CHECK corm_status prove(const struct proof *proof, const char **ret_unproven, corm_failure *error);

/* Inserts two rows into each table, the second with NULL wherever it may stand.  The same number everywhere, so that
 * foreign keys find their parents. */
const char *prove_rows(struct arena *arena, const struct schema *schema);

#endif
