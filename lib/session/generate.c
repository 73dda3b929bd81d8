#include "base/text.h"
#include "session/session.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

/* SOURCE_DATE_EPOCH makes builds repeat; else the clock. */
static int64_t now_seconds(void)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    if (epoch != NULL && *epoch != '\0') {
        errno = 0;
        long long value = strtoll(epoch, &end, 10);
        if (errno == 0 && *end == '\0' && value >= 0) {
            return value;
        }
    }
    return (int64_t)time(NULL);
}

/* What one engine's migration is made from. */
struct source {
    struct folder *folder;
    const struct schema *from, *to, *lock;
    struct unmanaged_list unmanaged;
    const char *database;
};

static corm_status check_history(corm *session, struct db *db, const struct folder *folder)
{
    struct applied_list applied;
    corm_status status = history_read(db, session->arena, &applied, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    struct migration_statuses statuses = migration_compare(session->arena, folder, &applied);
    for (size_t i = 0; i < statuses.len; i++) {
        const struct migration_status *one = &statuses.at[i];
        if (one->state == STATE_APPLIED) {
            continue;
        }
        (void)fail(&session->failure,
            CORM_REFUSED,
            "migration %s_%s is %s in database \"%s\"",
            one->version,
            one->name,
            migration_state_names[one->state],
            db->driver->name(db));
        fail_hint(&session->failure,
            one->state == STATE_PENDING ? "run `corm-migrate up` first, or generate with --offline"
                                        : "see `corm-migrate status`, or generate with --offline");
        return CORM_REFUSED;
    }
    return CORM_OK;
}

static corm_status source_from_live(
    corm *session, const struct target *where, enum strictness strictness, struct source *source)
{
    struct db *db = NULL;
    struct comparison comparison;
    corm_status status = db_open(where->url, DB_READ, &db, &session->failure);
    if (status == CORM_OK) {
        status = session_compare_live(session, db, strictness, &comparison);
    }
    if (status == CORM_OK) {
        status = check_history(session, db, comparison.folder);
    }
    if (status == CORM_OK) {
        *source = (struct source){.folder = comparison.folder,
            .from = comparison.live,
            .to = comparison.wanted,
            .lock = comparison.desired,
            .unmanaged = comparison.unmanaged,
            .database = arena_strdup(session->arena, db->driver->name(db))};
    }
    db_close(db);
    return status;
}

static corm_status source_from_lock(
    corm *session, enum engine engine, enum strictness strictness, struct source *source)
{
    struct schema *desired;
    const struct schema *lock;
    corm_status status = session_schema(session, strictness, engine, &desired);
    if (status == CORM_OK) {
        status = session_folder(session, engine_names[engine], &source->folder);
    }
    if (status == CORM_OK) {
        status = session_lock(session, source->folder, &lock);
    }
    if (status == CORM_OK) {
        struct schema *empty = NEW(session->arena, struct schema);
        empty->engine = engine_names[engine];
        source->from = lock == NULL ? empty : lock;
        source->to = source->lock = desired;
    }
    return status;
}

/* The engines to write for, and which of them the target's database stands for. */
static corm_status find_engines(corm *session,
    const corm_target *target,
    const corm_generate_options *options,
    struct engines *ret_engines,
    struct target *ret_where)
{
    struct engines engines = project_engines(session->arena, session->project);
    struct target where = {0};
    bool offline = options->offline || options->check;
    if (!offline || engines.len == 0) {
        corm_status status = session_target(session, target, &where);
        if (status != CORM_OK) {
            return status;
        }
    }
    if (session->project->engines.len == 0 && where.engine != NULL) {
        engines = (struct engines){0};
        *PUSH(session->arena, &engines) = session_engine(where.engine);
    }
    where.engine = offline ? NULL : where.engine;
    *ret_engines = engines;
    *ret_where = where;
    return CORM_OK;
}

static corm_status generate_one(
    corm *session, const struct source *source, const corm_generate_options *options, corm_generated *ret_generated)
{
    struct generated generated;
    struct generate_options wanted = {.slug = options->name,
        .version = options->version,
        .allow = session_strings(session, options->allow),
        .empty = options->empty,
        .now = now_seconds(),
        .sqlite_version = session->project->sqlite_version};
    corm_status status = generate_migration(
        session->arena, source->folder, source->from, source->to, source->lock, &wanted, &generated, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    if (!options->dry_run && generated.version != NULL) {
        status = generate_write(&generated, &session->failure);
    }
    corm_written_file *files =
        arena_alloc(session->arena, generated.files.len + 1, sizeof *files, _Alignof(corm_written_file));
    for (size_t i = 0; i < generated.files.len; i++) {
        files[i] = (corm_written_file){.path = generated.files.at[i].path, .content = generated.files.at[i].text};
    }
    ret_generated->version = generated.version;
    ret_generated->files = files;
    ret_generated->files_len = generated.files.len;
    return status;
}

static const corm_difference *difference_of(corm *session, const struct source *source)
{
    const struct plan_options options = {.sqlite_version = session->project->sqlite_version};
    struct diff *diff = diff_schemas(session->arena, source->from, source->to);
    const struct plan *up = plan_diff(session->arena, diff, &options);
    const struct plan *down = plan_diff(session->arena, diff_swap(session->arena, diff), &options);
    return session_difference(session, diff, up, down, &source->unmanaged, source->database);
}

corm_status corm_generate(corm *session,
    const corm_target *target,
    const corm_generate_options *options,
    const corm_generated_all **ret_generated)
{
    session_begin(session);
    struct engines engines;
    struct target where;
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = find_engines(session, target, options, &engines, &where);
    }
    if (status != CORM_OK) {
        return status;
    }
    enum strictness strictness = options->no_lint ? MODEL_COMPILES : MODEL_LINTS;
    corm_generated_all *all = NEW(session->arena, corm_generated_all);
    corm_generated *list = arena_alloc(session->arena, engines.len + 1, sizeof *list, _Alignof(corm_generated));
    struct source *sources = arena_alloc(session->arena, engines.len + 1, sizeof *sources, _Alignof(struct source));
    bool different = false;
    for (size_t i = 0; status == CORM_OK && i < engines.len; i++) {
        bool live = text_same(where.engine, engine_names[engines.at[i]]);
        status = live ? source_from_live(session, &where, strictness, &sources[i])
                      : source_from_lock(session, engines.at[i], strictness, &sources[i]);
        if (status == CORM_OK) {
            list[i].engine = engine_names[engines.at[i]];
            list[i].difference = difference_of(session, &sources[i]);
            different = different || list[i].difference->different;
        }
    }
    for (size_t i = 0; status == CORM_OK && !options->check && i < engines.len; i++) {
        status = generate_one(session, &sources[i], options, &list[i]);
    }
    if (status != CORM_OK) {
        return status;
    }
    all->at = list;
    all->len = engines.len;
    *ret_generated = all;
    return options->check && different ? CORM_FOUND : CORM_OK;
}

corm_status corm_hash(corm *session, const corm_target *target, const char *const **ret_files)
{
    session_begin(session);
    struct target where;
    struct db *db = NULL;
    struct applied_list applied = {0};
    struct strings changed = {0};
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK) {
        status = db_open(where.url, DB_READ, &db, &session->failure);
    }
    if (status == CORM_OK) {
        status = history_read(db, session->arena, &applied, &session->failure);
    }
    db_close(db);
    if (status == CORM_OK) {
        const char *path = arena_printf(session->arena, "%s/%s", session->project->migrations, where.engine);
        status = generate_hash(session->arena, path, where.engine, &applied, &changed, &session->failure);
    }
    if (status == CORM_OK) {
        *ret_files = session_texts(session, &changed);
    }
    return status;
}
