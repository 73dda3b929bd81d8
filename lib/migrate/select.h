/* What up and down would run, and when they refuse to.  Pure. */
#ifndef CORM_MIGRATE_SELECT_H
#define CORM_MIGRATE_SELECT_H

#include "migrate/run.h"

/* Pending and resumable migrations, lowest version first. */
MUST_CHECK corm_status select_up(struct arena *arena,
    const struct folder *folder,
    const struct migration_statuses *statuses,
    const struct run_options *options,
    struct migrations *ret_migrations,
    corm_failure *error);

/* Applied migrations to undo, highest version first. */
MUST_CHECK corm_status select_down(struct arena *arena,
    const struct folder *folder,
    const struct migration_statuses *statuses,
    const struct run_options *options,
    struct migrations *ret_migrations,
    corm_failure *error);

/* Asked again under the lock, since another runner may have been faster.  *ret_turn: whether there is something to do.
 */
MUST_CHECK corm_status select_turn(struct arena *arena,
    const struct migration_statuses *statuses,
    const struct migration *migration,
    bool down,
    bool *ret_turn,
    corm_failure *error);

#endif
