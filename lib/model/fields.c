#include "model/reader.h"

#include "base/buf.h"
#include "base/text.h"
#include "diag/edit.h"

#include <string.h>

static const struct field *find_field(const struct fields *fields, const char *key)
{
    for (size_t i = 0; i < fields->len; i++) {
        if (*fields->at[i].key == *key && strcmp(fields->at[i].key, key) == 0) {
            return &fields->at[i];
        }
    }
    return NULL;
}

/* NULL where the key is no such word, or the map has nothing for it. */
static const struct meant *find_meant(const struct fields *fields, const char *key)
{
    for (const struct meant *word = fields->meant; word != NULL && word->word != NULL; word++) {
        if (strcmp(word->word, key) == 0) {
            return word->key == NULL || find_field(fields, word->key) != NULL ? word : NULL;
        }
    }
    return NULL;
}

static bool is_ignored(const struct node_pair *pair)
{
    return pair->key->text[0] == 'x' && pair->key->text[1] == '-';
}

#define MAX_LISTED 12 /* keys that a hint names when none is near */

static const char *suggest_key(
    struct reader *reader, struct report *report, const struct fields *fields, const char *typed)
{
    struct strings keys = {0};
    for (size_t i = 0; i < fields->len; i++) {
        *PUSH(reader->arena, &keys) = fields->at[i].key;
    }
    const char *nearest = suggest(reader, report, typed, &keys);
    if (nearest == NULL && keys.len <= MAX_LISTED) {
        diag_hint(report, "it may have %s", strings_join(reader->arena, &keys, ", "));
    }
    return nearest;
}

static const char *suggest_meant(struct report *report, const struct meant *meant)
{
    if (meant->key == NULL) {
        diag_hint(report, "%s", meant->hint);
    } else {
        diag_hint(report, "here it is called \"%s\"", meant->key);
    }
    return meant->key;
}

/* The known key that is meant, where the map does not have it besides; or NULL. */
static const char *report_unknown(
    struct reader *reader, const struct fields *fields, const struct node *map, const struct node_pair *pair)
{
    const char *typed = pair->key->text;
    struct report *report =
        reader_report(reader, RULE_MOD001, pair->key->span, "unknown key \"%s\" in %s", typed, fields->what);
    const struct meant *meant = find_meant(fields, typed);
    const char *known = meant != NULL ? suggest_meant(report, meant) : suggest_key(reader, report, fields, typed);
    known = known == NULL || node_get(map, known) != NULL ? NULL : known;
    propose_word(report, pair->key, known);
    return known;
}

/* ---- values that a comma tore apart: {type: numeric(10,2)} is the keys `type` and `2)` ---- */

static int open_brackets(const char *text)
{
    int open = 0;
    for (const char *c = text; *c != '\0'; c++) {
        open += *c == '(' ? 1 : *c == ')' ? -1 : 0;
    }
    return open;
}

/* A key without a value, written without quotes. */
static bool is_bare(const struct node_pair *pair)
{
    return pair->key->plain && pair->value->kind == NODE_SCALAR && pair->value->plain && pair->value->text[0] == '\0';
}

/* How many pairs behind this one are the rest of its value.  `fields` is NULL in a map of named things. */
static size_t torn_pairs(const struct fields *fields, const struct node *map, size_t at)
{
    const struct node_pair *pair = &map->pairs.at[at];
    if (!map->flow || pair->merged || pair->value->kind != NODE_SCALAR || !pair->value->plain) {
        return 0;
    }
    int open = open_brackets(pair->value->text);
    bool list = fields != NULL && fields->comma_lists && pair->value->text[0] != '\0';
    size_t count = 0;
    for (size_t i = at + 1; i < map->pairs.len && (open > 0 || list) && is_bare(&map->pairs.at[i]); i++) {
        const char *key = map->pairs.at[i].key->text;
        if (fields != NULL && find_field(fields, key) != NULL) {
            break;
        }
        open += open_brackets(key);
        count++;
    }
    return open > 0 ? 0 : count;
}

/* A line break and the indentation behind it is a blank. */
static const char *in_one_line(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    while (*text != '\0') {
        size_t len = strcspn(text, "\r\n");
        buf_add_len(&buf, text, len);
        text += len;
        if (*text != '\0') {
            buf_char(&buf, ' ');
            text += strspn(text, " \t\r\n");
        }
    }
    return buf_text(&buf);
}

static void report_torn(struct reader *reader, const struct node *map, size_t at, size_t count)
{
    const struct node_pair *pair = &map->pairs.at[at], *last = &map->pairs.at[at + count];
    size_t len;
    const char *source = diags_source_text(reader->diags, pair->value->span.file, &len);
    struct span span = pair->value->span;
    size_t end = (size_t)last->key->span.off + last->key->span.len;
    if (end <= span.off || end > len) {
        return;
    }
    span.len = (uint32_t)(end - span.off);
    const char *whole = arena_strndup(reader->arena, source + span.off, span.len);
    struct report *report =
        reader_report(reader, RULE_MOD026, span, "a comma ends the value inside { }: it is \"%s\"", pair->value->text);
    const char *line = in_one_line(reader->arena, whole);
    diag_hint(report, "quote it: %s: \"%s\"", pair->key->text, line);
    diag_edit(report, &(struct edit){.kind = EDIT_QUOTE, .at = span, .old = whole, .value = line});
    diag_fix(report, "safe");
}

/* ---- keys ---- */

static bool is_scalar_field(enum field_kind kind)
{
    return kind == FIELD_NAME || kind == FIELD_WORD || kind == FIELD_NAMES || kind == FIELD_TRI || kind == FIELD_TEXT;
}

static void read_later(struct reader *reader, const struct field *field, const struct node_pair *pair, void *at)
{
    if (field->offset != 0) { /* told by those engines that have it */
        *(const struct node **)at = node_copy(reader->arena, pair->value);
        return;
    }
    struct report *report =
        reader_report(reader, RULE_MOD050, pair->key->span, "\"%s\" is read but not supported yet", pair->key->text);
    diag_hint(report, "what stands there changes nothing in the database");
}

static void read_value(struct reader *reader, const struct field *field, const struct node_pair *pair, void *into)
{
    void *at = (char *)into + field->offset;
    switch (field->kind) {
    case FIELD_NAME: read_name(reader, pair, at); break;
    case FIELD_WORD: read_word(reader, pair, at); break;
    case FIELD_TEXT: read_text(reader, pair, at); break;
    case FIELD_NAMES: read_names(reader, pair, at); break;
    case FIELD_TRI: read_tri(reader, pair, at); break;
    case FIELD_NODE: *(const struct node **)at = node_copy(reader->arena, pair->value); break;
    case FIELD_READ: field->read(reader, into, pair); break;
    case FIELD_LATER: read_later(reader, field, pair, at); break;
    case FIELD_IGNORED: break;
    }
}

/* As if it were written right, so that nothing follows from the mistake. */
static void read_meant(
    struct reader *reader, const struct fields *fields, const char *meant, const struct node_pair *pair, void *into)
{
    struct node *key = NEW(reader->arena, struct node);
    struct node_pair *right = NEW(reader->arena, struct node_pair);
    *key = *pair->key;
    key->text = meant;
    *right = (struct node_pair){.key = key, .value = pair->value, .merged = pair->merged};
    if (!node_is_null(pair->value)) {
        read_value(reader, find_field(fields, meant), right, into);
    }
}

static bool read_field(struct reader *reader,
    const struct fields *fields,
    const struct node *map,
    const struct node_pair *pair,
    void *into)
{
    const struct field *field = find_field(fields, pair->key->text);
    if (field == NULL) {
        const char *meant = report_unknown(reader, fields, map, pair);
        if (meant != NULL) {
            read_meant(reader, fields, meant, pair, into);
        }
    } else if (!node_is_null(pair->value) || !is_scalar_field(field->kind)) {
        read_value(reader, field, pair, into);
    } else if (!fields->null_is_unset && field->kind != FIELD_TEXT) {
        struct report *report =
            reader_report(reader, RULE_MOD002, pair->key->span, "\"%s\" has no value", pair->key->text);
        diag_hint(report, "write one, or leave the key out");
    }
    return field != NULL;
}

bool read_fields(struct reader *reader, const struct fields *fields, const struct node *map, void *into)
{
    bool known = true;
    for (size_t i = 0; i < map->pairs.len; i++) {
        const struct node_pair *pair = &map->pairs.at[i];
        size_t torn = is_ignored(pair) ? 0 : torn_pairs(fields, map, i);
        if (torn > 0) {
            report_torn(reader, map, i, torn);
            i += torn;
            known = false;
        } else if (!is_ignored(pair)) {
            known = read_field(reader, fields, map, pair, into) && known;
        }
    }
    return known;
}

/* ---- maps of named things, and lists ---- */

bool read_kind(struct reader *reader, const struct node_pair *pair, enum node_kind kind)
{
    static const char *const wanted[] = {[NODE_SCALAR] = "text", [NODE_MAP] = "a map", [NODE_LIST] = "a list"};
    if (pair->value->kind != kind && !node_is_null(pair->value)) {
        refuse_kind(reader, pair, wanted[kind], NULL);
    }
    return pair->value->kind == kind;
}

void read_entries(struct reader *reader, const struct node_pair *pair, read_fn *read, void *into)
{
    if (!read_kind(reader, pair, NODE_MAP)) {
        return;
    }
    const struct node *map = pair->value;
    for (size_t i = 0; i < map->pairs.len; i++) {
        size_t torn = is_ignored(&map->pairs.at[i]) ? 0 : torn_pairs(NULL, map, i);
        if (torn > 0) {
            report_torn(reader, map, i, torn);
            i += torn;
        } else if (!is_ignored(&map->pairs.at[i])) {
            read(reader, into, &map->pairs.at[i]);
        }
    }
}
