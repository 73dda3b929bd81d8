/* What the files of explain/ share: words and lists. */
#ifndef CORM_EXPLAIN_TEXT_H
#define CORM_EXPLAIN_TEXT_H

#include "explain/explain.h"
#include "rules/names.h"

void aspect_add(const struct explainer *explainer, struct aspects *list, const struct aspect *aspect);

/* As the n-th engine has it; NULL where there is none, or where the model does not compile. */
const struct table *compiled_table(const struct explainer *explainer, size_t n, const struct table_def *table);

/* "posts.user_id" */
const char *column_text(struct arena *arena, const struct table_column *column);
/* "users.id and users.tenant" */
const char *list_text(struct arena *arena, const struct strings *items, const char *last);

/* The table that stands between the two sides, or "a join". */
const char *secondary_text(struct arena *arena, const struct relationship *r);

/* Where a key is over the columns: "the primary key", "unique (uq_users_name)", "index ix_posts_user_id"; NULL for
 * nowhere.  ret_why: the reason of what was derived, else NULL. */
const char *index_over(const struct explainer *explainer,
    const struct table_def *table,
    const struct strings *columns,
    const char **ret_why);

/* "posts.user_id references users.id, ON DELETE CASCADE" with its reason. */
struct aspect key_aspect(const struct explainer *explainer, const char *topic, const struct key *key);

/* ---- deleting.c ---- */

/* What deleting the owner and taking a target away do, in the session and in the database. */
void explain_deleting(const struct explainer *explainer, const struct relationship *r, struct aspects *list);

#endif
