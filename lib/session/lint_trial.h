/* Trials of fixes: changed texts in memory, and what the linter says of them.  Private to the fixing. */
#ifndef CORM_SESSION_LINT_TRIAL_H
#define CORM_SESSION_LINT_TRIAL_H

#include "fix/fix.h"
#include "session/lint.h"

/* A finding that could be fixed. */
struct candidate {
    struct diag_fixable fix;
    size_t wanted;   /* findings that want the same edits */
    const char *key; /* code and object */
};
struct candidates LIST_OF(struct candidate);

/* The texts as they are at some moment, linted.  All of it lives in the arena of `lint`. */
struct trial {
    struct lint lint;
    struct fixed_files files; /* that are changed by then */
    struct fix_file *opened;  /* of its diags, where an edit has wanted one; NULL before the first */
    struct map counts;        /* code, and code with object -> size_t *: findings */
};

/* What is found in the texts of a state is counted: what is on by default or selected, in any file, and not ignored. */
void trial_count(struct trial *state);
void trial_free(struct trial *state);

/* The state of `from` with the patches, linted; nothing to free where it fails. */
MUST_CHECK corm_status trial_next(
    const struct trial *from, struct fixing *fixing, enum lint_depth depth, struct trial *ret_next);

/* What stands between a fix and its being made. */
struct verdict {
    const char *why;      /* NULL: nothing; lives in the arena of `after` */
    struct strings codes; /* of the findings that are new; none where a finding would stay */
};

/* Every finding of the batch is gone, and no rule has more of them than are left without it. */
struct verdict trial_judge(const struct trial *before, const struct trial *after, const struct candidates *batch);

/* What a trial that does not please shows about the very object of a fix: its finding stays, or another has come
 * there.  NULL: nothing. */
const char *trial_why(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidate *candidate);

/* ---- lint_suspects.c ---- */

/* What to try next of a batch that did not please: those that are above suspicion, or one half, in the arena of
 * `before`. None where all are to be refused: it is one, or each of very many has something new at its owner or of its
 * name. */
struct candidates trial_fewer(const struct trial *before,
    const struct trial *after,
    const struct verdict *verdict,
    const struct candidates *batch);

const char *candidate_key(struct arena *arena, const char *code, const char *object);

/* The file of that path in the list, added where it is not. */
struct fixed_file *fixed_file_of(struct arena *arena, struct fixed_files *files, const char *path);
void fixed_file_credit(struct arena *arena, struct fixed_file *file, const char *code, size_t count);
/* Adds copies, or brings what is there up to date. */
void fixed_files_copy(struct arena *arena, struct fixed_files *into, const struct fixed_files *from);

#endif
