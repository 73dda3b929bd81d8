/* Two relationships that write one column: what kind of mistake that is, and how it is told. */
#ifndef CORM_RULES_OVERLAPS_H
#define CORM_RULES_OVERLAPS_H

#include "rules/pair.h"

enum { CONFLICTS_SHOWN = 8 };

/* What one relationship conflicts with. */
struct conflicts {
    struct relationships with;
    const struct table_column *column; /* the first that is shared */
};

/* ---- overlap_kinds.c ---- */

/* Reports what has a rule of its own: REL120, REL317, REL505, REL709.  `told` holds the association tables that were
 * reported.  False where nothing is special. */
bool overlap_is_special(struct map *told,
    const struct rule_input *input,
    const struct relationship *r,
    const struct relationship *other,
    const struct table_column *column);
/* REL706. */
void overlap_report(const struct rule_input *input, const struct relationship *r, const struct conflicts *conflicts);

/* REL120 tells that `lone` sees a part of what the other side of `paired` holds, so that REL310 need not. */
bool overlap_told_as_part(const struct relationship *lone, const struct relationship *paired);

#endif
