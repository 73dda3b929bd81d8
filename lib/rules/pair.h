/* Two relationships as the two sides of one pair: whether they fit, and how the other side would be written. */
#ifndef CORM_RULES_PAIR_H
#define CORM_RULES_PAIR_H

#include "rules/names.h"

/* They run over the same columns in opposite directions, so that they could be a pair. */
bool pair_is_mirror(const struct relationship *a, const struct relationship *b);
/* As far as can be told: true also where one of them could not be resolved. */
bool pair_could_match(const struct relationship *a, const struct relationship *b);

/* The one that stands later in the files; what backref makes is later than the side that says it. */
bool pair_comes_later(const struct relationship *r, const struct relationship *than);

/* REL304, REL307 to REL309, reported at `r`. */
void pair_check_fit(const struct rule_input *input, const struct relationship *r, const struct relationship *other);

/* ---- self.c ---- */

/* Of a table with itself: remote_side stands at the side that is named like the children (REL203). */
bool pair_is_swapped(const struct relationship *r);

/* ---- pair_joins.c ---- */

/* REL316, for two sides that fit. */
void pair_check_joins(const struct rule_input *input, const struct relationship *r, const struct relationship *other);

/* The YAML of the other side: "author: {target: User, back_populates: posts}". */
const char *pair_other_side(struct arena *arena, const struct relationship *r, const char *name);
/* "user_id" -> "user", for a relationship over that column. */
const char *pair_name_over_column(struct arena *arena, const char *column);

#endif
