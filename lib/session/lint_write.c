/* Fixed files on disk, and as a result: all of them, or none. */
#include "base/file.h"
#include "base/text.h"
#include "fix/unified.h"
#include "session/lint.h"

#include <string.h>

/* Somebody may have written to the file since it was read: then nothing here is about what stands there.  A file that
 * is marked as not to be written is meant so, although renaming another over it would work. */
static corm_status check_unchanged(struct arena *arena, const struct fixed_file *file, corm_failure *error)
{
    const char *text;
    size_t len;
    corm_status status = file_read(arena, file->real, 0, &text, &len, error);
    if (status == CORM_OK && !file_is_writable(file->real)) {
        return fail(error, CORM_USAGE, "%s may not be written: nothing is fixed", file->path);
    }
    if (status == CORM_OK && (len != file->before_len || memcmp(text, file->before, len) != 0)) {
        status = fail(error, CORM_USAGE, "%s was changed by somebody else meanwhile: nothing is written", file->path);
        fail_hint(error, "run the command again");
    }
    return status;
}

corm_status fixed_write(const struct fixed_files *files, corm_failure *error)
{
    struct arena *arena = arena_new();
    corm_status status = CORM_OK;
    struct fixed_files changed = {0};
    for (size_t i = 0; status == CORM_OK && i < files->len; i++) {
        if (files->at[i]->after != NULL) {
            *PUSH(arena, &changed) = files->at[i];
            status = check_unchanged(arena, files->at[i], error);
        }
    }
    size_t written = 0;
    while (status == CORM_OK && written < changed.len) {
        const struct fixed_file *file = changed.at[written];
        status = file_write(file->real, file->after, file->after_len, error);
        written += status == CORM_OK ? 1 : 0;
    }
    while (status != CORM_OK && written > 0) {
        const struct fixed_file *file = changed.at[--written];
        corm_failure ignored;
        (void)!file_write(file->real, file->before, file->before_len, &ignored);
    }
    arena_free(arena);
    return status;
}

static corm_fixed_file show(struct arena *arena, const struct fixed_file *file)
{
    corm_fixed_file shown = {.path = file->path};
    corm_fixed_code *codes = arena_alloc(arena, file->codes.len + 1, sizeof *codes, _Alignof(corm_fixed_code));
    for (size_t i = 0; i < file->codes.len; i++) {
        const size_t *count = map_get(&file->counts, file->codes.at[i]);
        codes[i] = (corm_fixed_code){file->codes.at[i], *count};
        shown.count += *count;
    }
    shown.codes = codes;
    shown.codes_len = file->codes.len;
    shown.diff = unified_diff(arena,
        file->path,
        &(struct unified_text){file->before, file->before_len},
        &(struct unified_text){file->after, file->after_len});
    return shown;
}

corm_fixes fixed_show(struct arena *arena, const struct fixed_files *files)
{
    corm_fixed_file *list = arena_alloc(arena, files->len + 1, sizeof *list, _Alignof(corm_fixed_file));
    for (size_t i = 0; i < files->len; i++) {
        list[i] = show(arena, files->at[i]);
    }
    return (corm_fixes){.files = list, .files_len = files->len};
}
