/* Files on a scratch database, with no history: for proofs, for `hash`, for a lock that was lost. */
#include "base/text.h"
#include "diff/diff.h"
#include "migrate/gate.h"
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

static corm_status up_and_down(
    struct db *db, struct arena *arena, const struct migration *migration, corm_failure *error)
{
    corm_status status = run_replay(db, arena, migration, false, error);
    return status == CORM_OK && migration->down != NULL ? run_replay(db, arena, migration, true, error) : status;
}

/* What of `before` is not as it was. */
static struct strings changed_by(struct arena *arena, const struct schema *before, const struct schema *after)
{
    struct strings names = {0};
    const struct diff *diff = diff_schemas(arena, after, before);
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        const struct table *side = table->to != NULL ? table->to : table->from;
        for (size_t k = 0; k < table->changes.len; k++) {
            const struct change *change = &table->changes.at[k];
            union part_ref shown = change->to.any != NULL ? change->to : change->from;
            *PUSH(arena, &names) = part_label(arena, side, change->part, shown);
        }
        if (table->changes.len == 0) {
            *PUSH(arena, &names) = table_label(arena, side);
        }
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        const struct enum_diff *type = &diff->enums.at[i];
        *PUSH(arena, &names) = enum_label(arena, type->to != NULL ? type->to : type->from);
    }
    return names;
}

/* A file that has come to follow another than the one it was made for, as in a merge, may undo what that has made: a
 * rebuild names all the columns that it knew. */
static corm_status up_and_back(struct db *db,
    struct arena *arena,
    const struct migration *migration,
    const struct migration *before,
    corm_failure *error)
{
    const struct strings none = {0};
    const struct gate gate = {.db = db, .arena = arena, .allow = &none};
    struct schema *from, *back;
    corm_status status = gate_check_copies(&gate, migration, false, error);
    if (status == CORM_OK) {
        status = db_introspect(db, arena, &from, error);
    }
    if (status == CORM_OK) {
        status = up_and_down(db, arena, migration, error);
    }
    if (status == CORM_OK) {
        status = db_introspect(db, arena, &back, error);
    }
    if (status != CORM_OK || migration->down == NULL) {
        return status;
    }
    const struct strings lost = changed_by(arena, from, back);
    if (lost.len == 0) {
        return CORM_OK;
    }
    (void)fail(error,
        CORM_REFUSED,
        "%s_%s was made to follow %s, and now that it follows %s_%s its down does not lead back: it changes %s",
        migration->version,
        migration->slug,
        migration->parent,
        before->version,
        before->slug,
        strings_join(arena, &lost, ", "));
    fail_code(error, "reparented");
    fail_at(error, migration->down_path, 0);
    fail_hint(error,
        "undo it where it is applied (corm-migrate down in its branch), delete its files, and generate it again behind "
        "the others; or correct its down by hand");
    return CORM_REFUSED;
}

/* For `hash`: whether the downs work, too. */
static corm_status try_down(
    struct db *db, struct arena *arena, const struct folder *folder, size_t at, corm_failure *error)
{
    const struct migration *migration = folder->migrations.at[at];
    const struct migration *before = at == 0 ? NULL : folder->migrations.at[at - 1];
    bool moved = before != NULL && migration->parent != NULL && !text_same(migration->parent, before->version);
    if (moved) {
        return up_and_back(db, arena, migration, before, error);
    }
    return up_and_down(db, arena, migration, error);
}

corm_status run_files(struct db *db, struct arena *arena, const struct folder *folder, bool downs, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < folder->migrations.len; i++) {
        const struct migration *migration = folder->migrations.at[i];
        status = downs ? try_down(db, arena, folder, i, error) : CORM_OK;
        if (status == CORM_OK && (!downs || migration->down != NULL)) {
            status = run_replay(db, arena, migration, false, error);
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
