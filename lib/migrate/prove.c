#include "migrate/prove.h"

#include "base/buf.h"
#include "migrate/run.h"

#include <string.h>

static const char *print_plan(struct arena *arena, const struct plan *plan)
{
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_printf(&out, "%s\n;\n", plan->statements.at[i].sql);
    }
    return buf_text(&out);
}

static corm_status proof_failed(const char *what, corm_failure *error)
{
    corm_failure said = *error;
    fail(error, CORM_DATABASE, "the proof on a scratch database failed: %s%s", what, said.message);
    fail_code(error, "proof-failed");
    memcpy(error->sqlstate, said.sqlstate, sizeof error->sqlstate);
    memcpy(error->file, said.file, sizeof error->file);
    error->line = said.line;
    error->column = said.column;
    fail_hint(error, "nothing was written; this is a mistake of corm-migrate unless the model's own SQL is at fault");
    return CORM_DATABASE;
}

/* Views, triggers and other things that are carried along; what this engine's build cannot make is left out, and what
 * stands on something that comes later is tried again. */
static void add_others(struct db *db, const struct other_objects *others, struct arena *arena)
{
    bool *there = arena_alloc(arena, others->len + 1, sizeof *there, _Alignof(bool));
    for (size_t round = 0, added = 1; added != 0 && round <= others->len; round++) {
        added = 0;
        for (size_t i = 0; i < others->len; i++) {
            corm_failure ignored;
            if (!there[i] && others->at[i]->sql != NULL && db_run(db, others->at[i]->sql, &ignored) == CORM_OK) {
                there[i] = true;
                added++;
            }
        }
    }
}

static corm_status make_schema(const struct proof *proof, struct db *db, corm_failure *error)
{
    struct schema empty = {.engine = proof->from->engine};
    const struct diff *diff = diff_schemas(proof->arena, &empty, proof->from);
    const struct plan *plan = plan_diff(proof->arena, diff, proof->options);
    const char *text = print_plan(proof->arena, plan);
    corm_status status = run_text(db, proof->arena, "the schema before", text, &plan->rebuilds, plan->keys_off, error);
    if (status != CORM_OK) {
        error->file[0] = '\0';
        error->line = error->column = 0;
        return proof_failed("the schema before the migration cannot be built: ", error);
    }
    add_others(db, &proof->from->others, proof->arena);
    return CORM_OK;
}

static void name_changes(struct arena *arena, const struct table_diff *table, struct strings *names)
{
    const char *name = (table->to != NULL ? table->to : table->from)->name;
    if (table->from == NULL || table->to == NULL || table->facets != 0) {
        const char *how = table->from == NULL ? " is not there"
                          : table->to == NULL ? " is left over"
                                              : arena_printf(arena, " (%s)", facet_names(arena, table->facets));
        *PUSH(arena, names) = arena_printf(arena, "table %s%s", name, how);
    }
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        const char *how = change->from.any == NULL ? "is not there"
                          : change->to.any == NULL ? "is left over"
                                                   : facet_names(arena, change->facets);
        *PUSH(arena, names) = arena_printf(arena, "%s: a %s: %s", name, part_names[change->part], how);
    }
}

static corm_status check_schema(
    const struct proof *proof, struct db *db, const struct schema *expected, const char *after, corm_failure *error)
{
    struct schema *found;
    corm_status status = db_introspect(db, proof->arena, &found, error);
    if (status != CORM_OK) {
        return status;
    }
    const struct diff *diff = diff_schemas(proof->arena, found, expected);
    if (diff_is_empty(diff)) {
        return CORM_OK;
    }
    struct strings names = {0};
    for (size_t i = 0; i < diff->tables.len; i++) {
        name_changes(proof->arena, &diff->tables.at[i], &names);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        const struct enum_type *type = diff->enums.at[i].to != NULL ? diff->enums.at[i].to : diff->enums.at[i].from;
        *PUSH(proof->arena, &names) = arena_printf(proof->arena, "enum %s", type->name);
    }
    fail(error, CORM_DATABASE, "after %s: %s", after, strings_join(proof->arena, &names, "; "));
    return proof_failed("the schema is not what it should be ", error);
}

static corm_status run_half(const struct proof *proof, struct db *db, bool down, const char *what, corm_failure *error)
{
    const struct plan *plan = down ? proof->down : proof->up;
    corm_status status = run_text(db,
        proof->arena,
        down ? proof->down_path : proof->up_path,
        down ? proof->text.down : proof->text.up,
        &plan->rebuilds,
        plan->keys_off,
        error);
    return status == CORM_OK ? status : proof_failed(what, error);
}

static corm_status round_trip(const struct proof *proof, struct db *db, corm_failure *error)
{
    corm_status status = make_schema(proof, db, error);
    if (status == CORM_OK) {
        status = run_half(proof, db, false, "up: ", error);
    }
    if (status == CORM_OK) {
        status = check_schema(proof, db, proof->to, "up", error);
    }
    if (status == CORM_OK) {
        status = run_half(proof, db, true, "down: ", error);
    }
    if (status == CORM_OK) {
        status = check_schema(proof, db, proof->from, "down", error);
    }
    if (status == CORM_OK) {
        status = run_half(proof, db, false, "up: ", error);
    }
    return status == CORM_OK ? check_schema(proof, db, proof->to, "up again", error) : status;
}

/* Dropping always works; converting and constraining may not, and the plan has said so. */
static bool may_fail_on_rows(const struct plan *plan)
{
    for (size_t i = 0; i < plan->hazards.len; i++) {
        enum hazard hazard = plan->hazards.at[i].hazard;
        if (!hazard_info(hazard)->destroys || hazard == HAZARD_DS103) {
            return true;
        }
    }
    return false;
}

static corm_status trip_with_rows(const struct proof *proof, struct db *db, corm_failure *error)
{
    const struct strings none = {0};
    corm_failure ignored;
    corm_status status = make_schema(proof, db, error);
    if (status != CORM_OK) {
        return status;
    }
    const char *rows = prove_rows(proof->arena, proof->from);
    if (run_text(db, proof->arena, "rows", rows, &none, true, &ignored) != CORM_OK) {
        return CORM_OK;
    }
    status = run_half(proof, db, false, "up, with rows in the tables: ", error);
    if (status == CORM_OK && !may_fail_on_rows(proof->down)) {
        status = run_half(proof, db, true, "down, with rows in the tables: ", error);
    }
    return status;
}

typedef corm_status trip_fn(const struct proof *proof, struct db *db, corm_failure *error);

static corm_status on_scratch(const struct proof *proof, trip_fn *trip, corm_failure *error)
{
    struct db *db;
    corm_status status = db_scratch(proof->to->engine, &db, error);
    if (status == CORM_OK) {
        status = trip(proof, db, error);
        db_close(db);
    }
    return status;
}

corm_status prove(const struct proof *proof, corm_failure *error)
{
    corm_status status = on_scratch(proof, round_trip, error);
    if (status == CORM_OK && proof->from->tables.len != 0 && !may_fail_on_rows(proof->up)) {
        status = on_scratch(proof, trip_with_rows, error);
    }
    return status;
}
