/* YAML as it stands in its text, for those who edit it: what was written and the bytes that it takes.
 *
 * Unlike struct node nothing is resolved: an alias is an alias, << is a key like others, and every node knows what it
 * stands in.  Made of texts that node_read took; of others it may be NULL. */
#ifndef CORM_YAML_LAYOUT_H
#define CORM_YAML_LAYOUT_H

#include "base/arena.h"

enum layout_kind { LAYOUT_SCALAR, LAYOUT_MAP, LAYOUT_LIST, LAYOUT_ALIAS };
enum layout_style { LAYOUT_PLAIN, LAYOUT_SINGLE, LAYOUT_DOUBLE, LAYOUT_BLOCK };

struct layout {
    enum layout_kind kind;
    enum layout_style style; /* of a scalar; LAYOUT_BLOCK is | or > */
    bool flow;               /* written with { } or [ ] */
    const char *text;        /* of a scalar; of an alias the name */
    const char *anchor;      /* NULL for none */
    size_t from, to;         /* its bytes; of a block map or list they end with its last value */
    size_t body;             /* where it begins behind anchor and tag */
    size_t uses;             /* aliases that mean it */
    struct layout *means;    /* of an alias */
    struct layout *parent;   /* NULL for the document; of a key the map */
    struct layout *key;      /* of a value in a map */
    struct layout_list LIST_OF(struct layout *) keys, items; /* of a map: its keys, and their values in items */
};

/* The first document of a text, without its end mark; NULL where it is not YAML or empty. */
struct layout *layout_read(struct arena *arena, const char *text, size_t len);

/* The value of a key that the map itself holds, or NULL. */
struct layout *layout_get(const struct layout *map, const char *key);

/* A text as a scalar that may stand anywhere, in flow style too: quoted where it has to be. */
const char *layout_scalar(struct arena *arena, const char *text);

#endif
