#include "base/text.h"
#include "fixture/fixture.h"
#include "session/session.h"

#include <time.h>

#define LOCK_WAIT_MS 10000
#define POLL_MS 200

/* What every run needs: an open database, the files, and the report that tells what came of it. */
struct runner {
    corm *session;
    struct target where;
    struct db *db;
    struct folder *folder;
    struct run_options options;
    struct ran_list ran;
    struct strings warnings;
};

static int64_t clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Only a server that is not there yet is worth waiting for. */
static bool may_come_up(const corm_failure *failure)
{
    return text_same(failure->code, "no-server") || text_same(failure->code, "server-starting");
}

static corm_status wait_and_open(
    corm *session, const struct target *where, enum db_mode mode, unsigned wait_seconds, struct db **ret_db)
{
    int64_t end = clock_ms() + (int64_t)wait_seconds * 1000;
    for (;;) {
        corm_status status = session_open(session, where, mode, ret_db);
        if (status == CORM_OK || !may_come_up(&session->failure) || clock_ms() >= end) {
            return status;
        }
        (void)nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
    }
}

corm_status session_check_hazards(corm *session, const char *const *codes)
{
    struct strings known = {0};
    for (enum hazard hazard = HAZARD_DS101; hazard < HAZARD_COUNT; hazard++) {
        *PUSH(session->arena, &known) = hazard_info(hazard)->code;
    }
    for (; codes != NULL && *codes != NULL; codes++) {
        if (!text_same(*codes, "all") && hazard_find(*codes) == HAZARD_COUNT) {
            (void)fail(&session->failure, CORM_USAGE, "no hazard has the code %s", *codes);
            const char *nearest = text_nearest(*codes, &known);
            fail_hint(&session->failure,
                nearest == NULL ? "write all, or codes such as %s" : "did you mean %s?",
                nearest == NULL ? known.at[0] : nearest);
            return CORM_USAGE;
        }
    }
    return CORM_OK;
}

static corm_status check_protection(struct runner *runner, const char *what, const char *confirm)
{
    corm *session = runner->session;
    const char *name = runner->db->driver->name(runner->db);
    if (!runner->where.is_protected || text_same(confirm, name)) {
        return CORM_OK;
    }
    (void)fail(&session->failure, CORM_REFUSED, "database \"%s\" is protected, and %s could destroy rows", name, what);
    fail_hint(&session->failure, "if you mean it, repeat its name: --confirm %s", name);
    return CORM_REFUSED;
}

static corm_status runner_open(
    corm *session, const corm_target *target, const corm_run_options *options, enum db_mode mode, struct runner *runner)
{
    *runner = (struct runner){.session = session};
    corm_status status = session_need_project(session);
    if (status == CORM_OK) {
        status = session_check_hazards(session, options->allow);
    }
    if (status == CORM_OK) {
        status = session_target(session, target, &runner->where);
    }
    if (status == CORM_OK) {
        status = session_folder(session, runner->where.engine, &runner->folder);
    }
    if (status == CORM_OK) {
        mode = options->dry_run ? DB_READ : mode;
        status = wait_and_open(session, &runner->where, mode, options->wait_seconds, &runner->db);
    }
    runner->options = (struct run_options){.to = options->to,
        .steps = options->steps,
        .all = options->all,
        .dry_run = options->dry_run,
        .allow = session_strings(session, options->allow),
        .lock_wait_ms = LOCK_WAIT_MS,
        .lock_timeout_ms = session->project == NULL ? 0 : session->project->lock_timeout_ms,
        .statement_timeout_ms = session->project == NULL ? 0 : session->project->statement_timeout_ms,
        .tool_version = corm_version()};
    return status;
}

static void add_ran(struct runner *runner, const struct ran_list *ran)
{
    for (size_t i = 0; i < ran->len; i++) {
        *PUSH(runner->session->arena, &runner->ran) = ran->at[i];
    }
}

static corm_status go_up(struct runner *runner)
{
    struct ran_list ran = {0};
    corm_status status =
        run_up(runner->db, runner->session->arena, runner->folder, &runner->options, &ran, &runner->session->failure);
    add_ran(runner, &ran);
    return status;
}

/* A path that is wrong in corm.yaml must not pass for a database that is up to date. */
static void warn_of_no_migrations(struct runner *runner)
{
    if (runner->folder->migrations.len == 0) {
        struct arena *arena = runner->session->arena;
        *PUSH(arena, &runner->warnings) = arena_printf(
            arena, "there is no migration in %s; corm-migrate generate NAME writes the first", runner->folder->path);
    }
}

static corm_status go_down(struct runner *runner)
{
    struct ran_list ran = {0};
    corm_status status =
        run_down(runner->db, runner->session->arena, runner->folder, &runner->options, &ran, &runner->session->failure);
    add_ran(runner, &ran);
    return status;
}

/* Where none of the migrations is left, nothing is left of the rows either: `seed` need not remember them. */
static corm_status forget_seeds(struct runner *runner)
{
    struct applied_list applied = {0};
    corm_status status = history_read(runner->db, runner->session->arena, &applied, &runner->session->failure);
    return status == CORM_OK && applied.len == 0 ? fixtures_forget(runner->db, &runner->session->failure) : status;
}

static const corm_run_report *report_of(struct runner *runner)
{
    corm *session = runner->session;
    corm_run_report *report = NEW(session->arena, corm_run_report);
    corm_ran *list = arena_alloc(session->arena, runner->ran.len + 1, sizeof *list, _Alignof(corm_ran));
    for (size_t i = 0; i < runner->ran.len; i++) {
        const struct ran *ran = &runner->ran.at[i];
        list[i] = (corm_ran){.version = ran->migration->version,
            .name = ran->migration->slug,
            .direction = ran->down ? "down" : "up",
            .statements = ran->statements,
            .seconds = ran->seconds,
            .sql = !runner->options.dry_run ? NULL
                   : ran->down              ? ran->migration->down
                                            : ran->migration->up};
    }
    *report = (corm_run_report){.engine = runner->where.engine,
        .database = runner->db == NULL ? NULL : arena_strdup(session->arena, runner->db->driver->name(runner->db)),
        .at = list,
        .len = runner->ran.len,
        .dry_run = runner->options.dry_run,
        .warnings = session_texts(session, &runner->warnings)};
    return report;
}

static corm_status runner_close(struct runner *runner, corm_status status, const corm_run_report **ret_report)
{
    *ret_report = report_of(runner);
    db_close(runner->db);
    return status;
}

corm_status corm_up(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report)
{
    session_begin(session);
    struct runner runner;
    corm_status status = runner_open(session, target, options, DB_CREATE, &runner);
    if (status == CORM_OK) {
        warn_of_no_migrations(&runner);
        session_warn_of_future(session, runner.folder, &runner.warnings);
        status = go_up(&runner);
    }
    return runner_close(&runner, status, ret_report);
}

corm_status corm_down(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report)
{
    session_begin(session);
    struct runner runner;
    corm_status status = runner_open(session, target, options, DB_WRITE, &runner);
    if (status == CORM_OK) {
        status = check_protection(&runner, "down", options->confirm);
    }
    if (status == CORM_OK) {
        status = go_down(&runner);
    }
    if (status == CORM_OK && !options->dry_run && runner.ran.len != 0) {
        status = forget_seeds(&runner);
    }
    return runner_close(&runner, status, ret_report);
}

corm_status corm_down_destroys(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_destroyed_all **ret_destroyed)
{
    session_begin(session);
    struct runner runner;
    struct destroyed_list found = {0};
    corm_status status = runner_open(session, target, options, DB_READ, &runner);
    if (status == CORM_OK) {
        status =
            run_down_destroys(runner.db, session->arena, runner.folder, &runner.options, &found, &session->failure);
    }
    db_close(runner.db);
    if (status != CORM_OK) {
        return status;
    }
    corm_destroyed_all *all = NEW(session->arena, corm_destroyed_all);
    corm_destroyed *list = arena_alloc(session->arena, found.len + 1, sizeof *list, _Alignof(corm_destroyed));
    for (size_t i = 0; i < found.len; i++) {
        list[i] = (corm_destroyed){.version = found.at[i].migration->version,
            .code = found.at[i].code,
            .object = found.at[i].object,
            .rows = found.at[i].rows};
    }
    all->at = list;
    all->len = found.len;
    *ret_destroyed = all;
    return CORM_OK;
}

corm_status corm_redo(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report)
{
    session_begin(session);
    struct runner runner;
    corm_status status = runner_open(session, target, options, DB_WRITE, &runner);
    if (status == CORM_OK) {
        status = check_protection(&runner, "redo", options->confirm);
    }
    if (status == CORM_OK) {
        status = go_down(&runner);
    }
    if (status == CORM_OK && runner.ran.len != 0 && !options->dry_run) {
        /* up to the newest of what was undone: later pending files stay pending */
        runner.options.to = runner.ran.at[0].migration->version;
        runner.options.steps = 0;
        status = go_up(&runner);
    }
    return runner_close(&runner, status, ret_report);
}
