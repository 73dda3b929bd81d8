/* What the rules about joins share: how they name columns, and the three kinds of trouble. */
#ifndef CORM_RULES_JOIN_H
#define CORM_RULES_JOIN_H

#include "rules/rules.h"

/* A column as a text of the relationship may name it: "Cust.bill_id", or "user_group.c.user_id" for a table without a
 * class. */
const char *join_column(struct arena *arena, const struct relationship *rel, const struct table_column *column);
/* The columns that a key holds, as foreign_keys lists them: "Cust.bill_id", or "[Cust.a, Cust.b]". */
const char *join_key_columns(struct arena *arena, const struct relationship *rel, const struct key *key);
/* The key whose column has the relationship's name, its other side's, or those with _id behind; NULL for none. */
const struct key *join_key_by_name(const struct relationship *rel);

/* The columns that are copied from are a key of their table, and of the type of those that are written. */
bool join_could_have_key(struct arena *arena, const struct sync_pairs *pairs);
/* An edit of that key. */
void join_add_key(const struct rule_input *input, struct report *report, const struct sync_pairs *pairs);

void check_names(const struct rule_input *input, const struct relationship *rel);   /* targets, secondaries, texts */
void check_keys(const struct rule_input *input, const struct relationship *rel);    /* REL101 to REL105 */
void check_columns(const struct rule_input *input, const struct relationship *rel); /* REL108 to REL115, REL122 */

#endif
