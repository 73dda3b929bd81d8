/* SQL in the order in which it is to run, each statement with why it is there and what it can do to rows.
 *
 * A plan is made from a diff alone: no connection, no clock.  Same diff, same bytes. */
#ifndef CORM_PLAN_PLAN_H
#define CORM_PLAN_PLAN_H

#include "diff/diff.h"

/* What a statement can do to filled tables.  DSxxx destroys rows or values and blocks unless allowed; MFxxx can fail,
 * RWxxx takes long, and both warn. */
enum hazard {
    HAZARD_DS101, /* drops a column and its values */
    HAZARD_DS102, /* drops a table and its rows */
    HAZARD_DS103, /* converts values to a type that may not hold them */
    HAZARD_DS104, /* removes a label that rows may hold */
    HAZARD_MF101, /* a new unique key fails on rows that repeat */
    HAZARD_MF103, /* a new NOT NULL column without default fails where there are rows */
    HAZARD_MF104, /* NOT NULL fails where there are nulls */
    HAZARD_MF105, /* a new CHECK fails on rows that break it */
    HAZARD_MF106, /* a new foreign key fails on rows that dangle */
    HAZARD_RW101, /* writes every row anew while nobody can use the table */
    HAZARD_COUNT
};
struct hazard_info {
    const char *code, *summary;
    bool destroys;
};
const struct hazard_info *hazard_info(enum hazard hazard);
enum hazard hazard_find(const char *code); /* HAZARD_COUNT where there is none */

struct plan_hazard {
    enum hazard hazard;
    const char *object; /* "posts.title" */
    const char *text;   /* what would happen to what */
};
struct plan_hazards LIST_OF(struct plan_hazard);

struct statement {
    const char *sql; /* without the closing semicolon */
    const char *why; /* a short comment, or NULL where it is plain */
    bool new_file;   /* it can run only once everything before it is committed: it begins the group's next file */
};
struct statements LIST_OF(struct statement);

struct plan {
    struct statements statements;
    struct plan_hazards hazards;
    struct strings rebuilds; /* SQLite: tables whose rows are copied, by their name before the migration */
    bool keys_off;           /* SQLite: the runner switches foreign keys off and checks them before COMMIT */
    bool transaction;
    int needs_version; /* PostgreSQL: the major version without which a statement is refused; 0 for any */
};

struct plan_options {
    int sqlite_version;      /* 3035000; what the target must be able to do */
    bool concurrent_indexes; /* PostgreSQL: those of tables that are there come and go without making writers wait */
    bool index_alone;        /* the diff is one such index: a single statement without a transaction */
};

/* engine of diff->to decides. */
struct plan *plan_diff(struct arena *arena, const struct diff *diff, const struct plan_options *options);

/* How many of the server's locks a table that is created, dropped or altered takes until the commit, at most; 0 in an
 * engine that does not count them. */
size_t plan_locks(const char *engine, const struct table_diff *diff);

/* Whether indexes can be built without making writers wait. */
bool plan_knows_concurrent_indexes(const char *engine);

/* One created or changed thing as SQL, for showing: "VARCHAR(80) NOT NULL". */
const char *plan_describe(struct arena *arena, const char *engine, enum part part, union part_ref ref);
/* What a table is as a whole, for showing: "STRICT", "UNLOGGED WITH (fillfactor=70)"; "plain" where it is nothing. */
const char *plan_describe_options(struct arena *arena, const char *engine, const struct table *table);
/* CREATE TABLE of a whole table, with its constraints, for showing. */
const char *plan_describe_table(struct arena *arena, const char *engine, const struct table *table);

#endif
