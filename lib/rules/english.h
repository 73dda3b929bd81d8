/* Just enough English to tell the name of one thing from that of several: "parent", "children", "posts". */
#ifndef CORM_RULES_ENGLISH_H
#define CORM_RULES_ENGLISH_H

#include "base/arena.h"

#include <stdbool.h>

/* The last word of a snake_case name is a plural, or the same in both numbers ("staff"), or does not say ("billed"). */
bool name_may_be_plural(const char *name);
/* The last word is a plural and nothing else. */
bool name_must_be_plural(const char *name);
/* The name of one of them: "children" -> "child", "order_lines" -> "order_line"; as it is where it is no plural. */
const char *name_of_one(struct arena *arena, const char *name);

/* The name of several: "child" -> "children", "order_line" -> "order_lines". */
const char *name_of_many(struct arena *arena, const char *name);

#endif
