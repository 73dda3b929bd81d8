#include "fix/editing.h"

#include "base/text.h"

#include <string.h>

static size_t index_in(const struct layout *holder, const struct layout *value)
{
    size_t i = 0;
    while (i < holder->items.len && holder->items.at[i] != value) {
        i++;
    }
    return i;
}

/* Where the entry begins that the value belongs to: its key, or itself. */
static size_t entry_from(const struct layout *holder, size_t index)
{
    return holder->kind == LAYOUT_MAP ? holder->keys.at[index]->from : holder->items.at[index]->from;
}

static size_t behind_comma(const struct fix_file *file, size_t at)
{
    size_t comma = at + strspn(file->text + at, " \t");
    return file->text[comma] == ',' ? comma + 1 : at;
}

/* The lines from one place to another, with their line breaks; the last line of a file has none, and takes that of the
 * line above. */
static void drop_lines(struct editing *editing, size_t from, size_t to)
{
    const struct fix_file *file = editing->file;
    size_t start = line_start(file, from), end = to > from && file->text[to - 1] == '\n' ? to : next_line(file, to);
    bool last = end == file->len && file->text[end - 1] != '\n';
    while (last && start > 0 && strchr("\r\n", file->text[start - 1]) != NULL) {
        start--;
    }
    editing_patch(editing, start, end - start, "");
}

static void drop_stretch(struct editing *editing, size_t from, size_t to)
{
    if (has_comment(editing->file, from, to)) {
        editing_stop(editing, "a comment stands in between");
    } else {
        editing_patch(editing, from, to - from, "");
    }
}

static void drop_in_flow(struct editing *editing, const struct layout *holder, size_t index)
{
    const struct fix_file *file = editing->file;
    size_t from = entry_from(holder, index), to = holder->items.at[index]->to, after = behind_comma(file, to);
    size_t end = line_end(file, after), rest = after + strspn(file->text + after, " \t");
    bool own_lines = is_blank_between(file, line_start(file, from), from) && line_start(file, from) > holder->body &&
                     (rest >= end || file->text[rest] == '#');
    if (own_lines) {
        drop_lines(editing, from, end);
    } else if (index + 1 < holder->items.len) {
        drop_stretch(editing, from, entry_from(holder, index + 1));
    } else if (index > 0) {
        drop_stretch(editing, holder->items.at[index - 1]->to, to);
    } else {
        drop_stretch(editing, from, after);
    }
}

static void drop_by_lines(struct editing *editing, const struct layout *holder, size_t index)
{
    const struct fix_file *file = editing->file;
    size_t from = entry_from(holder, index), to = holder->items.at[index]->to, start = line_start(file, from);
    size_t dash = from;
    while (holder->kind == LAYOUT_LIST && dash > start && file->text[dash] != '-') {
        dash--;
    }
    if (is_blank_between(file, start, holder->kind == LAYOUT_LIST ? dash : from)) {
        drop_lines(editing, from, to);
    } else if (holder->kind == LAYOUT_MAP && index + 1 < holder->items.len) { /* behind the dash of a list */
        drop_stretch(editing, from, entry_from(holder, index + 1));
    } else {
        editing_stop(editing, "it stands on one line with what it belongs to");
    }
}

void edit_drop(struct editing *editing, struct layout *value)
{
    struct layout *holder = value->parent;
    if (holder == NULL) {
        editing_stop(editing, "it is the whole file");
    } else if (find_users(value) > editing->wanted) {
        editing_stop(editing, "an alias shares this part of the file");
    } else if (holder->items.len == 1 && holder->key != NULL && holder->parent != NULL) {
        edit_drop(editing, holder);
    } else if (holder->flow) {
        drop_in_flow(editing, holder, index_in(holder, value));
    } else {
        drop_by_lines(editing, holder, index_in(holder, value));
    }
}

/* What comes in by a merge key or an alias is set to nothing here. */
static void set_to_nothing(struct editing *editing, struct layout *map, const struct edit *edit)
{
    struct additions one = {0};
    *PUSH(editing->arena, &one) = (struct addition){edit->key, "null"};
    edit_set(editing, map, &one, NULL);
}

void edit_remove(struct editing *editing, struct layout *map, const struct edit *edit)
{
    struct layout *value = layout_get(map, edit->key);
    if (value == NULL && (map->kind == LAYOUT_ALIAS || layout_get(map, "<<") != NULL)) {
        set_to_nothing(editing, map, edit);
    } else if (value == NULL) {
        editing_stop(editing, "it is not written there");
    } else if (value->uses != 0) {
        editing_stop(editing, "an alias uses the value that stands there");
    } else if (map->flow) {
        drop_in_flow(editing, map, index_in(map, value));
    } else {
        drop_by_lines(editing, map, index_in(map, value));
    }
}
