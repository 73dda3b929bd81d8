#include "migrate/prove.h"

#include "base/buf.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "migrate/engine.h"
#include "migrate/run.h"
#include "sql/sql.h"

#include <string.h>

static const char *print_plan(struct arena *arena, const struct plan *plan)
{
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < plan->statements.len; i++) {
        buf_printf(&out, "%s\n;\n", plan->statements.at[i].sql);
    }
    return buf_text(&out);
}

/* In SQLite's words and in those of its driver: something unmanaged mentions what the migration takes away. */
static bool is_in_the_way(const char *message)
{
    return strstr(message, "would no longer work") != NULL || strstr(message, "error in view ") != NULL ||
           strstr(message, "error in trigger ") != NULL;
}

/* PostgreSQL: a type, collation, operator class, function or schema that the model names. */
static bool is_missing(const char *sqlstate)
{
    return strcmp(sqlstate, "42704") == 0 || strcmp(sqlstate, "42883") == 0 || strcmp(sqlstate, "3F000") == 0;
}

/* What to do about it: what the engine advises where it had no means, not where the statements were wrong. */
static const char *advice_for(const corm_failure *said)
{
    return engine_blames_world(said) || strcmp(said->sqlstate, "22P05") == 0 ? said->hint
           : is_missing(said->sqlstate)
               ? "correct the name in the model, or CREATE EXTENSION what brings it to the database"
           : is_in_the_way(said->message)
               ? "a view or trigger of the database stands in the way: change or drop it first"
               : "the model asks for what this server refuses, or else it is a mistake of corm-migrate";
}

static corm_status proof_failed(const char *what, corm_failure *error)
{
    corm_failure said = *error;
    if (strcmp(said.code, "interrupted") == 0) {
        (void)interrupt_fail(error, "in the proof on a scratch database, which is dropped: nothing was written");
        return CORM_DATABASE;
    }
    fail(error, CORM_DATABASE, "the proof on a scratch database failed: %s%s", what, said.message);
    fail_code(error, "proof-failed");
    memcpy(error->sqlstate, said.sqlstate, sizeof error->sqlstate);
    memcpy(error->file, said.file, sizeof error->file);
    error->line = said.line;
    error->column = said.column;
    const char *advice = advice_for(&said);
    fail_hint(error, "nothing was written%s%s", *advice == '\0' ? "" : "; ", advice);
    return error->status;
}

static const char *other_sql(struct arena *arena, const struct other_object *other)
{
    return text_same(other->kind, "extension")
               ? arena_printf(arena, "CREATE EXTENSION IF NOT EXISTS %s", sql_name(arena, other->name))
               : other->sql;
}

/* Views, triggers and other things that are carried along; what this engine's build cannot make is left out, and what
 * stands on something that comes later is tried again. */
static void add_others(struct db *db, const struct other_objects *others, struct arena *arena)
{
    bool *there = arena_alloc(arena, others->len + 1, sizeof *there, _Alignof(bool));
    for (size_t round = 0, added = 1; added != 0 && round <= others->len; round++) {
        added = 0;
        for (size_t i = 0; i < others->len; i++) {
            const char *sql = other_sql(arena, others->at[i]);
            corm_failure ignored;
            if (!there[i] && sql != NULL && db_run(db, sql, &ignored) == CORM_OK) {
                there[i] = true;
                added++;
            }
        }
    }
}

static const struct schema *schema_before(const struct proof *proof)
{
    return proof->steps.at[0].from;
}

static corm_status make_schema(const struct proof *proof, struct db *db, corm_failure *error)
{
    const struct schema *from = schema_before(proof);
    struct schema empty = {.engine = from->engine};
    const struct diff *diff = diff_schemas(proof->arena, &empty, from);
    const struct plan *plan = plan_diff(proof->arena, diff, proof->options);
    const char *text = print_plan(proof->arena, plan);
    if (db->driver->scratch_of != NULL) {
        add_others(db, &from->others, proof->arena); /* extensions, before their types are used */
    }
    const struct scratch_text before = {.path = "the schema before",
        .text = text,
        .rebuilds = &plan->rebuilds,
        .keys_off = plan->keys_off,
        .in_batches = true};
    corm_status status = run_text(db, proof->arena, &before, error);
    if (status != CORM_OK) {
        error->file[0] = '\0';
        error->line = error->column = 0;
        return proof_failed("the schema before the migration cannot be built: ", error);
    }
    add_others(db, &from->others, proof->arena);
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

/* Whether a database that holds `found` is what it should be. */
static corm_status compare(struct arena *arena,
    const struct schema *found,
    const struct schema *expected,
    const char *after,
    corm_failure *error)
{
    const struct diff *diff = diff_schemas(arena, schema_settled(arena, found), schema_settled(arena, expected));
    if (diff_is_empty(diff)) {
        return CORM_OK;
    }
    struct strings names = {0};
    for (size_t i = 0; i < diff->tables.len; i++) {
        name_changes(arena, &diff->tables.at[i], &names);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        const struct enum_type *type = diff->enums.at[i].to != NULL ? diff->enums.at[i].to : diff->enums.at[i].from;
        *PUSH(arena, &names) = arena_printf(arena, "enum %s", type->name);
    }
    fail(error, CORM_DATABASE, "after %s: %s", after, strings_join(arena, &names, "; "));
    return proof_failed("the schema is not what it should be ", error);
}

static corm_status check_schema(struct db *db, const struct schema *expected, const char *after, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct schema *found;
    corm_status status = db_introspect(db, arena, &found, error);
    if (status == CORM_OK) {
        status = compare(arena, found, expected, after, error);
    }
    arena_free(arena);
    return status;
}

/* The names of the tables of either side that differ, as tables that have nothing else. */
static struct tables changed_names(struct arena *arena, const struct diff *diff)
{
    struct tables names = {0};
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table *sides[] = {diff->tables.at[i].from, diff->tables.at[i].to};
        for (size_t k = 0; k < 2; k++) {
            if (sides[k] != NULL) {
                struct table *name = NEW(arena, struct table);
                *name = (struct table){.schema = sides[k]->schema, .name = sides[k]->name};
                *PUSH(arena, &names) = name;
            }
        }
    }
    return names;
}

/* The tables of the schema that are called like these, and its enums. */
static struct schema *named_part(struct arena *arena, const struct schema *schema, const struct tables *names)
{
    struct schema *part = NEW(arena, struct schema);
    struct map named = {0};
    for (size_t i = 0; i < names->len; i++) {
        map_set(arena, &named, table_label(arena, names->at[i]), part);
    }
    *part = *schema;
    part->schemas = (struct strings){0};
    part->tables = (struct tables){0};
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (map_get(&named, table_label(arena, schema->tables.at[i])) != NULL) {
            *PUSH(arena, &part->tables) = schema->tables.at[i];
        }
    }
    return part;
}

/* What the step changes. */
static corm_status check_step(
    const struct proof_step *step, struct db *db, bool down, const char *after, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct schema *found;
    const struct schema *expected = down ? step->diff->from : step->diff->to;
    struct tables names = changed_names(arena, step->diff);
    corm_status status = db_introspect_tables(db, arena, &names, &found, error);
    if (status == CORM_OK) {
        status = compare(arena, named_part(arena, found, &names), named_part(arena, expected, &names), after, error);
    }
    arena_free(arena);
    return status;
}

static corm_status run_half(
    const struct proof *proof, size_t step, struct db *db, bool down, const char *what, corm_failure *error)
{
    const struct proof_step *one = &proof->steps.at[step];
    const struct plan *plan = down ? one->down : one->up;
    const struct scratch_text text = {.path = down ? one->down_path : one->up_path,
        .text = down ? one->text.down : one->text.up,
        .rebuilds = &plan->rebuilds,
        .keys_off = plan->keys_off,
        .apart = !plan->transaction};
    struct arena *arena = arena_new();
    corm_status status = run_text(db, arena, &text, error);
    arena_free(arena);
    return status == CORM_OK ? status : proof_failed(what, error);
}

static corm_status run_ups(const struct proof *proof, struct db *db, const char *after, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < proof->steps.len; i++) {
        const struct proof_step *step = &proof->steps.at[i];
        status = run_half(proof, i, db, false, "up: ", error);
        if (status == CORM_OK) {
            status = i + 1 == proof->steps.len ? check_schema(db, step->to, after, error)
                                               : check_step(step, db, false, after, error);
        }
    }
    return status;
}

static corm_status run_downs(const struct proof *proof, struct db *db, corm_failure *error)
{
    corm_status status = CORM_OK;
    for (size_t i = proof->steps.len; status == CORM_OK && i-- > 0;) {
        const struct proof_step *step = &proof->steps.at[i];
        status = run_half(proof, i, db, true, "down: ", error);
        if (status == CORM_OK) {
            status = i == 0 ? check_schema(db, step->from, "down", error) : check_step(step, db, true, "down", error);
        }
    }
    return status;
}

static corm_status round_trip(const struct proof *proof, struct db *db, corm_failure *error)
{
    corm_status status = run_ups(proof, db, "up", error);
    if (status == CORM_OK) {
        status = run_downs(proof, db, error);
    }
    return status == CORM_OK ? run_ups(proof, db, "up again", error) : status;
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

static bool any_may_fail(const struct proof *proof, bool down)
{
    bool any = false;
    for (size_t i = 0; i < proof->steps.len; i++) {
        any = any || may_fail_on_rows(down ? proof->steps.at[i].down : proof->steps.at[i].up);
    }
    return any;
}

/* On the database as it was before, where that takes the rows. */
static corm_status trip_with_rows(const struct proof *proof, struct db *db, corm_failure *error)
{
    const struct strings none = {0};
    const struct scratch_text rows = {.path = "rows",
        .text = prove_rows(proof->arena, schema_before(proof)),
        .rebuilds = &none,
        .keys_off = true,
        .in_batches = true};
    corm_status status = run_text(db, proof->arena, &rows, error);
    if (status != CORM_OK) {
        return engine_blames_world(error) ? proof_failed("rows: ", error) : CORM_OK;
    }
    for (size_t i = 0; status == CORM_OK && i < proof->steps.len; i++) {
        status = run_half(proof, i, db, false, "up, with rows in the tables: ", error);
    }
    for (size_t i = proof->steps.len; status == CORM_OK && i-- > 0 && !any_may_fail(proof, true);) {
        status = run_half(proof, i, db, true, "down, with rows in the tables: ", error);
    }
    return status;
}

/* Whether what the scratch database lacks is there in the real one: a function or sequence that no schema holds. */
static bool stands_on_others(const struct proof *proof, const corm_failure *error)
{
    const struct other_objects *others = &schema_before(proof)->others;
    bool missing = is_missing(error->sqlstate) || strcmp(error->sqlstate, "42P01") == 0;
    for (size_t i = 0; missing && i < others->len; i++) {
        const char *name = arena_strndup(proof->arena, others->at[i]->name, strcspn(others->at[i]->name, "("));
        if (text_has_word(error->message, name)) {
            return true;
        }
    }
    return false;
}

static corm_status try_on(const struct proof *proof, struct db *db, const char **ret_unproven, corm_failure *error)
{
    corm_status status = make_schema(proof, db, error);
    if (status != CORM_OK && schema_before(proof)->others.len != 0 && !engine_blames_world(error)) {
        *ret_unproven = arena_strdup(proof->arena, error->message); /* it stands on what the model does not hold */
        return CORM_OK;
    }
    if (status == CORM_OK) {
        status = round_trip(proof, db, error);
    }
    if (status != CORM_OK && stands_on_others(proof, error)) {
        *ret_unproven = arena_strdup(proof->arena, error->message);
        return CORM_OK;
    }
    if (status == CORM_OK && schema_before(proof)->tables.len != 0 && !any_may_fail(proof, false)) {
        status = run_downs(proof, db, error);
        status = status == CORM_OK ? trip_with_rows(proof, db, error) : status;
    }
    return status;
}

corm_status prove(const struct proof *proof, const char **ret_unproven, corm_failure *error)
{
    struct db *db;
    const char *unproven = NULL;
    corm_failure why;
    corm_status status = run_scratch(proof->beside, schema_before(proof)->engine, &db, &why);
    if (status != CORM_OK && text_same(why.code, "no-scratch")) {
        unproven = proof->beside == NULL ? "no server at hand" : arena_strdup(proof->arena, why.message);
        status = CORM_OK;
    } else if (status != CORM_OK) {
        *error = why;
    } else {
        status = try_on(proof, db, &unproven, error);
        db_close(db);
    }
    if (status == CORM_OK) {
        *ret_unproven = unproven;
    }
    return status;
}
