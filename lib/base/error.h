/* Why the world said no: one error, filled in where it was seen, passed up unchanged, shown once.
 *
 * Mistakes in the user's files are not errors of this kind: they are findings (diag/diag.h). */
#ifndef CORM_BASE_ERROR_H
#define CORM_BASE_ERROR_H

#include "corm.h"

#include <stdarg.h>

#define MUST_CHECK __attribute__((warn_unused_result))

/* Fills in the error and returns the status, so that a failure is one line:
 *     return fail(error, CORM_USAGE, "cannot open %s: %s", path, strerror(errno)); */
corm_status fail(corm_failure *error, corm_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* Puts words in front of what was said ("cannot make the table t: "); all else stays. */
corm_status fail_first(corm_failure *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds what to do next ("run corm-migrate hash"). */
void fail_hint(corm_failure *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
void fail_at(corm_failure *error, const char *file, unsigned line);
/* The short name that programs look at: "lock-not-obtained". */
void fail_code(corm_failure *error, const char *code);

#endif
