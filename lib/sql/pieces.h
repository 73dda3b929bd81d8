/* PostgreSQL's lexical rules, by which a text falls into pieces; tokens (sql.h) are SQLite's. */
#ifndef CORM_SQL_PIECES_H
#define CORM_SQL_PIECES_H

#include <stddef.h>

enum pg_piece_kind {
    PG_END,
    PG_SPACE, /* comments, too */
    PG_WORD,
    PG_QUOTED, /* '..', E'..', "..", $x$..$x$, E included; and what has no end, a comment too */
    PG_OTHER,  /* one byte */
};
struct pg_piece {
    enum pg_piece_kind kind;
    size_t len;
};
/* The piece that begins at `text`. */
struct pg_piece pg_scan(const char *text);

#endif
