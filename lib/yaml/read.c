#include "base/map.h"
#include "base/text.h"
#include "diag/suppress.h"
#include "yaml/merge.h"
#include "yaml/node.h"
#include "yaml/screen.h"

#include <assert.h>
#include <string.h>
#include <yaml.h>

/* What was read of one node: its size counts what its aliases expand to. */
struct made {
    struct node *node;
    uint64_t size;
};

/* Keys and common values come again and again: each slot holds the last text that fell there. */
#define SHARED 256
#define SHARED_LEN 32 /* longer texts are their own */

struct shared_text {
    const char *text;
    size_t len;
};

struct reader {
    struct arena *arena, *texts;
    struct diags *diags;
    const struct node_limits *limits;
    yaml_parser_t parser;
    uint32_t file;
    const char *text;
    size_t len;
    size_t chars, bytes; /* the cursor that turns libyaml's marks, which count characters, into bytes */
    bool ascii;          /* every character is a byte: the marks are as they are */
    unsigned depth;
    uint64_t own, expanded; /* nodes written; nodes that aliases stand for */
    struct map anchors;     /* of this document -> struct made */
    struct arena *scratch;
    struct node_pairs pairs; /* of the maps that are open, the innermost last; each is copied when it is whole */
    struct node_items items; /* the same of lists */
    bool fine, stopped;
    bool commented; /* comments want to suppress findings: where scalars stand tells which are comments */
    struct spans scalars;
    struct shared_text shared[SHARED];
};

/* Marks come in order, so that one walk over the text serves them all. */
static uint32_t byte_of(struct reader *reader, size_t chars)
{
    if (reader->ascii) {
        return (uint32_t)(chars < reader->len ? chars : reader->len);
    }
    while (reader->chars < chars && reader->bytes < reader->len) {
        do {
            reader->bytes++;
        } while (reader->bytes < reader->len && ((unsigned char)reader->text[reader->bytes] & 0xc0) == 0x80);
        reader->chars++;
    }
    return (uint32_t)reader->bytes;
}

static struct span span_of(struct reader *reader, const yaml_event_t *event)
{
    uint32_t from = byte_of(reader, event->start_mark.index);
    return (struct span){reader->file, from, byte_of(reader, event->end_mark.index) - from};
}

static void stop(struct reader *reader)
{
    reader->fine = false;
    reader->stopped = true;
}

static void report_syntax(struct reader *reader)
{
    const yaml_parser_t *parser = &reader->parser;
    bool marked = parser->problem_mark.index != 0 || parser->error != YAML_READER_ERROR;
    reader->chars = 0;
    reader->bytes = reader->len >= 3 && memcmp(reader->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    uint32_t at = marked ? byte_of(reader, parser->problem_mark.index) : (uint32_t)parser->problem_offset;
    struct span span = {reader->file, at, at < reader->len && reader->text[at] != '\n' ? 1 : 0};
    const char *problem = parser->problem == NULL ? "cannot be parsed" : parser->problem;
    struct report *report =
        parser->context == NULL
            ? diag_report(reader->diags, RULE_YML001, span, NULL, "%s", problem)
            : diag_report(reader->diags, RULE_YML001, span, NULL, "%s %s", parser->context, problem);
    if (strstr(problem, "cannot start any token") != NULL && at < reader->len && reader->text[at] == '\t') {
        diag_hint(report, "indent with spaces: YAML takes no tabs");
    } else if (at < reader->len && strchr("@`%", reader->text[at]) != NULL) {
        diag_hint(report, "put the text into quotes");
    }
    stop(reader);
}

static bool next_event(struct reader *reader, yaml_event_t *event)
{
    if (reader->stopped) {
        return false;
    }
    if (yaml_parser_parse(&reader->parser, event) == 0) {
        report_syntax(reader);
        return false;
    }
    return true;
}

static struct node *new_node(struct reader *reader, enum node_kind kind, struct span span)
{
    struct node *node = NEW(reader->arena, struct node);
    node->kind = kind;
    node->span = span;
    reader->own++;
    return node;
}

static const char *share_text(struct reader *reader, const char *text, size_t len)
{
    uint32_t hash = 2166136261u; /* FNV-1a */
    if (len > SHARED_LEN) {
        return arena_strndup(reader->texts, text, len);
    }
    for (size_t i = 0; i < len; i++) {
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
    }
    struct shared_text *slot = &reader->shared[(hash ^ (hash >> 16)) % SHARED];
    if (slot->text == NULL || slot->len != len || memcmp(slot->text, text, len) != 0) {
        *slot = (struct shared_text){arena_strndup(reader->texts, text, len), len};
    }
    return slot->text;
}

static const char *const core_tags[] = {
    YAML_STR_TAG, YAML_INT_TAG, YAML_FLOAT_TAG, YAML_BOOL_TAG, YAML_NULL_TAG, YAML_MAP_TAG, YAML_SEQ_TAG};

static bool is_known_tag(const struct reader *reader, const char *tag)
{
    for (size_t i = 0; i < sizeof core_tags / sizeof *core_tags; i++) {
        if (strcmp(tag, core_tags[i]) == 0) {
            return true;
        }
    }
    return tag[0] == '!' && (tag[1] == '\0' || reader->limits->tags);
}

/* A tag asks a reader to make something of a value; one that is passed over is a wish that is not granted. */
static const char *tag_of(struct reader *reader, const yaml_char_t *given, struct span at)
{
    if (given == NULL) {
        return NULL;
    }
    const char *tag = arena_strdup(reader->texts, (const char *)given), *core = "tag:yaml.org,2002:";
    if (!is_known_tag(reader, tag)) {
        bool short_ = strncmp(tag, core, strlen(core)) == 0;
        struct report *report = diag_report(reader->diags,
            RULE_YML013,
            at,
            NULL,
            "the tag %s%s means nothing here",
            short_ ? "!!" : "",
            short_ ? tag + strlen(core) : tag);
        diag_hint(report, "remove the tag, and quote the value if it is meant as text");
        reader->fine = false;
    }
    return tag;
}

/* The bytes that a quoted text may not come to hold by escapes. */
static void check_controls(struct reader *reader, const struct node *node, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)node->text[i];
        bool c1 = c >= 0x80 && c < 0xa0 && c != 0x85 && i != 0 && (unsigned char)node->text[i - 1] == 0xc2;
        bool control = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f || c1;
        if (c == '\0' || (control && !reader->limits->controls)) {
            diag_report(
                reader->diags, RULE_YML003, node->span, NULL, "control character 0x%02x in a text", (unsigned)c);
            reader->fine = false;
            return;
        }
    }
}

/* Where the `#` of a scalar begins no comment: a block scalar may have one behind its | or >. */
static void keep_scalar(struct reader *reader, struct span span, yaml_scalar_style_t style)
{
    uint32_t end = span.off + span.len;
    if (style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE) {
        const char *line = memchr(reader->text + span.off, '\n', span.len);
        span.off = line == NULL ? end : (uint32_t)(line - reader->text);
        span.len = end - span.off;
    }
    *PUSH(reader->scratch, &reader->scalars) = span;
}

static struct made read_scalar(struct reader *reader, const yaml_event_t *event)
{
    struct node *node = new_node(reader, NODE_SCALAR, span_of(reader, event));
    if (reader->commented) {
        keep_scalar(reader, node->span, event->data.scalar.style);
    }
    size_t len = event->data.scalar.length;
    node->text = share_text(reader, (const char *)event->data.scalar.value, len);
    node->tag = tag_of(reader, event->data.scalar.tag, node->span);
    bool text_tag = node->tag != NULL && (strcmp(node->tag, "!") == 0 || strcmp(node->tag, YAML_STR_TAG) == 0);
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE && !text_tag;
    if (!node->plain) {
        check_controls(reader, node, len);
    }
    return (struct made){node, 1};
}

/* Bombs grow by powers: sums stop at a number that no file reaches. */
static uint64_t sum_of(uint64_t a, uint64_t b)
{
    const uint64_t most = (uint64_t)1 << 60;
    return a > most - b ? most : a + b;
}

static struct made read_alias(struct reader *reader, const yaml_event_t *event)
{
    const char *name = (const char *)event->data.alias.anchor;
    struct span span = span_of(reader, event);
    const struct made *made = map_get(&reader->anchors, name);
    if (made == NULL) {
        struct report *report =
            diag_report(reader->diags, RULE_YML008, span, NULL, "no anchor &%s stands above this alias", name);
        diag_hint(report, "an anchor ends with its document, and cannot hold itself");
        reader->fine = false;
        struct node *nothing = new_node(reader, NODE_SCALAR, span);
        nothing->plain = true;
        nothing->text = "";
        return (struct made){nothing, 1};
    }
    reader->own++;
    reader->expanded = sum_of(reader->expanded, made->size);
    return *made;
}

static struct made read_node(struct reader *reader, const yaml_event_t *event);

/* Gives the map what was read since there were `from` open pairs: exactly the room that they need. */
static void close_map(struct reader *reader, struct node *map, unsigned from)
{
    struct node_pairs *open = &reader->pairs;
    map->pairs.len = map->pairs.cap = open->len - from;
    if (map->pairs.len != 0) {
        map->pairs.at = arena_alloc(reader->arena, map->pairs.len, sizeof *map->pairs.at, _Alignof(struct node_pair));
        memcpy(map->pairs.at, open->at + from, map->pairs.len * sizeof *map->pairs.at);
    }
    open->len = from;
    reader->fine = merge_pairs(reader->arena, reader->scratch, reader->diags, map) && reader->fine;
}

static void close_list(struct reader *reader, struct node *list, unsigned from)
{
    struct node_items *open = &reader->items;
    list->items.len = list->items.cap = open->len - from;
    if (list->items.len != 0) {
        list->items.at = arena_alloc(reader->arena, list->items.len, sizeof *list->items.at, _Alignof(void *));
        memcpy(list->items.at, open->at + from, list->items.len * sizeof *list->items.at);
    }
    open->len = from;
}

static void read_map(struct reader *reader, struct made *made)
{
    struct node *map = made->node;
    const unsigned from = reader->pairs.len;
    for (yaml_event_t event; next_event(reader, &event); yaml_event_delete(&event)) {
        if (event.type == YAML_MAPPING_END_EVENT) {
            uint32_t end = map->flow ? span_of(reader, &event).off + 1 : 0;
            map->span.len = map->flow ? end - map->span.off : map->span.len;
            yaml_event_delete(&event);
            close_map(reader, map, from);
            return;
        }
        struct made key = read_node(reader, &event);
        yaml_event_t second;
        if (!next_event(reader, &second)) {
            yaml_event_delete(&event);
            return;
        }
        struct made value = read_node(reader, &second);
        yaml_event_delete(&second);
        if (key.node->kind != NODE_SCALAR) {
            diag_report(reader->diags,
                RULE_YML010,
                key.node->span,
                NULL,
                "a key must be a text, and this is %s",
                node_kind_name(key.node));
            reader->fine = false;
            continue;
        }
        *PUSH(reader->scratch, &reader->pairs) = (struct node_pair){.key = key.node, .value = value.node};
        made->size = sum_of(made->size, sum_of(key.size, value.size));
        uint32_t end = value.node->span.off + value.node->span.len;
        uint32_t key_end = key.node->span.off + key.node->span.len;
        end = end < key_end ? key_end : end; /* a value that came by an alias stands elsewhere */
        map->span.len = map->flow ? map->span.len : end - map->span.off;
    }
}

static void read_list(struct reader *reader, struct made *made)
{
    struct node *list = made->node;
    const unsigned from = reader->items.len;
    for (yaml_event_t event; next_event(reader, &event); yaml_event_delete(&event)) {
        if (event.type == YAML_SEQUENCE_END_EVENT) {
            uint32_t end = list->flow ? span_of(reader, &event).off + 1 : 0;
            list->span.len = list->flow ? end - list->span.off : list->span.len;
            yaml_event_delete(&event);
            close_list(reader, list, from);
            return;
        }
        struct made item = read_node(reader, &event);
        *PUSH(reader->scratch, &reader->items) = item.node;
        made->size = sum_of(made->size, item.size);
        uint32_t end = item.node->span.off + item.node->span.len;
        bool longer = !list->flow && end > list->span.off + list->span.len; /* an alias's item stands elsewhere */
        list->span.len = longer ? end - list->span.off : list->span.len;
    }
}

static struct made read_collection(struct reader *reader, const yaml_event_t *event)
{
    bool is_map = event->type == YAML_MAPPING_START_EVENT;
    struct span span = span_of(reader, event);
    struct made made = {new_node(reader, is_map ? NODE_MAP : NODE_LIST, span), 1};
    made.node->tag = tag_of(reader, is_map ? event->data.mapping_start.tag : event->data.sequence_start.tag, span);
    made.node->flow = is_map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
                             : event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    if (++reader->depth > reader->limits->depth) {
        diag_report(reader->diags, RULE_YML005, span, NULL, "nested deeper than %u, the limit", reader->limits->depth);
        stop(reader);
        return made;
    }
    if (is_map) {
        read_map(reader, &made);
    } else {
        read_list(reader, &made);
    }
    reader->depth--;
    return made;
}

static const yaml_char_t *anchor_of(const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT: return event->data.scalar.anchor;
    case YAML_MAPPING_START_EVENT: return event->data.mapping_start.anchor;
    case YAML_SEQUENCE_START_EVENT: return event->data.sequence_start.anchor;
    case YAML_NO_EVENT:
    case YAML_STREAM_START_EVENT:
    case YAML_STREAM_END_EVENT:
    case YAML_DOCUMENT_START_EVENT:
    case YAML_DOCUMENT_END_EVENT:
    case YAML_ALIAS_EVENT:
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT: break;
    }
    return NULL;
}

/* The anchor is known only when its node is whole, so that no node can come to hold itself. */
static void keep_anchor(struct reader *reader, const yaml_event_t *event, struct made made)
{
    const yaml_char_t *anchor = anchor_of(event);
    if (anchor != NULL) {
        struct made *kept = NEW(reader->arena, struct made);
        *kept = made;
        map_set(reader->arena, &reader->anchors, arena_strdup(reader->arena, (const char *)anchor), kept);
    }
}

static struct made read_node(struct reader *reader, const yaml_event_t *event)
{
    if (event->type == YAML_ALIAS_EVENT) {
        return read_alias(reader, event);
    }
    struct made made = event->type == YAML_SCALAR_EVENT ? read_scalar(reader, event) : read_collection(reader, event);
    keep_anchor(reader, event, made);
    return made;
}

static void read_documents(struct reader *reader, struct nodes *documents)
{
    for (yaml_event_t event; next_event(reader, &event); yaml_event_delete(&event)) {
        if (event.type == YAML_STREAM_END_EVENT) {
            yaml_event_delete(&event);
            return;
        }
        if (event.type == YAML_DOCUMENT_START_EVENT) {
            reader->anchors = (struct map){0};
        } else if (event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_END_EVENT) {
            *PUSH(reader->arena, documents) = read_node(reader, &event).node;
        }
    }
}

static bool check_growth(struct reader *reader)
{
    if (reader->expanded <= reader->own * reader->limits->alias_growth) {
        return true;
    }
    struct span at = {.file = reader->file};
    struct report *report = diag_report(reader->diags,
        RULE_YML007,
        at,
        NULL,
        "aliases expand the file to more than %u times what is written",
        reader->limits->alias_growth);
    diag_hint(report, "write the repeated parts out, or split the file");
    return false;
}

bool node_read(struct arena *arena,
    struct arena *texts,
    struct diags *diags,
    uint32_t file,
    const struct node_limits *limits,
    struct nodes *ret_documents)
{
    struct reader reader = {
        .arena = arena, .texts = texts, .diags = diags, .limits = limits, .file = file, .fine = true};
    struct nodes documents = {0};
    *ret_documents = documents;
    if (!screen_source(diags, file, limits)) {
        return false;
    }
    reader.text = diags_source_text(diags, file, &reader.len);
    reader.ascii = text_ascii_len(reader.text, reader.len) == reader.len;
    reader.bytes = reader.len >= 3 && memcmp(reader.text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    int ready = yaml_parser_initialize(&reader.parser);
    assert(ready == 1);
    (void)ready;
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(
        &reader.parser, (const unsigned char *)reader.text + reader.bytes, reader.len - reader.bytes);
    reader.scratch = arena_new();
    reader.commented = suppress_mentioned(reader.text, reader.len);
    read_documents(&reader, &documents);
    if (reader.commented && !reader.stopped) {
        diags_read_comments(diags, file, &reader.scalars);
    }
    arena_free(reader.scratch);
    yaml_parser_delete(&reader.parser);
    if (reader.stopped || !check_growth(&reader)) {
        return false;
    }
    if (documents.len == 0) {
        struct node *empty = new_node(&reader, NODE_SCALAR, (struct span){.file = file});
        empty->plain = true;
        empty->text = "";
        *PUSH(arena, &documents) = empty;
    }
    *ret_documents = documents;
    return reader.fine;
}
