/* A statement outside a transaction that may have been cut short before: what it has left, and how to go on.
 *
 * Only CREATE INDEX CONCURRENTLY leaves something half done.  Its index is then there and invalid: it costs every
 * write and answers nothing, and IF NOT EXISTS would call it done. */
#ifndef CORM_MIGRATE_RESUME_H
#define CORM_MIGRATE_RESUME_H

#include "db/db.h"

struct attempt {
    bool begun;  /* the history says that an earlier run has begun the statement */
    bool failed; /* and that the engine has refused it */
    bool down;   /* it is the way down's */
};

enum resume { RESUME_RUN, RESUME_CLEAR, RESUME_DONE };

/* RESUME_CLEAR: what *ret_clear says is to be run first.  RESUME_DONE: the earlier run has finished, and only the
 * history does not know.  CORM_REFUSED "invalid-index" where somebody else's failed build is in the way, or one that is
 * still at work. */
MUST_CHECK corm_status resume_look(struct db *db,
    struct arena *arena,
    const char *sql,
    struct attempt attempt,
    enum resume *ret_resume,
    const char **ret_clear,
    corm_failure *error);

/* The index, as SQL, that the statement has left invalid; NULL for none, and where the database does not say. */
const char *resume_leaves(struct db *db, struct arena *arena, const char *sql);

#endif
