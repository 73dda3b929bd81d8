#include "diff/options.h"

#include "base/text.h"

#include <string.h>

/* Whether the list has a setting of the same key, whatever its value. */
static bool has_key(const struct strings *settings, const char *setting)
{
    size_t len = strcspn(setting, "=");
    for (size_t i = 0; i < settings->len; i++) {
        const char *other = settings->at[i];
        if (strcspn(other, "=") == len && strncmp(other, setting, len) == 0) {
            return true;
        }
    }
    return false;
}

bool options_have_extra(const struct table *from, const struct table *to)
{
    bool extra = (from->unlogged && !to->unlogged) || (from->tablespace != NULL && to->tablespace == NULL);
    for (size_t i = 0; !extra && i < from->with.len; i++) {
        extra = !has_key(&to->with, from->with.at[i]);
    }
    return extra;
}

void options_adopt(struct arena *arena,
    const struct table *live,
    const struct table *locked,
    struct table *into,
    struct unmanaged_list *list)
{
    const char *label = table_label(arena, live);
    if (live->unlogged && !into->unlogged && (locked == NULL || !locked->unlogged)) {
        into->unlogged = true;
        *PUSH(arena, list) = (struct unmanaged){"unlogged table", label};
    }
    if (live->tablespace != NULL && into->tablespace == NULL && (locked == NULL || locked->tablespace == NULL)) {
        into->tablespace = live->tablespace;
        *PUSH(arena, list) = (struct unmanaged){"tablespace", arena_printf(arena, "%s of %s", live->tablespace, label)};
    }
    for (size_t i = 0; i < live->with.len; i++) {
        const char *setting = live->with.at[i];
        if (!has_key(&into->with, setting) && (locked == NULL || !has_key(&locked->with, setting))) {
            *PUSH(arena, &into->with) = setting;
            *PUSH(arena, list) = (struct unmanaged){"setting", arena_printf(arena, "%s of %s", setting, label)};
        }
    }
}
