#include "base/file.h"
#include "base/text.h"
#include "session/session.h"

corm_status session_folder(corm *session, const char *engine, struct folder **ret_folder)
{
    const char *path = path_join(session->arena, session->project->migrations, engine);
    return folder_read(session->arena, path, engine, ret_folder, &session->failure);
}

corm_status session_lock(corm *session, const struct folder *folder, const struct schema **ret_lock)
{
    if (folder->lock != NULL || folder->migrations.len == 0) {
        *ret_lock = folder->lock;
        return CORM_OK;
    }
    struct schema *schema;
    corm_status status = run_schema(session->arena, folder, false, &schema, &session->failure);
    if (status == CORM_OK) {
        *ret_lock = schema;
    }
    return status;
}

corm_status session_compare_live(
    corm *session, struct db *db, enum strictness strictness, struct comparison *ret_comparison)
{
    struct comparison comparison = {0};
    struct schema *live, *desired;
    const struct schema *lock;
    corm_status status = session_schema(session, strictness, session_engine(db->driver->engine), &desired);
    if (status == CORM_OK) {
        status = session_folder(session, db->driver->engine, &comparison.folder);
    }
    if (status == CORM_OK) {
        status = session_lock(session, comparison.folder, &lock);
    }
    if (status == CORM_OK) {
        status = db_introspect(db, session->arena, &live, &session->failure);
    }
    if (status != CORM_OK) {
        return status;
    }
    comparison.live = live;
    comparison.desired = desired;
    comparison.wanted = diff_adopt_unmanaged(session->arena, desired, live, lock, &comparison.unmanaged);
    comparison.diff = diff_schemas(session->arena, live, comparison.wanted);
    const struct plan_options options = {.sqlite_version = session->project->sqlite_version};
    comparison.up = plan_diff(session->arena, comparison.diff, &options);
    comparison.down = plan_diff(session->arena, diff_swap(session->arena, comparison.diff), &options);
    *ret_comparison = comparison;
    return CORM_OK;
}
