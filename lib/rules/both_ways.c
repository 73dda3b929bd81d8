#include "base/text.h"
#include "resolve/index.h"
#include "rules/names.h"

#include <string.h>

/* REL405: a one-to-one for which both tables hold a key to the other. */

struct both_ways {
    const struct rule_input *input;
    const struct key *key, *back; /* the one that comes later, and the one that leads back */
};

/* The plain name of the class or of the table: "user_id", "users_id". */
static bool is_named_so(struct arena *arena, const char *stem, const struct table_def *table)
{
    const char *class_ = table->mapped_by == NULL ? "" : text_snake_case(arena, table->mapped_by->name.text);
    const char *const names[] = {class_, table->name.text};
    for (size_t i = 0; i < 2; i++) {
        size_t len = strlen(names[i]);
        const char *one = text_ends(names[i], "s") ? arena_strndup(arena, names[i], len - 1) : names[i];
        if (text_same(stem, names[i]) || text_same(stem, one)) {
            return true;
        }
    }
    return false;
}

/* The column says nothing but where it leads: no role in which the other row would be another one. */
static bool is_plain(struct arena *arena, const struct key *key)
{
    if (key->columns.len != 1) {
        return false;
    }
    const char *column = key->columns.at[0]->name.text;
    const char *end = arena_printf(arena, "_%s", key->ref_columns.at[0]->name.text);
    size_t len = strlen(column), end_len = strlen(end);
    bool ended = len > end_len && text_ends(column, end);
    return is_named_so(arena, ended ? arena_strndup(arena, column, len - end_len) : column, key->referenced);
}

static bool is_unique(struct arena *arena, const struct key *key)
{
    struct strings columns = key_columns(arena, key);
    return table_unique_on(key->table, &columns);
}

static const struct relationship *many_to_one_over(const struct rule_input *input, const struct key *key)
{
    struct relationships over = resolved_over_key(input->arena, input->resolved, key);
    for (size_t i = 0; i < over.len; i++) {
        if (over.at[i]->direction == MANY_TO_ONE) {
            return over.at[i];
        }
    }
    return NULL;
}

/* Two sides of one pair, each over its own key: REL304. */
static bool are_paired(const struct both_ways *b)
{
    const struct relationship *r = many_to_one_over(b->input, b->key);
    const struct relationship *other = many_to_one_over(b->input, b->back);
    return r != NULL && other != NULL && (r->names == other || other->names == r);
}

static const char *key_text(struct arena *arena, const struct key *key)
{
    struct strings columns = key_columns(arena, key);
    return columns_text(arena, key->table, &columns);
}

static void report_twice(const struct both_ways *b)
{
    struct arena *arena = b->input->arena;
    const char *key = key_text(arena, b->key), *back = key_text(arena, b->back);
    struct report *report = diag_report(b->input->diags,
        RULE_REL405,
        b->key->def->span,
        key,
        "%s and %s both store which row of %s goes with which of %s: nothing keeps the one from saying something else "
        "than the other",
        back,
        key,
        table_text(arena, b->back->table),
        table_text(arena, b->key->table));
    diag_also(report, b->back->def->span, "the key %s", back);
    const struct relationship *over[] = {many_to_one_over(b->input, b->back), many_to_one_over(b->input, b->key)};
    for (size_t i = 0; i < 2; i++) {
        if (over[i] != NULL) {
            diag_also(report, over[i]->def->name.span, "%s goes by it", over[i]->name);
        }
    }
    diag_hint(report,
        "keep the key of the row that cannot be without the other, `unique: true`, and drop the other key; the "
        "relationship of that side is then found by the first, with `uselist: false`");
    diag_fix(report, "proposed");
}

static void check_key(const struct rule_input *input, const struct key *key)
{
    const struct keys *others = &keys_of(input->resolved->index, key->referenced)->keys;
    for (size_t i = 0; i < others->len; i++) {
        struct both_ways b = {.input = input, .key = key, .back = others->at[i]};
        bool plain = b.back->referenced == key->table && is_plain(input->arena, key) && is_plain(input->arena, b.back);
        if (plain && is_unique(input->arena, key) && is_unique(input->arena, b.back) && !are_paired(&b)) {
            report_twice(&b);
            return;
        }
    }
}

static bool comes_later(const struct key *key)
{
    struct span a = key->table->name.span, b = key->referenced->name.span;
    return a.file != b.file ? a.file > b.file : a.off > b.off;
}

void rules_both_ways(const struct rule_input *input)
{
    for (size_t i = 0; i < input->resolved->keys.len; i++) {
        const struct key *key = input->resolved->keys.at[i];
        if (key->table != key->referenced && comes_later(key)) {
            check_key(input, key);
        }
    }
}
