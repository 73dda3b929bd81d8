/* A model as its author wrote it: names, not pointers, every word with its place.
 *
 * Reading (model_read) reports what is wrong with single words: unknown keys, wrong kinds of node, types that do not
 * parse, names twice (MOD0xx).  Whether names refer to something is asked later: by rules/ about keys and mappings, by
 * resolve/ about relationships.  What could not be read is left out, so that later stages work with the rest; a key
 * that is not known is read as the one that it seems to mean, so that nothing follows from it. */
#ifndef CORM_MODEL_MODEL_H
#define CORM_MODEL_MODEL_H

#include "base/map.h"
#include "model/expr.h"
#include "model/type.h"
#include "yaml/keys.h"
#include "yaml/node.h"

enum engine { ENGINE_SQLITE, ENGINE_POSTGRESQL, ENGINE_COUNT };
extern const char *const engine_names[ENGINE_COUNT]; /* "sqlite", "postgresql" */

/* A name or text with its place; text is NULL where it was not given. */
struct word {
    const char *text;
    struct span span;
};
struct words LIST_OF(struct word);
struct strings words_texts(struct arena *arena, const struct words *words);

enum tri { UNSET, NO, YES } __attribute__((packed)); /* a boolean that may be left out */

enum fk_action { ACTION_UNSET, ACTION_NO_ACTION, ACTION_RESTRICT, ACTION_CASCADE, ACTION_SET_NULL, ACTION_SET_DEFAULT };
extern const char *const fk_action_sql[]; /* "NO ACTION" ...; NULL for ACTION_UNSET */
/* "SET NULL", or "SET NULL (a, b)" where those are named that it sets. */
const char *fk_delete_text(struct arena *arena, enum fk_action action, const struct words *set_columns);

enum deferrable { DEFERRABLE_UNSET, NOT_DEFERRABLE, DEFERRABLE, INITIALLY_DEFERRED };

/* A server default: a literal (text, and whether it was quoted in the YAML), an expression, or none. */
struct default_def {
    enum { DEFAULT_NONE, DEFAULT_LITERAL, DEFAULT_SQL } kind;
    bool quoted; /* a literal: '5' is text, 5 is a number */
    struct word value;
    const struct node *node; /* the literal's node */
};

struct generated_def {
    struct word sql; /* sql.text NULL: not generated */
    enum tri stored;
};

/* Written at a column (one column, references without its own list) or under foreign_keys. */
struct fk_def {
    struct words columns;
    struct word ref_schema, ref_table; /* of the first reference */
    struct words ref_columns;          /* may be empty where the text had none */
    bool two_tables;                   /* the references name different tables (FK004) */
    struct word on_delete_word, on_update_word;
    enum fk_action on_delete, on_update; /* as written */
    struct words set_columns;            /* those that on_delete alone sets, of `columns`; empty: all */
    struct word name, match;
    enum deferrable deferrable;
    enum tri use_alter, index;
    bool at_column;   /* column form */
    bool as_map;      /* written with keys of its own, rather than as a text */
    struct span span; /* the whole entry; for the column form the value of foreign_key */
    unsigned number;  /* of the keys of the model's tables, in their order */
};
struct fk_defs LIST_OF(struct fk_def *);

/* What `sqlite:` or `postgresql:` under a column overrides. */
struct column_override {
    bool has_type, has_default, has_collation, has_generated;
    struct type type;
    struct span type_span;
    struct default_def default_;
    struct word collation;
    struct generated_def generated;
    enum tri autoincrement; /* sqlite */
};
extern const struct column_override column_no_override;

/* What few columns have. */
struct column_rare {
    struct generated_def generated;
    enum { IDENTITY_NONE, IDENTITY_ALWAYS, IDENTITY_BY_DEFAULT } identity;
    int64_t identity_start, identity_increment; /* 0: not given */
    struct word python_default;
    struct word check, collation, comment;
    struct word check_name; /* of `check`, or of the CHECK of an enum's labels where `check` has no expression */
    enum tri enum_check;    /* `check: false` at an enum */
    struct words renamed_from;
    const struct column_override *engine[ENGINE_COUNT]; /* column_no_override where nothing is written */
};
extern const struct column_rare column_nothing_rare;

struct column_def {
    struct word name;
    struct span span; /* the definition */
    struct type type; /* TYPE_NONE: from the referenced column */
    struct span type_span;
    enum tri primary_key, nullable, unique, index, autoincrement;
    struct span primary_key_span, nullable_span, unique_span;
    struct default_def default_;
    struct fk_defs foreign_keys;
    bool keys_unread;               /* a reference of it could not be read, which is reported */
    const struct column_rare *rare; /* column_nothing_rare where nothing of it is written */
};
struct column_defs LIST_OF(struct column_def *);

struct unique_def {
    struct words columns;
    struct word name;
    enum tri nulls_not_distinct;
    enum deferrable deferrable;
    struct span span;
};
struct unique_defs LIST_OF(struct unique_def *);

struct index_part_def {
    struct word column, sql; /* one of them */
    enum { ORDER_UNSET, ORDER_ASC, ORDER_DESC } order;
    enum { NULLS_UNSET, NULLS_FIRST, NULLS_LAST } nulls;
    struct word opclass, collation;
};

struct index_def {
    struct LIST_OF(struct index_part_def) parts;
    struct word name, where, method;
    struct words include;
    const struct node *with; /* a map of scalars, or NULL */
    enum tri unique;
    struct span span;
};
struct index_defs LIST_OF(struct index_def *);

struct check_def {
    struct word sql, name;
    struct span span;
};
struct check_defs LIST_OF(struct check_def *);

/* A table, whether a class maps it or not. */
struct table_def {
    struct word schema, name; /* the name's span: where the table is named, or the class where it is derived */
    struct word comment;
    struct words renamed_from;
    struct column_defs columns;
    struct map column_by_name; /* -> struct column_def */
    struct words primary_key;  /* from columns and the primary_key key alike, in order */
    struct word primary_key_name;
    enum deferrable primary_key_deferrable;
    struct span primary_key_span; /* of the primary_key key; file 0 where there is none */
    struct unique_defs uniques;
    struct index_defs indexes;
    struct fk_defs foreign_keys; /* table form and column form, in the order written, columns first */
    struct check_defs checks;
    enum tri strict, without_rowid;            /* sqlite: */
    enum tri unlogged;                         /* postgresql: */
    const struct node *with;                   /* postgresql: a map of scalars, or NULL */
    struct word tablespace;                    /* postgresql: */
    const struct node *partition_by, *exclude; /* kept for later */
    bool keys_unread;                          /* one of its foreign_keys could not be read, which is reported */
    bool is_view;                              /* a class over a view: no DDL of ours */
    struct span span;
    struct class_def *mapped_by; /* the first class that maps it, or NULL */
    unsigned number;             /* its place in model.tables */
};
struct table_defs LIST_OF(struct table_def *);

/* Where a key of a relationship stands, for messages: the place of its value. */
struct rel_key {
    const char *key;
    struct span span;
};

/* A relationship as written.  Lists may have been YAML lists or SQLAlchemy's strings: they are split here. */
struct rel_def {
    struct word name;
    struct class_def *owner;
    struct span span;
    unsigned number;               /* of the model's relationships: those of the file, then those made from backrefs */
    bool from_backref;             /* made by expanding backref of `expanded_from` */
    struct rel_def *expanded_from; /* the side that says backref */
    struct word target, back_populates, secondary;
    struct word backref;                   /* the name; place of the key's value */
    const struct rel_def *backref_options; /* the keys that a map at backref holds for the reverse side, or NULL */
    struct word kind;                      /* one_to_one ... */
    bool misread;                          /* it has a key that is not known: what seems to be missing may be that */
    enum tri uselist, viewonly, passive_updates, single_parent, innerjoin, post_update, sync_backref, enable_typechecks,
        active_history, cascade_backrefs, omit_join, distinct_target_key, load_on_pending, bake_queries;
    struct word primaryjoin, secondaryjoin;
    struct expr *primaryjoin_expr, *secondaryjoin_expr; /* NULL where not given, or where it does not parse */
    bool primaryjoin_bad, secondaryjoin_bad;            /* does not parse; REL107 was reported by model_read */
    bool secondary_opaque;                              /* `secondary: {join: ...}` */
    struct exprs foreign_keys, remote_side, order_by;   /* each an EXPR_COLUMN, or a call (desc) or opaque */
    bool has_foreign_keys, has_remote_side;
    struct words cascade; /* words as written */
    bool has_cascade;
    enum { PASSIVE_UNSET, PASSIVE_FALSE, PASSIVE_TRUE, PASSIVE_ALL, PASSIVE_OTHER } passive_deletes;
    struct word passive_deletes_word;
    struct word lazy; /* "select" where not given has text NULL; true, false, null arrive as SQLAlchemy's words */
    struct words overlaps;
    int64_t join_depth; /* -1: not given */
    struct word collection_class, doc;
    const struct node *info;             /* as written, or NULL */
    struct LIST_OF(struct rel_key) keys; /* those that are written */
};
struct rel_defs LIST_OF(struct rel_def *);

/* The place of a key of a relationship; NULL, or the relationship itself, where the key is not there. */
const struct span *rel_key_span(const struct rel_def *rel, const char *key);
struct span rel_span(const struct rel_def *rel, const char *key);

struct attribute_def {
    struct word attribute, column;
};

struct class_def {
    struct word name;
    struct span span;
    struct table_def *table; /* NULL: single-table child, abstract, or the named table is missing (MAP007) */
    bool misread;            /* it has a key that is not known: what seems to be missing may be that */
    bool own_table;          /* it has columns of its own; false where the table stands under `tables` or elsewhere */
    struct word table_word;  /* `table:` as written */
    struct word inherits;
    struct class_def *base;  /* resolved from inherits; NULL where unknown */
    struct table_def *parts; /* abstract: the columns, keys and checks that its children get a copy of; else NULL */
    struct word polymorphic_on, polymorphic_identity, inherit_condition;
    enum tri concrete, abstract;
    struct LIST_OF(struct attribute_def) attributes;
    struct rel_defs relationships; /* those of the file, then those made from backrefs */
    struct map rel_by_name;
    struct words rels_unread; /* names of those that could not be read, which is reported */
    unsigned number;          /* its place in model.classes */
    bool complete;            /* model_read: it has what its abstract bases hand on */
};
struct class_defs LIST_OF(struct class_def *);

struct enum_label {
    struct word value, renamed_from;
};
struct enum_def {
    struct word name, schema, comment, renamed_from;
    struct LIST_OF(struct enum_label) labels;
    struct span span;
};
struct enum_defs LIST_OF(struct enum_def *);

/* Templates of `naming:`, as in SQLAlchemy's naming convention; text NULL is the default, `off` is an explicit null. */
struct naming_def {
    struct word pk, fk, uq, ix, ck, ex;
    bool pk_off, fk_off, uq_off, ix_off, ck_off, ex_off;
};

struct model {
    struct class_defs classes;
    struct table_defs tables; /* all tables, of classes too, in the order of the files */
    struct enum_defs enums;
    struct naming_def naming;
    struct words schemas;                 /* `schemas:`: PostgreSQL's, besides the default one */
    struct words drop;                    /* `drop:`: "table old_logs", "column users.legacy" */
    unsigned keys_len, relationships_len; /* how many are numbered */
    struct map class_by_name, table_by_name /* "name" or "schema.name" */, enum_by_name;
    struct strings files;      /* every file that was read */
    struct model_names *names; /* for model_nearest_... */
};

/* Reads the model from the given files (already expanded from globs), following `include`.  `root` is the folder that
 * includes must stay inside.  Always returns a model; what is wrong is in diags. */
struct model *model_read(struct arena *arena, struct diags *diags, const struct strings *paths, const char *root);
/* The same from text in memory, for tests: one file called `name`. */
struct model *model_read_text(struct arena *arena, struct diags *diags, const char *name, const char *text, size_t len);

struct table_def *model_table(const struct model *model, const char *schema, const char *name);
struct column_def *table_column(const struct table_def *table, const char *name);
struct class_def *model_class(const struct model *model, const char *name);

/* The class or table, "name" or "schema.name", that is nearest to what was typed, for hints.  NULL where none is near,
 * and for all that comes after many: each look goes through the whole list. */
const char *model_nearest_class(const struct model *model, const char *typed);
const char *model_nearest_table(const struct model *model, const char *typed);

/* The column that an attribute of a class names (through `attributes`, base classes too), or NULL. */
struct column_def *class_attribute(const struct class_def *class_, const char *attribute, struct table_def **ret_table);
/* Whether a is b or inherits from it. */
bool class_is_a(const struct class_def *a, const struct class_def *b);
const struct class_def *class_root(const struct class_def *class_);

/* The type that a column has once foreign keys are followed (serial and identity give the plain integer); kind
 * TYPE_NONE where the chain ends nowhere or in a circle.  engine: ENGINE_COUNT for no override. */
struct type column_effective_type(
    const struct model *model, const struct table_def *table, const struct column_def *column, enum engine engine);
bool column_is_nullable(const struct table_def *table, const struct column_def *column);

/* Adds the keys of every kind of map that the readers know; a model file's come first. */
void model_list_keys(struct arena *arena, struct key_maps *maps);

#endif
