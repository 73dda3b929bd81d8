#include "base/file.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

const char *path_join(struct arena *arena, const char *folder, const char *name)
{
    while (text_starts(name, "./")) {
        name += 2;
    }
    if (name[0] == '/' || strcmp(folder, ".") == 0 || folder[0] == '\0') {
        return name[0] == '\0' ? "." : arena_strdup(arena, name);
    }
    if (name[0] == '\0' || strcmp(name, ".") == 0) {
        return arena_strdup(arena, folder);
    }
    return arena_printf(arena, text_ends(folder, "/") ? "%s%s" : "%s/%s", folder, name);
}

const char *path_real(struct arena *arena, const char *path)
{
    char *real = realpath(path, NULL);
    const char *copy = real == NULL ? NULL : arena_strdup(arena, real);
    free(real);
    return copy;
}

const char *path_folder(struct arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return ".";
    }
    return slash == path ? "/" : arena_strndup(arena, path, (size_t)(slash - path));
}

const char *path_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

const char *path_stem(struct arena *arena, const char *path)
{
    const char *name = path_name(path), *dot = strrchr(name, '.');
    return dot == NULL || dot == name ? arena_strdup(arena, name) : arena_strndup(arena, name, (size_t)(dot - name));
}

const char *path_real_or_same(struct arena *arena, const char *path)
{
    const char *real = path_real(arena, path);
    return real == NULL ? path : real;
}

bool path_is_inside(struct arena *arena, const char *folder, const char *path)
{
    const char *root = path_real_or_same(arena, folder), *real = path_real_or_same(arena, path);
    size_t len = strlen(root);
    return strcmp(root, "/") == 0 || (strncmp(root, real, len) == 0 && (real[len] == '/' || real[len] == '\0'));
}
