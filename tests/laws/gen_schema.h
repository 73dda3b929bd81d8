/* Random schemas for SQLite, changes to them, and rows that fit.  Same seed, same schema. */
#ifndef CORM_TESTS_GEN_SCHEMA_H
#define CORM_TESTS_GEN_SCHEMA_H

#include "db/db.h"

enum { GEN_ROWS = 3 };

struct gen {
    struct arena *arena;
    uint64_t state;
    unsigned named; /* for names that must differ */
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

/* What kind of value the column holds: 'i' number, 't' text, 'b' bytes. */
char gen_family(const struct column *column);
bool gen_mentions(const struct gen *gen, const char *sql, const char *column);
bool gen_name_is_free(const struct table *table, const char *name);
const char *gen_unused_name(struct gen *gen, const struct table *table);

/* Takes out what no longer fits: constraints over columns that are gone, keys to what is no key, and so on. */
void gen_repair(struct gen *gen, struct schema *schema);

#endif
