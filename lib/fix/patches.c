#include "fix/editing.h"

void editing_stop(struct editing *editing, const char *why)
{
    editing->why = editing->why == NULL ? why : editing->why;
}

/* The patches of one finding may stand side by side, but not share a byte; two insertions at one place stay in order.
 */
static bool overlap(const struct patch *a, const struct patch *b)
{
    return a->file == b->file && a->off < b->off + b->len && b->off < a->off + a->len;
}

void editing_patch(struct editing *editing, size_t off, size_t len, const char *text)
{
    struct patch patch = {editing->number, off, len, text};
    for (size_t i = 0; i < editing->patches.len; i++) {
        if (overlap(&patch, &editing->patches.at[i])) {
            editing_stop(editing, "its changes would meet in one place");
        }
    }
    *PUSH(editing->arena, &editing->patches) = patch;
}
