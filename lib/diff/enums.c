#include "diff/enums.h"

#include "base/text.h"
#include "diff/match.h"
#include "sql/sql.h"

#include <string.h>

static const char *full_name(struct arena *arena, const char *schema, const char *name)
{
    return schema == NULL ? name : arena_printf(arena, "%s.%s", schema, name);
}

const char *enum_label(struct arena *arena, const struct enum_type *type)
{
    return full_name(arena, type->schema, type->name);
}

/* ---- labels ---- */

static struct things label_things(struct arena *arena, const struct enum_type *type, bool tells_applied)
{
    struct things things = {.tells_applied = tells_applied};
    for (size_t i = 0; i < type->labels.len; i++) {
        struct thing *thing = PUSH(arena, &things);
        thing->name = type->labels.at[i];
        if (i < type->former_labels.len && type->former_labels.at[i] != NULL) {
            *PUSH(arena, &thing->former) = type->former_labels.at[i];
        }
        for (size_t k = 0; k + 1 < type->applied_labels.len; k += 2) {
            if (text_same(type->applied_labels.at[k], thing->name)) {
                *PUSH(arena, &thing->applied) = type->applied_labels.at[k + 1];
            }
        }
    }
    return things;
}

/* Nothing tells labels apart but their names. */
static bool labels_alike(const void *a, const void *b)
{
    (void)a;
    (void)b;
    return true;
}

static void pair_labels(struct pairs *pairs, struct enum_pair *pair)
{
    struct arena *arena = pairs->arena;
    struct things from = label_things(arena, pair->from, pairs->from->tells_applied);
    struct things to = label_things(arena, pair->to, pairs->to->tells_applied);
    struct idles idles = match_things(arena, &from, &to, labels_alike);
    pairs_doubt(pairs, &idles, arena_printf(arena, "%s.", enum_label(arena, pair->to)));
    for (size_t i = 0; i < to.len; i++) {
        const char *old = to.at[i].mate == NULL ? NULL : to.at[i].mate->name;
        *PUSH(arena, &pair->labels) = (struct label_pair){old, to.at[i].name};
        pair->renames = pair->renames || (old != NULL && !text_same(old, to.at[i].name));
    }
    for (size_t i = 0; i < from.len; i++) {
        if (from.at[i].mate == NULL) {
            *PUSH(arena, &pair->labels) = (struct label_pair){from.at[i].name, NULL};
        }
    }
}

/* ---- types ---- */

static struct things enum_things(struct arena *arena, const struct schema *schema)
{
    struct things things = {.tells_applied = schema->tells_applied};
    for (size_t i = 0; i < schema->enums.len; i++) {
        const struct enum_type *type = schema->enums.at[i];
        struct thing *thing = PUSH(arena, &things);
        thing->name = enum_label(arena, type);
        thing->item = type;
        for (size_t k = 0; k < type->renamed_from.len; k++) {
            *PUSH(arena, &thing->former) = full_name(arena, type->schema, type->renamed_from.at[k]);
        }
        for (size_t k = 0; k < type->applied_from.len; k++) {
            *PUSH(arena, &thing->applied) = full_name(arena, type->schema, type->applied_from.at[k]);
        }
    }
    return things;
}

static bool enums_alike(const void *a, const void *b)
{
    return strings_equal(&((const struct enum_type *)a)->labels, &((const struct enum_type *)b)->labels);
}

static const char *type_text(struct arena *arena, const struct enum_type *type)
{
    const char *name = sql_plain_name(arena, type->name);
    return type->schema == NULL ? name : full_name(arena, sql_plain_name(arena, type->schema), name);
}

static void add_pair(struct pairs *pairs, const struct thing *from, const struct thing *to)
{
    struct enum_pair *pair = NEW(pairs->arena, struct enum_pair);
    *PUSH(pairs->arena, &pairs->enums) = pair;
    if (from != NULL) {
        pair->from = from->item;
        pair->from_type = type_text(pairs->arena, pair->from);
    }
    if (to != NULL) {
        pair->to = to->item;
        pair->to_type = type_text(pairs->arena, pair->to);
    }
    if (from != NULL && to != NULL) {
        pair->renames = !text_same(from->name, to->name);
        pair_labels(pairs, pair);
        map_set(pairs->arena, &pairs->from_types, pair->from_type, pair);
    }
    pairs->enum_renames = pairs->enum_renames || pair->renames;
}

void enums_pair(struct pairs *pairs, const struct schema *from, const struct schema *to)
{
    struct things from_things = enum_things(pairs->arena, from), to_things = enum_things(pairs->arena, to);
    struct idles idles = match_things(pairs->arena, &from_things, &to_things, enums_alike);
    pairs_doubt(pairs, &idles, "");
    for (size_t i = 0; i < to_things.len; i++) {
        add_pair(pairs, to_things.at[i].mate, &to_things.at[i]);
    }
    for (size_t i = 0; i < from_things.len; i++) {
        if (from_things.at[i].mate == NULL) {
            add_pair(pairs, &from_things.at[i], NULL);
        }
    }
}

/* ---- what differs ---- */

static size_t place_of(const struct strings *labels, const char *label)
{
    size_t place = 0;
    while (place < labels->len && !text_same(labels->at[place], label)) {
        place++;
    }
    return place;
}

static struct enum_diff make_diff(struct arena *arena, const struct enum_pair *pair)
{
    struct enum_diff diff = {.from = pair->from, .to = pair->to};
    if (pair->from == NULL || pair->to == NULL) {
        return diff;
    }
    diff.facets |= text_same(pair->from->name, pair->to->name) ? 0 : (unsigned)FACET_NAME;
    const char *old = pair->from->comment, *new = pair->to->comment;
    diff.facets |= text_same(old == NULL ? "" : old, new == NULL ? "" : new) ? 0 : (unsigned)FACET_COMMENT;
    size_t last = 0;
    for (size_t i = 0; i < pair->labels.len; i++) {
        const struct label_pair *label = &pair->labels.at[i];
        *PUSH(arena, &diff.labels) = *label;
        diff.facets |= text_same(label->from, label->to) ? 0 : (unsigned)FACET_LABELS;
        if (label->from != NULL && label->to != NULL) {
            size_t place = place_of(&pair->from->labels, label->from);
            diff.reordered = diff.reordered || place < last;
            last = place;
        }
    }
    diff.facets |= diff.reordered ? (unsigned)FACET_LABELS : 0;
    return diff;
}

void enums_compare(const struct pairs *pairs, struct diff *diff)
{
    for (size_t i = 0; i < pairs->enums.len; i++) {
        struct enum_diff type = make_diff(pairs->arena, pairs->enums.at[i]);
        if (type.from == NULL || type.to == NULL || type.facets != 0) {
            *PUSH(pairs->arena, &diff->enums) = type;
        }
    }
}

/* What an altered enum's label is called on the other side; NULL where it is not there. */
static const char *other_name(const struct enum_diff *diff, const char *label)
{
    for (size_t i = 0; i < diff->labels.len; i++) {
        if (text_same(diff->labels.at[i].from, label)) {
            return diff->labels.at[i].to;
        }
    }
    return NULL;
}

struct enum_diff enum_diff_swap(struct arena *arena, const struct enum_diff *diff)
{
    struct enum_pair pair = {.from = diff->to, .to = diff->from};
    for (size_t i = 0; pair.from != NULL && pair.to != NULL && i < pair.to->labels.len; i++) {
        const char *label = pair.to->labels.at[i];
        *PUSH(arena, &pair.labels) = (struct label_pair){other_name(diff, label), label};
    }
    for (size_t i = 0; pair.from != NULL && pair.to != NULL && i < diff->labels.len; i++) {
        if (diff->labels.at[i].from == NULL) {
            *PUSH(arena, &pair.labels) = (struct label_pair){diff->labels.at[i].to, NULL};
        }
    }
    return make_diff(arena, &pair);
}

bool enum_is_remade(const struct enum_diff *diff)
{
    bool loses = false;
    for (size_t i = 0; i < diff->labels.len; i++) {
        loses = loses || diff->labels.at[i].to == NULL;
    }
    return diff->from != NULL && diff->to != NULL && (diff->reordered || loses);
}

bool enum_is_type(struct arena *arena, const struct enum_type *type, const char *text)
{
    const char *name = sql_plain_name(arena, type->name);
    if (type->schema != NULL) {
        name = arena_printf(arena, "%s.%s", sql_plain_name(arena, type->schema), name);
    }
    return text_starts(text, name) && strspn(text + strlen(name), "[]") == strlen(text + strlen(name));
}
