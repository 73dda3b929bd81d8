/* The files of a folder before anything is known of their seals. */
#ifndef CORM_MIGRATE_LOAD_H
#define CORM_MIGRATE_LOAD_H

#include "migrate/folder.h"

/* Like folder_read_files(), but a down without an up is only noted in `lonely`. */
MUST_CHECK corm_status folder_load(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error);

MUST_CHECK corm_status folder_refuse_lonely(const char *path, corm_failure *error);

#endif
