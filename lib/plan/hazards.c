/* Which changes destroy rows, and which can fail where there are rows.  Read from the definitions, never by trying. */
#include "base/buf.h"
#include "base/text.h"
#include "plan/checks.h"
#include "plan/walk.h"

static const struct hazard_info infos[HAZARD_COUNT] = {
    [HAZARD_DS101] = {"DS101", "drops a column and its values", true},
    [HAZARD_DS102] = {"DS102", "drops a table and its rows", true},
    [HAZARD_DS103] = {"DS103", "converts values to a type that may not hold them", true},
    [HAZARD_DS104] = {"DS104", "removes a label that rows may hold", true},
    [HAZARD_MF101] = {"MF101", "a new unique key fails on rows that repeat", false},
    [HAZARD_MF103] = {"MF103", "a new NOT NULL column without default fails where there are rows", false},
    [HAZARD_MF104] = {"MF104", "NOT NULL fails where there are nulls", false},
    [HAZARD_MF105] = {"MF105", "a new CHECK fails on rows that break it", false},
    [HAZARD_MF106] = {"MF106", "a new foreign key fails on rows that dangle", false},
    [HAZARD_RW101] = {"RW101", "writes every row anew while nobody can use the table", false},
};

const struct hazard_info *hazard_info(enum hazard hazard)
{
    return &infos[hazard];
}

enum hazard hazard_find(const char *code)
{
    enum hazard hazard = HAZARD_DS101;
    while (hazard < HAZARD_COUNT && !text_same_nocase(infos[hazard].code, code)) {
        hazard++;
    }
    return hazard;
}

/* ---- columns ---- */

/* The column of `to`, where it is new, or NULL. */
static const struct column *new_column(const struct walk *walk, const char *name)
{
    for (size_t i = 0; i < walk->table->changes.len; i++) {
        const struct change *change = &walk->table->changes.at[i];
        if (change->part == PART_COLUMN && change->from.any == NULL &&
            text_same_nocase(change->to.column->name, name)) {
            return change->to.column;
        }
    }
    return NULL;
}

/* Whether the column is new and holds NULL in every row that is there. */
static bool is_new_and_null(const struct walk *walk, const char *name)
{
    const struct column *column = new_column(walk, name);
    return column != NULL && column->generated_sql == NULL && walk->dialect->takes_null(walk->table->to, column) &&
           plan_defaults_to_null(column);
}

static bool any_new_and_null(const struct walk *walk, const struct strings *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (is_new_and_null(walk, columns->at[i])) {
            return true;
        }
    }
    return false;
}

static bool index_is_over(const struct index *index, const char *column)
{
    for (size_t i = 0; i < index->parts.len; i++) {
        if (text_same_nocase(index->parts.at[i].column, column)) {
            return true;
        }
    }
    return false;
}

/* What can only go with a column: ", with index ix_a" */
static const char *what_goes_along(const struct walk *walk, const char *column)
{
    struct buf buf = buf_new(walk->arena);
    for (size_t i = 0; i < walk->table->changes.len; i++) {
        const struct change *change = &walk->table->changes.at[i];
        bool over = change->to.any == NULL &&
                    ((change->part == PART_INDEX && index_is_over(change->from.index, column)) ||
                        (change->part == PART_UNIQUE && strings_have(&change->from.unique->columns, column)));
        if (over) {
            buf_printf(&buf,
                "%s %s %s",
                buf.len == 0 ? ", with" : ",",
                part_names[change->part],
                part_label(walk->arena, walk->table->from, change->part, change->from));
        }
    }
    return buf_text(&buf);
}

static void dropped_column(const struct walk *walk, const struct column *column, const char *label)
{
    if (column->generated_sql == NULL) {
        walk_add(
            walk, HAZARD_DS101, label, "drops column %s and its values%s", label, what_goes_along(walk, column->name));
    }
}

static void created_column(const struct walk *walk, const struct column *column, const char *label)
{
    if (walk->dialect->takes_null(walk->table->to, column) || walk->dialect->fills_itself(walk->table->to, column)) {
        return;
    }
    if (column->generated_sql != NULL) {
        walk_add(walk, HAZARD_MF104, label, "fails where what generates %s is null", label);
    } else if (plan_defaults_to_null(column)) {
        walk_add(walk,
            HAZARD_MF103,
            label,
            "fails where %s has rows: the new column %s is NOT NULL without a default",
            table_label(walk->arena, walk->table->to),
            label);
    }
}

static void altered_column(const struct walk *walk, const struct change *change, const char *label)
{
    const struct column *from = change->from.column, *to = change->to.column;
    bool becomes_generated = from->generated_sql == NULL && to->generated_sql != NULL;
    if (becomes_generated) {
        walk_add(walk, HAZARD_DS101, label, "replaces the values of %s by what generates them", label);
    }
    if ((change->facets & FACET_TYPE) != 0 && to->generated_sql == NULL && walk->dialect->loses(from->type, to->type)) {
        walk_add(walk,
            HAZARD_DS103,
            label,
            "converts %s from %s to %s: values that do not fit change or are refused",
            label,
            from->type[0] == '\0' ? "no type" : from->type,
            to->type[0] == '\0' ? "no type" : to->type);
    }
    if (walk_becomes_not_null(walk, change) && plan_defaults_to_null(to) &&
        !walk->dialect->fills_itself(walk->table->to, to)) {
        walk_add(walk, HAZARD_MF104, label, "fails where %s is null", label);
    }
}

static void rewriting_column(const struct walk *walk, const struct change *change, const char *label)
{
    const struct column *from = change->from.column, *to = change->to.column;
    bool written = from == NULL || (change->facets & (FACET_TYPE | FACET_GENERATED)) != 0;
    if (written && walk->dialect->rewrites != NULL && walk->dialect->rewrites(from, to)) {
        walk_add(walk,
            HAZARD_RW101,
            label,
            "writes every row of %s anew for %s: nobody can use the table meanwhile",
            table_label(walk->arena, walk->table->to),
            label);
    }
}

static void column_hazards(const struct walk *walk, const struct change *change)
{
    const struct table *side = change->to.any == NULL ? walk->table->from : walk->table->to;
    union part_ref shown = change->to.any == NULL ? change->from : change->to;
    const char *label = part_label(walk->arena, side, PART_COLUMN, shown);
    if (change->to.any == NULL) {
        dropped_column(walk, change->from.column, label);
        return;
    }
    if (change->from.any == NULL) {
        created_column(walk, change->to.column, label);
    } else {
        altered_column(walk, change, label);
    }
    rewriting_column(walk, change, label);
}

/* ---- keys, constraints, indexes ---- */

static bool is_new_key(const struct walk *walk, const struct change *change)
{
    const unsigned stricter = FACET_COLUMNS | FACET_UNIQUE | FACET_EXPRESSION | FACET_COLLATION | FACET_OPTIONS;
    if (change->from.any != NULL && (change->facets & stricter) == 0) {
        return false;
    }
    return change->part == PART_PRIMARY_KEY || change->to.unique->nulls_not_distinct ||
           !any_new_and_null(walk, &change->to.unique->columns);
}

static bool is_new_unique_index(const struct walk *walk, const struct change *change)
{
    const unsigned stricter = FACET_COLUMNS | FACET_UNIQUE | FACET_EXPRESSION | FACET_COLLATION;
    const struct index *index = change->to.index, *from = change->from.index;
    bool nulls_repeat = index->nulls_not_distinct && (from == NULL || !from->nulls_not_distinct);
    if (!index->unique || (from != NULL && (change->facets & stricter) == 0 && !nulls_repeat)) {
        return false;
    }
    if (nulls_repeat) {
        return true;
    }
    for (size_t i = 0; i < index->parts.len; i++) {
        if (index->parts.at[i].column != NULL && is_new_and_null(walk, index->parts.at[i].column)) {
            return false;
        }
    }
    return true;
}

/* A key of one new column that the database numbers cannot repeat. */
static bool numbers_itself(const struct walk *walk, const struct primary_key *key)
{
    const struct column *column = key->columns.len == 1 ? new_column(walk, key->columns.at[0]) : NULL;
    return column != NULL && walk->dialect->fills_itself(walk->table->to, column);
}

static bool is_new_check(const struct walk *walk, const struct change *change)
{
    const struct check *check = change->to.check;
    if (change->from.any != NULL) {
        return (change->from.check->not_valid && !check->not_valid) ||
               ((change->facets & FACET_EXPRESSION) != 0 &&
                   !check_widens(walk->arena, change->from.check->sql, check->sql));
    }
    for (size_t i = 0; i < walk->table->to->columns.len; i++) {
        const struct column *column = walk->table->to->columns.at[i];
        if (column->generated_sql == NULL && new_column(walk, column->name) != NULL &&
            check_allows_default(walk->arena, check->sql, column->name, column->default_sql)) {
            return false;
        }
    }
    return true;
}

static bool is_new_reference(const struct walk *walk, const struct change *change)
{
    const struct foreign_key *from = change->from.foreign_key, *to = change->to.foreign_key;
    bool validated = from != NULL && from->not_valid && !to->not_valid;
    return (from == NULL || validated || (change->facets & (FACET_COLUMNS | FACET_REFERENCE)) != 0) &&
           !any_new_and_null(walk, &change->to.foreign_key->columns);
}

static void constraint_hazards(const struct walk *walk, const struct change *change)
{
    if (change->to.any == NULL) {
        return;
    }
    const char *label = part_label(walk->arena, walk->table->to, change->part, change->to);
    switch (change->part) {
    case PART_PRIMARY_KEY:
        if (is_new_key(walk, change) && !numbers_itself(walk, change->to.primary_key)) {
            walk_add(walk, HAZARD_MF101, label, "fails where rows repeat the new primary key %s", label);
        }
        break;
    case PART_UNIQUE:
        if (is_new_key(walk, change)) {
            walk_add(walk, HAZARD_MF101, label, "fails where rows repeat the new unique key %s", label);
        }
        break;
    case PART_INDEX:
        if (is_new_unique_index(walk, change)) {
            walk_add(walk, HAZARD_MF101, label, "fails where rows repeat the new unique index %s", label);
        }
        break;
    case PART_CHECK:
        if (is_new_check(walk, change)) {
            walk_add(walk, HAZARD_MF105, label, "fails where rows break the new check %s", label);
        }
        break;
    case PART_FOREIGN_KEY:
        if (is_new_reference(walk, change)) {
            walk_add(walk,
                HAZARD_MF106,
                label,
                "fails where rows of %s point to nothing in %s",
                table_label(walk->arena, walk->table->to),
                change->to.foreign_key->ref_table);
        }
        break;
    case PART_COLUMN: break;
    }
}

static void rewriting_table(const struct walk *walk)
{
    const struct table *from = walk->table->from, *to = walk->table->to;
    if (from != NULL && (from->unlogged != to->unlogged || !text_same(from->tablespace, to->tablespace))) {
        const char *label = table_label(walk->arena, to);
        walk_add(walk, HAZARD_RW101, label, "writes every row of %s anew: nobody can use the table meanwhile", label);
    }
}

static void table_hazards(const struct walk *walk)
{
    const struct table *from = walk->table->from, *to = walk->table->to;
    if (to == NULL) {
        const char *label = table_label(walk->arena, from);
        walk_add(walk, HAZARD_DS102, label, "drops table %s and its rows", label);
        return;
    }
    if (from != NULL && to->strict && !from->strict) {
        const char *label = table_label(walk->arena, to);
        walk_add(walk,
            HAZARD_MF105,
            label,
            "fails where a value in %s is not of its column's type: it becomes STRICT",
            label);
    }
    rewriting_table(walk);
    for (size_t i = 0; i < walk->table->changes.len; i++) {
        const struct change *change = &walk->table->changes.at[i];
        if (change->part == PART_COLUMN) {
            column_hazards(walk, change);
        } else {
            constraint_hazards(walk, change);
        }
    }
    walk_moved_values(walk);
}

static void enum_hazards(const struct walk *walk, const struct enum_diff *diff)
{
    for (size_t i = 0; diff->to != NULL && i < diff->labels.len; i++) {
        if (diff->labels.at[i].to == NULL) {
            const char *label = enum_label(walk->arena, diff->to);
            walk_add(walk,
                HAZARD_DS104,
                label,
                "removes label %s of %s: rows that hold it are refused",
                diff->labels.at[i].from,
                label);
        }
    }
}

/* The column on the other side, where it is still of the type that is made anew. */
static const struct column *follows(const struct diff *diff, const struct table *table, const struct column *column)
{
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *pair = &diff->tables.at[i];
        for (size_t k = 0; pair->from == table && k < pair->changes.len; k++) {
            const struct change *change = &pair->changes.at[k];
            if (change->part == PART_COLUMN && change->from.column == column) {
                return (change->facets & FACET_TYPE) != 0 ? NULL : change->to.column;
            }
        }
        if (pair->from == table && pair->to == NULL) {
            return NULL;
        }
    }
    return column;
}

/* All columns of a type that is made anew are written anew. */
static void rewriting_enum(const struct walk *walk, const struct diff *diff, const struct enum_diff *type)
{
    for (size_t i = 0; i < diff->from->tables.len; i++) {
        const struct table *table = diff->from->tables.at[i];
        for (size_t k = 0; k < table->columns.len; k++) {
            const struct column *column = table->columns.at[k];
            if (!enum_is_type(walk->arena, type->from, column->type) || follows(diff, table, column) == NULL) {
                continue;
            }
            const char *label = part_label(walk->arena, table, PART_COLUMN, (union part_ref){.column = column});
            walk_add(walk,
                HAZARD_RW101,
                label,
                "writes every row of %s anew for %s: nobody can use the table meanwhile",
                table_label(walk->arena, table),
                label);
        }
    }
}

void plan_hazards(
    struct arena *arena, const struct dialect *dialect, const struct diff *diff, struct plan_hazards *hazards)
{
    for (size_t i = 0; i < diff->enums.len; i++) {
        const struct walk walk = {arena, dialect, hazards, NULL};
        enum_hazards(&walk, &diff->enums.at[i]);
        if (dialect->rewrites != NULL && enum_is_remade(&diff->enums.at[i])) {
            rewriting_enum(&walk, diff, &diff->enums.at[i]);
        }
    }
    for (size_t i = 0; i < diff->tables.len; i++) {
        struct walk walk = {arena, dialect, hazards, &diff->tables.at[i]};
        table_hazards(&walk);
    }
}
