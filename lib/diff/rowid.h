/* What SQLite makes of keys: which column is the rowid, and which columns can hold NULL. */
#ifndef CORM_DIFF_ROWID_H
#define CORM_DIFF_ROWID_H

#include "schema/schema.h"

/* The INTEGER PRIMARY KEY, which is another name for the rowid; NULL where there is none. */
const struct column *table_rowid_column(const struct table *table);

/* Whether the column can hold NULL in SQLite, where the columns of a primary key sometimes can. */
bool column_takes_null(const struct table *table, const struct column *column);

bool table_key_has(const struct table *table, const struct column *column);

#endif
