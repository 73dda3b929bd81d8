/* How rules say what a fix changes: keys of relationships, of columns, of foreign keys and of tables by name, whether a
 * key stands in a map of its own, beside a column, or in the backref of the other side. */
#ifndef CORM_RULES_FIXES_H
#define CORM_RULES_FIXES_H

#include "diag/edit.h"
#include "rules/names.h"

/* Values are YAML in flow style; see layout_scalar. */

/* ---- relationships ---- */

void fix_set(struct report *report, const struct rel_def *rel, const char *key, const char *value);
/* A name as value. */
void fix_set_name(
    struct arena *arena, struct report *report, const struct rel_def *rel, const char *key, const char *name);
void fix_remove(struct report *report, const struct rel_def *rel, const char *key);
/* "all, delete-orphan", kept a list where it is one. */
void fix_words(struct report *report, const struct rel_def *rel, const char *key, const char *words);
/* `viewonly: true`, without what is said of writing. */
void fix_viewonly(struct report *report, const struct rel_def *rel);
/* `back_populates: name` in place of `backref`. */
void fix_backref(struct arena *arena, struct report *report, const struct rel_def *rel, const char *name);
/* A relationship more: its keys as a map in braces. */
void fix_add_relationship(struct report *report, const struct class_def *class_, const char *name, const char *map);
/* Another name, there and wherever relationships name it. */
void fix_rename(const struct rule_input *input, struct report *report, const struct relationship *r, const char *name);

/* "[a, b]", and "a" where it is alone. */
const char *fix_one_or_list(struct arena *arena, const struct strings *names);
const char *fix_list(struct arena *arena, const struct strings *names);

/* "{columns: [a, b], references: \"t(x, y)\"}" */
const char *fix_key_map(struct arena *arena, const struct strings *columns, const char *references);

/* ---- single words ---- */

void fix_replace(struct report *report, const struct word *word, const char *text);
/* Takes the item or entry away whose value stands there. */
void fix_drop(struct report *report, struct span value);

/* ---- columns, keys, tables ---- */

void fix_column_set(struct report *report, const struct column_def *column, const char *key, const char *value);
void fix_column_remove(struct report *report, const struct column_def *column, const char *key);
/* The same in what the column says for one engine; ENGINE_COUNT: for all. */
void fix_column_set_on(
    struct report *report, const struct column_def *column, enum engine engine, const char *key, const char *value);
/* on_delete and on_update stand beside a reference that is a text, other keys with it. */
void fix_key_set(struct report *report, const struct key *key, const char *word, const char *value);
/* A column that has its type from the key then says it. */
void fix_key_drop(const struct rule_input *input, struct report *report, const struct key *key);
void fix_table_set(struct report *report,
    const struct model *model,
    const struct table_def *table,
    const char *key,
    const char *value);
/* An item more of one of its lists. */
void fix_table_append(struct report *report,
    const struct model *model,
    const struct table_def *table,
    const char *key,
    const char *value);
/* A column more: its keys as a map in braces. */
void fix_add_column(
    struct report *report, const struct model *model, const struct table_def *table, const char *name, const char *map);
void fix_model_set(struct report *report, const struct class_def *class_, const char *key, const char *value);
/* An entry of the model, or of its map behind `under`, goes below another one. */
void fix_move(
    struct report *report, const struct class_def *class_, const char *under, const char *key, const char *below);
/* Its key unique: at the column, or as a list of columns. */
void fix_make_unique(struct arena *arena,
    struct report *report,
    const struct model *model,
    const struct table_def *table,
    const struct strings *columns);

#endif
