/* Which fixes of a batch that does not please are to be tried again. */
#include "session/lint_trial.h"

#include <string.h>

enum { MANY = 16 }; /* more than these take too long to be tried one by one */

/* "User" of "User.posts" and "users(a, b)" as "users". */
static const char *owner_of(struct arena *arena, const char *object)
{
    return object == NULL ? "" : arena_strndup(arena, object, strcspn(object, ".("));
}

/* "posts" of "User.posts" and of "users.bob.posts". */
static const char *last_name_of(const char *object)
{
    const char *dot = object == NULL ? NULL : strrchr(object, '.');
    return dot == NULL ? "" : dot;
}

/* Those of the batch that have nothing to do with what is new: they are of other classes and tables, and no fixture
 * uses their names. */
static struct candidates unsuspected(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidates *batch)
{
    struct arena *arena = after->lint.arena;
    struct candidates rest = {0};
    struct map owners = {0};
    struct diag_filter brought = after->lint.filter;
    brought.select = verdict->codes;
    const corm_findings *findings = diags_findings(after->lint.diags, &brought);
    for (size_t i = 0; verdict->codes.len != 0 && i < findings->len; i++) {
        map_set(arena, &owners, owner_of(arena, findings->at[i].object), &owners);
        map_set(arena, &owners, last_name_of(findings->at[i].object), &owners);
    }
    for (size_t i = 0; i < batch->len; i++) {
        const char *object = batch->at[i].fix.object;
        if (map_get(&owners, owner_of(arena, object)) == NULL && map_get(&owners, last_name_of(object)) == NULL) {
            *PUSH(before->lint.arena, &rest) = batch->at[i];
        }
    }
    return rest;
}

/* Those of the batch whose own objects show nothing of what stands in the way. */
static struct candidates innocent(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidates *batch)
{
    struct candidates rest = {0};
    for (size_t i = 0; i < batch->len; i++) {
        if (trial_why(before, after, verdict, &batch->at[i]) == NULL) {
            *PUSH(before->lint.arena, &rest) = batch->at[i];
        }
    }
    return rest;
}

/* Whether each is of another owner. */
static bool are_apart(struct arena *arena, const struct candidates *batch)
{
    struct map owners = {0};
    for (size_t i = 0; i < batch->len; i++) {
        const char *owner = owner_of(arena, batch->at[i].fix.object);
        if (map_get(&owners, owner) != NULL) {
            return false;
        }
        map_set(arena, &owners, owner, &owners);
    }
    return true;
}

struct candidates trial_fewer(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidates *batch)
{
    struct candidates rest = {0};
    if (batch->len == 1) {
        return rest;
    }
    rest = innocent(before, after, verdict, batch);
    if (rest.len == batch->len) {
        rest = unsuspected(before, after, verdict, batch);
    }
    if (rest.len == 0 && batch->len > MANY && are_apart(after->lint.arena, batch)) {
        return rest;
    }
    if (rest.len == 0 || rest.len == batch->len) {
        rest = *batch;
        rest.len /= 2;
    }
    return rest;
}
