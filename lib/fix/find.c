#include "fix/editing.h"

#include "base/text.h"

static bool holds(const struct layout *node, size_t off)
{
    return node != NULL && node->from <= off && (off < node->to || off == node->from);
}

/* Where to look next on the way down: the value or item that the place lies in, or NULL. */
static struct layout *step_down(const struct layout *node, size_t off)
{
    for (size_t i = 0; i < node->items.len; i++) {
        if (holds(node->items.at[i], off)) {
            return node->items.at[i];
        }
    }
    return NULL;
}

static struct layout *value_of_key(const struct layout *map, size_t off)
{
    for (size_t i = 0; map->kind == LAYOUT_MAP && i < map->items.len; i++) {
        if (holds(map->keys.at[i], off)) {
            return map->items.at[i];
        }
    }
    return NULL;
}

struct layout *find_named(struct layout *root, size_t off)
{
    for (struct layout *at = root; at != NULL; at = step_down(at, off)) {
        struct layout *value = value_of_key(at, off);
        if (value != NULL) {
            return value;
        }
    }
    return NULL;
}

struct layout *find_value(struct layout *root, size_t off)
{
    struct layout *at = root;
    while (at != NULL && at->from != off && at->body != off && at->items.len != 0) {
        struct layout *value = value_of_key(at, off);
        at = value != NULL ? value->key : step_down(at, off);
    }
    return at;
}

struct layout *find_text(struct layout *root, size_t off)
{
    struct layout *at = root;
    while (at != NULL && at->items.len != 0) {
        struct layout *value = value_of_key(at, off);
        at = value != NULL ? value->key : step_down(at, off);
    }
    return at;
}

/* What stands below an x- key counts only where it is used. */
static bool is_spare(const struct layout *node)
{
    for (; node != NULL; node = node->parent) {
        if (node->key != NULL && node->key->kind == LAYOUT_SCALAR && text_starts(node->key->text, "x-")) {
            return true;
        }
    }
    return false;
}

size_t find_users(const struct layout *node)
{
    const size_t many = (size_t)1 << 20;
    size_t users = 1;
    for (const struct layout *at = node; at != NULL && users < many; at = at->parent) {
        if (at->uses != 0) {
            users *= at->uses + (is_spare(at) ? 0 : 1);
        }
    }
    return users;
}

bool is_in_flow(const struct layout *node)
{
    for (node = node->parent; node != NULL; node = node->parent) {
        if (node->flow) {
            return true;
        }
    }
    return false;
}
