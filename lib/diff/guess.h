/* Comparing what an author wrote with what PostgreSQL reads back, where the server could not be asked. */
#ifndef CORM_DIFF_GUESS_H
#define CORM_DIFF_GUESS_H

#include "base/arena.h"

/* Whether both probably say the same: "age IN (1, 2) AND name != 'x'" and
 * "((age = ANY (ARRAY[1, 2])) AND (name <> 'x'::text))".  Parentheses and casts, which PostgreSQL adds, do not count;
 * so two that differ in nothing else are taken for one. */
bool guess_same(const char *a, const char *b);

#endif
