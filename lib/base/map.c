#include "base/map.h"

#include <stdint.h>
#include <string.h>

/* FNV-1a: short names, no adversary that could gain more than a slow lint of his own file. */
static uint64_t hash_of(const char *key)
{
    uint64_t hash = 14695981039346656037u;
    for (const char *c = key; *c != '\0'; c++) {
        hash = (hash ^ (unsigned char)*c) * 1099511628211u;
    }
    return hash ^ (hash >> 29);
}

/* The slot that holds the key, or the free one where it belongs.  cap is a power of two and never full. */
static struct map_slot *slot_of(const struct map *map, const char *key)
{
    size_t mask = map->cap - 1;
    for (size_t i = (size_t)hash_of(key) & mask;; i = (i + 1) & mask) {
        struct map_slot *slot = &map->slots[i];
        if (slot->key == NULL || strcmp(slot->key, key) == 0) {
            return slot;
        }
    }
}

void *map_get(const struct map *map, const char *key)
{
    return map->cap == 0 ? NULL : slot_of(map, key)->value;
}

static void grow(struct arena *arena, struct map *map)
{
    struct map old = *map;
    map->cap = old.cap == 0 ? 8 : old.cap * 2;
    map->slots = arena_alloc(arena, map->cap, sizeof *map->slots, _Alignof(struct map_slot));
    for (size_t i = 0; i < old.cap; i++) {
        if (old.slots[i].key != NULL) {
            *slot_of(map, old.slots[i].key) = old.slots[i];
        }
    }
}

void map_set(struct arena *arena, struct map *map, const char *key, void *value)
{
    if ((map->len + 1) * 3 > map->cap * 2) {
        grow(arena, map);
    }
    struct map_slot *slot = slot_of(map, key);
    map->len += slot->key == NULL ? 1 : 0;
    *slot = (struct map_slot){.key = slot->key == NULL ? key : slot->key, .value = value};
}
