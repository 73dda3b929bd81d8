/* A SQLite plan while it is being written. */
#ifndef CORM_PLAN_SQLITE_WORK_H
#define CORM_PLAN_SQLITE_WORK_H

#include "plan/dialect.h"

struct work {
    struct arena *arena;
    const struct diff *diff;
    struct plan *plan;
    int version;      /* 3035005: what the target's SQLite is at least */
    struct map taken; /* lower-case names of tables and indexes on either side; filled when first asked */
};

/* Appends a statement.  why may be NULL. */
void work_add(struct work *work, const char *why, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* A name for something passing that nothing in either schema has. */
const char *work_free_name(struct work *work, const char *prefix, const char *name);

/* The column of `from` that became this column of `to`; NULL where it is new. */
const struct column *work_origin(const struct table_diff *table, const struct column *to);

/* ---- alter.c: what ALTER TABLE does on filled tables ---- */

/* Why ALTER TABLE cannot make the change on a table with rows, as what SQLite cannot do: "change the type of
 * posts.title".  NULL where it can. */
const char *alter_blocker(struct work *work, const struct table_diff *table);
void alter_drop_columns(struct work *work, const struct table_diff *table);
void alter_add_columns(struct work *work, const struct table_diff *table);

/* ---- rename.c: names, before anything else, so that keys, views and triggers follow ---- */

void rename_tables(struct work *work);
/* rebuilt: columns that go away are still there and step aside. */
void rename_columns(struct work *work, const struct table_diff *table, bool rebuilt);

/* ---- rebuild.c: a new table, the rows, the old name ---- */

void rebuild_table(struct work *work, const struct table_diff *table, const char *blocker);

/* ---- tables.c: whole tables ---- */

/* Children first; switches keys off where a table that stays or goes later points to one that goes. */
void drop_tables(struct work *work);
/* Parents first, where keys do not go round in a ring: SQLite does not look. */
void create_tables(struct work *work);

#endif
