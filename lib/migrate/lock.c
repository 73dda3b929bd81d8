/* What schema.lock says, as far as it belongs to the files beside it. */
#include "schema/lock.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "migrate/load.h"

struct lock_file {
    struct arena *arena; /* of the folder */
    bool is_read, stale;
    struct schema *schema;
};

struct lock_file *lock_file_new(struct arena *arena)
{
    struct lock_file *lock = NEW(arena, struct lock_file);
    lock->arena = arena;
    return lock;
}

corm_status lock_file_read(
    struct arena *arena, const char *folder, struct schema **ret_schema, const char **ret_sum, corm_failure *error)
{
    const char *path = path_join(arena, folder, "schema.lock"), *text;
    size_t len;
    corm_status status = file_read(arena, path, 0, &text, &len, error);
    if (status != CORM_OK) {
        return status;
    }
    corm_failure ignored;
    text = hash_normal_lines(arena, text, len, &len);
    if (lock_parse(arena, path, text, len, ret_schema, ret_sum, &ignored) != CORM_OK) {
        *ret_schema = NULL;
    }
    return CORM_OK;
}

static corm_status read_once(const struct folder *folder, corm_failure *error)
{
    struct lock_file *lock = folder->lock;
    const char *sum;
    if (lock->is_read || !file_exists(path_join(lock->arena, folder->path, "schema.lock"))) {
        return CORM_OK;
    }
    corm_status status = lock_file_read(lock->arena, folder->path, &lock->schema, &sum, error);
    if (status != CORM_OK) {
        return status;
    }
    lock->is_read = true;
    lock->stale =
        lock->schema == NULL || !text_same(sum, folder->sum_hash) || !text_same(lock->schema->engine, folder->engine);
    return CORM_OK;
}

corm_status folder_lock(const struct folder *folder, struct schema **ret_lock, corm_failure *error)
{
    corm_status status = read_once(folder, error);
    if (status == CORM_OK) {
        *ret_lock = folder->lock->stale ? NULL : folder->lock->schema;
    }
    return status;
}

corm_status folder_lock_is_stale(const struct folder *folder, bool *ret_stale, corm_failure *error)
{
    corm_status status = read_once(folder, error);
    if (status == CORM_OK) {
        *ret_stale = folder->lock->stale;
    }
    return status;
}
