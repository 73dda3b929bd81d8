/* MAP010: primary keys that reference each other in a ring, so that SQLAlchemy takes each column for a repetition of
 * another one (sqlalchemy.sql.util.reduce_columns) and none is left. */
#ifndef CORM_RULES_KEY_RINGS_H
#define CORM_RULES_KEY_RINGS_H

#include "rules/rules.h"

/* Whether no primary key is left of the tables that the class is joined from; says so where its base has one. */
bool rules_key_ring(const struct rule_input *input, const struct class_def *class_);
/* The primary key of a joined child that leads to the table of a class which can only be declared behind it. */
void rules_key_order(const struct rule_input *input, const struct class_def *class_);

#endif
