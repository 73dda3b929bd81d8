#include "model/expr.h"

#include "base/text.h"
#include "model/expr_parser.h"

typedef struct expr *parse_fn(struct parser *parser);

/* ---- expressions, from the tightest to the loosest ---- */

static struct expr *parse_unary(struct parser *parser)
{
    size_t from = parser->token.off;
    bool negates = parser_at(parser, "~");
    if (!negates && !parser_at(parser, "-") && !parser_at(parser, "+")) {
        return parse_operand(parser);
    }
    if (parser->depth++ >= MAX_DEPTH) {
        return parser_refuse(parser, "nested too deep");
    }
    parser_take(parser);
    struct expr *operand = parse_unary(parser);
    parser->depth--;
    if (operand == NULL) {
        return NULL;
    }
    struct expr *expr = parser_node(parser,
        negates                         ? EXPR_NOT
        : operand->kind == EXPR_LITERAL ? EXPR_LITERAL
                                        : EXPR_OPAQUE,
        from);
    if (negates) {
        *PUSH(parser->arena, &expr->args) = operand;
    }
    return expr;
}

/* Arithmetic is outside the grammar: opaque, word for word. */
static struct expr *parse_arithmetic(struct parser *parser)
{
    static const char *const operators[] = {"+", "-", "*", "/", "%", "**", "//", "<<", ">>", "@", "^", NULL};
    size_t from = parser->token.off;
    struct expr *expr = parse_unary(parser);
    bool computes = expr != NULL && parser_at_one_of(parser, operators);
    while (expr != NULL && parser_at_one_of(parser, operators)) {
        parser_take(parser);
        expr = parse_unary(parser);
    }
    return expr != NULL && computes ? parser_node(parser, EXPR_OPAQUE, from) : expr;
}

/* a & b & c is one node with three arguments, so that no tree is deeper than its brackets. */
static struct expr *parse_chain(struct parser *parser, const char *mark, enum expr_kind kind, parse_fn *parse)
{
    size_t from = parser->token.off;
    struct exprs operands = {0};
    do {
        struct expr *operand = parse(parser);
        if (operand == NULL) {
            return NULL;
        }
        *PUSH(parser->arena, &operands) = operand;
    } while (parser_take_word(parser, mark));
    if (operands.len == 1) {
        return operands.at[0];
    }
    struct expr *chain = parser_node(parser, kind, from);
    chain->args = operands;
    return chain;
}

static struct expr *parse_and(struct parser *parser)
{
    return parse_chain(parser, "&", EXPR_AND, parse_arithmetic);
}

static struct expr *parse_or(struct parser *parser)
{
    return parse_chain(parser, "|", EXPR_OR, parse_and);
}

static bool is_singleton(const struct expr *expr)
{
    return expr->kind == EXPR_LITERAL &&
           (text_same(expr->text, "None") || text_same(expr->text, "True") || text_same(expr->text, "False"));
}

static struct expr *parse_comparison(struct parser *parser)
{
    static const char *const operators[] = {"==", "!=", "<", "<=", ">", ">=", NULL};
    size_t from = parser->token.off;
    struct expr *left = parse_or(parser);
    if (left == NULL || !parser_at_one_of(parser, operators)) {
        return left;
    }
    const char *op = parser_token(parser);
    parser_take(parser);
    struct expr *right = parse_or(parser);
    if (right == NULL) {
        return NULL;
    }
    if (parser_at_one_of(parser, operators)) {
        return parser_refuse(parser,
            "a second comparison in a row: & and | bind tighter than ==, so put each comparison into parentheses");
    }
    if (op[0] != '=' && op[0] != '!' && (is_singleton(left) || is_singleton(right))) {
        return parser_refuse(parser,
            arena_printf(parser->arena,
                "SQLAlchemy compares %s by == and != only, not by \"%s\"",
                is_singleton(right) ? right->text : left->text,
                op));
    }
    struct expr *compare = parser_node(parser, EXPR_COMPARE, from);
    compare->text = op;
    *PUSH(parser->arena, &compare->args) = left;
    *PUSH(parser->arena, &compare->args) = right;
    return compare;
}

struct expr *parse_expression(struct parser *parser)
{
    static const char *const python[] = {"if", "for", ":=", NULL};
    static const char *const keywords[] = {"and", "or", "not", "in", "is", NULL};
    size_t from = parser->token.off;
    if (parser->depth++ >= MAX_DEPTH) {
        return parser_refuse(parser, "nested too deep");
    }
    struct expr *expr = parse_comparison(parser);
    parser->depth--;
    if (expr != NULL && parser_at_one_of(parser, python)) {
        return parser_take_opaque(parser, from);
    }
    return expr != NULL && parser_at_one_of(parser, keywords) ? parser_refuse_keyword(parser) : expr;
}

/* ---- whole texts ---- */

static struct parser parser_of(struct arena *arena, const char *text, struct span span, bool exact)
{
    return (struct parser){.arena = arena, .text = text, .span = span, .exact = exact, .token = token_next(text, 0)};
}

/* Whether nothing is left behind the expression, and nothing was wrong with it. */
static bool ends_well(struct parser *parser, struct expr_error *ret_error)
{
    if (parser->error == NULL && parser->token.kind != TOKEN_END) {
        parser_refuse_rest(parser, "an operator");
    }
    if (parser->error != NULL) {
        struct token at = parser->error_at;
        *ret_error = (struct expr_error){parser->error, parser_span(parser, at.off, at.off + at.len)};
    }
    return parser->error == NULL;
}

struct expr *expr_parse(
    struct arena *arena, const char *text, struct span span, bool exact_positions, struct expr_error *ret_error)
{
    struct parser parser = parser_of(arena, text, span, exact_positions);
    struct expr *expr = parse_expression(&parser);
    return ends_well(&parser, ret_error) ? expr : NULL;
}

static void add_items(struct arena *arena, struct exprs *items, struct expr *expr)
{
    if (expr->kind != EXPR_LIST) {
        *PUSH(arena, items) = expr;
        return;
    }
    for (size_t i = 0; i < expr->args.len; i++) {
        add_items(arena, items, expr->args.at[i]);
    }
}

bool expr_parse_list(struct arena *arena,
    const char *text,
    struct span span,
    bool exact_positions,
    struct exprs *ret_items,
    struct expr_error *ret_error)
{
    struct parser parser = parser_of(arena, text, span, exact_positions);
    struct exprs items = {0};
    struct expr *expr;
    do {
        expr = parse_expression(&parser);
        if (expr != NULL) {
            add_items(arena, &items, expr);
        }
    } while (expr != NULL && parser_take_word(&parser, ",") && parser.token.kind != TOKEN_END);
    if (!ends_well(&parser, ret_error)) {
        return false;
    }
    for (size_t i = 0; i < items.len; i++) {
        *PUSH(arena, ret_items) = items.at[i];
    }
    return true;
}

bool expr_has_opaque(const struct expr *expr)
{
    if (expr->kind == EXPR_OPAQUE) {
        return true;
    }
    for (size_t i = 0; i < expr->args.len; i++) {
        if (expr_has_opaque(expr->args.at[i])) {
            return true;
        }
    }
    return false;
}
