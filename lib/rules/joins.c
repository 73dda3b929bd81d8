#include "rules/fixes.h"
#include "rules/join.h"

#include "base/text.h"

#include <string.h>

/* The attribute that the class has for a column of its own table. */
static const char *attribute_of(const struct class_def *class_, const struct column_def *column)
{
    for (size_t i = 0; i < class_->attributes.len; i++) {
        if (text_same(class_->attributes.at[i].column.text, column->name.text)) {
            return class_->attributes.at[i].attribute.text;
        }
    }
    return column->name.text;
}

static const char *column_by_class(
    struct arena *arena, const struct class_def *class_, const struct table_column *column)
{
    for (const struct class_def *at = class_; at != NULL; at = at->base) {
        if (at->table == column->table) {
            return arena_printf(arena, "%s.%s", class_->name.text, attribute_of(at, column->column));
        }
    }
    return NULL;
}

const char *join_column(struct arena *arena, const struct relationship *rel, const struct table_column *column)
{
    const char *text = column_by_class(arena, rel->owner, column);
    if (text == NULL && rel->target != NULL) {
        text = column_by_class(arena, rel->target, column);
    }
    if (text == NULL) {
        text = arena_printf(arena, "%s.c.%s", column->table->name.text, column->column->name.text);
    }
    return text;
}

const char *join_key_columns(struct arena *arena, const struct relationship *rel, const struct key *key)
{
    struct strings names = {0};
    for (size_t i = 0; i < key->columns.len; i++) {
        struct table_column column = {.table = key->table, .column = key->columns.at[i]};
        *PUSH(arena, &names) = join_column(arena, rel, &column);
    }
    return fix_one_or_list(arena, &names);
}

/* "bill" names "bill", "bill_id" and "bill_anything". */
static bool column_is_named(const char *column, const char *name)
{
    size_t len = name == NULL ? 0 : strlen(name);
    return len != 0 && strncmp(column, name, len) == 0 && (column[len] == '\0' || column[len] == '_');
}

static bool key_is_named(const struct key *key, const char *name)
{
    return column_is_named(key->columns.at[key->columns.len - 1]->name.text, name);
}

const struct key *join_key_by_name(const struct relationship *rel)
{
    const char *const names[] = {rel->def->name.text, rel->def->back_populates.text, rel->def->backref.text};
    for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
        const struct key *found = NULL;
        size_t count = 0;
        for (size_t i = 0; i < rel->candidates.len; i++) {
            if (key_is_named(rel->candidates.at[i], names[n])) {
                found = rel->candidates.at[i];
                count++;
            }
        }
        if (count == 1) {
            return found;
        }
    }
    return NULL;
}

void rules_joins(const struct rule_input *input, const struct relationship *rel)
{
    check_names(input, rel);
    check_keys(input, rel);
    check_columns(input, rel);
}
