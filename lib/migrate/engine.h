/* The few questions that each engine answers in its own words. */
#ifndef CORM_MIGRATE_ENGINE_H
#define CORM_MIGRATE_ENGINE_H

#include "db/db.h"
#include "migrate/folder.h"

/* CORM_USAGE where the files are for another engine, or one of them for a newer version than the database has. */
MUST_CHECK corm_status engine_check(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct migrations *migrations,
    corm_failure *error);

/* Limits on how long statements of the open transaction may take, and wait for locks; 0: none. */
MUST_CHECK corm_status engine_limit(
    struct db *db, struct arena *arena, unsigned lock_ms, unsigned statement_ms, corm_failure *error);

/* The same for a statement outside a transaction; CONCURRENTLY takes as long as it takes: what it waits for are others'
 * transactions, nobody waits for it, and giving up would leave an invalid index behind. */
MUST_CHECK corm_status engine_limit_alone(
    struct db *db, struct arena *arena, const char *sql, unsigned lock_ms, unsigned statement_ms, corm_failure *error);

/* Whether the failure came from the world (no room, no rights, a lock, a lost connection, an interrupt): then the same
 * file may run another time. */
bool engine_blames_world(const corm_failure *error);

/* Whether the statement, at its first word, begins or ends a transaction, and would do so before anybody can object. */
bool engine_ends_transaction(const struct db *db, struct arena *arena, const char *sql);

#endif
