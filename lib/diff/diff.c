#include "diff/diff.h"

#include "base/buf.h"
#include "diff/compare.h"
#include "diff/enums.h"
#include "diff/options.h"
#include "diff/order.h"
#include "diff/parts.h"

const char *const part_names[] = {"column", "primary_key", "unique", "index", "foreign_key", "check"};

const char *facet_names(struct arena *arena, unsigned facets)
{
    static const char *const names[] = {"name",
        "type",
        "null",
        "default",
        "generated",
        "identity",
        "collation",
        "comment",
        "columns",
        "action",
        "deferrable",
        "reference",
        "expression",
        "unique",
        "options",
        "conflict",
        "labels",
        "valid"};
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if ((facets & 1U << i) != 0) {
            buf_printf(&buf, "%s%s", buf.len == 0 ? "" : ", ", names[i]);
        }
    }
    return buf_text(&buf);
}

static void compare_pair(const struct pairs *pairs, const struct table_pair *pair, struct diff *diff)
{
    struct table_diff table = {.from = pair->from, .to = pair->to};
    if (pair->from != NULL && pair->to != NULL) {
        struct lens lens = {pairs, pair};
        table.facets = compare_table(&lens);
        for (enum part part = PART_COLUMN; part <= PART_CHECK; part++) {
            parts_compare(&lens, part, &table.changes);
        }
        if (table.facets == 0 && table.changes.len == 0) {
            return;
        }
    }
    *PUSH(pairs->arena, &diff->tables) = table;
}

/* The names that only one side has. */
static void compare_schemas(struct arena *arena, struct diff *diff)
{
    const struct strings *from = &diff->from->schemas, *to = &diff->to->schemas;
    for (size_t i = 0; i < to->len; i++) {
        if (!strings_have(from, to->at[i])) {
            *PUSH(arena, &diff->schemas) = (struct schema_diff){NULL, to->at[i]};
        }
    }
    for (size_t i = 0; i < from->len; i++) {
        if (!strings_have(to, from->at[i])) {
            *PUSH(arena, &diff->schemas) = (struct schema_diff){from->at[i], NULL};
        }
    }
}

struct diff *diff_schemas(struct arena *arena, const struct schema *from, const struct schema *to)
{
    struct diff *diff = NEW(arena, struct diff);
    diff->from = from;
    diff->to = to;
    const struct pairs *pairs = pairs_make(arena, from, to);
    for (size_t i = 0; i < pairs->tables.len; i++) {
        compare_pair(pairs, pairs->tables.at[i], diff);
    }
    enums_compare(pairs, diff);
    compare_schemas(arena, diff);
    diff->doubts = pairs->doubts;
    diff_order(diff);
    return diff;
}

static bool table_has_extra(const struct table_diff *table)
{
    bool extra = table->to == NULL || (table->from != NULL && options_have_extra(table->from, table->to));
    for (size_t i = 0; i < table->changes.len; i++) {
        extra = extra || table->changes.at[i].to.any == NULL;
    }
    return extra;
}

bool diff_has_extra(const struct diff *diff)
{
    bool extra = diff->from->others.len != 0;
    for (size_t i = 0; i < diff->tables.len; i++) {
        extra = extra || table_has_extra(&diff->tables.at[i]);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        extra = extra || diff->enums.at[i].to == NULL;
    }
    for (size_t i = 0; i < diff->schemas.len; i++) {
        extra = extra || diff->schemas.at[i].to == NULL;
    }
    return extra;
}

bool diff_is_empty(const struct diff *diff)
{
    return diff->tables.len == 0 && diff->enums.len == 0 && diff->schemas.len == 0;
}
