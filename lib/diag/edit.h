/* What a fix does to the YAML, in terms of what is written there: no bytes, no layout.
 *
 * A rule that reports a finding says with it which names get which values; lib/fix turns that into changes of the
 * text.  The edits of one finding are made together or not at all. */
#ifndef CORM_DIAG_EDIT_H
#define CORM_DIAG_EDIT_H

#include "diag/diag.h"

enum edit_kind {
    EDIT_SET,     /* the key gets the value */
    EDIT_REMOVE,  /* the key goes, with its value */
    EDIT_WORDS,   /* the key gets these words, "all, delete": as a list where it holds one */
    EDIT_APPEND,  /* the list at the key gets the value as a further item */
    EDIT_REPLACE, /* the word at the place becomes the value, which is plain text */
    EDIT_RENAME,  /* the key becomes `new_key`, with the value, a plain text, where it is not that already */
    EDIT_MOVE,    /* the key goes, with its value and the comments above it, to below `new_key` */
    EDIT_QUOTE,   /* what stands at the place becomes the value, one quoted text */
    EDIT_DROP,    /* what stands at the place goes: an entry of a map or an item of a list */
};

/* A map is meant by the place of the name that it stands behind (`posts` of `posts: {...}`), or by its own. */
struct edit {
    enum edit_kind kind;
    struct span at;
    bool at_value;         /* `at` is the place of the value itself: an item of a list, a text */
    const char *under;     /* the map behind this key of it; NULL: itself */
    const char *key;       /* EDIT_SET to EDIT_APPEND */
    const char *value;     /* YAML in flow style; see layout_scalar */
    const char *short_for; /* the key that a text in the map's place stands for: `type` of `bio: text`; or NULL */
    const char *old;       /* EDIT_REPLACE, EDIT_QUOTE: what stands there now */
    const char *new_key;   /* EDIT_RENAME, EDIT_MOVE */
};
struct edits LIST_OF(struct edit);

/* Adds an edit to the fix of a finding; its texts are copied. */
void diag_edit(struct report *report, const struct edit *edit);

/* A finding with a fix, as plain data. */
struct diag_fixable {
    enum rule rule;
    const char *object, *message;
    bool safe;
    struct span at;
    const struct edits *edits;
};

/* The finding of that index of the last diags_findings; false where it has no edits. */
bool diags_fixable(const struct diags *diags, size_t index, struct diag_fixable *ret_fixable);

#endif
