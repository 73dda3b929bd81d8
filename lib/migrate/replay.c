/* Files on a scratch database, with no history: for proofs, for `hash`, for a lock that was lost. */
#include "migrate/run.h"
#include "migrate/script.h"

#define BATCH_STATEMENTS 200

static corm_status run_together(const struct script *script, corm_failure *error)
{
    struct db *db = script->db;
    corm_failure ignored;
    corm_status status = script->transaction ? db->driver->begin(db, script->keys_off, 0, error) : CORM_OK;
    if (status != CORM_OK) {
        return status;
    }
    status = script_run(script, NULL, error);
    if (status == CORM_OK && script->transaction) {
        return db->driver->end(db, true, error);
    }
    if (script->transaction) {
        (void)!db->driver->end(db, false, &ignored);
    }
    return status;
}

static corm_status run_on_scratch(struct script *script, corm_failure *error)
{
    corm_status status = script_split(script, error);
    return status == CORM_OK ? run_together(script, error) : status;
}

static corm_status run_in_batches(struct script *script, corm_failure *error)
{
    corm_status status = script_split(script, error);
    for (unsigned i = 0; status == CORM_OK && i < script->pieces.len; i += BATCH_STATEMENTS) {
        struct script batch = *script;
        unsigned left = script->pieces.len - i;
        batch.pieces.at += i;
        batch.pieces.len = left < BATCH_STATEMENTS ? left : BATCH_STATEMENTS;
        status = run_together(&batch, error);
    }
    return status;
}

corm_status run_text(struct db *db, struct arena *arena, const struct scratch_text *text, corm_failure *error)
{
    struct script script = {
        .db = db,
        .arena = arena,
        .path = text->path,
        .text = text->text,
        .rebuilds = text->rebuilds,
        .keys_off = text->keys_off,
        .transaction = !text->apart,
        .allow_lossy = true,
    };
    bool batches = text->in_batches && db->driver->rebuild == NULL;
    return batches ? run_in_batches(&script, error) : run_on_scratch(&script, error);
}

corm_status run_replay(
    struct db *db, struct arena *arena, const struct migration *migration, bool down, corm_failure *error)
{
    struct script script = {
        .db = db,
        .arena = arena,
        .path = down ? migration->down_path : migration->up_path,
        .text = down ? migration->down : migration->up,
        .rebuilds = down ? &migration->down_rebuilds : &migration->rebuilds,
        .keys_off = down ? migration->down_keys_off : migration->keys_off,
        .transaction = down ? migration->down_transaction : migration->transaction,
        .allow_lossy = true,
    };
    return run_on_scratch(&script, error);
}

corm_status run_files(struct db *db, struct arena *arena, const struct folder *folder, bool downs, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < folder->migrations.len; i++) {
        const struct migration *migration = folder->migrations.at[i];
        status = run_replay(db, arena, migration, false, error);
        if (downs && migration->down != NULL && status == CORM_OK) {
            status = run_replay(db, arena, migration, true, error);
            status = status == CORM_OK ? run_replay(db, arena, migration, false, error) : status;
        }
    }
    return status;
}

corm_status run_scratch(struct db *beside, const char *engine, struct db **ret_db, corm_failure *error)
{
    return beside != NULL ? db_scratch_of(beside, ret_db, error) : db_scratch(engine, ret_db, error);
}

corm_status run_schema(struct db *beside,
    struct arena *arena,
    const struct folder *folder,
    struct schema **ret_schema,
    corm_failure *error)
{
    struct db *db;
    corm_status status = run_scratch(beside, folder->engine, &db, error);
    if (status != CORM_OK) {
        return status;
    }
    status = run_files(db, arena, folder, false, error);
    if (status == CORM_OK) {
        status = db_introspect(db, arena, ret_schema, error);
    }
    db_close(db);
    return status;
}
