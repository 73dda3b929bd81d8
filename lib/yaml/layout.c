#include "yaml/layout.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/text.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

struct layout_reader {
    struct arena *arena;
    const char *text;
    size_t len;
    size_t chars, bytes; /* libyaml's marks count characters: a cursor turns them into bytes */
    yaml_parser_t parser;
    struct map anchors;
    struct layout *open; /* the innermost map or list whose end is to come */
    struct layout *root;
};

static size_t byte_of(struct layout_reader *reader, size_t chars)
{
    while (reader->chars < chars && reader->bytes < reader->len) {
        do {
            reader->bytes++;
        } while (reader->bytes < reader->len && ((unsigned char)reader->text[reader->bytes] & 0xc0) == 0x80);
        reader->chars++;
    }
    return reader->bytes;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Behind the anchor, the tag and the white space and comments between them. */
static size_t behind_properties(const struct layout_reader *reader, size_t at, size_t end)
{
    const char *text = reader->text;
    while (at < end && (text[at] == '&' || text[at] == '!')) {
        while (at < end && !is_blank(text[at])) {
            at++;
        }
        while (at < end && (is_blank(text[at]) || text[at] == '#')) {
            const char *line_end = text[at] == '#' ? memchr(text + at, '\n', end - at) : text + at;
            at = line_end == NULL ? end : (size_t)(line_end - text) + 1;
        }
    }
    return at;
}

/* ---- nodes ---- */

static bool waits_for_value(const struct layout *map)
{
    return map->kind == LAYOUT_MAP && map->keys.len > map->items.len;
}

/* Puts the node where the next one belongs: a key, a value or an item of what is open. */
static void place(struct layout_reader *reader, struct layout *node)
{
    struct layout *open = reader->open;
    node->parent = open;
    if (open == NULL) {
        reader->root = node;
    } else if (open->kind == LAYOUT_MAP && !waits_for_value(open)) {
        *PUSH(reader->arena, &open->keys) = node;
    } else {
        node->key = open->kind == LAYOUT_MAP ? open->keys.at[open->keys.len - 1] : NULL;
        *PUSH(reader->arena, &open->items) = node;
    }
}

static struct layout *new_layout(struct layout_reader *reader, enum layout_kind kind, const yaml_event_t *event)
{
    struct layout *node = NEW(reader->arena, struct layout);
    node->kind = kind;
    node->from = byte_of(reader, event->start_mark.index);
    node->to = byte_of(reader, event->end_mark.index);
    node->body = node->from;
    place(reader, node);
    return node;
}

static void keep_anchor(struct layout_reader *reader, struct layout *node, const yaml_char_t *anchor)
{
    if (anchor != NULL) {
        node->anchor = arena_strdup(reader->arena, (const char *)anchor);
        map_set(reader->arena, &reader->anchors, node->anchor, node);
    }
}

/* The colon of a pair, or the end of its key where there is none. */
static size_t behind_colon(const struct layout_reader *reader, size_t at)
{
    size_t colon = at;
    while (colon < reader->len && (reader->text[colon] == ' ' || reader->text[colon] == '\t')) {
        colon++;
    }
    return colon < reader->len && reader->text[colon] == ':' ? colon + 1 : at;
}

static void add_scalar(struct layout_reader *reader, const yaml_event_t *event)
{
    struct layout *node = new_layout(reader, LAYOUT_SCALAR, event);
    node->text = arena_strndup(reader->arena, (const char *)event->data.scalar.value, event->data.scalar.length);
    switch (event->data.scalar.style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE: node->style = LAYOUT_SINGLE; break;
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE: node->style = LAYOUT_DOUBLE; break;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE: node->style = LAYOUT_BLOCK; break;
    case YAML_ANY_SCALAR_STYLE:
    case YAML_PLAIN_SCALAR_STYLE: node->style = LAYOUT_PLAIN; break;
    }
    node->body = behind_properties(reader, node->from, node->to);
    keep_anchor(reader, node, event->data.scalar.anchor);
    if (node->from == node->to && node->key != NULL) { /* libyaml places what is not there at the next token */
        node->from = node->to = node->body = behind_colon(reader, node->key->to);
    }
}

static void add_alias(struct layout_reader *reader, const yaml_event_t *event)
{
    struct layout *node = new_layout(reader, LAYOUT_ALIAS, event);
    node->text = arena_strdup(reader->arena, (const char *)event->data.alias.anchor);
    node->means = map_get(&reader->anchors, node->text);
    if (node->means != NULL) {
        node->means->uses++;
    }
}

static void open_collection(struct layout_reader *reader, const yaml_event_t *event)
{
    bool map = event->type == YAML_MAPPING_START_EVENT;
    struct layout *node = new_layout(reader, map ? LAYOUT_MAP : LAYOUT_LIST, event);
    node->flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                     : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    node->body = node->flow ? node->to - 1 : behind_properties(reader, node->from, reader->len);
    keep_anchor(reader, node, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor);
    reader->open = node;
}

static void close_collection(struct layout_reader *reader, const yaml_event_t *event)
{
    struct layout *node = reader->open;
    size_t end = byte_of(reader, event->end_mark.index);
    if (node->flow) {
        node->to = end;
    } else if (node->items.len != 0) {
        const struct layout *last = node->items.at[node->items.len - 1];
        node->to = last->to > node->to ? last->to : node->to;
    }
    reader->open = node->parent;
}

/* False where the first document ends. */
static bool take_event(struct layout_reader *reader, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: add_scalar(reader, event); break;
    case YAML_ALIAS_EVENT: add_alias(reader, event); break;
    case YAML_MAPPING_START_EVENT:
    case YAML_SEQUENCE_START_EVENT: open_collection(reader, event); break;
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT: close_collection(reader, event); break;
    case YAML_NO_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_END_EVENT: return false;
    case YAML_STREAM_START_EVENT:
    case YAML_DOCUMENT_START_EVENT: break;
    }
    return true;
}

struct layout *layout_read(struct arena *arena, const char *text, size_t len)
{
    struct layout_reader reader = {.arena = arena, .text = text, .len = len};
    reader.bytes = len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    int ready = yaml_parser_initialize(&reader.parser);
    assert(ready == 1);
    (void)ready;
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text + reader.bytes, reader.len - reader.bytes);
    yaml_event_t event;
    bool more = true, fine = true;
    while (more && fine) {
        fine = yaml_parser_parse(&reader.parser, &event) == 1;
        if (fine) {
            more = take_event(&reader, &event);
            yaml_event_delete(&event);
        }
    }
    yaml_parser_delete(&reader.parser);
    return fine ? reader.root : NULL;
}

struct layout *layout_get(const struct layout *map, const char *key)
{
    for (size_t i = 0; map->kind == LAYOUT_MAP && i < map->items.len; i++) {
        if (map->keys.at[i]->kind == LAYOUT_SCALAR && strcmp(map->keys.at[i]->text, key) == 0) {
            return map->items.at[i];
        }
    }
    return NULL;
}

/* ---- writing ---- */

/* Letters, digits and underscores, beginning with a letter, and what is harmless between them; no word of the core
 * schema or of YAML 1.1. */
static bool is_plain(const char *text)
{
    static const char *const words[] = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
    static const char others[] = "0123456789.()";
    if (*text == '\0' || strchr(letters, *text) == NULL) {
        return false;
    }
    for (const char *c = text; *c != '\0'; c++) {
        if (strchr(letters, *c) == NULL && strchr(others, *c) == NULL && (*c != '-' || c[1] == '\0')) {
            return false;
        }
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_same_nocase(words[i], text)) {
            return false;
        }
    }
    return true;
}

const char *layout_scalar(struct arena *arena, const char *text)
{
    if (is_plain(text)) {
        return text;
    }
    struct buf out = buf_new(arena);
    buf_char(&out, '"');
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\') {
            buf_char(&out, '\\');
        }
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            buf_printf(&out, "\\x%02x", (unsigned)(unsigned char)*c);
        } else {
            buf_char(&out, *c);
        }
    }
    buf_char(&out, '"');
    return buf_text(&out);
}
