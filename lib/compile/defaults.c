#include "compile/literal.h"
#include "sql/sql.h"

static void report_misfit(struct compiler *compiler, const struct column_work *work, const struct literal *literal)
{
    struct arena *arena = compiler->arena;
    const char *shown =
        literal->text == NULL ? node_kind_name(literal->node) : arena_printf(arena, "\"%s\"", literal->text);
    struct report *report = diag_report(compiler->diags,
        RULE_MOD103,
        work->default_->value.span,
        column_object(compiler, work),
        "the default %s is no value of type %s: expected %s",
        shown,
        type_print(arena, &work->type),
        literal->expected);
    if (literal->hint != NULL) {
        diag_hint(report, "%s", literal->hint);
    }
}

static const char *literal_default(struct compiler *compiler, const struct column_work *work)
{
    const struct node *node = work->default_->node;
    struct literal literal = {.compiler = compiler, .node = node, .text = node->text};
    const char *sql = literal_sql(&literal, &work->type);
    if (sql == NULL) {
        report_misfit(compiler, work, &literal);
    }
    return sql;
}

const char *default_sql(struct compiler *compiler, const struct column_work *work)
{
    switch (work->default_->kind) {
    case DEFAULT_LITERAL: return literal_default(compiler, work);
    case DEFAULT_SQL: return sql_unwrap(compiler->arena, work->default_->value.text);
    case DEFAULT_NONE: break;
    }
    return NULL;
}
