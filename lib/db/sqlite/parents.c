/* What a DROP TABLE does to the tables that refer to the dropped one: with foreign keys on SQLite deletes its rows
 * first, by the rules of ON DELETE, and a child that is left refers to nothing and takes no more rows. */
#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

static const char with_missing_parent[] =
    "SELECT DISTINCT s.name, f.\"table\" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f"
    " WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE%' AND lower(f.\"table\") NOT IN"
    " (SELECT lower(name) FROM main.sqlite_schema WHERE type = 'table') ORDER BY 1, 2";

/* foreign_key_list has a row for each column of a key; the first one tells of the key. */
static const char referring[] =
    "SELECT f.\"table\", s.name, f.\"from\", f.on_delete FROM main.sqlite_schema AS s,"
    " pragma_foreign_key_list(s.name, 'main') AS f WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
    " AND s.name <> f.\"table\" COLLATE NOCASE AND f.seq = 0"
    " AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT') ORDER BY 2, 3";

static bool was_there(const struct rebuild *rebuild, const char *table)
{
    for (size_t i = 0; i < rebuild->definitions.len; i++) {
        if (text_same_nocase(rebuild->definitions.at[i].at[0], table)) {
            return true;
        }
    }
    return false;
}

corm_status parents_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct text_rows rows = {0};
    corm_status status = memory_query(db, rebuild->arena, with_missing_parent, NULL, &rows, error);

    for (size_t i = 0; status == CORM_OK && i < rows.len; i++) {
        const struct text_row *row = &rows.at[i];
        if (was_there(rebuild, row->at[1])) {
            status = memory_refuse(
                error, "%s would refer to %s, which would be gone, and take no more rows", row->at[0], row->at[1]);
            fail_hint(error, "drop %s, or rebuild it without that foreign key, before", row->at[0]);
        }
    }
    return status;
}

static const char *what_happens(const char *on_delete)
{
    return text_same_nocase(on_delete, "CASCADE") ? "delete" : "clear the key of";
}

/* The keys of other tables by the table that they name: read once, and again when tables were made or altered. */
static corm_status know_referrers(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct text_rows rows = {0};
    corm_status status =
        rebuild->referrers_known ? CORM_OK : memory_query(db, rebuild->arena, referring, NULL, &rows, error);

    if (status != CORM_OK || rebuild->referrers_known) {
        return status;
    }
    rebuild->referrers = (struct map){0};
    for (size_t i = 0; i < rows.len; i++) {
        const char *parent = text_lower(rebuild->arena, rows.at[i].at[0]);
        struct text_rows *keys = map_get(&rebuild->referrers, parent);
        if (keys == NULL) {
            keys = NEW(rebuild->arena, struct text_rows);
            map_set(rebuild->arena, &rebuild->referrers, parent, keys);
        }
        *PUSH(rebuild->arena, keys) = rows.at[i];
    }
    rebuild->referrers_known = true;
    return CORM_OK;
}

/* `key`: a row of `referring`. */
static corm_status check_referrer(
    struct sqlite_db *db, struct arena *arena, const char *table, const struct text_row *key, corm_failure *error)
{
    const char *child = key->at[1], *column = sql_name(arena, key->at[2]), *on_delete = key->at[3];
    int64_t some = 0;

    if (!memory_has_table(db, child)) { /* dropped before it */
        return CORM_OK;
    }
    corm_status status = db_query_int(&db->base,
        arena_printf(
            arena, "SELECT EXISTS (SELECT 1 FROM main.%s WHERE %s IS NOT NULL)", sql_name(arena, child), column),
        &some,
        error);
    if (status == CORM_OK && some != 0) {
        status = memory_refuse(error,
            "dropping %s would %s rows of %s, which refers to it (ON DELETE %s)",
            table,
            what_happens(on_delete),
            child,
            on_delete);
        fail_hint(error, "drop %s, or rebuild it without that foreign key, before", child);
    }
    return status;
}

corm_status parents_check_drop(struct sqlite_db *db, struct rebuild *rebuild, const char *table, corm_failure *error)
{
    corm_status status = know_referrers(db, rebuild, error);
    const struct text_rows *keys =
        status == CORM_OK ? map_get(&rebuild->referrers, text_lower(rebuild->arena, table)) : NULL;

    for (size_t i = 0; status == CORM_OK && keys != NULL && i < keys->len; i++) {
        status = check_referrer(db, rebuild->arena, table, &keys->at[i], error);
    }
    return status;
}
