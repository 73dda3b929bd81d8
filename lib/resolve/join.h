/* One relationship while its join is worked out. */
#ifndef CORM_RESOLVE_JOIN_H
#define CORM_RESOLVE_JOIN_H

#include "resolve/condition.h"

struct join {
    struct resolve_index *index;
    struct relationship *rel;
    const struct mapping *owner, *target;
    struct condition *primary, *secondary; /* secondary NULL without a secondary table */
    struct sync_pairs local_remote;        /* source: the local column, dest: the remote one; in index->scratch */
};

/* ---- join_words.c: tables and columns that the relationship names; what names nothing is noted ---- */
void join_read_words(struct join *join);
/* Notes a problem; the first one found stays the relationship's. */
void join_problem(struct relationship *rel, enum problem problem);

/* ---- join_find.c: both halves, written or found by keys.  False where a problem was noted. ---- */
bool join_find(struct join *join);

/* ---- annotate.c ---- */
void join_annotate_foreign(struct join *join);
void join_annotate_remote(struct join *join);
void join_annotate_local(struct join *join);

/* ---- sync.c ---- */
void join_pair(struct join *join);
/* The pairs that a flush needs are there (REL108, REL109).  False where a problem was noted. */
bool join_check_foreign(struct join *join);
bool join_has_foreign(const struct join *join); /* in each half */

/* ---- direction.c ---- */
bool join_decide_direction(struct join *join); /* REL110, REL111 */
bool join_check_remote(struct join *join);     /* REL112; notes what REL113 tells */
/* Whether only the pairs that a flush needs are missing. */
bool join_could_be_read(const struct join *join);

#endif
