/* Tables as one engine has them: nouns only.
 *
 * The model (desired) and a live database (actual) are both turned into this before anything is compared.  Types,
 * defaults and expressions are the engine's own words.  `origin` and `why` say where a thing of the model comes from;
 * comparing ignores them.
 *
 * An expression of the model stands as its author wrote it, and DDL prints it so.  Its canonical twin is what the
 * engine reads back ("age >= 18" is "(age >= 18)" in PostgreSQL), NULL where that is not known, and always in SQLite,
 * which keeps the author's text.  What was read from a database holds the engine's text in both.
 *
 * renamed_from is what the model asks for.  applied_from is what the last migration had been asked for: schema.lock
 * keeps it, so that a rename which may stay in the model is not done twice. */
#ifndef CORM_SCHEMA_SCHEMA_H
#define CORM_SCHEMA_SCHEMA_H

#include "base/map.h"
#include "diag/diag.h"

struct column {
    const char *name;
    struct strings renamed_from, applied_from;
    const char *type; /* "VARCHAR(80)"; "" for none (SQLite); PostgreSQL: as format_type() spells it */
    const char *type_canonical;
    bool nullable;
    const char *default_sql; /* as it stands after DEFAULT, without outer parentheses; NULL for none */
    const char *default_canonical;
    const char *generated_sql; /* NULL for none */
    const char *generated_canonical;
    bool generated_stored;
    const char *identity;                       /* "ALWAYS", "BY DEFAULT" or NULL */
    int64_t identity_start, identity_increment; /* 0: the engine's own, 1 */
    bool serial;        /* PostgreSQL: an integer that a sequence of its own numbers; default_sql is NULL then */
    bool autoincrement; /* SQLite's keyword */
    const char *collation, *comment;
    const char *on_conflict; /* SQLite: of its NOT NULL; "IGNORE" ... or NULL */
    struct span origin;
};
struct columns LIST_OF(struct column *);

/* What an index or a key is over: a column or an expression. */
struct index_part {
    const char *column; /* NULL where it is an expression */
    const char *expression;
    const char *canonical; /* of the expression */
    bool descending;
    const char *nulls; /* "FIRST", "LAST" or NULL for the engine's default */
    const char *collation, *opclass;
};
struct index_parts LIST_OF(struct index_part);

struct primary_key {
    const char *name; /* NULL where the database has none to tell */
    struct strings columns;
    struct strings collations; /* as struct unique's */
    bool deferrable, deferred; /* PostgreSQL */
    const char *on_conflict;
    bool inline_descending; /* SQLite: INTEGER PRIMARY KEY DESC is not the rowid */
};

struct unique {
    const char *name; /* NULL: unnamed */
    struct strings columns;
    struct strings collations; /* SQLite: of each column, "" for the column's own; empty where all have their own */
    bool nulls_not_distinct, deferrable, deferred;
    const char *on_conflict;
    struct span origin;
};
struct uniques LIST_OF(struct unique *);

struct index {
    const char *name;
    struct index_parts parts;
    bool unique;
    const char *where_sql, *where_canonical;
    const char *method;           /* NULL for btree */
    struct strings include, with; /* with: "fillfactor=70" */
    bool nulls_not_distinct;
    bool invalid;    /* PostgreSQL: what a build that failed has left; never in a model or a lock */
    const char *why; /* derived for a foreign key: the reason */
    struct span origin;
};
struct indexes LIST_OF(struct index *);

struct foreign_key {
    const char *name; /* NULL: unnamed */
    struct strings columns;
    const char *ref_schema, *ref_table;
    struct strings ref_columns;        /* never empty: REFERENCES t alone is filled in with t's key */
    const char *on_delete, *on_update; /* "NO ACTION" ...; never NULL */
    struct strings set_columns;        /* PostgreSQL: those that SET NULL or SET DEFAULT sets; empty: all */
    bool deferrable, deferred;
    const char *match; /* NULL for SIMPLE */
    bool not_valid;    /* PostgreSQL: rows from before it may break it; never in a model or a lock */
    const char *why;   /* where the action comes from */
    struct span origin;
};
struct foreign_keys LIST_OF(struct foreign_key *);

struct check {
    const char *name;        /* NULL: unnamed */
    const char *sql;         /* without outer parentheses */
    const char *canonical;   /* as the engine reads it back, its parentheses included */
    const char *enum_column; /* made for an enum column */
    bool not_valid;          /* as struct foreign_key's */
    struct span origin;
};
struct checks LIST_OF(struct check *);

struct table {
    const char *schema; /* NULL for the default schema */
    const char *name;
    struct strings renamed_from, applied_from;
    struct columns columns;
    struct primary_key primary_key; /* no columns: none */
    struct uniques uniques;
    struct indexes indexes;
    struct foreign_keys foreign_keys;
    struct checks checks;
    const char *comment;
    bool strict, without_rowid; /* SQLite */
    bool unlogged;              /* PostgreSQL */
    struct strings with;        /* PostgreSQL: "fillfactor=70", "toast.autovacuum_enabled=false"; sorted */
    const char *tablespace;     /* PostgreSQL; NULL for the database's own */
    struct span origin;
};
struct tables LIST_OF(struct table *);

struct enum_type {
    const char *schema, *name; /* schema NULL for the default schema */
    struct strings renamed_from, applied_from;
    struct strings labels;
    struct strings former_labels;  /* what each label was called, NULL where it was not; empty, or as long as labels */
    struct strings applied_labels; /* as applied_from: a label and what it was called, in turn */
    const char *comment;
    struct span origin;
};
struct enum_types LIST_OF(struct enum_type *);

/* What is seen but not yet compared: views, triggers, virtual tables, sequences, functions. */
struct other_object {
    const char *kind; /* "view", "trigger", "virtual table" ... */
    const char *name, *table, *sql;
};
struct other_objects LIST_OF(struct other_object *);

struct schema {
    const char *engine;     /* "sqlite" */
    struct strings schemas; /* PostgreSQL: those besides the default one and the system's own */
    struct tables tables;
    struct enum_types enums;
    struct other_objects others;
    struct strings drop; /* the model's `drop:` */
    bool tells_applied;  /* applied_from is all there is to know; else nobody knows */
};

struct table *schema_table(const struct schema *schema, const char *schema_name, const char *name);
struct column *table_find_column(const struct table *table, const char *name);
struct index *table_find_index(const struct table *table, const char *name);
struct enum_type *schema_enum(const struct schema *schema, const char *schema_name, const char *name);

/* The columns that ON DELETE sets: in the key's order, and none where they are all, which the action alone means. */
void foreign_key_set(struct arena *arena, struct foreign_key *key, const struct strings *columns);

/* Whether expressions have canonical twins in this engine. */
bool engine_reads_back(const char *engine);

/* Copies share strings and the parts that are never changed in place; lists are new. */
struct schema *schema_copy(struct arena *arena, const struct schema *schema);
struct table *table_copy(struct arena *arena, const struct table *table);

/* The schema with every index built and every constraint validated, as a new database would have it; itself where it is
 * so. */
const struct schema *schema_settled(struct arena *arena, const struct schema *schema);

/* Gives the schema texts of its own, each once, so that what it was made from can go. */
void schema_own_texts(struct arena *arena, struct schema *schema);

/* All that the schema asks for has been done. */
void schema_mark_applied(struct arena *arena, struct schema *schema);
/* Takes over what the lock, which is sorted, knows of the things that both have. */
void schema_take_applied(struct schema *schema, const struct schema *lock);
/* The same for canonical forms: of what stands in both in the same words, over columns of the same types. */
void schema_take_canonical(struct schema *desired, const struct schema *lock);
bool schema_asks_renames(const struct schema *schema);

/* Tables, indexes, constraints by name; columns keep their order.  Makes output deterministic. */
void schema_sort(struct schema *schema);
/* The table of the same name in a schema that is sorted, quickly: for who looks for many.  NULL for none. */
struct table *schema_namesake(const struct schema *sorted, const struct table *table);

#endif
