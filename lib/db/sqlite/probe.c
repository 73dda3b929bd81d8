/* Views and triggers are text until they are used: each is prepared before and after, and what worked must still. */
#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

/* One thing to prepare. */
struct probe {
    const char *what; /* "view v" or "trigger on INSERT into t", for people */
    const char *key;  /* the same with the table's name before the migration */
    const char *sql;
};
struct probes LIST_OF(struct probe);

static const char *update_sql(
    struct sqlite_db *db, struct arena *arena, const char *table, const char *target, corm_failure *error)
{
    struct strings param = {0};
    struct text_rows columns = {0};
    struct buf sql = buf_new(arena);

    *PUSH(arena, &param) = table;
    if (memory_query(
            db, arena, "SELECT name FROM pragma_table_xinfo(?, 'main') WHERE hidden = 0", &param, &columns, error) !=
        CORM_OK) {
        return "";
    }
    for (size_t i = 0; i < columns.len; i++) {
        const char *name = sql_name(arena, columns.at[i].at[0]);
        buf_printf(&sql, "%s%s = %s", i == 0 ? "" : ", ", name, name);
    }
    return arena_printf(arena, "UPDATE %s SET %s", target, buf_text(&sql));
}

static const char *name_before(const struct rebuild *rebuild, const char *name)
{
    for (size_t i = 0; i < rebuild->tables.len; i++) {
        if (text_same_nocase(rebuild->tables.at[i]->name, name)) {
            return rebuild->tables.at[i]->was;
        }
    }
    return name;
}

static void add_trigger_probes(
    struct sqlite_db *db, struct rebuild *rebuild, const char *table, struct probes *probes, corm_failure *error)
{
    static const char *const events[] = {"INSERT", "DELETE", "UPDATE"};
    struct arena *arena = rebuild->arena;
    const char *target = arena_printf(arena, "main.%s", sql_name(arena, table));
    const char *sql[] = {arena_printf(arena, "INSERT INTO %s DEFAULT VALUES", target),
        arena_printf(arena, "DELETE FROM %s", target),
        update_sql(db, arena, table, target, error)};

    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        struct probe *probe = PUSH(arena, probes);
        probe->what = arena_printf(arena, "a trigger on %s of %s", events[i], table);
        probe->key = text_lower(arena, arena_printf(arena, "%s %s", events[i], name_before(rebuild, table)));
        probe->sql = sql[i];
    }
}

static corm_status find_probes(
    struct sqlite_db *db, struct rebuild *rebuild, struct probes *ret_probes, corm_failure *error)
{
    struct arena *arena = rebuild->arena;
    struct text_rows rows = {0};
    corm_status status = memory_query(db,
        arena,
        "SELECT DISTINCT type, CASE type WHEN 'view' THEN name ELSE tbl_name END FROM main.sqlite_schema"
        " WHERE type IN ('view', 'trigger') ORDER BY 1, 2",
        NULL,
        &rows,
        error);

    for (size_t i = 0; status == CORM_OK && i < rows.len; i++) {
        const char *name = rows.at[i].at[1];
        if (strcmp(rows.at[i].at[0], "trigger") == 0) {
            add_trigger_probes(db, rebuild, name, ret_probes, error);
            continue;
        }
        struct probe *probe = PUSH(arena, ret_probes);
        probe->what = arena_printf(arena, "view %s", name);
        probe->key = text_lower(arena, probe->what);
        probe->sql = arena_printf(arena, "SELECT * FROM main.%s", sql_name(arena, name));
    }
    return status;
}

/* NULL where it prepares, else why not. */
static const char *trouble_of(struct sqlite_db *db, struct arena *arena, const struct probe *probe)
{
    sqlite3_stmt *statement = NULL;
    int code = sqlite3_prepare_v2(db->handle, probe->sql, -1, &statement, NULL);

    (void)sqlite3_finalize(statement);
    return code == SQLITE_OK ? NULL : arena_strdup(arena, sqlite3_errmsg(db->handle));
}

corm_status probes_remember(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    static char works[] = "works";
    struct probes probes = {0};
    corm_status status = find_probes(db, rebuild, &probes, error);

    for (size_t i = 0; status == CORM_OK && i < probes.len; i++) {
        if (trouble_of(db, rebuild->arena, &probes.at[i]) == NULL) {
            map_set(rebuild->arena, &rebuild->probes, probes.at[i].key, works);
        }
    }
    return status;
}

corm_status probes_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct probes probes = {0};
    corm_status status = find_probes(db, rebuild, &probes, error);

    for (size_t i = 0; status == CORM_OK && i < probes.len; i++) {
        const struct probe *probe = &probes.at[i];
        const char *trouble =
            map_get(&rebuild->probes, probe->key) != NULL ? trouble_of(db, rebuild->arena, probe) : NULL;
        if (trouble != NULL) {
            status = memory_refuse(error, "%s would no longer work: %s", probe->what, trouble);
            fail_hint(error, "drop it before and create it again behind, in the same migration");
        }
    }
    return status;
}
