#include "model/expr_parser.h"

#include "base/text.h"

#include <string.h>

bool parser_at(const struct parser *parser, const char *word)
{
    return parser->token.kind != TOKEN_STRING && lexeme_is(parser->text, parser->token, word);
}

bool parser_at_one_of(const struct parser *parser, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (parser_at(parser, *words)) {
            return true;
        }
    }
    return false;
}

void parser_take(struct parser *parser)
{
    parser->end = parser->token.off + parser->token.len;
    parser->token = token_next(parser->text, parser->end);
}

bool parser_take_word(struct parser *parser, const char *word)
{
    if (!parser_at(parser, word)) {
        return false;
    }
    parser_take(parser);
    return true;
}

const char *parser_token(const struct parser *parser)
{
    return arena_strndup(parser->arena, parser->text + parser->token.off, parser->token.len);
}

struct expr *parser_refuse(struct parser *parser, const char *error)
{
    if (parser->error == NULL) {
        parser->error = error;
        parser->error_at = parser->token;
    }
    return NULL;
}

struct expr *parser_refuse_token(struct parser *parser, const char *wanted)
{
    if (parser->token.kind == TOKEN_END) {
        return parser_refuse(parser, arena_printf(parser->arena, "%s is wanted at the end", wanted));
    }
    if (parser->token.kind == TOKEN_BAD && strchr("'\"", parser->text[parser->token.off]) != NULL) {
        return parser_refuse(parser, "a quote is not closed");
    }
    return parser_refuse(
        parser, arena_printf(parser->arena, "%s is wanted before \"%s\"", wanted, parser_token(parser)));
}

struct span parser_span(const struct parser *parser, size_t from, size_t to)
{
    struct span span = parser->span;
    if (parser->exact) {
        span.off += (uint32_t)from;
        span.len = (uint32_t)(to - from);
    }
    return span;
}

/* A node over the text from `from` to the last token taken. */
struct expr *parser_node(struct parser *parser, enum expr_kind kind, size_t from)
{
    struct expr *expr = NEW(parser->arena, struct expr);
    expr->kind = kind;
    expr->span = parser_span(parser, from, parser->end);
    expr->text = arena_strndup(parser->arena, parser->text + from, parser->end - from);
    return expr;
}

/* Takes tokens, brackets paired, until a comma or a bracket that closes what stands around. */
struct expr *parser_take_opaque(struct parser *parser, size_t from)
{
    static const char *const opens[] = {"(", "[", "{", NULL}, *const closes[] = {")", "]", "}", NULL};
    for (unsigned open = 0; parser->token.kind != TOKEN_END; parser_take(parser)) {
        if (parser->token.kind == TOKEN_BAD) {
            return parser_refuse_token(parser, "a column or a value");
        }
        if (open == 0 && (parser_at(parser, ",") || parser_at_one_of(parser, closes))) {
            break;
        }
        open += parser_at_one_of(parser, opens) ? 1U : 0U;
        open -= parser_at_one_of(parser, closes) ? 1U : 0U;
    }
    return parser_node(parser, EXPR_OPAQUE, from);
}

/* Behind an expression stands what cannot follow it. */
struct expr *parser_refuse_rest(struct parser *parser, const char *wanted)
{
    const char *word = parser_token(parser);
    if (parser_at(parser, "=")) {
        return parser_refuse(parser, "\"=\" assigns: a comparison is written \"==\"");
    }
    if (text_same_nocase(word, "desc") || text_same_nocase(word, "asc")) {
        return parser_refuse(parser,
            arena_printf(parser->arena,
                "\"%s\" stands behind a name as in SQL: write %s(...)",
                word,
                text_lower(parser->arena, word)));
    }
    return parser_refuse_token(parser, wanted);
}

/* Python's own operators do not build SQL. */
struct expr *parser_refuse_keyword(struct parser *parser)
{
    static const char *const words[][2] = {{"and", "and_(a, b)"},
        {"or", "or_(a, b)"},
        {"not", "not_(a)"},
        {"in", "A.x.in_([1, 2])"},
        {"is", "A.x.is_(None)"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (parser_at(parser, words[i][0])) {
            return parser_refuse(parser,
                arena_printf(
                    parser->arena, "\"%s\" compares in Python, not in SQL: write %s", words[i][0], words[i][1]));
        }
    }
    return parser_refuse_token(parser, "a column or a value");
}
