/* What a table as a whole has beside its columns and keys: whether it is logged, its settings, where it lies. */
#ifndef CORM_DIFF_OPTIONS_H
#define CORM_DIFF_OPTIONS_H

#include "diff/diff.h"

/* Whether `from` has some of that which `to` lacks. */
bool options_have_extra(const struct table *from, const struct table *to);

/* Gives `into`, a copy of what is wanted, what is live, and is in no migration of ours: `locked` may be NULL.  Lists
 * it. */
void options_adopt(struct arena *arena,
    const struct table *live,
    const struct table *locked,
    struct table *into,
    struct unmanaged_list *list);

#endif
