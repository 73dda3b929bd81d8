/* What is in the database without anybody having asked for it: kept, listed, carried along.
 *
 * It is found by diffing.  What a diff from live to desired would drop, and a diff from lock to live calls new, is
 * unmanaged.  First tables and columns are taken over, so that constraints over them find them in a second diff. */
#include "base/text.h"
#include "diff/diff.h"
#include "diff/keep.h"
#include "diff/options.h"
#include "diff/pairs.h"

#include <string.h>

struct adopted {
    struct column *column;
    const struct table *table; /* of the result */
};

/* What no migration of ours made, looked for when it is first asked: mostly nothing is. */
struct news {
    struct arena *arena;
    const struct schema *lock, *live; /* lock NULL: there is none, and all is new */
    const struct diff *diff;
};

struct adoption {
    struct arena *arena;
    const struct schema *live;
    const struct schema *desired, *lock; /* lock NULL: there is none */
    struct news *news;
    struct schema *result;
    const struct pairs *pairs; /* live -> result */
    struct unmanaged_list *list;
    struct LIST_OF(struct adopted) columns;
};

/* Whether no migration of ours made it.  part is NULL for the table itself. */
static bool is_new(const struct adoption *adoption, const struct table *table, const void *part)
{
    struct news *news = adoption->news;
    if (news->lock == NULL) {
        return true;
    }
    news->diff = news->diff == NULL ? diff_schemas(news->arena, news->lock, news->live) : news->diff;
    for (size_t i = 0; i < news->diff->tables.len; i++) {
        const struct table_diff *diff = &news->diff->tables.at[i];
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

/* ---- schemas and enums ---- */

/* Whether it is in a schema that nobody has named: it is kept, and nothing is said of it. */
static bool is_elsewhere(const struct adoption *adoption, const char *schema)
{
    return schema != NULL && !strings_have(&adoption->desired->schemas, schema) &&
           (adoption->lock == NULL || !strings_have(&adoption->lock->schemas, schema));
}

static void adopt_schemas(const struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->live->schemas.len; i++) {
        const char *name = adoption->live->schemas.at[i];
        if (is_elsewhere(adoption, name) && !is_asked(adoption, "schema", name)) {
            *PUSH(adoption->arena, &adoption->result->schemas) = name;
        }
    }
}

/* A type that a column which is kept is of stays too. */
static bool enum_is_used(const struct adoption *adoption, const struct enum_pair *pair)
{
    for (size_t i = 0; i < adoption->result->tables.len; i++) {
        const struct table *table = adoption->result->tables.at[i];
        for (size_t k = 0; k < table->columns.len; k++) {
            const char *type = table->columns.at[k]->type;
            size_t len = strlen(pair->from_type);
            if (strncmp(type, pair->from_type, len) == 0 && (type[len] == '\0' || type[len] == '[')) {
                return true;
            }
        }
    }
    return false;
}

static void adopt_enum(const struct adoption *adoption, const struct enum_pair *pair)
{
    const struct enum_type *type = pair->from;
    const char *label = enum_label(adoption->arena, type);
    bool elsewhere = is_elsewhere(adoption, type->schema);
    bool managed = adoption->lock != NULL && schema_enum(adoption->lock, type->schema, type->name) != NULL;
    if (enum_is_used(adoption, pair) || elsewhere || (!managed && !is_asked(adoption, "enum", label))) {
        struct enum_type *kept = NEW(adoption->arena, struct enum_type);
        *kept = *type;
        *PUSH(adoption->arena, &adoption->result->enums) = kept;
        if (!elsewhere && !managed) {
            list_it(adoption, "enum", label);
        }
    }
}

/* After tables and columns. */
static void adopt_enums(const struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->pairs->enums.len; i++) {
        if (adoption->pairs->enums.at[i]->to == NULL) {
            adopt_enum(adoption, adoption->pairs->enums.at[i]);
        }
    }
}

/* ---- tables and columns ---- */

static void adopt_table(const struct adoption *adoption, const struct table *table)
{
    const char *label = table_label(adoption->arena, table);
    if (is_elsewhere(adoption, table->schema)) {
        *PUSH(adoption->arena, &adoption->result->tables) = table_copy(adoption->arena, table);
    } else if (is_new(adoption, table, NULL) && !is_asked(adoption, "table", label)) {
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
    struct table *table = NULL;
    struct lens lens = {adoption->pairs, pair};
    for (size_t i = 0; i < pair->from->columns.len; i++) {
        const struct column *column = pair->from->columns.at[i];
        if (pair_from_column(adoption->pairs, pair, column->name)->to != NULL ||
            column_goes(adoption, pair, column, pair->from->columns.len)) {
            continue;
        }
        table = table != NULL ? table : schema_table(adoption->result, pair->to->schema, pair->to->name);
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
        adopted->column->generated_sql = lens_canonical(&lens, adopted->column->generated_sql);
        adopted->column->generated_canonical = lens_canonical(&lens, adopted->column->generated_canonical);
    }
}

static void list_others(const struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->live->others.len; i++) {
        list_it(adoption, adoption->live->others.at[i]->kind, adoption->live->others.at[i]->name);
    }
}

static void adopt_options(const struct adoption *adoption, const struct table_pair *pair)
{
    if (options_have_extra(pair->from, pair->to)) {
        const struct schema *lock = adoption->lock;
        const struct table *live = pair->from;
        options_adopt(adoption->arena,
            live,
            lock == NULL ? NULL : schema_table(lock, live->schema, live->name),
            schema_table(adoption->result, pair->to->schema, pair->to->name),
            adoption->list);
    }
}

static void adopt_tables_and_columns(struct adoption *adoption)
{
    for (size_t i = 0; i < adoption->pairs->tables.len; i++) {
        const struct table_pair *pair = adoption->pairs->tables.at[i];
        if (pair->to == NULL) {
            adopt_table(adoption, pair->from);
        } else if (pair->from != NULL) {
            adopt_options(adoption, pair);
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
    struct news news = {.arena = arena, .lock = lock, .live = live};
    struct adoption adoption = {
        .arena = arena,
        .live = live,
        .lock = lock,
        .desired = desired,
        .news = &news,
        .result = schema_copy(arena, desired),
        .pairs = pairs_make(arena, live, desired),
        .list = &list,
    };
    size_t own = adoption.result->tables.len;
    adopt_schemas(&adoption);
    adopt_tables_and_columns(&adoption);
    adopt_enums(&adoption);
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
