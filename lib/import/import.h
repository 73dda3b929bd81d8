/* What other tools hold, as a model: so far SQLAlchemy's mapped classes.
 *
 * The classes are read by the user's own Python, which runs the user's own code: a script of ours is handed to it over
 * a pipe and answers over another, so that what the code prints cannot come between.  No shell is involved, and nothing
 * is written to disk. */
#ifndef CORM_IMPORT_IMPORT_H
#define CORM_IMPORT_IMPORT_H

#include "base/arena.h"
#include "base/error.h"

struct imported {
    const char *yaml;     /* the model; NULL: none came */
    const char *found;    /* "4 models, 1 tables without a class, 6 relationships" */
    struct strings notes; /* what could not be taken over, a line each */
};

/* modules: NULL-terminated.  python: a path or a name on PATH; NULL: python3 of the active virtual environment, or that
 * on PATH.  CORM_USAGE where Python cannot be run, or the modules cannot be imported: what their code said is on
 * standard error then. */
MUST_CHECK corm_status import_sqlalchemy(struct arena *arena,
    const char *const *modules,
    const char *python,
    struct imported *ret_imported,
    corm_failure *error);

#endif
