/* Values that change on the way: nulls become the default, an expression or a collation is another.  A key or check
 * over them that held before may not hold afterwards. */
#include "base/text.h"
#include "diff/pairs.h"
#include "plan/walk.h"

static bool moves(const struct walk *walk, const struct change *change)
{
    if (change->part != PART_COLUMN || change->from.any == NULL || change->to.any == NULL) {
        return false;
    }
    bool expression = (change->facets & FACET_GENERATED) != 0 && change->to.column->generated_sql != NULL;
    return expression || (change->facets & FACET_COLLATION) != 0 || walk_fills_nulls(walk, change);
}

static bool names_any(const struct walk *walk, const struct strings *moved, const char *sql)
{
    for (size_t i = 0; i < moved->len; i++) {
        if (sql_names_column(walk->arena, sql, moved->at[i])) {
            return true;
        }
    }
    return false;
}

/* By name, with the columns that are generated from them. */
static struct strings find_moved(const struct walk *walk)
{
    struct strings moved = {0};
    for (size_t i = 0; i < walk->table->changes.len; i++) {
        if (moves(walk, &walk->table->changes.at[i])) {
            *PUSH(walk->arena, &moved) = walk->table->changes.at[i].to.column->name;
        }
    }
    for (size_t before = 0; before != moved.len;) {
        before = moved.len;
        for (size_t i = 0; i < walk->table->to->columns.len; i++) {
            const struct column *column = walk->table->to->columns.at[i];
            if (!strings_have(&moved, column->name) && names_any(walk, &moved, column->generated_sql)) {
                *PUSH(walk->arena, &moved) = column->name;
            }
        }
    }
    return moved;
}

static bool is_over(const struct strings *columns, const struct strings *moved)
{
    for (size_t i = 0; i < columns->len; i++) {
        for (size_t j = 0; j < moved->len; j++) {
            if (text_same_nocase(columns->at[i], moved->at[j])) {
                return true;
            }
        }
    }
    return false;
}

static bool index_is_over(const struct walk *walk, const struct index *index, const struct strings *moved)
{
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        struct strings column = {0};
        if (part->column != NULL) {
            *PUSH(walk->arena, &column) = part->column;
        }
        if (is_over(&column, moved) || names_any(walk, moved, part->expression)) {
            return true;
        }
    }
    return names_any(walk, moved, index->where_sql);
}

/* Unless the change of the part itself has been told of. */
static void add_over(const struct walk *walk, enum hazard hazard, enum part part, union part_ref ref)
{
    const char *label = part_label(walk->arena, walk->table->to, part, ref);
    for (size_t i = 0; i < walk->hazards->len; i++) {
        const struct plan_hazard *known = &walk->hazards->at[i];
        if (known->hazard == hazard && text_same(known->object, label)) {
            return;
        }
    }
    walk_add(walk, hazard, label, "fails where changed values break %s", label);
}

static void add_keys(const struct walk *walk, const struct strings *moved)
{
    const struct table *to = walk->table->to;
    if (is_over(&to->primary_key.columns, moved)) {
        add_over(walk, HAZARD_MF101, PART_PRIMARY_KEY, (union part_ref){.primary_key = &to->primary_key});
    }
    for (size_t i = 0; i < to->uniques.len; i++) {
        if (is_over(&to->uniques.at[i]->columns, moved)) {
            add_over(walk, HAZARD_MF101, PART_UNIQUE, (union part_ref){.unique = to->uniques.at[i]});
        }
    }
    for (size_t i = 0; i < to->indexes.len; i++) {
        if (to->indexes.at[i]->unique && index_is_over(walk, to->indexes.at[i], moved)) {
            add_over(walk, HAZARD_MF101, PART_INDEX, (union part_ref){.index = to->indexes.at[i]});
        }
    }
}

void walk_moved_values(const struct walk *walk)
{
    struct strings moved = find_moved(walk);
    if (moved.len == 0) {
        return;
    }
    const struct table *to = walk->table->to;
    add_keys(walk, &moved);
    for (size_t i = 0; i < to->checks.len; i++) {
        if (names_any(walk, &moved, to->checks.at[i]->sql)) {
            add_over(walk, HAZARD_MF105, PART_CHECK, (union part_ref){.check = to->checks.at[i]});
        }
    }
    for (size_t i = 0; i < to->foreign_keys.len; i++) {
        if (is_over(&to->foreign_keys.at[i]->columns, &moved)) {
            add_over(walk, HAZARD_MF106, PART_FOREIGN_KEY, (union part_ref){.foreign_key = to->foreign_keys.at[i]});
        }
    }
}
