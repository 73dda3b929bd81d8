#include "explain/loading.h"
#include "base/text.h"
#include "explain/text.h"

/* ---- strategies ---- */

enum strategy {
    SELECT,
    JOINED,
    SUBQUERY,
    SELECTIN,
    IMMEDIATE,
    DYNAMIC,
    WRITE_ONLY,
    RAISE,
    RAISE_ON_SQL,
    NOLOAD,
    STRATEGIES
};

static const char *const strategy_names[STRATEGIES] = {"select",
    "joined",
    "subquery",
    "selectin",
    "immediate",
    "dynamic",
    "write_only",
    "raise",
    "raise_on_sql",
    "noload"};

static const char *reading(const struct loader *loader)
{
    const struct relationship *r = loader->r;
    if (r->direction == MANY_TO_ONE && loading_is_plain(r)) {
        return arena_printf(loader->arena,
            "when %s is first read, one for each %s that the session does not hold yet",
            r->name,
            r->target->name.text);
    }
    return arena_printf(loader->arena, "when %s is first read, one for each %s", r->name, r->owner->name.text);
}

static struct loading later(struct loader *loader, enum strategy strategy)
{
    const char *const what[] = {
        [DYNAMIC] = "each time the query that stands in its place is read; it can be filtered first",
        [WRITE_ONLY] = "only what select() of the collection is asked for; SQLAlchemy 2.0",
        [IMMEDIATE] = loader->r->self ? "at once, as if each had been read, and so on for those that this reads"
                                      : "at once, as if each had been read"};
    bool held = loader->r->direction == MANY_TO_ONE && loading_is_plain(loader->r);
    return (struct loading){.statements = held ? "1 + up to N" : "1 + N",
        .what = strategy == SELECT ? reading(loader) : what[strategy],
        .sql = loading_lazy_sql(loader)};
}

/* How far SQLAlchemy goes down a table that refers to itself; one step anywhere else. */
static int64_t depth_of(const struct relationship *r)
{
    return r->self && r->def->join_depth > 1 ? r->def->join_depth : 1;
}

/* ", 2 levels deep" */
static const char *levels(const struct loader *loader)
{
    int64_t depth = depth_of(loader->r);
    return depth == 1 ? "" : arena_printf(loader->arena, ", %lld levels deep", (long long)depth);
}

static struct loading joined(struct loader *loader)
{
    const struct relationship *r = loader->r;
    if (r->self && r->def->join_depth < 1) {
        return (struct loading){.statements = "1 + N",
            .what = "no join: a self-referential one needs join_depth, without it each is read when it is asked for",
            .sql = loading_lazy_sql(loader)};
    }
    return (struct loading){.statements = "1",
        .what = r->direction == MANY_TO_ONE || !r->uselist
                    ? arena_printf(loader->arena, "in the same statement%s", levels(loader))
                    : arena_printf(loader->arena,
                          "in the same statement%s, whose rows are one for each %s",
                          levels(loader),
                          r->target->name.text),
        .sql = loading_joined_sql(loader)};
}

static struct loading eager(struct loader *loader, enum strategy strategy)
{
    const struct relationship *r = loader->r;
    if (r->self && r->def->join_depth < 1) {
        return (struct loading){.statements = "1 + N",
            .what =
                "not at once: a self-referential one needs join_depth, without it each is read when it is asked for",
            .sql = loading_lazy_sql(loader)};
    }
    struct arena *arena = loader->arena;
    long long depth = (long long)depth_of(r);
    if (strategy == SUBQUERY) {
        return (struct loading){.statements = arena_printf(arena, "%lld", depth + 1),
            .what = arena_printf(arena, "at once%s, with the first statement again inside", levels(loader)),
            .sql = loading_subquery_sql(loader)};
    }
    return (struct loading){.statements = depth == 1 ? "1 + N/500" : arena_printf(arena, "1 + %lld * N/500", depth),
        .what = arena_printf(arena, "at once%s, for the keys that were read, 500 at a time", levels(loader)),
        .sql = loading_selectin_sql(loader)};
}

static struct loading loading_by(struct loader *loader, enum strategy strategy)
{
    switch (strategy) {
    case SELECT:
    case IMMEDIATE:
    case DYNAMIC:
    case WRITE_ONLY: return later(loader, strategy);
    case JOINED: return joined(loader);
    case SUBQUERY:
    case SELECTIN: return eager(loader, strategy);
    case RAISE: return (struct loading){.statements = "1", .what = "reading it is an error"};
    case RAISE_ON_SQL:
        return (struct loading){
            .statements = "1", .what = "reading it is an error, unless the session holds it already"};
    case NOLOAD:
    case STRATEGIES: break;
    }
    return (struct loading){.statements = "1", .what = "it reads as empty, whatever the database holds"};
}

static bool is_chosen(const struct relationship *r, enum strategy strategy)
{
    const char *lazy = r->def->lazy.text == NULL ? "select" : r->def->lazy.text;
    return text_same(lazy, strategy_names[strategy]) || (strategy == SELECT && text_same(lazy, "baked_select"));
}

struct loadings explain_loading(const struct explainer *explainer, const struct relationship *r)
{
    struct loadings list = {0};
    struct loader loader = {.explainer = explainer, .r = r, .arena = explainer->arena};
    if (r->direction == DIRECTION_NONE || r->primary_join == NULL || r->target_table == NULL ||
        r->owner_table == NULL ||
        (r->direction == MANY_TO_MANY && (r->secondary_join == NULL || r->secondary == NULL))) {
        return list;
    }
    for (enum strategy strategy = SELECT; strategy < STRATEGIES; strategy++) {
        bool query = strategy == DYNAMIC || strategy == WRITE_ONLY;
        if (query && (!r->uselist || r->direction == MANY_TO_ONE)) {
            continue;
        }
        struct loading *loading = PUSH(explainer->arena, &list);
        *loading = loading_by(&loader, strategy);
        loading->strategy = strategy_names[strategy];
        loading->chosen = is_chosen(r, strategy);
    }
    return list;
}
