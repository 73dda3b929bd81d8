#include "rules/key_rings.h"

#include "resolve/mapping.h"
#include "rules/fixes.h"

static bool in_primary_key(const struct table_def *table, const struct column_def *column)
{
    for (size_t i = 0; i < table->primary_key.len; i++) {
        if (table_column(table, table->primary_key.at[i].text) == column) {
            return true;
        }
    }
    return false;
}

/* The foreign key by which the column repeats another one of the joined primary keys, or NULL. */
static struct key *repeats(
    const struct rule_input *input, const struct mapping *mapping, const struct table_def *table, const char *name)
{
    const struct column_def *column = table_column(table, name);
    const struct keys *keys = &keys_of(input->resolved->index, table)->keys;
    for (size_t i = 0; i < keys->len; i++) {
        struct key *key = keys->at[i];
        for (size_t j = 0; j < key->columns.len; j++) {
            const struct column_def *referenced = key->ref_columns.at[j];
            if (key->columns.at[j] == column && referenced != column && mapping_has_table(mapping, key->referenced) &&
                in_primary_key(key->referenced, referenced)) {
                return key;
            }
        }
    }
    return NULL;
}

/* The keys by which all columns of the joined primary keys repeat each other; none where a column is left. */
static struct keys ring_of(const struct rule_input *input, const struct mapping *mapping)
{
    struct keys ring = {0};
    for (size_t i = 0; i < mapping->tables.len; i++) {
        const struct table_def *table = mapping->tables.at[i];
        for (size_t j = 0; j < table->primary_key.len; j++) {
            struct key *key = repeats(input, mapping, table, table->primary_key.at[j].text);
            if (key == NULL) {
                return (struct keys){0};
            }
            if (ring.len == 0 || ring.at[ring.len - 1] != key) {
                *PUSH(input->arena, &ring) = key;
            }
        }
    }
    return ring;
}

static void report_ring(const struct rule_input *input, const struct class_def *class_, const struct keys *ring)
{
    struct arena *arena = input->arena;
    struct strings tables = {0};
    for (size_t i = 0; i < ring->len; i++) {
        const char *name = table_text(arena, ring->at[i]->table);
        if (!strings_have(&tables, name)) {
            *PUSH(arena, &tables) = name;
        }
    }
    struct report *report = diag_report(input->diags,
        RULE_MAP010,
        span_or(class_->inherits.span, class_->name.span),
        class_->name.text,
        "the primary-key columns of %s reference each other in a ring: SQLAlchemy takes each for a repetition of "
        "another, is "
        "left without a primary key for %s, and refuses the model",
        strings_join(arena, &tables, ", "),
        class_->name.text);
    for (size_t i = 0; i < ring->len; i++) {
        struct strings columns = key_columns(arena, ring->at[i]), references = key_ref_columns(arena, ring->at[i]);
        diag_also(report,
            ring->at[i]->def->span,
            "%s references %s",
            columns_text(arena, ring->at[i]->table, &columns),
            columns_text(arena, ring->at[i]->referenced, &references));
    }
    struct strings first = key_columns(arena, ring->at[0]);
    diag_hint(report,
        "drop the foreign key of %s%s",
        columns_text(arena, ring->at[0]->table, &first),
        class_->inherits.text == NULL ? "" : ": a row of a child references its base's, never the other way round");
    fix_key_drop(input, report, ring->at[0]);
    diag_fix(report, "proposed");
}

bool rules_key_ring(const struct rule_input *input, const struct class_def *class_)
{
    const struct mapping *mapping = mapping_of(input->resolved->index, class_);
    if (!mapping->usable || (mapping->tables.len == 1 && mapping->local->primary_key.len < 2)) {
        return false;
    }
    struct keys ring = ring_of(input, mapping);
    bool of_base = mapping->base != NULL && !mapping->concrete && ring_of(input, mapping->base).len != 0;
    if (ring.len != 0 && !of_base) {
        report_ring(input, class_, &ring);
    }
    return ring.len != 0;
}
