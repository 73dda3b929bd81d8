/* What the steps of resolving share: finding things of the model by address. */
#ifndef CORM_RESOLVE_INDEX_H
#define CORM_RESOLVE_INDEX_H

#include "resolve/pointers.h"
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
    const struct model *model;
    struct pointers mappings;      /* class_def -> struct mapping */
    struct pointers tables;        /* table_def -> struct table_keys */
    struct pointers keys;          /* fk_def -> struct key */
    struct pointers relationships; /* rel_def -> struct relationship */
};

/* ---- keys.c ---- */

/* Finds where every foreign key of the model leads, in one pass. */
void keys_find(struct resolve_index *index, struct keys *ret_all);
/* Never NULL for a table of the model. */
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
