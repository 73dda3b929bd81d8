#include "diag/source.h"

#include <string.h>

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

void source_position(struct arena *arena, struct source *source, size_t off, unsigned *ret_line, unsigned *ret_column)
{
    find_lines(arena, source);
    off = off > source->len ? source->len : off;
    size_t line = line_of(source, off);
    bool ahead = source->last.column != 0 && source->last.line == line && source->last.off <= off;
    unsigned column = ahead ? source->last.column : 1;
    for (size_t at = ahead ? source->last.off : source->lines.at[line]; at < off; at++) {
        column += ((unsigned char)source->text[at] & 0xc0) != 0x80 ? 1 : 0;
    }
    source->last.line = line;
    source->last.off = off;
    source->last.column = column;
    *ret_line = (unsigned)line + 1;
    *ret_column = column;
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
