/* inherit_condition: SQLAlchemy takes no text for it, so that it is Python in the body of the class, where the class's
 * own columns are plain names and those of its bases attributes; where a class has a Table, those of the Table. */
#include "base/text.h"
#include "export/exporter.h"

static bool add_condition(
    struct buf *out, struct exporter *exporter, const struct class_def *class_, const struct expr *expr);

static bool add_arguments(
    struct buf *out, struct exporter *exporter, const struct class_def *class_, const struct expr *expr)
{
    for (size_t i = 0; i < expr->args.len; i++) {
        buf_add(out, i == 0 ? "" : ", ");
        if (!add_condition(out, exporter, class_, expr->args.at[i])) {
            return false;
        }
    }
    return true;
}

/* Brackets, since a Table's `c` has methods (keys, items), and columns may have any name. */
static const char *column_text(struct exporter *exporter,
    const struct class_def *class_,
    const struct table_def *table,
    const struct column_def *column)
{
    struct arena *arena = exporter->arena;
    const struct class_def *owner = table->mapped_by;
    if (export_is_plain(table)) {
        const char *key = python_string(arena, column->name.text);
        return arena_printf(arena, "%s.c[%s]", name_of(&exporter->tables, table), key);
    }
    const char *name = name_of(&exporter->attributes, column);
    return owner == class_ ? name : arena_printf(arena, "%s.%s", name_of(&exporter->classes, owner), name);
}

static bool add_column(
    struct buf *out, struct exporter *exporter, const struct class_def *class_, const struct expr *expr)
{
    const struct strings *path = &expr->path;
    const struct class_def *named = path->len == 1   ? class_
                                    : path->len == 2 ? model_class(exporter->model, path->at[0])
                                                     : NULL;
    const struct table_def *by_name =
        named != NULL || path->len < 2 ? NULL : model_table(exporter->model, NULL, path->at[path->len - 2]);
    named = by_name != NULL ? by_name->mapped_by : named;
    struct table_def *table = NULL;
    const struct column_def *column = named == NULL ? NULL : class_attribute(named, path->at[path->len - 1], &table);
    const struct class_def *owner = column == NULL ? NULL : table->mapped_by;
    for (const struct class_def *base = class_; base != NULL && owner != NULL; base = base->base) {
        if (base == owner) {
            buf_add(out, column_text(exporter, class_, table, column));
            return true;
        }
    }
    return false;
}

static bool add_condition(
    struct buf *out, struct exporter *exporter, const struct class_def *class_, const struct expr *expr)
{
    bool known;
    switch (expr->kind) {
    case EXPR_COLUMN: return add_column(out, exporter, class_, expr);
    case EXPR_COMPARE:
        known = add_condition(out, exporter, class_, expr->args.at[0]);
        buf_printf(out, " %s ", expr->text);
        return known && add_condition(out, exporter, class_, expr->args.at[1]);
    case EXPR_AND:
    case EXPR_OR:
        buf_printf(out, "%s(", name_sql(exporter, expr->kind == EXPR_AND ? "and_" : "or_"));
        known = add_arguments(out, exporter, class_, expr);
        buf_char(out, ')');
        return known;
    case EXPR_LITERAL: {
        const struct python *value = export_python_default(exporter, expr->text);
        buf_add(out, value == NULL ? "" : python_flat(out->arena, value));
        return value != NULL;
    }
    case EXPR_NOT:
    case EXPR_CALL:
    case EXPR_LIST:
    case EXPR_OPAQUE: return false;
    }
    return false;
}

struct python *export_inherit_condition(struct exporter *exporter, const struct class_def *class_)
{
    struct arena *arena = exporter->arena;
    struct expr_error error;
    const struct word *word = &class_->inherit_condition;
    bool own = class_->own_table && class_->table != NULL;
    const struct expr *expr = own ? expr_parse(arena, word->text, word->span, false, &error) : NULL;
    struct buf text = buf_new(arena);
    buf_add(&text, "\"inherit_condition\": ");
    return expr != NULL && add_condition(&text, exporter, class_, expr) ? python_atom(arena, buf_text(&text)) : NULL;
}
