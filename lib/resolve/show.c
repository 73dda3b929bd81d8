#include "resolve/condition.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

const char *relationship_name(struct arena *arena, const struct relationship *relationship)
{
    (void)arena;
    return relationship->name;
}

static void show_term(struct buf *buf, const struct term *term, bool inside);

static void show_list(struct buf *buf, const struct terms *terms, size_t from, const char *between, bool inside)
{
    for (size_t i = from; i < terms->len; i++) {
        if (i > from) {
            buf_add(buf, between);
        }
        show_term(buf, terms->at[i], inside);
    }
}

static void show_column(struct buf *buf, const struct table_column *column)
{
    if (column->table->schema.text != NULL) {
        buf_printf(buf, "%s.", column->table->schema.text);
    }
    buf_printf(buf, "%s.%s", column->table->name.text, column->column->name.text);
}

static void show_literal(struct buf *buf, const char *text)
{
    static const char *const words[][2] = {{"None", "NULL"}, {"True", "TRUE"}, {"False", "FALSE"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_same(text, words[i][0])) {
            buf_add(buf, words[i][1]);
            return;
        }
    }
    buf_add(buf, text);
}

/* A comparison with None is IS NULL. */
static void show_compare(struct buf *buf, const struct term *term)
{
    static const char *const operators[][2] = {{"==", "="}, {"!=", "<>"}};
    const struct term *right = term->args.at[1];
    bool null = right->kind == EXPR_LITERAL && text_same(right->text, "None");
    const char *op = term->text;
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (text_same(term->text, operators[i][0])) {
            op = null ? (i == 0 ? "IS" : "IS NOT") : operators[i][1];
        }
    }
    show_term(buf, term->args.at[0], true);
    buf_printf(buf, " %s ", op);
    show_term(buf, right, true);
}

/* Methods that SQL writes between their operands. */
static const char *infix(const char *method)
{
    static const char *const methods[][2] = {{"like", "LIKE"},
        {"ilike", "ILIKE"},
        {"not_like", "NOT LIKE"},
        {"notlike", "NOT LIKE"},
        {"in_", "IN"},
        {"not_in", "NOT IN"},
        {"notin_", "NOT IN"},
        {"is_", "IS"},
        {"is_not", "IS NOT"},
        {"isnot", "IS NOT"},
        {"concat", "||"},
        {"is_distinct_from", "IS DISTINCT FROM"}};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        if (text_same(method, methods[i][0])) {
            return methods[i][1];
        }
    }
    return NULL;
}

static void show_call(struct buf *buf, const struct term *term)
{
    const char *between = term->args.len == 2 ? infix(term->text) : NULL;
    if (between != NULL) {
        show_term(buf, term->args.at[0], true);
        buf_printf(buf, " %s ", between);
        show_term(buf, term->args.at[1], true);
        return;
    }
    bool cast = text_same(term->text, "cast") && term->args.len == 2;
    buf_printf(buf, "%s(", text_starts(term->text, "func.") ? term->text + strlen("func.") : term->text);
    show_list(buf, &term->args, 0, cast ? " AS " : ", ", false);
    buf_char(buf, ')');
}

static void show_logic(struct buf *buf, const struct term *term, bool inside)
{
    bool brackets = inside && term->args.len > 1;
    buf_add(buf, brackets ? "(" : "");
    show_list(buf, &term->args, 0, term->kind == EXPR_AND ? " AND " : " OR ", true);
    buf_add(buf, brackets ? ")" : "");
}

static void show_term(struct buf *buf, const struct term *term, bool inside)
{
    switch (term->kind) {
    case EXPR_COLUMN: show_column(buf, &term->column); break;
    case EXPR_LITERAL: show_literal(buf, term->text); break;
    case EXPR_COMPARE: show_compare(buf, term); break;
    case EXPR_AND:
    case EXPR_OR: show_logic(buf, term, inside); break;
    case EXPR_CALL: show_call(buf, term); break;
    case EXPR_OPAQUE: buf_add(buf, term->text); break;
    case EXPR_NOT:
        buf_add(buf, "NOT (");
        show_list(buf, &term->args, 0, ", ", false);
        buf_char(buf, ')');
        break;
    case EXPR_LIST:
        buf_char(buf, '(');
        show_list(buf, &term->args, 0, ", ", false);
        buf_char(buf, ')');
        break;
    }
}

/* One of two halves that AND joins: only an OR needs brackets. */
static void show_half(struct buf *buf, const struct condition *half, bool of_two)
{
    show_term(buf, half->root, of_two && half->root->kind == EXPR_OR);
}

const char *relationship_join_sql(struct arena *arena, const struct relationship *relationship)
{
    if (relationship->primary_join == NULL) {
        return "";
    }
    struct buf buf = buf_new(arena);
    const struct condition *second = relationship->secondary_join;
    show_half(&buf, relationship->primary_join, second != NULL);
    if (second != NULL) {
        buf_add(&buf, " AND ");
        show_half(&buf, second, true);
    }
    return buf_text(&buf);
}
