/* The model as SQLAlchemy's declarative classes.
 *
 * What create_all() makes of them equals compile_schema() on each engine that is asked for.  Works on a model with
 * errors too: whatever could be read is written as its author meant it, for SQLAlchemy to judge. */
#ifndef CORM_EXPORT_EXPORT_H
#define CORM_EXPORT_EXPORT_H

#include "compile/compile.h"

enum export_style { EXPORT_PLAIN, EXPORT_FLASK };

struct export_options {
    enum export_style style;
    bool mapped;                                /* SQLAlchemy 2's annotations */
    const struct schema *schemas[ENGINE_COUNT]; /* compiled; NULL: not wanted on that engine */
};

/* A text that is not written, since SQLAlchemy would run it as Python. */
struct export_refusal {
    const char *object, *text; /* object: the class */
    struct span span;
};

/* Python source, in the arena; NULL with a refusal. */
const char *export_sqlalchemy(struct arena *arena,
    const struct resolved *resolved,
    const struct export_options *options,
    struct export_refusal *ret_refusal);

#endif
