/* The foreign key that links two sides, found as SQLAlchemy finds it: candidates are keys, a composite one counts
 * once. */
#ifndef CORM_RESOLVE_FIND_JOIN_H
#define CORM_RESOLVE_FIND_JOIN_H

#include "resolve/mapping.h"

/* What is joined: a class's tables, of which its own is tried first, or one table. */
struct join_side {
    struct table_def *const *tables;
    size_t len;
    struct table_def *local;
    const struct mapping *mapping; /* NULL for one table */
};

struct join_side side_of_mapping(const struct mapping *mapping);
struct join_side side_of_table(struct table_def *const *table);

struct found_key {
    struct key *key;
    struct LIST_OF(size_t) used; /* which columns of the key: foreign_keys may leave some out */
};

enum found { FOUND_ONE, FOUND_NONE, FOUND_SEVERAL, FOUND_BROKEN };

struct search {
    const struct resolve_index *index;
    struct join_side left, right;
    const struct table_columns *listed;          /* foreign_keys; NULL where not given */
    struct LIST_OF(struct found_key) candidates; /* in index->scratch */
    bool broken;                                 /* a key that leads nowhere would have linked the two */
    bool maybe_broken;                           /* a key names a table that is not there */
};

/* Looks for the one key that links left and right.  FOUND_BROKEN: there is none because of a key that leads nowhere.
 * The candidates that were left stand in the search. */
enum found find_join(struct search *search);

#endif
