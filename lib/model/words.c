#include "model/reader.h"

#include "base/text.h"
#include "diag/edit.h"

#include <string.h>

#define MAX_NAME 63         /* bytes; PostgreSQL cuts longer names off */
#define MAX_SUGGESTIONS 200 /* looking for near names takes the length of the list each time */

struct report *reader_report(struct reader *reader, enum rule rule, struct span at, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(reader->arena, format, args);
    va_end(args);
    const char *key = arena_printf(reader->arena, "%u:%u:%d:%s", at.file, at.off, (int)rule, message);
    bool repeats = map_get(&reader->told, key) != NULL;
    map_set(reader->arena, &reader->told, key, reader);
    const char *object =
        reader->member == NULL ? reader->object : arena_printf(reader->arena, "%s.%s", reader->object, reader->member);
    return diag_report(repeats ? reader->echo : reader->diags, rule, at, object, "%s", message);
}

void refuse_kind(struct reader *reader, const struct node_pair *pair, const char *wanted, const char *hint)
{
    struct report *report = reader_report(reader,
        RULE_MOD002,
        pair->value->span.len > 0 ? pair->value->span : pair->key->span,
        "\"%s\" wants %s, and this is %s",
        pair->key->text,
        wanted,
        node_kind_name(pair->value));
    if (hint != NULL) {
        diag_hint(report, "%s", hint);
    }
}

const char *suggest(struct reader *reader, struct report *report, const char *typed, const struct strings *candidates)
{
    const char *nearest = reader->suggestions++ < MAX_SUGGESTIONS ? text_nearest(typed, candidates) : NULL;
    if (nearest != NULL) {
        diag_hint(report, "did you mean \"%s\"?", nearest);
    }
    return nearest;
}

void propose_word(struct report *report, const struct node *text, const char *word)
{
    if (word != NULL) {
        diag_edit(report, &(struct edit){.kind = EDIT_REPLACE, .at = text->span, .old = text->text, .value = word});
        diag_fix(report, "proposed");
    }
}

void refuse_missing(struct reader *reader, struct span at, const char *message, const char *hint)
{
    diag_hint(reader_report(reader, RULE_MOD027, at, "%s", message), "%s", hint);
}

struct word word_of(const struct node *node)
{
    return (struct word){.text = node->text, .span = node->span};
}

bool text_place(struct reader *reader, const struct node *node, struct span *ret_span)
{
    size_t source_len, len = strlen(node->text), off = node->span.off + (node->plain ? 0U : 1U);
    const char *source = diags_source_text(reader->diags, node->span.file, &source_len);
    *ret_span = node->span;
    if (source == NULL || off + len > source_len || memcmp(source + off, node->text, len) != 0) {
        return false;
    }
    ret_span->off = (uint32_t)off;
    ret_span->len = (uint32_t)len;
    return true;
}

static bool has_control(const char *text)
{
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            return true;
        }
    }
    return false;
}

bool check_name(struct reader *reader, const struct word *name, bool engine)
{
    if (name->text[0] == '\0' || (name->text[0] == ' ' && name->text[strspn(name->text, " ")] == '\0')) {
        reader_report(reader, RULE_MOD009, name->span, "an empty name");
        return false;
    }
    if (has_control(name->text)) {
        if (strpbrk(name->text, "\t\r\n") != NULL) {
            reader_report(reader, RULE_MOD009, name->span, "the name \"%s\" holds a line break or a tab", name->text);
        }
        return false; /* other ones were reported when the YAML was read */
    }
    if (engine && strlen(name->text) > MAX_NAME) {
        struct report *report = reader_report(reader,
            RULE_MOD008,
            name->span,
            "the name \"%s\" has %zu bytes, and a database takes %d",
            name->text,
            strlen(name->text),
            MAX_NAME);
        diag_hint(report, "PostgreSQL cuts longer names off: shorten it");
    }
    return true;
}

/* A list or a map where one text is wanted is refused; what an empty value means, the caller has decided. */
bool read_text(struct reader *reader, const struct node_pair *pair, struct word *ret_word)
{
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "text", NULL);
        return false;
    }
    *ret_word = word_of(pair->value);
    return true;
}

static bool read_checked(struct reader *reader, const struct node_pair *pair, bool engine, struct word *ret_name)
{
    if (pair->value->kind != NODE_SCALAR) {
        refuse_kind(reader, pair, "a name", NULL);
        return false;
    }
    struct word name = word_of(pair->value);
    if (!check_name(reader, &name, engine)) {
        return false;
    }
    *ret_name = name;
    return true;
}

bool read_word(struct reader *reader, const struct node_pair *pair, struct word *ret_name)
{
    return read_checked(reader, pair, false, ret_name);
}

bool read_name(struct reader *reader, const struct node_pair *pair, struct word *ret_name)
{
    return read_checked(reader, pair, true, ret_name);
}

static void read_one_name(struct reader *reader, void *into, const struct node_pair *pair)
{
    struct words *names = into;
    struct word name;
    if (node_is_null(pair->value)) {
        refuse_kind(reader, pair, "a name", NULL);
    } else if (read_name(reader, pair, &name)) {
        *PUSH(reader->arena, names) = name;
    }
}

void read_names(struct reader *reader, const struct node_pair *pair, struct words *ret_names)
{
    if (pair->value->kind == NODE_SCALAR) {
        read_one_name(reader, ret_names, pair);
    } else {
        read_items(reader, pair, "a name or a list of names", read_one_name, ret_names);
    }
}

/* What other tools and YAML 1.1 take for true and false. */
static enum tri meant_tri(const struct node *node)
{
    static const char *const yes[] = {"yes", "on", "true", "y", "1"}, *const no[] = {"no", "off", "false", "n", "0"};
    for (size_t i = 0; node->kind == NODE_SCALAR && i < sizeof yes / sizeof *yes; i++) {
        if (text_same_nocase(node->text, yes[i])) {
            return YES;
        }
        if (text_same_nocase(node->text, no[i])) {
            return NO;
        }
    }
    return UNSET;
}

void read_tri(struct reader *reader, const struct node_pair *pair, enum tri *ret_value)
{
    bool value;
    if (node_is_bool(pair->value, &value)) {
        *ret_value = value ? YES : NO;
        return;
    }
    enum tri meant = meant_tri(pair->value); /* taken all the same, so that nothing follows from the mistake */
    *ret_value = meant == UNSET ? *ret_value : meant;
    const char *hint = meant == UNSET ? NULL : meant == YES ? "write true" : "write false";
    refuse_kind(reader, pair, "true or false", hint);
}

bool read_integer(struct reader *reader, const struct node_pair *pair, int64_t *ret_value)
{
    if (!node_is_int(pair->value, ret_value)) {
        refuse_kind(reader, pair, "a whole number", NULL);
        return false;
    }
    return true;
}

/* Splits "a, b" at its commas; empty pieces are nothing. */
static void split(struct reader *reader, const struct node *node, struct words *words)
{
    struct span place;
    bool exact = text_place(reader, node, &place);
    const char *text = node->text;
    for (size_t off = 0; text[off] != '\0';) {
        off += strspn(text + off, " \t\n,");
        size_t len = strcspn(text + off, ","), next = off + len;
        while (len > 0 && strchr(" \t\n", text[off + len - 1]) != NULL) {
            len--;
        }
        if (len > 0) {
            struct span span = exact ? (struct span){place.file, place.off + (uint32_t)off, (uint32_t)len} : place;
            *PUSH(reader->arena, words) =
                (struct word){.text = arena_strndup(reader->arena, text + off, len), .span = span};
        }
        off = next;
    }
}

static void read_comma_item(struct reader *reader, void *into, const struct node_pair *pair)
{
    if (pair->value->kind == NODE_SCALAR) {
        split(reader, pair->value, into);
    } else {
        refuse_kind(reader, pair, "words", NULL);
    }
}

void read_comma_list(struct reader *reader, const struct node_pair *pair, struct words *ret_words)
{
    if (pair->value->kind == NODE_SCALAR) {
        split(reader, pair->value, ret_words);
    } else {
        read_items(reader, pair, "text or a list", read_comma_item, ret_words);
    }
}

/* "SET NULL" and "set-null" are near "set_null". */
static const char *plain_spelling(struct arena *arena, const char *text)
{
    char *spelling = text_lower(arena, text);
    for (char *c = spelling; *c != '\0'; c++) {
        if (*c == ' ' || *c == '-') {
            *c = '_';
        }
    }
    return spelling;
}

int read_choice(struct reader *reader, const struct node_pair *pair, const char *const *choices)
{
    struct strings all = {0};
    for (int i = 0; choices[i] != NULL; i++) {
        if (pair->value->kind == NODE_SCALAR && strcmp(choices[i], pair->value->text) == 0) {
            return i;
        }
        *PUSH(reader->arena, &all) = choices[i];
    }
    const char *wanted = arena_printf(reader->arena, "one of %s", strings_join(reader->arena, &all, ", "));
    if (pair->value->kind != NODE_SCALAR || node_is_null(pair->value)) {
        refuse_kind(reader, pair, wanted, NULL);
        return -1;
    }
    struct report *report = reader_report(
        reader, RULE_MOD014, pair->value->span, "unknown word \"%s\" for \"%s\"", pair->value->text, pair->key->text);
    const char *typed = plain_spelling(reader->arena, pair->value->text),
               *nearest = suggest(reader, report, typed, &all);
    if (nearest == NULL) {
        diag_hint(report, "it is %s", wanted);
    }
    propose_word(report, pair->value, nearest);
    return -1;
}

void read_items(struct reader *reader, const struct node_pair *pair, const char *wanted, read_fn *read, void *into)
{
    if (pair->value->kind != NODE_LIST) {
        if (!node_is_null(pair->value)) {
            refuse_kind(reader, pair, wanted, NULL);
        }
        return;
    }
    for (size_t i = 0; i < pair->value->items.len; i++) {
        read(reader, into, &(struct node_pair){.key = pair->key, .value = pair->value->items.at[i]});
    }
}
