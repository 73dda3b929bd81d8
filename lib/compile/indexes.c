/* Indexes that the author wrote: under `indexes`, and `index: true` at a column. */
#include "base/buf.h"
#include "base/hash.h"
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"
#include "sql/sql.h"

#include <string.h>

static struct index_part compile_part(struct compiler *compiler, const struct index_part_def *def)
{
    struct index_part part = {.column = def->column.text,
        .descending = def->order == ORDER_DESC,
        .collation = def->collation.text,
        .opclass = def->opclass.text};
    if (def->sql.text != NULL) {
        part.expression = sql_unwrap(compiler->arena, def->sql.text);
    }
    bool nulls_first_by_default = part.descending != compiler->dialect->nulls_smallest;
    if (def->nulls == NULLS_FIRST && !nulls_first_by_default) {
        part.nulls = "FIRST";
    } else if (def->nulls == NULLS_LAST && nulls_first_by_default) {
        part.nulls = "LAST";
    }
    return part;
}

#define WORD "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

/* PostgreSQL takes names and words (False, OFF) in any case, and keeps them without capitals. */
struct strings compile_settings(struct arena *arena, const struct node *with)
{
    struct strings settings = {0};
    for (size_t i = 0; with != NULL && i < with->pairs.len; i++) {
        const struct node_pair *pair = &with->pairs.at[i];
        const char *key = text_folded(arena, pair->key->text), *value = pair->value->text;
        value = value[strspn(value, WORD)] == '\0' ? text_folded(arena, value) : value;
        *PUSH(arena, &settings) = arena_printf(arena, "%s=%s", key, value);
    }
    return settings;
}

static struct strings part_names(struct arena *arena, const struct index_parts *parts)
{
    struct strings names = {0};
    for (size_t i = 0; i < parts->len; i++) {
        const struct index_part *part = &parts->at[i];
        *PUSH(arena, &names) =
            part->column != NULL ? part->column : hash_short(arena, sql_normal(arena, part->expression));
    }
    return names;
}

static void compile_index(struct compiler *compiler, const struct index_def *def, struct table *table)
{
    struct index *index = NEW(compiler->arena, struct index);
    for (size_t i = 0; i < def->parts.len; i++) {
        *PUSH(compiler->arena, &index->parts) = compile_part(compiler, &def->parts.at[i]);
    }
    struct naming_parts parts = {.table = table->name, .columns = part_names(compiler->arena, &index->parts)};
    for (size_t i = 0; i < index->parts.len; i++) {
        parts.expression = parts.expression || index->parts.at[i].column == NULL;
    }
    index->name = make_name(compiler, NAMING_IX, &parts, &def->name);
    index->unique = def->unique == YES;
    index->where_sql = def->where.text == NULL ? NULL : sql_unwrap(compiler->arena, def->where.text);
    index->method = text_same_nocase(def->method.text, "btree") ? NULL : def->method.text;
    index->include = words_texts(compiler->arena, &def->include);
    index->with = compile_settings(compiler->arena, def->with);
    index->origin = def->span;
    *PUSH(compiler->arena, &table->indexes) = index;
}

static void compile_column_index(struct compiler *compiler, const struct column_def *def, struct table *table)
{
    struct index *index = NEW(compiler->arena, struct index);
    *PUSH(compiler->arena, &index->parts) = (struct index_part){.column = def->name.text};
    const struct naming_parts parts = {.table = table->name, .columns = word_text(compiler->arena, def->name.text)};
    index->name = make_name(compiler, NAMING_IX, &parts, NULL);
    index->unique = def->unique == YES;
    index->origin = def->span;
    *PUSH(compiler->arena, &table->indexes) = index;
}

void compile_indexes(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < def->columns.len; i++) {
        if (def->columns.at[i]->index == YES) {
            compile_column_index(compiler, def->columns.at[i], table);
        }
    }
    for (size_t i = 0; i < def->indexes.len; i++) {
        compile_index(compiler, def->indexes.at[i], table);
    }
}
