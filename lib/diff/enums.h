/* Enum types: which is which, and what of their labels. */
#ifndef CORM_DIFF_ENUMS_H
#define CORM_DIFF_ENUMS_H

#include "diff/pairs.h"

void enums_pair(struct pairs *pairs, const struct schema *from, const struct schema *to);

/* Adds those that differ. */
void enums_compare(const struct pairs *pairs, struct diff *diff);

struct enum_diff enum_diff_swap(struct arena *arena, const struct enum_diff *diff);

#endif
