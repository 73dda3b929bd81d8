#include "diff/match.h"
#include "diff/pairs.h"

void pairs_doubt(struct pairs *pairs, const struct idles *idles, const char *prefix)
{
    struct arena *arena = pairs->arena;
    for (size_t i = 0; i < idles->len; i++) {
        const struct idle *idle = &idles->at[i];
        struct strings names = {0};
        for (size_t k = 0; k < idle->things.len; k++) {
            *PUSH(arena, &names) = arena_printf(arena, "%s%s", prefix, idle->things.at[k]);
        }
        const char *text = idle->ring
                               ? arena_printf(arena,
                                     "%s trade names by renamed_from, and nothing tells whether they have done so",
                                     strings_join(arena, &names, ", "))
                               : arena_printf(arena,
                                     "%s%s is renamed_from %s, but both are there: nothing is renamed",
                                     prefix,
                                     idle->things.at[0],
                                     idle->things.at[1]);
        *PUSH(arena, &pairs->doubts) = (struct doubt){text, idle->ring};
    }
}
