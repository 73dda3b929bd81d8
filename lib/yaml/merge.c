#include "yaml/merge.h"

#include "base/map.h"

#include <string.h>

static bool is_merge(const struct node_pair *pair)
{
    return pair->key->text[0] == '<' && pair->key->plain && strcmp(pair->key->text, "<<") == 0;
}

/* Small maps are the rule; a hash table pays from here on. */
#define SMALL 12

struct seen_key {
    const struct node *key;
};

struct seen {
    struct arena *scratch;
    size_t len;
    const struct node *keys[SMALL];
    struct map map; /* all of them, once there are more than SMALL */
};

static const struct node *seen_find(const struct seen *seen, const char *key)
{
    if (seen->len > SMALL) {
        const struct seen_key *found = map_get(&seen->map, key);
        return found == NULL ? NULL : found->key;
    }
    for (size_t i = 0; i < seen->len; i++) {
        if (*seen->keys[i]->text == *key && strcmp(seen->keys[i]->text, key) == 0) {
            return seen->keys[i];
        }
    }
    return NULL;
}

static void seen_note(struct seen *seen, const struct node *key)
{
    struct seen_key *noted = NEW(seen->scratch, struct seen_key);
    noted->key = key;
    map_set(seen->scratch, &seen->map, key->text, noted);
}

static void seen_add(struct seen *seen, const struct node *key)
{
    for (size_t i = 0; seen->len == SMALL && i < SMALL; i++) {
        seen_note(seen, seen->keys[i]);
    }
    if (seen->len >= SMALL) {
        seen_note(seen, key);
    } else {
        seen->keys[seen->len] = key;
    }
    seen->len++;
}

/* Notes the map's own keys; reports those that stand twice and leaves the later out. */
static bool find_own(struct diags *diags, struct node *map, struct seen *own, bool *ret_merges)
{
    bool fine = true;
    unsigned kept = 0;
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

/* The pairs that a map with << comes to. */
struct merged {
    struct arena *arena;
    struct diags *diags;
    struct seen *own;
    struct node_pairs pairs;
};

static bool add_source(struct merged *merged, const struct node *source)
{
    if (source->kind != NODE_MAP) {
        struct report *report = diag_report(merged->diags,
            RULE_YML009,
            source->span,
            NULL,
            "<< wants a map to merge, and this is %s",
            node_kind_name(source));
        diag_hint(report, "name an anchored map: <<: *columns");
        return false;
    }
    for (size_t i = 0; i < source->pairs.len; i++) {
        if (seen_find(merged->own, source->pairs.at[i].key->text) == NULL) {
            seen_add(merged->own, source->pairs.at[i].key);
            struct node_pair *pair = PUSH(merged->arena, &merged->pairs);
            *pair = source->pairs.at[i];
            pair->merged = true;
        }
    }
    return true;
}

static bool add_merged(struct merged *merged, const struct node *value)
{
    if (value->kind != NODE_LIST) {
        return add_source(merged, value);
    }
    bool fine = true;
    for (size_t i = 0; i < value->items.len; i++) {
        fine = add_source(merged, value->items.at[i]) && fine;
    }
    return fine;
}

bool merge_pairs(struct arena *arena, struct arena *scratch, struct diags *diags, struct node *map)
{
    struct seen own = {.scratch = scratch};
    bool merges = false;
    bool fine = find_own(diags, map, &own, &merges);
    if (!merges) {
        return fine;
    }
    struct merged merged = {.arena = arena, .diags = diags, .own = &own};
    for (size_t i = 0; i < map->pairs.len; i++) {
        if (is_merge(&map->pairs.at[i])) {
            fine = add_merged(&merged, map->pairs.at[i].value) && fine;
        } else {
            *PUSH(arena, &merged.pairs) = map->pairs.at[i];
        }
    }
    map->pairs = merged.pairs;
    return fine;
}
