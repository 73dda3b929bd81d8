/* One migration, up or down, on a database: its statements and its row of the history together. */
#ifndef CORM_MIGRATE_STEP_H
#define CORM_MIGRATE_STEP_H

#include "migrate/gate.h"
#include "migrate/resume.h"
#include "migrate/script.h"

struct step {
    struct gate gate;
    const struct folder *folder;
    const struct run_options *options;
    const struct migration *migration;
    bool down;
    struct script script;
    struct attempt attempt; /* an earlier one, outside a transaction */
};

/* Reads nothing of the database. */
MUST_CHECK corm_status step_prepare(struct step *step, corm_failure *error);

/* *ret_ran is false where another runner has done it in the meantime. */
MUST_CHECK corm_status step_run(struct step *step, bool *ret_ran, corm_failure *error);

#endif
