/* Address -> address, in an arena.  All zero is the empty map.  Like base/map.h it only finds things; whatever has an
 * order stands in a list. */
#ifndef CORM_RESOLVE_POINTERS_H
#define CORM_RESOLVE_POINTERS_H

#include "base/arena.h"

struct pointer_slot {
    const void *key;
    void *value;
};

struct pointers {
    struct pointer_slot *slots;
    size_t len, cap; /* cap is a power of two */
};

/* The value, or NULL where the key is not there. */
void *pointers_get(const struct pointers *map, const void *key);
void pointers_set(struct arena *arena, struct pointers *map, const void *key, void *value);

#endif
