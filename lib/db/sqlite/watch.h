/* Follows what the statements of a migration do to the tables that it rebuilds: which table took over from which, and
 * what became of each column.  A copy (INSERT INTO new (..) SELECT .. FROM old) is checked as soon as it has run, while
 * both tables are there; triggers and indexes are saved just before the DROP TABLE that takes them away. */
#ifndef CORM_DB_SQLITE_WATCH_H
#define CORM_DB_SQLITE_WATCH_H

#include "db/sqlite/sqlite.h"

struct watched_column {
    const char *name; /* now; NULL: it is gone */
    const char *type;
    const char *copied_to; /* in the table that takes over */
    bool converted;        /* by a CAST in the copy */
};

/* An index or a trigger that went with its table. */
struct saved_object {
    const char *type, *name, *sql;
    const char *table;      /* its name at that time */
    struct strings columns; /* beside watched_table.columns: their names at that time; "" for those gone before */
};

struct watched_table {
    const char *was, *name; /* before the migration and now */
    const char *copy;       /* the table that its rows were copied to, until that takes over */
    bool copied;
    struct LIST_OF(struct watched_column) columns;
    struct LIST_OF(struct saved_object) saved;
    int64_t rows;     /* before */
    int64_t sequence; /* -1: none */
    bool has_statistics;
};
struct watched_tables LIST_OF(struct watched_table *);

/* Before and after each statement; sql is one statement. */
MUST_CHECK corm_status watch_before(struct sqlite_db *db, const char *sql, corm_failure *error);
MUST_CHECK corm_status watch_after(struct sqlite_db *db, const char *sql, corm_failure *error);

#endif
