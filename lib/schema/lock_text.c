#include "schema/lock_text.h"

#include "base/text.h"

#include <stdint.h>
#include <string.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Words that readers of YAML 1.1 or 1.2 take for something else than text. */
static bool is_yaml_word(const char *text)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (text_same_nocase(text, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_plain(const char *text)
{
    if (!is_letter(text[0]) || is_yaml_word(text)) {
        return false;
    }
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++) {
        if (!is_letter(text[i]) && !(text[i] >= '0' && text[i] <= '9') && strchr(" ().+-*/<>=", text[i]) == NULL) {
            return false;
        }
    }
    return text[len - 1] != ' ';
}

/* Line breaks to YAML, byte order mark, marks and overrides of the writing direction, C1 controls, non-characters. */
static bool is_escaped(uint32_t point)
{
    return (point >= 0x7f && point <= 0xa0) || point == 0x61c || (point >= 0x200e && point <= 0x200f) ||
           (point >= 0x2028 && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069) || point == 0xfeff ||
           point == 0xfffe || point == 0xffff;
}

/* Decodes one character of well-formed UTF-8 and says how many bytes it took. */
static uint32_t decode(const unsigned char *at, size_t *ret_len)
{
    size_t len = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    uint32_t point = len == 1 ? at[0] : at[0] & (0x7fu >> len);
    for (size_t i = 1; i < len; i++) {
        point = point << 6 | (at[i] & 0x3fu);
    }
    *ret_len = len;
    return point;
}

static void print_ascii(struct buf *buf, char c)
{
    switch (c) {
    case '"': buf_add(buf, "\\\""); break;
    case '\\': buf_add(buf, "\\\\"); break;
    case '\n': buf_add(buf, "\\n"); break;
    case '\r': buf_add(buf, "\\r"); break;
    case '\t': buf_add(buf, "\\t"); break;
    default:
        if ((unsigned char)c < 0x20) {
            buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)c);
        } else {
            buf_char(buf, c);
        }
    }
}

static void print_quoted(struct buf *buf, const char *text)
{
    buf_char(buf, '"');
    for (size_t len; *text != '\0'; text += len) {
        uint32_t point = decode((const unsigned char *)text, &len);
        if (is_escaped(point)) {
            buf_printf(buf, "\\u%04x", (unsigned)point);
        } else if (len == 1) {
            print_ascii(buf, *text);
        } else {
            buf_add_len(buf, text, len);
        }
    }
    buf_char(buf, '"');
}

static void print_bytes(struct buf *buf, const char *text)
{
    buf_add(buf, LOCK_BYTES_TAG " \"");
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text >= 0x7f) {
            buf_printf(buf, "\\x%02x", (unsigned)(unsigned char)*text);
        } else {
            print_ascii(buf, *text);
        }
    }
    buf_char(buf, '"');
}

void lock_print_text(struct buf *buf, const char *text)
{
    size_t len = strlen(text);
    if (is_plain(text)) {
        buf_add(buf, text);
    } else if (text_utf8_valid(text, len) == len) {
        print_quoted(buf, text);
    } else {
        print_bytes(buf, text);
    }
}

const char *lock_bytes(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    for (size_t len; *text != '\0'; text += len) {
        buf_char(&buf, (char)(unsigned char)decode((const unsigned char *)text, &len));
    }
    return buf_text(&buf);
}
