#include "base/file.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static corm_status cannot(corm_failure *error, const char *what, const char *path)
{
    return fail(error, CORM_USAGE, "cannot %s %s: %s", what, path, strerror(errno));
}

static size_t size_of(int fd)
{
    struct stat info;
    return fstat(fd, &info) == 0 && info.st_size > 0 ? (size_t)info.st_size : 0;
}

/* An open file, and how much of it may be read. */
struct source {
    const char *path;
    int fd;
    size_t limit;
};

static corm_status too_large(const struct source *file, corm_failure *error)
{
    return fail(error, CORM_USAGE, "%s is larger than %zu bytes", file->path, file->limit);
}

/* Reads until the end; the size that stat gives is only a first guess. */
static corm_status read_all(
    struct arena *arena, const struct source *file, const char **ret_text, size_t *ret_len, corm_failure *error)
{
    size_t len = 0, cap = size_of(file->fd) + 4096;
    if (file->limit != 0 && cap > file->limit + 4096) {
        return too_large(file, error);
    }
    char *text = arena_alloc(arena, cap, 1, 1);
    for (;;) {
        ssize_t got = read(file->fd, text + len, cap - len - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return cannot(error, "read", file->path);
        }
        if (got == 0) {
            break;
        }
        len += (size_t)got;
        if (file->limit != 0 && len > file->limit) {
            return too_large(file, error);
        }
        if (cap - len < 2) {
            char *grown = arena_alloc(arena, cap * 2, 1, 1);
            memcpy(grown, text, len);
            text = grown;
            cap *= 2;
        }
    }
    text[len] = '\0';
    *ret_text = text;
    *ret_len = len;
    return CORM_OK;
}

/* Opens a regular file.  O_NONBLOCK: opening a FIFO must not hang; it is refused right after. */
static corm_status open_regular(const char *path, int *ret_fd, corm_failure *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return cannot(error, "open", path);
    }
    struct stat info;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode)) {
        *ret_fd = fd;
        return CORM_OK;
    }
    (void)close(fd);
    return fail(error, CORM_USAGE, "cannot read %s: not a regular file", path);
}

corm_status file_check(const char *path, corm_failure *error)
{
    int fd = -1;
    corm_status status = open_regular(path, &fd, error);
    if (status == CORM_OK) {
        (void)close(fd);
    }
    return status;
}

corm_status file_read(
    struct arena *arena, const char *path, size_t limit, const char **ret_text, size_t *ret_len, corm_failure *error)
{
    int fd = -1;
    corm_status status = open_regular(path, &fd, error);
    if (status != CORM_OK) {
        return status;
    }
    const struct source file = {.path = path, .fd = fd, .limit = limit};
    status = read_all(arena, &file, ret_text, ret_len, error);
    (void)close(fd);
    return status;
}

static bool write_all(int fd, const char *text, size_t len)
{
    while (len != 0) {
        ssize_t put = write(fd, text, len);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            return false;
        }
        text += put;
        len -= (size_t)put;
    }
    return true;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
}

/* What a file made by open() would get: 0666 without the umask.  mkstemp gives 0600. */
static mode_t default_mode(void)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return 0666 & ~mask;
}

static corm_status write_through(
    const char *temporary, int fd, const char *path, const char *text, size_t len, corm_failure *error)
{
    struct stat info;
    bool replaces = stat(path, &info) == 0;
    mode_t mode = replaces ? info.st_mode & 07777 : default_mode();
    if (replaces && fchown(fd, info.st_uid, info.st_gid) != 0) {
        mode &= 0777; /* it is ours now: no rights of the former owner go with it */
    }
    bool written = write_all(fd, text, len) && fchmod(fd, mode) == 0 && fsync(fd) == 0;
    int saved = errno;
    bool closed = close(fd) == 0;
    if (!written || !closed) {
        errno = written ? errno : saved;
        corm_status status = cannot(error, "write", path);
        (void)unlink(temporary);
        return status;
    }
    if (rename(temporary, path) != 0) {
        corm_status status = cannot(error, "write", path);
        (void)unlink(temporary);
        return status;
    }
    return CORM_OK;
}

corm_status file_write(const char *path, const char *text, size_t len, corm_failure *error)
{
    struct arena *arena = arena_new();
    char *temporary = arena_printf(arena, "%s.XXXXXX", path);
    int fd = mkstemp(temporary);
    corm_status status = fd < 0 ? cannot(error, "write", path) : write_through(temporary, fd, path, text, len, error);
    if (status == CORM_OK) {
        sync_folder(path_folder(arena, path));
    }
    arena_free(arena);
    return status;
}

bool file_exists(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0;
}

bool file_is_writable(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && (info.st_mode & 0222) != 0 && access(path, W_OK) == 0;
}

bool file_is_folder(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

corm_status file_make_folder(const char *path, corm_failure *error)
{
    struct arena *arena = arena_new();
    char *part = arena_strdup(arena, path);
    corm_status status = CORM_OK;
    for (char *c = part + 1; status == CORM_OK; c++) {
        bool end = *c == '\0';
        if (!end && *c != '/') {
            continue;
        }
        *c = '\0';
        if (mkdir(part, 0777) != 0 && errno != EEXIST) {
            status = cannot(error, "make folder", part);
        }
        if (end) {
            break;
        }
        *c = '/';
    }
    arena_free(arena);
    return status;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct strings *list)
{
    if (list->len > 1) {
        qsort(list->at, list->len, sizeof *list->at, by_text);
    }
}

corm_status file_list(struct arena *arena, const char *folder, struct strings *ret_names, corm_failure *error)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        return cannot(error, "open folder", folder);
    }
    struct strings names = {0};
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] != '.') {
            *PUSH(arena, &names) = arena_strdup(arena, entry->d_name);
        }
    }
    (void)closedir(dir);
    sort(&names);
    *ret_names = names;
    return CORM_OK;
}
