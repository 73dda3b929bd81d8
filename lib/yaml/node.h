/* YAML text as a tree with positions.
 *
 * Read by YAML 1.2's core schema: only true, false, null and numbers are not text.  Aliases and merge keys (<<) are
 * resolved here, so that nobody else knows of them; a node that came by an alias keeps the place of its anchor.
 * Everything hostile (depth, size, alias bombs, repeated keys, NUL, control characters, bytes that are not UTF-8) ends
 * here with a finding (YML0xx).  This is the only folder that knows libyaml. */
#ifndef CORM_YAML_NODE_H
#define CORM_YAML_NODE_H

#include "diag/diag.h"

#include <stdint.h>

enum node_kind { NODE_SCALAR, NODE_MAP, NODE_LIST } __attribute__((packed));

struct node;

struct node_pair {
    const struct node *key; /* always a scalar */
    const struct node *value;
    bool merged; /* came in by << */
};

struct node {
    enum node_kind kind;
    bool plain;       /* a scalar without quotes: the core schema applies */
    bool flow;        /* written with { } or [ ] */
    struct span span; /* a map from its first key to its last value */
    const char *tag;  /* "!now", or NULL */
    const char *text; /* scalar: UTF-8 without NUL bytes */
    union {           /* by kind; a scalar has neither, and both read as empty */
        struct node_pairs LIST_OF(struct node_pair) pairs;
        struct node_items LIST_OF(const struct node *) items;
    };
};

struct node_limits {
    size_t bytes;          /* 0: none */
    unsigned depth;        /* nesting */
    unsigned alias_growth; /* what aliases expand to, in times of the file's own nodes */
    bool controls;         /* "\\e" and the like are allowed in quoted texts; NUL never is */
    bool tags;             /* the reader of the tree knows tags of its own, "!now" */
};

extern const struct node_limits node_model_limits;   /* 64 MiB, 64, 10 */
extern const struct node_limits node_fixture_limits; /* none, 64, 10 */

struct nodes LIST_OF(const struct node *);

/* A tree of its own; its texts are shared. */
struct node *node_copy(struct arena *arena, const struct node *node);

/* Reads all documents of a source that was added to diags.  Who keeps only texts of the tree may put it into an arena
 * that goes before `texts`.  False where a finding was reported: with no documents where
 * the text is not YAML or passes a limit, with all of them where single keys or values are wrong.  An empty document is
 * an empty plain scalar (null). */
bool node_read(struct arena *arena,
    struct arena *texts,
    struct diags *diags,
    uint32_t file,
    const struct node_limits *limits,
    struct nodes *ret_documents);

/* The value of a key of a map, or NULL. */
const struct node *node_get(const struct node *map, const char *key);
const struct node_pair *node_pair(const struct node *map, const char *key);

bool node_is_null(const struct node *node);                    /* null, ~ or nothing, plain */
bool node_is_bool(const struct node *node, bool *ret_value);   /* true or false, plain */
bool node_is_int(const struct node *node, int64_t *ret_value); /* a plain decimal integer; 010 is text */
bool node_is_number(const struct node *node);                  /* plain integer or float of the core schema */

/* "a map", "a list", "text": for messages. */
const char *node_kind_name(const struct node *node);

#endif
