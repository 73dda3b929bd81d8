#include "rules/fixes.h"

#include "yaml/layout.h"

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
