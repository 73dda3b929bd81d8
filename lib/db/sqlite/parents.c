/* What a DROP TABLE does to the tables that refer to the dropped one: with foreign keys on SQLite deletes its rows
 * first, by the rules of ON DELETE, and a child that is left refers to nothing and takes no more rows. */
#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

static const char with_missing_parent[] =
    "SELECT DISTINCT s.name, f.\"table\" FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f"
    " WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE%' AND NOT EXISTS (SELECT 1 FROM"
    " main.sqlite_schema AS p WHERE p.type = 'table' AND p.name = f.\"table\" COLLATE NOCASE) ORDER BY 1, 2";

/* foreign_key_list has a row for each column of a key; the first one tells of the key. */
static const char referring[] =
    "SELECT s.name, f.\"from\", f.on_delete FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main') AS f"
    " WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE%' AND s.name <> ?1 COLLATE NOCASE AND f.seq = 0"
    " AND f.\"table\" = ?1 COLLATE NOCASE AND f.on_delete IN ('CASCADE', 'SET NULL', 'SET DEFAULT') ORDER BY 1, 2";

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

corm_status parents_check_drop(struct sqlite_db *db, struct rebuild *rebuild, const char *table, corm_failure *error)
{
    struct arena *arena = rebuild->arena;
    struct strings param = {0};
    struct text_rows rows = {0};

    *PUSH(arena, &param) = table;
    corm_status status = memory_query(db, arena, referring, &param, &rows, error);
    for (size_t i = 0; status == CORM_OK && i < rows.len; i++) {
        const char *child = rows.at[i].at[0], *on_delete = rows.at[i].at[2];
        const char *column = sql_name(arena, rows.at[i].at[1]);
        int64_t some = 0;
        status = db_query_int(&db->base,
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
    }
    return status;
}
