#include "migrate/run.h"

#include "base/interrupt.h"
#include "migrate/engine.h"
#include "migrate/select.h"
#include "migrate/step.h"

#include <string.h>
#include <time.h>

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + (double)(now.tv_nsec - start->tv_nsec) / 1e9;
}

/* What is to be done, as far as can be told before the lock is held. */
static corm_status choose(const struct gate *gate,
    const struct folder *folder,
    const struct run_options *options,
    bool down,
    struct migrations *ret_migrations,
    corm_failure *error)
{
    struct applied_list applied;
    corm_status status = history_read(gate->db, gate->arena, &applied, error);
    if (status == CORM_OK) {
        struct migration_statuses statuses = migration_compare(gate->arena, folder, &applied);
        status = (down ? select_down : select_up)(gate->arena, folder, &statuses, options, ret_migrations, error);
    }
    return status == CORM_OK ? engine_check(gate->db, gate->arena, folder, ret_migrations, error) : status;
}

static corm_status prepare_all(struct step *steps, size_t len, corm_failure *error)
{
    for (size_t i = 0; i < len; i++) {
        corm_status status = step_prepare(&steps[i], error);
        if (status == CORM_OK) {
            status = gate_check(&steps[i].gate, steps[i].migration, steps[i].down, error);
        }
        if (status != CORM_OK) {
            return status;
        }
    }
    return CORM_OK;
}

static corm_status stop_before(const struct step *step, corm_failure *error)
{
    corm_status status = interrupt_fail(
        error, arena_printf(step->gate.arena, "before %s_%s", step->migration->version, step->migration->slug));
    memcpy(error->database, "before", sizeof "before");
    return status;
}

static corm_status run_all(struct step *steps, size_t len, struct ran_list *ran, corm_failure *error)
{
    for (size_t i = 0; i < len; i++) {
        struct step *step = &steps[i];
        struct timespec start;
        (void)clock_gettime(CLOCK_MONOTONIC, &start);
        bool done = true;
        corm_status status = interrupted()            ? stop_before(step, error)
                             : step->options->dry_run ? CORM_OK
                                                      : step_run(step, &done, error);
        if (status != CORM_OK) {
            return status;
        }
        if (done) {
            *PUSH(step->gate.arena, ran) = (struct ran){
                .migration = step->migration,
                .down = step->down,
                .statements = (unsigned)step->script.pieces.len,
                .seconds = step->options->dry_run ? 0 : seconds_since(&start),
            };
        }
    }
    return CORM_OK;
}

/* Under the lock, where one outlives a transaction: a statement without one is no time for another runner to start. */
static corm_status run_alone(struct db *db,
    const struct run_options *options,
    struct step *steps,
    size_t len,
    struct ran_list *ran,
    corm_failure *error)
{
    bool locks = db->driver->lock != NULL && !options->dry_run && len != 0;
    corm_status status = locks ? db->driver->lock(db, options->lock_wait_ms, error) : CORM_OK;
    if (status != CORM_OK) {
        memcpy(error->database, "before", sizeof "before");
        return status;
    }
    status = run_all(steps, len, ran, error);
    if (locks) {
        db->driver->unlock(db);
    }
    return status;
}

static corm_status run(const struct gate *gate,
    const struct folder *folder,
    const struct run_options *options,
    bool down,
    struct ran_list *ret_ran,
    corm_failure *error)
{
    struct migrations migrations = {0};
    *ret_ran = (struct ran_list){0};
    corm_status status = choose(gate, folder, options, down, &migrations, error);
    if (status != CORM_OK) {
        return status;
    }
    struct step *steps = arena_alloc(gate->arena, migrations.len + 1, sizeof *steps, _Alignof(struct step));
    for (size_t i = 0; i < migrations.len; i++) {
        steps[i] = (struct step){
            .gate = *gate, .folder = folder, .options = options, .migration = migrations.at[i], .down = down};
    }
    status = prepare_all(steps, migrations.len, error);
    if (status == CORM_OK) {
        interrupt_hold();
        status = run_alone(gate->db, options, steps, migrations.len, ret_ran, error);
        interrupt_release();
    }
    return status;
}

corm_status run_up(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct ran_list *ret_ran,
    corm_failure *error)
{
    struct gate gate = {.db = db, .arena = arena, .allow = &options->allow};
    return run(&gate, folder, options, false, ret_ran, error);
}

corm_status run_down(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct ran_list *ret_ran,
    corm_failure *error)
{
    struct gate gate = {.db = db, .arena = arena, .allow = &options->allow};
    return run(&gate, folder, options, true, ret_ran, error);
}

corm_status run_down_destroys(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct destroyed_list *ret_destroyed,
    corm_failure *error)
{
    struct gate gate = {.db = db, .arena = arena, .allow = &options->allow};
    struct destroyed_list destroyed = {0};
    struct migrations migrations = {0};
    corm_status status = choose(&gate, folder, options, true, &migrations, error);
    if (status != CORM_OK) {
        return status;
    }
    struct schema *schema = NULL;
    corm_failure ignored;
    (void)!db_introspect(db, arena, &schema, &ignored);
    for (size_t i = 0; i < migrations.len; i++) {
        gate_count(&gate, schema, migrations.at[i], true, &destroyed);
    }
    *ret_destroyed = destroyed;
    return CORM_OK;
}
