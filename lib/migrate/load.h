/* The files of a folder before anything is known of their seals. */
#ifndef CORM_MIGRATE_LOAD_H
#define CORM_MIGRATE_LOAD_H

#include "migrate/folder.h"

/* Like folder_read_files(), but a down without an up is only noted in `lonely`. */
MUST_CHECK corm_status folder_load(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error);

/* Of a folder whose schema.lock was not read. */
struct lock_file *lock_file_new(struct arena *arena);
/* The folder's schema.lock, whatever corm.sum it belongs to: NULL in *ret_schema where it is none that can be read. */
MUST_CHECK corm_status lock_file_read(
    struct arena *arena, const char *folder, struct schema **ret_schema, const char **ret_sum, corm_failure *error);

MUST_CHECK corm_status folder_refuse_lonely(const char *path, corm_failure *error);

#endif
