/* What a write_only collection has to say of deleting its owner: its rows cannot be read, so the database deals with
 * them, or refuses on purpose. */
#ifndef CORM_RULES_WRITE_ONLY_H
#define CORM_RULES_WRITE_ONLY_H

#include "rules/names.h"

struct write_only {
    const char *passive_deletes; /* "true" or "all"; NULL where nothing is missing */
    const char *on_delete;       /* what the key needs besides, or NULL */
    const struct key *key;
    const char *fk; /* "posts.user_id" */
};

struct write_only write_only_needs(const struct rule_input *input, const struct relationship *r);
/* What it does today is done without reading too. */
bool write_only_is_safe(const struct write_only *needs);
void fix_write_only(struct report *report, const struct relationship *r, const struct write_only *needs);

#endif
