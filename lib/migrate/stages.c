#include "migrate/stages.h"

#include "migrate/index_stages.h"

static bool has_break(const struct plan *plan)
{
    for (size_t i = 0; i < plan->statements.len; i++) {
        if (plan->statements.at[i].new_file) {
            return true;
        }
    }
    return false;
}

/* Whether labels are added and all others stay as they are, their names aside. */
static bool only_grows(const struct enum_diff *diff)
{
    bool grows = diff->from != NULL && diff->to != NULL && !diff->reordered;
    for (size_t i = 0; grows && i < diff->labels.len; i++) {
        grows = diff->labels.at[i].to != NULL;
    }
    return grows;
}

static struct enum_type *grown_type(struct arena *arena, const struct enum_diff *diff)
{
    struct enum_type *type = NEW(arena, struct enum_type);
    *type = *diff->from;
    type->labels = type->former_labels = type->renamed_from = (struct strings){0};
    for (size_t i = 0; i < diff->labels.len; i++) {
        const struct label_pair *label = &diff->labels.at[i];
        *PUSH(arena, &type->labels) = label->from != NULL ? label->from : label->to;
    }
    return type;
}

/* What the diff comes from, with the labels that its enums get, and nothing else of what it leads to. */
static const struct schema *grown_schema(struct arena *arena, const struct diff *diff)
{
    struct schema *schema = schema_copy(arena, diff->from);
    for (size_t i = 0; i < diff->enums.len; i++) {
        for (size_t k = 0; k < schema->enums.len && only_grows(&diff->enums.at[i]); k++) {
            if (diff->from->enums.at[k] == diff->enums.at[i].from) {
                schema->enums.at[k] = grown_type(arena, &diff->enums.at[i]);
            }
        }
    }
    return schema;
}

struct stages stages_make(struct arena *arena, const struct stage *whole, const struct plan_options *options)
{
    struct stages stages = {0};
    struct stage rest = *whole;
    if (has_break(rest.up)) {
        const struct schema *middle = grown_schema(arena, rest.diff);
        *PUSH(arena, &stages) = stage_make(arena, rest.from, middle, options);
        rest = stage_make(arena, middle, rest.to, options);
    }
    if (has_break(rest.down)) {
        const struct schema *middle = grown_schema(arena, diff_swap(arena, rest.diff));
        const struct stage first = stage_make(arena, rest.from, middle, options);
        index_stages_add(arena, &first, options, &stages);
        rest = stage_make(arena, middle, rest.to, options);
    }
    index_stages_add(arena, &rest, options, &stages);
    return stages;
}
