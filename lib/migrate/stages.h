/* A change as one or several migrations that follow each other, each of which commits: a group.
 *
 * PostgreSQL cannot use an enum's new label before it is committed.  So labels that are added, and used in the same
 * change, come in a stage of their own; on the way down it is the same the other way round.  Nor does it have locks for
 * thousands of tables at once (portions.h), nor builds it an index CONCURRENTLY in a transaction (index_stages.h). Each
 * stage has schemas before and after it, and so its own way back: whatever stage a group stops at, `down` undoes what
 * was done. */
#ifndef CORM_MIGRATE_STAGES_H
#define CORM_MIGRATE_STAGES_H

#include "plan/plan.h"

struct stage {
    const struct schema *from, *to;
    const struct diff *diff; /* of as much of the two as has to be looked at */
    const struct plan *up, *down;
};
struct stages LIST_OF(struct stage);

struct stage stage_make(
    struct arena *arena, const struct schema *from, const struct schema *to, const struct plan_options *options);
/* The same where tables that are one object in both schemas stay as they are, whatever becomes of the others: of a
 * large schema only those are looked at that are not, and what their keys mean. */
struct stage stage_make_part(
    struct arena *arena, const struct schema *from, const struct schema *to, const struct plan_options *options);
/* The whole in as many stages as it needs: often it alone. */
struct stages stages_make(struct arena *arena, const struct stage *whole, const struct plan_options *options);

#endif
