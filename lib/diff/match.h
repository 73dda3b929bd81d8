/* Finds what belongs together by name: the same name, or a former name that either side tells of. */
#ifndef CORM_DIFF_MATCH_H
#define CORM_DIFF_MATCH_H

#include "base/arena.h"

struct thing {
    const char *name; /* in the spelling that the engine compares names in */
    struct strings former;
    const void *item;
    struct thing *mate; /* found: the thing on the other side, or NULL */
};
struct things LIST_OF(struct thing);

/* Whether two things are defined alike, whatever they are called.  Symmetric. */
typedef bool alike_fn(const void *a, const void *b);

/* A rename is due where the new name is not there yet and a former one is; it goes before the same name, so that a
 * former name can be used anew.  A ring of renames (a was b, b was a) is due only where the things are alike across the
 * ring and not by name: former names may stay in a model, and a ring that has been applied must not turn again.
 * Turning the two sides around gives the same pairs. */
void match_things(struct arena *arena, struct things *from, struct things *to, alike_fn *alike);

#endif
