#include "base/file.h"
#include "base/text.h"
#include "migrate/version.h"
#include "session/session.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* SOURCE_DATE_EPOCH makes builds repeat; else the clock. */
static corm_status now_seconds(int64_t *ret_now, corm_failure *error)
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    char *end;
    if (epoch == NULL || *epoch == '\0') {
        *ret_now = (int64_t)time(NULL);
        return CORM_OK;
    }
    errno = 0;
    long long value = strtoll(epoch, &end, 10);
    if (errno != 0 || *end != '\0' || value < 0) {
        (void)fail(error, CORM_USAGE, "SOURCE_DATE_EPOCH is \"%s\", and no number of seconds since 1970", epoch);
        fail_hint(error, "unset it, or give --version YYYYMMDDHHMMSS");
        return CORM_USAGE;
    }
    *ret_now = value;
    return CORM_OK;
}

/* What one engine's migration is made from. */
struct source {
    const char *engine;
    struct db *db;                /* NULL: offline */
    struct comparison comparison; /* without a database the lock stands for what is live */
    const char *database;
    bool unheld; /* as in corm_generated */
};

static const struct {
    const char *what, *hint;
} unapplied[] = {
    [STATE_PENDING] = {"is pending in", "run `corm-migrate up` first"},
    [STATE_EDITED] = {"was edited after it was applied to", "undo the edit (git checkout)"},
    [STATE_MISSING] = {"has no files any more, and is applied to", "bring them back from version control"},
    [STATE_OUT_OF_ORDER] = {"is older than one that is applied to", "give its files a version after the last one"},
    [STATE_PARTIAL] = {"is part done in", "`corm-migrate status` says how to finish it"},
};

static corm_status check_history(corm *session, struct db *db, const struct folder *folder)
{
    const struct migration_status *first;
    corm_status status = session_unapplied(session, db, folder, &first);
    if (status != CORM_OK || first == NULL) {
        return status;
    }
    (void)fail(&session->failure,
        CORM_REFUSED,
        "migration %s_%s %s database \"%s\"",
        first->version,
        first->name,
        unapplied[first->state].what,
        db->driver->name(db));
    fail_hint(&session->failure, "%s, or generate with --offline", unapplied[first->state].hint);
    return CORM_REFUSED;
}

/* Where the database is what the model says: whether the migrations alone would make it so. */
static corm_status look_for_unheld(corm *session, struct source *source)
{
    const struct comparison *comparison = &source->comparison;
    const struct schema *lock;
    corm_status status = session_lock(session, comparison->folder, source->db, &lock);
    if (status == CORM_OK) {
        const struct schema empty = {.engine = source->engine};
        const struct schema *held = lock == NULL ? &empty : lock;
        source->unheld = !diff_is_empty(diff_schemas(session->arena, held, comparison->desired));
    }
    return status;
}

/* The connection stays open: the proof asks its server for a scratch database. */
static corm_status source_from_live(
    corm *session, const struct target *where, enum strictness strictness, struct source *source)
{
    corm_status status = session_open(session, where, DB_READ, &source->db);
    if (status == CORM_OK) {
        status = session_compare_live(session, source->db, strictness, &source->comparison);
    }
    if (status == CORM_OK) {
        status = check_history(session, source->db, source->comparison.folder);
    }
    if (status == CORM_OK && diff_is_empty(source->comparison.diff)) {
        status = look_for_unheld(session, source);
    }
    if (status == CORM_OK) {
        source->database = arena_strdup(session->arena, source->db->driver->name(source->db));
    }
    return status;
}

static corm_status source_from_lock(corm *session, enum strictness strictness, struct source *source)
{
    struct comparison *comparison = &source->comparison;
    struct schema *desired;
    const struct schema *lock;
    corm_status status = session_schema(session, strictness, session_engine(source->engine), &desired);
    if (status == CORM_OK) {
        status = session_folder(session, source->engine, &comparison->folder);
    }
    if (status == CORM_OK) {
        status = session_lock(session, comparison->folder, NULL, &lock);
    }
    if (status == CORM_OK) {
        struct schema *empty = NEW(session->arena, struct schema);
        const struct plan_options options = session_plan_options(session);
        empty->engine = source->engine;
        if (lock != NULL && engine_reads_back(source->engine)) {
            schema_take_canonical(desired, lock);
        }
        comparison->live = lock == NULL ? empty : lock;
        comparison->wanted = comparison->desired = desired;
        comparison->diff = diff_schemas(session->arena, comparison->live, desired);
        session_add_doubts(session, comparison);
        comparison->up = plan_diff(session->arena, comparison->diff, &options);
        comparison->down = plan_diff(session->arena, diff_swap(session->arena, comparison->diff), &options);
    }
    return status;
}

/* A migration for another engine than the one of the given database would surprise. */
static corm_status check_engine(corm *session, const struct engines *engines, const struct target *where)
{
    struct strings names = {0};
    for (size_t i = 0; i < engines->len; i++) {
        *PUSH(session->arena, &names) = engine_names[engines->at[i]];
    }
    if (where->engine == NULL || strings_have(&names, where->engine)) {
        return CORM_OK;
    }
    const char *list = strings_join(session->arena, &names, ", ");
    (void)fail(&session->failure,
        CORM_USAGE,
        "the database is %s, and `engines` of %s has only %s",
        where->engine,
        session->project->config,
        list);
    fail_hint(&session->failure,
        "add %s to `engines`, name another database (--env, --url), or generate --offline",
        where->engine);
    return CORM_USAGE;
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
        if (status != CORM_OK && offline) {
            fail_hint(&session->failure,
                "write `engines` into %s: what to generate for is then known without a database",
                session->project->config);
        }
        if (status != CORM_OK) {
            return status;
        }
    }
    if (session->project->engines.len == 0 && where.engine != NULL) {
        engines = (struct engines){0};
        *PUSH(session->arena, &engines) = session_engine(where.engine);
    }
    where.engine = offline ? NULL : where.engine;
    corm_status status = check_engine(session, &engines, &where);
    if (status != CORM_OK) {
        return status;
    }
    *ret_engines = engines;
    *ret_where = where;
    return CORM_OK;
}

/* What one run of `generate` is about. */
struct generation {
    corm *session;
    const corm_generate_options *options;
    struct LIST_OF(struct source) sources;
    struct LIST_OF(struct generated) generated; /* by source */
};

static corm_status read_sources(
    struct generation *generation, const struct engines *engines, const struct target *where)
{
    enum strictness strictness = generation->options->no_lint ? MODEL_COMPILES : MODEL_LINTS;
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < engines->len; i++) {
        struct source *source = PUSH(generation->session->arena, &generation->sources);
        source->engine = engine_names[engines->at[i]];
        status = text_same(where->engine, source->engine)
                     ? source_from_live(generation->session, where, strictness, source)
                     : source_from_lock(generation->session, strictness, source);
    }
    return status;
}

/* One version for all engines, behind the last of each. */
static corm_status choose_version(const struct generation *generation, const char **ret_version)
{
    corm *session = generation->session;
    const char *last = NULL;
    for (size_t i = 0; i < generation->sources.len; i++) {
        const char *own = folder_last(generation->sources.at[i].comparison.folder);
        last = own != NULL && (last == NULL || strcmp(own, last) > 0) ? own : last;
    }
    int64_t now = 0;
    corm_status status = generation->options->version != NULL ? CORM_OK : now_seconds(&now, &session->failure);
    return status == CORM_OK
               ? version_next(session->arena, generation->options->version, now, last, ret_version, &session->failure)
               : status;
}

/* What --no-lint let pass may be what the engine refuses: the errors are told after all. */
static void blame_model(const struct generation *generation, const char *engine)
{
    corm *session = generation->session;
    const corm_failure proof = session->failure;
    struct schema *schema;
    if (!generation->options->no_lint || strcmp(proof.code, "proof-failed") != 0) {
        return;
    }
    if (session->resolved == NULL) { /* read before, and forgotten: session_schema_alone() */
        session->diags = diags_new(session->arena);
    }
    bool bad = session_schema(session, MODEL_LINTS, session_engine(engine), &schema) != CORM_OK;
    session->failure = proof;
    if (bad) {
        fail_hint(&session->failure, "nothing was written; the model has errors, which --no-lint let pass");
    }
}

static corm_status generate_all(struct generation *generation)
{
    corm *session = generation->session;
    const corm_generate_options *options = generation->options;
    struct generate_options wanted = {.slug = options->name,
        .allow = session_strings(session, options->allow),
        .empty = options->empty,
        .sqlite_version = session->project->sqlite_version,
        .postgresql_version = session->project->postgresql_version,
        .concurrent_indexes = session->project->concurrent_indexes};
    corm_status status = choose_version(generation, &wanted.version);
    if (status == CORM_OK && session_is_future(wanted.version) && generation->sources.len != 0) {
        *PUSH(session->arena, &generation->sources.at[0].comparison.warnings) =
            arena_printf(session->arena, "migration %s has a version in the future", wanted.version);
    }
    for (size_t i = 0; status == CORM_OK && i < generation->sources.len; i++) {
        const struct source *source = &generation->sources.at[i];
        const struct comparison *comparison = &source->comparison;
        const struct stage whole = {
            comparison->live, comparison->wanted, comparison->diff, comparison->up, comparison->down};
        wanted.beside = source->db;
        status = generate_migration(session->arena,
            comparison->folder,
            &whole,
            comparison->desired,
            &wanted,
            PUSH(session->arena, &generation->generated),
            &session->failure);
        if (status != CORM_OK) {
            blame_model(generation, source->engine);
        }
    }
    if (status == CORM_OK && !options->dry_run) {
        status = generate_write(generation->generated.at, generation->generated.len, &session->failure);
    }
    return status;
}

static corm_generated report_of(const struct generation *generation, size_t at)
{
    corm *session = generation->session;
    const struct source *source = &generation->sources.at[at];
    corm_generated report = {
        .engine = source->engine, .difference = session_difference(session, &source->comparison, source->database)};
    if (at < generation->generated.len) {
        const struct generated *generated = &generation->generated.at[at];
        corm_written_file *files =
            arena_alloc(session->arena, generated->files.len + 1, sizeof *files, _Alignof(corm_written_file));
        for (size_t i = 0; i < generated->files.len; i++) {
            files[i] = (corm_written_file){.path = generated->files.at[i].path, .content = generated->files.at[i].text};
        }
        report.version = generated->version;
        report.unheld = source->unheld && generated->version == NULL;
        report.unproven = generated->unproven;
        report.files = files;
        report.files_len = generated->files.len;
    }
    return report;
}

static const corm_generated_all *report_all(const struct generation *generation, bool *ret_different)
{
    corm *session = generation->session;
    size_t len = generation->sources.len;
    corm_generated_all *all = NEW(session->arena, corm_generated_all);
    corm_generated *list = arena_alloc(session->arena, len + 1, sizeof *list, _Alignof(corm_generated));
    *ret_different = false;
    for (size_t i = 0; i < len; i++) {
        list[i] = report_of(generation, i);
        *ret_different = *ret_different || list[i].difference->different;
    }
    all->at = list;
    all->len = len;
    return all;
}

corm_status corm_generate(corm *session,
    const corm_target *target,
    const corm_generate_options *options,
    const corm_generated_all **ret_generated)
{
    session_begin(session);
    struct engines engines;
    struct target where;
    struct generation generation = {.session = session, .options = options};
    bool different;
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_check_hazards(session, options->allow);
    }
    if (status == CORM_OK) {
        status = find_engines(session, target, options, &engines, &where);
    }
    if (status == CORM_OK) {
        status = read_sources(&generation, &engines, &where);
    }
    if (status == CORM_OK && !options->check) {
        status = generate_all(&generation);
    }
    for (size_t i = 0; i < generation.sources.len; i++) {
        db_close(generation.sources.at[i].db);
    }
    if (status != CORM_OK) {
        return status;
    }
    *ret_generated = report_all(&generation, &different);
    return options->check && different ? CORM_FOUND : CORM_OK;
}

corm_status corm_hash(corm *session, const corm_target *target, const char *const **ret_files)
{
    session_begin(session);
    struct target where;
    struct db *db = NULL;
    struct strings changed = {0};
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK) {
        status = session_open(session, &where, DB_READ, &db);
    }
    if (status == CORM_OK) {
        const char *path = path_join(session->arena, session->project->migrations, where.engine);
        status = generate_hash(session->arena, path, db, &changed, &session->failure);
    }
    db_close(db);
    if (status == CORM_OK) {
        *ret_files = session_texts(session, &changed);
    }
    return status;
}
