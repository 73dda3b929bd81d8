/* Literals of YAML as the SQL of a column's type. */
#ifndef CORM_COMPILE_LITERAL_H
#define CORM_COMPILE_LITERAL_H

#include "compile/compiler.h"

/* What stands after DEFAULT, without outer parentheses; NULL for none, or where the literal is no value of the type,
 * which is reported (MOD103). */
const char *default_sql(struct compiler *compiler, const struct column_work *work);

/* A YAML literal on its way into SQL. */
struct literal {
    struct compiler *compiler;
    const struct node *node;
    const char *text;     /* of a scalar; NULL for a map or a list */
    const char *expected; /* where it does not fit: "a whole number" */
    const char *hint;
};

/* The SQL, or NULL with `expected` filled in. */
const char *literal_sql(struct literal *literal, const struct type *type);

/* Dates and times in one spelling ("2026-11-21 09:30:00"), NULL where the text is none.  A time of day may leave out
 * its seconds, the two halves of a timestamp may stand around a T, and a timestamp may leave out its time. */
const char *date_text(struct arena *arena, const char *text);
const char *time_text(struct arena *arena, const char *text);
const char *timestamp_text(struct arena *arena, const char *text, bool zone);

/* JSON text of a YAML node; NULL where it holds what JSON has not (infinities). */
const char *json_of_node(struct arena *arena, const struct node *node);
bool json_is_valid(const char *text);

#endif
