#include "base/file.h"
#include "base/text.h"
#include "session/session.h"

corm_status session_open(corm *session, const struct target *where, enum db_mode mode, struct db **ret_db)
{
    struct db *db;
    corm_status status = db_open(where->url, mode, &db, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    const char *warning = db->driver->warning == NULL ? NULL : db->driver->warning(db);
    if (session->project->require_tls && warning != NULL) {
        status = fail(&session->failure, CORM_REFUSED, "%s", warning);
        fail_code(&session->failure, "tls-required");
        fail_hint(&session->failure, "%s says postgresql: {require_tls: true}", session->project->config);
        db_close(db);
        return status;
    }
    *ret_db = db;
    return CORM_OK;
}

struct plan_options session_plan_options(const corm *session)
{
    return (struct plan_options){.sqlite_version = session->project->sqlite_version};
}

corm_status session_folder(corm *session, const char *engine, struct folder **ret_folder)
{
    const char *path = path_join(session->arena, session->project->migrations, engine);
    return folder_read(session->arena, path, engine, ret_folder, &session->failure);
}

corm_status session_lock(corm *session, const struct folder *folder, struct db *beside, const struct schema **ret_lock)
{
    struct schema *schema;
    corm_status status = folder_lock(folder, &schema, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    if (schema != NULL || folder->migrations.len == 0) {
        *ret_lock = schema;
        return CORM_OK;
    }
    status = run_schema(beside, session->arena, folder, &schema, &session->failure);
    if (status == CORM_OK) {
        *ret_lock = schema;
    } else if (text_same(session->failure.code, "no-scratch")) {
        const char *why = arena_strdup(session->arena, session->failure.message);
        (void)fail(&session->failure,
            CORM_REFUSED,
            "%s/schema.lock does not belong to corm.sum, and without it: %s",
            folder->path,
            why);
        fail_code(&session->failure, "no-scratch");
        fail_hint(&session->failure, "corm-migrate hash, with a database whose server makes scratch ones, writes it");
        status = CORM_REFUSED;
    }
    return status;
}

corm_status session_unapplied(
    corm *session, struct db *db, const struct folder *folder, const struct migration_status **ret_first)
{
    struct applied_list applied;
    corm_status status = history_read(db, session->arena, &applied, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    const struct migration_statuses statuses = migration_compare(session->arena, folder, &applied);
    *ret_first = NULL;
    for (size_t i = 0; i < statuses.len && *ret_first == NULL; i++) {
        *ret_first = statuses.at[i].state == STATE_APPLIED ? NULL : &statuses.at[i];
    }
    return CORM_OK;
}

/* The engine's own forms of what the model says, so that like is compared with like. */
static corm_status canonicalize(
    corm *session, struct db *db, struct schema *desired, const struct schema *lock, struct strings *warnings)
{
    bool guessed = false;
    if (db->driver->canonicalize == NULL) {
        return CORM_OK;
    }
    corm_status status = db->driver->canonicalize(db, session->arena, desired, lock, &guessed, &session->failure);
    if (status == CORM_OK && guessed) {
        *PUSH(session->arena, warnings) = arena_printf(session->arena,
            "database \"%s\" did not take all of the model's expressions and types for a try, so some are compared "
            "by their text: a difference that is only one of spelling may be shown",
            db->driver->name(db));
    }
    return status;
}

/* What the lock knows of renames holds for a database that has applied all that the lock belongs to: one in which
 * migrations were replayed has no history, and has them all. */
static corm_status take_applied(
    corm *session, struct db *db, struct comparison *comparison, const struct schema *lock, struct schema *live)
{
    const struct folder *folder = comparison->folder;
    struct applied_list applied;
    corm_status status = history_read(db, session->arena, &applied, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    struct migration_statuses statuses = migration_compare(session->arena, folder, &applied);
    for (size_t i = 0; !comparison->replayed && i < statuses.len; i++) {
        if (statuses.at[i].state != STATE_APPLIED) {
            return CORM_OK;
        }
    }
    schema_take_applied(live, lock);
    return CORM_OK;
}

void session_add_doubts(corm *session, struct comparison *comparison)
{
    for (size_t i = 0; i < comparison->diff->doubts.len; i++) {
        *PUSH(session->arena, &comparison->warnings) = comparison->diff->doubts.at[i].text;
    }
}

/* Adds to what is wanted what is live without anybody having asked for it.  That alone needs the lock, which is large:
 * where the model has all that is live, it is not read. */
static corm_status keep_unmanaged(corm *session, struct db *db, struct comparison *comparison)
{
    const struct schema *lock;
    if (!diff_has_extra(comparison->diff)) {
        return CORM_OK;
    }
    corm_status status = session_lock(session, comparison->folder, db, &lock);
    if (status == CORM_OK) {
        const struct schema *live = comparison->live, *desired = comparison->desired;
        comparison->wanted = diff_adopt_unmanaged(session->arena, desired, live, lock, &comparison->unmanaged);
        comparison->diff = diff_schemas(session->arena, live, comparison->wanted);
    }
    return status;
}

/* What the lock knows of the model's words; of its renames it is told in *ret_renamed, NULL where that is nothing.
 * Reading it takes more room than what comes of it: the database is read behind it. */
static corm_status apply_lock(corm *session,
    struct db *db,
    struct schema *desired,
    struct comparison *comparison,
    const struct schema **ret_renamed)
{
    const struct schema *lock;
    bool asks_renames = schema_asks_renames(desired);
    *ret_renamed = NULL;
    if (db->driver->canonicalize == NULL && !asks_renames) {
        return CORM_OK;
    }
    corm_status status = session_lock(session, comparison->folder, db, &lock);
    if (status == CORM_OK) {
        *ret_renamed = asks_renames ? lock : NULL;
        status = canonicalize(session, db, desired, lock, &comparison->warnings);
    }
    return status;
}

static corm_status compare(
    corm *session, struct db *db, enum strictness strictness, bool replayed, struct comparison *ret_comparison)
{
    struct comparison comparison = {.replayed = replayed};
    struct schema *live, *desired;
    const struct schema *renamed;
    corm_status status = session_schema_alone(session, strictness, session_engine(db->driver->engine), &desired);
    if (status == CORM_OK) {
        status = session_folder(session, db->driver->engine, &comparison.folder);
    }
    if (status == CORM_OK) {
        status = apply_lock(session, db, desired, &comparison, &renamed);
    }
    if (status == CORM_OK) {
        status = db_introspect(db, session->arena, &live, &session->failure);
    }
    if (status == CORM_OK && renamed != NULL) {
        status = take_applied(session, db, &comparison, renamed, live);
    }
    if (status == CORM_OK) {
        comparison.live = live;
        comparison.wanted = comparison.desired = desired;
        comparison.diff = diff_schemas(session->arena, live, desired);
        status = keep_unmanaged(session, db, &comparison);
    }
    if (status == CORM_OK) {
        status = session_add_dependents(session, db, &comparison);
    }
    if (status != CORM_OK) {
        return status;
    }
    const struct plan_options options = session_plan_options(session);
    comparison.up = plan_diff(session->arena, comparison.diff, &options);
    comparison.down = plan_diff(session->arena, diff_swap(session->arena, comparison.diff), &options);
    session_add_doubts(session, &comparison);
    *ret_comparison = comparison;
    return CORM_OK;
}

corm_status session_compare_live(
    corm *session, struct db *db, enum strictness strictness, struct comparison *ret_comparison)
{
    return compare(session, db, strictness, false, ret_comparison);
}

corm_status session_compare_replayed(
    corm *session, struct db *beside, const char *engine, enum strictness strictness, struct comparison *ret_comparison)
{
    struct folder *folder;
    struct db *db = NULL;
    corm_status status = session_folder(session, engine, &folder);
    if (status == CORM_OK) {
        status = run_scratch(beside, engine, &db, &session->failure);
    }
    if (status == CORM_OK) {
        status = run_files(db, session->arena, folder, false, &session->failure);
    }
    if (status == CORM_OK) {
        status = compare(session, db, strictness, true, ret_comparison);
    }
    db_close(db);
    return status;
}
