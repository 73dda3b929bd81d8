#include "yaml/screen.h"

#include "base/text.h"

static bool is_control(unsigned char byte)
{
    return (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7f;
}

/* Where the bytes from `at` on end that are neither controls nor beyond ASCII: most of most files. */
static size_t plain_until(const char *text, size_t at, size_t len)
{
    while (at < len && (unsigned char)text[at] >= 0x20 && (unsigned char)text[at] < 0x7f) {
        at++;
    }
    return at;
}

/* C1 controls but NEL, which YAML takes for a line break. */
static bool is_c1(const char *text, size_t at)
{
    unsigned char first = (unsigned char)text[at], second = (unsigned char)text[at + 1];
    return first == 0xc2 && second >= 0x80 && second < 0xa0 && second != 0x85;
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
    for (size_t i = plain_until(text, 0, len); i < len; i = plain_until(text, i + 1, len)) {
        if (is_control((unsigned char)text[i]) || (i + 1 < len && is_c1(text, i))) {
            at.off = (uint32_t)i;
            at.len = 1;
            diag_report(
                diags, RULE_YML003, at, NULL, "control character 0x%02x in the file", (unsigned)(unsigned char)text[i]);
            return false;
        }
    }
    return true;
}
