#include "fix/editing.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

/* ---- texts ---- */

/* "a: 1, b: 2" */
static const char *pairs_text(struct editing *editing, const struct additions *additions, const char *between)
{
    struct buf out = buf_new(editing->arena);
    for (size_t i = 0; i < additions->len; i++) {
        buf_add(&out, i == 0 ? "" : between);
        buf_printf(&out, "%s: %s", layout_scalar(editing->arena, additions->at[i].key), additions->at[i].value);
    }
    return buf_text(&out);
}

static const char *bytes(struct editing *editing, size_t from, size_t to)
{
    return arena_strndup(editing->arena, editing->file->text + from, to - from);
}

static bool is_nothing(const struct layout *node)
{
    return node->kind == LAYOUT_SCALAR && node->style == LAYOUT_PLAIN &&
           (node->text[0] == '\0' || text_same(node->text, "~") || text_same_nocase(node->text, "null"));
}

/* A scalar as it stands, fit for flow style. */
static const char *flow_scalar(struct editing *editing, const struct layout *scalar)
{
    bool as_it_is = scalar->style == LAYOUT_SINGLE || scalar->style == LAYOUT_DOUBLE || is_in_flow(scalar);
    return arena_printf(editing->arena,
        "%s%s",
        bytes(editing, scalar->from, scalar->body),
        as_it_is ? bytes(editing, scalar->body, scalar->to) : layout_scalar(editing->arena, scalar->text));
}

/* ---- a value in place of another ---- */

/* What is not there begins behind a colon, a dash or a key without either. */
static void fill(struct editing *editing, const struct layout *nothing, const char *text)
{
    bool colon = nothing->from != 0 && editing->file->text[nothing->from - 1] == ':';
    const char *between = nothing->key == NULL || colon ? " " : ": ";
    editing_patch(editing, nothing->from, 0, arena_printf(editing->arena, "%s%s", between, text));
}

static void replace_value(struct editing *editing, const struct layout *value, const char *text)
{
    if (value->from == value->to) {
        fill(editing, value, text);
        return;
    }
    if (value->uses != 0) {
        editing_stop(editing, "an alias uses the value that stands there");
        return;
    }
    size_t from = value->from;
    bool below = value->key != NULL && from > line_end(editing->file, value->key->to);
    size_t colon = below ? value->key->to + strcspn(editing->file->text + value->key->to, ":") + 1 : from;
    if (below && is_blank_between(editing->file, colon, from)) { /* a value on lines of its own moves up to its key */
        from = colon;
        text = arena_printf(editing->arena, " %s", text);
    }
    if (value->style == LAYOUT_BLOCK && value->kind == LAYOUT_SCALAR) { /* it ends with its last line break */
        text = arena_printf(editing->arena, "%s%s", text, line_break(editing->file, value->from));
    }
    editing_patch(editing, from, value->to - from, text);
}

/* ---- a further entry ---- */

static bool begins_line(const struct fix_file *file, size_t at)
{
    return is_blank_between(file, line_start(file, at), at);
}

/* Behind the last item of { } or [ ]; `first` is where its last entry begins. */
static void add_in_flow(struct editing *editing, const struct layout *list, size_t first, const char *text)
{
    const struct fix_file *file = editing->file;
    if (list->items.len == 0) {
        editing_patch(editing, list->body + 1, 0, text);
        return;
    }
    size_t end = list->items.at[list->items.len - 1]->to;
    bool own_line = line_start(file, first) > list->body && begins_line(file, first);
    bool comma = file->text[end + strspn(file->text + end, " \t")] == ',';
    if (!own_line || comma) {
        editing_patch(editing, end, 0, arena_printf(editing->arena, ", %s", text));
        return;
    }
    const char *line =
        arena_printf(editing->arena, "%s%s%s", line_break(file, end), indent_of(editing->arena, file, first), text);
    size_t eol = line_end(file, end);
    bool brace_follows = !is_blank_between(file, end, eol) && file->text[end + strspn(file->text + end, " \t")] != '#';
    if (brace_follows || eol == end) {
        editing_patch(editing, end, 0, arena_printf(editing->arena, ",%s", line));
    } else {
        editing_patch(editing, end, 0, ",");
        editing_patch(editing, eol, 0, line);
    }
}

/* A line of its own behind the last entry; `first` is where the first begins, for the indentation. */
static void add_line(struct editing *editing, const struct layout *block, size_t first, const char *text)
{
    const struct fix_file *file = editing->file;
    const char *indent = indent_of(editing->arena, file, first), *end_of_line = line_break(file, first);
    if (block->to > 0 && file->text[block->to - 1] == '\n') { /* the last value is a text by lines */
        editing_patch(editing, block->to, 0, arena_printf(editing->arena, "%s%s%s", indent, text, end_of_line));
    } else {
        editing_patch(
            editing, line_end(file, block->to), 0, arena_printf(editing->arena, "%s%s%s", end_of_line, indent, text));
    }
}

static void add_pairs(struct editing *editing, const struct layout *map, const struct additions *additions)
{
    if (map->flow) {
        size_t first = map->keys.len == 0 ? map->body : map->keys.at[map->keys.len - 1]->from;
        add_in_flow(editing, map, first, pairs_text(editing, additions, ", "));
        return;
    }
    size_t first = map->keys.at[0]->from;
    const char *between = arena_printf(
        editing->arena, "%s%s", line_break(editing->file, first), indent_of(editing->arena, editing->file, first));
    add_line(editing, map, first, pairs_text(editing, additions, between));
}

/* The dash of an item of a list by lines. */
static size_t dash_of(const struct fix_file *file, const struct layout *item)
{
    size_t at = item->from;
    do {
        at--;
    } while (at > 0 && file->text[at] != '-');
    return at;
}

void edit_append_item(struct editing *editing, struct layout *list, const char *value)
{
    if (list->flow) {
        size_t first = list->items.len == 0 ? list->body : list->items.at[list->items.len - 1]->from;
        add_in_flow(editing, list, first, value);
    } else {
        size_t dash = dash_of(editing->file, list->items.at[0]);
        add_line(editing, list, dash, arena_printf(editing->arena, "- %s", value));
    }
}

/* ---- keys of a map ---- */

static void set_in_map(struct editing *editing, struct layout *map, const struct additions *additions)
{
    struct additions rest = {0};
    for (size_t i = 0; i < additions->len; i++) {
        const struct layout *value = layout_get(map, additions->at[i].key);
        if (value != NULL) {
            replace_value(editing, value, additions->at[i].value);
        } else {
            *PUSH(editing->arena, &rest) = additions->at[i];
        }
    }
    if (rest.len != 0) {
        add_pairs(editing, map, &rest);
    }
}

/* The alias stays, as what the new map begins with. */
static void set_beside_alias(
    struct editing *editing, const struct layout *alias, const char *pairs, const char *short_for)
{
    const struct layout *means = alias->means;
    if (means != NULL && means->kind == LAYOUT_MAP) {
        replace_value(editing, alias, arena_printf(editing->arena, "{<<: *%s, %s}", alias->text, pairs));
    } else if (means != NULL && means->kind == LAYOUT_SCALAR && short_for != NULL) {
        replace_value(editing, alias, arena_printf(editing->arena, "{%s: *%s, %s}", short_for, alias->text, pairs));
    } else {
        editing_stop(editing, "an alias stands there that cannot be extended");
    }
}

void edit_set(struct editing *editing, struct layout *map, const struct additions *additions, const char *short_for)
{
    const char *pairs = pairs_text(editing, additions, ", ");
    if (map->kind == LAYOUT_MAP) {
        set_in_map(editing, map, additions);
    } else if (map->kind == LAYOUT_ALIAS) {
        set_beside_alias(editing, map, pairs, short_for);
    } else if (is_nothing(map)) {
        replace_value(editing, map, arena_printf(editing->arena, "{%s}", pairs));
    } else if (map->kind == LAYOUT_SCALAR && additions->len == 1 && text_same(short_for, additions->at[0].key)) {
        replace_value(editing, map, additions->at[0].value);
    } else if (map->kind == LAYOUT_SCALAR && short_for != NULL) {
        const char *scalar = flow_scalar(editing, map);
        size_t uses = map->uses;
        map->uses = 0; /* its anchor comes along */
        replace_value(editing, map, arena_printf(editing->arena, "{%s: %s, %s}", short_for, scalar, pairs));
        map->uses = uses;
    } else {
        editing_stop(editing, "something else than a map stands there");
    }
}

void edit_append(struct editing *editing, struct layout *map, const struct edit *edit)
{
    struct layout *list = layout_get(map, edit->key);
    const char *alone = arena_printf(editing->arena, "[%s]", edit->value);
    if (list == NULL) {
        struct additions one = {0};
        *PUSH(editing->arena, &one) = (struct addition){edit->key, alone};
        edit_set(editing, map, &one, edit->short_for);
    } else if (list->kind == LAYOUT_LIST && find_users(list) <= editing->wanted) {
        edit_append_item(editing, list, edit->value);
    } else if (is_nothing(list)) {
        replace_value(editing, list, alone);
    } else if (list->kind == LAYOUT_SCALAR) {
        replace_value(editing, list, arena_printf(editing->arena, "[%s, %s]", flow_scalar(editing, list), edit->value));
    } else {
        editing_stop(editing, "the list that stands there is shared by an alias");
    }
}
