/* A live database on its way into struct schema. */
#ifndef CORM_DB_POSTGRESQL_INTROSPECT_H
#define CORM_DB_POSTGRESQL_INTROSPECT_H

#include "db/postgresql/postgresql.h"

struct relation {
    int64_t oid;
    const char *schema, *name;
    struct table *table;    /* NULL where its columns are only names that foreign keys mean */
    struct strings columns; /* by number, from 0; "" where one was dropped */
};

struct reading {
    struct arena *arena;
    struct schema *schema;
    struct map relations; /* oid -> struct relation */
    const char *numbers;  /* of the relations that are read, "{1,2}"; NULL for all, or none */
    struct relation *last;
    struct index *index; /* whose parts are being read */
    struct enum_type *enum_type;
    int64_t enum_oid;
};

/* NULL where it is not a table that is read. */
struct relation *reading_relation(struct reading *reading, int64_t oid);
void reading_add_relation(struct reading *reading, struct relation *relation);
const char *reading_text(const struct reading *reading, const struct value *value); /* NULL for no text */
/* Names by the numbers in "{1,2}" or "1 2". */
struct strings reading_columns(struct reading *reading, const struct relation *relation, const struct value *numbers);
/* Adds "fillfactor=70,deduplicate_items=off", and sorts all. */
void reading_settings(struct reading *reading, const struct value *value, struct strings *settings);
void reading_other(struct reading *reading, const char *kind, const char *schema, const char *name, const char *table);

/* db_row_fn of columns.sql, constraints.sql and indexes.sql; the payload is the reading. */
corm_status pg_read_column(const struct value *values, size_t len, void *payload, corm_failure *error);
corm_status pg_read_constraint(const struct value *values, size_t len, void *payload, corm_failure *error);
corm_status pg_read_index_part(const struct value *values, size_t len, void *payload, corm_failure *error);

/* "((a > 0))" without its outer parentheses. */
const char *pg_unwrap(struct arena *arena, const char *expression);

#endif
