#include "fix/editing.h"

#include "base/text.h"

static size_t index_of(const struct layout *map, const char *key)
{
    size_t i = 0;
    while (i < map->keys.len && (map->keys.at[i]->kind != LAYOUT_SCALAR || !text_same(map->keys.at[i]->text, key))) {
        i++;
    }
    return i;
}

static bool is_comment_line(const struct fix_file *file, size_t start)
{
    while (start < file->len && (file->text[start] == ' ' || file->text[start] == '\t')) {
        start++;
    }
    return start < file->len && file->text[start] == '#';
}

/* Where the lines of an entry begin: with the comments right above it. */
static size_t first_line(const struct fix_file *file, size_t from)
{
    size_t start = line_start(file, from);
    while (start > 0 && line_start(file, start - 1) < start && is_comment_line(file, line_start(file, start - 1))) {
        start = line_start(file, start - 1);
    }
    return start;
}

/* Behind the line break of the last line of an entry. */
static size_t behind_lines(const struct fix_file *file, size_t to)
{
    return to > 0 && file->text[to - 1] == '\n' ? to : next_line(file, to);
}

static void move_lines(struct editing *editing, const struct layout *map, size_t entry, size_t behind)
{
    const struct fix_file *file = editing->file;
    size_t from = first_line(file, map->keys.at[entry]->from), to = behind_lines(file, map->items.at[entry]->to);
    size_t target = behind_lines(file, map->items.at[behind]->to);
    const char *text = arena_strndup(editing->arena, file->text + from, to - from);
    bool begins_line = is_blank_between(file, line_start(file, map->keys.at[entry]->from), map->keys.at[entry]->from);
    if (!begins_line || first_line(file, map->keys.at[behind]->from) < to) {
        editing_stop(editing, "it stands on one line with what it belongs to");
        return;
    }
    if (target == file->len && file->text[target - 1] != '\n') { /* the file's last line has no end */
        const char *end = line_break(file, from);
        size_t len = to - from - (text_ends(text, "\r\n") ? 2 : 1);
        text = arena_printf(editing->arena, "%s%.*s", end, (int)len, text);
    }
    editing_patch(editing, from, to - from, "");
    editing_patch(editing, target, 0, text);
}

static void move_in_flow(struct editing *editing, const struct layout *map, size_t entry, size_t behind)
{
    const struct fix_file *file = editing->file;
    size_t from = map->keys.at[entry]->from, to = map->items.at[entry]->to, next = map->keys.at[entry + 1]->from;
    if (has_comment(file, from, next)) {
        editing_stop(editing, "a comment stands in between");
        return;
    }
    editing_patch(editing, from, next - from, "");
    editing_patch(editing,
        map->items.at[behind]->to,
        0,
        arena_printf(editing->arena, ", %.*s", (int)(to - from), file->text + from));
}

void edit_move(struct editing *editing, struct layout *map, const struct edit *edit)
{
    size_t entry = index_of(map, edit->key), behind = index_of(map, edit->new_key);
    if (entry >= behind || behind >= map->items.len) {
        editing_stop(editing, "the two do not stand in one list");
    } else if (map->flow) {
        move_in_flow(editing, map, entry, behind);
    } else {
        move_lines(editing, map, entry, behind);
    }
}
