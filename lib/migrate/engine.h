/* The few questions that each engine answers in its own words. */
#ifndef CORM_MIGRATE_ENGINE_H
#define CORM_MIGRATE_ENGINE_H

#include "db/db.h"
#include "migrate/folder.h"

MUST_CHECK corm_status engine_has_history(struct db *db, bool *ret_there, corm_failure *error);

/* CORM_USAGE where the files are for another engine, or one of them for a newer version than the database has. */
MUST_CHECK corm_status engine_check(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct migrations *migrations,
    corm_failure *error);

#endif
