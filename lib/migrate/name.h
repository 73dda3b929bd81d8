/* The names of migration files: "20261121093000_add_posts.up.sql". */
#ifndef CORM_MIGRATE_NAME_H
#define CORM_MIGRATE_NAME_H

#include "base/arena.h"

struct file_name {
    const char *version, *slug;
    bool down;
};

/* False where the name does not follow the grammar: 14 digits, _, [a-z0-9_]+, .up.sql or .down.sql. */
bool name_parse(struct arena *arena, const char *name, struct file_name *ret_name);
const char *name_print(struct arena *arena, const char *version, const char *slug, bool down);

#endif
