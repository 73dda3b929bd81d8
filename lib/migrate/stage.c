#include "diff/diff.h"
#include "migrate/stages.h"

struct stage stage_make(
    struct arena *arena, const struct schema *from, const struct schema *to, const struct plan_options *options)
{
    const struct diff *diff = diff_schemas(arena, from, to);
    return (struct stage){
        .from = from,
        .to = to,
        .diff = diff,
        .up = plan_diff(arena, diff, options),
        .down = plan_diff(arena, diff_swap(arena, diff), options),
    };
}
