#include "resolve/pointers.h"

#include <assert.h>
#include <stdint.h>

static size_t hash_address(const void *key)
{
    uint64_t bits = (uint64_t)(uintptr_t)key;
    bits *= UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(bits >> 32);
}

/* The slot that holds the key, or the free one where it belongs. */
static struct pointer_slot *find_slot(const struct pointers *map, const void *key)
{
    size_t mask = map->cap - 1;
    size_t at = hash_address(key) & mask;
    while (map->slots[at].key != NULL && map->slots[at].key != key) {
        at = (at + 1) & mask;
    }
    return &map->slots[at];
}

static void grow(struct arena *arena, struct pointers *map)
{
    struct pointers larger = {.cap = map->cap == 0 ? 16 : map->cap * 2, .len = map->len};
    larger.slots = arena_alloc(arena, larger.cap, sizeof *larger.slots, _Alignof(struct pointer_slot));
    for (size_t i = 0; i < map->cap; i++) {
        if (map->slots[i].key != NULL) {
            *find_slot(&larger, map->slots[i].key) = map->slots[i];
        }
    }
    *map = larger;
}

void *pointers_get(const struct pointers *map, const void *key)
{
    if (map->cap == 0 || key == NULL) {
        return NULL;
    }
    return find_slot(map, key)->value;
}

void pointers_set(struct arena *arena, struct pointers *map, const void *key, void *value)
{
    assert(key != NULL);
    if (map->len * 2 >= map->cap) {
        grow(arena, map);
    }
    struct pointer_slot *slot = find_slot(map, key);
    if (slot->key == NULL) {
        slot->key = key;
        map->len++;
    }
    slot->value = value;
}
