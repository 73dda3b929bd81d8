/* What the parts of compile/ share.  A table is compiled in one pass: columns, keys, checks, foreign keys, indexes;
 * then the names of all tables are held against each other. */
#ifndef CORM_COMPILE_COMPILER_H
#define CORM_COMPILE_COMPILER_H

#include "compile/compile.h"

struct compiler {
    struct arena *arena; /* of the table that is compiled */
    struct arena *whole; /* of what is the schema's */
    struct diags *diags;
    const struct resolved *resolved;
    const struct model *model;
    enum engine engine;
    const struct dialect *dialect;
    struct schema *schema;
    bool explains; /* facts are wanted */
    struct facts facts;
};

/* A column while it is compiled. */
struct column_work {
    const struct table_def *table;
    const struct column_def *def;
    struct type type;                      /* effective on the engine */
    const struct default_def *default_;    /* the engine's own, or the column's */
    const struct generated_def *generated; /* the same */
    struct column *column;
};

/* The engine's own ways.  An engine without a dialect is not supported. */
struct dialect {
    /* The spelling of a type, NULL where the engine has none. */
    const char *(*type)(struct arena *arena, const struct type *type);
    /* The spelling of an enum type's name; NULL where there are no enum types, and VARCHAR and a CHECK stand for one.
     * schema NULL: the default one. */
    const char *(*type_name)(struct arena *arena, const char *schema, const char *name);
    const char *yes, *no;                                          /* literals */
    const char *(*uuid)(struct arena *arena, const char *digits);  /* from 32 hexadecimal digits */
    const char *(*bytes)(struct arena *arena, const char *digits); /* from two hexadecimal digits a byte */
    const char *default_schema;                                    /* NULL: the engine has no schemas */
    bool comments;                                                 /* the database can hold them */
    bool nulls_smallest;                                           /* nulls come first in an ascending index */
    bool folds_case;                                               /* names are compared without case */
    bool keys_are_tables; /* primary keys and unique constraints share the namespace of tables and indexes */
    bool reads_back;      /* expressions have canonical forms */
    /* Makes the column a key that the database gives where it is one, and reports where that is asked in vain. */
    void (*generated_key)(struct compiler *compiler, struct column_work *work);
    /* Reports what a table asks of an engine that lacks it, and takes out what has no effect there. */
    void (*fit_table)(struct compiler *compiler, const struct table_def *def, struct table *table);
    /* Reports a schema that `schemas`, a table or an enum names and that the engine cannot have. */
    void (*check_schema)(struct compiler *compiler, const struct word *schema, const char *object);
};

extern const struct dialect dialect_sqlite, dialect_postgresql;
const struct dialect *compile_dialect(enum engine engine);

/* MOD111 for what the author wrote as SQL and is no expression. */
void check_expressions(struct compiler *compiler, const struct table_def *def);

/* ---- parts of a table, in the order in which they are compiled ---- */

void compile_columns(struct compiler *compiler, const struct table_def *def, struct table *table);
void compile_keys(struct compiler *compiler, const struct table_def *def, struct table *table); /* primary, unique */
void compile_checks(struct compiler *compiler, const struct table_def *def, struct table *table);
void compile_foreign_keys(struct compiler *compiler, const struct table_def *def, struct table *table);
void compile_indexes(struct compiler *compiler, const struct table_def *def, struct table *table);
/* For each foreign key that no key or index begins with; after compile_foreign_keys and compile_indexes. */
void derive_indexes(struct compiler *compiler, const struct table_def *def, struct table *table);
/* ---- names.c: the names of all tables ---- */

struct names;

/* Claims the names of tables and enums; the latter have been compiled. */
struct names *names_new(struct compiler *compiler);
/* Claims what the author named in a table; reports names that two things want. */
void names_claim(struct names *names, const struct table *table);
/* Finds free names for the derived indexes of the schema, when all others have been claimed. */
void names_derive(struct names *names);
void names_free(struct names *names);

/* ---- small things, and telling.c: what objects are called, what is wrong with them, why they are so ---- */

/* {fillfactor: 70} -> "fillfactor=70".  with may be NULL. */
struct strings compile_settings(struct arena *arena, const struct node *with);

/* "users", "sales.orders" */
const char *table_object(const struct compiler *compiler, const char *schema, const char *table);
/* "users.id" */
const char *object_name(struct compiler *compiler, const struct table_def *table, const char *part);
const char *column_object(struct compiler *compiler, const struct column_work *work);
/* "posts.user_id", "visits(pet_id, owner_id)" */
const char *columns_object(struct compiler *compiler, const struct table *table, const struct strings *columns);
struct strings word_text(struct arena *arena, const char *word);

/* MOD104: "sqlite has no array columns". */
struct report *report_lack(struct compiler *compiler, struct span at, const char *object, const char *what);
/* MOD105: what the engine takes no notice of is left out. */
struct report *report_ignored(struct compiler *compiler, struct span at, const char *object, const char *what);

/* The schema of a table or an enum; NULL for the default one, also where it is written out. */
const char *schema_name(const struct compiler *compiler, const struct word *schema);

/* Whether the column alone is the primary key, and whether it is of a foreign key. */
bool column_is_only_key(const struct column_work *work);
bool column_has_foreign_key(const struct column_work *work);

void add_fact(struct compiler *compiler, const char *object, const char *what, const char *why, struct span place);

#endif
