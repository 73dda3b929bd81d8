/* Files: whole, small, and never half written. */
#ifndef CORM_BASE_FILE_H
#define CORM_BASE_FILE_H

#include "base/arena.h"
#include "base/error.h"

/* Reads a regular file into the arena, NUL-terminated.  `limit` 0 means none; above it is an error that says so. */
MUST_CHECK corm_status file_read(
    struct arena *arena, const char *path, size_t limit, const char **ret_text, size_t *ret_len, corm_failure *error);

/* Writes through a temporary file beside it, fsync and rename: a reader sees the old bytes or the new. */
MUST_CHECK corm_status file_write(const char *path, const char *text, size_t len, corm_failure *error);

/* Whether the path is a regular file that can be read, with the reason where it is not. */
MUST_CHECK corm_status file_check(const char *path, corm_failure *error);

bool file_exists(const char *path);
bool file_is_folder(const char *path);
/* Whether its mode lets anybody write, and us among them. */
bool file_is_writable(const char *path);

/* Makes the folder and those above it. */
MUST_CHECK corm_status file_make_folder(const char *path, corm_failure *error);

/* Names (not paths) in a folder, sorted bytewise, without those that begin with a dot. */
MUST_CHECK corm_status file_list(
    struct arena *arena, const char *folder, struct strings *ret_names, corm_failure *error);

/* Paths that match a shell pattern (*, ?, [..], and ** for any number of folders), sorted.  The pattern counts from the
 * folder, whose own name is no pattern, unless it is absolute. */
MUST_CHECK corm_status file_glob(
    struct arena *arena, const char *folder, const char *pattern, struct strings *ret_paths, corm_failure *error);

/* "a/b" + "c.yaml" -> "a/b/c.yaml"; an absolute name stays as it is; "." and "" vanish. */
const char *path_join(struct arena *arena, const char *folder, const char *name);
const char *path_real(struct arena *arena, const char *path); /* links followed; NULL where there is no such file */
const char *path_real_or_same(struct arena *arena, const char *path);
bool path_is_inside(struct arena *arena, const char *folder, const char *path); /* or is it; links followed */
const char *path_folder(struct arena *arena, const char *path);                 /* "." where there is none */
const char *path_name(const char *path);                                        /* the last part */
const char *path_stem(struct arena *arena, const char *path);                   /* the last part without its ending */

#endif
