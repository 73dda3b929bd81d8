#include "resolve/index.h"

static bool add_columns(
    struct arena *arena, const struct table_def *table, const struct words *names, struct key *key, bool referenced)
{
    for (size_t i = 0; i < names->len; i++) {
        struct column_def *column = table_column(table, names->at[i].text);
        if (column == NULL) {
            return false;
        }
        if (referenced) {
            *PUSH(arena, &key->ref_columns) = column;
        } else {
            *PUSH(arena, &key->columns) = column;
        }
    }
    return true;
}

/* The key of a definition, or NULL where a table or column is missing or the counts differ. */
static struct key *find_key(struct resolve_index *index, struct table_def *table, struct fk_def *def)
{
    if (def->two_tables || def->ref_table.text == NULL) {
        return NULL;
    }
    struct table_def *referenced = model_table(index->model, def->ref_schema.text, def->ref_table.text);
    if (referenced == NULL) {
        return NULL;
    }
    struct key *key = NEW(index->arena, struct key);
    *key = (struct key){.def = def, .table = table, .referenced = referenced};
    const struct words *ref_columns = def->ref_columns.len == 0 ? &referenced->primary_key : &def->ref_columns;
    if (!add_columns(index->arena, table, &def->columns, key, false) ||
        !add_columns(index->arena, referenced, ref_columns, key, true)) {
        return NULL;
    }
    return key->columns.len == 0 || key->columns.len != key->ref_columns.len ? NULL : key;
}

void keys_find(struct resolve_index *index, struct keys *ret_all)
{
    struct arena *arena = index->arena;
    const struct model *model = index->model;
    index->tables = NEW_ARRAY(arena, struct table_keys, model->tables.len);
    index->keys = NEW_ARRAY(arena, struct key *, model->keys_len);
    for (size_t t = 0; t < model->tables.len; t++) {
        struct table_def *table = model->tables.at[t];
        struct table_keys *of_table = &index->tables[t];
        for (size_t i = 0; i < table->foreign_keys.len; i++) {
            struct fk_def *def = table->foreign_keys.at[i];
            struct key *key = find_key(index, table, def);
            if (key == NULL) {
                *PUSH(arena, &of_table->broken) = def;
                continue;
            }
            *PUSH(arena, &of_table->keys) = key;
            key->number = ret_all->len;
            *PUSH(arena, ret_all) = key;
            index->keys[def->number] = key;
        }
    }
}

struct table_keys *keys_of(const struct resolve_index *index, const struct table_def *table)
{
    return &index->tables[table->number];
}
