#include "model/expr_parser.h"

#include <string.h>

/* ---- lists and calls ---- */

/* One argument: an expression, or name=value, which is opaque. */
static struct expr *parse_arg(struct parser *parser)
{
    struct token next = token_next(parser->text, parser->token.off + parser->token.len);
    if (parser->token.kind == TOKEN_NAME && lexeme_is(parser->text, next, "=")) {
        size_t from = parser->token.off;
        parser_take(parser);
        parser_take(parser);
        return parse_expression(parser) == NULL ? NULL : parser_node(parser, EXPR_OPAQUE, from);
    }
    return parse_expression(parser);
}

/* What stands between brackets, behind the opening one; *ret_commas: whether there was one, as in (a,). */
static bool parse_args(struct parser *parser, const char *close, bool keywords, struct exprs *args, bool *ret_commas)
{
    *ret_commas = false;
    while (!parser_take_word(parser, close)) {
        struct expr *arg = keywords ? parse_arg(parser) : parse_expression(parser);
        if (arg == NULL) {
            return false;
        }
        *PUSH(parser->arena, args) = arg;
        if (parser_take_word(parser, ",")) {
            *ret_commas = true;
        } else if (!parser_at(parser, close)) {
            parser_refuse_rest(parser, arena_printf(parser->arena, "a comma or \"%s\"", close));
            return false;
        }
    }
    return true;
}

static void annotate(struct expr *expr, bool foreign)
{
    if (expr->kind == EXPR_COLUMN) {
        *(foreign ? &expr->foreign : &expr->remote) = true;
    }
    for (size_t i = 0; i < expr->args.len; i++) {
        annotate(expr->args.at[i], foreign);
    }
}

static struct expr *annotation(struct parser *parser, const struct expr *call, bool foreign)
{
    if (call->args.len != 1) {
        return parser_refuse(
            parser, arena_printf(parser->arena, "%s() takes one column", foreign ? "foreign" : "remote"));
    }
    annotate(call->args.at[0], foreign);
    return call->args.at[0];
}

/* The type that cast() names is no column. */
static void keep_type_word(struct expr *call)
{
    for (size_t i = 1; i < call->args.len; i++) {
        struct expr *type = call->args.at[i];
        type->text = type->kind == EXPR_CALL ? type->written : type->text;
        type->kind = EXPR_LITERAL;
        type->args.len = 0;
    }
}

static bool is_word_of(const char *word, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (strcmp(word, *words) == 0) {
            return true;
        }
    }
    return false;
}

/* Gives a call its meaning by the last word of its name. */
static struct expr *meaning(struct parser *parser, struct expr *call, const char *name)
{
    static const char *const hidden[] = {
        "text", "literal_column", "select", "exists", "any", "has", "of_type", "alias", "aliased", "op", NULL};
    static const char *const casts[] = {"cast", "type_coerce", NULL};
    if (strcmp(name, "foreign") == 0 || strcmp(name, "remote") == 0) {
        return annotation(parser, call, name[0] == 'f');
    }
    if (is_word_of(name, hidden)) {
        call->kind = EXPR_OPAQUE; /* keeps the text of the whole call */
        call->args.len = 0;
        return call;
    }
    call->kind = strcmp(name, "and_") == 0   ? EXPR_AND
                 : strcmp(name, "or_") == 0  ? EXPR_OR
                 : strcmp(name, "not_") == 0 ? EXPR_NOT
                                             : EXPR_CALL;
    if (call->kind == EXPR_NOT && call->args.len != 1) {
        return parser_refuse(parser, "not_() takes one comparison");
    }
    if (is_word_of(name, casts)) {
        keep_type_word(call);
    }
    call->written = call->text;
    call->text = name;
    return call;
}

/* name(...), behind the name; `object` is what a method is called on, or NULL. */
static struct expr *parse_call(struct parser *parser, size_t from, struct expr *object, const char *name)
{
    struct exprs args = {0};
    bool commas;
    if (object != NULL) {
        *PUSH(parser->arena, &args) = object;
    }
    parser_take(parser);
    if (!parse_args(parser, ")", true, &args, &commas)) {
        return NULL;
    }
    struct expr *call = parser_node(parser, EXPR_CALL, from);
    call->args = args;
    return meaning(parser, call, name);
}

/* ---- names ---- */

static struct expr *column(struct parser *parser, const struct strings *parts, size_t from, size_t to)
{
    struct expr *expr = NEW(parser->arena, struct expr);
    expr->kind = EXPR_COLUMN;
    expr->span = parser_span(parser, from, to);
    expr->text = arena_strndup(parser->arena, parser->text + from, to - from);
    for (size_t i = 0; i < parts->len; i++) {
        bool inner = i > 0 && i + 1 < parts->len;
        if (!inner || (strcmp(parts->at[i], "c") != 0 && strcmp(parts->at[i], "columns") != 0)) {
            *PUSH(parser->arena, &expr->path) = parts->at[i];
        }
    }
    return expr;
}

/* func.lower(x) and and_(x) are functions; Post.id.desc() is a method of a column. */
static struct expr *parse_named_call(struct parser *parser, struct strings *parts, size_t from, size_t object_end)
{
    static const char *const modules[] = {"func", "sqlalchemy", "sa", "orm", NULL};
    const char *last = parts->at[parts->len - 1];
    if (parts->len == 1) {
        return parse_call(parser, from, NULL, last);
    }
    if (strcmp(parts->at[0], "func") == 0) {
        return parse_call(parser, from, NULL, strings_join(parser->arena, parts, "."));
    }
    if (is_word_of(parts->at[0], modules)) {
        return parse_call(parser, from, NULL, last);
    }
    parts->len--;
    return parse_call(parser, from, column(parser, parts, from, object_end), last);
}

static struct expr *parse_name(struct parser *parser)
{
    struct strings parts = {0};
    size_t from = parser->token.off, before_last = 0, last = 0;
    do {
        if (parser->token.kind != TOKEN_NAME) {
            return parser_refuse_token(parser, "a name");
        }
        *PUSH(parser->arena, &parts) = parser_token(parser);
        before_last = last;
        parser_take(parser);
        last = parser->end;
    } while (parser_take_word(parser, "."));
    if (parser_at(parser, "(")) {
        return parse_named_call(parser, &parts, from, before_last);
    }
    return column(parser, &parts, from, last);
}

/* ---- atoms ---- */

static struct expr *parse_bracket(struct parser *parser, const char *close)
{
    struct exprs items = {0};
    size_t from = parser->token.off;
    bool commas, tuple = close[0] == ')';
    parser_take(parser);
    if (!parse_args(parser, close, false, &items, &commas)) {
        return NULL;
    }
    if (tuple && items.len == 1 && !commas) {
        return items.at[0];
    }
    struct expr *list = parser_node(parser, EXPR_LIST, from);
    list->args = items;
    return list;
}

static struct expr *parse_atom(struct parser *parser)
{
    static const char *const keywords[] = {"and", "or", "not", "in", "is", NULL};
    static const char *const values[] = {"None", "True", "False", NULL};
    size_t from = parser->token.off;
    if (parser_at(parser, "(") || parser_at(parser, "[")) {
        return parse_bracket(parser, parser_at(parser, "(") ? ")" : "]");
    }
    if (parser_at(parser, "lambda") && from == 0) {
        return parser_refuse(
            parser, "\"lambda\" makes a function where SQL is wanted: leave it out, SQLAlchemy reads texts late");
    }
    if (parser_at(parser, "lambda") || parser_at(parser, "{")) {
        return parser_take_opaque(parser, from);
    }
    if (parser->token.kind == TOKEN_NAME && !parser_at_one_of(parser, values)) {
        return parser_at_one_of(parser, keywords) ? parser_refuse_keyword(parser) : parse_name(parser);
    }
    if (parser->token.kind == TOKEN_STRING) {
        while (parser->token.kind == TOKEN_STRING) { /* neighbours are one text */
            parser_take(parser);
        }
        return parser_node(parser, EXPR_LITERAL, from);
    }
    if (parser->token.kind == TOKEN_NUMBER || parser_at_one_of(parser, values)) {
        parser_take(parser);
        return parser_node(parser, EXPR_LITERAL, from);
    }
    return parser_refuse_token(parser, "a column or a value");
}

/* .method(...), .attribute, [index] and a second (...) behind an atom. */
struct expr *parse_operand(struct parser *parser)
{
    size_t from = parser->token.off;
    struct expr *expr = parse_atom(parser);
    for (unsigned steps = 0;
         expr != NULL && (parser_at(parser, ".") || parser_at(parser, "[") || parser_at(parser, "("));
         steps++) {
        if (steps >= MAX_DEPTH) {
            return parser_refuse(parser, "nested too deep");
        }

        if (!parser_take_word(parser, ".")) {
            bool called = parser_at(parser, "(");
            expr = parse_bracket(parser, called ? ")" : "]") == NULL ? NULL : parser_node(parser, EXPR_OPAQUE, from);
            continue;
        }
        if (parser->token.kind != TOKEN_NAME) {
            return parser_refuse_token(parser, "a name");
        }
        const char *name = parser_token(parser);
        parser_take(parser);
        expr = parser_at(parser, "(") ? parse_call(parser, from, expr, name) : parser_node(parser, EXPR_OPAQUE, from);
    }
    return expr;
}
