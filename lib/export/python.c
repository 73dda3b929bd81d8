#include "export/python.h"

#include "base/text.h"
#include "model/python.h"

#include <string.h>

enum { LINE = 88, STEP = 4 };

/* ---- trees ---- */

struct python *python_atom(struct arena *arena, const char *text)
{
    return python_open(arena, text, '\0');
}

struct python *python_open(struct arena *arena, const char *head, char open)
{
    struct python *python = NEW(arena, struct python);
    python->head = head;
    python->open = open;
    return python;
}

struct python *python_method(struct arena *arena, struct python *object, const char *name)
{
    if (object->open == '\0') {
        object->open = '(';
    }
    struct python *python = python_open(arena, arena_printf(arena, ".%s", name), '(');
    python->of = object;
    return python;
}

void python_add(struct arena *arena, struct python *to, struct python *item)
{
    *PUSH(arena, &to->items) = item;
}

void python_add_text(struct arena *arena, struct python *to, const char *text)
{
    python_add(arena, to, python_atom(arena, text));
}

struct python *python_named(struct arena *arena, const char *name, struct python *value)
{
    if (value->of != NULL) {
        struct python *object = NEW(arena, struct python);
        *object = *value->of;
        value->of = python_named(arena, name, object);
    } else {
        value->head = arena_printf(arena, "%s=%s", name, value->head);
    }
    return value;
}

void python_add_named(struct arena *arena, struct python *to, const char *name, const char *text)
{
    python_add_text(arena, to, arena_printf(arena, "%s=%s", name, text));
}

/* ---- layout ---- */

static char closing(char open)
{
    return (char)(open == '(' ? ')' : open == '[' ? ']' : '}');
}

/* A list, a map or a tuple, not a call. */
static bool is_literal(const struct python *python)
{
    size_t len = strlen(python->head);
    return python->open != '(' || len == 0 || strchr("= ", python->head[len - 1]) != NULL;
}

/* A tuple of one needs its comma. */
static bool is_lone(const struct python *python)
{
    return python->open == '(' && python->items.len == 1 && is_literal(python);
}

static void add_flat(struct buf *out, const struct python *python)
{
    if (python->of != NULL) {
        add_flat(out, python->of);
    }
    buf_add(out, python->head);
    if (python->open == '\0') {
        return;
    }
    buf_char(out, python->open);
    for (size_t i = 0; i < python->items.len; i++) {
        buf_add(out, i == 0 ? "" : ", ");
        add_flat(out, python->items.at[i]);
    }
    buf_add(out, is_lone(python) ? "," : "");
    buf_char(out, closing(python->open));
}

const char *python_flat(struct arena *arena, const struct python *python)
{
    struct buf buf = buf_new(arena);
    add_flat(&buf, python);
    return buf_text(&buf);
}

static size_t characters(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++) {
        count += ((unsigned char)*text & 0xc0) != 0x80;
    }
    return count;
}

bool python_fits(const char *line)
{
    return characters(line) <= LINE;
}

static void print_line(struct buf *out, size_t indent, const char *text, const char *end)
{
    buf_printf(out, "%*s%s%s\n", (int)indent, "", text, end);
}

static void print_item(struct buf *out, const struct python *python, size_t indent, const char *end);

/* What stands between the brackets: arguments of a call on one line where they fit, else one item a line. */
static void print_items(struct buf *out, const struct python *python, size_t indent)
{
    struct buf flat = buf_new(out->arena);
    for (size_t i = 0; i < python->items.len; i++) {
        buf_add(&flat, i == 0 ? "" : ", ");
        add_flat(&flat, python->items.at[i]);
    }
    bool lone = is_lone(python), several = python->items.len > 1 && is_literal(python);
    if (!lone && !several && indent + characters(buf_text(&flat)) <= LINE) {
        print_line(out, indent, buf_text(&flat), "");
        return;
    }
    for (size_t i = 0; i < python->items.len; i++) {
        print_item(out, python->items.at[i], indent, lone || python->items.len > 1 ? "," : "");
    }
}

/* `head(`, the items, and the bracket with what stands behind it. */
static void print_open(struct buf *out, const struct python *python, size_t indent, const char *head, const char *end)
{
    buf_printf(out, "%*s%s%c\n", (int)indent, "", head, python->open);
    print_items(out, python, indent + STEP);
    buf_printf(out, "%*s%c%s", (int)indent, "", closing(python->open), end);
}

/* `object.name(..)` breaks in its last brackets; in the object's, where it would not fit before them. */
static void print_method(struct buf *out, const struct python *python, size_t indent, const char *end)
{
    struct arena *arena = out->arena;
    const char *head = arena_printf(arena, "%s%s", python_flat(arena, python->of), python->head);
    if (indent + characters(head) + 1 <= LINE || python->of->items.len == 0) {
        print_open(out, python, indent, head, end);
        buf_char(out, '\n');
        return;
    }
    print_open(out, python->of, indent, python->of->head, "");
    struct python last = *python;
    last.of = NULL;
    const char *flat = python_flat(arena, &last);
    if (indent + 1 + characters(flat) + strlen(end) <= LINE) {
        buf_printf(out, "%s%s\n", flat, end);
        return;
    }
    buf_printf(out, "%s%c\n", python->head, python->open);
    print_items(out, python, indent + STEP);
    buf_printf(out, "%*s%c%s\n", (int)indent, "", closing(python->open), end);
}

static void print_item(struct buf *out, const struct python *python, size_t indent, const char *end)
{
    const char *flat = python_flat(out->arena, python);
    if (python->open == '\0' || python->items.len == 0 || indent + characters(flat) + strlen(end) <= LINE) {
        print_line(out, indent, flat, end);
    } else if (python->of != NULL) {
        print_method(out, python, indent, end);
    } else {
        print_open(out, python, indent, python->head, end);
        buf_char(out, '\n');
    }
}

void python_print(struct buf *out, const struct python *python, size_t indent)
{
    print_item(out, python, indent, "");
}

/* ---- literals ---- */

/* Code points that would not be seen as what they are: controls and those that turn the direction of text. */
static bool is_hidden(unsigned code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || code == 0xad || code == 0x61c ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb) ||
           (code >= 0x1d173 && code <= 0x1d17a) || (code >= 0xe0000 && code <= 0xe0fff);
}

/* Reads one character of text that is UTF-8. */
static unsigned next_code(const unsigned char **at)
{
    unsigned first = *(*at)++;
    unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : 0;
    unsigned code = more == 0 ? first : first & (0x3fU >> more);
    for (; more > 0 && **at != '\0'; more--) {
        code = (code << 6) | (*(*at)++ & 0x3fU);
    }
    return code;
}

static void add_character(
    struct buf *out, const unsigned char *from, const unsigned char *to, unsigned code, char quote)
{
    if (code == '\n') {
        buf_add(out, "\\n");
    } else if (code == '\t') {
        buf_add(out, "\\t");
    } else if (is_hidden(code)) {
        buf_printf(out, code < 0x100 ? "\\x%02x" : code < 0x10000 ? "\\u%04x" : "\\U%08x", code);
    } else {
        if (code == '\\' || code == (unsigned char)quote) {
            buf_char(out, '\\');
        }
        buf_add_len(out, (const char *)from, (size_t)(to - from));
    }
}

const char *python_string(struct arena *arena, const char *text)
{
    size_t singles = 0, doubles = 0;
    for (const char *c = text; *c != '\0'; c++) {
        singles += *c == '\'';
        doubles += *c == '"';
    }
    char quote = doubles > singles ? '\'' : '"';
    struct buf buf = buf_new(arena);
    buf_char(&buf, quote);
    const unsigned char *at = (const unsigned char *)text;
    while (*at != '\0') {
        const unsigned char *from = at;
        unsigned code = next_code(&at);
        add_character(&buf, from, at, code, quote);
    }
    buf_char(&buf, quote);
    return buf_text(&buf);
}

/* ---- identifiers ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool python_is_identifier(const char *text)
{
    return text_is_word(text) && !python_is_keyword(text);
}

/* The text with an underscore for each ASCII character that no name may hold; NULL where that does not make a name. */
static const char *with_letters_kept(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    for (; *text != '\0'; text++) {
        buf_char(&buf, (char)(is_word(*text) || (unsigned char)*text >= 0x80 ? *text : '_'));
    }
    return text_is_word(buf_text(&buf)) ? buf_text(&buf) : NULL;
}

static const char *ascii_name(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    if (*text == '\0' || (*text >= '0' && *text <= '9')) {
        buf_char(&buf, '_');
    }
    for (; *text != '\0'; text++) {
        if (((unsigned char)*text & 0xc0) != 0x80) {
            buf_char(&buf, (char)(is_word(*text) ? *text : '_'));
        }
    }
    return buf_text(&buf);
}

/* Two underscores at the beginning are Python's own: it gives such names another meaning inside a class. */
const char *python_identifier(struct arena *arena, const char *text)
{
    while (text[0] == '_' && text[1] == '_') {
        text++;
    }
    const char *kept = with_letters_kept(arena, text), *word = kept == NULL ? ascii_name(arena, text) : kept;
    while (word[0] == '_' && word[1] == '_') {
        word++;
    }
    return python_is_keyword(word) ? arena_printf(arena, "%s_", word) : word;
}
