#include "fix/editing.h"

#include "base/text.h"

#include <string.h>

/* "a, b" as its words. */
static struct strings words_of(struct arena *arena, const char *text)
{
    struct strings words = {0};
    for (const char *at = text; *at != '\0';) {
        at += strspn(at, " \t\n,");
        size_t len = strcspn(at, ","), used = len;
        while (used > 0 && strchr(" \t\n", at[used - 1]) != NULL) {
            used--;
        }
        if (used > 0) {
            *PUSH(arena, &words) = arena_strndup(arena, at, used);
        }
        at += len;
    }
    return words;
}

static void set_scalar(struct editing *editing, const struct layout *scalar, const char *text)
{
    bool comma = strchr(text, ',') != NULL;
    const char *written = layout_scalar(editing->arena, text);
    if (scalar->style == LAYOUT_SINGLE && strpbrk(text, "'\n") == NULL) {
        written = arena_printf(editing->arena, "'%s'", text);
    } else if (scalar->style == LAYOUT_DOUBLE && strpbrk(text, "\"\\\n") == NULL) {
        written = arena_printf(editing->arena, "\"%s\"", text);
    } else if (scalar->style == LAYOUT_PLAIN && comma && !is_in_flow(scalar) && scalar->text[0] != '\0') {
        written = text; /* outside of braces a comma is a comma */
    }
    struct additions one = {0};
    *PUSH(editing->arena, &one) = (struct addition){scalar->key->text, written};
    edit_set(editing, scalar->parent, &one, NULL);
}

static bool is_simple(const struct layout *list)
{
    for (size_t i = 0; i < list->items.len; i++) {
        const struct layout *item = list->items.at[i];
        if (item->kind != LAYOUT_SCALAR || strchr(item->text, ',') != NULL) {
            return false;
        }
    }
    return list->items.len != 0;
}

static bool list_has(const struct layout *list, const char *word)
{
    for (size_t i = 0; i < list->items.len; i++) {
        if (text_same(list->items.at[i]->text, word)) {
            return true;
        }
    }
    return false;
}

/* Either a word goes or some come: where all go, or both happen, the list is written anew. */
static void change_list(struct editing *editing, struct layout *list, const struct strings *words)
{
    struct strings missing = {0};
    size_t kept = 0;
    struct layout *extra = NULL;
    for (size_t i = 0; i < words->len; i++) {
        if (!list_has(list, words->at[i])) {
            *PUSH(editing->arena, &missing) = layout_scalar(editing->arena, words->at[i]);
        }
    }
    for (size_t i = 0; i < list->items.len; i++) {
        bool wanted = strings_have(words, list->items.at[i]->text);
        kept += wanted ? 1 : 0;
        extra = wanted ? extra : list->items.at[i];
    }
    if (kept == list->items.len && list->flow) {
        edit_append_item(editing, list, strings_join(editing->arena, &missing, ", "));
    } else if (kept == list->items.len && missing.len == 1) {
        edit_append_item(editing, list, missing.at[0]);
    } else if (kept + 1 == list->items.len && missing.len == 0 && kept != 0) {
        edit_drop(editing, extra);
    } else {
        struct strings all = {0};
        for (size_t i = 0; i < words->len; i++) {
            *PUSH(editing->arena, &all) = layout_scalar(editing->arena, words->at[i]);
        }
        struct additions one = {0};
        *PUSH(editing->arena, &one) = (struct addition){
            list->key->text, arena_printf(editing->arena, "[%s]", strings_join(editing->arena, &all, ", "))};
        edit_set(editing, list->parent, &one, NULL);
    }
}

void edit_words(struct editing *editing, struct layout *map, const struct edit *edit)
{
    struct layout *value = layout_get(map, edit->key);
    struct strings words = words_of(editing->arena, edit->value);
    if (value != NULL && value->kind == LAYOUT_LIST && is_simple(value)) {
        change_list(editing, value, &words);
    } else if (value != NULL && value->kind == LAYOUT_SCALAR) {
        set_scalar(editing, value, edit->value);
    } else {
        struct additions one = {0};
        *PUSH(editing->arena, &one) = (struct addition){edit->key, layout_scalar(editing->arena, edit->value)};
        edit_set(editing, map, &one, edit->short_for);
    }
}

void edit_rename(struct editing *editing, struct layout *map, const struct edit *edit)
{
    const struct layout *value = layout_get(map, edit->key);
    if (value == NULL || layout_get(map, edit->new_key) != NULL) {
        editing_stop(editing, value == NULL ? "it is not written there" : "the key stands there already");
        return;
    }
    editing_patch(editing, value->key->body, value->key->to - value->key->body, edit->new_key);
    if (value->kind != LAYOUT_SCALAR || !text_same(layout_scalar(editing->arena, value->text), edit->value)) {
        struct additions one = {0};
        *PUSH(editing->arena, &one) = (struct addition){edit->key, edit->value};
        edit_set(editing, map, &one, NULL);
    }
}

/* The whole of a quoted text, or a word that stands in the file as it is. */
void edit_replace(struct editing *editing, const struct edit *edit)
{
    const struct fix_file *file = editing->file;
    const struct layout *node = find_text(file->root, edit->at.off);
    const char *plain = layout_scalar(editing->arena, edit->value);
    size_t len = strlen(edit->old);
    if (node == NULL || node->kind != LAYOUT_SCALAR) {
        editing_stop(editing, "no text stands there");
    } else if (find_users(node) > editing->wanted) {
        editing_stop(editing, "an alias shares this part of the file");
    } else if (text_same(node->text, edit->old) && (node->style == LAYOUT_PLAIN || node->style == LAYOUT_DOUBLE)) {
        bool bare = plain == edit->value;
        size_t quote = node->style == LAYOUT_DOUBLE && bare ? 1 : 0;
        editing_patch(editing, node->body + quote, node->to - node->body - 2 * quote, plain);
    } else if (plain == edit->value && edit->at.off + len <= file->len &&
               memcmp(file->text + edit->at.off, edit->old, len) == 0) {
        editing_patch(editing, edit->at.off, len, plain);
    } else if (text_same(node->text, edit->old)) {
        editing_patch(editing, node->body, node->to - node->body, plain);
    } else {
        editing_stop(editing, "it is written in a way that only its author can change");
    }
}

/* What YAML takes for a word and some keys behind it. */
void edit_quote(struct editing *editing, const struct edit *edit)
{
    const struct fix_file *file = editing->file;
    const struct layout *node = find_text(file->root, edit->at.off);
    size_t len = strlen(edit->old);
    if (node == NULL || edit->at.off + len > file->len || memcmp(file->text + edit->at.off, edit->old, len) != 0) {
        editing_stop(editing, "its place is not in the file itself");
    } else if (find_users(node) > editing->wanted) {
        editing_stop(editing, "an alias shares this part of the file");
    } else if (has_comment(file, edit->at.off, edit->at.off + len)) {
        editing_stop(editing, "a comment stands in between");
    } else {
        editing_patch(editing, edit->at.off, len, layout_scalar(editing->arena, edit->value));
    }
}
