#include "resolve/join.h"

static const struct table_columns *listed(const struct relationship *rel)
{
    return rel->foreign_keys.len == 0 ? NULL : &rel->foreign_keys;
}

/* For messages: the keys between the two sides, whatever foreign_keys lists. */
static void list_candidates(struct join *join, const struct search *failed)
{
    struct search all = {.index = failed->index, .left = failed->left, .right = failed->right};
    (void)find_join(&all);
    for (size_t i = 0; i < all.candidates.len; i++) {
        *PUSH(join->index->arena, &join->rel->candidates) = all.candidates.at[i].key;
    }
}

static enum problem why_not(struct join *join, enum found found, const struct search *search)
{
    bool via_secondary = join->rel->secondary != NULL;
    if (found == FOUND_BROKEN) {
        return PROBLEM_FOLLOWER;
    }
    list_candidates(join, search);
    if (found == FOUND_SEVERAL) {
        return via_secondary ? PROBLEM_AMBIGUOUS_SECONDARY : PROBLEM_AMBIGUOUS;
    }
    if (search->listed != NULL && join->rel->candidates.len != 0) {
        return PROBLEM_FOREIGN_KEYS_MISS;
    }
    return via_secondary ? PROBLEM_NO_KEY_SECONDARY : PROBLEM_NO_KEY;
}

/* NULL where no single key links the two; the problem is noted. */
static struct condition *find_half(
    struct join *join, struct join_side left, struct join_side right, struct key **ret_key)
{
    struct search search = {.index = join->index, .left = left, .right = right, .listed = listed(join->rel)};
    enum found found = find_join(&search);
    if (found != FOUND_ONE) {
        join_problem(join->rel, why_not(join, found, &search));
        return NULL;
    }
    *ret_key = search.candidates.at[0].key;
    return condition_from_key(join->index->arena, &search.candidates.at[0]);
}

/* The half towards the target is looked for first, as SQLAlchemy does. */
static bool find_halves(struct join *join)
{
    struct relationship *rel = join->rel;
    struct join_side secondary = side_of_table(&rel->secondary);
    if (join->secondary == NULL) {
        join->secondary = find_half(join, side_of_mapping(join->target), secondary, &rel->secondary_key);
    }
    if (join->secondary != NULL && join->primary == NULL) {
        join->primary = find_half(join, side_of_mapping(join->owner), secondary, &rel->key);
    }
    return join->primary != NULL && join->secondary != NULL;
}

bool join_find(struct join *join)
{
    if (join->secondary != NULL && join->rel->secondary == NULL) {
        join_problem(join->rel, PROBLEM_SECONDARYJOIN_ALONE);
        return false;
    }
    if (join->rel->secondary != NULL) {
        return find_halves(join);
    }
    if (join->primary == NULL) {
        join->primary = find_half(join, side_of_mapping(join->owner), side_of_mapping(join->target), &join->rel->key);
    }
    return join->primary != NULL;
}
