/* What a type or a default means depends on nothing else of its table, and a model says the same ones again and again:
 * "now()" is asked for once, not by thousands of tables. */
#include "db/postgresql/canonical.h"

#include "base/text.h"

#include <string.h>

#define TABLE_COLUMNS 100

static bool asks_default(const struct column *column)
{
    return column->generated_sql == NULL && column->default_sql != NULL && column->default_canonical == NULL;
}

static const char *key_of(struct arena *arena, const struct column *column)
{
    return arena_printf(
        arena, "%zu %s %s", strlen(column->type), column->type, asks_default(column) ? column->default_sql : "");
}

static void ask(struct column_forms *forms, struct arena *arena, const struct column *column, const char *key)
{
    struct tables *tables = &forms->tables;
    struct column *form = NEW(arena, struct column);

    if (tables->len == 0 || tables->at[tables->len - 1]->columns.len == TABLE_COLUMNS) {
        struct table *table = NEW(arena, struct table);
        table->name = arena_printf(arena, "corm_forms_%u", tables->len);
        *PUSH(arena, tables) = table;
    }
    struct columns *columns = &tables->at[tables->len - 1]->columns;
    form->name = arena_printf(arena, "form_%u", columns->len);
    form->type = column->type;
    form->default_sql = asks_default(column) ? column->default_sql : NULL;
    *PUSH(arena, columns) = form;
    map_set(arena, &forms->by_key, arena_strdup(arena, key), form);
}

static void take(const struct column_forms *forms, struct column *column, const char *key)
{
    const struct column *form = map_get(&forms->by_key, key);

    if (form != NULL && asks_default(column)) {
        column->default_canonical = form->default_canonical;
    }
    if (form != NULL && column->type_canonical == NULL) {
        column->type_canonical = form->type_canonical;
    }
}

/* Asks for what is not known, or with `answered` takes what has come. */
static void visit(struct column_forms *forms, struct arena *arena, const struct schema *desired, bool answered)
{
    struct arena *scratch = arena_new();

    for (size_t i = 0; i < desired->tables.len; i++) {
        const struct columns *columns = &desired->tables.at[i]->columns;
        for (size_t j = 0; j < columns->len; j++) {
            struct column *column = columns->at[j];
            if (column->type_canonical != NULL && !asks_default(column)) {
                continue;
            }
            const char *key = key_of(scratch, column);
            if (answered) {
                take(forms, column, key);
            } else if (map_get(&forms->by_key, key) == NULL) {
                ask(forms, arena, column, key);
            }
        }
        arena_reset(scratch);
    }
    arena_free(scratch);
}

struct column_forms column_forms_ask(struct arena *arena, const struct schema *desired)
{
    struct column_forms forms = {0};

    visit(&forms, arena, desired, false);
    return forms;
}

void column_forms_take(struct column_forms *forms, struct arena *arena, struct schema *desired)
{
    visit(forms, arena, desired, true);
}
