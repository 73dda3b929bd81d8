/* The words of a join text, one at a time. */
#ifndef CORM_MODEL_EXPR_LEX_H
#define CORM_MODEL_EXPR_LEX_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_END,
    TOKEN_NAME, /* a Python identifier; bytes above ASCII count as letters */
    TOKEN_NUMBER,
    TOKEN_STRING, /* with its quotes and prefix */
    TOKEN_MARK,   /* an operator or bracket, the longest that fits */
    TOKEN_BAD,    /* a byte that begins nothing, or a string without its end */
};

struct token {
    enum token_kind kind;
    size_t off, len;
};

/* The token at or behind `off`; white space is skipped. */
struct token token_next(const char *text, size_t off);
/* Whether the token is exactly this word or mark. */
bool lexeme_is(const char *text, struct token token, const char *word);

#endif
