/* How rules name tables, columns and relationships in messages, and the small questions that several families ask. */
#ifndef CORM_RULES_NAMES_H
#define CORM_RULES_NAMES_H

#include "rules/rules.h"

/* "posts", or "blog.posts" where the table has a schema. */
const char *table_text(struct arena *arena, const struct table_def *table);
/* "a User", "an Owner" */
const char *one_of(struct arena *arena, const char *class_name);
/* "posts.user_id" for one column, "posts(tenant, user_id)" for several. */
const char *columns_text(struct arena *arena, const struct table_def *table, const struct strings *columns);

struct strings key_columns(struct arena *arena, const struct key *key);
struct strings key_ref_columns(struct arena *arena, const struct key *key);
struct strings table_column_names(struct arena *arena, const struct table_def *table);

/* The columns of written_table() that the pairs write, without repeats, in the order of the join. */
struct strings written_columns(struct arena *arena, const struct sync_pairs *pairs);
/* The table that the pairs write, the first of several (a join over inherited tables); NULL where there are none. */
const struct table_def *written_table(const struct sync_pairs *pairs);

/* Letters, digits and underscores; keywords too. */
bool name_is_identifier(const char *name);
bool name_is_reserved(const char *name); /* SQLAlchemy's own attributes of a model */

bool strings_all_in(const struct strings *some, const struct strings *all);

/* The first place that is one. */
struct span span_or(struct span first, struct span second);

/* The place of a key of a relationship, or of its name where the key is not there. */
struct span relationship_place(const struct rel_def *rel, const char *key);

/* Where one would write at a relationship: "at User.posts", "in the backref of Post.author". */
const char *relationship_at(struct arena *arena, const struct relationship *relationship);
/* The foreign key that the synchronised columns of the first half are, or NULL where the join has none. */
const struct key *relationship_key(const struct resolved *resolved, const struct relationship *relationship);
/* The same for any pairs. */
const struct key *relationship_key_of(const struct resolved *resolved, const struct sync_pairs *pairs);
/* It was resolved and it writes: neither broken nor viewonly. */
bool relationship_writes(const struct relationship *relationship);
/* One of the classes is the other or inherits from it. */
bool classes_related(const struct class_def *a, const struct class_def *b);
/* The column that an attribute of the class or of its bases names, or NULL. */
const struct column_def *attribute_column(const struct class_def *class_, const char *name);
/* The relationship of that name at that class or at its bases, or NULL; a concrete class has none of its bases'. */
const struct rel_def *class_relationship(const struct class_def *class_, const char *name);
/* The nearest base that is mapped: an abstract one only lends its columns. */
const struct class_def *mapped_base(const struct class_def *class_);
/* The topmost of the mapped classes above it, or itself. */
const struct class_def *mapped_root(const struct class_def *class_);
/* A column says of which class of the hierarchy a row is. */
bool rows_told_apart(const struct class_def *class_);

#endif
