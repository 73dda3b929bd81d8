#include "base/file.h"
#include "base/text.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define DEPTH_MAX 32

static bool is_pattern(const char *part)
{
    return strpbrk(part, "*?[") != NULL;
}

/* Not followed, so that ** cannot run in circles. */
static bool is_real_folder(const char *path)
{
    struct stat info;
    return lstat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static corm_status expand(struct arena *arena,
    const char *folder,
    const char *rest,
    unsigned depth,
    struct strings *found,
    corm_failure *error);

/* One part of the pattern against the names of a folder. */
static corm_status expand_part(struct arena *arena,
    const char *folder,
    const char *part,
    const char *rest,
    unsigned depth,
    struct strings *found,
    corm_failure *error)
{
    struct strings names;
    bool any_depth = strcmp(part, "**") == 0;
    if (!file_is_folder(folder)) {
        return CORM_OK;
    }
    corm_status status = file_list(arena, folder, &names, error);
    if (status == CORM_OK && any_depth) {
        status = expand(arena, folder, rest, depth + 1, found, error);
    }
    for (size_t i = 0; status == CORM_OK && i < names.len; i++) {
        const char *path = path_join(arena, folder, names.at[i]);
        if (any_depth && is_real_folder(path)) {
            status = expand_part(arena, path, part, rest, depth + 1, found, error);
        } else if (!any_depth && fnmatch(part, names.at[i], FNM_PERIOD) == 0) {
            status = expand(arena, path, rest, depth + 1, found, error);
        }
        if (depth > DEPTH_MAX) {
            return fail(error, CORM_USAGE, "folders are nested deeper than %d below %s", DEPTH_MAX, folder);
        }
    }
    return status;
}

static corm_status expand(struct arena *arena,
    const char *folder,
    const char *rest,
    unsigned depth,
    struct strings *found,
    corm_failure *error)
{
    if (*rest == '\0') {
        if (file_exists(folder) && !strings_have(found, folder)) {
            *PUSH(arena, found) = folder;
        }
        return CORM_OK;
    }
    const char *slash = strchr(rest, '/');
    const char *part = slash == NULL ? rest : arena_strndup(arena, rest, (size_t)(slash - rest));
    const char *after = slash == NULL ? "" : slash + 1;
    if (!is_pattern(part)) {
        return expand(arena, *part == '\0' ? folder : path_join(arena, folder, part), after, depth + 1, found, error);
    }
    return expand_part(arena, folder, part, after, depth, found, error);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

corm_status file_glob(struct arena *arena, const char *pattern, struct strings *ret_paths, corm_failure *error)
{
    struct strings found = {0};
    bool absolute = pattern[0] == '/';
    corm_status status = expand(arena, absolute ? "/" : ".", pattern + (absolute ? 1 : 0), 0, &found, error);
    if (status != CORM_OK) {
        return status;
    }
    if (found.len > 1) {
        qsort(found.at, found.len, sizeof *found.at, by_text);
    }
    *ret_paths = found;
    return CORM_OK;
}
