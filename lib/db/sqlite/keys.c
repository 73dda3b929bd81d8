/* Foreign keys are off during a rebuild.  What dangled before may go on doing so; nothing new may. */
#include "db/sqlite/memory.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* Of a table with more than this many dangling rows only the number is compared. */
#define ROWS_REMEMBERED 100000

struct tally {
    int64_t count;
};

/* One look at the whole database. */
struct look {
    struct rebuild *rebuild;
    const struct keys *before; /* NULL at the first look */
    struct keys *now;
    const char *example; /* the first dangling row that was not one before */
};

/* The name that the table had before the migration. */
static const char *old_name(const struct rebuild *rebuild, const char *name, bool *ret_rebuilt)
{
    for (size_t i = 0; i < rebuild->tables.len; i++) {
        if (text_same_nocase(rebuild->tables.at[i]->name, name)) {
            *ret_rebuilt = true;
            return rebuild->tables.at[i]->was;
        }
    }
    *ret_rebuilt = false;
    return name;
}

static int64_t count_up(struct arena *arena, struct map *counts, const char *pair)
{
    struct tally *tally = map_get(counts, pair);

    if (tally == NULL) {
        tally = NEW(arena, struct tally);
        map_set(arena, counts, pair, tally);
    }
    return ++tally->count;
}

static int64_t count_of(const struct map *counts, const char *pair)
{
    const struct tally *tally = map_get(counts, pair);

    return tally != NULL ? tally->count : 0;
}

static corm_status refuse_dangling(const char *row, corm_failure *error)
{
    corm_status status = fail(error, CORM_DATABASE, "%s", row);

    fail_code(error, "foreign-key-violation");
    (void)snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlite_code_name(SQLITE_CONSTRAINT_FOREIGNKEY));
    fail_hint(error, "delete or mend such rows first; PRAGMA foreign_key_check lists them");
    return status;
}

/* A row of foreign_key_check: table, rowid (NULL without one), parent. */
static corm_status see_dangling(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct look *look = payload;
    struct arena *arena = look->rebuild->arena;
    bool rebuilt, ignored;
    const char *table = old_name(look->rebuild, values[0].text, &rebuilt);
    const char *parent = old_name(look->rebuild, values[2].text, &ignored);
    long long rowid = values[1].kind == VALUE_INT ? (long long)values[1].integer : -1;
    const char *pair = text_lower(arena, arena_printf(arena, "%s\n%s", table, parent));
    const char *row = arena_printf(arena, "%s\n%lld", pair, rowid);
    int64_t count = count_up(arena, &look->now->counts, pair);

    (void)len;
    if (look->before == NULL) {
        if (look->now->remembered++ < ROWS_REMEMBERED) {
            map_set(arena, &look->now->rows, row, look);
        }
        return CORM_OK;
    }
    bool known = map_get(&look->before->rows, row) != NULL;
    if (look->example == NULL && !known) {
        const char *number = values[1].kind == VALUE_INT ? arena_printf(arena, "row %lld", rowid) : "a row";
        look->example = arena_printf(
            arena, "%s of %s would refer to a row of %s that is not there", number, values[0].text, values[2].text);
    }
    bool can_tell = !rebuilt && values[1].kind == VALUE_INT && look->before->remembered <= ROWS_REMEMBERED;
    if (count > count_of(&look->before->counts, pair) || (!known && can_tell)) {
        return refuse_dangling(
            look->example != NULL ? look->example : "a rebuild would leave a key that dangles", error);
    }
    return CORM_OK;
}

/* Sees each dangling row.  A table whose keys SQLite cannot check (the key that they name is not unique) is an error
 * unless it was so before. */
static corm_status look_at_table(struct sqlite_db *db, struct look *look, const char *table, corm_failure *error)
{
    struct value param = value_text(table);
    bool ignored;
    const char *was = text_lower(look->rebuild->arena, old_name(look->rebuild, table, &ignored));
    corm_status status = db_query(&db->base,
        "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check(?, 'main')",
        &param,
        1,
        see_dangling,
        look,
        error);

    if (status == CORM_OK || error->code[0] != '\0') {
        return status;
    }
    if (look->before == NULL) {
        *PUSH(look->rebuild->arena, &look->now->unchecked) = was;
        return CORM_OK;
    }
    return strings_have(&look->before->unchecked, was) ? CORM_OK : status;
}

static corm_status look_at_all(struct sqlite_db *db, struct look *look, corm_failure *error)
{
    struct text_rows tables = {0};
    corm_status status = memory_query(db,
        look->rebuild->arena,
        "SELECT DISTINCT s.name FROM main.sqlite_schema AS s, pragma_foreign_key_list(s.name, 'main')"
        " WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL TABLE%' ORDER BY s.name",
        NULL,
        &tables,
        error);

    for (size_t i = 0; status == CORM_OK && i < tables.len; i++) {
        status = look_at_table(db, look, tables.at[i].at[0], error);
    }
    return status;
}

corm_status keys_remember(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct look look = {.rebuild = rebuild, .now = &rebuild->keys};

    return look_at_all(db, &look, error);
}

corm_status keys_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error)
{
    struct keys now = {0};
    struct look look = {.rebuild = rebuild, .before = &rebuild->keys, .now = &now};

    return look_at_all(db, &look, error);
}
