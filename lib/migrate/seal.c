/* What corm.sum says about the files of a folder. */
#include "base/file.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/text.h"
#include "migrate/load.h"
#include "migrate/name.h"
#include "migrate/sum.h"

struct sealing {
    struct arena *arena;
    struct folder *folder;
    corm_failure *error;
};

/* Both files belong to the migration's seal.  The worst problem is the one to tell. */
static void break_seal(struct sealing *sealing, const char *file, bool edited, const char *problem)
{
    struct file_name name;
    (void)name_parse(sealing->arena, file, &name);
    struct migration *migration = folder_find(sealing->folder, name.version);
    if (migration == NULL || (migration->edited && !edited)) {
        return;
    }
    migration->sealed = false;
    migration->edited = edited;
    migration->seal_problem = arena_printf(sealing->arena, "%s %s", file, problem);
}

static void check_file(struct sealing *sealing, const struct sum_lines *lines, const struct sum_entry *entry)
{
    enum seal seal = sum_check(sealing->arena, lines, entry);
    if (seal == SEAL_BROKEN) {
        break_seal(sealing, entry->name, true, "was edited after it was sealed");
    } else if (seal == SEAL_NONE) {
        break_seal(sealing, entry->name, false, "is not in corm.sum");
    }
}

static void check_seals(struct sealing *sealing, const struct sum_lines *lines)
{
    struct folder *folder = sealing->folder;
    for (size_t i = 0; i < folder->migrations.len; i++) {
        folder->migrations.at[i]->sealed = true;
    }
    struct map there = {0};
    for (size_t i = 0; i < folder->files.len; i++) {
        struct sum_entry *entry = &folder->files.at[i];
        map_set(sealing->arena, &there, entry->name, entry);
        check_file(sealing, lines, entry);
    }
    for (size_t i = 0; i < lines->len; i++) {
        if (map_get(&there, lines->at[i].name) == NULL) {
            *PUSH(sealing->arena, &folder->missing) = lines->at[i].name;
            break_seal(sealing, lines->at[i].name, true, "is in corm.sum but not in the folder");
        }
    }
}

static corm_status read_sum(struct sealing *sealing)
{
    const char *path = path_join(sealing->arena, sealing->folder->path, "corm.sum");
    struct sum_lines lines = {0};
    struct sum_entry sum = {.text = "", .len = 0};
    if (file_exists(path)) {
        const char *text;
        size_t len;
        corm_status status = file_read(sealing->arena, path, 0, &text, &len, sealing->error);
        if (status != CORM_OK) {
            return status;
        }
        sum.text = hash_normal_lines(sealing->arena, text, len, &sum.len);
        status = sum_parse(sealing->arena, path, sum.text, sum.len, &lines, sealing->error);
        if (status != CORM_OK) {
            return status;
        }
        sealing->folder->sum_hash = sum_hash(sealing->arena, sum.text);
    }
    check_seals(sealing, &lines);
    return CORM_OK;
}

/* The missing up of a down is told like any other missing file; a down that never had one is a mistake. */
static corm_status check_lonely(const struct sealing *sealing)
{
    const struct folder *folder = sealing->folder;
    for (size_t i = 0; i < folder->lonely.len; i++) {
        const char *path = folder->lonely.at[i];
        struct file_name name;
        (void)name_parse(sealing->arena, path_name(path), &name);
        if (!strings_have(&folder->missing, name_print(sealing->arena, name.version, name.slug, false))) {
            return folder_refuse_lonely(path, sealing->error);
        }
    }
    return CORM_OK;
}

corm_status folder_read(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error)
{
    struct folder *folder;
    corm_status status = folder_load(arena, path, engine, &folder, error);
    if (status != CORM_OK) {
        return status;
    }
    struct sealing sealing = {.arena = arena, .folder = folder, .error = error};
    status = read_sum(&sealing);
    if (status == CORM_OK) {
        status = check_lonely(&sealing);
    }
    if (status == CORM_OK) {
        *ret_folder = folder;
    }
    return status;
}
