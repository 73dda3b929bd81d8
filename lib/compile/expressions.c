/* The SQL that the author writes goes into statements as it stands: a text that would reach out of its place there is
 * refused. */
#include "base/text.h"
#include "compile/compiler.h"
#include "sql/sql.h"

/* column NULL: of the table itself. */
struct owner {
    const struct table_def *table;
    const struct column_def *column;
};

static void check_text(struct compiler *compiler, struct owner owner, const char *text, struct span at)
{
    const char *why = text == NULL ? NULL : sql_not_whole(compiler->arena, text, compiler->engine == ENGINE_POSTGRESQL);
    if (why == NULL) {
        return;
    }
    const char *object =
        owner.column == NULL ? owner.table->name.text : object_name(compiler, owner.table, owner.column->name.text);
    diag_report(compiler->diags, RULE_MOD111, at, object, "this is no SQL expression: %s", why);
}

static void check_type(struct compiler *compiler, struct owner owner, const struct type *type, struct span at)
{
    for (; type != NULL && type->kind == TYPE_ARRAY; type = type->element) {
    }
    if (type != NULL && type->kind == TYPE_NATIVE) {
        check_text(compiler, owner, type->name, at);
    }
}

static void check_column(struct compiler *compiler, struct owner owner)
{
    const struct column_def *def = owner.column;
    const struct column_override *override = def->engine[compiler->engine];
    const struct default_def *default_ = override->has_default ? &override->default_ : &def->default_;
    const struct word *generated = override->has_generated ? &override->generated.sql : &def->rare->generated.sql;
    if (default_->kind == DEFAULT_SQL) {
        check_text(compiler, owner, default_->value.text, default_->value.span);
    }
    check_text(compiler, owner, generated->text, generated->span);
    check_text(compiler, owner, def->rare->check.text, def->rare->check.span);
    check_type(compiler,
        owner,
        override->has_type ? &override->type : &def->type,
        override->has_type ? override->type_span : def->type_span);
}

void check_expressions(struct compiler *compiler, const struct table_def *def)
{
    const struct owner table = {def, NULL};
    for (size_t i = 0; i < def->columns.len; i++) {
        check_column(compiler, (struct owner){def, def->columns.at[i]});
    }
    for (size_t i = 0; i < def->checks.len; i++) {
        check_text(compiler, table, def->checks.at[i]->sql.text, def->checks.at[i]->sql.span);
    }
    for (size_t i = 0; i < def->indexes.len; i++) {
        const struct index_def *index = def->indexes.at[i];
        check_text(compiler, table, index->where.text, index->where.span);
        for (size_t k = 0; k < index->parts.len; k++) {
            check_text(compiler, table, index->parts.at[k].sql.text, index->parts.at[k].sql.span);
        }
    }
}
