#include "rules/fixes.h"
#include "rules/names.h"

#include "base/text.h"

/* FK020, FK021, REL512: indexes that are missing, and indexes that nobody needs. */

/* One ordered list of columns that the database keeps an index on. */
struct ordered {
    struct strings columns;  /* all that it is; none where it is more than plain columns */
    struct strings found_by; /* the first of them, that an equality is looked up by */
    const char *what;        /* "the primary key", "unique (a, b)", "index ix_posts" */
    struct span span;
    const struct index_def *index;   /* written as one; NULL for others */
    const struct column_def *column; /* with `index: true`; NULL for others */
    bool unique;
};

struct table_indexes {
    struct LIST_OF(struct ordered) all;
};

static const char *list_text(struct arena *arena, const struct strings *columns)
{
    return strings_join(arena, columns, ", ");
}

static bool is_ordered(const struct index_def *index)
{
    return index->method.text == NULL || text_same_nocase(index->method.text, "btree");
}

/* The columns of an index that is nothing but columns, all of them in plain order; none otherwise. */
static struct strings plain_columns(struct arena *arena, const struct index_def *index)
{
    struct strings columns = {0};
    bool plain = index->where.text == NULL && is_ordered(index);
    for (size_t i = 0; plain && i < index->parts.len; i++) {
        const struct index_part_def *part = &index->parts.at[i];
        plain = part->column.text != NULL && part->opclass.text == NULL && part->collation.text == NULL &&
                part->order != ORDER_DESC && part->nulls == NULLS_UNSET;
        if (plain) {
            *PUSH(arena, &columns) = part->column.text;
        }
    }
    return plain && index->include.len == 0 ? columns : (struct strings){0};
}

/* The columns by which an equality is looked up: the first ones, whatever their direction, of an index that holds every
 * row; of a hash the only one.  Another collation or operator class may find other values equal. */
static struct strings looked_up_by(struct arena *arena, const struct index_def *index)
{
    struct strings columns = {0};
    bool hash = text_same_nocase(index->method.text, "hash") && index->parts.len == 1;
    if (index->where.text != NULL || !(is_ordered(index) || hash)) {
        return columns;
    }
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part_def *part = &index->parts.at[i];
        if (part->column.text == NULL || part->opclass.text != NULL || part->collation.text != NULL) {
            break;
        }
        *PUSH(arena, &columns) = part->column.text;
    }
    return columns;
}

static void add_column_indexes(struct arena *arena, const struct table_def *table, struct table_indexes *indexes)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column_def *column = table->columns.at[i];
        if (column->unique != YES && column->index != YES) {
            continue;
        }
        struct ordered *added = PUSH(arena, &indexes->all);
        *PUSH(arena, &added->columns) = column->name.text;
        added->found_by = added->columns;
        added->unique = column->unique == YES;
        added->column = added->unique ? NULL : column;
        added->span = column->name.span;
        added->what = arena_printf(arena, "%s at %s", added->unique ? "unique" : "index", column->name.text);
    }
}

static struct table_indexes indexes_of(struct arena *arena, const struct table_def *table)
{
    struct table_indexes indexes = {0};
    if (table->primary_key.len != 0) {
        struct strings columns = words_texts(arena, &table->primary_key);
        *PUSH(arena, &indexes.all) = (struct ordered){.columns = columns,
            .found_by = columns,
            .what = "the primary key",
            .span = table->primary_key.at[0].span,
            .unique = true};
    }
    add_column_indexes(arena, table, &indexes);
    for (size_t i = 0; i < table->uniques.len; i++) {
        struct strings columns = words_texts(arena, &table->uniques.at[i]->columns);
        *PUSH(arena, &indexes.all) = (struct ordered){.columns = columns,
            .found_by = columns,
            .what = arena_printf(arena, "unique (%s)", list_text(arena, &columns)),
            .span = table->uniques.at[i]->span,
            .unique = true};
    }
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index_def *index = table->indexes.at[i];
        struct strings columns = plain_columns(arena, index), found_by = looked_up_by(arena, index);
        if (found_by.len != 0) {
            *PUSH(arena, &indexes.all) = (struct ordered){.columns = columns,
                .found_by = found_by,
                .what = arena_printf(arena, "the index on (%s)", list_text(arena, &columns)),
                .span = index->span,
                .index = index,
                .unique = index->unique == YES};
        }
    }
    return indexes;
}

/* ---- FK020 ---- */

/* The first columns are those of the key, in any order. */
static bool serves(const struct ordered *ordered, const struct strings *key)
{
    const struct strings first = {.at = ordered->found_by.at, .len = key->len};
    return ordered->found_by.len >= key->len && strings_same_set(&first, key);
}

static void drop_index_false(struct report *report, const struct key *key)
{
    const struct column_def *column = key->columns.at[0];
    if (key->def->at_column && column->index == NO) {
        fix_column_remove(report, column, "index");
    } else {
        diag_edit(report, &(struct edit){.kind = EDIT_REMOVE, .at = key->def->span, .at_value = true, .key = "index"});
    }
}

static void check_key(const struct rule_input *input, const struct key *key, const struct table_indexes *indexes)
{
    struct strings columns = key_columns(input->arena, key);
    for (size_t i = 0; i < indexes->all.len; i++) {
        if (serves(&indexes->all.at[i], &columns)) {
            return;
        }
    }
    const char *name = columns_text(input->arena, key->table, &columns);
    const char *referenced = table_text(input->arena, key->referenced);
    struct report *report = diag_report(input->diags,
        RULE_FK020,
        key->def->span,
        name,
        "%s has no index, because `index: false` says so: deleting a row of %s, and joining from it, reads all of %s",
        name,
        referenced,
        table_text(input->arena, key->table));
    diag_hint(report, "drop `index: false`; the index is then made by itself");
    drop_index_false(report, key);
    diag_fix(report, "safe");
}

/* ---- FK021 ---- */

static bool begins_with(const struct ordered *longer, const struct ordered *shorter)
{
    if (longer->columns.len < shorter->columns.len || shorter->columns.len == 0) {
        return false;
    }
    for (size_t i = 0; i < shorter->columns.len; i++) {
        if (!text_same(longer->columns.at[i], shorter->columns.at[i])) {
            return false;
        }
    }
    return true;
}

/* `index` adds nothing to `other`; of two that are equal the later one is meant. */
static bool is_repeated(const struct table_indexes *indexes, size_t index, size_t other)
{
    const struct ordered *a = &indexes->all.at[index], *b = &indexes->all.at[other];
    bool same_length = a->columns.len == b->columns.len;
    bool weaker = !a->unique || (b->unique && same_length);
    bool later = !same_length || b->unique != a->unique || other < index;
    return index != other && weaker && later && begins_with(b, a);
}

static void check_index(
    const struct rule_input *input, const struct table_def *table, const struct table_indexes *indexes, size_t index)
{
    const struct ordered *a = &indexes->all.at[index];
    for (size_t i = 0; i < indexes->all.len; i++) {
        if (!is_repeated(indexes, index, i)) {
            continue;
        }
        struct report *report = diag_report(input->diags,
            RULE_FK021,
            a->span,
            columns_text(input->arena, table, &a->columns),
            "the index on (%s) is never needed: %s begins with the same columns, and each write pays for both",
            list_text(input->arena, &a->columns),
            indexes->all.at[i].what);
        diag_also(report, indexes->all.at[i].span, "it stands here");
        if (a->column == NULL) {
            diag_hint(report, "drop the index");
            fix_drop(report, a->span);
        } else {
            diag_hint(report, "drop `index: true`");
            fix_column_remove(report, a->column, "index");
        }
        diag_fix(report, "proposed");
        return;
    }
}

/* ---- REL512 ---- */

/* An index is made by itself for each foreign key that does not say otherwise. */
static bool has_own_index(const struct rule_input *input, const struct table_def *table, const struct strings *columns)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct key *key = resolved_key(input->resolved, table->foreign_keys.at[i]);
        if (key == NULL || key->def->index == NO) {
            continue;
        }
        struct strings held = key_columns(input->arena, key);
        if (strings_all_in(&held, columns)) {
            return true;
        }
    }
    struct table_indexes indexes = indexes_of(input->arena, table);
    for (size_t i = 0; i < indexes.all.len; i++) {
        if (strings_have(columns, indexes.all.at[i].found_by.at[0])) {
            return true;
        }
    }
    return false;
}

/* Rows of an association table are found by the columns that lead to the owner. */
static void check_association(const struct rule_input *input, const struct relationship *r)
{
    if (r->direction != MANY_TO_MANY || r->problem != PROBLEM_NONE || r->secondary == NULL ||
        written_table(&r->sync) != r->secondary) {
        return;
    }
    struct arena *arena = input->arena;
    struct strings columns = written_columns(arena, &r->sync);
    if (has_own_index(input, r->secondary, &columns)) {
        return;
    }
    const char *fk = columns_text(arena, r->secondary, &columns), *list = list_text(arena, &columns);
    struct report *report = diag_report(input->diags,
        RULE_REL512,
        r->def->name.span,
        r->name,
        "loading %s reads all rows of %s: no index begins with %s",
        r->name,
        table_text(arena, r->secondary),
        fk);
    diag_also(report, table_column(r->secondary, columns.at[0])->name.span, "the column");
    diag_hint(report, "write `indexes: [{columns: [%s]}]` at %s", list, table_text(arena, r->secondary));
    const char *index = arena_printf(arena, "{columns: %s}", fix_list(arena, &columns));
    fix_table_append(report, input->model, r->secondary, "indexes", index);
    diag_fix(report, "safe");
}

static bool has_written_index(const struct table_def *table)
{
    bool found = table->indexes.len != 0;
    for (size_t i = 0; !found && i < table->columns.len; i++) {
        found = table->columns.at[i]->index == YES;
    }
    return found;
}

void rules_indexes(const struct rule_input *input)
{
    for (size_t t = 0; t < input->model->tables.len; t++) {
        const struct table_def *table = input->model->tables.at[t];
        struct table_indexes indexes = {0};
        bool known = false;
        for (size_t i = 0; i < table->foreign_keys.len; i++) {
            const struct key *key = resolved_key(input->resolved, table->foreign_keys.at[i]);
            if (key == NULL || key->def->index != NO) {
                continue;
            }
            indexes = known ? indexes : indexes_of(input->arena, table);
            known = true;
            check_key(input, key, &indexes);
        }
        if (!has_written_index(table)) {
            continue;
        }
        indexes = known ? indexes : indexes_of(input->arena, table);
        for (size_t i = 0; i < indexes.all.len; i++) {
            if (indexes.all.at[i].index != NULL || indexes.all.at[i].column != NULL) {
                check_index(input, table, &indexes, i);
            }
        }
    }
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        check_association(input, input->resolved->all.at[i]);
    }
}
