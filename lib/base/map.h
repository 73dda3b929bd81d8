/* Text -> pointer, in an arena.  All zero is the empty map.  Keys are not copied.  There is no iteration: whatever has
 * an order is kept in a list, and a map only finds things in it. */
#ifndef CORM_BASE_MAP_H
#define CORM_BASE_MAP_H

#include "base/arena.h"

struct map_slot {
    const char *key;
    void *value;
};

struct map {
    struct map_slot *slots;
    size_t len, cap;
};

/* The value, or NULL where the key is not there. */
void *map_get(const struct map *map, const char *key);
/* Sets the value, replacing what was there. */
void map_set(struct arena *arena, struct map *map, const char *key, void *value);

#endif
