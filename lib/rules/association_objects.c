#include "base/text.h"
#include "resolve/index.h"
#include "rules/names.h"

/* REL513: a model of its own between two others, with something missing. */

/* The two keys of such a model. */
struct between {
    const struct rule_input *input;
    const struct class_def *class_;
    const struct key *keys[2];
};

static bool holds_all(struct arena *arena, const struct between *b, const struct strings *columns)
{
    struct strings first = key_columns(arena, b->keys[0]), second = key_columns(arena, b->keys[1]);
    for (size_t i = 0; i < columns->len; i++) {
        if (!strings_have(&first, columns->at[i]) && !strings_have(&second, columns->at[i])) {
            return false;
        }
    }
    return true;
}

/* Nothing but the two keys and perhaps a number: the same pair twice would say nothing new. */
static bool is_bare(const struct between *b)
{
    struct arena *arena = b->input->arena;
    const struct table_def *table = b->class_->table;
    struct strings names = table_column_names(arena, table), rest = {0};
    struct strings primary = words_texts(arena, &table->primary_key);
    for (size_t i = 0; i < names.len; i++) {
        if (primary.len != 1 || !text_same(primary.at[0], names.at[i])) {
            *PUSH(arena, &rest) = names.at[i];
        }
    }
    return holds_all(arena, b, &rest);
}

static bool is_linked_by_key(const struct between *b)
{
    struct strings primary = words_texts(b->input->arena, &b->class_->table->primary_key);
    return primary.len > 1 && holds_all(b->input->arena, b, &primary);
}

static bool inherits_from(const struct class_def *class_, const struct table_def *table)
{
    for (const struct class_def *base = class_->base; base != NULL; base = base->base) {
        if (base->table == table) {
            return true;
        }
    }
    return false;
}

/* False where the table has not just two keys, to tables that classes map. */
static bool find_keys(struct between *b)
{
    const struct fk_defs *defs = &b->class_->table->foreign_keys;
    for (size_t i = 0; i < defs->len; i++) {
        b->keys[i < 2 ? i : 1] = resolved_key(b->input->resolved, defs->at[i]);
    }
    if (defs->len != 2 || b->keys[0] == NULL || b->keys[1] == NULL) {
        return false;
    }
    for (size_t i = 0; i < 2; i++) {
        const struct table_def *table = b->keys[i]->referenced;
        if (table->mapped_by == NULL || table == b->class_->table || inherits_from(b->class_, table)) {
            return false;
        }
    }
    return b->keys[0]->columns.at[0] != b->keys[1]->columns.at[0];
}

/* ---- a side that is missing ---- */

/* A relationship of the model, or to it, over the key. */
static const struct relationship *mapped_over(const struct between *b, const struct key *key)
{
    struct relationships over = resolved_over_key(b->input->arena, b->input->resolved, key);
    for (size_t i = 0; i < over.len; i++) {
        if (over.at[i]->direction != MANY_TO_MANY) {
            return over.at[i];
        }
    }
    return NULL;
}

/* A relationship of the model that could not be read or resolved may be the one that is missed. */
static bool is_unclear(const struct between *b)
{
    if (b->class_->rels_unread.len != 0) {
        return true;
    }
    for (size_t i = 0; i < b->input->resolved->all.len; i++) {
        const struct relationship *r = b->input->resolved->all.at[i];
        if (r->problem != PROBLEM_NONE && (r->owner == b->class_ || r->target == b->class_)) {
            return true;
        }
    }
    return false;
}

static const char *key_text(struct arena *arena, const struct key *key)
{
    struct strings columns = key_columns(arena, key);
    return columns_text(arena, key->table, &columns);
}

static void check_sides(const struct between *b)
{
    const struct relationship *over[2] = {mapped_over(b, b->keys[0]), mapped_over(b, b->keys[1])};
    if ((over[0] == NULL) == (over[1] == NULL) || is_unclear(b)) {
        return;
    }
    struct arena *arena = b->input->arena;
    const struct key *key = b->keys[over[0] == NULL ? 0 : 1];
    const struct relationship *there = over[over[0] == NULL ? 1 : 0];
    const char *target = key->referenced->mapped_by->name.text, *fk = key_text(arena, key);
    struct report *report = diag_report(b->input->diags,
        RULE_REL513,
        b->class_->name.span,
        b->class_->name.text,
        "%s links two models, and no relationship leads to %s: whoever adds one has to write %s by hand",
        b->class_->name.text,
        target,
        fk);
    diag_also(report, key->def->span, "the key without a relationship");
    diag_also(report, there->def->name.span, "%s is over the other one", there->name);
    diag_hint(report,
        "add under relationships of %s `%s: {target: %s}`",
        b->class_->name.text,
        text_snake_case(arena, target),
        target);
    diag_fix(report, "proposed");
}

/* ---- the same pair twice ---- */

static void check_unique(const struct between *b)
{
    struct arena *arena = b->input->arena;
    struct strings columns = key_columns(arena, b->keys[0]), second = key_columns(arena, b->keys[1]);
    for (size_t i = 0; i < second.len; i++) {
        if (!strings_have(&columns, second.at[i])) {
            *PUSH(arena, &columns) = second.at[i];
        }
    }
    const struct table_def *table = b->class_->table;
    if (!is_bare(b) || table_unique_on(table, &columns) || table_unique_on(table, &second)) {
        return;
    }
    struct strings first = key_columns(arena, b->keys[0]);
    if (table_unique_on(table, &first)) {
        return;
    }
    const char *list = strings_join(arena, &columns, ", ");
    struct report *report = diag_report(b->input->diags,
        RULE_REL513,
        b->class_->name.span,
        b->class_->name.text,
        "%s says nothing but which %s goes with which %s, and can say it twice: (%s) is not unique",
        b->class_->name.text,
        b->keys[0]->referenced->mapped_by->name.text,
        b->keys[1]->referenced->mapped_by->name.text,
        list);
    diag_also(report, b->keys[0]->def->span, "one key");
    diag_also(report, b->keys[1]->def->span, "the other key");
    diag_hint(report, "write `unique: [[%s]]` at %s, or make the two its primary key", list, b->class_->name.text);
    diag_fix(report, "proposed");
}

/* How many-to-many relationships use the table: those that write it are REL503 to REL506. */
struct use {
    bool read, written;
};

static struct use use_as_secondary(const struct rule_input *input, const struct table_def *table)
{
    const struct relationships *writers = &keys_of(input->resolved->index, table)->writers;
    struct use use = {0};
    for (size_t i = 0; i < writers->len; i++) {
        if (writers->at[i]->direction == MANY_TO_MANY) {
            bool writes = relationship_writes(writers->at[i]);
            use.written = use.written || writes;
            use.read = use.read || !writes;
        }
    }
    return use;
}

void rules_association_objects(const struct rule_input *input)
{
    for (size_t i = 0; i < input->model->classes.len; i++) {
        struct between b = {.input = input, .class_ = input->model->classes.at[i]};
        if (b.class_->table == NULL || b.class_->abstract == YES || b.class_->table->mapped_by != b.class_ ||
            !find_keys(&b)) {
            continue;
        }
        struct use use = use_as_secondary(input, b.class_->table);
        if (!use.written && (use.read || is_linked_by_key(&b))) {
            check_sides(&b);
        }
        if (!use.written && use.read) {
            check_unique(&b);
        }
    }
}
