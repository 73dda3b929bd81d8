/* A folder of migrations and a database in a temporary folder of their own, for one test. */
#ifndef CORM_TEST_SCRATCH_H
#define CORM_TEST_SCRATCH_H

#include "support/corm_test.h"

#include "base/file.h"
#include "base/text.h"
#include "migrate/generate.h"
#include "migrate/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct scratch {
    struct arena *arena;
    const char *root, *folder, *url;
    corm_failure error;
};

static inline struct scratch *scratch_new(void)
{
    struct arena *arena = arena_new();
    struct scratch *scratch = NEW(arena, struct scratch);
    char *root = arena_strdup(arena, "/tmp/corm-migrate-XXXXXX");
    assert_non_null(mkdtemp(root));
    scratch->arena = arena;
    scratch->root = root;
    scratch->folder = path_join(arena, root, "sqlite");
    scratch->url = arena_printf(arena, "sqlite:%s/test.db", root);
    assert_int_equal(file_make_folder(scratch->folder, &scratch->error), CORM_OK);
    return scratch;
}

static inline void scratch_remove(struct scratch *scratch, const char *folder)
{
    struct strings names;
    assert_int_equal(file_list(scratch->arena, folder, &names, &scratch->error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(scratch->arena, folder, names.at[i]);
        if (file_is_folder(path)) {
            scratch_remove(scratch, path);
        } else {
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
}

static inline void scratch_free(struct scratch *scratch)
{
    scratch_remove(scratch, scratch->root);
    arena_free(scratch->arena);
}

static inline const char *scratch_path(struct scratch *scratch, const char *name)
{
    return path_join(scratch->arena, scratch->folder, name);
}

static inline void scratch_write(struct scratch *scratch, const char *name, const char *text)
{
    assert_int_equal(file_write(scratch_path(scratch, name), text, strlen(text), &scratch->error), CORM_OK);
}

static inline const char *scratch_text(struct scratch *scratch, const char *name)
{
    const char *text;
    size_t len;
    assert_int_equal(file_read(scratch->arena, scratch_path(scratch, name), 0, &text, &len, &scratch->error), CORM_OK);
    return text;
}

static inline struct folder *scratch_read(struct scratch *scratch)
{
    struct folder *folder = NULL;
    corm_status status = folder_read(scratch->arena, scratch->folder, "sqlite", &folder, &scratch->error);
    if (status != CORM_OK) {
        print_error("%s\n", scratch->error.message);
    }
    assert_int_equal(status, CORM_OK);
    return folder;
}

/* corm.sum as `hash` would write it, without trying the files. */
static inline void scratch_seal(struct scratch *scratch)
{
    struct folder *folder;
    assert_int_equal(folder_read_files(scratch->arena, scratch->folder, "sqlite", &folder, &scratch->error), CORM_OK);
    scratch_write(scratch, "corm.sum", sum_print(scratch->arena, &folder->files));
}

/* A migration with an up and, unless it is NULL, a down; sealed by hand afterwards. */
static inline void scratch_add(
    struct scratch *scratch, const char *version, const char *slug, const char *up, const char *down)
{
    scratch_write(scratch, arena_printf(scratch->arena, "%s_%s.up.sql", version, slug), up);
    if (down != NULL) {
        scratch_write(scratch, arena_printf(scratch->arena, "%s_%s.down.sql", version, slug), down);
    }
}

static inline struct db *scratch_open(struct scratch *scratch)
{
    struct db *db = NULL;
    corm_status status = db_open(scratch->url, DB_CREATE, &db, &scratch->error);
    if (status != CORM_OK) {
        print_error("%s\n", scratch->error.message);
    }
    assert_int_equal(status, CORM_OK);
    return db;
}

static inline int64_t scratch_int(struct scratch *scratch, const char *sql)
{
    struct db *db = scratch_open(scratch);
    int64_t value = -1;
    corm_status status = db_query_int(db, sql, &value, &scratch->error);
    if (status != CORM_OK) {
        print_error("%s: %s\n", sql, scratch->error.message);
    }
    assert_int_equal(status, CORM_OK);
    db_close(db);
    return value;
}

static inline void scratch_sql(struct scratch *scratch, const char *sql)
{
    struct db *db = scratch_open(scratch);
    corm_status status = db_run(db, sql, &scratch->error);
    if (status != CORM_OK) {
        print_error("%s: %s\n", sql, scratch->error.message);
    }
    assert_int_equal(status, CORM_OK);
    db_close(db);
}

typedef corm_status run_fn(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct run_options *options,
    struct ran_list *ret_ran,
    corm_failure *error);

/* Reads the folder and runs; *ret_ran may be NULL. */
static inline corm_status scratch_run(
    struct scratch *scratch, run_fn *run, const struct run_options *options, struct ran_list *ret_ran)
{
    struct folder *folder = scratch_read(scratch);
    struct db *db = scratch_open(scratch);
    struct ran_list ran;
    scratch->error = (corm_failure){0};
    corm_status status = run(db, scratch->arena, folder, options, &ran, &scratch->error);
    db_close(db);
    if (ret_ran != NULL) {
        *ret_ran = ran;
    }
    return status;
}

static inline corm_status scratch_up(struct scratch *scratch)
{
    return scratch_run(scratch, run_up, &(struct run_options){.lock_wait_ms = 1000}, NULL);
}

static inline corm_status scratch_down(struct scratch *scratch)
{
    return scratch_run(scratch, run_down, &(struct run_options){.lock_wait_ms = 1000}, NULL);
}

/* "20261121000001 applied, …" */
static inline const char *scratch_states(struct scratch *scratch)
{
    struct folder *folder = scratch_read(scratch);
    struct db *db = scratch_open(scratch);
    struct applied_list applied;
    assert_int_equal(history_read(db, scratch->arena, &applied, &scratch->error), CORM_OK);
    db_close(db);
    struct migration_statuses statuses = migration_compare(scratch->arena, folder, &applied);
    struct strings words = {0};
    for (size_t i = 0; i < statuses.len; i++) {
        const struct migration_status *status = &statuses.at[i];
        *PUSH(scratch->arena, &words) =
            arena_printf(scratch->arena, "%s %s", status->name, migration_state_names[status->state]);
    }
    return strings_join(scratch->arena, &words, ", ");
}

#endif
