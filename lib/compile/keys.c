/* Primary keys and unique constraints. */
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"

static void compile_primary_key(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    if (def->primary_key.len == 0) {
        return;
    }
    table->primary_key.columns = words_texts(compiler->arena, &def->primary_key);
    const struct naming_parts parts = {.table = table->name, .columns = table->primary_key.columns};
    table->primary_key.name = make_name(compiler, NAMING_PK, &parts, &def->primary_key_name);
    table->primary_key.deferred = def->primary_key_deferrable == INITIALLY_DEFERRED;
    table->primary_key.deferrable = table->primary_key.deferred || def->primary_key_deferrable == DEFERRABLE;
}

static struct unique *add_unique(
    struct compiler *compiler, struct table *table, struct strings columns, const struct word *name)
{
    struct unique *unique = NEW(compiler->arena, struct unique);
    unique->columns = columns;
    const struct naming_parts parts = {.table = table->name, .columns = columns};
    unique->name = make_name(compiler, NAMING_UQ, &parts, name);
    *PUSH(compiler->arena, &table->uniques) = unique;
    return unique;
}

static bool has_unique(const struct table *table, const struct strings *columns)
{
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (strings_equal(&table->uniques.at[i]->columns, columns)) {
            return true;
        }
    }
    return false;
}

/* `unique: true` with `index: true` is one unique index, as in SQLAlchemy; without it a constraint, unless the list
 * under `unique` says the same. */
static void compile_column_unique(struct compiler *compiler, const struct column_def *def, struct table *table)
{
    struct strings columns = word_text(compiler->arena, def->name.text);
    if (def->unique == YES && def->index != YES && !has_unique(table, &columns)) {
        add_unique(compiler, table, columns, NULL)->origin = def->unique_span;
    }
}

void compile_keys(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    compile_primary_key(compiler, def, table);
    for (size_t i = 0; i < def->uniques.len; i++) {
        const struct unique_def *unique_def = def->uniques.at[i];
        struct strings columns = words_texts(compiler->arena, &unique_def->columns);
        struct unique *unique = add_unique(compiler, table, columns, &unique_def->name);
        unique->nulls_not_distinct = unique_def->nulls_not_distinct == YES;
        unique->deferrable = unique_def->deferrable == DEFERRABLE || unique_def->deferrable == INITIALLY_DEFERRED;
        unique->deferred = unique_def->deferrable == INITIALLY_DEFERRED;
        unique->origin = unique_def->span;
    }
    for (size_t i = 0; i < def->columns.len; i++) {
        compile_column_unique(compiler, def->columns.at[i], table);
    }
}
