/* Reads the CREATE statements that SQLite keeps in sqlite_schema, for all that its pragmas do not tell: names of
 * constraints, CHECK, COLLATE, generated columns, AUTOINCREMENT, ON CONFLICT, DEFERRABLE, expressions of indexes.
 *
 * The text is known to be one that SQLite has accepted (perhaps a newer one), so this follows the grammar leniently and
 * reports nothing.  Any other text gives some result, or NULL where it is no CREATE TABLE or CREATE INDEX at all. */
#ifndef CORM_DB_SQLITE_DDL_H
#define CORM_DB_SQLITE_DDL_H

#include "schema/schema.h"

/* Nullable is what the text says (NOT NULL or nothing); REFERENCES without columns has no ref_columns yet.  *ret_odd:
 * something was passed over that is not known here, so the columns may be other ones. */
struct table *ddl_read_table(struct arena *arena, struct arena *scratch, const char *sql, bool *ret_odd);

/* `table` tells columns from expressions. */
struct index *ddl_read_index(struct arena *arena, struct arena *scratch, const char *sql, const struct table *table);

/* A name in double quotes that is no column is read by SQLite as a text, where it stands in a stored definition.  This
 * writes it as one ('text'), so that the expression means the same wherever it is written next. */
const char *ddl_mend_quotes(struct arena *arena, const char *expression, const struct table *table);

#endif
