#include "base/file.h"
#include "base/text.h"
#include "fixture/fixture.h"
#include "session/session.h"

#include <time.h>

static bool is_fixture(const char *name)
{
    return text_ends(name, ".yaml") || text_ends(name, ".yml");
}

/* The fixture files directly in a folder; a folder that is not there has none. */
static corm_status add_folder(corm *session, const char *folder, struct strings *paths)
{
    struct strings names = {0};
    if (!file_is_folder(folder)) {
        return CORM_OK;
    }
    corm_status status = file_list(session->arena, folder, &names, &session->failure);
    for (size_t i = 0; status == CORM_OK && i < names.len; i++) {
        const char *path = path_join(session->arena, folder, names.at[i]);
        if (is_fixture(names.at[i]) && !file_is_folder(path) && !strings_have(paths, path)) {
            *PUSH(session->arena, paths) = path;
        }
    }
    return status;
}

static corm_status unknown_set(corm *session, const char *set)
{
    struct strings names = {0}, stems = {0};
    const char *folder = session->project->fixtures;
    corm_failure ignored;
    if (file_is_folder(folder) && file_list(session->arena, folder, &names, &ignored) == CORM_OK) {
        for (size_t i = 0; i < names.len; i++) {
            *PUSH(session->arena, &stems) = path_stem(session->arena, names.at[i]);
        }
    }
    (void)fail(&session->failure, CORM_USAGE, "%s has no set named \"%s\"", folder, set);
    const char *nearest = text_nearest(set, &stems);
    if (nearest != NULL) {
        fail_hint(&session->failure, "did you mean \"%s\"?", nearest);
    } else if (stems.len != 0) {
        fail_hint(&session->failure, "sets: %s", strings_join(session->arena, &stems, ", "));
    }
    return CORM_USAGE;
}

/* A set is a file's stem or a folder's name. */
static corm_status add_set(corm *session, const char *set, struct strings *paths)
{
    static const char *const endings[] = {".yaml", ".yml", ""};
    const char *base = path_join(session->arena, session->project->fixtures, set);
    size_t before = paths->len;
    for (size_t i = 0; i < 3; i++) {
        const char *path = arena_printf(session->arena, "%s%s", base, endings[i]);
        if (file_exists(path) && !file_is_folder(path) && !strings_have(paths, path)) {
            *PUSH(session->arena, paths) = path;
        }
    }
    if (file_is_folder(base)) {
        return add_folder(session, base, paths);
    }
    return paths->len != before ? CORM_OK : unknown_set(session, set);
}

static corm_status find_files(
    corm *session, const corm_seed_options *options, const char *environment, struct strings *ret_paths)
{
    struct strings paths = {0};
    corm_status status = CORM_OK;
    if (options->sets == NULL || options->sets[0] == NULL) {
        status = add_folder(session, session->project->fixtures, &paths);
        if (status == CORM_OK && environment != NULL) {
            status = add_folder(session, path_join(session->arena, session->project->fixtures, environment), &paths);
        }
    }
    for (size_t i = 0; status == CORM_OK && options->sets != NULL && options->sets[i] != NULL; i++) {
        status = add_set(session, options->sets[i], &paths);
    }
    if (status == CORM_OK) {
        *ret_paths = paths;
    }
    return status;
}

static const corm_seed_report *report_of(corm *session, const struct fixture_loaded *loaded, struct db *db)
{
    corm_seed_report *report = NEW(session->arena, corm_seed_report);
    corm_seeded *files = arena_alloc(session->arena, loaded->files.len + 1, sizeof *files, _Alignof(corm_seeded));
    for (size_t i = 0; i < loaded->files.len; i++) {
        files[i] = (corm_seeded){
            .file = loaded->files.at[i].path, .skipped = loaded->files.at[i].skipped, .rows = loaded->files.at[i].rows};
    }
    corm_seed_table *tables =
        arena_alloc(session->arena, loaded->tables.len + 1, sizeof *tables, _Alignof(corm_seed_table));
    for (size_t i = 0; i < loaded->tables.len; i++) {
        tables[i] = (corm_seed_table){.table = loaded->tables.at[i].table, .rows = loaded->tables.at[i].rows};
    }
    *report = (corm_seed_report){.engine = db->driver->engine,
        .database = arena_strdup(session->arena, db->driver->name(db)),
        .files = files,
        .files_len = loaded->files.len,
        .tables = tables,
        .tables_len = loaded->tables.len};
    return report;
}

/* Reads and checks the files against the model; CORM_USAGE where they have mistakes. */
static corm_status read_fixtures(
    corm *session, const struct target *where, const corm_seed_options *options, struct fixtures **ret_fixtures)
{
    struct strings paths;
    corm_status status = find_files(session, options, where->environment, &paths);
    if (status != CORM_OK) {
        return status;
    }
    size_t before = diags_count(session->diags, CORM_ERROR);
    int64_t now = (int64_t)time(NULL);
    if (options->now != NULL && !fixture_parse_time(options->now, &now)) {
        return fail(&session->failure, CORM_USAGE, "--now wants a time as in 2026-01-15T12:00:00Z");
    }
    *ret_fixtures = fixtures_read(session->arena,
        session->diags,
        session->resolved,
        &paths,
        &(struct fixture_options){.environment = where->environment,
            .now = now,
            .engine = session_engine(where->engine),
            .root = session->project->fixtures});
    size_t bad = diags_count(session->diags, CORM_ERROR) - before;
    session->findings = diags_findings(session->diags, &session->project->lint);
    return bad == 0 ? CORM_OK
                    : fail(&session->failure,
                          CORM_USAGE,
                          "the fixtures have %zu mistake%s, and nothing was loaded",
                          bad,
                          bad == 1 ? "" : "s");
}

static corm_status check_protection(
    corm *session, const struct target *where, const corm_seed_options *options, const struct db *db)
{
    const char *name = db->driver->name(db);
    if (!where->is_protected || !options->clean || text_same(options->confirm, name)) {
        return CORM_OK;
    }
    (void)fail(&session->failure, CORM_REFUSED, "database \"%s\" is protected, and --clean deletes rows", name);
    fail_hint(&session->failure, "if you mean it, repeat its name: --confirm %s", name);
    return CORM_REFUSED;
}

corm_status corm_seed(
    corm *session, const corm_target *target, const corm_seed_options *options, const corm_seed_report **ret_report)
{
    session_begin(session);
    struct target where;
    struct fixtures *fixtures = NULL;
    struct schema *schema = NULL;
    struct db *db = NULL;
    struct fixture_loaded loaded = {0};
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_target(session, target, &where);
    }
    if (status == CORM_OK) {
        status = session_schema(session, MODEL_COMPILES, session_engine(where.engine), &schema);
    }
    if (status == CORM_OK) {
        status = read_fixtures(session, &where, options, &fixtures);
    }
    if (status == CORM_OK) {
        status = session_open(session, &where, DB_WRITE, &db);
    }
    if (status == CORM_OK) {
        status = check_protection(session, &where, options, db);
    }
    if (status == CORM_OK) {
        status = fixtures_load(db,
            fixtures,
            schema,
            &(struct fixture_load_options){.clean = options->clean,
                .upsert = options->upsert,
                .dry_run = options->dry_run,
                .force = options->force},
            &loaded,
            &session->failure);
    }
    if (status == CORM_OK) {
        corm_seed_report *report = NEW(session->arena, corm_seed_report);
        *report = *report_of(session, &loaded, db);
        report->dry_run = options->dry_run;
        *ret_report = report;
    }
    db_close(db);
    return status;
}
