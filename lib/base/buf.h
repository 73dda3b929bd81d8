/* Text that grows at its end, in an arena.  Always NUL-terminated once something was added. */
#ifndef CORM_BASE_BUF_H
#define CORM_BASE_BUF_H

#include "base/arena.h"

struct buf {
    struct arena *arena;
    char *at;
    size_t len, cap;
};

struct buf buf_new(struct arena *arena);
void buf_add(struct buf *buf, const char *text);
void buf_add_len(struct buf *buf, const char *text, size_t len);
void buf_char(struct buf *buf, char c);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* As a string of JSON, with its quotes; bytes that are not UTF-8 stay as they are. */
void buf_json(struct buf *buf, const char *text);
/* The text so far; "" when nothing was added.  Good until the next addition. */
const char *buf_text(const struct buf *buf);

#endif
