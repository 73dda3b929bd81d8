#include "migrate/step.h"

#include "migrate/engine.h"
#include "migrate/history.h"
#include "migrate/resume.h"
#include "migrate/select.h"

#include <string.h>
#include <time.h>

static int64_t clock_ms(void)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

corm_status step_prepare(struct step *step, corm_failure *error)
{
    const struct migration *migration = step->migration;
    bool down = step->down;
    step->script = (struct script){
        .db = step->gate.db,
        .arena = step->gate.arena,
        .path = down ? migration->down_path : migration->up_path,
        .text = down ? migration->down : migration->up,
        .rebuilds = down ? &migration->down_rebuilds : &migration->rebuilds,
        .keys_off = down ? migration->down_keys_off : migration->keys_off,
        .transaction = down ? migration->down_transaction : migration->transaction,
        .allow_lossy = gate_allows(step->gate.allow, HAZARD_DS103) ||
                       gate_allows(down ? &migration->down_allow : &migration->allow, HAZARD_DS103),
    };
    return script_split(&step->script, error);
}

static corm_status begin(const struct step *step, bool keys_off, corm_failure *error)
{
    struct db *db = step->gate.db;
    return db->driver->begin(db, keys_off, step->options->lock_wait_ms, error);
}

/* Ends the transaction as the status says.  A COMMIT that is refused leaves the transaction open. */
static corm_status end(const struct step *step, corm_status status, corm_failure *error)
{
    struct db *db = step->gate.db;
    corm_failure ignored;
    if (status == CORM_OK) {
        status = db->driver->end(db, true, error);
        if (status == CORM_OK) {
            return CORM_OK;
        }
    }
    (void)!db->driver->end(db, false, &ignored);
    return status;
}

static struct attempt attempt_of(const struct applied_list *applied, const struct step *step)
{
    struct attempt attempt = {.down = step->down};
    for (size_t i = 0; i < applied->len; i++) {
        const struct applied *row = &applied->at[i];
        if (strcmp(row->version, step->migration->version) == 0) {
            attempt.begun = row->statements_done < row->statements_total;
            attempt.failed = row->error != NULL;
        }
    }
    return attempt;
}

/* What was read before the lock may be old by now. */
static corm_status look_again(struct step *step, bool *ret_turn, corm_failure *error)
{
    struct arena *scratch = arena_new(); /* the whole history, for each of the migrations */
    struct applied_list applied;
    corm_status status = CORM_OK;
    if (!step->down) {
        status = history_create(step->gate.db, error);
    }
    if (status == CORM_OK) {
        status = history_read(step->gate.db, scratch, &applied, error);
    }
    if (status == CORM_OK) {
        struct migration_statuses statuses = migration_compare(scratch, step->folder, &applied);
        step->attempt = attempt_of(&applied, step);
        status = select_turn(scratch, &statuses, step->migration, step->down, ret_turn, error);
    }
    arena_free(scratch);
    return status;
}

/* `done` of its statements are behind it; when all of a way down are, there is nothing to tell of it any more. */
static corm_status write_history(const struct step *step, struct history_row *row, corm_failure *error)
{
    if (step->down && row->done == step->script.pieces.len) {
        return history_delete(step->gate.db, step->migration->version, error);
    }
    row->migration = step->migration;
    row->total = step->script.pieces.len;
    row->tool_version = step->options->tool_version;
    return history_write(step->gate.db, step->gate.arena, row, error);
}

static bool is_passing(const char *code)
{
    return strcmp(code, "lock-not-obtained") == 0 || strcmp(code, "connection-lost") == 0;
}

/* What the engine advises comes first, then the way on, unless the file is not at fault. */
static void say_before(const struct step *step, corm_failure *error)
{
    if (strcmp(error->code, "outcome-unknown") == 0) {
        memcpy(error->database, "unknown", sizeof "unknown");
        return;
    }
    const char *advice = arena_strdup(step->gate.arena, error->hint);
    memcpy(error->database, "before", sizeof "before");
    if (is_passing(error->code)) {
        return;
    }
    fail_hint(error,
        "%s%s%s: corm-migrate %s",
        advice,
        *advice == '\0' ? "" : "; ",
        engine_blames_world(error) ? "run again" : "correct the file, seal it (corm-migrate hash) and run",
        step->down ? "down" : "up");
}

/* Everything in one transaction: the lock, the statements and the row. */
static corm_status run_together(struct step *step, bool *ret_ran, corm_failure *error)
{
    corm_status status = begin(step, step->script.keys_off, error);
    if (status != CORM_OK) {
        return status;
    }
    bool turn = false, touched = false;
    int64_t start = clock_ms();
    status = look_again(step, &turn, error);
    if (status == CORM_OK && turn) {
        status = gate_check_copies(&step->gate, step->migration, step->down, error);
    }
    if (status == CORM_OK && turn) {
        const struct run_options *limits = step->options;
        status =
            engine_limit(step->gate.db, step->gate.arena, limits->lock_timeout_ms, limits->statement_timeout_ms, error);
    }
    if (status == CORM_OK && turn) {
        touched = true;
        status = script_run(&step->script, NULL, error);
    }
    if (status == CORM_OK && turn) {
        struct history_row row = {.done = step->script.pieces.len, .milliseconds = clock_ms() - start};
        status = write_history(step, &row, error);
    }
    if (status == CORM_OK && !turn) {
        corm_failure ignored;
        (void)!step->gate.db->driver->end(step->gate.db, false, &ignored);
        *ret_ran = false;
        return CORM_OK;
    }
    status = end(step, status, error);
    if (status != CORM_OK && (touched || strcmp(error->code, "interrupted") == 0)) {
        say_before(step, error);
    } else if (status != CORM_OK) {
        memcpy(error->database, "before", sizeof "before");
    }
    *ret_ran = status == CORM_OK;
    return status;
}

/* A short transaction of its own: looks whether it is our turn where ret_turn is not NULL, then notes the row. */
static corm_status note(struct step *step, struct history_row *row, bool *ret_turn, corm_failure *error)
{
    corm_status status = begin(step, false, error);
    if (status != CORM_OK) {
        return status;
    }
    bool turn = true;
    if (ret_turn != NULL) {
        status = look_again(step, &turn, error);
        *ret_turn = turn;
    }
    if (status == CORM_OK && turn && row != NULL) {
        status = write_history(step, row, error);
    }
    return end(step, status, error);
}

/* `index` is what the statement has left invalid, as the next attempt clears away; NULL for nothing. */
static void say_resumable(const struct step *step, const char *index, corm_failure *error)
{
    const char *verb = step->down ? "down" : "up";
    memcpy(error->database, "resumable", sizeof "resumable");
    if (strcmp(error->code, "connection-lost") == 0) {
        fail_hint(error, "the server may still be at work on it, or have finished it: corm-migrate %s goes on", verb);
    } else if (engine_blames_world(error)) {
        const char *advice = arena_strdup(step->gate.arena, error->hint);
        fail_hint(error, "%s%srun again: corm-migrate %s", advice, *advice == '\0' ? "" : "; ", verb);
    } else if (index != NULL) {
        fail_hint(error,
            "correct what it stumbled over, then run again: corm-migrate %s, which drops index %s, left invalid, and "
            "builds it anew",
            verb,
            index);
    } else {
        fail_hint(error,
            "correct what it stumbled over (an edited file must be sealed: corm-migrate hash), then run again: "
            "corm-migrate %s",
            verb);
    }
}

static corm_status note_failure(struct step *step, corm_status status, const char *sql, corm_failure *error)
{
    corm_failure ignored;
    struct history_row row = {.failed_statement = sql, .error = error->message};
    (void)!note(step, &row, NULL, &ignored);
    say_resumable(step, resume_leaves(step->gate.db, step->gate.arena, sql), error);
    return status;
}

static const char *statement_of(const struct step *step)
{
    const struct piece *piece = step->script.pieces.at;
    return step->script.pieces.len == 0 ? ""
                                        : arena_strndup(step->gate.arena, step->script.text + piece->off, piece->len);
}

/* Behind what an earlier attempt has left, if it did not finish after all. */
static corm_status run_statement(struct step *step, const char **ret_failed, corm_failure *error)
{
    struct db *db = step->gate.db;
    const char *sql = statement_of(step), *clear;
    enum resume resume = RESUME_RUN;
    corm_status status = resume_look(db, step->gate.arena, sql, step->attempt, &resume, &clear, error);
    struct history_row begun = {.failed_statement = step->down ? sql : NULL};
    if (status == CORM_OK) {
        status = note(step, &begun, NULL, error);
    }
    if (status != CORM_OK || resume == RESUME_DONE) {
        return status;
    }
    const struct run_options *limits = step->options;
    status =
        engine_limit_alone(db, step->gate.arena, sql, limits->lock_timeout_ms, limits->statement_timeout_ms, error);
    if (status == CORM_OK && resume == RESUME_CLEAR) {
        *ret_failed = clear;
        status = db_run(db, clear, error);
    }
    return status == CORM_OK ? script_run(&step->script, ret_failed, error) : status;
}

/* One statement that cannot be in a transaction: a row says before that it was begun, and after that it is done. */
static corm_status run_apart(struct step *step, bool *ret_ran, corm_failure *error)
{
    bool turn = false;
    corm_status status = note(step, NULL, &turn, error);
    if (status != CORM_OK || !turn) {
        *ret_ran = false;
        return status;
    }
    int64_t start = clock_ms();
    const char *failed = NULL;
    status = run_statement(step, &failed, error);
    if (status != CORM_OK) {
        return failed == NULL ? status : note_failure(step, status, failed, error);
    }
    struct history_row row = {.done = step->script.pieces.len, .milliseconds = clock_ms() - start};
    status = note(step, &row, NULL, error);
    if (status != CORM_OK) {
        memcpy(error->database, "resumable", sizeof "resumable");
    }
    *ret_ran = status == CORM_OK;
    return status;
}

corm_status step_run(struct step *step, bool *ret_ran, corm_failure *error)
{
    return step->script.transaction ? run_together(step, ret_ran, error) : run_apart(step, ret_ran, error);
}
