/* The words of `cascade` and passive_deletes: whether they exist, fit each other and fit the direction. */
#ifndef CORM_RULES_DELETES_H
#define CORM_RULES_DELETES_H

#include "rules/names.h"

/* ---- cascade_words.c ---- */

/* REL601 to REL604, REL614 to REL619, REL621.  False where the words make no sense, so that what they would do is not
 * worth telling. */
bool check_cascade_words(const struct rule_input *input, const struct relationship *r);

#endif
