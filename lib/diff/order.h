/* The order of a diff: tables by name, changes by part and then as they stand in their table, what goes away last.  It
 * depends on the two schemas alone, so that turning a diff around is the same as making it the other way. */
#ifndef CORM_DIFF_ORDER_H
#define CORM_DIFF_ORDER_H

#include "diff/diff.h"

void diff_order(struct diff *diff);

#endif
