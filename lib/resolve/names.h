/* Column names in the texts of a relationship ("User.id", "user_group.c.user_id", "id"), and those that lead nowhere.
 */
#ifndef CORM_RESOLVE_NAMES_H
#define CORM_RESOLVE_NAMES_H

#include "resolve/mapping.h"

/* Where names of one key of a relationship are looked up, and where failures go. */
struct name_scope {
    const struct resolve_index *index;
    const struct mapping *owner;  /* of bare names */
    const struct mapping *target; /* for hints only; NULL where unknown */
    const char *key;              /* "primaryjoin" ... */
    struct unknown_names *unknown;
};

struct named_column {
    struct table_column column;  /* column.column NULL where the name leads nowhere */
    const struct class_def *via; /* the class by which it was named; NULL for table.column */
};

/* Looks up an EXPR_COLUMN, and notes it as unknown where it leads nowhere. */
struct named_column name_find(const struct name_scope *scope, const struct expr *expr);
/* Every column that the expressions hold, at any depth. */
void names_collect(const struct name_scope *scope, const struct exprs *exprs, struct table_columns *ret_columns);

#endif
