#include "resolve/index.h"

static void note_half(struct resolve_index *index, struct relationship *rel, const struct sync_pairs *pairs)
{
    for (size_t i = 0; i < pairs->len; i++) {
        struct relationships *writers = &keys_of(index, pairs->at[i].dest.table)->writers;
        if (writers->len == 0 || writers->at[writers->len - 1] != rel) {
            *PUSH(index->arena, writers) = rel;
        }
    }
}

void note_writers(struct resolve_index *index, const struct relationships *all)
{
    for (size_t i = 0; i < all->len; i++) {
        note_half(index, all->at[i], &all->at[i]->sync);
        note_half(index, all->at[i], &all->at[i]->secondary_sync);
    }
}

static bool key_has_pair(const struct key *key, const struct sync_pair *pair)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (key->columns.at[i] == pair->dest.column && key->table == pair->dest.table &&
            key->ref_columns.at[i] == pair->source.column && key->referenced == pair->source.table) {
            return true;
        }
    }
    return false;
}

static bool pairs_are_key(const struct sync_pairs *pairs, const struct key *key)
{
    for (size_t i = 0; i < pairs->len; i++) {
        if (!key_has_pair(key, &pairs->at[i])) {
            return false;
        }
    }
    return pairs->len == key->columns.len;
}

struct relationships resolved_over_key(struct arena *arena, const struct resolved *resolved, const struct key *key)
{
    const struct relationships *writers = &keys_of(resolved->index, key->table)->writers;
    struct relationships over = {0};
    for (size_t i = 0; i < writers->len; i++) {
        struct relationship *rel = writers->at[i];
        if (pairs_are_key(&rel->sync, key) || pairs_are_key(&rel->secondary_sync, key)) {
            *PUSH(arena, &over) = rel;
        }
    }
    return over;
}
