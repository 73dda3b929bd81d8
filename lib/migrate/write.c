/* Generated files on disk: all of them, or none. */
#include "base/file.h"
#include "base/text.h"
#include "migrate/generate.h"

#include <string.h>
#include <unistd.h>

/* What was written, and what stood there before: NULL for nothing. */
struct written {
    const char *path, *before;
    size_t before_len;
};

struct writing {
    struct arena *arena;
    struct LIST_OF(struct written) written;
    corm_failure *error;
};

static bool is_sum(const struct generated_file *file)
{
    return text_same(path_name(file->path), "corm.sum");
}

static corm_status write_file(struct writing *writing, const struct generated_file *file)
{
    struct written written = {.path = file->path};
    corm_status status = CORM_OK;
    if (file_exists(file->path)) {
        if (text_ends(file->path, ".sql")) {
            fail(writing->error, CORM_REFUSED, "%s is there already", file->path);
            fail_hint(writing->error, "give the migration another name or --version");
            return CORM_REFUSED;
        }
        status = file_read(writing->arena, file->path, 0, &written.before, &written.before_len, writing->error);
    } else {
        status = file_make_folder(path_folder(writing->arena, file->path), writing->error);
    }
    if (status == CORM_OK) {
        status = file_write(file->path, file->text, strlen(file->text), writing->error);
    }
    if (status == CORM_OK) {
        *PUSH(writing->arena, &writing->written) = written;
    }
    return status;
}

static void take_back(const struct writing *writing)
{
    for (size_t i = writing->written.len; i-- > 0;) {
        const struct written *written = &writing->written.at[i];
        corm_failure ignored;
        if (written->before == NULL) {
            (void)unlink(written->path);
        } else {
            (void)!file_write(written->path, written->before, written->before_len, &ignored);
        }
    }
}

static corm_status write_those(struct writing *writing, const struct generated *generated, size_t len, bool sums)
{
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && i < len; i++) {
        for (size_t k = 0; status == CORM_OK && k < generated[i].files.len; k++) {
            const struct generated_file *file = &generated[i].files.at[k];
            status = is_sum(file) == sums ? write_file(writing, file) : CORM_OK;
        }
    }
    return status;
}

/* corm.sum comes last: until it is there the new files are not sealed, and `up` refuses them and says so. */
corm_status generate_write(const struct generated *generated, size_t len, corm_failure *error)
{
    struct writing writing = {.arena = arena_new(), .error = error};
    corm_status status = write_those(&writing, generated, len, false);
    if (status == CORM_OK) {
        status = write_those(&writing, generated, len, true);
    }
    if (status != CORM_OK) {
        take_back(&writing);
    }
    arena_free(writing.arena);
    return status;
}
