#include "diff/enums.h"
#include "diff/order.h"

static struct table_diff swap_table(struct arena *arena, const struct table_diff *table)
{
    struct table_diff swapped = {.from = table->to, .to = table->from, .facets = table->facets};
    for (size_t i = 0; i < table->changes.len; i++) {
        const struct change *change = &table->changes.at[i];
        *PUSH(arena, &swapped.changes) = (struct change){change->part, change->to, change->from, change->facets};
    }
    return swapped;
}

struct diff *diff_swap(struct arena *arena, const struct diff *diff)
{
    struct diff *swapped = NEW(arena, struct diff);
    swapped->from = diff->to;
    swapped->to = diff->from;
    swapped->doubts = diff->doubts;
    for (size_t i = 0; i < diff->tables.len; i++) {
        *PUSH(arena, &swapped->tables) = swap_table(arena, &diff->tables.at[i]);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        *PUSH(arena, &swapped->enums) = enum_diff_swap(arena, &diff->enums.at[i]);
    }
    for (size_t i = 0; i < diff->schemas.len; i++) {
        const struct schema_diff *schema = &diff->schemas.at[i];
        *PUSH(arena, &swapped->schemas) = (struct schema_diff){schema->to, schema->from};
    }
    diff_order(swapped);
    return swapped;
}
