/* A test program that runs itself again as a runner of its own process: PROGRAM runner FOLDER URL. */
#ifndef CORM_TEST_HELPER_H
#define CORM_TEST_HELPER_H

#include "unit/migrate/scratch.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

/* Waits for its standard input to be closed, so that many begin at once, and exits with the status of `up`. */
static inline int helper_main(char **argv)
{
    struct arena *arena = arena_new();
    struct folder *folder;
    struct db *db = NULL;
    struct ran_list ran;
    struct run_options options = {.lock_wait_ms = 60000};
    corm_failure error = {0};
    corm_status status = folder_read(arena, argv[2], "sqlite", &folder, &error);
    char byte;
    while (read(STDIN_FILENO, &byte, 1) > 0) {
    }
    if (status == CORM_OK) {
        status = db_open(argv[3], DB_CREATE, &db, &error);
    }
    if (status == CORM_OK) {
        status = run_up(db, arena, folder, &options, &ran, &error);
    }
    if (status != CORM_OK) {
        (void)fprintf(stderr, "runner: %d %s: %s\n", status, error.code, error.message);
    }
    db_close(db);
    arena_free(arena);
    return (int)status;
}

static inline bool helper_asked(int argc, char **argv)
{
    return argc == 4 && strcmp(argv[1], "runner") == 0;
}

static inline pid_t helper_start(struct scratch *scratch, const int gate[2])
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char program[] = "test", mode[] = "runner";
        char *argv[] = {program,
            mode,
            arena_strdup(scratch->arena, scratch->folder),
            arena_strdup(scratch->arena, scratch->url),
            NULL};
        (void)dup2(gate[0], STDIN_FILENO);
        (void)close(gate[0]);
        (void)close(gate[1]);
        (void)execv("/proc/self/exe", argv);
        _exit(127);
    }
    return child;
}

#endif
