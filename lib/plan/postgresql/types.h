/* What PostgreSQL does to a value whose column gets another type.  Types are spelled as format_type() does. */
#ifndef CORM_PLAN_POSTGRESQL_TYPES_H
#define CORM_PLAN_POSTGRESQL_TYPES_H

#include "schema/schema.h"

/* A type's text taken apart: "numeric(10,2)[]". */
struct pg_type {
    const char *base;   /* "numeric", "timestamp with time zone" */
    long first, second; /* what stands in parentheses; -1 for nothing */
    bool array;
};
struct pg_type pg_type_read(struct arena *arena, const char *text);

/* What must stand after USING for values of one type to become the other; NULL where ALTER COLUMN TYPE knows itself
 * (an implicit or assignment cast).  `name` is the column, quoted. */
const char *pg_type_using(struct arena *arena, const char *from, const char *to, const char *name);

/* Whether converting may change or refuse values. */
bool pg_type_loses(const char *from, const char *to);

/* Whether the change of a column writes every row anew.  from NULL: the column is new. */
bool pg_column_rewrites(const struct column *from, const struct column *to);

#endif
