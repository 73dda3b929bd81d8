#include "explain/text.h"

#include "base/buf.h"
#include "base/text.h"

void aspect_add(const struct explainer *explainer, struct aspects *list, const struct aspect *aspect)
{
    *PUSH(explainer->arena, list) = *aspect;
}

const struct table *compiled_table(const struct explainer *explainer, size_t n, const struct table_def *table)
{
    const struct schema *schema = explainer->schemas[n];
    return schema == NULL ? NULL : schema_table(schema, table->schema.text, table->name.text);
}

const char *column_text(struct arena *arena, const struct table_column *column)
{
    return arena_printf(arena, "%s.%s", table_text(arena, column->table), column->column->name.text);
}

const char *secondary_text(struct arena *arena, const struct relationship *r)
{
    return r->secondary == NULL ? "a join" : table_text(arena, r->secondary);
}

const char *list_text(struct arena *arena, const struct strings *items, const char *last)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < items->len; i++) {
        buf_add(&buf, i == 0 ? "" : i + 1 == items->len ? last : ", ");
        buf_add(&buf, items->at[i]);
    }
    return buf_text(&buf);
}

/* The columns, in any order, are the first ones of the list. */
static bool begins_with(const struct strings *list, const struct strings *columns)
{
    if (list->len < columns->len) {
        return false;
    }
    for (size_t i = 0; i < columns->len; i++) {
        if (!strings_have(columns, list->at[i])) {
            return false;
        }
    }
    return true;
}

static struct strings part_columns(struct arena *arena, const struct index *index)
{
    struct strings columns = {0};
    for (size_t i = 0; i < index->parts.len && index->parts.at[i].column != NULL; i++) {
        *PUSH(arena, &columns) = index->parts.at[i].column;
    }
    return columns;
}

static const char *named(struct arena *arena, const char *what, const char *name)
{
    return name == NULL ? what : arena_printf(arena, "%s %s", what, name);
}

const char *index_over(const struct explainer *explainer,
    const struct table_def *table,
    const struct strings *columns,
    const char **ret_why)
{
    *ret_why = NULL;
    const struct table *of = compiled_table(explainer, 0, table);
    if (of == NULL) {
        return NULL;
    }
    if (begins_with(&of->primary_key.columns, columns)) {
        return "the primary key";
    }
    for (size_t i = 0; i < of->uniques.len; i++) {
        if (begins_with(&of->uniques.at[i]->columns, columns)) {
            return named(explainer->arena, "unique", of->uniques.at[i]->name);
        }
    }
    for (size_t i = 0; i < of->indexes.len; i++) {
        const struct index *index = of->indexes.at[i];
        struct strings parts = part_columns(explainer->arena, index);
        if (index->where_sql == NULL && begins_with(&parts, columns)) {
            *ret_why = index->why;
            return named(explainer->arena, index->unique ? "unique index" : "index", index->name);
        }
    }
    return NULL;
}

struct aspect key_aspect(const struct explainer *explainer, const char *topic, const struct key *key)
{
    struct strings columns = key_columns(explainer->arena, key), referenced = key_ref_columns(explainer->arena, key);
    return (struct aspect){.topic = topic,
        .what = arena_printf(explainer->arena,
            "%s references %s, ON DELETE %s",
            columns_text(explainer->arena, key->table, &columns),
            columns_text(explainer->arena, key->referenced, &referenced),
            fk_delete_text(explainer->arena, key->on_delete.action, &key->def->set_columns)),
        .why = key->on_delete.derived ? key->on_delete.why : NULL,
        .place = key->on_delete.derived ? key->on_delete.place : key->def->span};
}
