/* A diff as text, for goldens and for comparing diffs. */
#ifndef CORM_TESTS_DIFF_TEXT_H
#define CORM_TESTS_DIFF_TEXT_H

#include "base/buf.h"
#include "plan/plan.h"

static inline const char *verb(const void *from, const void *to)
{
    return from == NULL ? "create" : to == NULL ? "drop" : "alter";
}

static inline void print_change(
    struct buf *buf, const char *engine, const struct table_diff *table, const struct change *change)
{
    const struct table *side = change->to.any == NULL ? table->from : table->to;
    union part_ref ref = change->to.any == NULL ? change->from : change->to;
    buf_printf(buf,
        "  %s %s %s",
        verb(change->from.any, change->to.any),
        part_names[change->part],
        part_label(buf->arena, side, change->part, ref));
    buf_printf(buf, change->facets == 0 ? "%s" : " (%s)", facet_names(buf->arena, change->facets));
    if (change->from.any != NULL) {
        buf_printf(buf, "\n    - %s", plan_describe(buf->arena, engine, change->part, change->from));
    }
    if (change->to.any != NULL) {
        buf_printf(buf, "\n    + %s", plan_describe(buf->arena, engine, change->part, change->to));
    }
    buf_char(buf, '\n');
}

static inline void print_enum(struct buf *buf, const struct enum_diff *type)
{
    const char *label = enum_label(buf->arena, type->to == NULL ? type->from : type->to);
    buf_printf(buf, "%s enum %s", verb(type->from, type->to), label);
    buf_printf(buf, type->facets == 0 ? "%s" : " (%s)", facet_names(buf->arena, type->facets));
    for (size_t i = 0; i < type->labels.len; i++) {
        const char *from = type->labels.at[i].from, *to = type->labels.at[i].to;
        buf_printf(buf, " %s>%s", from == NULL ? "" : from, to == NULL ? "" : to);
    }
    buf_char(buf, '\n');
}

static inline void print_diff(struct buf *buf, const struct diff *diff)
{
    for (size_t i = 0; i < diff->schemas.len; i++) {
        const struct schema_diff *schema = &diff->schemas.at[i];
        buf_printf(
            buf, "%s schema %s\n", verb(schema->from, schema->to), schema->to == NULL ? schema->from : schema->to);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        print_enum(buf, &diff->enums.at[i]);
    }
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *table = &diff->tables.at[i];
        buf_printf(buf,
            "%s table %s",
            verb(table->from, table->to),
            table_label(buf->arena, table->to == NULL ? table->from : table->to));
        if ((table->facets & FACET_NAME) != 0) {
            buf_printf(buf, " from %s", table->from->name);
        }
        buf_printf(buf, table->facets == 0 ? "%s\n" : " (%s)\n", facet_names(buf->arena, table->facets));
        for (size_t j = 0; j < table->changes.len; j++) {
            print_change(buf, diff->to->engine, table, &table->changes.at[j]);
        }
    }
}

#endif
