/* Writes the next migration: plan, proof on a scratch database, files, corm.sum, schema.lock. */
#ifndef CORM_MIGRATE_GENERATE_H
#define CORM_MIGRATE_GENERATE_H

#include "migrate/run.h"
#include "migrate/stages.h"

struct generate_options {
    const char *slug;
    const char *version;  /* NULL: the next after `now` and after the last */
    struct strings allow; /* codes, or "all" */
    bool empty;
    int64_t now;                            /* seconds since 1970, UTC */
    int sqlite_version, postgresql_version; /* the oldest that the files are to run on; 0: not said */
    bool concurrent_indexes;                /* as in plan_options */
    struct db *beside; /* a connection to the engine's server, for the proof; NULL: SQLite needs none */
};

struct generated_file {
    const char *path, *text;
};
struct generated {
    const char *version;                         /* of the first of a group; NULL: nothing to do */
    struct LIST_OF(struct generated_file) files; /* up, down (of each of a group), corm.sum, schema.lock */
    const char *unproven;                        /* why it could not be tried on a scratch database; NULL: it was */
};

/* whole: from what is live and managed, or the lock, to the compiled model (with what is unmanaged adopted); lock: the
 * compiled model alone.  Proves up, down and up again on a scratch database; writes nothing.  CORM_REFUSED where a
 * hazard that destroys rows is not allowed, or where a file of the folder is not sealed.  `empty` needs none of the
 * schemas. */
MUST_CHECK corm_status generate_migration(struct arena *arena,
    const struct folder *folder,
    const struct stage *whole,
    const struct schema *lock,
    const struct generate_options *options,
    struct generated *ret_generated,
    corm_failure *error);
/* The files of one engine or several: all of them, or none. */
MUST_CHECK corm_status generate_write(const struct generated *generated, size_t len, corm_failure *error);

/* `hash`: replays all files on scratch, re-seals, rewrites schema.lock.  Refuses (CORM_REFUSED) where a file that the
 * database has applied was edited.  *ret_changed: the files that were rewritten. */
MUST_CHECK corm_status generate_hash(
    struct arena *arena, const char *folder_path, struct db *db, struct strings *ret_changed, corm_failure *error);

#endif
