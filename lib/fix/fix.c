#include "fix/editing.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdlib.h>

struct fix_file fix_open(struct arena *arena, const char *text, size_t len)
{
    return (struct fix_file){.text = text, .len = len, .root = layout_read(arena, text, len)};
}

static bool touch(const struct patch *a, const struct patch *b)
{
    return a->file == b->file && a->off <= b->off + b->len && b->off <= a->off + a->len;
}

/* ---- one edit ---- */

static bool same_map(const struct edit *a, const struct edit *b)
{
    return a->kind == EDIT_SET && b->kind == EDIT_SET && a->at.file == b->at.file && a->at.off == b->at.off &&
           a->at_value == b->at_value && text_same(a->under, b->under);
}

/* The keys that one map is to get, so that they are added in one go; none where an earlier edit took them along. */
static struct additions gather(struct editing *editing, const struct edits *edits, size_t index)
{
    struct additions all = {0};
    for (size_t i = 0; i < index; i++) {
        if (same_map(&edits->at[i], &edits->at[index])) {
            return all;
        }
    }
    for (size_t i = index; i < edits->len; i++) {
        if (same_map(&edits->at[i], &edits->at[index])) {
            *PUSH(editing->arena, &all) = (struct addition){edits->at[i].key, edits->at[i].value};
        }
    }
    return all;
}

static void wrap(struct editing *editing, struct layout *map, const struct edit *edit, const struct additions *all)
{
    struct buf out = buf_new(editing->arena);
    for (size_t i = 0; i < all->len; i++) {
        buf_printf(
            &out, "%s%s: %s", i == 0 ? "{" : ", ", layout_scalar(editing->arena, all->at[i].key), all->at[i].value);
    }
    buf_add(&out, "}");
    struct additions one = {0};
    *PUSH(editing->arena, &one) = (struct addition){edit->under, buf_text(&out)};
    edit_set(editing, map, &one, edit->short_for);
}

static void set(struct editing *editing, struct layout *map, const struct edits *edits, size_t index)
{
    const struct edit *edit = &edits->at[index];
    struct additions all = gather(editing, edits, index);
    struct layout *inner = edit->under == NULL ? map : layout_get(map, edit->under);
    if (all.len == 0) {
        return;
    }
    if (inner == NULL) {
        wrap(editing, map, edit, &all);
    } else {
        edit_set(editing, inner, &all, edit->short_for);
    }
}

static void edit_inner(struct editing *editing, struct layout *map, const struct edit *edit)
{
    static void (*const ways[])(struct editing * editing, struct layout * map, const struct edit *edit) = {
        [EDIT_REMOVE] = edit_remove,
        [EDIT_WORDS] = edit_words,
        [EDIT_APPEND] = edit_append,
        [EDIT_RENAME] = edit_rename,
        [EDIT_MOVE] = edit_move};
    ways[edit->kind](editing, map, edit);
}

static void edit_map(struct editing *editing, struct layout *map, const struct edits *edits, size_t index)
{
    const struct edit *edit = &edits->at[index];
    struct layout *inner = edit->under == NULL ? map : layout_get(map, edit->under);
    if (find_users(inner == NULL ? map : inner) > editing->wanted) {
        editing_stop(editing, "an alias shares this part of the file");
        return;
    }
    switch (edit->kind) {
    case EDIT_SET: set(editing, map, edits, index); return;
    case EDIT_REMOVE:
    case EDIT_WORDS:
    case EDIT_APPEND:
    case EDIT_RENAME:
    case EDIT_MOVE:
        if (inner == NULL) {
            editing_stop(editing, "it is not written there");
        } else {
            edit_inner(editing, inner, edit);
        }
        return;
    case EDIT_DROP: edit_drop(editing, map); return;
    case EDIT_REPLACE:
    case EDIT_QUOTE: return;
    }
}

static void make_edit(struct editing *editing, const struct edits *edits, size_t index)
{
    const struct edit *edit = &edits->at[index];
    if (editing->file->root == NULL) {
        editing_stop(editing, "the file cannot be read");
    } else if (edit->kind == EDIT_REPLACE) {
        edit_replace(editing, edit);
    } else if (edit->kind == EDIT_QUOTE) {
        edit_quote(editing, edit);
    } else {
        struct layout *map = edit->at_value ? find_value(editing->file->root, edit->at.off)
                                            : find_named(editing->file->root, edit->at.off);
        if (map == NULL) {
            editing_stop(editing, "its place is not in the file itself");
        } else {
            edit_map(editing, map, edits, index);
        }
    }
}

/* ---- all edits of a finding ---- */

static bool is_free(const struct fixing *fixing, const struct patches *patches)
{
    for (size_t i = 0; i < patches->len; i++) {
        for (size_t k = 0; k < fixing->patches.len; k++) {
            if (touch(&patches->at[i], &fixing->patches.at[k])) {
                return false;
            }
        }
    }
    return true;
}

enum fix_outcome fix_plan(struct fixing *fixing, const struct edits *edits, size_t wanted, const char **ret_why)
{
    struct editing editing = {.arena = fixing->arena, .wanted = wanted};
    for (size_t i = 0; i < edits->len && editing.why == NULL; i++) {
        uint32_t number = edits->at[i].at.file;
        if (number == 0 || number > fixing->files_len) {
            editing_stop(&editing, "its place is in no file");
        } else {
            editing.number = number;
            editing.file = &fixing->files[number - 1];
            make_edit(&editing, edits, i);
        }
    }
    if (editing.why != NULL) {
        *ret_why = editing.why;
        return FIX_IMPOSSIBLE;
    }
    if (!is_free(fixing, &editing.patches)) {
        return FIX_LATER;
    }
    for (size_t i = 0; i < editing.patches.len; i++) {
        *PUSH(fixing->arena, &fixing->patches) = editing.patches.at[i];
    }
    return FIX_DONE;
}

/* ---- the text ---- */

struct ordered {
    const struct patch *patch;
    size_t number; /* patches at one place stay in the order in which they came */
};

static int by_place(const void *left, const void *right)
{
    const struct ordered *a = left, *b = right;
    if (a->patch->off != b->patch->off) {
        return a->patch->off < b->patch->off ? -1 : 1;
    }
    return a->number < b->number ? -1 : 1;
}

const char *fix_apply(struct fixing *fixing, uint32_t file, size_t *ret_len)
{
    const struct fix_file *source = &fixing->files[file - 1];
    struct LIST_OF(struct ordered) order = {0};
    for (size_t i = 0; i < fixing->patches.len; i++) {
        if (fixing->patches.at[i].file == file) {
            *PUSH(fixing->arena, &order) = (struct ordered){&fixing->patches.at[i], i};
        }
    }
    if (order.len > 1) {
        qsort(order.at, order.len, sizeof *order.at, by_place);
    }
    struct buf out = buf_new(fixing->arena);
    size_t done = 0;
    for (size_t i = 0; i < order.len; i++) {
        const struct patch *patch = order.at[i].patch;
        buf_add_len(&out, source->text + done, patch->off - done);
        buf_add(&out, patch->text);
        done = patch->off + patch->len;
    }
    buf_add_len(&out, source->text + done, source->len - done);
    *ret_len = out.len;
    return buf_text(&out);
}
