#include "plan/plan.h"

#include "base/text.h"
#include "plan/dialect.h"

#include <assert.h>

static const struct dialect *const dialects[] = {&sqlite_dialect, &postgresql_dialect, NULL};

static const struct dialect *dialect_of(const char *engine)
{
    size_t i = 0;
    while (dialects[i + 1] != NULL && !text_same(dialects[i]->engine, engine)) {
        i++;
    }
    assert(text_same(dialects[i]->engine, engine));
    return dialects[i];
}

struct plan *plan_diff(struct arena *arena, const struct diff *diff, const struct plan_options *options)
{
    const struct dialect *dialect = dialect_of(diff->to->engine);
    struct plan *plan = NEW(arena, struct plan);
    plan->transaction = true;
    if (!diff_is_empty(diff)) {
        dialect->plan(arena, diff, options, plan);
        plan_hazards(arena, dialect, diff, &plan->hazards);
    }
    return plan;
}

size_t plan_locks(const char *engine, const struct table_diff *diff)
{
    const struct dialect *dialect = dialect_of(engine);
    return dialect->locks == NULL ? 0 : dialect->locks(diff);
}

bool plan_knows_concurrent_indexes(const char *engine)
{
    return dialect_of(engine)->concurrent_indexes;
}

const char *plan_describe(struct arena *arena, const char *engine, enum part part, union part_ref ref)
{
    return dialect_of(engine)->describe(arena, part, ref);
}

const char *plan_describe_options(struct arena *arena, const char *engine, const struct table *table)
{
    const char *options = dialect_of(engine)->describe_options(arena, table);
    return options[0] == '\0' ? "plain" : options + 1;
}

const char *plan_describe_table(struct arena *arena, const char *engine, const struct table *table)
{
    return dialect_of(engine)->describe_table(arena, table);
}
