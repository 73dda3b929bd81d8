#include "resolve/condition.h"

#include "base/text.h"

struct builder {
    struct arena *arena;
    const struct name_scope *scope; /* NULL where no text is read */
    struct condition *condition;
};

bool method_compares(const char *name)
{
    static const char *const methods[] = {"like",
        "ilike",
        "not_like",
        "notlike",
        "not_ilike",
        "notilike",
        "in_",
        "not_in",
        "notin_",
        "is_",
        "is_not",
        "isnot",
        "is_distinct_from",
        "is_not_distinct_from",
        "isnot_distinct_from",
        "between",
        "startswith",
        "endswith",
        "contains",
        "match",
        "regexp_match"};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (text_same(name, methods[i])) {
            return true;
        }
    }
    return false;
}

static bool is_compare(const struct term *term)
{
    return term->kind == EXPR_COMPARE ||
           (term->kind == EXPR_CALL && method_compares(term->text) && term->args.len >= 2);
}

/* The opposite operator: not_(a == b) is a != b. */
static const char *negated(const char *op)
{
    static const char *const opposites[][2] = {{"==", "!="}, {"!=", "=="}, {"<", ">="}, {">=", "<"}, {">", "<="}};
    for (size_t i = 0; i < sizeof opposites / sizeof *opposites; i++) {
        if (text_same(op, opposites[i][0])) {
            return opposites[i][1];
        }
    }
    return ">"; /* of <= */
}

/* Keeps a finished term in the lists of its condition.  Operands come before their comparison. */
static struct term *keep(struct builder *builder, struct term *term)
{
    struct condition *condition = builder->condition;
    if (term->kind == EXPR_COLUMN) {
        *PUSH(builder->arena, &condition->columns) = term;
        condition->given_foreign = condition->given_foreign || term->foreign;
        condition->given_remote = condition->given_remote || term->remote;
    } else if (is_compare(term)) {
        *PUSH(builder->arena, &condition->compares) = term;
    }
    condition->opaque = condition->opaque || term->kind == EXPR_OPAQUE;
    return term;
}

static struct term *read_column(struct builder *builder, const struct expr *expr)
{
    struct named_column named = name_find(builder->scope, expr);
    struct term *term = NEW(builder->arena, struct term);
    *term = (struct term){.kind = EXPR_COLUMN, .column = named.column, .via = named.via};
    term->foreign = expr->foreign;
    term->remote = expr->remote;
    term->written = expr;
    return keep(builder, term);
}

static struct term *read_expr(struct builder *builder, const struct expr *expr, bool in_or)
{
    if (expr->kind == EXPR_COLUMN) {
        return read_column(builder, expr);
    }
    struct term *term = NEW(builder->arena, struct term);
    *term = (struct term){.kind = expr->kind, .text = expr->text, .in_or = in_or};
    for (size_t i = 0; i < expr->args.len; i++) {
        *PUSH(builder->arena, &term->args) = read_expr(builder, expr->args.at[i], in_or || expr->kind == EXPR_OR);
    }
    struct term *operand = term->args.len == 1 ? term->args.at[0] : NULL;
    if (expr->kind == EXPR_NOT && operand != NULL && operand->kind == EXPR_COMPARE) {
        operand->text = negated(operand->text);
        return operand;
    }
    return keep(builder, term);
}

struct condition *condition_from_text(const struct name_scope *scope, const struct expr *expr)
{
    struct condition *condition = NEW(scope->index->arena, struct condition);
    struct builder builder = {.arena = scope->index->arena, .scope = scope, .condition = condition};
    condition->root = read_expr(&builder, expr, false);
    return condition;
}

static struct term *column_term(struct builder *builder, struct table_def *table, struct column_def *column)
{
    struct term *term = NEW(builder->arena, struct term);
    *term = (struct term){.kind = EXPR_COLUMN, .column = {.table = table, .column = column}};
    return keep(builder, term);
}

static struct term *equal_term(struct builder *builder, const struct key *key, size_t at)
{
    struct term *term = NEW(builder->arena, struct term);
    *term = (struct term){.kind = EXPR_COMPARE, .text = "=="};
    *PUSH(builder->arena, &term->args) = column_term(builder, key->referenced, key->ref_columns.at[at]);
    *PUSH(builder->arena, &term->args) = column_term(builder, key->table, key->columns.at[at]);
    return keep(builder, term);
}

struct condition *condition_from_key(struct arena *arena, const struct found_key *found)
{
    struct condition *condition = NEW(arena, struct condition);
    struct builder builder = {.arena = arena, .condition = condition};
    if (found->used.len == 1) {
        condition->root = equal_term(&builder, found->key, found->used.at[0]);
        return condition;
    }
    struct term *all = NEW(arena, struct term);
    all->kind = EXPR_AND;
    for (size_t i = 0; i < found->used.len; i++) {
        *PUSH(arena, &all->args) = equal_term(&builder, found->key, found->used.at[i]);
    }
    condition->root = all;
    return condition;
}

static struct term *copy_term(struct builder *builder, const struct term *from, enum condition_copy copy)
{
    struct term *term = NEW(builder->arena, struct term);
    *term = *from;
    term->args = (struct terms){0};
    term->written = NULL;
    term->synced = false;
    term->foreign = copy != COPY_PLAIN && from->foreign;
    term->remote = copy == COPY_TURNED && from->local;
    term->local = copy == COPY_TURNED && from->remote;
    for (size_t i = 0; i < from->args.len; i++) {
        *PUSH(builder->arena, &term->args) = copy_term(builder, from->args.at[i], copy);
    }
    return keep(builder, term);
}

struct condition *condition_copy(struct arena *arena, const struct condition *from, enum condition_copy copy)
{
    struct condition *condition = NEW(arena, struct condition);
    struct builder builder = {.arena = arena, .condition = condition};
    condition->root = copy_term(&builder, from->root, copy);
    return condition;
}

bool compare_is_plain(const struct term *compare)
{
    return compare->args.len == 2 && compare->args.at[0]->kind == EXPR_COLUMN &&
           compare->args.at[1]->kind == EXPR_COLUMN;
}

/* ---- pairs ---- */

struct pairing_walk {
    struct term *compare;
    pair_visitor *visit;
    void *context;
};

static void pair_with_right(const struct pairing_walk *walk, struct term *left, struct term *right)
{
    if (right->kind == EXPR_COLUMN) {
        walk->visit(walk->context, walk->compare, left, right);
        return;
    }
    for (size_t i = 0; !is_compare(right) && i < right->args.len; i++) {
        pair_with_right(walk, left, right->args.at[i]);
    }
}

static void pair_left(const struct pairing_walk *walk, struct term *left)
{
    if (left->kind == EXPR_COLUMN) {
        for (size_t i = 1; i < walk->compare->args.len; i++) {
            pair_with_right(walk, left, walk->compare->args.at[i]);
        }
        return;
    }
    for (size_t i = 0; !is_compare(left) && i < left->args.len; i++) {
        pair_left(walk, left->args.at[i]);
    }
}

void condition_visit_pairs(const struct condition *condition, pair_visitor *visit, void *context)
{
    for (size_t i = 0; i < condition->compares.len; i++) {
        struct pairing_walk walk = {condition->compares.at[i], visit, context};
        pair_left(&walk, walk.compare->args.at[0]);
    }
}
