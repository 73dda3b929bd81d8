/* CHECK constraints: of tables, of columns, and those that stand for an enum type. */
#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"
#include "sql/sql.h"

/* `id` tells a check without a written name apart from the others of its table, and stays the same whatever is added
 * to or taken from them. */
static struct check *add_check(
    struct compiler *compiler, struct table *table, const char *sql, const char *id, const struct word *name)
{
    struct check *check = NEW(compiler->arena, struct check);
    check->sql = sql_unwrap(compiler->arena, sql);
    const struct naming_parts parts = {.table = table->name, .constraint = id};
    check->name = make_name(compiler, NAMING_CK, &parts, name);
    *PUSH(compiler->arena, &table->checks) = check;
    return check;
}

static const char *expression_id(struct arena *arena, const char *sql)
{
    return hash_short(arena, sql_normal(arena, sql));
}

static const char *enum_sql(struct arena *arena, const char *column, const struct enum_def *def)
{
    struct buf buf = buf_new(arena);
    buf_printf(&buf, "%s IN (", sql_name(arena, column));
    for (size_t i = 0; i < def->labels.len; i++) {
        buf_printf(&buf, "%s%s", i == 0 ? "" : ", ", sql_string(arena, def->labels.at[i].value.text));
    }
    buf_char(&buf, ')');
    return buf_text(&buf);
}

/* Whether a CHECK stands for the column's enum. */
static bool compile_enum_check(
    struct compiler *compiler, const struct table_def *table_def, const struct column_def *def, struct table *table)
{
    struct type type = column_effective_type(compiler->model, table_def, def, compiler->engine);
    if (type.kind != TYPE_ENUM || compiler->dialect->type_name != NULL || def->rare->enum_check == NO) {
        return false;
    }
    const struct enum_def *enum_def = map_get(&compiler->model->enum_by_name, type.name);
    if (enum_def == NULL || enum_def->labels.len == 0) {
        return false;
    }
    const char *sql = enum_sql(compiler->arena, def->name.text, enum_def);
    const struct word *name = def->rare->check.text == NULL ? &def->rare->check_name : NULL;
    struct check *check = add_check(compiler, table, sql, def->name.text, name);
    check->enum_column = def->name.text;
    check->origin = def->span;
    return true;
}

static void compile_column_checks(
    struct compiler *compiler, const struct table_def *table_def, const struct column_def *def, struct table *table)
{
    bool name_taken = compile_enum_check(compiler, table_def, def, table);
    if (def->rare->check.text != NULL) {
        const char *id = name_taken ? expression_id(compiler->arena, def->rare->check.text) : def->name.text;
        add_check(compiler, table, def->rare->check.text, id, &def->rare->check_name)->origin = def->rare->check.span;
    }
}

void compile_checks(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < def->columns.len; i++) {
        compile_column_checks(compiler, def, def->columns.at[i], table);
    }
    for (size_t i = 0; i < def->checks.len; i++) {
        const struct check_def *check_def = def->checks.at[i];
        const char *id = expression_id(compiler->arena, check_def->sql.text);
        struct check *check = add_check(compiler, table, check_def->sql.text, id, &check_def->name);
        check->origin = check_def->span;
    }
}
