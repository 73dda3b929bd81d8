/* Tries a generated migration on a scratch database before anybody sees it. */
#ifndef CORM_MIGRATE_PROVE_H
#define CORM_MIGRATE_PROVE_H

#include "db/db.h"
#include "migrate/folder.h"

struct proof {
    struct arena *arena;
    const struct schema *from, *to;
    const struct plan *up, *down;
    const char *up_path, *down_path; /* for messages */
    struct migration_text text;
    const struct plan_options *options;
};

/* from -> up -> is it `to`? -> down -> is it `from`? -> up again; then the same with rows in the tables, where neither
 * plan has said that it may fail on them.  CORM_DATABASE "proof-failed" says which statement failed or what came out
 * different. */
MUST_CHECK corm_status prove(const struct proof *proof, corm_failure *error);

/* Inserts two rows into each table, the second with NULL wherever it may stand.  The same number everywhere, so that
 * foreign keys find their parents. */
const char *prove_rows(struct arena *arena, const struct schema *schema);

#endif
