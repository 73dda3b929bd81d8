#include "base/text.h"
#include "export/exporter.h"

/* A name that nothing of the module has yet, and that is its own from now on. */
static const char *choose(struct exporter *exporter, struct map *scope, const char *text)
{
    const char *word = python_identifier(exporter->arena, text), *name = word;
    for (unsigned i = 2; map_get(scope, name) != NULL; i++) {
        name = arena_printf(exporter->arena, "%s_%u", word, i);
    }
    map_set(exporter->arena, scope, name, exporter);
    map_set(exporter->arena, &exporter->taken, name, exporter);
    return name;
}

static const char *attribute_name(const struct class_def *class_, const struct column_def *column)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, column->name.text)) {
            return class_->attributes.at[i].attribute.text;
        }
    }
    return column->name.text;
}

static void choose_attributes(struct exporter *exporter, const struct class_def *class_)
{
    struct map scope = {0};
    for (size_t i = 0; class_->table != NULL && i < class_->table->columns.len; i++) {
        const struct column_def *column = class_->table->columns.at[i];
        const char *name = choose(exporter, &scope, attribute_name(class_, column));
        if (pointers_get(&exporter->attributes, column) == NULL) {
            pointers_set(exporter->arena, &exporter->attributes, column, arena_strdup(exporter->arena, name));
        }
    }
    for (size_t i = 0; i < class_->relationships.len; i++) {
        const struct rel_def *rel = class_->relationships.at[i];
        const char *name = python_identifier(exporter->arena, rel->name.text);
        struct table_def *table = NULL;
        if (class_attribute(class_, rel->name.text, &table) == NULL) { /* a clash is SQLAlchemy's to judge */
            name = choose(exporter, &scope, rel->name.text);
        }
        pointers_set(exporter->arena, &exporter->attributes, rel, arena_strdup(exporter->arena, name));
    }
}

void names_choose(struct exporter *exporter)
{
    struct map module = {0};
    for (size_t i = 0; i < exporter->model->classes.len; i++) {
        const struct class_def *class_ = exporter->model->classes.at[i];
        const char *name = choose(exporter, &module, class_->name.text);
        pointers_set(exporter->arena, &exporter->classes, class_, arena_strdup(exporter->arena, name));
        choose_attributes(exporter, class_);
    }
    for (size_t i = 0; i < exporter->model->tables.len; i++) {
        const struct table_def *table = exporter->model->tables.at[i];
        const char *name = python_identifier(exporter->arena, table->name.text);
        name = map_get(&exporter->taken, name) == NULL ? name : arena_printf(exporter->arena, "%s_table", name);
        name = choose(exporter, &module, name);
        pointers_set(exporter->arena, &exporter->tables, table, arena_strdup(exporter->arena, name));
    }
    bool flask = exporter->options->style == EXPORT_FLASK;
    exporter->base = choose(exporter, &module, flask ? "db" : "Base");
    exporter->model_base = flask && exporter->options->mapped ? choose(exporter, &module, "Base") : NULL;
}

const char *name_of(const struct pointers *names, const void *what)
{
    return pointers_get(names, what);
}

const char *name_import(struct exporter *exporter, const char *module, const char *name)
{
    for (size_t i = 0; i < exporter->imports.len; i++) {
        const struct import *import = &exporter->imports.at[i];
        if (text_same(import->module, module) && text_same(import->name, name)) {
            return import->alias == NULL ? import->name : import->alias;
        }
    }
    struct import import = {module, name, NULL};
    if (map_get(&exporter->taken, name) != NULL) {
        struct map scope = exporter->taken;
        import.alias = choose(exporter, &scope, arena_printf(exporter->arena, "sa_%s", name));
    }
    *PUSH(exporter->arena, &exporter->imports) = import;
    return import.alias == NULL ? name : import.alias;
}

const char *name_builtin(struct exporter *exporter, const char *name)
{
    return map_get(&exporter->taken, name) == NULL ? name : name_import(exporter, "builtins", name);
}

const char *name_sql(struct exporter *exporter, const char *name)
{
    return exporter->options->style == EXPORT_FLASK ? arena_printf(exporter->arena, "%s.%s", exporter->base, name)
                                                    : name_import(exporter, "sqlalchemy", name);
}

const char *name_orm(struct exporter *exporter, const char *name)
{
    return exporter->options->style == EXPORT_FLASK ? arena_printf(exporter->arena, "%s.%s", exporter->base, name)
                                                    : name_import(exporter, "sqlalchemy.orm", name);
}
