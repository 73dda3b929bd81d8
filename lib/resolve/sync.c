/* The pairs of a join: which column goes with which, and what a flush copies where. */
#include "resolve/join.h"

#include "base/text.h"

struct pairing {
    struct join *join;
    struct sync_pairs *sync;
    size_t written_in_or;
};

static bool is_mapped(const struct join *join, const struct term *term)
{
    const struct table_def *table = term->column.table;
    return (join->rel->secondary != NULL && table == join->rel->secondary) || mapping_has_table(join->owner, table) ||
           mapping_has_table(join->target, table);
}

static bool add_pair(struct arena *arena, struct sync_pairs *pairs, const struct term *source, const struct term *dest)
{
    for (size_t i = 0; i < pairs->len; i++) {
        if (column_same(&pairs->at[i].source, &source->column) && column_same(&pairs->at[i].dest, &dest->column)) {
            return false;
        }
    }
    *PUSH(arena, pairs) = (struct sync_pair){source->column, dest->column};
    return true;
}

static void visit_pair(void *context, struct term *compare, struct term *left, struct term *right)
{
    struct pairing *pairing = context;
    struct join *join = pairing->join;
    struct arena *arena = join->index->arena;
    if (right->remote && !left->remote && is_mapped(join, left)) {
        add_pair(join->index->scratch, &join->local_remote, left, right);
    } else if (left->remote && !right->remote && is_mapped(join, right)) {
        add_pair(join->index->scratch, &join->local_remote, right, left);
    }
    bool equal = compare->kind == EXPR_COMPARE && text_same(compare->text, "==");
    if (!equal || !is_mapped(join, left) || !is_mapped(join, right) || (!left->foreign && !right->foreign)) {
        return;
    }
    bool to_right = right->foreign;
    add_pair(arena, pairing->sync, to_right ? left : right, to_right ? right : left);
    compare->synced = true;
    pairing->written_in_or += compare->in_or ? 1 : 0;
}

static void note_comparisons(struct arena *arena, const struct condition *condition, struct join_pairs *pairs)
{
    for (size_t i = 0; i < condition->compares.len; i++) {
        const struct term *compare = condition->compares.at[i];
        if (!compare_is_plain(compare)) {
            continue;
        }
        const struct term *left = compare->args.at[0];
        const struct term *right = compare->args.at[1];
        *PUSH(arena, pairs) = (struct join_pair){
            left->column, right->column, compare->text, left->foreign, right->foreign, left->remote, right->remote};
    }
}

static void note_columns(struct arena *arena, struct relationship *rel, const struct condition *condition)
{
    for (size_t i = 0; i < condition->columns.len; i++) {
        const struct term *term = condition->columns.at[i];
        if (term->local) {
            columns_add(arena, &rel->local, &term->column);
        }
        if (term->remote) {
            columns_add(arena, &rel->remote, &term->column);
        }
    }
}

/* Something stands in the condition besides the comparisons that are written. */
static bool has_criteria(const struct term *term)
{
    if (term->kind != EXPR_AND && term->kind != EXPR_OR && term->kind != EXPR_NOT) {
        return !term->synced;
    }
    for (size_t i = 0; i < term->args.len; i++) {
        if (has_criteria(term->args.at[i])) {
            return true;
        }
    }
    return false;
}

void join_pair(struct join *join)
{
    struct arena *arena = join->index->arena;
    struct relationship *rel = join->rel;
    struct pairing pairing = {.join = join, .sync = &rel->sync};
    condition_visit_pairs(join->primary, visit_pair, &pairing);
    rel->primary_has_or = pairing.written_in_or != 0 && rel->sync.len > 1;
    rel->primary_has_criteria = has_criteria(join->primary->root);
    note_comparisons(arena, join->primary, &rel->primary);
    note_columns(arena, rel, join->primary);
    if (join->secondary != NULL) {
        pairing.sync = &rel->secondary_sync;
        condition_visit_pairs(join->secondary, visit_pair, &pairing);
        note_comparisons(arena, join->secondary, &rel->secondary_pairs);
        note_columns(arena, rel, join->secondary);
    }
}

static bool has_foreign(const struct condition *condition)
{
    for (size_t i = 0; i < condition->columns.len; i++) {
        if (condition->columns.at[i]->foreign) {
            return true;
        }
    }
    return false;
}

bool join_has_foreign(const struct join *join)
{
    return has_foreign(join->primary) && (join->secondary == NULL || has_foreign(join->secondary));
}

/* A column of the condition carries a foreign key that leads nowhere. */
static bool over_broken_key(const struct join *join, const struct condition *condition)
{
    for (size_t i = 0; i < condition->columns.len; i++) {
        const struct table_column *column = &condition->columns.at[i]->column;
        const struct table_keys *held = keys_of(join->index, column->table);
        for (size_t k = 0; k < held->broken.len; k++) {
            const struct words *names = &held->broken.at[k]->columns;
            for (size_t n = 0; n < names->len; n++) {
                if (text_same(names->at[n].text, column->column->name.text)) {
                    return true;
                }
            }
        }
    }
    return false;
}

static enum problem missing_foreign(
    const struct join *join, const struct condition *condition, const struct sync_pairs *sync)
{
    bool foreign = has_foreign(condition);
    bool writable = join->rel->def->viewonly != YES;
    if (writable ? sync->len != 0 : foreign) {
        return PROBLEM_NONE;
    }
    if (writable && foreign) {
        return PROBLEM_NO_EQUALITY;
    }
    return over_broken_key(join, condition) ? PROBLEM_FOLLOWER : PROBLEM_NO_FOREIGN;
}

bool join_check_foreign(struct join *join)
{
    enum problem problem = missing_foreign(join, join->primary, &join->rel->sync);
    if (problem == PROBLEM_NONE && join->secondary != NULL) {
        problem = missing_foreign(join, join->secondary, &join->rel->secondary_sync);
    }
    if (problem != PROBLEM_NONE) {
        join_problem(join->rel, problem);
    }
    return problem == PROBLEM_NONE;
}
