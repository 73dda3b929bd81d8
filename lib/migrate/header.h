/* The comment lines at the head of a migration file: "-- corm: rebuild posts". */
#ifndef CORM_MIGRATE_HEADER_H
#define CORM_MIGRATE_HEADER_H

#include "base/buf.h"
#include "base/error.h"
#include "plan/plan.h"

struct header {
    /* NULL where the line is not there: a file written by hand needs none of them. */
    const char *version, *slug, *parent, *group, *engine, *engine_version;
    struct strings allow;    /* "DS101" */
    struct strings rebuilds; /* tables */
    bool keys_off;           /* rebuilds a table, or begins with the guard */
    bool transaction;
};

/* Reads the lines up to the first that is neither a comment nor empty.  A remark in round brackets may end each.
 * CORM_USAGE, with the line, for what it does not know. */
MUST_CHECK corm_status header_read(
    struct arena *arena, const char *path, const char *text, struct header *ret_header, corm_failure *error);

/* The header and, where foreign keys must be off, the guard. */
void header_print(struct buf *out, const struct header *header);

/* One line of a comment, whatever the text holds: names come from databases. */
void header_comment(struct buf *out, const char *text);

#endif
