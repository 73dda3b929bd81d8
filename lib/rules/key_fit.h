/* What the two halves of FK010 to FK014 share: a foreign key at hand, and what messages call it. */
#ifndef CORM_RULES_KEY_FIT_H
#define CORM_RULES_KEY_FIT_H

#include "rules/rules.h"

struct fit_case {
    const struct rule_input *input;
    const struct key *key;
    struct strings ref_columns;
};

/* "posts.user_id" */
const char *fit_object(const struct fit_case *c);
/* "users.id" */
const char *fit_references(const struct fit_case *c);

void check_key_types(const struct fit_case *c); /* FK014 */

#endif
