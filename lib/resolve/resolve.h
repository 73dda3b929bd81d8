/* What every relationship of a model means, computed once: join pairs, direction, reverse side, synchronised columns.
 *
 * The algorithm is SQLAlchemy's (orm/relationships.py), restated in docs/relationships.md: how the join is found, which
 * columns are foreign and remote, how the direction follows.  Errors are not reported here: a relationship that cannot
 * be resolved carries its problem, and rules/ turns problems into findings.  A follower of another error (a key to a
 * table that is missing) carries PROBLEM_FOLLOWER, which nobody reports. */
#ifndef CORM_RESOLVE_RESOLVE_H
#define CORM_RESOLVE_RESOLVE_H

#include "model/model.h"

enum direction { DIRECTION_NONE, ONE_TO_MANY, MANY_TO_ONE, MANY_TO_MANY } __attribute__((packed));
extern const char *const direction_names[]; /* NULL, "ONETOMANY", "MANYTOONE", "MANYTOMANY" */

/* A column of a table. */
struct table_column {
    struct table_def *table;
    struct column_def *column;
};
struct table_columns LIST_OF(struct table_column);

struct relationship;
struct relationships LIST_OF(struct relationship *);

/* The effective ON DELETE of a key, and where it comes from (model.md, "What is derived"). */
struct on_delete {
    enum fk_action action;
    bool derived;
    const char *why; /* "User.posts has cascade with delete", "written", "no relationship over it" */
    struct span place;
    bool conflict; /* two sides ask for different actions; why names both */
    struct relationship *asked_by, *conflicts_with;
};

/* A foreign key whose table and columns were found. */
struct key {
    struct fk_def *def;
    struct table_def *table; /* that holds it */
    struct table_def *referenced;
    struct LIST_OF(struct column_def *) columns, ref_columns;
    unsigned number; /* its place in resolved.keys */

    struct on_delete on_delete;
};
struct keys LIST_OF(struct key *);

/* One comparison of a join: left op right, both columns. */
struct join_pair {
    struct table_column left, right;
    const char *op; /* "==" ... */
    bool left_foreign, right_foreign, left_remote, right_remote;
};
struct join_pairs LIST_OF(struct join_pair);

/* source is copied into dest when a flush happens: dest is the foreign column. */
struct sync_pair {
    struct table_column source, dest;
};
struct sync_pairs LIST_OF(struct sync_pair);

enum problem {
    PROBLEM_NONE,
    PROBLEM_FOLLOWER,            /* of something that is reported elsewhere */
    PROBLEM_TARGET_UNKNOWN,      /* MAP004 */
    PROBLEM_TARGET_IS_TABLE,     /* MAP005 */
    PROBLEM_SECONDARY_UNKNOWN,   /* REL501 */
    PROBLEM_SECONDARY_IS_CLASS,  /* REL502 */
    PROBLEM_SECONDARY_IS_END,    /* REL509 */
    PROBLEM_NO_KEY,              /* REL101 */
    PROBLEM_AMBIGUOUS,           /* REL102 */
    PROBLEM_NO_KEY_SECONDARY,    /* REL103 */
    PROBLEM_AMBIGUOUS_SECONDARY, /* REL104 */
    PROBLEM_FOREIGN_KEYS_MISS,   /* REL105 */
    PROBLEM_UNKNOWN_COLUMN,      /* REL106, in joins, foreign_keys, remote_side, order_by */
    PROBLEM_JOIN_TEXT,           /* REL107: unknown class or table in a join; syntax is reported by model_read */
    PROBLEM_NO_FOREIGN,          /* REL108 */
    PROBLEM_NO_EQUALITY,         /* REL109 */
    PROBLEM_BOTH_FOREIGN,        /* REL110 */
    PROBLEM_FOREIGN_ELSEWHERE,   /* REL111 */
    PROBLEM_NO_REMOTE,           /* REL112 */
    PROBLEM_SECONDARYJOIN_ALONE, /* REL115 */
    PROBLEM_OPAQUE,              /* a join that holds words outside the grammar; what the rest says is filled in */
    PROBLEM_COUNT,
} __attribute__((packed));

/* A name in a text that leads nowhere. */
struct unknown_name {
    const char *key;      /* "foreign_keys", "primaryjoin" ... */
    const char *name;     /* as written, "B.zz" */
    const char *nearest;  /* what to write instead, "B.z", or NULL */
    bool is_class;        /* the class or table is unknown, rather than the column */
    bool is_relationship; /* it is there, but it is a relationship */
    struct span span;
};
struct unknown_names LIST_OF(struct unknown_name);

struct condition; /* a join as a tree; resolve/condition.h */

/* What most rules ask of every relationship comes first. */
struct relationship {
    struct rel_def *def;
    struct class_def *owner, *target; /* target NULL where unknown */
    struct relationship *reverse;     /* as SQLAlchemy registers it: named by either side; NULL for none */
    struct sync_pairs sync;
    unsigned number;      /* its place in resolved.all */
    enum problem problem; /* the first, in SQLAlchemy's order */
    enum direction direction;
    bool uselist, viewonly;
    bool self;                 /* the target's own table is the owner's */
    bool backref_taken;        /* the target has something of the backref's name already (REL313) */
    bool primary_has_or;       /* an or_ with several synchronised pairs (REL121) */
    bool primary_has_criteria; /* compares more than the pairs that are written (REL120) */
    bool non_column_self;      /* REL114 */
    bool only_readable;        /* PROBLEM_NO_EQUALITY, and viewonly would mend it */

    const char *name;           /* "User.posts" */
    struct relationship *names; /* what back_populates of this side names, where it is a relationship */
    struct key *key;            /* the foreign key that the primary join was found by; NULL for written joins */
    struct key *secondary_key;  /* the same of the secondary join */
    struct table_def *owner_table, *target_table, *secondary;
    unsigned problems; /* all that were found: 1u << PROBLEM_... */

    struct sync_pairs secondary_sync;
    struct join_pairs primary, secondary_pairs;      /* the column comparisons of the two joins */
    struct condition *primary_join, *secondary_join; /* NULL where none was found */

    struct table_columns local, remote;                       /* without repeats, in order of the join */
    struct table_columns remote_outside;                      /* remote columns that are the owner's alone (REL113) */
    struct table_columns foreign_keys, remote_side, order_by; /* what those words name */
    struct unknown_names unknown;                             /* for PROBLEM_UNKNOWN_COLUMN and PROBLEM_JOIN_TEXT */
    struct keys candidates;                                   /* for the ambiguous: the keys to choose from */
};

struct resolve_index; /* what was made of the things of the model; resolve/index.h */

struct resolved {
    const struct model *model;
    struct relationships all; /* classes in file order, relationships in declared order, backrefs at their place */
    struct keys keys;         /* every foreign key that leads somewhere, by table */
    struct resolve_index *index;
};

/* Expands backrefs (adding relationships to their target classes) and resolves everything.  A backref whose name is
 * taken on the target is not added, so that rules can report it (REL313): see rel_def.backref. */
struct resolved *resolve_model(struct arena *arena, struct model *model);

/* The key of a definition, or NULL where it leads nowhere. */
struct key *resolved_key(const struct resolved *resolved, const struct fk_def *def);
/* What a rel_def of the model came to. */
struct relationship *resolved_relationship(const struct resolved *resolved, const struct rel_def *def);
struct relationship *resolved_find(const struct resolved *resolved, const char *class_name, const char *name);

/* The relationships (either direction, either half of a many-to-many) whose synchronised columns are exactly this
 * key's. */
struct relationships resolved_over_key(struct arena *arena, const struct resolved *resolved, const struct key *key);

/* Exactly these columns are the primary key, a unique column or a full unique constraint or index of the table. */
bool table_unique_on(const struct table_def *table, const struct strings *columns);

/* "User.posts" */
const char *relationship_name(struct arena *arena, const struct relationship *relationship);
/* The join as SQL, "users.id = posts.user_id". */
const char *relationship_join_sql(struct arena *arena, const struct relationship *relationship);

/* What SQLAlchemy's cascade words come to: "all" expanded, defaults applied. */
struct cascade {
    bool save_update, merge, refresh_expire, expunge, delete, delete_orphan;
};
struct cascade relationship_cascade(const struct rel_def *def);

#endif
