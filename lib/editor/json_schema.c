#include "editor/json_schema.h"

#include "base/buf.h"
#include "base/text.h"
#include "fixture/fixture.h"
#include "project/project.h"

#include <assert.h>
#include <string.h>

extern const char editor_vocabulary_yaml[];

struct writer {
    struct buf out;
    const struct node *shapes, *described; /* of the vocabulary */
    struct key_maps maps;
    struct strings wanted; /* what was referred to, and is to be defined */
};

/* "a column's sqlite part" -> "a_column_s_sqlite_part": a word that needs no escape in a reference. */
static const char *slug(struct arena *arena, const char *name)
{
    char *word = arena_strdup(arena, name);
    for (char *at = word; *at != '\0'; at++) {
        if (*at == ' ' || *at == '\'') {
            *at = '_';
        }
    }
    return word;
}

static void write_reference(struct writer *writer, const char *name)
{
    if (!strings_have(&writer->wanted, name)) {
        *PUSH(writer->out.arena, &writer->wanted) = name;
    }
    buf_printf(&writer->out, "\"$ref\": \"#/definitions/%s\"", slug(writer->out.arena, name));
}

/* ---- fragments of the vocabulary ---- */

static void write_node(struct writer *writer, const struct node *node);

static void write_pair(struct writer *writer, const struct node_pair *pair)
{
    if (text_same(pair->key->text, "$ref")) {
        write_reference(writer, pair->value->text);
    } else if (text_same(pair->key->text, "$entries")) {
        buf_add(&writer->out,
            "\"type\": [\"object\", \"null\"], \"patternProperties\": {\"^x-\": {}}, \"additionalProperties\": {");
        write_reference(writer, pair->value->text);
        buf_char(&writer->out, '}');
    } else {
        buf_json(&writer->out, pair->key->text);
        buf_add(&writer->out, ": ");
        write_node(writer, pair->value);
    }
}

static void write_scalar(struct writer *writer, const struct node *node)
{
    bool flag;
    if (node_is_null(node)) {
        buf_add(&writer->out, "null");
    } else if (node_is_number(node) || node_is_bool(node, &flag)) {
        buf_add(&writer->out, node->text);
    } else {
        buf_json(&writer->out, node->text);
    }
}

static void write_node(struct writer *writer, const struct node *node)
{
    if (node->kind == NODE_SCALAR) {
        write_scalar(writer, node);
        return;
    }
    bool is_map = node->kind == NODE_MAP;
    size_t len = is_map ? node->pairs.len : node->items.len;
    buf_char(&writer->out, is_map ? '{' : '[');
    for (size_t i = 0; i < len; i++) {
        buf_add(&writer->out, i == 0 ? "" : ", ");
        if (is_map) {
            write_pair(writer, &node->pairs.at[i]);
        } else {
            write_node(writer, node->items.at[i]);
        }
    }
    buf_char(&writer->out, is_map ? '}' : ']');
}

/* ---- maps ---- */

/* What a map of that kind may hold, without the braces around it. */
static void write_map(struct writer *writer, const struct key_map *map, const char *indent)
{
    const struct node *keys = node_get(writer->described, map->what);
    buf_printf(
        &writer->out, "\"type\": [\"object\", \"null\"],\n%s\"patternProperties\": {\"^x-\": {}},\n%s", indent, indent);
    buf_add(&writer->out, "\"additionalProperties\": ");
    if (map->open) {
        buf_char(&writer->out, '{');
        write_reference(writer, "rows");
        buf_char(&writer->out, '}');
    } else {
        buf_add(&writer->out, "false");
    }
    buf_printf(&writer->out, ",\n%s\"properties\": {", indent);
    for (size_t i = 0; i < map->keys.len; i++) {
        const struct node *fragment = node_get(keys, map->keys.at[i]);
        assert(fragment != NULL);
        buf_printf(&writer->out, "%s\n%s  ", i == 0 ? "" : ",", indent);
        buf_json(&writer->out, map->keys.at[i]);
        buf_add(&writer->out, ": ");
        write_node(writer, fragment);
    }
    buf_printf(&writer->out, "\n%s}", indent);
}

static const struct key_map *find_map(const struct writer *writer, const char *what)
{
    for (size_t i = 0; i < writer->maps.len; i++) {
        if (text_same(writer->maps.at[i].what, what)) {
            return &writer->maps.at[i];
        }
    }
    return NULL;
}

static void write_definition(struct writer *writer, const char *name)
{
    const struct key_map *map = find_map(writer, name);
    buf_printf(&writer->out, "\n    \"%s\": ", slug(writer->out.arena, name));
    if (map == NULL) {
        const struct node *shape = node_get(writer->shapes, name);
        assert(shape != NULL);
        write_node(writer, shape);
        return;
    }
    buf_add(&writer->out, "{\n      ");
    write_map(writer, map, "      ");
    buf_add(&writer->out, "\n    }");
}

/* ---- the whole ---- */

static struct writer open_writer(struct arena *arena)
{
    struct writer writer = {.out = buf_new(arena)};
    struct diags *diags = diags_new(arena);
    struct nodes documents;
    size_t len = strlen(editor_vocabulary_yaml);
    uint32_t file = diags_add_source(diags, "vocabulary.yaml", editor_vocabulary_yaml, len);
    bool read = node_read(arena, arena, diags, file, &node_model_limits, &documents);
    assert(read);
    (void)read;
    writer.shapes = node_get(documents.at[0], "shapes");
    writer.described = node_get(documents.at[0], "maps");
    model_list_keys(arena, &writer.maps);
    project_list_keys(arena, &writer.maps);
    fixture_list_keys(arena, &writer.maps);
    return writer;
}

const char *json_schema(struct arena *arena, const char *language)
{
    static const struct {
        const char *language, *map, *title;
    } roots[] = {{"model", "a model file", "a model of corm-migrate"},
        {"config", "corm.yaml", "corm.yaml, the configuration of corm-migrate"},
        {"fixtures", "a fixture file", "fixtures of corm-migrate"}};
    size_t root = 0;
    while (root < sizeof roots / sizeof *roots && !text_same(roots[root].language, language)) {
        root++;
    }
    if (root == sizeof roots / sizeof *roots) {
        return NULL;
    }
    struct writer writer = open_writer(arena);
    buf_printf(&writer.out,
        "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"%s\",\n  ",
        roots[root].title);
    write_map(&writer, find_map(&writer, roots[root].map), "  ");
    buf_add(&writer.out, ",\n  \"definitions\": {");
    for (size_t i = 0; i < writer.wanted.len; i++) { /* a definition may want more of them */
        buf_add(&writer.out, i == 0 ? "" : ",");
        write_definition(&writer, writer.wanted.at[i]);
    }
    buf_add(&writer.out, "\n  }\n}\n");
    return buf_text(&writer.out);
}
