#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

#include <stdlib.h>
#include <string.h>

/* One number about a table, by a query whose parameter is its name. */
static corm_status ask_number(struct sqlite_db *db,
    struct arena *arena,
    const char *sql,
    const char *name,
    int64_t *ret_number,
    corm_failure *error)
{
    struct text_rows rows = {0};
    struct strings param = {0};

    *PUSH(arena, &param) = name;
    corm_status status = memory_query(db, arena, sql, &param, &rows, error);
    if (status == CORM_OK && rows.len > 0 && rows.at[0].at[0] != NULL) {
        *ret_number = strtoll(rows.at[0].at[0], NULL, 10);
    }
    return status;
}

static corm_status count_rows(
    struct sqlite_db *db, struct arena *arena, const char *table, int64_t *ret_count, corm_failure *error)
{
    return db_query_int(
        &db->base, arena_printf(arena, "SELECT count(*) FROM main.%s", sql_name(arena, table)), ret_count, error);
}

static corm_status remember_columns(
    struct sqlite_db *db, struct arena *arena, struct watched_table *table, corm_failure *error)
{
    struct text_rows rows = {0};
    struct strings param = {0};

    *PUSH(arena, &param) = table->name;
    corm_status status =
        memory_query(db, arena, "SELECT name FROM pragma_table_xinfo(?, 'main')", &param, &rows, error);
    for (size_t i = 0; status == CORM_OK && i < rows.len; i++) {
        PUSH(arena, &table->columns)->name = rows.at[i].at[0];
    }
    return status;
}

static corm_status remember_table(struct sqlite_db *db, struct rebuild *rebuild, const char *name, corm_failure *error)
{
    struct arena *arena = rebuild->arena;

    if (!memory_has_table(db, name)) { /* made by this very migration */
        return CORM_OK;
    }
    struct watched_table *table = NEW(arena, struct watched_table);
    int64_t statistics = 0;
    table->was = table->name = name;
    table->sequence = -1;
    *PUSH(arena, &rebuild->tables) = table;
    corm_status status = remember_columns(db, arena, table, error);
    if (status == CORM_OK) {
        status = count_rows(db, arena, name, &table->rows, error);
    }
    if (status == CORM_OK && memory_has_table(db, "sqlite_sequence")) {
        status = ask_number(db,
            arena,
            "SELECT seq FROM main.sqlite_sequence WHERE name = ? COLLATE NOCASE",
            name,
            &table->sequence,
            error);
    }
    if (status == CORM_OK && memory_has_table(db, "sqlite_stat1")) {
        status = ask_number(
            db, arena, "SELECT count(*) FROM main.sqlite_stat1 WHERE tbl = ? COLLATE NOCASE", name, &statistics, error);
    }
    table->has_statistics = statistics > 0;
    return status;
}

static const char all_definitions[] = "SELECT name, sql FROM main.sqlite_schema WHERE type = 'table' ORDER BY name";

static corm_status keys_must_be_off(struct sqlite_db *db, corm_failure *error)
{
    int64_t keys = 0;
    corm_status status = db_query_int(&db->base, "PRAGMA foreign_keys", &keys, error);

    if (status == CORM_OK && keys != 0) {
        return memory_refuse(error, "foreign keys are on: a rebuild would delete the rows that refer to the table");
    }
    return status;
}

static corm_status rebuild_before(struct db *base,
    struct arena *arena,
    const struct strings *tables,
    bool allow_lossy,
    void **ret_memory,
    corm_failure *error)
{
    struct sqlite_db *db = sqlite_of(base);
    struct rebuild *rebuild = NEW(arena, struct rebuild);

    rebuild->arena = arena;
    rebuild->allow_lossy = allow_lossy;
    rebuild->keys_on = tables == NULL;
    corm_status status = rebuild->keys_on ? CORM_OK : keys_must_be_off(db, error);
    for (size_t i = 0; status == CORM_OK && tables != NULL && i < tables->len; i++) {
        status = remember_table(db, rebuild, tables->at[i], error);
    }
    if (status == CORM_OK) {
        status = memory_query(db, arena, all_definitions, NULL, &rebuild->definitions, error);
    }
    if (status == CORM_OK && !rebuild->keys_on) {
        status = keys_remember(db, rebuild, error);
    }
    if (status == CORM_OK) {
        status = probes_remember(db, rebuild, error);
    }
    if (status == CORM_OK) {
        db->rebuild = rebuild;
        *ret_memory = rebuild;
    }
    return status;
}

/* Ids that were given out once are not given out again. */
static corm_status restore_sequence(struct sqlite_db *db, const struct watched_table *table, corm_failure *error)
{
    struct value params[] = {value_text(table->name), value_int(table->sequence)};
    int autoincrement = 0;

    for (size_t i = 0; i < table->columns.len && autoincrement == 0; i++) {
        const char *name = table->columns.at[i].name;
        if (name != NULL) {
            (void)sqlite3_table_column_metadata(
                db->handle, "main", table->name, name, NULL, NULL, NULL, NULL, &autoincrement);
        }
    }
    if (table->sequence < 0 || autoincrement == 0) {
        return CORM_OK;
    }
    corm_status status = db_query(&db->base,
        "INSERT INTO main.sqlite_sequence (name, seq) SELECT ?1, ?2 WHERE NOT EXISTS"
        " (SELECT 1 FROM main.sqlite_sequence WHERE name = ?1)",
        params,
        2,
        NULL,
        NULL,
        error);
    if (status != CORM_OK) {
        return status;
    }
    return db_query(
        &db->base, "UPDATE main.sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1", params, 2, NULL, NULL, error);
}

/* For a rebuild whose copy was not recognised: at least no row may be missing. */
static corm_status check_rows(
    struct sqlite_db *db, struct arena *arena, const struct watched_table *table, corm_failure *error)
{
    int64_t rows = 0;
    corm_status status = table->copied ? CORM_OK : count_rows(db, arena, table->name, &rows, error);

    if (status != CORM_OK || table->copied || rows == table->rows) {
        return status;
    }
    status = memory_refuse(error,
        "%s had %lld rows before its rebuild and would have %lld",
        table->was,
        (long long)table->rows,
        (long long)rows);
    fail_hint(error,
        "copy with one statement, INSERT INTO new (..) SELECT .. FROM \"%s\", and delete rows in another",
        table->was);
    return status;
}

static corm_status finish_table(
    struct sqlite_db *db, struct arena *arena, const struct watched_table *table, corm_failure *error)
{
    if (!memory_has_table(db, table->name)) { /* dropped for good: that is the migration's own doing */
        return CORM_OK;
    }
    corm_status status = check_rows(db, arena, table, error);
    if (status == CORM_OK) {
        status = objects_put_back(db, arena, table, error);
    }
    if (status == CORM_OK) {
        status = restore_sequence(db, table, error);
    }
    if (status == CORM_OK && table->has_statistics && table->saved.len + table->copied > 0) {
        status = db_run(&db->base, arena_printf(arena, "ANALYZE main.%s", sql_name(arena, table->name)), error);
    }
    return status;
}

static bool is_watched(const struct rebuild *rebuild, const char *name)
{
    for (size_t i = 0; i < rebuild->tables.len; i++) {
        if (text_same_nocase(rebuild->tables.at[i]->was, name)) {
            return true;
        }
    }
    return strings_have(&rebuild->altered, text_lower(rebuild->arena, name));
}

/* A rebuild changes nobody else's definition: a RENAME at the wrong moment would turn children to the wrong parent. */
static corm_status check_definitions(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct text_rows now = {0};
    struct map before = {0};
    corm_status status = memory_query(db, rebuild->arena, all_definitions, NULL, &now, error);

    for (size_t i = 0; i < rebuild->definitions.len; i++) {
        map_set(rebuild->arena, &before, rebuild->definitions.at[i].at[0], &rebuild->definitions.at[i]);
    }
    for (size_t i = 0; status == CORM_OK && !rebuild->renamed && i < now.len; i++) {
        const char *name = now.at[i].at[0];
        const struct text_row *was = map_get(&before, name);
        if (was != NULL && !is_watched(rebuild, name) && !text_same(was->at[1], now.at[i].at[1])) {
            status =
                memory_refuse(error, "the rebuild would change the definition of %s, which is not part of it", name);
            fail_hint(error, "rename the new table under PRAGMA legacy_alter_table = ON, after the old one is dropped");
        }
    }
    return status;
}

static corm_status rebuild_after(struct db *base, struct arena *arena, void *memory, corm_failure *error)
{
    struct sqlite_db *db = sqlite_of(base);
    struct rebuild *rebuild = memory;
    corm_status status = CORM_OK;

    db->rebuild = NULL;
    for (size_t i = 0; status == CORM_OK && i < rebuild->tables.len; i++) {
        status = finish_table(db, arena, rebuild->tables.at[i], error);
    }
    if (status == CORM_OK && !rebuild->keys_on) {
        status = check_definitions(db, rebuild, error);
    }
    if (status == CORM_OK) {
        status = probes_check(db, rebuild, error);
    }
    if (status == CORM_OK && !rebuild->keys_on) {
        status = keys_check(db, rebuild, error);
    }
    return status == CORM_OK ? parents_check(db, rebuild, error) : status;
}

const struct rebuild_hooks sqlite_rebuild_hooks = {.before = rebuild_before, .after = rebuild_after};
