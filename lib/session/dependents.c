#include "base/text.h"
#include "session/session.h"

/* What becomes of a table or a column that something stands on. */
struct fate {
    const char *how; /* "is dropped"; NULL: it stays as it is */
    bool gone;
};

struct search {
    corm *session;
    const struct comparison *comparison;
    struct map tables; /* label of the live table -> its struct table_diff */
};

static void index_tables(struct search *search)
{
    const struct diff *diff = search->comparison->diff;
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        if (table->from != NULL) {
            const char *label = table_label(search->session->arena, table->from);
            map_set(search->session->arena, &search->tables, label, diff->tables.at + i);
        }
    }
}

/* A type that is made anew takes all columns of the old one along. */
static bool is_remade(const struct search *search, const struct dependent *dependent)
{
    const struct diff *diff = search->comparison->diff;
    const struct table *table = NULL;
    for (size_t i = 0; i < diff->enums.len; i++) {
        if (!enum_is_remade(&diff->enums.at[i])) {
            continue;
        }
        table = table != NULL ? table : schema_table(diff->from, dependent->schema, dependent->table);
        const struct column *column = table == NULL ? NULL : table_find_column(table, dependent->column);
        if (column != NULL && enum_is_type(search->session->arena, diff->enums.at[i].from, column->type)) {
            return true;
        }
    }
    return false;
}

static struct fate fate_of_column(const struct search *search, const struct dependent *dependent, const char *label)
{
    const struct table_diff *table = map_get(&search->tables, label);
    for (size_t i = 0; table != NULL && i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        if (change->part != PART_COLUMN || change->from.any == NULL ||
            !text_same(change->from.column->name, dependent->column)) {
            continue;
        }
        if (change->to.any == NULL) {
            return (struct fate){"is dropped", true};
        }
        if ((change->facets & FACET_TYPE) != 0) {
            return (struct fate){"changes its type", false};
        }
    }
    return (struct fate){is_remade(search, dependent) ? "changes its type" : NULL, false};
}

static struct fate fate_of(const struct search *search, const struct dependent *dependent, const char *label)
{
    const struct table_diff *table = map_get(&search->tables, label);
    if (table != NULL && table->to == NULL) {
        return (struct fate){dependent->own || dependent->goes ? NULL : "is dropped", true};
    }
    return dependent->column != NULL ? fate_of_column(search, dependent, label) : (struct fate){0};
}

static const char *warning_of(const struct search *search, const struct dependent *dependent)
{
    struct arena *arena = search->session->arena;
    const struct table name = {.schema = dependent->schema, .name = dependent->table};
    const char *label = table_label(arena, &name);
    struct fate fate = fate_of(search, dependent, label);
    bool whole = fate.gone && ((const struct table_diff *)map_get(&search->tables, label))->to == NULL;
    if (fate.how == NULL || (dependent->goes && !fate.gone)) {
        return NULL;
    }
    const char *object =
        whole ? arena_printf(arena, "table %s", label) : arena_printf(arena, "column %s.%s", label, dependent->column);
    if (dependent->goes) {
        return arena_printf(arena, "%s goes with %s, which %s", dependent->what, object, fate.how);
    }
    return arena_printf(arena,
        "%s stands on %s, which %s: the server refuses that unless the migration drops it first (IF EXISTS, as scratch "
        "databases lack it) and makes it anew behind",
        dependent->what,
        object,
        fate.how);
}

corm_status session_add_dependents(corm *session, struct db *db, struct comparison *comparison)
{
    struct dependents dependents;
    struct search search = {.session = session, .comparison = comparison};
    if (db->driver->dependents == NULL || diff_is_empty(comparison->diff)) {
        return CORM_OK;
    }
    corm_status status = db->driver->dependents(db, session->arena, &dependents, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    index_tables(&search);
    for (size_t i = 0; i < dependents.len; i++) {
        const char *warning = warning_of(&search, &dependents.at[i]);
        if (warning != NULL && !strings_have(&comparison->warnings, warning)) {
            *PUSH(session->arena, &comparison->warnings) = warning;
        }
    }
    return CORM_OK;
}
