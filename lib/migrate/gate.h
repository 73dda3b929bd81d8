/* Stops files that destroy rows and do not say in their header that this was accepted. */
#ifndef CORM_MIGRATE_GATE_H
#define CORM_MIGRATE_GATE_H

#include "migrate/run.h"

struct gate {
    struct db *db;
    struct arena *arena;
    const struct strings *allow; /* of the command line: codes, or "all" */
};

/* Before anything runs, from the file's text. */
MUST_CHECK corm_status gate_check(
    const struct gate *gate, const struct migration *migration, bool down, corm_failure *error);

/* When its turn has come: whether a rebuild leaves out a column that the table has now. */
MUST_CHECK corm_status gate_check_copies(
    const struct gate *gate, const struct migration *migration, bool down, corm_failure *error);

/* Appends what the file destroys, allowed or not.  schema: what the database holds; NULL where it could not be read. */
void gate_count(const struct gate *gate,
    const struct schema *schema,
    const struct migration *migration,
    bool down,
    struct destroyed_list *destroyed);

bool gate_allows(const struct strings *allow, enum hazard hazard);

#endif
