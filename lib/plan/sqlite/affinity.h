/* What SQLite does to a value because of its column's declared type. */
#ifndef CORM_PLAN_SQLITE_AFFINITY_H
#define CORM_PLAN_SQLITE_AFFINITY_H

#include <stdbool.h>

/* Whether storing the values of one type in a column of the other may change them. */
bool affinity_loses(const char *from_type, const char *to_type);

#endif
