#include "model/reader.h"

#include "base/text.h"

#include <stdio.h>

const char *const engine_names[ENGINE_COUNT] = {[ENGINE_SQLITE] = "sqlite", [ENGINE_POSTGRESQL] = "postgresql"};

const char *const fk_action_sql[] = {[ACTION_UNSET] = NULL,
    [ACTION_NO_ACTION] = "NO ACTION",
    [ACTION_RESTRICT] = "RESTRICT",
    [ACTION_CASCADE] = "CASCADE",
    [ACTION_SET_NULL] = "SET NULL",
    [ACTION_SET_DEFAULT] = "SET DEFAULT"};

const struct column_override column_no_override;
const struct column_rare column_nothing_rare = {
    .engine = {[ENGINE_SQLITE] = &column_no_override, [ENGINE_POSTGRESQL] = &column_no_override}};

const struct span *rel_key_span(const struct rel_def *rel, const char *key)
{
    for (size_t i = 0; i < rel->keys.len; i++) {
        if (text_same(rel->keys.at[i].key, key)) {
            return &rel->keys.at[i].span;
        }
    }
    return NULL;
}

struct span rel_span(const struct rel_def *rel, const char *key)
{
    const struct span *span = rel_key_span(rel, key);
    return span == NULL ? rel->span : *span;
}

struct table_def *model_table(const struct model *model, const char *schema, const char *name)
{
    if (schema == NULL) {
        return map_get(&model->table_by_name, name);
    }
    char key[160]; /* two names of what an engine takes; longer ones have been reported */
    int len = snprintf(key, sizeof key, "%s.%s", schema, name);
    return len < 0 || (size_t)len >= sizeof key ? NULL : map_get(&model->table_by_name, key);
}

struct column_def *table_column(const struct table_def *table, const char *name)
{
    return map_get(&table->column_by_name, name);
}

struct class_def *model_class(const struct model *model, const char *name)
{
    return map_get(&model->class_by_name, name);
}

/* ---- near names ---- */

#define MAX_LOOKS 200

struct model_names {
    struct strings classes, tables;
    unsigned looks;
};

void model_note_names(struct arena *arena, struct model *model)
{
    struct model_names *names = NEW(arena, struct model_names);
    for (size_t i = 0; i < model->classes.len; i++) {
        *PUSH(arena, &names->classes) = model->classes.at[i]->name.text;
    }
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct table_def *table = model->tables.at[i];
        const char *schema = table->schema.text, *name = table->name.text;
        *PUSH(arena, &names->tables) = schema == NULL ? name : arena_printf(arena, "%s.%s", schema, name);
    }
    model->names = names;
}

const char *model_nearest_class(const struct model *model, const char *typed)
{
    return model->names->looks++ < MAX_LOOKS ? text_nearest(typed, &model->names->classes) : NULL;
}

const char *model_nearest_table(const struct model *model, const char *typed)
{
    return model->names->looks++ < MAX_LOOKS ? text_nearest(typed, &model->names->tables) : NULL;
}

/* ---- attributes ---- */

/* The column that an attribute of this very class names; without `attributes` it is the column of that name. */
static const char *column_name(const struct class_def *class_, const char *attribute)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        const char *column = class_->attributes.at[i].column.text;
        if (text_same(class_->attributes.at[i].attribute.text, attribute) &&
            table_column(class_->table, column) != NULL) {
            return column; /* MAP009 where the table has none */
        }
    }
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, attribute)) {
            return NULL; /* the column goes by another name here */
        }
    }
    return attribute;
}

struct column_def *class_attribute(const struct class_def *class_, const char *attribute, struct table_def **ret_table)
{
    for (; class_ != NULL; class_ = class_->base) {
        const char *name = class_->table == NULL ? NULL : column_name(class_, attribute);
        struct column_def *column = name == NULL ? NULL : table_column(class_->table, name);
        if (column != NULL) {
            *ret_table = class_->table;
            return column;
        }
        if (class_->concrete == YES && class_->table != NULL) {
            return NULL; /* what its base has stands in another table */
        }
    }
    return NULL;
}

bool class_is_a(const struct class_def *a, const struct class_def *b)
{
    while (a != NULL && a != b) {
        a = a->base;
    }
    return a != NULL;
}

const struct class_def *class_root(const struct class_def *class_)
{
    while (class_->base != NULL) {
        class_ = class_->base;
    }
    return class_;
}

/* ---- types by way of foreign keys ---- */

/* A column on the way to the one that has a type. */
struct step {
    const struct table_def *table;
    const struct column_def *column;
};

static const struct column_def *referenced_column(
    const struct table_def *table, const struct fk_def *key, size_t position)
{
    if (position < key->ref_columns.len) {
        return table_column(table, key->ref_columns.at[position].text);
    }
    if (key->ref_columns.len == 0 && position < table->primary_key.len) { /* REFERENCES t: its primary key */
        return table_column(table, table->primary_key.at[position].text);
    }
    return NULL;
}

static bool follow(const struct model *model, const struct fk_def *key, const char *column, struct step *step)
{
    const struct table_def *table = model_table(model, key->ref_schema.text, key->ref_table.text);
    for (size_t i = 0; table != NULL && i < key->columns.len; i++) {
        if (text_same(key->columns.at[i].text, column)) {
            *step = (struct step){table, referenced_column(table, key, i)};
            return step->column != NULL;
        }
    }
    return false;
}

/* Goes to what the first key of the column references; the column form comes before the table form. */
static bool take_step(const struct model *model, struct step *step)
{
    const struct step here = *step;
    for (size_t i = 0; i < here.column->foreign_keys.len; i++) {
        if (follow(model, here.column->foreign_keys.at[i], here.column->name.text, step)) {
            return true;
        }
    }
    for (size_t i = 0; i < here.table->foreign_keys.len; i++) {
        const struct fk_def *key = here.table->foreign_keys.at[i];
        if (!key->at_column && follow(model, key, here.column->name.text, step)) {
            return true;
        }
    }
    return false;
}

static struct type written_type(const struct column_def *column, enum engine engine)
{
    return engine < ENGINE_COUNT && column->rare->engine[engine]->has_type ? column->rare->engine[engine]->type
                                                                           : column->type;
}

/* What a column that references this one has. */
static struct type plain_integer(struct type type)
{
    switch ((int)type.kind) {
    case TYPE_SMALLSERIAL: type.kind = TYPE_SMALLINT; break;
    case TYPE_SERIAL: type.kind = TYPE_INTEGER; break;
    case TYPE_BIGSERIAL: type.kind = TYPE_BIGINT; break;
    default: break;
    }
    return type;
}

struct type column_effective_type(
    const struct model *model, const struct table_def *table, const struct column_def *column, enum engine engine)
{
    struct type type = written_type(column, engine);
    if (type.kind != TYPE_NONE) {
        return type;
    }
    struct step step = {table, column};
    const struct column_def *mark = column; /* Brent: it moves up at each power of two, and meets any circle */
    for (size_t steps = 1, power = 1; type.kind == TYPE_NONE; steps++) {
        if (!take_step(model, &step) || step.column == mark) {
            return (struct type){.kind = TYPE_NONE, .length = -1, .scale = -1};
        }
        if (steps == power) {
            power *= 2;
            mark = step.column;
        }
        type = plain_integer(written_type(step.column, engine));
    }
    return type;
}

bool column_is_nullable(const struct table_def *table, const struct column_def *column)
{
    (void)table; /* its primary_key list has set the columns' own flags */
    return column->primary_key != YES && column->nullable != NO;
}

const char *fk_delete_text(struct arena *arena, enum fk_action action, const struct words *set_columns)
{
    struct strings columns = words_texts(arena, set_columns);
    return columns.len == 0
               ? fk_action_sql[action]
               : arena_printf(arena, "%s (%s)", fk_action_sql[action], strings_join(arena, &columns, ", "));
}

struct strings words_texts(struct arena *arena, const struct words *words)
{
    struct strings texts = {0};
    for (size_t i = 0; i < words->len; i++) {
        *PUSH(arena, &texts) = words->at[i].text;
    }
    return texts;
}
