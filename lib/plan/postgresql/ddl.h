/* PostgreSQL's words for things.  Names are always quoted; expressions are written as the model's author wrote them. */
#ifndef CORM_PLAN_POSTGRESQL_DDL_H
#define CORM_PLAN_POSTGRESQL_DDL_H

#include "base/buf.h"
#include "diff/diff.h"

/* "sales"."orders"; the schema is left out where it is the default one. */
const char *pg_name(struct arena *arena, const char *schema, const char *name);

/* "sales". or "" */
const char *pg_schema_dot(struct arena *arena, const char *schema);

/* With everything but foreign keys, indexes and unique keys that are merged. */
const char *pg_create_table(struct arena *arena, const struct table *table);
/* The same with those keys, for showing. */
const char *pg_describe_table(struct arena *arena, const struct table *table);
/* " UNLOGGED WITH (fillfactor=70)", as dialect.h says */
const char *pg_describe_options(struct arena *arena, const struct table *table);
/* Whether CREATE TABLE would leave the key out without a word, because an earlier one is over the same columns. */
bool pg_unique_is_merged(const struct table *table, const struct unique *unique);
/* fillfactor=70, toast.autovacuum_enabled=false: what stands between the parentheses behind WITH. */
const char *pg_settings(struct arena *arena, const struct strings *settings);
/* CREATE INDEX [CONCURRENTLY] ... */
const char *pg_create_index(
    struct arena *arena, const struct table *table, const struct index *index, bool concurrently);
/* AS ENUM ('a', 'b') */
const char *pg_enum_labels(struct arena *arena, const struct enum_type *type);

/* What stands behind the name: varchar(80) NOT NULL DEFAULT 'x'.  A serial column is written with the word, which is
 * never NULL: the caller takes that off. */
const char *pg_column(struct arena *arena, const struct column *column);
/* BY DEFAULT AS IDENTITY (START WITH 10) */
const char *pg_identity(struct arena *arena, const struct column *column);
/* integer COLLATE "C" */
const char *pg_column_type(struct arena *arena, const struct column *column);

/* As table constraints, named where they have a name. */
const char *pg_primary_key(struct arena *arena, const struct primary_key *key);
const char *pg_unique(struct arena *arena, const struct unique *unique);
const char *pg_check(struct arena *arena, const struct check *check);
const char *pg_foreign_key(struct arena *arena, const struct foreign_key *key);
const char *pg_constraint(struct arena *arena, enum part part, union part_ref ref);
/* DEFERRABLE INITIALLY DEFERRED, with a space before, or "" */
const char *pg_deferrable(bool deferrable, bool deferred);
/* UNIQUE INDEX USING gin ("a" DESC, (lower("b"))) WHERE ..., for showing. */
const char *pg_index(struct arena *arena, const struct index *index);

/* The name of a constraint or index, or the one that PostgreSQL gives where it has none. */
const char *pg_part_name(struct arena *arena, const struct table *table, enum part part, union part_ref ref);

#endif
