/* The texts that spans point into, and the way from byte offsets to lines and columns. */
#ifndef CORM_DIAG_SOURCE_H
#define CORM_DIAG_SOURCE_H

#include "diag/diag.h"

struct source {
    const char *path, *text;
    size_t len;
    struct LIST_OF(size_t) lines; /* offset of each line's first byte; made when first asked for */
    const char **line_texts;      /* of the same lines; NULL until asked for */
    unsigned *marks;              /* characters before every MARK_BYTES of text; NULL until a long line asks */
};

/* Line and column from 1, the column in characters. */
void source_position(struct arena *arena, struct source *source, size_t off, unsigned *ret_line, unsigned *ret_column);
/* The text of a line without its end. */
const char *source_line(struct arena *arena, struct source *source, unsigned line);

#endif
