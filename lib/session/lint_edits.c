/* The fixes of findings as changes of the text, each on its own: for programs that offer them to somebody. */
#include "base/buf.h"
#include "base/file.h"
#include "fix/fix.h"
#include "session//lint.h"

const char *edits_signature(struct arena *arena, const struct edits *edits)
{
    struct buf out = buf_new(arena);
    for (size_t i = 0; i < edits->len; i++) {
        const struct edit *edit = &edits->at[i];
        buf_printf(&out,
            "%d %u %u %s %s %s %s\n",
            (int)edit->kind,
            edit->at.file,
            edit->at.off,
            edit->under == NULL ? "" : edit->under,
            edit->key == NULL ? "" : edit->key,
            edit->value == NULL ? "" : edit->value,
            edit->new_key == NULL ? "" : edit->new_key);
    }
    return buf_text(&out);
}

struct lint_edits lint_edits_begin(struct lint *lint, size_t findings)
{
    struct lint_edits edits = {.lint = lint};
    edits.files =
        arena_alloc(lint->arena, diags_sources(lint->diags) + 1, sizeof *edits.files, _Alignof(struct fix_file));
    for (size_t i = 0; i < findings; i++) {
        struct diag_fixable fixable;
        if (diags_fixable(lint->diags, i, &fixable)) {
            const char *key = edits_signature(lint->arena, fixable.edits);
            size_t *count = map_get(&edits.wanted, key);
            if (count == NULL) {
                count = NEW(lint->arena, size_t);
                map_set(lint->arena, &edits.wanted, key, count);
            }
            ++*count;
        }
    }
    return edits;
}

static void open_files(struct lint_edits *edits, const struct edits *wanted)
{
    for (size_t i = 0; i < wanted->len; i++) {
        uint32_t file = wanted->at[i].at.file;
        if (file != 0 && edits->files[file - 1].text == NULL) {
            size_t len;
            const char *text = diags_source_text(edits->lint->diags, file, &len);
            edits->files[file - 1] = fix_open(edits->lint->arena, text, len);
        }
    }
}

static corm_edit edit_of(struct lint *lint, const struct patch *patch)
{
    const struct span at = {patch->file, (uint32_t)patch->off, (uint32_t)patch->len};
    return (corm_edit){.place = diags_place(lint->diags, at), .text = patch->text};
}

/* As fixing, it leaves alone what stands outside of the project. */
static bool all_inside(const struct lint *lint, const struct edits *edits)
{
    for (size_t i = 0; i < edits->len; i++) {
        const char *path = diags_source_path(lint->diags, edits->at[i].at.file);
        if (path == NULL || !path_is_inside(lint->arena, lint->root, path)) {
            return false;
        }
    }
    return true;
}

const corm_edit *lint_edits_of(struct lint_edits *edits, const struct diag_fixable *fixable, size_t *ret_len)
{
    struct lint *lint = edits->lint;
    const size_t *wanted = map_get(&edits->wanted, edits_signature(lint->arena, fixable->edits));
    struct LIST_OF(corm_edit) list = {0};
    const char *why;
    *ret_len = 0;
    if (lint->root == NULL || !all_inside(lint, fixable->edits)) {
        return NULL;
    }
    open_files(edits, fixable->edits);
    struct fixing fixing = {.arena = lint->arena, .files = edits->files, .files_len = diags_sources(lint->diags)};
    if (fix_plan(&fixing, fixable->edits, *wanted, &why) == FIX_DONE) {
        for (size_t i = 0; i < fixing.patches.len; i++) {
            *PUSH(lint->arena, &list) = edit_of(lint, &fixing.patches.at[i]);
        }
    }
    *ret_len = list.len;
    return list.at;
}
