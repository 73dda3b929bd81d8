#include "resolve/resolve.h"

#include "base/text.h"

static bool says(const struct rel_def *def, const char *word)
{
    for (size_t i = 0; i < def->cascade.len; i++) {
        if (text_same(def->cascade.at[i].text, word)) {
            return true;
        }
    }
    return false;
}

/* Without the key: save-update and merge; "all" is everything but delete-orphan; "none" beats every other word. */
struct cascade relationship_cascade(const struct rel_def *def)
{
    if (!def->has_cascade) {
        return (struct cascade){.save_update = def->viewonly != YES, .merge = true};
    }
    if (says(def, "none")) {
        return (struct cascade){0};
    }
    bool all = says(def, "all");
    return (struct cascade){
        .save_update = all || says(def, "save-update"),
        .merge = all || says(def, "merge"),
        .refresh_expire = all || says(def, "refresh-expire"),
        .expunge = all || says(def, "expunge"),
        .delete = all || says(def, "delete"),
        .delete_orphan = says(def, "delete-orphan"),
    };
}
