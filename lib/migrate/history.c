#include "migrate/history.h"

#include "migrate/engine.h"
#include "migrate/version.h"

#include <string.h>
#include <time.h>

struct rows {
    struct arena *arena;
    struct applied_list *list;
};

static const char *copy_text(struct arena *arena, const struct value *value)
{
    return value->kind == VALUE_TEXT ? arena_strndup(arena, value->text, value->len) : NULL;
}

/* The table is input like any other: anybody may have written to it. */
static corm_status read_row(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    const struct rows *rows = payload;
    struct applied row = {
        .version = copy_text(rows->arena, &values[0]),
        .name = copy_text(rows->arena, &values[1]),
        .checksum = copy_text(rows->arena, &values[2]),
        .parent = copy_text(rows->arena, &values[3]),
        .applied_at = copy_text(rows->arena, &values[4]),
        .statements_done = values[5].integer,
        .statements_total = values[6].integer,
        .statement = copy_text(rows->arena, &values[7]),
        .error = copy_text(rows->arena, &values[8]),
    };
    (void)len;
    if (row.version == NULL || !version_has_form(row.version, strlen(row.version)) || row.name == NULL ||
        row.checksum == NULL) {
        fail(error, CORM_REFUSED, "the table corm_migrations holds a row that corm-migrate did not write");
        fail_code(error, "bad-history");
        fail_hint(error, "look at the table's columns version, name and checksum and remove what does not belong");
        return CORM_REFUSED;
    }
    *PUSH(rows->arena, rows->list) = row;
    return CORM_OK;
}

corm_status history_read(struct db *db, struct arena *arena, struct applied_list *ret_applied, corm_failure *error)
{
    bool there = false;
    struct applied_list list = {0};
    struct rows rows = {.arena = arena, .list = &list};
    corm_status status = db_has_table(db, "corm_migrations", &there, error);
    if (status == CORM_OK && there) {
        status = db_query(db,
            "SELECT version, name, checksum, parent, applied_at, statements_done, statements_total, failed_statement,"
            " error FROM corm_migrations ORDER BY version",
            NULL,
            0,
            read_row,
            &rows,
            error);
    }
    if (status == CORM_OK) {
        *ret_applied = list;
    }
    return status;
}

corm_status history_create(struct db *db, corm_failure *error)
{
    bool there = false;
    corm_status status =
        db_has_table(db, "corm_migrations", &there, error); /* IF NOT EXISTS wants the right to make it */
    if (status != CORM_OK || there) {
        return status;
    }
    status = db_run(db,
        "CREATE TABLE corm_migrations (\n"
        "    version TEXT NOT NULL PRIMARY KEY,\n"
        "    name TEXT NOT NULL,\n"
        "    checksum TEXT NOT NULL,\n"
        "    parent TEXT,\n"
        "    statements_done BIGINT NOT NULL,\n"
        "    statements_total BIGINT NOT NULL,\n"
        "    applied_at TEXT NOT NULL,\n"
        "    duration_ms BIGINT NOT NULL,\n"
        "    tool_version TEXT NOT NULL,\n"
        "    failed_statement TEXT,\n"
        "    error TEXT\n"
        ")",
        error);
    /* nothing of a migration has been done yet: that is said by saying what was */
    return status == CORM_OK
               ? CORM_OK
               : fail_first(error, "cannot make the table corm_migrations, which tells what is applied: ");
}

corm_status history_delete(struct db *db, const char *version, corm_failure *error)
{
    struct value params[] = {value_text(version)};
    return db_query(db, "DELETE FROM corm_migrations WHERE version = $1", params, 1, NULL, NULL, error);
}

static struct value text_or_null(const char *text)
{
    return text == NULL ? value_null() : value_text(text);
}

corm_status history_write(struct db *db, struct arena *arena, const struct history_row *row, corm_failure *error)
{
    const struct migration *migration = row->migration;
    corm_status status = history_delete(db, migration->version, error);
    if (status != CORM_OK) {
        return status;
    }
    struct value params[] = {
        value_text(migration->version),
        value_text(migration->slug),
        value_text(migration->checksum),
        text_or_null(migration->parent),
        value_int((int64_t)row->done),
        value_int((int64_t)row->total),
        value_text(version_iso(arena, (int64_t)time(NULL))),
        value_int(row->milliseconds),
        value_text(row->tool_version == NULL ? "" : row->tool_version),
        text_or_null(row->failed_statement),
        text_or_null(row->error),
    };
    return db_query(db,
        "INSERT INTO corm_migrations (version, name, checksum, parent, statements_done, statements_total,"
        " applied_at, duration_ms, tool_version, failed_statement, error)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        params,
        sizeof params / sizeof params[0],
        NULL,
        NULL,
        error);
}
