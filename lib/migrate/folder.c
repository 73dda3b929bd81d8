#include "migrate/folder.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "migrate/header.h"
#include "migrate/load.h"
#include "migrate/name.h"

#include <string.h>

/* What the functions below share while one folder is read. */
struct reading {
    struct arena *arena;
    struct folder *folder;
    corm_failure *error;
};

static corm_status bad_file(struct reading *reading, const char *path, const char *problem, const char *hint)
{
    fail(reading->error, CORM_USAGE, "%s: %s", path, problem);
    fail_at(reading->error, path, 0);
    fail_hint(reading->error, "%s", hint);
    return CORM_USAGE;
}

/* Text that every checkout has alike: a runner, a hash and a database must see the same bytes. */
static corm_status read_text(struct reading *reading, const char *path, struct sum_entry *ret_entry)
{
    const char *text;
    size_t len;
    corm_status status = file_read(reading->arena, path, 0, &text, &len, reading->error);
    if (status != CORM_OK) {
        return status;
    }
    if (memchr(text, '\0', len) != NULL) {
        return bad_file(reading, path, "a NUL byte in it", "a migration is UTF-8 text");
    }
    if (text_utf8_valid(text, len) != len) {
        return bad_file(reading, path, "bytes that are not UTF-8", "a migration is UTF-8 text");
    }
    ret_entry->text = hash_normal_lines(reading->arena, text, len, &ret_entry->len);
    return CORM_OK;
}

static corm_status contradicts(struct reading *reading, const char *path, const char *said, const char *is)
{
    return bad_file(reading,
        path,
        arena_printf(reading->arena, "its header says %s", said),
        arena_printf(reading->arena, "here it would be %s: correct the header or move the file", is));
}

static corm_status check_header(
    struct reading *reading, const char *path, const struct header *header, const struct migration *migration)
{
    const char *engine = reading->folder->engine;
    bool other_name = header->version != NULL &&
                      (!text_same(header->version, migration->version) || !text_same(header->slug, migration->slug));
    if (other_name) {
        struct arena *arena = reading->arena;
        return contradicts(reading,
            path,
            arena_printf(arena, "migration %s %s", header->version, header->slug),
            arena_printf(arena, "migration %s %s", migration->version, migration->slug));
    }
    if (header->engine != NULL && !text_same(header->engine, engine)) {
        return contradicts(reading,
            path,
            arena_printf(reading->arena, "engine %s", header->engine),
            arena_printf(reading->arena, "engine %s", engine));
    }
    if (header->parent != NULL && strcmp(header->parent, migration->version) >= 0) {
        return bad_file(reading, path, "its header names a parent that is not before it", "correct the header");
    }
    if (header->group != NULL && strcmp(header->group, migration->version) > 0) {
        return bad_file(reading, path, "its header names a group that begins after it", "correct the header");
    }
    return CORM_OK;
}

static void set_up(struct migration *migration, const char *path, const struct sum_entry *entry, const struct header *h)
{
    migration->up_path = path;
    migration->up = entry->text;
    migration->up_len = entry->len;
    migration->parent = h->parent;
    migration->group = h->group != NULL ? h->group : migration->version;
    migration->engine = h->engine;
    migration->engine_version = h->engine_version;
    migration->allow = h->allow;
    migration->rebuilds = h->rebuilds;
    migration->keys_off = h->keys_off;
    migration->transaction = h->transaction;
}

static void set_down(
    struct migration *migration, const char *path, const struct sum_entry *entry, const struct header *h)
{
    migration->down_path = path;
    migration->down = entry->text;
    migration->down_len = entry->len;
    migration->down_allow = h->allow;
    migration->down_rebuilds = h->rebuilds;
    migration->down_keys_off = h->keys_off;
    migration->down_transaction = h->transaction;
}

/* The migration that the file belongs to.  Names come sorted, so it is the last one or new. */
static corm_status place_file(
    struct reading *reading, const char *path, const struct file_name *name, struct migration **ret_migration)
{
    struct migrations *migrations = &reading->folder->migrations;
    struct migration *last = migrations->len == 0 ? NULL : migrations->at[migrations->len - 1];
    if (last != NULL && text_same(last->version, name->version)) {
        if (!text_same(last->slug, name->slug)) {
            return bad_file(reading,
                path,
                arena_printf(reading->arena, "version %s is that of %s, too", name->version, last->slug),
                "give one of the two a later version and run: corm-migrate hash");
        }
        *ret_migration = last;
        return CORM_OK;
    }
    struct migration *migration = NEW(reading->arena, struct migration);
    migration->version = name->version;
    migration->slug = name->slug;
    *PUSH(reading->arena, migrations) = migration;
    *ret_migration = migration;
    return CORM_OK;
}

static corm_status read_file(struct reading *reading, const char *file)
{
    const char *path = path_join(reading->arena, reading->folder->path, file);
    struct file_name name;
    if (!text_ends(file, ".sql")) {
        return CORM_OK;
    }
    if (!name_parse(reading->arena, file, &name)) {
        return bad_file(reading,
            path,
            "not the name of a migration",
            "a migration is called VERSION_name.up.sql or VERSION_name.down.sql, with a version of 14 digits and a "
            "name of a-z, 0-9 and _");
    }
    struct sum_entry entry = {.name = file};
    struct migration *migration;
    struct header header;
    corm_status status = place_file(reading, path, &name, &migration);
    if (status == CORM_OK) {
        status = read_text(reading, path, &entry);
    }
    if (status == CORM_OK) {
        status = header_read(reading->arena, path, entry.text, &header, reading->error);
    }
    if (status == CORM_OK) {
        status = check_header(reading, path, &header, migration);
    }
    if (status != CORM_OK) {
        return status;
    }
    (name.down ? set_down : set_up)(migration, path, &entry, &header);
    *PUSH(reading->arena, &reading->folder->files) = entry;
    return CORM_OK;
}

/* A down without an up is no migration; whether its up is missed, corm.sum knows. */
static void finish_migrations(struct reading *reading)
{
    struct folder *folder = reading->folder;
    struct migrations whole = {0};
    const char *before = NULL;
    for (size_t i = 0; i < folder->migrations.len; i++) {
        struct migration *migration = folder->migrations.at[i];
        if (migration->up == NULL) {
            *PUSH(reading->arena, &folder->lonely) = migration->down_path;
            continue;
        }
        migration->parent = migration->parent != NULL ? migration->parent : before;
        migration->checksum = hash_text(reading->arena, migration->up, migration->up_len);
        before = migration->version;
        *PUSH(reading->arena, &whole) = migration;
    }
    folder->migrations = whole;
}

corm_status folder_load(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error)
{
    struct folder *folder = NEW(arena, struct folder);
    folder->path = arena_strdup(arena, path);
    folder->engine = arena_strdup(arena, engine);
    folder->sum_hash = "";
    folder->lock = lock_file_new(arena);
    struct reading reading = {.arena = arena, .folder = folder, .error = error};
    struct strings names = {0};
    corm_status status = file_exists(path) ? file_list(arena, path, &names, error) : CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < names.len; i++) {
        status = read_file(&reading, names.at[i]);
    }
    if (status == CORM_OK) {
        finish_migrations(&reading);
        *ret_folder = folder;
    }
    return status;
}

corm_status folder_refuse_lonely(const char *path, corm_failure *error)
{
    fail(error, CORM_USAGE, "%s: a down without an up beside it", path);
    fail_at(error, path, 0);
    fail_hint(error, "put its .up.sql back, or remove it too");
    return CORM_USAGE;
}

corm_status folder_read_files(
    struct arena *arena, const char *path, const char *engine, struct folder **ret_folder, corm_failure *error)
{
    struct folder *folder;
    corm_status status = folder_load(arena, path, engine, &folder, error);
    if (status == CORM_OK && folder->lonely.len != 0) {
        status = folder_refuse_lonely(folder->lonely.at[0], error);
    }
    if (status == CORM_OK) {
        *ret_folder = folder;
    }
    return status;
}

struct migration *folder_find(const struct folder *folder, const char *version)
{
    size_t low = 0, high = folder->migrations.len;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(folder->migrations.at[middle]->version, version);
        if (order == 0) {
            return folder->migrations.at[middle];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

const char *folder_last(const struct folder *folder)
{
    size_t len = folder->migrations.len;
    return len == 0 ? NULL : folder->migrations.at[len - 1]->version;
}
