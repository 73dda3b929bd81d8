#include "rules/write_only.h"

#include "rules/fixes.h"

#include <string.h>

static bool all_nullable(const struct table_def *table, const struct strings *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (!column_is_nullable(table, table_column(table, columns->at[i]))) {
            return false;
        }
    }
    return true;
}

static bool refuses(const struct key *key)
{
    enum fk_action action = key == NULL ? ACTION_CASCADE : key->on_delete.action;
    return action == ACTION_UNSET || action == ACTION_NO_ACTION || action == ACTION_RESTRICT;
}

struct write_only write_only_needs(const struct rule_input *input, const struct relationship *r)
{
    bool said = r->def->passive_deletes == PASSIVE_TRUE || r->def->passive_deletes == PASSIVE_ALL;
    if (said || !relationship_writes(r) || r->direction == MANY_TO_ONE) {
        return (struct write_only){0};
    }
    const struct table_def *table = written_table(&r->sync);
    struct strings columns = written_columns(input->arena, &r->sync);
    struct write_only needs = {.passive_deletes = "true",
        .key = relationship_key(input->resolved, r),
        .fk = columns_text(input->arena, table, &columns)};
    if (!refuses(needs.key)) {
        return needs;
    }
    if (r->direction == MANY_TO_MANY || relationship_cascade(r->def).delete) {
        needs.on_delete = "cascade";
    } else if (all_nullable(table, &columns)) {
        needs.on_delete = "set_null";
    } else {
        needs.passive_deletes = "all";
    }
    return needs;
}

bool write_only_is_safe(const struct write_only *needs)
{
    bool refused = needs->passive_deletes != NULL && strcmp(needs->passive_deletes, "all") == 0;
    return needs->on_delete == NULL && !refused;
}

void fix_write_only(struct report *report, const struct relationship *r, const struct write_only *needs)
{
    if (needs->passive_deletes != NULL) {
        fix_set(report, r->def, "passive_deletes", needs->passive_deletes);
    }
    if (needs->on_delete != NULL) {
        fix_key_set(report, needs->key, "on_delete", needs->on_delete);
    }
}
