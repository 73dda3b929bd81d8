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

struct glob {
    struct arena *arena;
    struct strings found;
    corm_failure *error;
};

static corm_status expand(struct glob *glob, const char *folder, const char *rest, unsigned depth);

/* One part of the pattern against the names of a folder. */
static corm_status expand_part(
    struct glob *glob, const char *folder, const char *part, const char *rest, unsigned depth)
{
    struct strings names;
    bool any_depth = strcmp(part, "**") == 0;
    if (!file_is_folder(folder)) {
        return CORM_OK;
    }
    corm_status status = file_list(glob->arena, folder, &names, glob->error);
    if (status == CORM_OK && any_depth) {
        status = expand(glob, folder, rest, depth + 1);
    }
    for (size_t i = 0; status == CORM_OK && i < names.len; i++) {
        const char *path = path_join(glob->arena, folder, names.at[i]);
        if (any_depth && is_real_folder(path)) {
            status = expand_part(glob, path, part, rest, depth + 1);
        } else if (!any_depth && fnmatch(part, names.at[i], FNM_PERIOD) == 0) {
            status = expand(glob, path, rest, depth + 1);
        }
        if (depth > DEPTH_MAX) {
            return fail(glob->error, CORM_USAGE, "folders are nested deeper than %d below %s", DEPTH_MAX, folder);
        }
    }
    return status;
}

static corm_status expand(struct glob *glob, const char *folder, const char *rest, unsigned depth)
{
    if (*rest == '\0') {
        if (file_exists(folder) && !strings_have(&glob->found, folder)) {
            *PUSH(glob->arena, &glob->found) = folder;
        }
        return CORM_OK;
    }
    const char *slash = strchr(rest, '/');
    const char *part = slash == NULL ? rest : arena_strndup(glob->arena, rest, (size_t)(slash - rest));
    const char *after = slash == NULL ? "" : slash + 1;
    if (!is_pattern(part)) {
        return expand(glob, *part == '\0' ? folder : path_join(glob->arena, folder, part), after, depth + 1);
    }
    return expand_part(glob, folder, part, after, depth);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

corm_status file_glob(
    struct arena *arena, const char *folder, const char *pattern, struct strings *ret_paths, corm_failure *error)
{
    struct glob glob = {.arena = arena, .error = error};
    bool absolute = pattern[0] == '/';
    corm_status status = expand(&glob, absolute ? "/" : folder, pattern + (absolute ? 1 : 0), 0);
    if (status != CORM_OK) {
        return status;
    }
    if (glob.found.len > 1) {
        qsort(glob.found.at, glob.found.len, sizeof *glob.found.at, by_text);
    }
    *ret_paths = glob.found;
    return CORM_OK;
}
