/* What a migration's SQL text destroys, whoever wrote it: DROP TABLE and DROP COLUMN.
 *
 * Tables that the file itself made do not count, nor the old table of a rebuild whose rows it has copied.  Rows that a
 * file deletes by DELETE or UPDATE are its purpose and no danger.  Names are those at the file's start, which the live
 * database still has, whatever the file renames.  Reads tokens only; no database. */
#ifndef CORM_MIGRATE_DANGER_H
#define CORM_MIGRATE_DANGER_H

#include "base/error.h"
#include "plan/plan.h"

struct danger {
    enum hazard hazard;
    const char *table, *column;         /* column NULL for a table */
    const char *table_sql, *column_sql; /* as the text spells them, schema included: engines differ about case */
};
struct dangers LIST_OF(struct danger);

/* The old table of a rebuild, and every name that the copy of its rows mentions: what is not among them is lost. */
struct row_copy {
    const char *table;
    struct strings names;
};
struct row_copies LIST_OF(struct row_copy);

struct dangers danger_find(
    struct arena *arena, const char *text, const struct strings *rebuilds, struct row_copies *ret_copies);

/* "posts.title" */
const char *danger_object(struct arena *arena, const struct danger *danger);

/* The query for the rows, or values that are not null, which would be lost. */
const char *danger_count_sql(struct arena *arena, const struct danger *danger);

#endif
