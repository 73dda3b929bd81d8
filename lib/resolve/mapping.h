/* Which tables a class is mapped to: one, or a join of several where it inherits by joined tables. */
#ifndef CORM_RESOLVE_MAPPING_H
#define CORM_RESOLVE_MAPPING_H

#include "resolve/index.h"

struct mapping {
    struct class_def *class_;
    struct mapping *base; /* the nearest class above that is mapped; NULL for none */
    struct mapping *root; /* of the hierarchy */
    struct LIST_OF(struct mapping *) children;
    bool unfinished;                           /* while it is made: meeting it again is a circle */
    bool concrete;                             /* shares no table with its base */
    bool usable;                               /* it has a table, and the classes above it are known */
    struct table_def *local;                   /* the class's own table: the base's for single-table inheritance */
    struct LIST_OF(struct table_def *) tables; /* the whole join, the root's table first */
    const struct mapping *joined_by;           /* whose join this is: single-table children share their base's */
};

void mappings_find(struct resolve_index *index);
/* NULL for NULL. */
struct mapping *mapping_of(const struct resolve_index *index, const struct class_def *class_);

bool mapping_has_table(const struct mapping *mapping, const struct table_def *table);
/* They have a table in common. */
bool mappings_overlap(const struct mapping *a, const struct mapping *b);
/* They are mapped to the very same table or join. */
bool mappings_same_join(const struct mapping *a, const struct mapping *b);

/* The relationship that a name means at the class: its own or an inherited one; NULL where there is none. */
struct rel_def *mapping_relationship(const struct mapping *mapping, const char *name);
/* The class, one above it or one below it has a column attribute or a relationship of that name. */
bool mapping_name_taken(const struct mapping *mapping, const char *name);

#endif
