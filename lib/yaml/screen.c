#include "yaml/screen.h"

#include "base/text.h"

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

/* C1 controls but NEL, which YAML takes for a line break. */
static bool is_c1(const char *text, size_t at)
{
    unsigned char first = (unsigned char)text[at], second = (unsigned char)text[at + 1];
    return first == 0xc2 && second >= 0x80 && second < 0xa0 && second != 0x85;
}

#define BLOCK 64

/* Neither controls nor beyond ASCII, but for line breaks: most of most files.  Without a branch inside, so that the
 * compiler takes many bytes at once. */
static bool is_plain_block(const char *text)
{
    unsigned bad = 0;
    for (size_t i = 0; i < BLOCK; i++) {
        unsigned char byte = (unsigned char)text[i];
        bad |= (unsigned)((byte < 0x20) & (byte != '\n')) | (unsigned)(byte > 0x7e);
    }
    return bad == 0;
}

/* The offset of the first control, or len. */
static size_t find_control(const char *text, size_t len)
{
    for (size_t from = 0; from < len; from += BLOCK) {
        size_t end = len - from < BLOCK ? len : from + BLOCK;
        bool plain = end == from + BLOCK && is_plain_block(text + from);
        for (size_t i = from; !plain && i < end; i++) {
            if (is_control((unsigned char)text[i]) || (i + 1 < len && is_c1(text, i))) {
                return i;
            }
        }
    }
    return len;
}

bool screen_source(struct diags *diags, uint32_t file, const struct node_limits *limits)
{
    size_t len;
    const char *text = diags_source_text(diags, file, &len);
    struct span at = {.file = file};
    if ((limits->bytes != 0 && len > limits->bytes) || len >= UINT32_MAX) {
        diag_report(diags,
            RULE_YML006,
            at,
            NULL,
            "the file has %zu bytes, more than the %zu that are read",
            len,
            limits->bytes != 0 ? limits->bytes : (size_t)UINT32_MAX);
        return false;
    }
    size_t valid = text_utf8_valid(text, len);
    if (valid < len) {
        at.off = (uint32_t)valid;
        at.len = 1;
        struct report *report =
            diag_report(diags, RULE_YML002, at, NULL, "byte 0x%02x is not UTF-8", (unsigned)(unsigned char)text[valid]);
        diag_hint(report, "save the file in UTF-8");
        return false;
    }
    size_t control = find_control(text, len);
    if (control < len) {
        unsigned byte = (unsigned char)text[control + (is_c1(text, control) ? 1 : 0)];
        at.off = (uint32_t)control;
        at.len = 1;
        diag_report(diags, RULE_YML003, at, NULL, "control character 0x%02x in the file", byte);
    }
    return control == len;
}
