#include "diff/match.h"

#include "base/map.h"
#include "base/text.h"

#include <string.h>

struct side {
    struct things *things;
    struct map names;
};

static struct thing *find(const struct side *side, const char *name)
{
    return map_get(&side->names, name);
}

static struct thing *find_free(const struct side *side, const char *name)
{
    struct thing *thing = find(side, name);
    return thing != NULL && thing->mate == NULL ? thing : NULL;
}

static void mate(struct thing *a, struct thing *b)
{
    a->mate = b;
    b->mate = a;
}

static bool is_applied(const struct side *far, const struct thing *thing, const char *former)
{
    const struct thing *same = find(far, thing->name);
    return same != NULL && strings_have(&same->applied, former);
}

/* The thing of the same side whose name this one takes over, where all three names are in use on both sides; one that
 * is not applied goes first. */
static struct thing *ring_next(const struct side *near, const struct side *far, const struct thing *thing)
{
    struct thing *found = NULL;
    if (find_free(far, thing->name) == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < thing->former.len; i++) {
        struct thing *next = find_free(near, thing->former.at[i]);
        if (next == NULL || next == thing || find_free(far, next->name) == NULL) {
            continue;
        }
        if (!is_applied(far, thing, next->name)) {
            return next;
        }
        found = found == NULL ? next : found;
    }
    return found;
}

static struct things_ref {
    struct thing **at;
    unsigned len, cap;
} ring_from(struct arena *arena, const struct side *near, const struct side *far, struct thing *start)
{
    struct things_ref ring = {0};
    for (struct thing *at = start; at != NULL && ring.len < near->things->len; at = ring_next(near, far, at)) {
        *PUSH(arena, &ring) = at;
        if (ring_next(near, far, at) == start) {
            return ring;
        }
    }
    return (struct things_ref){0};
}

static const struct thing *ring_after(const struct things_ref *ring, size_t at)
{
    return ring->at[(at + 1) % ring->len];
}

static bool is_news(const struct things_ref *ring, const struct side *far)
{
    bool news = false;
    for (size_t i = 0; i < ring->len; i++) {
        news = news || !is_applied(far, ring->at[i], ring_after(ring, i)->name);
    }
    return news;
}

enum verdict { RING_DUE, RING_DONE, RING_UNSURE };

static enum verdict judge_ring(const struct things_ref *ring, const struct side *far, alike_fn *alike)
{
    bool across = true, by_name = true;
    for (size_t i = 0; i < ring->len; i++) {
        const struct thing *thing = ring->at[i];
        across = across && alike(thing->item, find(far, ring_after(ring, i)->name)->item);
        by_name = by_name && alike(thing->item, find(far, thing->name)->item);
    }
    return across == by_name ? RING_UNSURE : across ? RING_DUE : RING_DONE;
}

/* Told once, where the ring is met at its first name. */
static void note_unsure(struct arena *arena, const struct things_ref *ring, struct idles *idles)
{
    struct idle idle = {.ring = true};
    for (size_t i = 0; i < ring->len; i++) {
        *PUSH(arena, &idle.things) = ring->at[i]->name;
        if (strcmp(ring->at[i]->name, ring->at[0]->name) < 0) {
            return;
        }
    }
    *PUSH(arena, idles) = idle;
}

static void match_rings(
    struct arena *arena, const struct side *near, const struct side *far, alike_fn *alike, struct idles *idles)
{
    for (size_t i = 0; i < near->things->len; i++) {
        struct thing *thing = &near->things->at[i];
        if (thing->mate != NULL || thing->former.len == 0) {
            continue;
        }
        struct things_ref ring = ring_from(arena, near, far, thing);
        bool told = far->things->tells_applied;
        enum verdict verdict = ring.len == 0 ? RING_DONE
                               : told        ? (is_news(&ring, far) ? RING_DUE : RING_DONE)
                                             : judge_ring(&ring, far, alike);
        for (size_t k = 0; verdict == RING_DUE && k < ring.len; k++) {
            mate(ring.at[k], find(far, ring_after(&ring, k)->name));
        }
        if (verdict == RING_UNSURE) {
            note_unsure(arena, &ring, idles);
        }
    }
}

/* One way to see a thing renamed.  The order of claims is that of (rank, low, high), which does not know which side is
 * which. */
struct claim {
    struct thing *a, *b;
    size_t rank; /* place in the list of former names */
    const char *low, *high;
};

static bool claim_before(const struct claim *a, const struct claim *b)
{
    if (b->a == NULL || a->rank != b->rank) {
        return b->a == NULL || a->rank < b->rank;
    }
    int low = strcmp(a->low, b->low);
    return low < 0 || (low == 0 && strcmp(a->high, b->high) < 0);
}

static void find_claims(const struct side *near, const struct side *far, struct claim *best)
{
    for (size_t i = 0; i < near->things->len; i++) {
        struct thing *thing = &near->things->at[i];
        if (thing->mate != NULL || thing->former.len == 0 || find_free(far, thing->name) != NULL) {
            continue;
        }
        for (size_t j = 0; j < thing->former.len; j++) {
            struct thing *old = find_free(far, thing->former.at[j]);
            if (old != NULL) {
                bool ordered = strcmp(thing->name, old->name) < 0;
                struct claim claim = {
                    thing, old, j, ordered ? thing->name : old->name, ordered ? old->name : thing->name};
                *best = claim_before(&claim, best) ? claim : *best;
                break;
            }
        }
    }
}

static void match_renames(const struct side *from, const struct side *to)
{
    for (;;) {
        struct claim best = {0};
        find_claims(from, to, &best);
        find_claims(to, from, &best);
        if (best.a == NULL) {
            return;
        }
        mate(best.a, best.b);
    }
}

static struct side side_of(struct arena *arena, struct things *things)
{
    struct side side = {.things = things};
    for (size_t i = 0; i < things->len; i++) {
        map_set(arena, &side.names, things->at[i].name, &things->at[i]);
    }
    return side;
}

/* What says that it was another thing, which is there as well. */
static void note_idle(struct arena *arena, const struct side *near, const struct side *far, struct idles *idles)
{
    for (size_t i = 0; far->things->tells_applied && i < near->things->len; i++) {
        const struct thing *thing = &near->things->at[i];
        bool by_name = thing->mate != NULL && strcmp(thing->mate->name, thing->name) == 0;
        for (size_t k = 0; by_name && k < thing->former.len; k++) {
            const char *former = thing->former.at[k];
            if (strcmp(former, thing->name) != 0 && find(far, former) != NULL && !is_applied(far, thing, former)) {
                struct idle *idle = PUSH(arena, idles);
                *PUSH(arena, &idle->things) = thing->name;
                *PUSH(arena, &idle->things) = former;
                break;
            }
        }
    }
}

static bool asks_renames(const struct things *things)
{
    bool asks = false;
    for (size_t i = 0; i < things->len; i++) {
        asks = asks || things->at[i].former.len != 0;
    }
    return asks;
}

/* The same names in the same order, and nobody asks for others: the usual case, which needs no looking up. */
static bool match_in_step(struct things *from, struct things *to)
{
    bool same = from->len == to->len && !asks_renames(from) && !asks_renames(to);
    for (size_t i = 0; same && i < to->len; i++) {
        same = strcmp(from->at[i].name, to->at[i].name) == 0;
    }
    for (size_t i = 0; same && i < to->len; i++) {
        mate(&from->at[i], &to->at[i]);
    }
    return same;
}

struct idles match_things(struct arena *arena, struct things *from, struct things *to, alike_fn *alike)
{
    struct idles idles = {0};
    if (match_in_step(from, to)) {
        return idles;
    }
    struct side near = side_of(arena, from), far = side_of(arena, to);
    match_rings(arena, &far, &near, alike, &idles);
    match_rings(arena, &near, &far, alike, &idles);
    match_renames(&near, &far);
    for (size_t i = 0; i < to->len; i++) {
        struct thing *same = find_free(&near, to->at[i].name);
        if (to->at[i].mate == NULL && same != NULL) {
            mate(&to->at[i], same);
        }
    }
    note_idle(arena, &far, &near, &idles);
    note_idle(arena, &near, &far, &idles);
    return idles;
}
