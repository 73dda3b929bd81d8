#include "migrate/name.h"

#include "base/text.h"
#include "migrate/version.h"

#include <string.h>

bool name_parse(struct arena *arena, const char *name, struct file_name *ret_name)
{
    if (strlen(name) <= VERSION_LEN || !version_has_form(name, VERSION_LEN) || name[VERSION_LEN] != '_') {
        return false;
    }
    const char *slug = name + VERSION_LEN + 1;
    size_t len = strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789_");
    bool down = text_same(slug + len, ".down.sql");
    if (len == 0 || (!down && !text_same(slug + len, ".up.sql"))) {
        return false;
    }
    ret_name->version = arena_strndup(arena, name, VERSION_LEN);
    ret_name->slug = arena_strndup(arena, slug, len);
    ret_name->down = down;
    return true;
}

const char *name_print(struct arena *arena, const char *version, const char *slug, bool down)
{
    return arena_printf(arena, "%s_%s.%s.sql", version, slug, down ? "down" : "up");
}
