#include "diag/source.h"

#include <string.h>

#define MARK_BYTES 1024

static void find_lines(struct arena *arena, struct source *source)
{
    if (source->lines.len != 0) {
        return;
    }
    *PUSH(arena, &source->lines) = 0;
    const char *end = source->text + source->len;
    for (const char *c = source->text; c < end && (c = memchr(c, '\n', (size_t)(end - c))) != NULL; c++) {
        *PUSH(arena, &source->lines) = (size_t)(c + 1 - source->text);
    }
}

/* The last line that begins at or before the offset, from 0. */
static size_t line_of(const struct source *source, size_t off)
{
    size_t low = 0, high = source->lines.len;
    while (high - low > 1) {
        size_t middle = (low + high) / 2;
        if (source->lines.at[middle] <= off) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

static unsigned count_chars(const struct source *source, size_t from, size_t to)
{
    unsigned count = 0;
    for (size_t at = from; at < to; at++) {
        count += ((unsigned char)source->text[at] & 0xc0) != 0x80 ? 1 : 0;
    }
    return count;
}

static void mark_chars(struct arena *arena, struct source *source)
{
    size_t len = source->len / MARK_BYTES + 1;
    if (source->marks != NULL) {
        return;
    }
    source->marks = arena_alloc(arena, len, sizeof *source->marks, _Alignof(unsigned));
    source->marks[0] = 0;
    for (size_t i = 1; i < len; i++) {
        source->marks[i] = source->marks[i - 1] + count_chars(source, (i - 1) * MARK_BYTES, i * MARK_BYTES);
    }
}

static unsigned chars_before(const struct source *source, size_t off)
{
    size_t mark = off / MARK_BYTES;
    return source->marks[mark] + count_chars(source, mark * MARK_BYTES, off);
}

/* A line may be as long as the file, and hold thousands of findings: it is not counted through for each. */
static unsigned column_of(struct arena *arena, struct source *source, size_t line_off, size_t off)
{
    if (off - line_off < MARK_BYTES) {
        return count_chars(source, line_off, off) + 1;
    }
    mark_chars(arena, source);
    return chars_before(source, off) - chars_before(source, line_off) + 1;
}

void source_position(struct arena *arena, struct source *source, size_t off, unsigned *ret_line, unsigned *ret_column)
{
    find_lines(arena, source);
    off = off > source->len ? source->len : off;
    size_t line = line_of(source, off);
    *ret_line = (unsigned)line + 1;
    *ret_column = column_of(arena, source, source->lines.at[line], off);
}

const char *source_line(struct arena *arena, struct source *source, unsigned line)
{
    find_lines(arena, source);
    if (source->line_texts == NULL) {
        source->line_texts = arena_alloc(arena, source->lines.len, sizeof *source->line_texts, _Alignof(const char *));
    }
    if (source->line_texts[line - 1] != NULL) {
        return source->line_texts[line - 1];
    }
    size_t from = source->lines.at[line - 1];
    size_t to = line < source->lines.len ? source->lines.at[line] - 1 : source->len;
    if (to > from && source->text[to - 1] == '\r') {
        to--;
    }
    return source->line_texts[line - 1] = arena_strndup(arena, source->text + from, to - from);
}
