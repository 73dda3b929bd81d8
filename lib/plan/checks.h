/* What can be said about a CHECK from its text alone. */
#ifndef CORM_PLAN_CHECKS_H
#define CORM_PLAN_CHECKS_H

#include "base/arena.h"

/* Whether the check is surely true where the column has its default (NULL: none) and reads no other column.  Knows
 * "column IN (literals)" and "column < literal"; of anything else it is not sure. */
bool check_allows_default(struct arena *arena, const char *check_sql, const char *column, const char *default_sql);

/* Whether every row that passes the first passes the second: both are "column IN (literals)", the second with more. */
bool check_widens(struct arena *arena, const char *from_sql, const char *to_sql);

#endif
