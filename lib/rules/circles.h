/* Circles of tables that reference one another (strongly connected components of the graph of foreign keys). */
#ifndef CORM_RULES_CIRCLES_H
#define CORM_RULES_CIRCLES_H

#include "rules/rules.h"

/* Whether a key counts as a link of the graph; the context is that of circles_find. */
typedef bool key_filter(const struct key *key, const void *context);

struct circles {
    const size_t *of; /* by table_def.number: the circle it is in; tables of one circle have one number */
    bool any;         /* there is one of two tables or more */
};

/* Linear in tables and keys. */
struct circles circles_find(const struct rule_input *input, key_filter *counts, const void *context);
/* The key leads from a table to one of the same circle; of keys to their own table always true. */
bool circles_hold(const struct circles *circles, const struct key *key);
/* The circle that the table is in. */
size_t circle_of(const struct circles *circles, const struct table_def *table);

#endif
