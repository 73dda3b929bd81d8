/* Join texts, written anew from their trees with the names that the classes have here. */
#include "base/text.h"
#include "export/exporter.h"

static void add_expr(struct buf *out, struct exporter *exporter, const struct rel_def *rel, const struct expr *expr);

static void add_list(
    struct buf *out, struct exporter *exporter, const struct rel_def *rel, const struct exprs *args, size_t from)
{
    for (size_t i = from; i < args->len; i++) {
        buf_add(out, i == from ? "" : ", ");
        add_expr(out, exporter, rel, args->at[i]);
    }
}

/* `thing`: the column or relationship that is written as `word`. */
static const char *member_text(
    struct exporter *exporter, const struct class_def *class_, const void *thing, const char *word)
{
    const char *name = name_of(&exporter->attributes, thing);
    return arena_printf(exporter->arena,
        "%s.%s",
        name_of(&exporter->classes, class_),
        name == NULL ? python_identifier(exporter->arena, word) : name);
}

static const char *attribute_text(struct exporter *exporter, const struct class_def *class_, const char *attribute)
{
    struct table_def *table = NULL;
    const struct column_def *column = class_attribute(class_, attribute, &table);
    const struct rel_def *rel = map_get(&class_->rel_by_name, attribute);
    return member_text(exporter, class_, column != NULL ? (const void *)column : (const void *)rel, attribute);
}

static const char *column_text(struct exporter *exporter, const struct rel_def *rel, const struct expr *expr)
{
    const struct strings *path = &expr->path;
    const struct class_def *class_ = path->len == 1 ? rel->owner : model_class(exporter->model, path->at[0]);
    if (class_ != NULL && path->len <= 2) {
        return attribute_text(exporter, class_, path->at[path->len - 1]);
    }
    const struct table_def *table =
        model_table(exporter->model, path->len == 3 ? path->at[0] : NULL, path->at[path->len - 2]);
    const char *name = path->at[path->len - 1];
    const struct column_def *of_table = table == NULL ? NULL : table_column(table, name);
    if (of_table != NULL && table->mapped_by != NULL) {
        return member_text(exporter, table->mapped_by, of_table, name);
    }
    const char *column = python_identifier(exporter->arena, name);
    const char *text =
        arena_printf(exporter->arena, "%s.c.%s", python_identifier(exporter->arena, path->at[path->len - 2]), column);
    return path->len == 3
               ? arena_printf(exporter->arena, "%s.%s", python_identifier(exporter->arena, path->at[0]), text)
               : text;
}

static void add_column(struct buf *out, struct exporter *exporter, const struct rel_def *rel, const struct expr *expr)
{
    buf_printf(out,
        "%s%s%s%s",
        expr->remote ? "remote(" : "",
        expr->foreign ? "foreign(" : "",
        column_text(exporter, rel, expr),
        expr->foreign ? ")" : "");
    buf_add(out, expr->remote ? ")" : "");
}

static void add_call(struct buf *out, struct exporter *exporter, const struct rel_def *rel, const struct expr *expr)
{
    bool function = text_starts(expr->text, "func.") || export_is_function(expr->text) || expr->args.len == 0;
    if (!function) {
        add_expr(out, exporter, rel, expr->args.at[0]);
        buf_char(out, '.');
    }
    buf_printf(out, "%s(", expr->text);
    add_list(out, exporter, rel, &expr->args, function ? 0 : 1);
    buf_char(out, ')');
}

static void add_expr(struct buf *out, struct exporter *exporter, const struct rel_def *rel, const struct expr *expr)
{
    bool tuple;
    switch (expr->kind) {
    case EXPR_COLUMN: add_column(out, exporter, rel, expr); return;
    case EXPR_COMPARE:
        add_expr(out, exporter, rel, expr->args.at[0]);
        buf_printf(out, " %s ", expr->text);
        add_expr(out, exporter, rel, expr->args.at[1]);
        return;
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_NOT:
        buf_add(out, expr->kind == EXPR_AND ? "and_(" : expr->kind == EXPR_OR ? "or_(" : "not_(");
        add_list(out, exporter, rel, &expr->args, 0);
        buf_char(out, ')');
        return;
    case EXPR_CALL: add_call(out, exporter, rel, expr); return;
    case EXPR_LIST:
        tuple = expr->text[0] == '(';
        buf_char(out, tuple ? '(' : '[');
        add_list(out, exporter, rel, &expr->args, 0);
        buf_add(out, tuple ? (expr->args.len == 1 ? ",)" : ")") : "]");
        return;
    case EXPR_LITERAL:
    case EXPR_OPAQUE: buf_add(out, expr->text); return;
    }
}

const char *export_expression(struct exporter *exporter, const struct rel_def *rel, const struct expr *expr)
{
    struct buf buf = buf_new(exporter->arena);
    add_expr(&buf, exporter, rel, expr);
    const char *text = buf_text(&buf);
    if (exporter->refusal.text == NULL && !export_passes(exporter->arena, text)) {
        exporter->refusal = (struct export_refusal){rel->owner->name.text, text, expr->span};
    }
    return text;
}
