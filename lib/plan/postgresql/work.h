/* A PostgreSQL plan while it is being written.
 *
 * Everything that stays is looked at once, as pairs of what it was and what it becomes, and gets a deed: what changes
 * or stands in the way of a change is taken off with its old names and put on again with its new ones. */
#ifndef CORM_PLAN_POSTGRESQL_WORK_H
#define CORM_PLAN_POSTGRESQL_WORK_H

#include "plan/dialect.h"

enum pg_deed {
    DEED_KEEP,
    DEED_RENAME,
    DEED_DEFER,  /* a foreign key that only becomes deferrable, or stops being it */
    DEED_REMAKE, /* dropped where it was, created where it is to be */
};

struct pg_part {
    enum part part;
    union part_ref from, to;
    enum pg_deed deed;
    const char *because; /* what it stands in the way of, where it does not change itself */
};

struct pg_pair {
    const struct column *from, *to; /* one NULL: only on the other side */
    unsigned facets;
    bool retyped; /* ALTER COLUMN TYPE */
    bool remade;  /* generated: dropped and added */
};

/* A table of either side. */
struct pg_table {
    const struct table *from, *to; /* one NULL: created or dropped */
    const struct table_diff *diff; /* NULL: the table itself stays as it is */
    struct LIST_OF(struct pg_pair) columns;
    struct LIST_OF(struct pg_part) parts; /* without columns; none of a table that is created or dropped */
};

/* An enum type that is dropped in the end: its labels cannot be changed in place, or it is in `to` no more. */
struct pg_old_type {
    const struct enum_diff *diff;
    const char *aside; /* what it is called until then; NULL: as it was */
};

struct pg_work {
    struct arena *arena;
    const struct diff *diff;
    struct plan *plan;
    struct LIST_OF(struct pg_table *) tables; /* in the order of the names */
    struct map from_tables, to_tables;        /* label -> struct pg_table */
    struct LIST_OF(struct pg_old_type) replaced, dropped;
    struct strings new_labels; /* that cannot be used before the commit */
    bool index_alone;          /* CONCURRENTLY */
    struct map taken; /* labels of tables, indexes, columns and types on either side; filled when first asked */
};

/* Appends a statement.  why may be NULL. */
void pg_add(struct pg_work *work, const char *why, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A name for something passing that nothing in either schema has. */
const char *pg_free_name(struct pg_work *work, const char *schema, const char *name);
/* The statements need this version of PostgreSQL: the highest of all is kept. */
void pg_needs(struct pg_work *work, int major);
/* What creating such a thing needs: a major version, or 0.  Of a table: its settings, columns and unique keys. */
int pg_part_version(enum part part, union part_ref ref);
int pg_table_version(const struct table *table);
/* The quoted name of the table on one side. */
const char *pg_from_name(const struct pg_work *work, const struct pg_table *table);
const char *pg_to_name(const struct pg_work *work, const struct pg_table *table);

/* ---- look.c: what is to be done with each column and part ---- */

void pg_look(struct pg_work *work);

/* ---- enums.c ---- */

void pg_find_replaced(struct pg_work *work);
bool pg_is_replaced(const struct pg_work *work, const struct enum_diff *diff);
/* Whether the type of a column of `to`, or of the items of its arrays, is one that is replaced. */
bool pg_has_replaced_type(const struct pg_work *work, const struct column *column);
/* First of all, because a label that is new can be used in the next transaction only. */
void pg_grow_enums(struct pg_work *work);
void pg_create_enums(struct pg_work *work);
void pg_drop_enums(struct pg_work *work);

/* ---- parts.c ---- */

void pg_detach_foreign_keys(struct pg_work *work);
void pg_detach_parts(struct pg_work *work);
void pg_attach_parts(struct pg_work *work);
void pg_attach_foreign_keys(struct pg_work *work);

/* ---- tables.c ---- */

void pg_drop_tables(struct pg_work *work);
void pg_create_schemas(struct pg_work *work);
void pg_create_tables(struct pg_work *work);
/* settings.c; while no foreign key between tables that become logged, or stop being it, stands. */
void pg_alter_settings(struct pg_work *work);
void pg_drop_schemas(struct pg_work *work);

/* ---- rename.c ---- */

struct pg_rename {
    const char *space;          /* names in one space must differ */
    const char *before, *after; /* ALTER TABLE "x" RENAME CONSTRAINT, TO */
    const char *from, *to;
    const char *schema; /* of a name for something passing */
    const char *(*quote)(struct arena *arena, const char *name);
    bool done;
};
struct pg_renames LIST_OF(struct pg_rename);
/* In an order in which each new name is free; what is in a ring steps aside. */
void pg_rename_all(struct pg_work *work, struct pg_renames *renames);
void pg_rename(struct pg_work *work);

/* ---- columns.c ---- */

void pg_drop_columns(struct pg_work *work);
void pg_alter_columns(struct pg_work *work);
void pg_comment(struct pg_work *work);

/* ---- numbers.c: identity and serial ---- */

/* Takes the sequence off a serial column. */
void pg_unserial(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair);
/* After the column has its last type and is NOT NULL where it is to be. */
void pg_number(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair);

#endif
