#include "resolve/find_join.h"

struct join_side side_of_mapping(const struct mapping *mapping)
{
    return (struct join_side){mapping->tables.at, mapping->tables.len, mapping->local, mapping};
}

struct join_side side_of_table(struct table_def *const *table)
{
    return (struct join_side){table, 1, *table, NULL};
}

static bool side_has(const struct join_side *side, const struct table_def *table)
{
    for (size_t i = 0; i < side->len; i++) {
        if (side->tables[i] == table) {
            return true;
        }
    }
    return false;
}

static bool same_side(const struct join_side *a, const struct join_side *b)
{
    if (a->len == 1 && b->len == 1) {
        return a->local == b->local;
    }
    return a->mapping != NULL && b->mapping != NULL && mappings_same_join(a->mapping, b->mapping);
}

static bool already_candidate(const struct search *search, const struct key *key)
{
    for (size_t i = 0; i < search->candidates.len; i++) {
        if (search->candidates.at[i].key == key) {
            return true;
        }
    }
    return false;
}

static void add_candidate(struct search *search, struct key *key)
{
    struct found_key found = {.key = key};
    for (size_t i = 0; i < key->columns.len; i++) {
        struct table_column column = {.table = key->table, .column = key->columns.at[i]};
        if (search->listed == NULL || columns_have(search->listed, &column)) {
            *PUSH(search->index->scratch, &found.used) = i;
        }
    }
    if (found.used.len != 0 && !already_candidate(search, key)) {
        *PUSH(search->index->scratch, &search->candidates) = found;
    }
}

/* Whether foreign_keys, where it is given, lists a column of the definition. */
static bool may_be_meant(const struct search *search, struct table_def *holder, const struct fk_def *def)
{
    if (search->listed == NULL) {
        return true;
    }
    for (size_t i = 0; i < def->columns.len; i++) {
        struct table_column column = {holder, table_column(holder, def->columns.at[i].text)};
        if (columns_have(search->listed, &column)) {
            return true;
        }
    }
    return false;
}

/* A key that leads nowhere counts as a link to the other side when it names a table of that side. */
static void note_broken(struct search *search, const struct fk_def *def, const struct join_side *other)
{
    const struct model *model = search->index->model;
    const struct table_def *named =
        def->ref_table.text == NULL ? NULL : model_table(model, def->ref_schema.text, def->ref_table.text);
    if (named == NULL) {
        search->maybe_broken = true;
    } else if (side_has(other, named)) {
        search->broken = true;
    }
}

/* Keys held by one side that reference the other. */
static void scan(struct search *search, const struct join_side *holder, const struct join_side *referenced)
{
    for (size_t t = 0; t < holder->len; t++) {
        const struct table_keys *held = keys_of(search->index, holder->tables[t]);
        for (size_t i = 0; i < held->keys.len; i++) {
            if (side_has(referenced, held->keys.at[i]->referenced)) {
                add_candidate(search, held->keys.at[i]);
            }
        }
        for (size_t i = 0; i < held->broken.len; i++) {
            if (may_be_meant(search, holder->tables[t], held->broken.at[i])) {
                note_broken(search, held->broken.at[i], referenced);
            }
        }
    }
}

static void scan_both_ways(struct search *search, const struct join_side *left)
{
    scan(search, &search->right, left);
    if (!same_side(left, &search->right)) {
        scan(search, left, &search->right);
    }
}

/* Every column that foreign_keys lists is of this key, and every column of the key is listed. */
static bool exactly_listed(const struct search *search, const struct found_key *found)
{
    return found->used.len == found->key->columns.len && found->used.len == search->listed->len;
}

static void keep_exactly_listed(struct search *search)
{
    unsigned kept = 0;
    for (size_t i = 0; i < search->candidates.len; i++) {
        if (exactly_listed(search, &search->candidates.at[i])) {
            search->candidates.at[kept++] = search->candidates.at[i];
        }
    }
    search->candidates.len = kept;
}

static bool has_pair(
    const struct found_key *found, const struct column_def *column, const struct column_def *ref_column)
{
    for (size_t i = 0; i < found->used.len; i++) {
        size_t at = found->used.at[i];
        if (found->key->columns.at[at] == column && found->key->ref_columns.at[at] == ref_column) {
            return true;
        }
    }
    return false;
}

static bool same_pairs(const struct found_key *a, const struct found_key *b)
{
    if (a->used.len != b->used.len || a->key->table != b->key->table || a->key->referenced != b->key->referenced) {
        return false;
    }
    for (size_t i = 0; i < a->used.len; i++) {
        size_t at = a->used.at[i];
        if (!has_pair(b, a->key->columns.at[at], a->key->ref_columns.at[at])) {
            return false;
        }
    }
    return true;
}

/* The same key written twice counts once. */
static void drop_repeats(struct search *search)
{
    for (size_t i = 1; i < search->candidates.len; i++) {
        if (!same_pairs(&search->candidates.at[0], &search->candidates.at[i])) {
            return;
        }
    }
    search->candidates.len = 1;
}

/* A key that could not be read may have been the one. */
static bool has_unread_keys(const struct join_side *side)
{
    for (size_t t = 0; t < side->len; t++) {
        if (side->tables[t]->keys_unread) {
            return true;
        }
        for (size_t i = 0; i < side->tables[t]->columns.len; i++) {
            if (side->tables[t]->columns.at[i]->keys_unread) {
                return true;
            }
        }
    }
    return false;
}

enum found find_join(struct search *search)
{
    if (search->left.len > 1) {
        struct join_side own = side_of_table(&search->left.local);
        scan_both_ways(search, &own);
    }
    if (search->candidates.len == 0) {
        scan_both_ways(search, &search->left);
    }
    if (search->broken || (search->candidates.len == 0 && search->maybe_broken)) {
        return FOUND_BROKEN;
    }
    if (search->candidates.len == 0) {
        return has_unread_keys(&search->left) || has_unread_keys(&search->right) ? FOUND_BROKEN : FOUND_NONE;
    }
    if (search->candidates.len > 1) {
        if (search->listed != NULL) {
            keep_exactly_listed(search);
        }
        if (search->candidates.len > 1) {
            drop_repeats(search);
        }
    }
    return search->candidates.len == 1 ? FOUND_ONE : FOUND_SEVERAL;
}
