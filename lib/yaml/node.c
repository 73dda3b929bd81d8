#include "yaml/node.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

const struct node_limits node_model_limits = {.bytes = (size_t)64 << 20, .depth = 64, .alias_growth = 10};
const struct node_limits node_fixture_limits = {.depth = 64, .alias_growth = 10, .controls = true, .tags = true};

struct node *node_copy(struct arena *arena, const struct node *node)
{
    struct node *copy = NEW(arena, struct node);
    *copy = *node;
    if (node->kind == NODE_MAP) {
        copy->pairs = (struct node_pairs){0};
        for (size_t i = 0; i < node->pairs.len; i++) {
            struct node_pair pair = node->pairs.at[i];
            pair.key = node_copy(arena, pair.key);
            pair.value = node_copy(arena, pair.value);
            *PUSH(arena, &copy->pairs) = pair;
        }
    } else if (node->kind == NODE_LIST) {
        copy->items = (struct node_items){0};
        for (size_t i = 0; i < node->items.len; i++) {
            *PUSH(arena, &copy->items) = node_copy(arena, node->items.at[i]);
        }
    }
    return copy;
}

const struct node_pair *node_pair(const struct node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP) {
        return NULL;
    }
    for (size_t i = 0; i < map->pairs.len; i++) {
        if (strcmp(map->pairs.at[i].key->text, key) == 0) {
            return &map->pairs.at[i];
        }
    }
    return NULL;
}

const struct node *node_get(const struct node *map, const char *key)
{
    const struct node_pair *pair = node_pair(map, key);
    return pair == NULL ? NULL : pair->value;
}

static bool is_plain(const struct node *node)
{
    return node->kind == NODE_SCALAR && node->plain;
}

static bool is_one_of(const char *text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(text, *words) == 0) {
            return true;
        }
    }
    return false;
}

bool node_is_null(const struct node *node)
{
    static const char *const words[] = {"~", "null", "Null", "NULL", NULL};
    return is_plain(node) &&
           (node->text[0] == '\0' || (strchr("~nN", node->text[0]) != NULL && is_one_of(node->text, words)));
}

bool node_is_bool(const struct node *node, bool *ret_value)
{
    static const char *const yes[] = {"true", "True", "TRUE", NULL}, *const no[] = {"false", "False", "FALSE", NULL};
    if (!is_plain(node)) {
        return false;
    }
    if (is_one_of(node->text, yes)) {
        *ret_value = true;
        return true;
    }
    if (is_one_of(node->text, no)) {
        *ret_value = false;
        return true;
    }
    return false;
}

/* Digits behind an optional sign, without a leading zero: 010 is octal to some readers and ten to others, so it is
 * text here. */
static size_t integer_len(const char *text)
{
    size_t sign = *text == '-' || *text == '+' ? 1 : 0;
    size_t digits = strspn(text + sign, "0123456789");
    if (digits == 0 || (digits > 1 && text[sign] == '0')) {
        return 0;
    }
    return sign + digits;
}

bool node_is_int(const struct node *node, int64_t *ret_value)
{
    if (!is_plain(node)) {
        return false;
    }
    size_t len = integer_len(node->text);
    if (len == 0 || node->text[len] != '\0') {
        return false;
    }
    errno = 0;
    long long value = strtoll(node->text, NULL, 10);
    if (errno != 0) {
        return false;
    }
    *ret_value = value;
    return true;
}

bool node_is_number(const struct node *node)
{
    if (!is_plain(node)) {
        return false;
    }
    const char *c = node->text + (*node->text == '-' || *node->text == '+' ? 1 : 0);
    size_t whole = strspn(c, "0123456789"), fraction = 0;
    if (whole > 1 && *c == '0') {
        return false;
    }
    c += whole;
    if (*c == '.') {
        fraction = strspn(c + 1, "0123456789");
        c += 1 + fraction;
    }
    if (whole + fraction == 0) {
        return false;
    }
    if (*c == 'e' || *c == 'E') {
        c += 1 + (c[1] == '-' || c[1] == '+' ? 1 : 0);
        size_t digits = strspn(c, "0123456789");
        c += digits;
        return digits != 0 && *c == '\0';
    }
    return *c == '\0';
}

const char *node_kind_name(const struct node *node)
{
    switch (node->kind) {
    case NODE_MAP: return "a map";
    case NODE_LIST: return "a list";
    case NODE_SCALAR: break;
    }
    bool value;
    if (node_is_null(node)) {
        return "nothing";
    }
    if (node_is_bool(node, &value)) {
        return value ? "true" : "false";
    }
    return node_is_number(node) ? "a number" : "text";
}
