/* Indexes of tables that are there already come and go CONCURRENTLY, each in a file of its own: nobody who writes to
 * the table has to wait, and what was interrupted can be resumed.  Not so where a foreign key stands on the index,
 * where a unique one gives way to another, and where there are very many. */
#ifndef CORM_MIGRATE_INDEX_STAGES_H
#define CORM_MIGRATE_INDEX_STAGES_H

#include "migrate/stages.h"

/* Appends the stage, with those indexes in stages behind it where options->concurrent_indexes asks for that. */
void index_stages_add(
    struct arena *arena, const struct stage *whole, const struct plan_options *options, struct stages *stages);

#endif
