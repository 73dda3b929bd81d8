/* The table corm_migrations: what was applied to a database. */
#ifndef CORM_MIGRATE_HISTORY_H
#define CORM_MIGRATE_HISTORY_H

#include "migrate/run.h"

/* Call these inside the transaction that holds the lock: making a table "if not exists" is no protection by itself. */
MUST_CHECK corm_status history_create(struct db *db, corm_failure *error);
MUST_CHECK corm_status history_delete(struct db *db, const char *version, corm_failure *error);

struct history_row {
    const struct migration *migration;
    size_t done, total; /* statements */
    int64_t milliseconds;
    const char *tool_version;
    const char *failed_statement, *error; /* NULL for none */
};
/* Replaces the row of the same version. */
MUST_CHECK corm_status history_write(
    struct db *db, struct arena *arena, const struct history_row *row, corm_failure *error);

#endif
