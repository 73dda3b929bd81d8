/* The keys that a language of ours has, as its reader knows them: for whoever describes the language to others. */
#ifndef CORM_YAML_KEYS_H
#define CORM_YAML_KEYS_H

#include "base/arena.h"

/* The keys of one kind of map. */
struct key_map {
    const char *what; /* "a column" */
    struct strings keys;
    struct strings later; /* those of them that are read and do nothing yet */
    bool open;            /* other keys stand for things of the user's */
};
struct key_maps LIST_OF(struct key_map);

#endif
