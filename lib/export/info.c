/* What stands at `info`: a map of YAML as a dictionary of Python. */
#include "base/text.h"
#include "export/exporter.h"

#include <string.h>

static struct python *value_of(struct arena *arena, const struct node *node);

static const char *scalar_text(struct arena *arena, const struct node *node)
{
    bool truth;
    if (node_is_null(node)) {
        return "None";
    }
    if (node_is_bool(node, &truth)) {
        return truth ? "True" : "False";
    }
    bool number = node_is_number(node) && strspn(node->text, "0123456789.eE+-") == strlen(node->text);
    return number ? node->text : python_string(arena, node->text);
}

static struct python *map_of(struct arena *arena, const struct node *node)
{
    struct python *map = python_open(arena, "", '{');
    for (size_t i = 0; i < node->pairs.len; i++) {
        struct python *value = value_of(arena, node->pairs.at[i].value);
        const char *key = python_string(arena, node->pairs.at[i].key->text);
        value->head = arena_printf(arena, "%s: %s", key, value->head);
        python_add(arena, map, value);
    }
    return map;
}

static struct python *value_of(struct arena *arena, const struct node *node)
{
    if (node->kind == NODE_MAP) {
        return map_of(arena, node);
    }
    if (node->kind == NODE_SCALAR) {
        return python_atom(arena, scalar_text(arena, node));
    }
    struct python *list = python_open(arena, "", '[');
    for (size_t i = 0; i < node->items.len; i++) {
        python_add(arena, list, value_of(arena, node->items.at[i]));
    }
    return list;
}

struct python *export_info(struct exporter *exporter, const struct node *node)
{
    bool filled = node != NULL && node->kind == NODE_MAP && node->pairs.len > 0;
    return filled ? map_of(exporter->arena, node) : NULL;
}
