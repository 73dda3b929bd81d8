/* What a statement may not do.  Always: reach another file.  While a transaction of ours is open: end it, or switch
 * off what makes it safe. */
#include "db/sqlite/sqlite.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

static bool is_one_of(const char *name, const char *const *names, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text_same_nocase(name, names[i])) {
            return true;
        }
    }
    return false;
}

#define IS_ONE_OF(name, names) is_one_of((name), (names), sizeof(names) / sizeof *(names))

static const char *const forbidden_pragmas[] = {
    "writable_schema", "temp_store_directory", "data_store_directory", "trusted_schema", "key", "rekey"};

/* Those that take an argument and change nothing but the data, or only look. */
static const char *const migration_pragmas[] = {"table_info",
    "table_xinfo",
    "table_list",
    "index_list",
    "index_info",
    "index_xinfo",
    "foreign_key_list",
    "foreign_key_check",
    "integrity_check",
    "quick_check",
    "defer_foreign_keys",
    "legacy_alter_table",
    "user_version",
    "application_id",
    "optimize",
    "analysis_limit",
    "cache_size",
    "case_sensitive_like",
    "recursive_triggers",
    "automatic_index",
    "incremental_vacuum",
    "function_list",
    "secure_delete"};

static int refuse(struct sqlite_db *db, const char *what, const char *name, const char *why)
{
    (void)snprintf(
        db->refused_what, sizeof db->refused_what, "%s%s%s", what, name != NULL ? " " : "", name != NULL ? name : "");
    db->refused = why;
    return SQLITE_DENY;
}

static int judge_pragma(struct sqlite_db *db, const char *name, const char *argument)
{
    if (IS_ONE_OF(name, forbidden_pragmas)) {
        return refuse(db, "PRAGMA", name, "it can damage the database or reach other files");
    }
    if (!db->guarded || argument == NULL || IS_ONE_OF(name, migration_pragmas)) {
        return SQLITE_OK;
    }
    if (text_same_nocase(name, "foreign_keys")) {
        return refuse(db,
            "PRAGMA",
            name,
            "it does nothing inside a transaction; a header line `-- corm: rebuild TABLE` makes the runner switch "
            "foreign keys off before it begins and check them before it commits");
    }
    return refuse(db,
        "PRAGMA",
        name,
        "a migration in a transaction changes the schema and the rows, not how the database is kept");
}

static int judge_transaction(struct sqlite_db *db, const char *what)
{
    if (!db->guarded) {
        return SQLITE_OK;
    }
    return refuse(
        db, what, NULL, "the runner owns the transaction, so that the migration and its history row commit together");
}

int sqlite_guard(
    void *connection, int action, const char *first, const char *second, const char *database, const char *trigger)
{
    struct sqlite_db *db = connection;

    (void)database;
    (void)trigger;
    switch (action) {
    case SQLITE_ATTACH: return refuse(db, "ATTACH", NULL, "a migration works on one database (VACUUM attaches, too)");
    case SQLITE_DETACH: return refuse(db, "DETACH", NULL, "a migration works on one database");
    case SQLITE_TRANSACTION: return judge_transaction(db, first);
    case SQLITE_SAVEPOINT: return judge_transaction(db, "SAVEPOINT");
    case SQLITE_PRAGMA: return judge_pragma(db, first, second);
    case SQLITE_FUNCTION:
        return text_same_nocase(second, "load_extension")
                   ? refuse(db, "load_extension()", NULL, "a migration runs no foreign code")
                   : SQLITE_OK;
    default: return SQLITE_OK;
    }
}
