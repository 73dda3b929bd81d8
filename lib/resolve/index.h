/* What the steps of resolving share: finding what was made of the things of the model, by their numbers. */
#ifndef CORM_RESOLVE_INDEX_H
#define CORM_RESOLVE_INDEX_H

#include "resolve/resolve.h"

struct mapping;

/* The keys of one table. */
struct table_keys {
    struct keys keys;             /* held by the table, in the order written */
    struct fk_defs broken;        /* those that lead nowhere */
    struct relationships writers; /* whose flush writes columns of the table */
};

struct resolve_index {
    struct arena *arena;
    struct arena *scratch; /* for one relationship, while its join is worked out */
    struct model *model;
    struct mapping *mappings;           /* by class_def.number */
    struct table_keys *tables;          /* by table_def.number */
    struct key **keys;                  /* by fk_def.number; NULL for one that leads nowhere */
    struct relationships relationships; /* by rel_def.number */
};

/* What the definition came to; NULL for NULL. */
struct relationship *relationship_of(const struct resolve_index *index, const struct rel_def *def);

/* ---- keys.c ---- */

/* Finds where every foreign key of the model leads, in one pass. */
void keys_find(struct resolve_index *index, struct keys *ret_all);
struct table_keys *keys_of(const struct resolve_index *index, const struct table_def *table);

/* ---- pairing.c ---- */

/* Fills in what each relationship names and what its reverse is. */
void pair_up(const struct resolve_index *index, const struct relationships *all);

/* ---- over_key.c ---- */

/* Notes at each table which relationships write it. */
void note_writers(struct resolve_index *index, const struct relationships *all);

/* ---- ondelete.c ---- */

/* Works out the effective ON DELETE of every key; asks what note_writers noted. */
void on_delete_find(struct resolve_index *index, const struct resolved *resolved);

/* ---- columns.c: lists of columns as sets ---- */

bool column_same(const struct table_column *a, const struct table_column *b);
bool columns_have(const struct table_columns *list, const struct table_column *column);
void columns_add(struct arena *arena, struct table_columns *list, const struct table_column *column);

#endif
