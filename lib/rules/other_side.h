/* The other side of a relationship as a fix writes it: all keys, rather than the few that a hint shows. */
#ifndef CORM_RULES_OTHER_SIDE_H
#define CORM_RULES_OTHER_SIDE_H

#include "rules/pair.h"

/* "{target: User, foreign_keys: Post.author_id, back_populates: posts}": what leads back over the same columns, and
 * leaves deletes to whoever did them before.  NULL where that cannot be told from the text. */
const char *other_side_map(const struct rule_input *input, const struct relationship *r);

/* The same of what the backref of `r` makes, with the options that are written there. */
const char *other_side_of_backref(const struct rule_input *input, const struct relationship *r);

/* A relationship with all that is written at it, and that partner. */
const char *other_side_as_written(const struct rule_input *input, const struct rel_def *def, const char *partner);

#endif
