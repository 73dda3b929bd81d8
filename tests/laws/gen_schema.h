/* Random schemas for SQLite or PostgreSQL, changes to them, and rows that fit.  Same seed, same schema. */
#ifndef CORM_TESTS_GEN_SCHEMA_H
#define CORM_TESTS_GEN_SCHEMA_H

#include "db/db.h"

enum { GEN_ROWS = 3 };

struct gen {
    struct arena *arena;
    uint64_t state;
    unsigned named;              /* for names that must differ */
    const struct schema *schema; /* whose table is being made */
    bool postgresql;             /* the engine, where it is not SQLite */
    int64_t server;              /* PostgreSQL's major version */
};

unsigned gen_below(struct gen *gen, unsigned limit); /* 0 <= . < limit */
bool gen_chance(struct gen *gen, unsigned percent);

struct schema *gen_schema(struct gen *gen);
/* A copy with some changes, renames told. */
struct schema *gen_mutate(struct gen *gen, const struct schema *schema);

/* INSERT statements: GEN_ROWS rows a table, all values of a row made from its number, so that unique keys hold and
 * foreign keys find their rows.  NULLs stand only where neither schema needs a value. */
struct strings gen_rows(struct gen *gen, const struct schema *schema, const struct schema *next);

/* ---- between the parts of the generator ---- */

struct table *gen_table(struct gen *gen, struct schema *schema);
struct column *gen_column(struct gen *gen, struct table *table);
void gen_unique(struct gen *gen, struct table *table);
void gen_check(struct gen *gen, struct table *table);
void gen_index(struct gen *gen, struct table *table);
void gen_foreign_key(struct gen *gen, struct schema *schema, struct table *table);
void gen_default(struct gen *gen, struct column *column);

const char *gen_name(struct gen *gen, const char *prefix);
/* An expression that reads one plain column of the table; NULL where that has none. */
const struct column *gen_plain_column(struct gen *gen, const struct table *table);

/* What kind of value the column holds: 'i' number, 't' text, 'b' bytes, and more in PostgreSQL. */
char gen_family(const struct column *column);
bool gen_mentions(const struct gen *gen, const char *sql, const char *column);
bool gen_name_is_free(const struct table *table, const char *name);
const char *gen_unused_name(struct gen *gen, const struct table *table);

/* Takes out what no longer fits: constraints over columns that are gone, keys to what is no key, and so on. */
void gen_repair(struct gen *gen, struct schema *schema);

/* ---- gen_postgresql.c, gen_pg_*.c: what only PostgreSQL has, or has in another way ---- */

/* What PostgreSQL's format_type() makes of an enum's name. */
const char *gen_pg_enum_text(struct gen *gen, const struct enum_type *type);
const struct enum_type *gen_pg_find_enum(struct gen *gen, const char *type);
struct enum_type *gen_pg_some_enum(struct gen *gen, const struct schema *schema);
void gen_pg_add_enum(struct gen *gen, struct schema *schema);

char gen_pg_family(const struct column *column);
void gen_pg_enums(struct gen *gen, struct schema *schema);
const char *gen_pg_type(struct gen *gen, const struct schema *schema);
void gen_pg_default(struct gen *gen, struct column *column);
void gen_pg_generated(struct gen *gen, const struct table *table, struct column *column);
const char *gen_pg_check(struct gen *gen, const struct column *column);
void gen_pg_index(struct gen *gen, const struct table *table, struct index *index);
void gen_pg_number(struct gen *gen, struct column *column);
const char *gen_pg_value(struct gen *gen, const struct schema *schema, const struct column *column, unsigned row);
void gen_pg_repair(struct gen *gen, struct schema *schema, struct table *table);
/* Puts all tables into a schema. */
void gen_pg_move(struct gen *gen, struct schema *schema);
/* One change that only PostgreSQL has. */
void gen_pg_mutate(struct gen *gen, struct schema *schema, struct table *table, struct column *column);

#endif
