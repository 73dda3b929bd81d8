/* What the words of a relationship name. */
#include "resolve/join.h"

void join_problem(struct relationship *rel, enum problem problem)
{
    if (rel->problem == PROBLEM_NONE) {
        rel->problem = problem;
    }
    rel->problems |= 1U << problem;
}

static struct name_scope scope_of(const struct join *join, const char *key)
{
    return (struct name_scope){join->index, join->owner, join->target, key, &join->rel->unknown};
}

static void note_unknown(struct relationship *rel, size_t known)
{
    for (size_t i = known; i < rel->unknown.len; i++) {
        join_problem(rel, rel->unknown.at[i].is_class ? PROBLEM_JOIN_TEXT : PROBLEM_UNKNOWN_COLUMN);
    }
}

static void read_columns(
    struct join *join, const char *key, const struct exprs *exprs, struct table_columns *ret_columns)
{
    size_t known = join->rel->unknown.len;
    struct name_scope scope = scope_of(join, key);
    names_collect(&scope, exprs, ret_columns);
    note_unknown(join->rel, known);
}

static struct condition *read_join(struct join *join, const char *key, const struct expr *expr, bool bad)
{
    if (bad) {
        join_problem(join->rel, PROBLEM_FOLLOWER);
    }
    if (expr == NULL) {
        return NULL;
    }
    size_t known = join->rel->unknown.len;
    struct name_scope scope = scope_of(join, key);
    struct condition *condition = condition_from_text(&scope, expr);
    note_unknown(join->rel, known);
    return condition;
}

static void find_secondary(struct join *join)
{
    struct relationship *rel = join->rel;
    const char *name = rel->def->secondary.text;
    if (name == NULL || rel->def->secondary_opaque) {
        return;
    }
    rel->secondary = map_get(&join->index->model->table_by_name, name);
    if (rel->secondary == NULL) {
        bool is_class = model_class(join->index->model, name) != NULL;
        join_problem(rel, is_class ? PROBLEM_SECONDARY_IS_CLASS : PROBLEM_SECONDARY_UNKNOWN);
    } else if (mapping_has_table(join->owner, rel->secondary) ||
               (join->target != NULL && mapping_has_table(join->target, rel->secondary))) {
        join_problem(rel, PROBLEM_SECONDARY_IS_END);
    }
}

static void find_target(struct join *join)
{
    struct relationship *rel = join->rel;
    if (rel->target == NULL) {
        const char *name = rel->def->target.text;
        bool is_table = name != NULL && map_get(&join->index->model->table_by_name, name) != NULL;
        join_problem(rel,
            name == NULL ? PROBLEM_FOLLOWER
            : is_table   ? PROBLEM_TARGET_IS_TABLE
                         : PROBLEM_TARGET_UNKNOWN);
    } else if (!join->target->usable) {
        join_problem(rel, PROBLEM_FOLLOWER);
    }
}

/* Texts first, in SQLAlchemy's order, then the target. */
void join_read_words(struct join *join)
{
    struct relationship *rel = join->rel;
    const struct rel_def *def = rel->def;
    read_columns(join, "order_by", &def->order_by, &rel->order_by);
    join->primary = read_join(join, "primaryjoin", def->primaryjoin_expr, def->primaryjoin_bad);
    join->secondary = read_join(join, "secondaryjoin", def->secondaryjoin_expr, def->secondaryjoin_bad);
    find_secondary(join);
    read_columns(join, "foreign_keys", &def->foreign_keys, &rel->foreign_keys);
    read_columns(join, "remote_side", &def->remote_side, &rel->remote_side);
    find_target(join);
}
