/* What is in the database without anybody having asked for it: kept, listed, carried along.
 *
 * It is found by diffing.  What a diff from live to desired would drop, and a diff from lock to live calls new, is
 * unmanaged.  First tables and columns are taken over, so that constraints over them find them in a second diff. */
#include "base/text.h"
#include "diff/diff.h"
#include "diff/keep.h"
#include "diff/pairs.h"

#include <string.h>

struct adopted {
    struct column *column;
    const struct table *table; /* of the result */
};

struct adoption {
    struct arena *arena;
    const struct schema *live;
    const struct diff *news; /* lock -> live; NULL: all is new */
    struct schema *result;
    const struct pairs *pairs; /* live -> result */
    struct unmanaged_list *list;
    struct LIST_OF(struct adopted) columns;
};

/* Whether no migration of ours made it.  part is NULL for the table itself. */
static bool is_new(const struct adoption *adoption, const struct table *table, const void *part)
{
    if (adoption->news == NULL) {
        return true;
    }
    for (size_t i = 0; i < adoption->news->tables.len; i++) {
        const struct table_diff *diff = &adoption->news->tables.at[i];
        if (diff->to != table) {
            continue;
        }
        for (size_t j = 0; j < diff->changes.len; j++) {
            if (diff->changes.at[j].from.any == NULL && diff->changes.at[j].to.any == part) {
                return true;
            }
        }
        return diff->from == NULL;
    }
    return false;
}

/* Whether the model's `drop:` says "kind object". */
static bool is_asked(const struct adoption *adoption, const char *kind, const char *object)
{
    for (size_t i = 0; i < adoption->result->drop.len; i++) {
        const char *item = adoption->result->drop.at[i];
        size_t len = strlen(kind);
        const char *said = arena_strndup(adoption->arena, item, strlen(item) < len ? strlen(item) : len);
        if (text_same_nocase(said, kind) && item[len] == ' ' &&
            pairs_same_name(adoption->pairs, item + len + strspn(item + len, " "), object)) {
            return true;
        }
    }
    return false;
}

static void list_it(const struct adoption *adoption, const char *kind, const char *object)
{
    *PUSH(adoption->arena, adoption->list) = (struct unmanaged){kind, object};
}

/* ---- tables and columns ---- */

static void adopt_table(const struct adoption *adoption, const struct table *table)
{
    const char *label = table_label(adoption->arena, table);
    if (is_new(adoption, table, NULL) && !is_asked(adoption, "table", label)) {
        *PUSH(adoption->arena, &adoption->result->tables) = table_copy(adoption->arena, table);
        list_it(adoption, "table", label);
    }
}

/* A column goes where it is managed or asked to go, or where it is generated from one that goes. */
static bool column_goes(
    const struct adoption *adoption, const struct table_pair *pair, const struct column *column, size_t depth)
{
    const struct column_pair *known = pair_from_column(adoption->pairs, pair, column->name);
    if (known->to != NULL) {
        return false;
    }
    const char *object = arena_printf(adoption->arena, "%s.%s", table_label(adoption->arena, pair->from), column->name);
    if (!is_new(adoption, pair->from, column) || is_asked(adoption, "column", object)) {
        return true;
    }
    for (size_t i = 0; column->generated_sql != NULL && depth > 0 && i < pair->from->columns.len; i++) {
        const struct column *other = pair->from->columns.at[i];
        if (other != column && sql_names_column(adoption->arena, column->generated_sql, other->name) &&
            column_goes(adoption, pair, other, depth - 1)) {
            return true;
        }
    }
    return false;
}

static void adopt_columns(struct adoption *adoption, const struct table_pair *pair)
{
    struct table *table = schema_table(adoption->result, pair->to->schema, pair->to->name);
    struct lens lens = {adoption->pairs, pair};
    for (size_t i = 0; i < pair->from->columns.len; i++) {
        const struct column *column = pair->from->columns.at[i];
        if (pair_from_column(adoption->pairs, pair, column->name)->to != NULL ||
            column_goes(adoption, pair, column, pair->from->columns.len)) {
            continue;
        }
        struct column *kept = keep_column(&lens, column);
        *PUSH(adoption->arena, &table->columns) = kept;
        *PUSH(adoption->arena, &adoption->columns) = (struct adopted){kept, table};
        list_it(adoption,
            "column",
            arena_printf(adoption->arena, "%s.%s", table_label(adoption->arena, pair->from), column->name));
    }
}

/* ---- keys, constraints, indexes ---- */

static bool is_part_asked(const struct adoption *adoption, const struct change *change, const char *object)
{
    const char *kind = part_names[change->part], *bare = strrchr(object, '.');
    return is_asked(adoption, kind, object) || (bare != NULL && is_asked(adoption, kind, bare + 1)) ||
           (change->part == PART_FOREIGN_KEY && is_asked(adoption, "foreign key", object));
}

static void adopt_parts(const struct adoption *adoption, const struct table_diff *diff)
{
    struct table *table = schema_table(adoption->result, diff->to->schema, diff->to->name);
    struct lens lens = {adoption->pairs, pairs_to(adoption->pairs, diff->to->schema, diff->to->name)};
    for (size_t i = 0; i < diff->changes.len; i++) {
        const struct change *change = &diff->changes.at[i];
        if (change->to.any != NULL || !is_new(adoption, diff->from, change->from.any)) {
            continue;
        }
        const char *object = part_label(adoption->arena, diff->from, change->part, change->from);
        if (!is_part_asked(adoption, change, object) && keep_part(&lens, change->part, change->from, table)) {
            list_it(adoption, part_names[change->part], object);
        }
    }
}

/* The keys of a table that was taken over follow what they point to. */
static void follow_references(const struct adoption *adoption, const struct table_pair *pair)
{
    struct table *table = schema_table(adoption->result, pair->to->schema, pair->to->name);
    struct lens lens = {adoption->pairs, pair};
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct foreign_key *followed = keep_foreign_key(&lens, table->foreign_keys.at[i]);
        if (followed != NULL) {
            table->foreign_keys.at[i] = followed;
        }
    }
}

/* So do columns that are generated from others. */
static void follow_columns(const struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->columns.len; i++) {
        const struct adopted *adopted = &adoption->columns.at[i];
        struct lens lens = {adoption->pairs, pairs_to(adoption->pairs, adopted->table->schema, adopted->table->name)};
        adopted->column->generated_sql = lens_sql(&lens, adopted->column->generated_sql);
    }
}

static void list_others(const struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->live->others.len; i++) {
        list_it(adoption, adoption->live->others.at[i]->kind, adoption->live->others.at[i]->name);
    }
}

static void adopt_tables_and_columns(struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->pairs->tables.len; i++) {
        const struct table_pair *pair = adoption->pairs->tables.at[i];
        if (pair->to == NULL) {
            adopt_table(adoption, pair->from);
        } else if (pair->from != NULL) {
            adopt_columns(adoption, pair);
        }
    }
}

struct schema *diff_adopt_unmanaged(struct arena *arena,
    const struct schema *desired,
    const struct schema *live,
    const struct schema *lock,
    struct unmanaged_list *ret_unmanaged)
{
    struct unmanaged_list list = {0};
    struct adoption adoption = {
        .arena = arena,
        .live = live,
        .news = lock == NULL ? NULL : diff_schemas(arena, lock, live),
        .result = schema_copy(arena, desired),
        .pairs = pairs_make(arena, live, desired),
        .list = &list,
    };
    size_t own = adoption.result->tables.len;
    adopt_tables_and_columns(&adoption);
    adoption.pairs = pairs_make(arena, live, adoption.result);
    for (size_t i = own; i < adoption.result->tables.len; i++) {
        const struct table *table = adoption.result->tables.at[i];
        follow_references(&adoption, pairs_to(adoption.pairs, table->schema, table->name));
    }
    follow_columns(&adoption);
    const struct diff *rest = diff_schemas(arena, live, adoption.result);
    for (size_t i = 0; i < rest->tables.len; i++) {
        if (rest->tables.at[i].from != NULL && rest->tables.at[i].to != NULL) {
            adopt_parts(&adoption, &rest->tables.at[i]);
        }
    }
    list_others(&adoption);
    schema_sort(adoption.result);
    *ret_unmanaged = list;
    return adoption.result;
}
