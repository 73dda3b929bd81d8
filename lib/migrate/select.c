#include "migrate/select.h"

#include "base/text.h"

#include <string.h>

static const struct refusal {
    enum migration_state state;
    const char *code, *message, *hint; /* hint NULL: advise_order() */
} refusals[] = {
    {STATE_MISSING,
        "missing",
        "applied, but its files are gone",
        "another branch has them, or they were deleted (git log --all -- migrations tells): take them back, or run "
        "corm-migrate down where they are"},
    {STATE_EDITED,
        "edited",
        "edited after it was applied",
        "undo the edit (git checkout) and put the change into a new migration: corm-migrate generate NAME"},
    {STATE_OUT_OF_ORDER, "out-of-order", "not applied, but a later one is", NULL},
};

static const char *full_name(struct arena *arena, const struct migration_status *status)
{
    return arena_printf(arena, "%s_%s", status->version, status->name);
}

/* As after a merge: undoing the later ones costs their rows, renumbering costs other databases that have it. */
static void advise_order(const struct migration_statuses *statuses, corm_failure *error)
{
    const char *before = NULL;
    for (size_t i = 0; i < statuses->len && statuses->at[i].state != STATE_OUT_OF_ORDER; i++) {
        before = statuses->at[i].state == STATE_APPLIED ? statuses->at[i].version : before;
    }
    const char *way = before != NULL ? "--to " : "--all";
    fail_hint(error,
        "undo the later ones (corm-migrate down %s%s) and run up; where rows must stay and no other database has it, "
        "give its files a version after the last one, then run: corm-migrate hash",
        way,
        before != NULL ? before : "");
}

static corm_status refuse_state(
    struct arena *arena, const struct migration_statuses *statuses, const struct refusal *refusal, corm_failure *error)
{
    struct strings names = {0};
    const struct migration *first = NULL;
    const char *seal_problem = NULL;
    for (size_t i = 0; i < statuses->len; i++) {
        const struct migration_status *status = &statuses->at[i];
        if (status->state == refusal->state) {
            first = first != NULL ? first : status->migration;
            seal_problem = seal_problem != NULL || first == NULL ? seal_problem : first->seal_problem;
            *PUSH(arena, &names) = full_name(arena, status);
        }
    }
    if (names.len == 0) {
        return CORM_OK;
    }
    const char *list = strings_join(arena, &names, ", ");
    fail(error, CORM_REFUSED, "%s: %s", list, refusal->message);
    if (refusal->state == STATE_EDITED && seal_problem != NULL) {
        fail(error, CORM_REFUSED, "%s: %s (%s)", list, refusal->message, seal_problem);
    }
    fail_code(error, refusal->code);
    if (refusal->hint != NULL) {
        fail_hint(error, "%s", refusal->hint);
    } else {
        advise_order(statuses, error);
    }
    if (first != NULL) {
        fail_at(error, first->up_path, 0);
    }
    return CORM_REFUSED;
}

/* A file that comes late hinders nobody from going back. */
static corm_status check_history(
    struct arena *arena, const struct migration_statuses *statuses, bool down, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < sizeof refusals / sizeof refusals[0]; i++) {
        if (!down || refusals[i].state != STATE_OUT_OF_ORDER) {
            status = refuse_state(arena, statuses, &refusals[i], error);
        }
    }
    return status;
}

static corm_status not_sealed(const char *path, const char *problem, corm_failure *error)
{
    fail(error, CORM_REFUSED, "%s", problem);
    fail_code(error, "not-sealed");
    fail_at(error, path, 0);
    fail_hint(error, "if that is meant, prove and seal the files: corm-migrate hash");
    return CORM_REFUSED;
}

static corm_status check_seals(
    struct arena *arena, const struct folder *folder, const struct migrations *migrations, corm_failure *error)
{
    for (size_t i = 0; i < migrations->len; i++) {
        const struct migration *migration = migrations->at[i];
        if (!migration->sealed) {
            return not_sealed(migration->up_path, migration->seal_problem, error);
        }
    }
    if (folder->missing.len != 0) {
        const char *list = strings_join(arena, &folder->missing, ", ");
        const char *problem = arena_printf(arena, "in corm.sum but not in the folder: %s", list);
        return not_sealed(folder->path, problem, error);
    }
    return CORM_OK;
}

static corm_status unknown_version(
    struct arena *arena, const struct migration_statuses *statuses, const char *version, corm_failure *error)
{
    struct strings known = {0};
    for (size_t i = 0; i < statuses->len; i++) {
        *PUSH(arena, &known) = statuses->at[i].version;
    }
    const char *near = text_nearest(version, &known);
    fail(error, CORM_USAGE, "no migration has the version \"%s\"", version);
    if (near != NULL) {
        fail_hint(error, "did you mean %s?", near);
    } else {
        fail_hint(error, "corm-migrate status lists them");
    }
    return CORM_USAGE;
}

static const struct migration_status *find_status(const struct migration_statuses *statuses, const char *version)
{
    for (size_t i = 0; i < statuses->len; i++) {
        if (text_same(statuses->at[i].version, version)) {
            return &statuses->at[i];
        }
    }
    return NULL;
}

static bool is_due(const struct migration_status *status)
{
    return status->state == STATE_PENDING || status->state == STATE_PARTIAL;
}

static corm_status begun(const struct migration_status *status, const char *what, const char *verb, corm_failure *error)
{
    fail(error, CORM_REFUSED, "%s_%s %s, and that is not finished", status->version, status->name, what);
    fail_code(error, "partial");
    fail_hint(error, "finish it first: corm-migrate %s", verb);
    fail_at(error, status->migration->up_path, 0);
    return CORM_REFUSED;
}

static struct migration *file_of(const struct folder *folder, const struct migration_status *status)
{
    return folder_find(folder, status->version);
}

corm_status select_up(struct arena *arena,
    const struct folder *folder,
    const struct migration_statuses *statuses,
    const struct run_options *options,
    struct migrations *ret_migrations,
    corm_failure *error)
{
    struct migrations migrations = {0};
    corm_status status = check_history(arena, statuses, false, error);
    if (status != CORM_OK) {
        return status;
    }
    if (options->to != NULL && find_status(statuses, options->to) == NULL) {
        return unknown_version(arena, statuses, options->to, error);
    }
    for (size_t i = 0; i < statuses->len; i++) {
        bool beyond = (options->to != NULL && strcmp(statuses->at[i].version, options->to) > 0) ||
                      (options->steps != 0 && migrations.len == options->steps);
        if (statuses->at[i].undoing) {
            return begun(&statuses->at[i], "was being undone", "down", error);
        }
        if (is_due(&statuses->at[i]) && !beyond) {
            *PUSH(arena, &migrations) = file_of(folder, &statuses->at[i]);
        }
    }
    status = check_seals(arena, folder, &migrations, error);
    if (status == CORM_OK) {
        *ret_migrations = migrations;
    }
    return status;
}

static bool is_in_history(const struct migration_status *status)
{
    return status->state == STATE_APPLIED || status->state == STATE_PARTIAL;
}

static corm_status check_undo(const struct migration_status *status, corm_failure *error)
{
    const struct migration *migration = status->migration;
    if (status->state == STATE_PARTIAL && !status->undoing) {
        return begun(status, "was begun", "up", error);
    }
    if (migration->down == NULL) {
        fail(error, CORM_REFUSED, "%s_%s cannot be undone: it has no .down.sql", status->version, status->name);
        fail_code(error, "irreversible");
        fail_hint(error, "write the file beside the .up.sql and run: corm-migrate hash");
        fail_at(error, migration->up_path, 0);
        return CORM_REFUSED;
    }
    return CORM_OK;
}

/* How far down: everything, what comes after `to`, or a number of groups. */
static bool goes_on(const struct run_options *options, const struct migration_status *next, size_t groups)
{
    if (options->to != NULL) {
        return strcmp(next->version, options->to) > 0;
    }
    return options->all || groups <= (options->steps == 0 ? 1 : options->steps);
}

static corm_status check_down_to(
    struct arena *arena, const struct migration_statuses *statuses, const char *to, corm_failure *error)
{
    const struct migration_status *stays = find_status(statuses, to);
    if (stays == NULL) {
        return unknown_version(arena, statuses, to, error);
    }
    if (!is_in_history(stays)) {
        fail(error, CORM_USAGE, "%s_%s is not applied, so there is no way down to it", stays->version, stays->name);
        fail_hint(error, "corm-migrate status lists what is applied");
        return CORM_USAGE;
    }
    return CORM_OK;
}

corm_status select_down(struct arena *arena,
    const struct folder *folder,
    const struct migration_statuses *statuses,
    const struct run_options *options,
    struct migrations *ret_migrations,
    corm_failure *error)
{
    struct migrations migrations = {0};
    corm_status status = check_history(arena, statuses, true, error);
    if (status == CORM_OK && options->to != NULL) {
        status = check_down_to(arena, statuses, options->to, error);
    }
    const char *group = NULL;
    size_t groups = 0;
    for (size_t i = statuses->len; status == CORM_OK && i-- > 0;) {
        const struct migration_status *next = &statuses->at[i];
        if (!is_in_history(next)) {
            continue;
        }
        groups += text_same(group, next->group) ? 0 : 1;
        group = next->group;
        if (!goes_on(options, next, groups)) {
            break;
        }
        status = check_undo(next, error);
        *PUSH(arena, &migrations) = file_of(folder, next);
    }
    if (status == CORM_OK) {
        status = check_seals(arena, folder, &migrations, error);
    }
    if (status == CORM_OK) {
        *ret_migrations = migrations;
    }
    return status;
}

static corm_status overtaken(const struct migration *migration, corm_failure *error)
{
    fail(error,
        CORM_REFUSED,
        "another runner changed the history before the turn of %s_%s came",
        migration->version,
        migration->slug);
    fail_code(error, "overtaken");
    fail_hint(error, "look at corm-migrate status, then run the command again");
    return CORM_REFUSED;
}

corm_status select_turn(struct arena *arena,
    const struct migration_statuses *statuses,
    const struct migration *migration,
    bool down,
    bool *ret_turn,
    corm_failure *error)
{
    corm_status status = check_history(arena, statuses, down, error);
    if (status != CORM_OK) {
        return status;
    }
    const struct migration_status *first_due = NULL, *last_done = NULL;
    for (size_t i = 0; i < statuses->len; i++) {
        const struct migration_status *each = &statuses->at[i];
        first_due = first_due == NULL && is_due(each) ? each : first_due;
        last_done = is_in_history(each) ? each : last_done;
    }
    const struct migration_status *turn = down ? last_done : first_due;
    const struct migration_status *own = find_status(statuses, migration->version);
    bool done = own == NULL || (down ? !is_in_history(own) : own->state == STATE_APPLIED);
    if (!done && !text_same(turn->version, migration->version)) {
        return overtaken(migration, error);
    }
    *ret_turn = !done;
    return CORM_OK;
}
