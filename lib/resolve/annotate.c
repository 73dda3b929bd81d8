/* Which columns of a join are foreign, remote and local: SQLAlchemy's annotations. */
#include "base/text.h"
#include "resolve/join.h"

/* The column has a foreign key of its own to the other one: not by way of a third table. */
static bool references(const struct join *join, const struct table_column *a, const struct table_column *b)
{
    const struct table_keys *held = keys_of(join->index, a->table);
    for (size_t k = 0; k < held->keys.len; k++) {
        const struct key *key = held->keys.at[k];
        for (size_t i = 0; key->referenced == b->table && i < key->columns.len; i++) {
            if (key->columns.at[i] == a->column && key->ref_columns.at[i] == b->column) {
                return true;
            }
        }
    }
    return false;
}

static bool in_secondary(const struct join *join, const struct term *term)
{
    return term->kind == EXPR_COLUMN && join->rel->secondary != NULL && term->column.table == join->rel->secondary;
}

static void annotate_present_keys(const struct join *join, const struct condition *condition)
{
    for (size_t i = 0; i < condition->compares.len; i++) {
        const struct term *compare = condition->compares.at[i];
        struct term *left = compare->args.at[0];
        struct term *right = compare->args.at[1];
        if (left->foreign || right->foreign) {
            continue;
        }
        bool plain = compare_is_plain(compare);
        bool two = compare->kind == EXPR_COMPARE || !text_same(compare->text, "between"); /* operands */
        if (plain && references(join, &left->column, &right->column)) {
            left->foreign = true;
        } else if (plain && references(join, &right->column, &left->column)) {
            right->foreign = true;
        } else if (two && in_secondary(join, left) != in_secondary(join, right)) {
            (in_secondary(join, left) ? left : right)->foreign = true;
        }
    }
}

static void annotate_listed(const struct table_columns *list, const struct condition *condition)
{
    for (size_t i = 0; i < condition->columns.len; i++) {
        if (columns_have(list, &condition->columns.at[i]->column)) {
            condition->columns.at[i]->foreign = true;
        }
    }
}

void join_annotate_foreign(struct join *join)
{
    const struct condition *halves[] = {join->primary, join->secondary};
    if (join->primary->given_foreign) {
        return;
    }
    for (size_t i = 0; i < 2 && halves[i] != NULL; i++) {
        if (join->rel->foreign_keys.len != 0) {
            annotate_listed(&join->rel->foreign_keys, halves[i]);
        } else {
            annotate_present_keys(join, halves[i]);
        }
    }
}

/* ---- remote ---- */

static bool in_both(const struct join *join, const struct table_column *column)
{
    return mapping_has_table(join->owner, column->table) && mapping_has_table(join->target, column->table);
}

/* A comparison of two columns that both sides have: the relationship refers to its own table. */
static bool refers_to_own_table(const struct join *join)
{
    for (size_t i = 0; i < join->primary->compares.len; i++) {
        const struct term *compare = join->primary->compares.at[i];
        if (compare_is_plain(compare) && in_both(join, &compare->args.at[0]->column) &&
            in_both(join, &compare->args.at[1]->column)) {
            return true;
        }
    }
    return false;
}

/* In a comparison of columns: those that remote_side lists, or without it the foreign ones. */
static void annotate_self(struct join *join)
{
    const struct table_columns *given = join->rel->remote_side.len == 0 ? NULL : &join->rel->remote_side;
    for (size_t i = 0; i < join->primary->compares.len; i++) {
        const struct term *compare = join->primary->compares.at[i];
        if (!compare_is_plain(compare)) {
            join->rel->non_column_self = join->rel->non_column_self || given == NULL;
            continue;
        }
        struct term *left = compare->args.at[0];
        struct term *right = compare->args.at[1];
        bool equated = column_same(&left->column, &right->column);
        left->remote = left->remote || (given == NULL ? left->foreign : columns_have(given, &left->column));
        bool right_remote = given == NULL ? right->foreign : columns_have(given, &right->column);
        right->remote = right->remote || (right_remote && !equated);
    }
}

/* One order of the operands of a comparison between classes that share a table. */
static void annotate_overlap(struct join *join, struct term *left, struct term *right)
{
    bool other_class = join->owner != join->target;
    const struct class_def *target = join->target->class_;
    if (left->kind == EXPR_COLUMN && right->kind == EXPR_COLUMN) {
        bool remote =
            mapping_has_table(join->target, right->column.table) && mapping_has_table(join->owner, left->column.table);
        right->remote = right->remote || remote;
    } else if (other_class && right->kind == EXPR_COLUMN && right->via == target) {
        right->remote = true;
    } else if (other_class && left->kind == EXPR_COLUMN && left->via == target) {
        left->remote = true;
    } else {
        join->rel->non_column_self = true;
    }
}

static void annotate_overlaps(struct join *join)
{
    for (size_t i = 0; i < join->primary->compares.len; i++) {
        const struct term *compare = join->primary->compares.at[i];
        annotate_overlap(join, compare->args.at[0], compare->args.at[1]);
        annotate_overlap(join, compare->args.at[1], compare->args.at[0]);
    }
}

/* Classes without a common table: the target's columns. */
static void annotate_distinct(const struct join *join)
{
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        struct term *term = join->primary->columns.at[i];
        const struct table_def *table = term->column.table;
        bool owners_own = table == join->owner->local;
        bool targets_own = table == join->target->local;
        term->remote = term->remote || (mapping_has_table(join->target, table) && (!owners_own || targets_own));
    }
}

static void annotate_columns_of(const struct condition *condition, const struct table_def *table)
{
    for (size_t i = 0; i < condition->columns.len; i++) {
        struct term *term = condition->columns.at[i];
        term->remote = term->remote || term->column.table == table;
    }
}

static void annotate_remote_side(const struct join *join)
{
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        struct term *term = join->primary->columns.at[i];
        term->remote = term->remote || columns_have(&join->rel->remote_side, &term->column);
    }
}

void join_annotate_remote(struct join *join)
{
    if (join->primary->given_remote) {
        return;
    }
    if (join->rel->secondary != NULL) {
        annotate_columns_of(join->primary, join->rel->secondary);
        annotate_columns_of(join->secondary, join->rel->secondary);
    } else if (refers_to_own_table(join)) {
        annotate_self(join);
    } else if (join->rel->remote_side.len != 0) {
        annotate_remote_side(join);
    } else if (mappings_overlap(join->owner, join->target)) {
        annotate_overlaps(join);
    } else {
        annotate_distinct(join);
    }
}

void join_annotate_local(struct join *join)
{
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        if (join->primary->columns.at[i]->local) {
            return;
        }
    }
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        struct term *term = join->primary->columns.at[i];
        term->local = !term->remote && mapping_has_table(join->owner, term->column.table);
    }
}
