#include "base/text.h"
#include "compile/compiler.h"

const char *schema_name(const struct compiler *compiler, const struct word *schema)
{
    return text_same(schema->text, compiler->dialect->default_schema) ? NULL : schema->text;
}

const char *table_object(const struct compiler *compiler, const char *schema, const char *table)
{
    bool other = schema != NULL && compiler->dialect->default_schema != NULL;
    return other ? arena_printf(compiler->arena, "%s.%s", schema, table) : table;
}

const char *object_name(struct compiler *compiler, const struct table_def *table, const char *part)
{
    const char *name = table_object(compiler, schema_name(compiler, &table->schema), table->name.text);
    return arena_printf(compiler->arena, "%s.%s", name, part);
}

const char *column_object(struct compiler *compiler, const struct column_work *work)
{
    return object_name(compiler, work->table, work->def->name.text);
}

const char *columns_object(struct compiler *compiler, const struct table *table, const struct strings *columns)
{
    const char *name = table_object(compiler, table->schema, table->name);
    const char *names = strings_join(compiler->arena, columns, ", ");
    return arena_printf(compiler->arena, columns->len == 1 ? "%s.%s" : "%s(%s)", name, names);
}

struct strings word_text(struct arena *arena, const char *word)
{
    struct strings texts = {0};
    *PUSH(arena, &texts) = word;
    return texts;
}

struct report *report_lack(struct compiler *compiler, struct span at, const char *object, const char *what)
{
    return diag_report(compiler->diags, RULE_MOD104, at, object, "%s has no %s", engine_names[compiler->engine], what);
}

struct report *report_ignored(struct compiler *compiler, struct span at, const char *object, const char *what)
{
    return diag_report(compiler->diags,
        RULE_MOD105,
        at,
        object,
        "%s has no %s: it is left out there",
        engine_names[compiler->engine],
        what);
}

void add_fact(struct compiler *compiler, const char *object, const char *what, const char *why, struct span place)
{
    if (compiler->explains) {
        *PUSH(compiler->arena, &compiler->facts) = (struct fact){object, what, why, place};
    }
}
