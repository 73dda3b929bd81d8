#include "yaml/merge.h"

#include "base/map.h"

#include <string.h>

static bool is_merge(const struct node_pair *pair)
{
    return pair->key->plain && strcmp(pair->key->text, "<<") == 0;
}

/* Small maps are the rule; a hash table pays from here on. */
#define SMALL 12

struct seen {
    struct arena *arena;
    struct LIST_OF(const struct node *) keys;
    struct map map;
    bool big;
};

static const struct node *seen_find(const struct seen *seen, const char *key)
{
    if (seen->big) {
        return map_get(&seen->map, key);
    }
    for (size_t i = 0; i < seen->keys.len; i++) {
        if (strcmp(seen->keys.at[i]->text, key) == 0) {
            return seen->keys.at[i];
        }
    }
    return NULL;
}

static void seen_add(struct seen *seen, const struct node *key)
{
    *PUSH(seen->arena, &seen->keys) = key;
    if (!seen->big && seen->keys.len > SMALL) {
        seen->big = true;
        for (size_t i = 0; i + 1 < seen->keys.len; i++) {
            map_set(seen->arena, &seen->map, seen->keys.at[i]->text, (void *)(uintptr_t)seen->keys.at[i]);
        }
    }
    if (seen->big) {
        map_set(seen->arena, &seen->map, key->text, (void *)(uintptr_t)key);
    }
}

/* Notes the map's own keys; reports those that stand twice and leaves the later out. */
static bool find_own(struct diags *diags, struct node *map, struct seen *own, bool *ret_merges)
{
    bool fine = true;
    size_t kept = 0;
    for (size_t i = 0; i < map->pairs.len; i++) {
        const struct node_pair *pair = &map->pairs.at[i];
        const struct node *before = is_merge(pair) ? NULL : seen_find(own, pair->key->text);
        if (before != NULL) {
            struct report *report = diag_report(
                diags, RULE_YML004, pair->key->span, NULL, "\"%s\" stands twice in this map", pair->key->text);
            diag_also(report, before->span, "first here");
            fine = false;
            continue;
        }
        if (is_merge(pair)) {
            *ret_merges = true;
        } else {
            seen_add(own, pair->key);
        }
        map->pairs.at[kept++] = *pair;
    }
    map->pairs.len = kept;
    return fine;
}

struct pairs LIST_OF(struct node_pair);

static bool add_source(struct diags *diags, const struct node *source, struct seen *own, struct pairs *out)
{
    if (source->kind != NODE_MAP) {
        struct report *report = diag_report(
            diags, RULE_YML009, source->span, NULL, "<< wants a map to merge, and this is %s", node_kind_name(source));
        diag_hint(report, "name an anchored map: <<: *columns");
        return false;
    }
    for (size_t i = 0; i < source->pairs.len; i++) {
        if (seen_find(own, source->pairs.at[i].key->text) == NULL) {
            seen_add(own, source->pairs.at[i].key);
            struct node_pair *pair = PUSH(own->arena, out);
            *pair = source->pairs.at[i];
            pair->merged = true;
        }
    }
    return true;
}

static bool add_merged(struct diags *diags, const struct node *value, struct seen *own, struct pairs *out)
{
    if (value->kind != NODE_LIST) {
        return add_source(diags, value, own, out);
    }
    bool fine = true;
    for (size_t i = 0; i < value->items.len; i++) {
        fine = add_source(diags, value->items.at[i], own, out) && fine;
    }
    return fine;
}

bool merge_pairs(struct arena *arena, struct diags *diags, struct node *map)
{
    struct seen own = {.arena = arena};
    bool merges = false;
    bool fine = find_own(diags, map, &own, &merges);
    if (!merges) {
        return fine;
    }
    struct pairs out = {0};
    for (size_t i = 0; i < map->pairs.len; i++) {
        if (is_merge(&map->pairs.at[i])) {
            fine = add_merged(diags, map->pairs.at[i].value, &own, &out) && fine;
        } else {
            *PUSH(arena, &out) = map->pairs.at[i];
        }
    }
    map->pairs.at = out.at;
    map->pairs.len = out.len;
    map->pairs.cap = out.cap;
    return fine;
}
