#include "base/buf.h"
#include "base/text.h"
#include "explain/text.h"

/* Tables and columns: what they are, what points at them, and who uses them. */

static void add(
    const struct explainer *explainer, struct aspects *list, const char *topic, const char *what, struct span place)
{
    const struct aspect aspect = {.topic = topic, .what = what, .place = place};
    aspect_add(explainer, list, &aspect);
}

static const struct table *compiled(const struct explainer *explainer, const struct table_def *table)
{
    return compiled_table(explainer, 0, table);
}

/* ---- tables ---- */

static void add_users(const struct explainer *explainer, const struct table_def *table, struct aspects *list)
{
    struct strings classes = {0}, secondary = {0};
    const struct model *model = explainer->resolved->model;
    for (size_t i = 0; i < model->classes.len; i++) {
        if (model->classes.at[i]->table == table) {
            *PUSH(explainer->arena, &classes) = model->classes.at[i]->name.text;
        }
    }
    for (size_t i = 0; i < explainer->resolved->all.len; i++) {
        if (explainer->resolved->all.at[i]->secondary == table) {
            *PUSH(explainer->arena, &secondary) = explainer->resolved->all.at[i]->name;
        }
    }
    if (classes.len != 0) {
        add(explainer,
            list,
            "kind",
            arena_printf(explainer->arena,
                "the %s of the model %s",
                table->is_view ? "view" : "table",
                list_text(explainer->arena, &classes, " and ")),
            table->span);
    }
    if (secondary.len != 0) {
        add(explainer,
            list,
            "kind",
            arena_printf(
                explainer->arena, "the association table of %s", list_text(explainer->arena, &secondary, " and ")),
            table->span);
    }
    if (classes.len + secondary.len == 0) {
        add(explainer, list, "kind", "a table that no model and no relationship uses", table->span);
    }
}

static bool key_has(const struct key *key, const struct column_def *column)
{
    for (size_t i = 0; column != NULL && i < key->columns.len; i++) {
        if (key->columns.at[i] == column) {
            return true;
        }
    }
    return column == NULL;
}

static bool key_references(const struct key *key, const struct column_def *column)
{
    for (size_t i = 0; column != NULL && i < key->ref_columns.len; i++) {
        if (key->ref_columns.at[i] == column) {
            return true;
        }
    }
    return column == NULL;
}

/* The foreign keys of the table, and those that point at it; column: only those over it, NULL for all. */
static void add_foreign_keys(const struct explainer *explainer,
    const struct table_def *table,
    const struct column_def *column,
    struct aspects *list)
{
    const struct keys *keys = &explainer->resolved->keys;
    for (size_t i = 0; i < keys->len; i++) {
        if (keys->at[i]->table == table && key_has(keys->at[i], column)) {
            struct aspect aspect = key_aspect(explainer, "key", keys->at[i]);
            aspect_add(explainer, list, &aspect);
        }
    }
    for (size_t i = 0; i < keys->len; i++) {
        if (keys->at[i]->referenced == table && key_references(keys->at[i], column)) {
            struct aspect aspect = key_aspect(explainer, "referenced", keys->at[i]);
            aspect_add(explainer, list, &aspect);
        }
    }
}

static struct strings part_texts(struct arena *arena, const struct index *index)
{
    struct strings parts = {0};
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        *PUSH(arena, &parts) = part->column != NULL ? part->column : part->expression;
    }
    return parts;
}

static void add_index(const struct explainer *explainer, const struct index *index, struct aspects *list)
{
    struct strings parts = part_texts(explainer->arena, index);
    const struct aspect aspect = {.topic = "index",
        .what = arena_printf(explainer->arena,
            "%s over %s%s%s%s",
            index->name,
            list_text(explainer->arena, &parts, ", "),
            index->unique ? ", unique" : "",
            index->where_sql == NULL ? "" : ", where ",
            index->where_sql == NULL ? "" : index->where_sql),
        .why = index->why,
        .place = index->origin};
    aspect_add(explainer, list, &aspect);
}

static void add_unique(const struct explainer *explainer, const struct unique *unique, struct aspects *list)
{
    add(explainer,
        list,
        "unique",
        arena_printf(explainer->arena,
            "%s%sover %s",
            unique->name == NULL ? "" : unique->name,
            unique->name == NULL ? "" : " ",
            list_text(explainer->arena, &unique->columns, ", ")),
        unique->origin);
}

/* Primary key, unique constraints and indexes; column: only those that hold it, NULL for all. */
static void add_indexes(
    const struct explainer *explainer, const struct table *table, const char *column, struct aspects *list)
{
    if (table->primary_key.columns.len != 0 && (column == NULL || strings_have(&table->primary_key.columns, column))) {
        add(explainer,
            list,
            "primary key",
            list_text(explainer->arena, &table->primary_key.columns, ", "),
            table->origin);
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (column == NULL || strings_have(&table->uniques.at[i]->columns, column)) {
            add_unique(explainer, table->uniques.at[i], list);
        }
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct strings parts = part_texts(explainer->arena, table->indexes.at[i]);
        if (column == NULL || strings_have(&parts, column)) {
            add_index(explainer, table->indexes.at[i], list);
        }
    }
}

/* What was derived and is not told yet. */
static void add_facts(const struct explainer *explainer, const char *object, struct aspects *list)
{
    size_t told = list->len;
    for (size_t i = 0; explainer->facts != NULL && i < explainer->facts->len; i++) {
        const struct fact *fact = &explainer->facts->at[i];
        bool again = !text_same(fact->object, object);
        for (size_t j = 0; j < told && !again; j++) {
            again = text_same(list->at[j].why, fact->why);
        }
        if (!again) {
            const struct aspect aspect = {"derived", fact->what, fact->why, fact->place};
            aspect_add(explainer, list, &aspect);
        }
    }
}

struct aspects explain_table(const struct explainer *explainer, const struct table_def *table)
{
    struct aspects list = {0};
    add_users(explainer, table, &list);
    const struct table *of = compiled(explainer, table);
    if (of != NULL) {
        add_indexes(explainer, of, NULL, &list);
    }
    add_foreign_keys(explainer, table, NULL, &list);
    add_facts(explainer, table_text(explainer->arena, table), &list);
    return list;
}

/* ---- columns ---- */

static const char *type_text(const struct explainer *explainer, const char *engine, const struct column *column)
{
    struct buf buf = buf_new(explainer->arena);
    buf_printf(&buf,
        "%s on %s, %s",
        *column->type == '\0' ? "no type" : column->type,
        engine,
        column->nullable ? "may be null" : "not null");
    if (column->default_sql != NULL) {
        buf_printf(&buf, ", default %s", column->default_sql);
    }
    if (column->generated_sql != NULL) {
        buf_printf(&buf, ", generated as %s", column->generated_sql);
    }
    if (column->identity != NULL) {
        buf_printf(&buf, ", generated %s as identity", column->identity);
    }
    return buf_text(&buf);
}

static bool pairs_have(
    const struct sync_pairs *pairs, const struct table_def *table, const struct column_def *column, bool dest)
{
    for (size_t i = 0; i < pairs->len; i++) {
        const struct table_column *side = dest ? &pairs->at[i].dest : &pairs->at[i].source;
        if (side->table == table && side->column == column) {
            return true;
        }
    }
    return false;
}

static bool is_in(
    const struct relationship *r, const struct table_def *table, const struct column_def *column, bool dest)
{
    return pairs_have(&r->sync, table, column, dest) || pairs_have(&r->secondary_sync, table, column, dest);
}

static void add_relationships(const struct explainer *explainer,
    const struct table_def *table,
    const struct column_def *column,
    struct aspects *list)
{
    for (size_t i = 0; i < explainer->resolved->all.len; i++) {
        const struct relationship *r = explainer->resolved->all.at[i];
        bool written = is_in(r, table, column, true), copied = is_in(r, table, column, false);
        if (!written && !copied) {
            continue;
        }
        add(explainer,
            list,
            "relationship",
            arena_printf(explainer->arena,
                "%s %s",
                r->name,
                r->def->viewonly == YES ? "reads by it, and writes nothing"
                : written               ? "writes it"
                                        : "copies it into the foreign column"),
            r->def->name.span);
    }
}

static void add_types(const struct explainer *explainer,
    const struct table_def *table,
    const struct column_def *column,
    struct aspects *list)
{
    for (size_t i = 0; i < ENGINE_COUNT; i++) {
        const struct table *of = compiled_table(explainer, i, table);
        const struct column *as = of == NULL ? NULL : table_find_column(of, column->name.text);
        if (as != NULL) {
            add(explainer, list, "type", type_text(explainer, explainer->schemas[i]->engine, as), column->span);
        }
    }
}

struct aspects explain_column(
    const struct explainer *explainer, const struct table_def *table, const struct column_def *column)
{
    struct aspects list = {0};
    const struct table *of = compiled(explainer, table);
    add_types(explainer, table, column, &list);
    if (of != NULL) {
        add_indexes(explainer, of, column->name.text, &list);
    }
    add_foreign_keys(explainer, table, column, &list);
    add_relationships(explainer, table, column, &list);
    add_facts(explainer,
        arena_printf(explainer->arena, "%s.%s", table_text(explainer->arena, table), column->name.text),
        &list);
    return list;
}
