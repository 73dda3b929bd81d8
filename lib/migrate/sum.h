/* corm.sum: one line per file, "name h1:…", each hash over the one before it, the name and the text.
 *
 * So a change anywhere shows, and two branches that each add a file conflict in git.  A file is checked against the
 * hash that stands on the line before it, so that one edited file breaks one line. */
#ifndef CORM_MIGRATE_SUM_H
#define CORM_MIGRATE_SUM_H

#include "migrate/folder.h"

enum seal { SEAL_NONE, SEAL_BROKEN, SEAL_GOOD };

struct sum_line {
    const char *name, *hash, *previous;
};
struct sum_lines LIST_OF(struct sum_line);

/* CORM_USAGE with the line where the text is not a corm.sum: conflict markers, names out of order, other text. */
MUST_CHECK corm_status sum_parse(struct arena *arena,
    const char *path,
    const char *text,
    size_t len,
    struct sum_lines *ret_lines,
    corm_failure *error);

enum seal sum_check(struct arena *arena, const struct sum_lines *lines, const struct sum_entry *entry);

#endif
