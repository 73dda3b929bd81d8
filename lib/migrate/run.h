/* Applies and undoes migrations: one runner at a time, each transactional migration together with its history row. */
#ifndef CORM_MIGRATE_RUN_H
#define CORM_MIGRATE_RUN_H

#include "db/db.h"
#include "migrate/folder.h"

/* A row of corm_migrations. */
struct applied {
    const char *version, *name, *checksum, *parent, *applied_at;
    int64_t statements_done, statements_total;
    const char *statement, *error; /* outside a transaction: the one that was cut short or refused, and why */
};
struct applied_list LIST_OF(struct applied);

/* Empty where the table is not there yet.  Order: by version. */
MUST_CHECK corm_status history_read(
    struct db *db, struct arena *arena, struct applied_list *ret_applied, corm_failure *error);

enum migration_state { STATE_APPLIED, STATE_PENDING, STATE_EDITED, STATE_MISSING, STATE_OUT_OF_ORDER, STATE_PARTIAL };
extern const char *const migration_state_names[];

struct migration_status {
    const char *version, *name, *group, *applied_at;
    enum migration_state state;
    const struct migration *migration; /* NULL where missing */
    bool undoing;                      /* partial: down was cut short, not up */
};
struct migration_statuses LIST_OF(struct migration_status);

/* Files and history side by side, by version.  Pure. */
struct migration_statuses migration_compare(
    struct arena *arena, const struct folder *folder, const struct applied_list *applied);

struct run_options {
    const char *to;
    unsigned steps;
    bool all, dry_run;
    struct strings allow; /* codes, or "all" */
    unsigned lock_wait_ms;
    unsigned lock_timeout_ms, statement_timeout_ms; /* PostgreSQL, in transactions; 0: none */
    const char *tool_version;                       /* for the history; NULL: none is noted */
};

struct ran {
    const struct migration *migration;
    bool down;
    unsigned statements;
    double seconds;
};
struct ran_list LIST_OF(struct ran);

/* *ret_ran holds what is committed, on failure too. */
MUST_CHECK corm_status run_up(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct ran_list *ret_ran,
    corm_failure *error);
MUST_CHECK corm_status run_down(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct ran_list *ret_ran,
    corm_failure *error);

/* What the migrations that `down` would undo take with them, counted now: to be told before. */
struct destroyed {
    const struct migration *migration;
    const char *code;   /* "DS102" */
    const char *object; /* "posts", "posts.title" */
    int64_t rows;       /* of the table, or values that are not null; -1 where they cannot be counted */
};
struct destroyed_list LIST_OF(struct destroyed);
MUST_CHECK corm_status run_down_destroys(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct destroyed_list *ret_destroyed,
    corm_failure *error);

/* A text for a scratch database with no history: for proofs. */
struct scratch_text {
    const char *path, *text; /* the path is for messages */
    const struct strings *rebuilds;
    bool keys_off;
    bool apart;      /* one statement, without a transaction */
    bool in_batches; /* PostgreSQL: commits on the way, so that no number of tables takes more locks than there are */
};
MUST_CHECK corm_status run_text(
    struct db *db, struct arena *arena, const struct scratch_text *text, corm_failure *error);
/* The same for a migration's file: outside a transaction where it asks for that. */
MUST_CHECK corm_status run_replay(
    struct db *db, struct arena *arena, const struct migration *migration, bool down, corm_failure *error);
/* Runs all files of a folder, lowest version first.  With `downs` each down is tried on the way, right after its up. */
MUST_CHECK corm_status run_files(
    struct db *db, struct arena *arena, const struct folder *folder, bool downs, corm_failure *error);
/* The schema that a folder's files make on a scratch database: on the server of `beside`, NULL for SQLite. */
MUST_CHECK corm_status run_schema(struct db *beside,
    struct arena *arena,
    const struct folder *folder,
    struct schema **ret_schema,
    corm_failure *error);
/* An empty database of the folder's engine. */
MUST_CHECK corm_status run_scratch(struct db *beside, const char *engine, struct db **ret_db, corm_failure *error);

#endif
