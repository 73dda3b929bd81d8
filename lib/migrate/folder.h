/* The files of one engine's migrations folder: names, headers, corm.sum, schema.lock.  No database. */
#ifndef CORM_MIGRATE_FOLDER_H
#define CORM_MIGRATE_FOLDER_H

#include "base/error.h"
#include "plan/plan.h"

struct migration {
    const char *version; /* "20261121093000" */
    const char *slug;
    const char *group;                   /* version of the first of its group */
    const char *parent;                  /* version before it, or NULL */
    const char *engine, *engine_version; /* as the header says; NULL where it does not */
    struct strings allow;                /* hazards accepted in the header of up */
    struct strings down_allow;
    struct strings rebuilds, down_rebuilds; /* tables */
    bool keys_off, down_keys_off;           /* the file has the guard */
    bool transaction, down_transaction;
    const char *up_path, *down_path; /* down_path NULL: irreversible */
    const char *up, *down;           /* text */
    size_t up_len, down_len;
    const char *checksum;     /* of up, over normalised lines */
    bool sealed;              /* both files are in corm.sum as they are */
    bool edited;              /* one of them is in corm.sum, but not as it is */
    const char *seal_problem; /* why not sealed: "20261121093000_a.up.sql was edited after it was sealed" */
};
struct migrations LIST_OF(struct migration *);

/* A file of a folder, its lines normalised. */
struct sum_entry {
    const char *name, *text;
    size_t len;
};
struct sum_entries LIST_OF(struct sum_entry);

struct folder {
    const char *path; /* migrations/sqlite */
    const char *engine;
    struct migrations migrations; /* by version */
    struct sum_entries files;     /* the same files by name */
    const char *sum_hash;         /* of the whole corm.sum; "" where there is none */
    struct strings missing;       /* files that corm.sum names and that are not there */
    struct strings lonely;        /* paths of downs whose up is among the missing */
    struct lock_file *lock;       /* schema.lock: see folder_lock() */
};

/* A folder that is not there is an empty one.  CORM_USAGE for what cannot be: a .sql file with a name that is none, two
 * files of one version, a down without an up, a header that contradicts the name, a corm.sum that is none. */
MUST_CHECK corm_status folder_read(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error);
/* The files alone, as if nothing were sealed: for sealing them. */
MUST_CHECK corm_status folder_read_files(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error);
/* The schema of schema.lock, read when it is first asked for, since it grows with the database and few need it.  NULL
 * where there is none, it cannot be made sense of, or it belongs to another corm.sum; then all but the first is stale.
 */
MUST_CHECK corm_status folder_lock(const struct folder *folder, struct schema **ret_lock, corm_failure *error);
MUST_CHECK corm_status folder_lock_is_stale(const struct folder *folder, bool *ret_stale, corm_failure *error);

/* NULL where no file has that version. */
struct migration *folder_find(const struct folder *folder, const char *version);
const char *folder_last(const struct folder *folder); /* the highest version, or NULL */

/* What generate writes: text of the two files, with header, guard and comments. */
struct migration_text {
    const char *up, *down;
};
struct migration_head {
    const char *version, *slug, *parent, *group, *engine, *engine_version; /* "3.35" */
    struct strings allow, down_allow;
};
struct migration_text migration_print(
    struct arena *arena, const struct migration_head *head, const struct plan *up, const struct plan *down);

/* corm.sum of a folder's files, given in order of their names. */
const char *sum_print(struct arena *arena, const struct sum_entries *entries);
/* The hash of the whole file that schema.lock quotes. */
const char *sum_hash(struct arena *arena, const char *sum_text);

#endif
