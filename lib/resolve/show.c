#include "resolve/condition.h"

#include "base/buf.h"
#include "base/text.h"

#include <string.h>

const char *relationship_name(struct arena *arena, const struct relationship *relationship)
{
    (void)arena;
    return relationship->name;
}

/* What a condition is written into, and how its columns are spelled there. */
struct shower {
    struct buf buf;
    column_spelling *spell; /* NULL: "users.id" */
    const void *context;
};

static void show_term(struct shower *to, const struct term *term, bool inside);

static void show_list(struct shower *to, const struct terms *terms, size_t from, const char *between, bool inside)
{
    for (size_t i = from; i < terms->len; i++) {
        if (i > from) {
            buf_add(&to->buf, between);
        }
        show_term(to, terms->at[i], inside);
    }
}

static void show_column(struct shower *to, const struct term *term)
{
    const struct table_column *column = &term->column;
    if (to->spell != NULL) {
        buf_add(&to->buf, to->spell(to->buf.arena, term, to->context));
        return;
    }
    if (column->table->schema.text != NULL) {
        buf_printf(&to->buf, "%s.", column->table->schema.text);
    }
    buf_printf(&to->buf, "%s.%s", column->table->name.text, column->column->name.text);
}

static void show_literal(struct shower *to, const char *text)
{
    static const char *const words[][2] = {{"None", "NULL"}, {"True", "TRUE"}, {"False", "FALSE"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (text_same(text, words[i][0])) {
            buf_add(&to->buf, words[i][1]);
            return;
        }
    }
    buf_add(&to->buf, text);
}

/* A comparison with None is IS NULL. */
static void show_compare(struct shower *to, const struct term *term)
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
    show_term(to, term->args.at[0], true);
    buf_printf(&to->buf, " %s ", op);
    show_term(to, right, true);
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

static void show_call(struct shower *to, const struct term *term)
{
    const char *between = term->args.len == 2 ? infix(term->text) : NULL;
    if (between != NULL) {
        show_term(to, term->args.at[0], true);
        buf_printf(&to->buf, " %s ", between);
        show_term(to, term->args.at[1], true);
        return;
    }
    bool cast = text_same(term->text, "cast") && term->args.len == 2;
    buf_printf(&to->buf, "%s(", text_starts(term->text, "func.") ? term->text + strlen("func.") : term->text);
    show_list(to, &term->args, 0, cast ? " AS " : ", ", false);
    buf_char(&to->buf, ')');
}

/* literal_column('now()') is SQL already; anything else outside of the grammar stays as it is written. */
static void show_opaque(struct shower *to, const char *text)
{
    static const char *const makers[] = {"text(", "literal_column("};
    size_t len = strlen(text), begin = 0;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        begin = text_starts(text, makers[i]) ? strlen(makers[i]) : begin;
    }
    char quote = text[begin];
    bool quoted = begin != 0 && (quote == '\'' || quote == '"') && len > begin + 2 && text[len - 1] == ')';
    size_t end = begin + 1;
    while (quoted && end < len && text[end] != quote) {
        end += text[end] == '\\' ? 2 : 1;
    }
    if (!quoted || end + 2 != len) {
        buf_add(&to->buf, text);
        return;
    }
    for (size_t at = begin + 1; at < end; at++) {
        at += text[at] == '\\' && (text[at + 1] == quote || text[at + 1] == '\\') ? 1 : 0;
        buf_char(&to->buf, text[at]);
    }
}

static void show_logic(struct shower *to, const struct term *term, bool inside)
{
    bool brackets = inside && term->args.len > 1;
    buf_add(&to->buf, brackets ? "(" : "");
    show_list(to, &term->args, 0, term->kind == EXPR_AND ? " AND " : " OR ", true);
    buf_add(&to->buf, brackets ? ")" : "");
}

static void show_term(struct shower *to, const struct term *term, bool inside)
{
    switch (term->kind) {
    case EXPR_COLUMN: show_column(to, term); break;
    case EXPR_LITERAL: show_literal(to, term->text); break;
    case EXPR_COMPARE: show_compare(to, term); break;
    case EXPR_AND:
    case EXPR_OR: show_logic(to, term, inside); break;
    case EXPR_CALL: show_call(to, term); break;
    case EXPR_OPAQUE: show_opaque(to, term->text); break;
    case EXPR_NOT:
        buf_add(&to->buf, "NOT (");
        show_list(to, &term->args, 0, ", ", false);
        buf_char(&to->buf, ')');
        break;
    case EXPR_LIST:
        buf_char(&to->buf, '(');
        show_list(to, &term->args, 0, ", ", false);
        buf_char(&to->buf, ')');
        break;
    }
}

const char *condition_sql(
    struct arena *arena, const struct condition *condition, column_spelling *spell, const void *context)
{
    struct shower to = {.buf = buf_new(arena), .spell = spell, .context = context};
    show_term(&to, condition->root, false);
    return buf_text(&to.buf);
}

/* One of two halves that AND joins: only an OR needs brackets. */
static void show_half(struct shower *to, const struct condition *half, bool of_two)
{
    show_term(to, half->root, of_two && half->root->kind == EXPR_OR);
}

const char *relationship_join_sql(struct arena *arena, const struct relationship *relationship)
{
    if (relationship->primary_join == NULL) {
        return "";
    }
    struct shower to = {.buf = buf_new(arena)};
    const struct condition *second = relationship->secondary_join;
    show_half(&to, relationship->primary_join, second != NULL);
    if (second != NULL) {
        buf_add(&to.buf, " AND ");
        show_half(&to, second, true);
    }
    return buf_text(&to.buf);
}
