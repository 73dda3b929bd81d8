/* An index for each foreign key, so that deleting or changing the referenced row does not read the whole table, and
 * joins along the relationship are quick. */
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/naming.h"

/* Whether the first columns of a key are the wanted ones, in any order: a look-up by equality on all of them is served
 * by either order. */
static bool leads(const struct strings *columns, const struct strings *wanted)
{
    if (columns->len < wanted->len) {
        return false;
    }
    const struct strings first = {.at = columns->at, .len = wanted->len};
    return strings_same_set(&first, wanted);
}

/* The plain columns that an index begins with; one under another collation compares otherwise than the key does. */
static struct strings leading_columns(struct arena *arena, const struct index *index)
{
    struct strings columns = {0};
    bool hash = text_same_nocase(index->method, "hash") && index->parts.len == 1;
    bool serves = index->method == NULL || text_same_nocase(index->method, "btree") || hash;
    for (size_t i = 0; serves && i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        if (part->column == NULL || part->collation != NULL || part->opclass != NULL) {
            break;
        }
        *PUSH(arena, &columns) = part->column;
    }
    return columns;
}

static bool is_served(struct arena *arena, const struct table *table, const struct strings *wanted)
{
    if (leads(&table->primary_key.columns, wanted)) {
        return true;
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (leads(&table->uniques.at[i]->columns, wanted)) {
            return true;
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct strings columns = leading_columns(arena, table->indexes.at[i]);
        if (table->indexes.at[i]->where_sql == NULL && leads(&columns, wanted)) {
            return true;
        }
    }
    return false;
}

static void derive_index(struct compiler *compiler, const struct key *key, struct strings columns, struct table *table)
{
    struct index *index = NEW(compiler->arena, struct index);
    for (size_t i = 0; i < columns.len; i++) {
        *PUSH(compiler->arena, &index->parts) = (struct index_part){.column = columns.at[i]};
    }
    const struct naming_parts parts = {.table = table->name, .columns = columns};
    index->name = make_name(compiler, NAMING_IX, &parts, NULL);
    struct strings referenced = {0};
    for (size_t i = 0; i < key->ref_columns.len; i++) {
        *PUSH(compiler->arena, &referenced) = key->ref_columns.at[i]->name.text;
    }
    index->why = arena_printf(compiler->arena,
        "foreign key to %s(%s)",
        key->referenced->name.text,
        strings_join(compiler->arena, &referenced, ", "));
    index->origin = key->def->span;
    *PUSH(compiler->arena, &table->indexes) = index;
}

static void derive_for_key(struct compiler *compiler, const struct key *key, struct table *table)
{
    struct strings columns = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        *PUSH(compiler->arena, &columns) = key->columns.at[i]->name.text;
    }
    if (key->def->index != NO && !is_served(compiler->arena, table, &columns)) {
        derive_index(compiler, key, columns, table);
    }
}

/* Longer keys come first, because the index of (a, b) serves the key (a) too. */
void derive_indexes(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    size_t longest = 0;
    for (size_t i = 0; i < def->foreign_keys.len; i++) {
        size_t len = def->foreign_keys.at[i]->columns.len;
        longest = len > longest ? len : longest;
    }
    for (size_t len = longest; len > 0; len--) {
        for (size_t i = 0; i < def->foreign_keys.len; i++) {
            const struct key *key = resolved_key(compiler->resolved, def->foreign_keys.at[i]);
            if (key != NULL && key->columns.len == len) {
                derive_for_key(compiler, key, table);
            }
        }
    }
}
