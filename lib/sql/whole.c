/* Whether a text is one expression that stays within its brackets. */
#include "sql/pieces.h"
#include "sql/sql.h"

#include <stdint.h>
#include <string.h>

/* A semicolon behind the text, on a line of its own: what swallows it has no end. */
#define SENTINEL "\n;"

/* What stands at text[*at], which moves behind it: a byte that counts, ' ' for space, 'a' for all else, 0 at the end.
 */
static int next_mark(const char *text, bool postgresql, size_t *at)
{
    if (postgresql) {
        const char *from = text + *at;
        struct pg_piece piece = pg_scan(from);
        *at += piece.len;
        switch (piece.kind) {
        case PG_END: return '\0';
        case PG_SPACE: return ' ';
        case PG_OTHER: return *from;
        case PG_WORD:
        case PG_QUOTED: break;
        }
        return 'a';
    }
    struct token token = sql_scan(text, SIZE_MAX, *at);
    *at = token.off + token.len;
    if (token.kind == TOKEN_PUNCT && token.len == 1) {
        return text[token.off];
    }
    return token.kind == TOKEN_END ? '\0' : 'a';
}

const char *sql_not_whole(struct arena *arena, const char *expression, bool postgresql)
{
    const char *text = arena_printf(arena, "%s" SENTINEL, expression);
    size_t at = 0, depth = 0, end = strlen(text);
    bool empty = true;
    for (int mark = next_mark(text, postgresql, &at); mark != '\0'; mark = next_mark(text, postgresql, &at)) {
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
