/* Finds what belongs together by name: the same name, or a former name that either side tells of. */
#ifndef CORM_DIFF_MATCH_H
#define CORM_DIFF_MATCH_H

#include "base/arena.h"

struct thing {
    const char *name; /* in the spelling that the engine compares names in */
    struct strings former;
    struct strings applied; /* former names that have been taken over already */
    const void *item;
    struct thing *mate; /* found: the thing on the other side, or NULL */
};
struct things {
    struct thing *at;
    unsigned len, cap;
    bool tells_applied; /* `applied` is all there is to know; else nobody knows */
};

/* Whether two things are defined alike, whatever they are called.  Symmetric. */
typedef bool alike_fn(const void *a, const void *b);

/* A former name that is of no use, because the thing was paired by its own name. */
struct idle {
    struct strings things; /* those of a ring, or the thing and its former name */
    bool ring;             /* of renames, and nothing tells whether it was applied */
};
struct idles LIST_OF(struct idle);

/* A rename is due where the new name is not there yet and a former one is; it goes before the same name, so that a
 * former name can be used anew.
 *
 * Former names may stay in a model, and a ring of renames (a was b, b was a) that has been applied must not turn again.
 * It is due where the other side tells what has been applied and one of its renames is not among that.  Where nobody
 * tells, it is due where the things are alike across the ring and not by name.
 *
 * Turning the two sides around gives the same pairs.  Returns what was asked for and not done, as far as it was not
 * applied. */
struct idles match_things(struct arena *arena, struct things *from, struct things *to, alike_fn *alike);

#endif
