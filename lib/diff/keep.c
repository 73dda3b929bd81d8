#include "diff/keep.h"

#include "base/text.h"
#include "diff/rowid.h"

#include <string.h>

struct column *keep_column(const struct lens *lens, const struct column *column)
{
    struct column *copy = NEW(lens->pairs->arena, struct column);
    *copy = *column;
    copy->autoincrement = column->autoincrement && table_key_has(lens->table->to, column);
    copy->type = lens_type(lens, column->type);
    copy->type_canonical = lens_type(lens, column->type_canonical);
    return copy;
}

static bool keep_columns(const struct lens *lens, const struct strings *columns, struct strings *ret_columns)
{
    struct strings kept = {0};
    for (size_t i = 0; i < columns->len; i++) {
        const char *name = lens_column(lens, columns->at[i]);
        if (name == NULL) {
            return false;
        }
        *PUSH(lens->pairs->arena, &kept) = name;
    }
    *ret_columns = kept;
    return true;
}

static bool keep_sql(const struct lens *lens, const char *sql, const char **ret_sql)
{
    const struct table_pair *table = lens->table;
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_pair *pair = table->columns.at[i];
        if (pair->to == NULL && sql_names_column(lens->pairs->arena, sql, pair->from->name)) {
            return false;
        }
    }
    *ret_sql = lens_canonical(lens, sql);
    return true;
}

static struct unique *keep_unique(const struct lens *lens, const struct unique *unique)
{
    struct unique *copy = NEW(lens->pairs->arena, struct unique);
    *copy = *unique;
    return keep_columns(lens, &unique->columns, &copy->columns) ? copy : NULL;
}

static struct check *keep_check(const struct lens *lens, const struct check *check)
{
    struct check *copy = NEW(lens->pairs->arena, struct check);
    *copy = *check;
    copy->canonical = lens_canonical(lens, check->canonical);
    return keep_sql(lens, check->sql, &copy->sql) ? copy : NULL;
}

static struct index *keep_index(const struct lens *lens, const struct index *index)
{
    struct index *copy = NEW(lens->pairs->arena, struct index);
    *copy = *index;
    copy->parts = (struct index_parts){0};
    for (size_t i = 0; i < index->parts.len; i++) {
        struct index_part *part = PUSH(lens->pairs->arena, &copy->parts);
        *part = index->parts.at[i];
        part->canonical = lens_canonical(lens, part->canonical);
        part->column = part->column == NULL ? NULL : lens_column(lens, part->column);
        if ((part->column == NULL && part->expression == NULL) ||
            !keep_sql(lens, part->expression, &part->expression)) {
            return NULL;
        }
    }
    copy->where_canonical = lens_canonical(lens, index->where_canonical);
    return keep_sql(lens, index->where_sql, &copy->where_sql) && keep_columns(lens, &index->include, &copy->include)
               ? copy
               : NULL;
}

struct foreign_key *keep_foreign_key(const struct lens *lens, const struct foreign_key *key)
{
    struct foreign_key *copy = NEW(lens->pairs->arena, struct foreign_key);
    *copy = *key;
    const struct table_pair *target = pairs_from(lens->pairs, key->ref_schema, key->ref_table);
    if (target != NULL && target->to == NULL) {
        return NULL;
    }
    if (target != NULL) {
        struct lens there = {lens->pairs, target};
        copy->ref_table = target->to->name;
        copy->ref_schema = target->to->schema;
        if (!keep_columns(&there, &key->ref_columns, &copy->ref_columns)) {
            return NULL;
        }
    }
    bool kept =
        keep_columns(lens, &key->columns, &copy->columns) && keep_columns(lens, &key->set_columns, &copy->set_columns);
    return kept ? copy : NULL;
}

/* Appends what is kept of a part, if anything is; says whether it is. */
#define DEFINE_ADD(what, list)                                                                                         \
    static bool add_##what(const struct lens *lens, const struct what *part, struct table *into)                       \
    {                                                                                                                  \
        struct what *kept = keep_##what(lens, part);                                                                   \
        if (kept != NULL) {                                                                                            \
            *PUSH(lens->pairs->arena, &into->list) = kept;                                                             \
        }                                                                                                              \
        return kept != NULL;                                                                                           \
    }

DEFINE_ADD(unique, uniques)
DEFINE_ADD(index, indexes)
DEFINE_ADD(foreign_key, foreign_keys)
DEFINE_ADD(check, checks)

bool keep_part(const struct lens *lens, enum part part, union part_ref ref, struct table *into)
{
    switch (part) {
    case PART_UNIQUE: return add_unique(lens, ref.unique, into);
    case PART_INDEX: return add_index(lens, ref.index, into);
    case PART_FOREIGN_KEY: return add_foreign_key(lens, ref.foreign_key, into);
    case PART_CHECK: return add_check(lens, ref.check, into);
    case PART_COLUMN:
    case PART_PRIMARY_KEY: break;
    }
    return false;
}

static const char *label(struct arena *arena, const struct table *table, const char *name, const char *what)
{
    return name != NULL ? arena_printf(arena, "%s.%s", table_label(arena, table), name)
                        : arena_printf(arena, "%s(%s)", table_label(arena, table), what);
}

const char *part_label(struct arena *arena, const struct table *table, enum part part, union part_ref ref)
{
    switch (part) {
    case PART_COLUMN: return label(arena, table, ref.column->name, "");
    case PART_PRIMARY_KEY: return label(arena, table, NULL, strings_join(arena, &ref.primary_key->columns, ", "));
    case PART_UNIQUE: return label(arena, table, ref.unique->name, strings_join(arena, &ref.unique->columns, ", "));
    case PART_INDEX: return ref.index->name;
    case PART_FOREIGN_KEY:
        return label(arena, table, ref.foreign_key->name, strings_join(arena, &ref.foreign_key->columns, ", "));
    case PART_CHECK: return label(arena, table, ref.check->name, ref.check->sql);
    }
    return "";
}
