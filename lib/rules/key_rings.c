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

/* ---- tables that must be there before each other ---- */

/* A key of the class's own primary key that leads out of its join: SQLAlchemy follows it when it joins the tables. */
static bool leads_out(const struct mapping *mapping, const struct key *key)
{
    for (size_t i = 0; i < key->columns.len; i++) {
        if (in_primary_key(key->table, key->columns.at[i]) && !mapping_has_table(mapping, key->referenced)) {
            return true;
        }
    }
    return false;
}

struct search {
    const struct rule_input *input;
    const struct class_def *wanted;
    bool *seen; /* by class_def.number */
};

/* Whether `wanted` must be declared before the class can be: a class comes behind its base, and behind the classes of
 * the tables that its joined primary key leads to. */
static bool comes_behind(struct search *search, const struct class_def *class_)
{
    if (class_ == search->wanted) {
        return true;
    }
    const struct mapping *mapping = class_ == NULL ? NULL : mapping_of(search->input->resolved->index, class_);
    if (mapping == NULL || search->seen[class_->number]) {
        return false;
    }
    search->seen[class_->number] = true;
    if (mapping->base != NULL && comes_behind(search, mapping->base->class_)) {
        return true;
    }
    if (mapping->tables.len < 2 || mapping->local->mapped_by != class_) {
        return false;
    }
    const struct keys *keys = &keys_of(search->input->resolved->index, mapping->local)->keys;
    for (size_t i = 0; i < keys->len; i++) {
        if (leads_out(mapping, keys->at[i]) && comes_behind(search, keys->at[i]->referenced->mapped_by)) {
            return true;
        }
    }
    return false;
}

static void report_too_early(const struct rule_input *input, const struct class_def *class_, const struct key *key)
{
    struct arena *arena = input->arena;
    const struct class_def *later = key->referenced->mapped_by;
    struct strings columns = key_columns(arena, key);
    const char *from = columns_text(arena, key->table, &columns), *to = table_text(arena, key->referenced);
    struct report *report = diag_report(input->diags,
        RULE_MAP010,
        key->def->span,
        class_->name.text,
        "%s, in the primary key, references table %s, and %s can only be declared behind %s: when SQLAlchemy joins %s "
        "to "
        "its base, it looks for that table, and refuses the model",
        from,
        to,
        later->name.text,
        class_->name.text,
        class_->name.text);
    diag_also(report, later->name.span, "%s is here", later->name.text);
    diag_hint(report, "drop the foreign key of %s: a row of a child references its base's", from);
    fix_key_drop(input, report, key);
    diag_fix(report, "proposed");
}

void rules_key_order(const struct rule_input *input, const struct class_def *class_)
{
    const struct mapping *mapping = mapping_of(input->resolved->index, class_);
    if (!mapping->usable || mapping->tables.len < 2 || mapping->local->mapped_by != class_) {
        return;
    }
    const struct keys *keys = &keys_of(input->resolved->index, mapping->local)->keys;
    for (size_t i = 0; i < keys->len; i++) {
        const struct class_def *other = keys->at[i]->referenced->mapped_by;
        struct search search = {.input = input, .wanted = class_};
        if (other == NULL || !leads_out(mapping, keys->at[i])) {
            continue;
        }
        search.seen = NEW_ARRAY(input->arena, bool, input->model->classes.len);
        if (comes_behind(&search, other)) {
            report_too_early(input, class_, keys->at[i]);
        }
    }
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
