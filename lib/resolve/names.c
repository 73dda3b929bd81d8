#include "resolve/names.h"

#include "base/text.h"

static struct named_column find_attribute(const struct class_def *class_, const char *attribute)
{
    struct named_column found = {.via = class_};
    found.column.column = class_attribute(class_, attribute, &found.column.table);
    return found;
}

static struct named_column find_in_table(struct table_def *table, const char *name)
{
    struct column_def *column = table == NULL ? NULL : table_column(table, name);
    return (struct named_column){.column = {.table = column == NULL ? NULL : table, .column = column}};
}

/* Classes go before tables, as in SQLAlchemy's texts. */
static struct named_column find_path(const struct name_scope *scope, const struct strings *path)
{
    const struct model *model = scope->index->model;
    struct named_column found = {0};
    if (path->len == 1) {
        return find_attribute(scope->owner->class_, path->at[0]);
    }
    if (path->len == 3) {
        return find_in_table(model_table(model, path->at[0], path->at[1]), path->at[2]);
    }
    if (path->len != 2) {
        return found;
    }
    const struct class_def *class_ = model_class(model, path->at[0]);
    if (class_ != NULL) {
        found = find_attribute(class_, path->at[1]);
    }
    return found.column.column == NULL ? find_in_table(model_table(model, NULL, path->at[0]), path->at[1]) : found;
}

/* ---- what leads nowhere ---- */

static void add_column_names(struct arena *arena, const struct table_def *table, struct strings *names)
{
    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        *PUSH(arena, names) = table->columns.at[i]->name.text;
    }
}

/* A column that has an attribute of another name is known by that alone. */
static const char *nearest_attribute(const struct name_scope *scope, const struct class_def *class_, const char *typed)
{
    struct arena *arena = scope->index->arena;
    struct strings columns = {0};
    struct strings names = {0};
    const struct mapping *mapping = mapping_of(scope->index, class_);
    for (size_t i = 0; i < class_->attributes.len; i++) {
        *PUSH(arena, &names) = class_->attributes.at[i].attribute.text;
        if (text_same(class_->attributes.at[i].column.text, typed)) {
            return class_->attributes.at[i].attribute.text;
        }
    }
    for (size_t i = 0; i < mapping->tables.len; i++) {
        add_column_names(arena, mapping->tables.at[i], &columns);
    }
    for (size_t i = 0; i < columns.len; i++) {
        if (find_attribute(class_, columns.at[i]).column.column != NULL) {
            *PUSH(arena, &names) = columns.at[i];
        }
    }
    return text_nearest(typed, &names);
}

/* The class or table that may be meant by the first word of a path. */
static const char *nearest_owner(const struct name_scope *scope, const char *typed)
{
    const struct model *model = scope->index->model;
    const char *class_ = model_nearest_class(model, typed), *table = model_nearest_table(model, typed);
    if (class_ == NULL || table == NULL) {
        return class_ != NULL ? class_ : table;
    }
    const char *both[] = {class_, table};
    return text_nearest(typed, &(struct strings){.at = both, .len = 2});
}

/* A bare name is the owner's; where only the target has it, that one is meant. */
static const char *nearest_bare(const struct name_scope *scope, const char *typed)
{
    struct arena *arena = scope->index->arena;
    if (scope->target != NULL && find_attribute(scope->target->class_, typed).column.column != NULL) {
        return arena_printf(arena, "%s.%s", scope->target->class_->name.text, typed);
    }
    static const char *const values[][2] = {
        {"true", "True"}, {"false", "False"}, {"none", "None"}, {"null", "None"}, {"NULL", "None"}};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        if (text_same(typed, values[i][0])) {
            return values[i][1]; /* of Python */
        }
    }
    return nearest_attribute(scope, scope->owner->class_, typed);
}

static bool names_relationship(const struct name_scope *scope, const struct class_def *class_, const char *name)
{
    const struct mapping *mapping = mapping_of(scope->index, class_);
    return mapping != NULL && mapping_relationship(mapping, name) != NULL;
}

static void explain_two(const struct name_scope *scope, const struct strings *path, struct unknown_name *unknown)
{
    struct arena *arena = scope->index->arena;
    const struct class_def *class_ = model_class(scope->index->model, path->at[0]);
    const struct table_def *table = model_table(scope->index->model, NULL, path->at[0]);
    unknown->is_class = class_ == NULL && table == NULL;
    const char *nearest = NULL;
    if (unknown->is_class) {
        nearest = nearest_owner(scope, path->at[0]);
        unknown->nearest = nearest == NULL ? NULL : arena_printf(arena, "%s.%s", nearest, path->at[1]);
        return;
    }
    if (class_ != NULL && class_->abstract == YES) {
        bool own = find_attribute(scope->owner->class_, path->at[1]).column.column != NULL;
        unknown->nearest = own ? path->at[1] : NULL; /* each child has its own */
        return;
    }
    if (class_ != NULL) {
        unknown->is_relationship = names_relationship(scope, class_, path->at[1]);
        nearest = nearest_attribute(scope, class_, path->at[1]);
    } else {
        struct strings names = {0};
        add_column_names(arena, table, &names);
        nearest = text_nearest(path->at[1], &names);
    }
    unknown->nearest = nearest == NULL ? NULL : arena_printf(arena, "%s.%s", path->at[0], nearest);
}

static void note_unknown(const struct name_scope *scope, const struct expr *expr)
{
    struct arena *arena = scope->index->arena;
    struct unknown_name *unknown = PUSH(arena, scope->unknown);
    unknown->key = scope->key;
    unknown->name = strings_join(arena, &expr->path, ".");
    unknown->span = expr->span;
    if (expr->path.len == 1) {
        unknown->is_relationship = names_relationship(scope, scope->owner->class_, expr->path.at[0]);
        unknown->nearest = nearest_bare(scope, expr->path.at[0]);
    } else if (expr->path.len == 2) {
        explain_two(scope, &expr->path, unknown);
    } else {
        unknown->is_class =
            expr->path.len < 3 || model_table(scope->index->model, expr->path.at[0], expr->path.at[1]) == NULL;
    }
}

struct named_column name_find(const struct name_scope *scope, const struct expr *expr)
{
    struct named_column found = find_path(scope, &expr->path);
    if (found.column.column == NULL) {
        note_unknown(scope, expr);
    }
    return found;
}

void names_collect(const struct name_scope *scope, const struct exprs *exprs, struct table_columns *ret_columns)
{
    for (size_t i = 0; i < exprs->len; i++) {
        const struct expr *expr = exprs->at[i];
        if (expr->kind != EXPR_COLUMN) {
            names_collect(scope, &expr->args, ret_columns);
            continue;
        }
        struct named_column found = name_find(scope, expr);
        if (found.column.column != NULL) {
            columns_add(scope->index->arena, ret_columns, &found.column);
        }
    }
}
