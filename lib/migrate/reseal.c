/* `hash`: proves that hand-edited files still run, and seals them. */
#include "base/file.h"
#include "base/text.h"
#include "migrate/engine.h"
#include "migrate/generate.h"
#include "migrate/load.h"
#include "schema/lock.h"

#include <string.h>

struct resealing {
    struct arena *arena;
    struct db *db;
    const struct folder *folder;
    corm_failure *error;
};

/* Whether one of the files is of that version. */
static bool is_among(const struct strings *files, const char *version)
{
    for (size_t i = 0; i < files->len; i++) {
        if (text_starts(files->at[i], version)) {
            return true;
        }
    }
    return false;
}

static corm_status refuse(const struct applied *row, const char *what, const char *hint, corm_failure *error)
{
    fail(error, CORM_REFUSED, "%s_%s was %s, and the database has applied it", row->version, row->name, what);
    fail_hint(error, "%s", hint);
    return CORM_REFUSED;
}

static corm_status check_applied(
    const struct folder *folder, const struct strings *deleted, const struct applied_list *applied, corm_failure *error)
{
    for (size_t i = 0; i < applied->len; i++) {
        const struct applied *row = &applied->at[i];
        const struct migration *migration = folder_find(folder, row->version);
        bool begun_only = row->statements_done < row->statements_total;
        if (migration == NULL && is_among(deleted, row->version)) {
            (void)refuse(row, "deleted", "take its files back from git, run corm-migrate down, then hash", error);
            fail_code(error, "missing");
            return CORM_REFUSED;
        }
        if (migration == NULL || begun_only || text_same(row->checksum, migration->checksum)) {
            continue;
        }
        (void)refuse(row,
            "edited",
            "undo the edit (git checkout), or undo the migration with the file as it was, then hash",
            error);
        fail_code(error, "edited");
        fail_at(error, migration->up_path, 0);
        return CORM_REFUSED;
    }
    return CORM_OK;
}

/* The lock that is there, whatever corm.sum it belongs to; NULL where none can be read. */
static struct schema *old_lock(const struct resealing *resealing)
{
    const char *folder = resealing->folder->path, *sum;
    struct schema *schema;
    corm_failure ignored;
    bool read = file_exists(path_join(resealing->arena, folder, "schema.lock")) &&
                lock_file_read(resealing->arena, folder, &schema, &sum, &ignored) == CORM_OK;
    return read ? schema : NULL;
}

static bool differs(const struct diff *diff, const struct table *table)
{
    for (size_t i = 0; i < diff->tables.len; i++) {
        if (diff->tables.at[i].to == table) {
            return true;
        }
    }
    return false;
}

/* Where nothing has changed, the lock keeps the model's words, which a database cannot give back. */
static void keep_words(const struct resealing *resealing, const struct schema *old, struct schema *schema)
{
    const struct diff *diff = diff_schemas(resealing->arena, old, schema);
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        struct table *same = differs(diff, table) ? NULL : schema_namesake(old, table);
        schema->tables.at[i] = same != NULL ? same : table;
    }
    schema_take_applied(schema, old);
}

/* What the files make, in the model's words as far as the old lock knows them.  The engine's own forms are filled in on
 * the way: a lock that was written without a server has none. */
static corm_status read_schema(const struct resealing *resealing, struct db *scratch, struct schema **ret_schema)
{
    struct schema *schema, *old = old_lock(resealing);
    bool guessed = false;
    corm_status status = run_files(scratch, resealing->arena, resealing->folder, true, resealing->error);
    if (status != CORM_OK && strcmp(resealing->error->code, "reparented") == 0) {
        return status;
    }
    if (status != CORM_OK) {
        const char *advice = arena_strdup(resealing->arena, resealing->error->hint);
        bool world = engine_blames_world(resealing->error);
        fail_hint(resealing->error,
            "%s%s%s: corm-migrate hash",
            world ? advice : "",
            world && *advice != '\0' ? "; " : "",
            world ? "run again" : "correct the file and run again");
        return status;
    }
    status = db_introspect(scratch, resealing->arena, &schema, resealing->error);
    if (status == CORM_OK && old != NULL && scratch->driver->canonicalize != NULL) {
        status = scratch->driver->canonicalize(scratch, resealing->arena, old, NULL, &guessed, resealing->error);
    }
    if (status == CORM_OK && old != NULL) {
        keep_words(resealing, old, schema);
    }
    if (status == CORM_OK) {
        *ret_schema = schema;
    }
    return status;
}

/* The lock holds what the migrations made and the model can say. */
static corm_status print_lock(const struct resealing *resealing, const char *sum, const char **ret_lock)
{
    struct schema *schema;
    struct db *scratch;
    corm_status status = run_scratch(resealing->db, resealing->folder->engine, &scratch, resealing->error);
    if (status != CORM_OK) {
        return status;
    }
    status = read_schema(resealing, scratch, &schema);
    db_close(scratch);
    if (status != CORM_OK) {
        return status;
    }
    schema->others = (struct other_objects){0};
    schema_sort(schema);
    *ret_lock = lock_print(resealing->arena, schema, sum_hash(resealing->arena, sum));
    return CORM_OK;
}

static corm_status write_changed(
    const struct resealing *resealing, const char *name, const char *text, struct strings *changed)
{
    const char *path = path_join(resealing->arena, resealing->folder->path, name), *old = NULL;
    size_t len = 0;
    if (file_exists(path)) {
        corm_status status = file_read(resealing->arena, path, 0, &old, &len, resealing->error);
        if (status != CORM_OK) {
            return status;
        }
    }
    if (old != NULL && len == strlen(text) && memcmp(old, text, len) == 0) {
        return CORM_OK;
    }
    *PUSH(resealing->arena, changed) = path;
    return file_write(path, text, strlen(text), resealing->error);
}

static corm_status reseal(const struct resealing *resealing, struct strings *changed)
{
    const char *lock, *sum = sum_print(resealing->arena, &resealing->folder->files);
    corm_status status = print_lock(resealing, sum, &lock);
    if (status == CORM_OK) {
        status = write_changed(resealing, "schema.lock", lock, changed);
    }
    return status == CORM_OK ? write_changed(resealing, "corm.sum", sum, changed) : status;
}

corm_status generate_hash(
    struct arena *arena, const char *folder_path, struct db *db, struct strings *ret_changed, corm_failure *error)
{
    struct folder *folder, *sealed;
    struct applied_list applied;
    struct strings deleted = {0};
    corm_failure unreadable;
    struct strings changed = {0};
    corm_status status = folder_read_files(arena, folder_path, db->driver->engine, &folder, error);
    if (status == CORM_OK) {
        status = history_read(db, arena, &applied, error);
    }
    if (status == CORM_OK && folder_read(arena, folder_path, folder->engine, &sealed, &unreadable) == CORM_OK) {
        deleted = sealed->missing;
    }
    if (status == CORM_OK) {
        status = check_applied(folder, &deleted, &applied, error);
    }
    if (status == CORM_OK && file_exists(folder_path)) {
        struct resealing resealing = {.arena = arena, .db = db, .folder = folder, .error = error};
        status = reseal(&resealing, &changed);
    }
    if (status == CORM_OK) {
        *ret_changed = changed;
    }
    return status;
}
