/* Golden folders: tests/cases/<area>/<case>/ holds the input and what must come of it.  Adding a case is adding files;
 * CORM_UPDATE=1 writes what came instead of comparing, so that a change of many is read as a diff. */
#ifndef CORM_TESTS_CASES_H
#define CORM_TESTS_CASES_H

#include "base/arena.h"

/* Runs one case; false where it failed (and said so). */
typedef bool case_fn(struct arena *arena, const char *folder);

/* Runs every case of an area, or the one that CORM_CASE names.  Returns the number that failed; no case at all is one
 * failure. */
int cases_run(const char *area, case_fn *run);

/* A file of the case, or NULL where it has none. */
const char *case_file(struct arena *arena, const char *folder, const char *name);

/* Whether the file holds exactly this text; says where it differs.  An absent file equals "" . */
bool case_expect(struct arena *arena, const char *folder, const char *name, const char *actual);

/* Findings as lines: "line:col CODE severity object: message", then "  hint: ..." and "  also line:col: ...". */
struct diags;
struct diag_filter;
const char *case_findings(struct arena *arena, struct diags *diags);
const char *case_findings_chosen(struct arena *arena, struct diags *diags, const struct diag_filter *filter);

#endif
