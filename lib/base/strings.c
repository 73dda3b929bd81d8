#include "base/arena.h"
#include "base/buf.h"

#include <string.h>

bool strings_have(const struct strings *list, const char *text)
{
    for (size_t i = 0; i < list->len; i++) {
        if (strcmp(list->at[i], text) == 0) {
            return true;
        }
    }
    return false;
}

bool strings_equal(const struct strings *a, const struct strings *b)
{
    if (a->len != b->len) {
        return false;
    }
    for (size_t i = 0; i < a->len; i++) {
        if (strcmp(a->at[i], b->at[i]) != 0) {
            return false;
        }
    }
    return true;
}

bool strings_same_set(const struct strings *a, const struct strings *b)
{
    if (a->len != b->len) {
        return false;
    }
    for (size_t i = 0; i < a->len; i++) {
        if (!strings_have(b, a->at[i])) {
            return false;
        }
    }
    return true;
}

const char *strings_join(struct arena *arena, const struct strings *list, const char *between)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < list->len; i++) {
        buf_add(&buf, i == 0 ? "" : between);
        buf_add(&buf, list->at[i]);
    }
    return buf_text(&buf);
}
