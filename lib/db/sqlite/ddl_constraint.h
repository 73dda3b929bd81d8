/* The constraints of a CREATE TABLE: those of a column and those of the table. */
#ifndef CORM_DB_SQLITE_DDL_CONSTRAINT_H
#define CORM_DB_SQLITE_DDL_CONSTRAINT_H

#include "db/sqlite/ddl_reader.h"

/* What is being read: a table, and inside of it perhaps a column. */
struct ddl_context {
    struct reader reader;
    struct table *table;
    struct column *column;       /* NULL among the table's constraints */
    const char *constraint_name; /* of CONSTRAINT name, until the constraint that it names */
    bool odd;                    /* something was passed over */
};

/* Reads until the comma or parenthesis that ends the column or the constraint. */
void ddl_read_constraints(struct ddl_context *context);

#endif
