/* SQLite's words for things. */
#ifndef CORM_PLAN_SQLITE_DDL_H
#define CORM_PLAN_SQLITE_DDL_H

#include "base/buf.h"
#include "diff/diff.h"

/* CREATE TABLE under a name that may differ from the table's own. */
const char *ddl_create_table(struct arena *arena, const struct table *table, const char *name);
/* " WITHOUT ROWID, STRICT"; "" for none */
const char *ddl_options(const struct table *table);
const char *ddl_create_index(struct arena *arena, const struct index *index, const char *table_name);

/* What stands behind the name: VARCHAR(80) NOT NULL DEFAULT 'x'.  table may be NULL: then it is
 * for showing, and no key is written. */
const char *ddl_column(struct arena *arena, const struct table *table, const struct column *column);

/* As table constraints, named where they have a name. */
const char *ddl_primary_key(struct arena *arena, const struct primary_key *key);
const char *ddl_unique(struct arena *arena, const struct unique *unique);
const char *ddl_check(struct arena *arena, const struct check *check);
const char *ddl_foreign_key(struct arena *arena, const struct foreign_key *key);
/* As a constraint of its one column: CONSTRAINT "fk" REFERENCES ... */
const char *ddl_references(struct arena *arena, const struct foreign_key *key);
/* UNIQUE INDEX ("a" DESC, lower("b")) WHERE ... */
const char *ddl_index(struct arena *arena, const struct index *index);

/* Whether a default is one literal, which ADD COLUMN takes on a table with rows. */
bool ddl_is_constant(struct arena *arena, const char *default_sql);
/* The default as an expression: SQLite takes a bare word after DEFAULT as text, and nowhere else. */
const char *ddl_default_value(struct arena *arena, const char *default_sql);

#endif
