/* The statements of a migration file, one after the other, and where in the file one failed. */
#ifndef CORM_MIGRATE_SCRIPT_H
#define CORM_MIGRATE_SCRIPT_H

#include "db/db.h"

struct piece {
    size_t off, len; /* of the script's text */
};
struct pieces LIST_OF(struct piece);

struct script {
    struct db *db;
    struct arena *arena;
    const char *path, *text; /* the path is for messages */
    const struct strings *rebuilds;
    bool keys_off, transaction, allow_lossy;
    struct pieces pieces;
};

/* Finds the statements, so that their number is known before the first one runs. */
MUST_CHECK corm_status script_split(struct script *script, corm_failure *error);

/* Runs them, in the transaction that the caller has begun unless the script is without one.  A failure says which
 * statement, its line and column, and keeps the engine's message.  *ret_failed (may be NULL) is its text. */
MUST_CHECK corm_status script_run(const struct script *script, const char **ret_failed, corm_failure *error);

#endif
