/* What a struct diags holds.  Private to diag/. */
#ifndef CORM_DIAG_REPORT_H
#define CORM_DIAG_REPORT_H

#include "diag/edit.h"
#include "diag/source.h"
#include "diag/suppress.h"

struct note {
    struct span at;
    const char *message;
};

struct report {
    struct arena *arena;
    enum rule rule;
    corm_severity severity, weight; /* its own, and by the last diags_findings */
    bool on_request;
    struct span at;
    const char *object, *message, *hint, *fix;
    const char *hidden, *reason; /* by the last diags_findings: see corm_finding */
    struct LIST_OF(struct note) notes;
    struct edits edits;
};

/* What stands in for a file. */
struct stand_in {
    const char *text;
    size_t len;
};

struct diags {
    struct arena *arena;
    struct map stand_ins; /* real path -> struct stand_in */
    struct LIST_OF(struct source *) sources;
    struct reports LIST_OF(struct report *) reports;
    struct suppressions suppressions;
    struct reports chosen; /* those of the last diags_findings */
};

/* NULL for file 0. */
struct source *diags_source(const struct diags *diags, uint32_t file);

#endif
