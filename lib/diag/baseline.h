/* What a project had when it took up the linter: findings that are known already and not told again.
 *
 * They are known by code and object, and by how many there are, so that nothing changes while lines move.  Where there
 * are more than are known all of them are told, since nobody can say which is the new one.  Pure: reading the file is
 * project's, writing it the session's. */
#ifndef CORM_DIAG_BASELINE_H
#define CORM_DIAG_BASELINE_H

#include "diag/diag.h"

struct known {
    const char *code, *object; /* where a finding is about a file, that file */
    size_t count;
    struct span at; /* of the entry in the baseline's own text */
    size_t found;   /* by the last diags_findings */
    size_t unasked; /* found, and not told because nobody asked for them */
    size_t gone;    /* how many fewer those are, where their rule was looked at and the filter asks for it */
};

struct baseline {
    const char *path; /* of its file */
    const char *root; /* of the project: names of files count from there */
    const char *text; /* of the file; NULL where it is yet to be written */
    size_t text_len;
    struct LIST_OF(struct known *) entries;
    struct map by_key;
};

/* Adds to what is known; two entries for the same become one. */
struct known *baseline_add(struct arena *arena, struct baseline *baseline, const struct known *known);
/* The entry for a finding, or NULL. */
struct known *baseline_find(
    const struct baseline *baseline, struct arena *arena, const char *code, const char *object, const char *file);
/* What stands for the object: the name of the file, counted from the root, where there is none. */
const char *baseline_object(const struct baseline *baseline, const char *object, const char *file);

/* Whether findings of the rule may be known at all.  Those about the configuration, edited or missing migrations and
 * the baseline itself may not. */
bool baseline_takes(enum rule rule);

/* Notes and reports what is gone. */
void baseline_tell(struct diags *diags, const struct baseline *baseline, const struct diag_filter *filter);

/* The file's text: sorted, an entry a line. */
const char *baseline_text(struct arena *arena, const struct baseline *baseline);

#endif
