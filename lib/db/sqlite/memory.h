/* What the rebuild hooks remember from before() to after(), and the checks that they are made of. */
#ifndef CORM_DB_SQLITE_MEMORY_H
#define CORM_DB_SQLITE_MEMORY_H

#include "db/sqlite/watch.h"

/* Rows of texts: what a query gave, NULL for NULL. */
struct text_row {
    const char **at;
    size_t len;
};
struct text_rows LIST_OF(struct text_row);

/* Rows whose foreign key dangles: see keys.c. */
struct keys {
    struct map counts; /* of a table and its parent */
    struct map rows;
    size_t remembered;
    struct strings unchecked; /* tables whose keys SQLite cannot check */
};

struct rebuild {
    struct arena *arena;
    bool keys_on; /* no rebuild: foreign keys act, and SQLite checks them itself */
    bool allow_lossy;
    struct watched_tables tables;
    struct strings altered;       /* tables that the migration changed by ALTER TABLE, in lower case */
    bool renamed;                 /* something was renamed, which changes the text of others */
    struct text_rows definitions; /* name, sql of all tables before */
    struct map probes;            /* see probe.c: what is prepared -> "" or why it did not */
    struct map referrers;         /* see parents.c */
    bool referrers_known;
    struct keys keys;
};

/* All rows of a query; parameters are texts. */
MUST_CHECK corm_status memory_query(struct sqlite_db *db,
    struct arena *arena,
    const char *sql,
    const struct strings *params,
    struct text_rows *ret_rows,
    corm_failure *error);
bool memory_has_table(struct sqlite_db *db, const char *name);
/* The refusal of a check. */
corm_status memory_refuse(corm_failure *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* copy.c: every row of `table` stands in its copy, with the same values. */
MUST_CHECK corm_status copy_check(
    struct sqlite_db *db, struct rebuild *rebuild, const struct watched_table *table, corm_failure *error);

/* objects.c */
MUST_CHECK corm_status objects_save(
    struct sqlite_db *db, struct arena *arena, struct watched_table *table, corm_failure *error);
MUST_CHECK corm_status objects_put_back(
    struct sqlite_db *db, struct arena *arena, const struct watched_table *table, corm_failure *error);

/* keys.c: foreign keys that dangle. */
MUST_CHECK corm_status keys_remember(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error);
MUST_CHECK corm_status keys_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error);

/* probe.c: views and triggers that no longer prepare. */
MUST_CHECK corm_status probes_remember(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error);
MUST_CHECK corm_status probes_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error);

/* parents.c: tables that are dropped while others refer to them. */
MUST_CHECK corm_status parents_check(struct sqlite_db *db, struct rebuild *rebuild, corm_failure *error);
/* Before DROP TABLE with foreign keys on: it must not reach rows of another table. */
MUST_CHECK corm_status parents_check_drop(
    struct sqlite_db *db, struct rebuild *rebuild, const char *table, corm_failure *error);

#endif
