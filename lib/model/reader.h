/* What the readers of one model share: what has been read so far, and how keys, lists and words are taken apart.
 *
 * Private to model/.  Every kind of map in the language is a table of its keys (struct fields); a key that needs more
 * than a word or a flag names its own reader.  Readers report what they cannot take and leave it out. */
#ifndef CORM_MODEL_READER_H
#define CORM_MODEL_READER_H

#include "model/model.h"

/* A table, or a class with the table that it may define. */
struct definition {
    struct table_def table;
    struct class_def class_;   /* name.text NULL: under `tables` */
    struct fk_defs table_keys; /* foreign_keys of the table form */
    bool own;                  /* it defines the table */
    bool broken;               /* its keys or columns have errors: that it has no columns follows */
};

/* A file to read, and the place that asks for it. */
struct source_file {
    const char *path;
    struct span asked; /* of the include; file 0 for those that the caller gave */
};

struct reader {
    struct arena *arena;
    struct diags *diags;
    struct model *model;
    const char *object; /* what is being read, for findings: "users" */
    const char *member; /* of the object, "id", or NULL */
    const char *root;   /* the real path that includes stay inside; NULL: nothing can be included */
    struct map seen;    /* real path of a file that was read or waits -> itself */
    struct LIST_OF(struct source_file) waiting;
    const char *folder; /* of the file that is being read */
    struct LIST_OF(struct definition *) definitions;
    struct map views;   /* the names of views that the model mentions */
    struct map types;   /* text -> struct type: those that were read */
    struct span start;  /* of the first file */
    struct map told;    /* what was reported where: an alias brings the same mistake again */
    struct diags *echo; /* takes the repeats */
    bool has_version;
    unsigned suggestions; /* how many nearest names were looked for */
};

typedef void read_fn(struct reader *reader, void *into, const struct node_pair *pair);

enum field_kind {
    FIELD_NAME,    /* struct word: a name that an engine keeps */
    FIELD_WORD,    /* struct word: a name of the model's own, of any length */
    FIELD_TEXT,    /* struct word: any scalar */
    FIELD_NAMES,   /* struct words: one name or a list of them */
    FIELD_TRI,     /* enum tri */
    FIELD_NODE,    /* const struct node *: kept as it is */
    FIELD_READ,    /* by `read` */
    FIELD_LATER,   /* loads with a warning; kept as a node where it has an offset */
    FIELD_IGNORED, /* for exporters */
};

struct field {
    const char *key;
    enum field_kind kind;
    size_t offset; /* of the member that takes the value */
    read_fn *read;
};

/* A key that SQL and other tools have for what a model calls otherwise. */
struct meant {
    const char *word;
    const char *key;  /* takes the same value; or NULL */
    const char *hint; /* how to write it instead */
};
/* meant.c.  The last word is NULL; where a map lacks a key, the word for it is passed over. */
extern const struct meant meant_in_column[], meant_in_model[], meant_in_relationship[], meant_in_key[],
    meant_in_index[], meant_in_check[], meant_in_enum[];

/* The keys of one kind of map. */
struct fields {
    const char *what;          /* "a column" */
    const struct meant *meant; /* words for them; or NULL */
    const struct field *at;
    size_t len;
    bool null_is_unset; /* null means "not given", as in SQLAlchemy; elsewhere it is an unfinished line */
    bool comma_lists;   /* values may hold commas: "all, delete-orphan" */
};
#define FIELDS(table) .at = (table), .len = sizeof(table) / sizeof *(table)

/* Every kind of map, in the file that reads it; keys.c lists them. */
extern const struct fields top_keys, model_keys, table_keys, table_sqlite_map, table_postgresql_map, column_keys,
    override_maps[ENGINE_COUNT], default_map, generated_map, identity_keys, column_check_keys, action_map,
    column_key_map, table_key_map, unique_map, primary_key_map, index_map, part_map, check_map, enum_map, label_map,
    naming_keys, rel_keys, backref_keys;

/* ---- fields.c: maps and lists ---- */

/* Reads the keys of a map into `into`; `map` must be one.  One that is not known is read as the one that it seems to
 * mean.  False where a key was not known or a value torn apart: what seems to be missing may be that one. */
bool read_fields(struct reader *reader, const struct fields *fields, const struct node *map, void *into);
/* Hands each pair of a map of named things, or each item of a list (under the list's key), to `read`. */
void read_entries(struct reader *reader, const struct node_pair *pair, read_fn *read, void *into);
void read_items(struct reader *reader, const struct node_pair *pair, const char *wanted, read_fn *read, void *into);
/* Reports unless the value is of that kind; an empty value is none, and no mistake. */
bool read_kind(struct reader *reader, const struct node_pair *pair, enum node_kind kind);

/* ---- words.c: scalars ---- */

struct report *reader_report(struct reader *reader, enum rule rule, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void refuse_kind(struct reader *reader, const struct node_pair *pair, const char *wanted, const char *hint);
/* Hints at the nearest candidate; NULL where none is near. */
const char *suggest(struct reader *reader, struct report *report, const char *typed, const struct strings *candidates);

/* Proposes to write the word, NULL for none, in place of a text. */
void propose_word(struct report *report, const struct node *text, const char *word);

struct word word_of(const struct node *node);
/* Reports that a map lacks a key that it must have. */
void refuse_missing(struct reader *reader, struct span at, const char *message, const char *hint);
/* Whether the scalar's text stands in the file as it is; then *ret_span is its place without quotes. */
bool text_place(struct reader *reader, const struct node *node, struct span *ret_span);
/* Reports a name that is empty, holds control characters or, with `engine`, is longer than engines take. */
bool check_name(struct reader *reader, const struct word *name, bool engine);

/* As the fields of the same kinds; *ret is left as it is where the value is refused. */
bool read_text(struct reader *reader, const struct node_pair *pair, struct word *ret_word);
bool read_word(struct reader *reader, const struct node_pair *pair, struct word *ret_name);
bool read_name(struct reader *reader, const struct node_pair *pair, struct word *ret_name);
void read_names(struct reader *reader, const struct node_pair *pair, struct words *ret_names);
void read_tri(struct reader *reader, const struct node_pair *pair, enum tri *ret_value);
bool read_integer(struct reader *reader, const struct node_pair *pair, int64_t *ret_value);
/* "a, b" with the place of each, or a list. */
void read_comma_list(struct reader *reader, const struct node_pair *pair, struct words *ret_words);
/* The index of the word among the choices, a list that ends with NULL; -1 and a finding where it is none of them. */
int read_choice(struct reader *reader, const struct node_pair *pair, const char *const *choices);

/* ---- the pieces of the language ---- */

read_fn read_include, read_model_entry, read_table_entry, read_enum_entry, read_naming; /* top level */
read_fn read_columns, read_relationships, read_attributes;                              /* models and tables */
read_fn read_primary_key, read_uniques, read_indexes, read_checks, read_table_keys;
read_fn read_on_action; /* on_delete and on_update of a struct fk_def */

/* A map of scalars, {fillfactor: 70}; NULL where it is something else. */
const struct node *read_settings(struct reader *reader, const struct node_pair *pair);
void read_deferrable(struct reader *reader, enum deferrable *into, const struct node_pair *pair);

/* The value of `foreign_key` at a column: a text, a map or a list of them. */
void read_column_keys(struct reader *reader, struct column_def *column, const struct node_pair *pair);
/* Shared by columns and their per-engine overrides. */
bool read_type(struct reader *reader, const struct node_pair *pair, struct type *ret_type, struct span *ret_span);
void read_default(struct reader *reader, const struct node_pair *pair, struct default_def *ret_default);
/* A list or a map is a value of json; anywhere else it is a misspelt {sql: }. */
void check_default(struct reader *reader, const struct type *type, struct default_def *default_);
read_fn read_generated; /* into struct generated_def */

/* ---- include.c ---- */

/* Adds a file to those waiting, unless it was seen; `path` is where it can be opened. */
void add_source_file(struct reader *reader, const char *path, struct span asked);

/* ---- after the last file ---- */

/* Finds base classes, hands abstract columns on, gives classes their tables and puts the model together. */
void link_classes(struct reader *reader);
/* Notes the names for model_nearest_class and model_nearest_table; in model.c. */
void model_note_names(struct arena *arena, struct model *model);
/* What a table says about its own columns: keys, indexes, enums, types that nothing gives. */
void check_table(struct reader *reader, struct definition *definition);

#endif
