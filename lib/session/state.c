#include "base/text.h"
#include "session/session.h"

#include <string.h>
#include <time.h>

static void add_migrations(corm *session, const struct migration_statuses *statuses, corm_state *state)
{
    corm_migration *list = arena_alloc(session->arena, statuses->len + 1, sizeof *list, _Alignof(corm_migration));
    state->clean = true;
    for (size_t i = 0; i < statuses->len; i++) {
        const struct migration_status *from = &statuses->at[i];
        list[i] = (corm_migration){.version = from->version,
            .name = from->name,
            .group = from->group,
            .state = migration_state_names[from->state],
            .applied_at = from->applied_at,
            .sealed = from->migration == NULL || from->migration->sealed,
            .undoing = from->undoing};
        state->clean = state->clean && from->state == STATE_APPLIED;
    }
    state->migrations = list;
    state->migrations_len = statuses->len;
}

/* Apart from what is unmanaged. */
static bool is_same(struct arena *arena, const struct schema *live, const struct schema *lock)
{
    struct unmanaged_list unmanaged;
    const struct diff *diff = diff_schemas(arena, live, lock);
    if (diff_has_extra(diff)) {
        diff = diff_schemas(arena, live, diff_adopt_unmanaged(arena, lock, live, lock, &unmanaged));
    }
    return diff_is_empty(diff);
}

/* Whether the live schema still is what the applied migrations made: told only where all are applied. */
static corm_status add_drift(corm *session, struct db *db, const struct folder *folder, corm_state *state)
{
    struct schema *live, *lock = NULL;
    bool guessed = false;
    corm_status status = state->clean ? folder_lock(folder, &lock, &session->failure) : CORM_OK;
    if (status != CORM_OK || lock == NULL) {
        return status;
    }
    status = db_introspect(db, session->arena, &live, &session->failure);
    if (status == CORM_OK && db->driver->canonicalize != NULL) { /* a lock that was written offline lacks them */
        status = db->driver->canonicalize(db, session->arena, lock, NULL, &guessed, &session->failure);
    }
    if (status != CORM_OK) {
        return status;
    }
    state->drift = is_same(session->arena, live, lock) ? CORM_DRIFT_NONE
                   : guessed                           ? CORM_DRIFT_UNKNOWN
                                                       : CORM_DRIFT_SOME;
    return CORM_OK;
}

bool session_is_future(const char *version)
{
    char now[16];
    time_t clock = time(NULL);
    struct tm utc;
    (void)gmtime_r(&clock, &utc);
    (void)strftime(now, sizeof now, "%Y%m%d%H%M%S", &utc);
    return strcmp(version, now) > 0;
}

void session_warn_of_future(corm *session, const struct folder *folder, struct strings *warnings)
{
    for (size_t i = 0; i < folder->migrations.len; i++) {
        const struct migration *migration = folder->migrations.at[i];
        bool first = text_same(migration->version, migration->group); /* the others of a group follow it by seconds */
        if (first && session_is_future(migration->version)) {
            *PUSH(session->arena, warnings) =
                arena_printf(session->arena, "migration %s has a version in the future", migration->version);
        }
    }
}

static const char *const *warnings_of(corm *session, const struct db *db, const struct folder *folder)
{
    struct strings warnings = {0};
    const char *warning = db->driver->warning == NULL ? NULL : db->driver->warning(db);
    if (warning != NULL) {
        *PUSH(session->arena, &warnings) = arena_strdup(session->arena, warning);
    }
    session_warn_of_future(session, folder, &warnings);
    for (size_t i = 0; i < folder->migrations.len; i++) {
        const struct migration *migration = folder->migrations.at[i];
        if (!migration->sealed) {
            *PUSH(session->arena, &warnings) =
                arena_printf(session->arena, "migration %s: %s", migration->version, migration->seal_problem);
        }
    }
    return session_texts(session, &warnings);
}

corm_status corm_get_state(corm *session, const corm_target *target, const corm_state **ret_state)
{
    session_begin(session);
    struct target where;
    struct folder *folder;
    struct applied_list applied;
    struct db *db = NULL;
    corm_state *state = NEW(session->arena, corm_state);
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK) {
        status = session_folder(session, where.engine, &folder);
    }
    if (status == CORM_OK) {
        status = session_open(session, &where, DB_READ, &db);
    }
    if (status == CORM_OK) {
        status = history_read(db, session->arena, &applied, &session->failure);
    }
    if (status == CORM_OK) {
        struct migration_statuses statuses = migration_compare(session->arena, folder, &applied);
        state->engine = where.engine;
        state->database = arena_strdup(session->arena, db->driver->name(db));
        add_migrations(session, &statuses, state);
        state->warnings = warnings_of(session, db, folder);
        status = add_drift(session, db, folder, state);
    }
    db_close(db);
    if (status == CORM_OK) {
        *ret_state = state;
    }
    return status;
}
