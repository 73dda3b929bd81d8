#include "resolve/join.h"

const char *const direction_names[] = {NULL, "ONETOMANY", "MANYTOONE", "MANYTOMANY"};

static bool foreign_in(const struct join *join, const struct mapping *mapping)
{
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        const struct term *term = join->primary->columns.at[i];
        if (term->foreign && mapping_has_table(mapping, term->column.table)) {
            return true;
        }
    }
    return false;
}

/* The foreign columns that are remote, and those that are not.  Of a column that stands there more than once, the first
 * place counts for the second list, as SQLAlchemy's sets make it. */
static void split_foreign(const struct join *join, struct table_columns *remote, struct table_columns *other)
{
    struct arena *arena = join->index->arena;
    struct table_columns seen = {0};
    for (size_t i = 0; i < join->primary->columns.len; i++) {
        const struct term *term = join->primary->columns.at[i];
        if (!term->foreign) {
            continue;
        }
        if (term->remote) {
            columns_add(arena, remote, &term->column);
        } else if (!columns_have(&seen, &term->column)) {
            columns_add(arena, other, &term->column);
        }
        columns_add(arena, &seen, &term->column);
    }
}

/* Takes out the columns that are both local and remote: and_(N.id == N.parent_id, N.tenant == N.tenant). */
static void drop_equated(const struct relationship *rel, struct table_columns *columns)
{
    unsigned kept = 0;
    for (size_t i = 0; i < columns->len; i++) {
        if (!columns_have(&rel->local, &columns->at[i]) || !columns_have(&rel->remote, &columns->at[i])) {
            columns->at[kept++] = columns->at[i];
        }
    }
    columns->len = kept;
}

static enum direction decide_shared(const struct join *join)
{
    struct table_columns remote = {0};
    struct table_columns other = {0};
    split_foreign(join, &remote, &other);
    if (remote.len != 0 && other.len != 0) {
        drop_equated(join->rel, &remote);
        drop_equated(join->rel, &other);
    }
    if ((remote.len != 0) == (other.len != 0)) {
        return DIRECTION_NONE;
    }
    return remote.len != 0 ? ONE_TO_MANY : MANY_TO_ONE;
}

static enum direction direction_of(const struct join *join)
{
    if (join->secondary != NULL) {
        return MANY_TO_MANY;
    }
    bool in_target = foreign_in(join, join->target);
    if (in_target && foreign_in(join, join->owner)) {
        return decide_shared(join);
    }
    return in_target ? ONE_TO_MANY : foreign_in(join, join->owner) ? MANY_TO_ONE : DIRECTION_NONE;
}

bool join_decide_direction(struct join *join)
{
    join->rel->direction = direction_of(join);
    if (join->rel->direction == DIRECTION_NONE) {
        join_problem(join->rel, foreign_in(join, join->target) ? PROBLEM_BOTH_FOREIGN : PROBLEM_FOREIGN_ELSEWHERE);
    }
    return join->rel->direction != DIRECTION_NONE;
}

bool join_could_be_read(const struct join *join)
{
    return join_has_foreign(join) && join->local_remote.len != 0 && direction_of(join) != DIRECTION_NONE;
}

bool join_check_remote(struct join *join)
{
    struct relationship *rel = join->rel;
    if (join->local_remote.len == 0) {
        join_problem(rel, PROBLEM_NO_REMOTE);
        return false;
    }
    for (size_t i = 0; i < join->local_remote.len; i++) {
        const struct table_column *remote = &join->local_remote.at[i].dest;
        if (mapping_has_table(join->owner, remote->table) && !mapping_has_table(join->target, remote->table)) {
            columns_add(join->index->arena, &rel->remote_outside, remote);
        }
    }
    return true;
}
