#include "base/buf.h"

#include <stdio.h>
#include <string.h>

struct buf buf_new(struct arena *arena)
{
    return (struct buf){.arena = arena};
}

static void reserve(struct buf *buf, size_t more)
{
    if (buf->len + more + 1 <= buf->cap) {
        return;
    }
    size_t cap = buf->cap == 0 ? 32 : buf->cap * 2;
    while (cap < buf->len + more + 1) {
        cap *= 2;
    }
    if (!arena_extend(buf->arena, buf->at, buf->cap, cap)) {
        char *grown = arena_alloc(buf->arena, cap, 1, 1);
        if (buf->len != 0) {
            memcpy(grown, buf->at, buf->len);
        }
        buf->at = grown;
    }
    buf->cap = cap;
}

void buf_add_len(struct buf *buf, const char *text, size_t len)
{
    reserve(buf, len);
    if (len != 0) {
        memcpy(buf->at + buf->len, text, len);
    }
    buf->len += len;
    buf->at[buf->len] = '\0';
}

void buf_add(struct buf *buf, const char *text)
{
    buf_add_len(buf, text, strlen(text));
}

void buf_char(struct buf *buf, char c)
{
    buf_add_len(buf, &c, 1);
}

void buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    reserve(buf, (size_t)len);
    va_start(args, format);
    (void)vsnprintf(buf->at + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
}

void buf_json(struct buf *buf, const char *text)
{
    buf_char(buf, '"');
    for (; *text != '\0'; text++) {
        unsigned char byte = (unsigned char)*text;
        if (byte < 0x20 || byte == 0x7f) {
            buf_printf(buf, "\\u%04x", byte);
        } else {
            buf_add(buf, byte == '"' || byte == '\\' ? "\\" : "");
            buf_char(buf, *text);
        }
    }
    buf_char(buf, '"');
}

const char *buf_text(const struct buf *buf)
{
    return buf->at == NULL ? "" : buf->at;
}
