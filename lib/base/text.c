#include "base/text.h"

#include "base/buf.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool text_same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

bool text_same_nocase(const char *a, const char *b)
{
    if (a == NULL || b == NULL) {
        return a == b;
    }
    for (; *a == *b || lower(*a) == lower(*b); a++, b++) {
        if (*a == '\0') {
            return true;
        }
    }
    return false;
}

bool text_starts(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || is_upper(c) || (c >= '0' && c <= '9') || c == '_' || c == '$' ||
           (unsigned char)c >= 0x80;
}

bool text_has_word(const char *text, const char *word)
{
    size_t len = strlen(word);
    for (const char *at = text; *at != '\0'; at++) {
        if (strncasecmp(at, word, len) == 0 && (at == text || !text_is_word_char(at[-1])) &&
            !text_is_word_char(at[len])) {
            return true;
        }
    }
    return false;
}

bool text_ends(const char *text, const char *suffix)
{
    size_t len = strlen(text), end = strlen(suffix);
    return len >= end && strcmp(text + len - end, suffix) == 0;
}

char *text_lower(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *c = copy; *c != '\0'; c++) {
        *c = lower(*c);
    }
    return copy;
}

bool text_has_capitals(const char *text)
{
    while (*text != '\0' && !is_upper(*text)) {
        text++;
    }
    return *text != '\0';
}

const char *text_folded(struct arena *arena, const char *text)
{
    return text_has_capitals(text) ? text_lower(arena, text) : text;
}

const char *text_snake_case(struct arena *arena, const char *name)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; name[i] != '\0'; i++) {
        bool word =
            i != 0 && is_upper(name[i]) &&
            (is_lower_or_digit(name[i - 1]) || (is_upper(name[i - 1]) && name[i + 1] >= 'a' && name[i + 1] <= 'z'));
        if (word && name[i - 1] != '_') {
            buf_char(&buf, '_');
        }
        buf_char(&buf, lower(name[i]));
    }
    return buf_text(&buf);
}

#define NEAREST_MAX 64

/* Optimal string alignment: insert, delete, change, swap of neighbours each cost one; case costs nothing. */
static size_t distance(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t rows[3][NEAREST_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b_len; j++) {
        above[j] = j;
        before[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            bool same = lower(a[i - 1]) == lower(b[j - 1]);
            size_t best = above[j - 1] + (same ? 0 : 1);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && lower(a[i - 1]) == lower(b[j - 2]) && lower(a[i - 2]) == lower(b[j - 1])) {
                best = before[j - 2] + 1 < best ? before[j - 2] + 1 : best;
            }
            row[j] = best;
        }
        size_t *free_row = before;
        before = above;
        above = row;
        row = free_row;
    }
    return above[b_len];
}

const char *text_nearest(const char *typed, const struct strings *candidates)
{
    size_t len = strlen(typed), best = len / 3 + 1;
    const char *nearest = NULL;
    if (len == 0 || len > NEAREST_MAX) {
        return NULL;
    }
    for (size_t i = 0; i < candidates->len; i++) {
        size_t other = strlen(candidates->at[i]);
        size_t gap = other > len ? other - len : len - other;
        if (other > NEAREST_MAX || gap > best) {
            continue;
        }
        size_t steps = distance(typed, len, candidates->at[i], other);
        bool closer_start = (nearest == NULL || nearest[0] != typed[0]) && candidates->at[i][0] == typed[0];
        if (steps < best || (steps == best && closer_start && steps < len)) {
            best = steps;
            nearest = candidates->at[i];
        }
    }
    return nearest;
}

/* Eight at a time. */
static size_t ascii_until(const char *text, size_t at, size_t len)
{
    for (uint64_t eight; at + sizeof eight <= len; at += sizeof eight) {
        memcpy(&eight, text + at, sizeof eight);
        if ((eight & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
    }
    while (at < len && (unsigned char)text[at] < 0x80) {
        at++;
    }
    return at;
}

size_t text_ascii_len(const char *text, size_t len)
{
    return ascii_until(text, 0, len);
}

size_t text_utf8_valid(const char *text, size_t len)
{
    for (size_t at = 0; (at = ascii_until(text, at, len)) < len;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &point);
        if (step <= 0) {
            return at;
        }
        at += (size_t)step;
    }
    return len;
}

static bool is_dangerous(utf8proc_int32_t point)
{
    return point < 0x20 || (point >= 0x7f && point < 0xa0) || (point >= 0x202a && point <= 0x202e) ||
           (point >= 0x2066 && point <= 0x2069) || point == 0x200e || point == 0x200f || point == 0x061c ||
           point == 0x2028 || point == 0x2029;
}

const char *text_visible(struct arena *arena, const char *text)
{
    struct buf buf = buf_new(arena);
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &point);
        if (step <= 0) {
            buf_printf(&buf, "\\x{%02x}", (unsigned)(unsigned char)text[at]);
            at++;
        } else if (is_dangerous(point)) {
            buf_printf(&buf, "\\x{%02x}", (unsigned)point);
            at += (size_t)step;
        } else {
            buf_add_len(&buf, text + at, (size_t)step);
            at += (size_t)step;
        }
    }
    return buf_text(&buf);
}

static bool is_word_point(utf8proc_int32_t point, bool first)
{
    static const char letters[] = {UTF8PROC_CATEGORY_LU,
        UTF8PROC_CATEGORY_LL,
        UTF8PROC_CATEGORY_LT,
        UTF8PROC_CATEGORY_LM,
        UTF8PROC_CATEGORY_LO,
        UTF8PROC_CATEGORY_NL};
    static const char others[] = {
        UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_MC, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_PC};
    int category = (int)utf8proc_category(point);
    bool letter = memchr(letters, category, sizeof letters) != NULL && point != 0x2e2f;
    return letter || point == '_' || (!first && memchr(others, category, sizeof others) != NULL);
}

static bool is_normal(const char *text)
{
    utf8proc_uint8_t *normal = utf8proc_NFKC((const utf8proc_uint8_t *)text);
    bool same = normal != NULL && strcmp((const char *)normal, text) == 0;
    free(normal);
    return same;
}

bool text_is_word(const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &point);
        if (step <= 0 || !is_word_point(point, at == 0)) {
            return false;
        }
        at += (size_t)step;
    }
    return len > 0 && (text_ascii_len(text, len) == len || is_normal(text));
}

size_t text_width(const char *text, size_t len)
{
    size_t width = 0;
    for (size_t at = 0; at < len;) {
        utf8proc_int32_t point;
        utf8proc_ssize_t step =
            utf8proc_iterate((const utf8proc_uint8_t *)text + at, (utf8proc_ssize_t)(len - at), &point);
        if (step <= 0) {
            at++;
            width++;
            continue;
        }
        int columns = utf8proc_charwidth(point);
        width += columns > 0 ? (size_t)columns : 0;
        at += (size_t)step;
    }
    return width;
}
