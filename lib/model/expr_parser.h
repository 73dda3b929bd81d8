/* What the halves of the join parser share: the text, the token that comes next, and how trouble is told.
 *
 * Private to model/.  Functions that make a node return NULL where the text does not parse; the first trouble is kept
 * in the parser. */
#ifndef CORM_MODEL_EXPR_PARSER_H
#define CORM_MODEL_EXPR_PARSER_H

#include "model/expr.h"
#include "model/expr_lex.h"

struct parser {
    struct arena *arena;
    const char *text;
    struct span span;   /* of the text in its file */
    bool exact;         /* places inside the span are exact */
    struct token token; /* the next one */
    size_t end;         /* behind the last token that was taken */
    unsigned depth;
    const char *error; /* the first */
    struct token error_at;
};

#define MAX_DEPTH 100 /* nested brackets; the stack is the limit, no join comes near */

/* ---- expr_parser.c: tokens, nodes, trouble ---- */

bool parser_at(const struct parser *parser, const char *word);
bool parser_at_one_of(const struct parser *parser, const char *const *words); /* ends with NULL */
void parser_take(struct parser *parser);
bool parser_take_word(struct parser *parser, const char *word);
const char *parser_token(const struct parser *parser);
/* Takes tokens, brackets paired, until a comma or a bracket that closes what stands around. */
struct expr *parser_take_opaque(struct parser *parser, size_t from);

struct span parser_span(const struct parser *parser, size_t from, size_t to);
/* A node over the text from `from` to the last token taken. */
struct expr *parser_node(struct parser *parser, enum expr_kind kind, size_t from);

/* All return NULL.  "`wanted` is wanted before ...", a Python operator that builds no SQL, and what cannot follow an
 * expression. */
struct expr *parser_refuse(struct parser *parser, const char *error);
struct expr *parser_refuse_token(struct parser *parser, const char *wanted);
struct expr *parser_refuse_keyword(struct parser *parser);
struct expr *parser_refuse_rest(struct parser *parser, const char *wanted);

/* ---- expr_atom.c: columns, literals, lists, calls, and what is called on them ---- */

struct expr *parse_operand(struct parser *parser);

/* ---- expr.c ---- */

struct expr *parse_expression(struct parser *parser);

#endif
