/* SQL text: tokens, quoting, comparing.  Enough of the language to find one's way in what a database hands back, and
 * never a parser of all of it. */
#ifndef CORM_SQL_SQL_H
#define CORM_SQL_SQL_H

#include "base/buf.h"

enum token_kind {
    TOKEN_END,
    TOKEN_WORD,   /* unquoted identifier or keyword */
    TOKEN_NAME,   /* "quoted", `quoted` or [quoted]: text is what it names */
    TOKEN_STRING, /* 'text': text is its value */
    TOKEN_NUMBER,
    TOKEN_BLOB,  /* x'00' */
    TOKEN_PUNCT, /* operators and brackets; text is the operator */
    TOKEN_PARAM, /* ?1 :a @a $a */
    TOKEN_BAD,   /* an unfinished string or comment, a byte that SQL has no use for */
};

struct token {
    enum token_kind kind;
    const char *text; /* in the arena; words as written */
    size_t off, len;  /* in the source, quotes included */
};
struct tokens LIST_OF(struct token);

/* The token that begins at byte `from` or behind the spaces and comments there; its text is NULL.  The text ends at
 * `len` or at a NUL, whichever is first, so SIZE_MAX does for a string.  For reading ahead without keeping anything. */
struct token sql_scan(const char *sql, size_t len, size_t from);

/* All tokens, comments left out, a TOKEN_END last. */
struct tokens sql_tokens(struct arena *arena, const char *sql, size_t len);
/* The same where [ and ] stand around subscripts and arrays, not names: what PostgreSQL hands back. */
struct tokens sql_tokens_postgresql(struct arena *arena, const char *sql, size_t len);
bool token_is(const struct token *token, const char *word); /* a keyword, any case, or an operator */

/* Always quoted: "name", with " doubled. */
const char *sql_name(struct arena *arena, const char *name);
/* As PostgreSQL writes it when it hands SQL back: in quotes only where it needs them. */
const char *sql_plain_name(struct arena *arena, const char *name);
/* 'text', with ' doubled. */
const char *sql_string(struct arena *arena, const char *text);
/* "a", "b" */
const char *sql_names(struct arena *arena, const struct strings *names);

/* Why the text cannot stand between brackets as an expression: "a bracket is not closed", "it is empty".  NULL where it
 * can, for all that the lexical rules of the engine say. */
const char *sql_not_whole(struct arena *arena, const char *expression, bool postgresql);

/* One spelling for all that mean the same to a reader: keywords and names folded to lower case, names that need no
 * quotes without them, == as = and != as <>, one space between tokens, outer parentheses off, comments gone.
 *     sql_normal(arena, "((\"Age\">=18)) -- adult") is "age >= 18"
 * For comparing only. */
const char *sql_normal(struct arena *arena, const char *expression);
bool sql_same(const char *a, const char *b); /* both may be NULL */
/* Takes ((a)) down to a, and spaces and comments off both ends.  (a, b) and (SELECT a) need theirs and keep them. */
const char *sql_unwrap(struct arena *arena, const char *expression);

#endif
