#include "rules/fixes.h"

#include "base/text.h"
#include "yaml/layout.h"

/* ---- relationships ---- */

/* What a backref made is written at the side that says it. */
static struct edit edit_of(const struct rel_def *rel, enum edit_kind kind, const char *key, const char *value)
{
    const struct rel_def *written = rel->from_backref ? rel->expanded_from : rel;
    return (struct edit){.kind = kind,
        .at = written->name.span,
        .under = rel->from_backref ? "backref" : NULL,
        .short_for = rel->from_backref ? "name" : NULL,
        .key = key,
        .value = value};
}

void fix_set(struct report *report, const struct rel_def *rel, const char *key, const char *value)
{
    struct edit edit = edit_of(rel, EDIT_SET, key, value);
    diag_edit(report, &edit);
}

void fix_set_name(
    struct arena *arena, struct report *report, const struct rel_def *rel, const char *key, const char *name)
{
    fix_set(report, rel, key, layout_scalar(arena, name));
}

void fix_remove(struct report *report, const struct rel_def *rel, const char *key)
{
    struct edit edit = edit_of(rel, EDIT_REMOVE, key, NULL);
    diag_edit(report, &edit);
}

void fix_words(struct report *report, const struct rel_def *rel, const char *key, const char *words)
{
    struct edit edit = edit_of(rel, EDIT_WORDS, key, words);
    diag_edit(report, &edit);
}

void fix_viewonly(struct report *report, const struct rel_def *rel)
{
    static const char *const of_writing[] = {"cascade",
        "passive_deletes",
        "passive_updates",
        "single_parent",
        "post_update",
        "enable_typechecks",
        "active_history",
        "cascade_backrefs"};
    fix_set(report, rel, "viewonly", "true");
    for (size_t i = 0; i < sizeof of_writing / sizeof *of_writing; i++) {
        if (rel_key_span(rel, of_writing[i]) != NULL) {
            fix_remove(report, rel, of_writing[i]);
        }
    }
}

void fix_backref(struct arena *arena, struct report *report, const struct rel_def *rel, const char *name)
{
    struct edit edit = edit_of(rel, EDIT_RENAME, "backref", layout_scalar(arena, name));
    edit.new_key = "back_populates";
    diag_edit(report, &edit);
}

void fix_add_relationship(struct report *report, const struct class_def *class_, const char *name, const char *map)
{
    diag_edit(report,
        &(struct edit){.kind = EDIT_SET, .at = class_->name.span, .under = "relationships", .key = name, .value = map});
}

/* ---- another name ---- */

/* The classes by which a text may mean the relationship. */
static bool may_mean(const struct relationship *other, const struct relationship *r)
{
    return classes_related(other->owner, r->owner) || classes_related(other->target, r->owner);
}

static void rename_in(
    struct report *report, const struct relationship *other, const struct relationship *r, const char *name)
{
    const char *old = r->def->name.text;
    if (other->names == r && other->def->back_populates.text != NULL && !other->def->from_backref) {
        fix_replace(report, &other->def->back_populates, name);
    }
    for (size_t i = 0; i < other->def->overlaps.len && !other->def->from_backref && may_mean(other, r); i++) {
        if (text_same(other->def->overlaps.at[i].text, old)) {
            fix_replace(report, &other->def->overlaps.at[i], name);
        }
    }
}

void fix_rename(const struct rule_input *input, struct report *report, const struct relationship *r, const char *name)
{
    fix_replace(report, r->def->from_backref ? &r->def->expanded_from->backref : &r->def->name, name);
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        rename_in(report, input->resolved->all.at[i], r, name);
    }
}

/* ---- values ---- */

const char *fix_list(struct arena *arena, const struct strings *names)
{
    struct strings texts = {0};
    for (size_t i = 0; i < names->len; i++) {
        *PUSH(arena, &texts) = layout_scalar(arena, names->at[i]);
    }
    return arena_printf(arena, "[%s]", strings_join(arena, &texts, ", "));
}

const char *fix_one_or_list(struct arena *arena, const struct strings *names)
{
    return names->len == 1 ? layout_scalar(arena, names->at[0]) : fix_list(arena, names);
}

const char *fix_key_map(struct arena *arena, const struct strings *columns, const char *references)
{
    return arena_printf(
        arena, "{columns: %s, references: %s}", fix_list(arena, columns), layout_scalar(arena, references));
}

/* ---- single words ---- */

void fix_replace(struct report *report, const struct word *word, const char *text)
{
    diag_edit(report, &(struct edit){.kind = EDIT_REPLACE, .at = word->span, .old = word->text, .value = text});
}

void fix_drop(struct report *report, struct span value)
{
    diag_edit(report, &(struct edit){.kind = EDIT_DROP, .at = value, .at_value = true});
}
