/* Whether a text is one expression that stays within its brackets. */
#include "sql/pieces.h"
#include "sql/sql.h"

#include <stdint.h>
#include <string.h>

/* A semicolon behind the text, on a line of its own: what swallows it has no end. */
#define SENTINEL "\n;"

/* What stands at text[*at], which moves behind it: a byte that counts, ' ' for space, 'a' for all else, 0 at the end.
 */
static char next_mark(const char *text, bool postgresql, size_t *at)
{
    if (postgresql) {
        const char *from = text + *at;
        struct pg_piece piece = pg_scan(from);
        *at += piece.len;
        return piece.kind == PG_END ? '\0' : piece.kind == PG_SPACE ? ' ' : piece.kind == PG_OTHER ? *from : 'a';
    }
    struct token token = sql_scan(text, SIZE_MAX, *at);
    *at = token.off + token.len;
    return token.kind == TOKEN_END ? '\0' : token.kind == TOKEN_PUNCT && token.len == 1 ? text[token.off] : 'a';
}

const char *sql_not_whole(struct arena *arena, const char *expression, bool postgresql)
{
    const char *text = arena_printf(arena, "%s" SENTINEL, expression);
    size_t at = 0, depth = 0, end = strlen(text);
    bool empty = true;
    for (char mark = next_mark(text, postgresql, &at); mark != '\0'; mark = next_mark(text, postgresql, &at)) {
        if (mark == ';') {
            return at < end     ? "a semicolon ends it"
                   : depth != 0 ? "a bracket is not closed"
                   : empty      ? "it is empty"
                                : NULL;
        }
        if (mark == ')' && depth == 0) {
            return "a bracket is closed that was not opened";
        }
        depth += mark == '(';
        depth -= mark == ')';
        empty = empty && mark == ' ';
    }
    return "a quote or a comment has no end";
}
