/* How rules say what a fix changes: keys of relationships by name, whether they stand in a map of their own or in the
 * backref of the other side. */
#ifndef CORM_RULES_FIXES_H
#define CORM_RULES_FIXES_H

#include "diag/edit.h"
#include "rules/names.h"

/* The value is YAML in flow style; see layout_scalar. */
void fix_set(struct report *report, const struct rel_def *rel, const char *key, const char *value);
/* A name as value. */
void fix_set_name(
    struct arena *arena, struct report *report, const struct rel_def *rel, const char *key, const char *name);
void fix_remove(struct report *report, const struct rel_def *rel, const char *key);
/* "all, delete-orphan", kept a list where it is one. */
void fix_words(struct report *report, const struct rel_def *rel, const char *key, const char *words);

#endif
