#include "db/sqlite/sqlite.h"

#include "base/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool in_memory(const char *path)
{
    return strcmp(path, ":memory:") == 0;
}

void sqlite_close(struct db *base)
{
    struct sqlite_db *db = sqlite_of(base);

    sqlite_forget_statements(db);
    (void)sqlite3_close(db->handle);
    arena_free(db->arena);
}

const char *sqlite_name(const struct db *base)
{
    const struct sqlite_db *db = (const struct sqlite_db *)base;

    return in_memory(db->path) ? "memory" : path_stem(db->arena, db->path);
}

/* What the file system knows without opening the file: closing a second descriptor of a database in use would take
 * away its locks.  *ret_missing only where nothing stands there. */
static corm_status look_at(const char *path, enum db_mode mode, bool *ret_missing, corm_failure *error)
{
    struct stat info;

    *ret_missing = false;
    if (in_memory(path)) {
        return CORM_OK;
    }
    if (stat(path, &info) != 0) {
        *ret_missing = errno == ENOENT;
        return *ret_missing ? CORM_OK : fail(error, CORM_DATABASE, "cannot open %s: %s", path, strerror(errno));
    }
    if (S_ISDIR(info.st_mode)) {
        return fail(error, CORM_DATABASE, "cannot open %s: it is a folder", path);
    }
    if (!S_ISREG(info.st_mode)) {
        return fail(error, CORM_DATABASE, "cannot open %s: it is not a regular file", path);
    }
    if (access(path, mode == DB_READ ? R_OK : R_OK | W_OK) != 0) {
        return fail(
            error, CORM_DATABASE, "cannot open %s%s: %s", path, mode == DB_READ ? "" : " for writing", strerror(errno));
    }
    return CORM_OK;
}

/* The name that SQLite gets: "./" keeps it from reading "file:x" as a URI. */
static const char *file_name(struct arena *arena, const char *path)
{
    return in_memory(path) || path[0] == '/' ? path : arena_printf(arena, "./%s", path);
}

static void harden(sqlite3 *handle)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
        /* A name in double quotes that is misspelt must be an error, never silently a text.  What such a database
         * already holds still opens: SQLite reads stored definitions the old way. */
        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},
    };

    for (size_t i = 0; i < sizeof options / sizeof *options; i++) {
        (void)sqlite3_db_config(handle, options[i].option, options[i].value, NULL);
    }
    (void)sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    (void)sqlite3_extended_result_codes(handle, 1);
    (void)sqlite3_busy_timeout(handle, SQLITE_PATIENCE_MS);
}

/* Opening reads nothing; the first pragma that does finds out what the file is. */
static int open_and_look(struct sqlite_db *db, const char *name, int flags)
{
    int code = sqlite3_open_v2(name, &db->handle, flags | SQLITE_OPEN_NOMUTEX, NULL);

    if (code != SQLITE_OK) {
        return code;
    }
    harden(db->handle);
    return sqlite3_exec(db->handle, "PRAGMA cell_size_check = ON; PRAGMA schema_version", NULL, NULL, NULL);
}

/* A writer was killed: whoever reads next has to undo what it left, which takes the right to write. */
static int recover(struct sqlite_db *db, const char *name)
{
    (void)sqlite3_close(db->handle);
    int code = open_and_look(db, name, SQLITE_OPEN_READWRITE);

    return code != SQLITE_OK ? code : sqlite3_exec(db->handle, "PRAGMA query_only = ON", NULL, NULL, NULL);
}

static corm_status open_handle(struct sqlite_db *db, enum db_mode mode, bool missing, corm_failure *error)
{
    int flags = mode == DB_READ && !missing && !in_memory(db->path) ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

    flags |= mode == DB_CREATE || missing ? SQLITE_OPEN_CREATE : 0;
    const char *name = missing && mode != DB_CREATE ? ":memory:" : file_name(db->arena, db->path);
    int code = open_and_look(db, name, flags);
    if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY) {
        code = recover(db, name);
    }
    if (code != SQLITE_OK) {
        return sqlite_fault(db, code, arena_printf(db->arena, "cannot open %s", db->path), error);
    }
    (void)sqlite3_set_authorizer(db->handle, sqlite_guard, db);
    return CORM_OK;
}

static corm_status open_path(struct sqlite_db *db, const char *url, enum db_mode mode, corm_failure *error)
{
    bool missing;
    corm_status status = sqlite_url_path(db->arena, url, &db->path, error);

    if (status == CORM_OK) {
        status = look_at(db->path, mode, &missing, error);
    }
    if (status != CORM_OK) {
        return status;
    }
    return open_handle(db, mode, missing, error);
}

corm_status sqlite_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error)
{
    struct arena *arena = arena_new();
    struct sqlite_db *db = NEW(arena, struct sqlite_db);

    db->arena = arena;
    db->error_offset = -1;
    corm_status status = open_path(db, url, mode, error);
    if (status != CORM_OK) {
        sqlite_close(&db->base);
        return status;
    }
    *ret_db = &db->base;
    return CORM_OK;
}
