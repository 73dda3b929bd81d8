#include "db/sqlite/sqlite.h"

#include <stdio.h>
#include <string.h>

#define NAMED(code)                                                                                                    \
    {                                                                                                                  \
        code, #code                                                                                                    \
    }

static const struct {
    int code;
    const char *name;
} code_names[] = {NAMED(SQLITE_ERROR),
    NAMED(SQLITE_INTERNAL),
    NAMED(SQLITE_PERM),
    NAMED(SQLITE_ABORT),
    NAMED(SQLITE_BUSY),
    NAMED(SQLITE_LOCKED),
    NAMED(SQLITE_NOMEM),
    NAMED(SQLITE_READONLY),
    NAMED(SQLITE_INTERRUPT),
    NAMED(SQLITE_IOERR),
    NAMED(SQLITE_CORRUPT),
    NAMED(SQLITE_FULL),
    NAMED(SQLITE_CANTOPEN),
    NAMED(SQLITE_SCHEMA),
    NAMED(SQLITE_TOOBIG),
    NAMED(SQLITE_CONSTRAINT),
    NAMED(SQLITE_MISMATCH),
    NAMED(SQLITE_MISUSE),
    NAMED(SQLITE_AUTH),
    NAMED(SQLITE_RANGE),
    NAMED(SQLITE_NOTADB),
    NAMED(SQLITE_ABORT_ROLLBACK),
    NAMED(SQLITE_BUSY_RECOVERY),
    NAMED(SQLITE_BUSY_SNAPSHOT),
    NAMED(SQLITE_BUSY_TIMEOUT),
    NAMED(SQLITE_LOCKED_SHAREDCACHE),
    NAMED(SQLITE_READONLY_DBMOVED),
    NAMED(SQLITE_READONLY_DIRECTORY),
    NAMED(SQLITE_READONLY_CANTINIT),
    NAMED(SQLITE_CANTOPEN_ISDIR),
    NAMED(SQLITE_CORRUPT_INDEX),
    NAMED(SQLITE_CORRUPT_SEQUENCE),
    NAMED(SQLITE_CONSTRAINT_CHECK),
    NAMED(SQLITE_CONSTRAINT_DATATYPE),
    NAMED(SQLITE_CONSTRAINT_FOREIGNKEY),
    NAMED(SQLITE_CONSTRAINT_NOTNULL),
    NAMED(SQLITE_CONSTRAINT_PRIMARYKEY),
    NAMED(SQLITE_CONSTRAINT_ROWID),
    NAMED(SQLITE_CONSTRAINT_TRIGGER),
    NAMED(SQLITE_CONSTRAINT_UNIQUE),
    NAMED(SQLITE_CONSTRAINT_VTAB),
    NAMED(SQLITE_IOERR_READ),
    NAMED(SQLITE_IOERR_SHORT_READ),
    NAMED(SQLITE_IOERR_WRITE),
    NAMED(SQLITE_IOERR_FSYNC),
    NAMED(SQLITE_IOERR_TRUNCATE),
    NAMED(SQLITE_IOERR_NOMEM),
    NAMED(SQLITE_IOERR_LOCK)};

const char *sqlite_code_name(int code)
{
    for (size_t i = 0; i < sizeof code_names / sizeof *code_names; i++) {
        if (code_names[i].code == code) {
            return code_names[i].name;
        }
    }
    return (code & 0xff) != code ? sqlite_code_name(code & 0xff) : NULL;
}

/* What a person can do about it; NULL where SQLite's own words are all there is. */
static const char *hint_of(int code)
{
    if (code == SQLITE_READONLY_ROLLBACK || code == SQLITE_READONLY_RECOVERY) {
        return "a program that wrote to it was stopped: to undo what it left, the file and its folder must be writable";
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return "another program is writing to it: let it finish, or stop it, and try again";
    case SQLITE_FULL: return "make room on the disk, or in the folder for temporary files, and try again";
    case SQLITE_READONLY: return "make the file and its folder writable";
    case SQLITE_CANTOPEN:
        return "look at the path and the rights of its folder; a file in WAL mode needs its -wal and -shm files, or a "
               "writable folder";
    case SQLITE_CORRUPT: return "the file is damaged: restore a backup, or save what can be read with sqlite3 .recover";
    case SQLITE_NOTADB: return "it is another kind of file, or encrypted";
    case SQLITE_IOERR: return "the disk or file system refused: look at the system's log";
    default: return NULL;
    }
}

static const char *reason_of(struct sqlite_db *db, int code)
{
    if ((code & 0xff) == SQLITE_NOTADB) {
        return "it is not a SQLite database";
    }
    return db->handle != NULL && sqlite3_extended_errcode(db->handle) == code ? sqlite3_errmsg(db->handle)
                                                                              : sqlite3_errstr(code);
}

static void set_code(corm_failure *error, int code)
{
    const char *name = sqlite_code_name(code);

    if (name != NULL) {
        (void)snprintf(error->sqlstate, sizeof error->sqlstate, "%s", name);
    }
    if (hint_of(code) != NULL) {
        fail_hint(error, "%s", hint_of(code));
    }
}

static bool misses_column(const char *reason)
{
    return strncmp(reason, "no such column: ", strlen("no such column: ")) == 0;
}

static corm_status refused_by_guard(struct sqlite_db *db, corm_failure *error)
{
    corm_status status = fail(error, CORM_REFUSED, "%s is refused: %s", db->refused_what, db->refused);

    fail_code(error, "statement-refused");
    return status;
}

corm_status sqlite_fault(struct sqlite_db *db, int code, const char *doing, corm_failure *error)
{
    int kind = code & 0xff;
    const char *reason = reason_of(db, code);

    if ((kind == SQLITE_AUTH || kind == SQLITE_ERROR) && db->refused != NULL) {
        return refused_by_guard(db, error);
    }
    bool locked = kind == SQLITE_BUSY || kind == SQLITE_LOCKED;
    corm_status status = fail(error,
        locked ? CORM_REFUSED : CORM_DATABASE,
        "%s%s%s",
        doing != NULL ? doing : "",
        doing != NULL ? ": " : "",
        locked ? "the database is locked" : reason);
    set_code(error, code);
    if (locked) {
        fail_code(error, "lock-not-obtained");
    }
    if (kind == SQLITE_INTERRUPT) {
        fail_code(error, "interrupted");
    }
    if (kind == SQLITE_ERROR && misses_column(reason)) {
        fail_hint(error, "text in double quotes names a column; a string stands in single quotes");
    }
    return status;
}
