/* Two texts as a unified diff with three lines of context, as diff -u and git apply have it. */
#ifndef CORM_FIX_UNIFIED_H
#define CORM_FIX_UNIFIED_H

#include "base/arena.h"

struct unified_text {
    const char *text;
    size_t len;
};

/* "" where they are the same. */
const char *unified_diff(
    struct arena *arena, const char *path, const struct unified_text *before, const struct unified_text *after);

#endif
