/* One run of the linter, and the runs that fixing it takes. */
#ifndef CORM_SESSION_LINT_H
#define CORM_SESSION_LINT_H

#include "diag/edit.h"
#include "session/session.h"

/* One project, or one file that belongs to none, with its own findings. */
struct lint {
    corm *session;
    struct arena *arena; /* of what a run makes */
    const corm_lint_options *options;
    struct diags *diags;
    struct project *project; /* NULL for a lone file */
    struct diag_filter filter;
    const char *sqlalchemy;
    struct strings files;           /* of the model */
    const char *root;               /* that they stay inside; NULL where nothing was read */
    struct lint_baseline *baseline; /* of the whole call */
    bool errors_alone;              /* other findings are not told, and nothing is fixed */
    bool whole;                     /* with the schema, fixtures and migrations of the project */
    enum lint_depth {
        LINT_ALL,
        LINT_ROWS,  /* all but migrations, which do not depend on the model */
        LINT_MODEL, /* though whole, the model alone */
    } depth;
    bool complete; /* the model was good enough for the rest to be looked at */
};

/* ---- lint_check.c ---- */

/* What the configuration and the options say of the findings. */
MUST_CHECK corm_status lint_begin(struct lint *lint);
/* Reads and checks it all, reporting into diags. */
MUST_CHECK corm_status lint_check(struct lint *lint);
/* The same for the project as a whole. */
MUST_CHECK corm_status lint_project(struct lint *lint);
/* Whether there are errors so far, in whatever file, but for those that are ignored, suppressed or known. */
bool lint_has_errors(struct lint *lint);

/* What the linter says of a migrations folder, with no database.  A folder that is not there is fine. */
void lint_migrations(struct arena *arena, struct diags *diags, const char *path, const char *engine);

/* ---- what was there before: lint_baseline.c ---- */

struct lint_baseline {
    struct baseline *known; /* NULL where there is none, or none that is to be written */
    bool named;             /* by corm.yaml */
    bool is_new;            /* the file is not there yet: what is found becomes it */
    bool changed;
    size_t gone; /* findings that were taken out */
};

/* Reads the baseline that the options name, or corm.yaml's, and lets the filter honour it. */
MUST_CHECK corm_status lint_open_baseline(struct lint *lint);
/* Puts what is found into a new baseline, takes what is gone out of an old one, where that is asked for.  True where
 * findings are to be chosen anew. */
bool lint_update_baseline(struct lint *lint, const corm_findings *findings);
MUST_CHECK corm_status lint_write_baseline(
    const struct lint_baseline *baseline, struct arena *arena, corm_failure *error);

/* ---- fixing: lint_fix.c, lint_trial.c ---- */

/* A file whose text is changed, or that has findings which went with changes of others. */
struct fixed_file {
    const char *path, *real;    /* as named, and with all links followed */
    const char *before, *after; /* NULL where it is not changed */
    size_t before_len, after_len;
    struct map counts; /* code -> size_t *: findings here that are fixed */
    struct strings codes;
};
struct fixed_files LIST_OF(struct fixed_file *);

struct lint_fixed {
    struct fixed_files *files; /* of this run and those before it */
    size_t count;
    unsigned trials;    /* runs of the linter that it took */
    struct map refused; /* what a fix is about -> why it was not made */
};

/* Lets the changed texts stand in for their files. */
void lint_stand_in(struct lint *lint, const struct fixed_files *files);

/* Makes the fixes that were asked for, in memory, of what lint_check found.  A fix that leaves its finding or brings
 * another is taken back.  Afterwards diags holds what remains. */
MUST_CHECK corm_status lint_fix(struct lint *lint, struct lint_fixed *fixed);
/* Why the fix of a finding that remains was not made; NULL where it was not tried. */
const char *lint_refused(struct lint *lint, const struct lint_fixed *fixed, const struct diag_fixable *fixable);

/* ---- lint_edits.c ---- */

/* What edits of the findings of one run share. */
struct lint_edits {
    struct lint *lint;
    struct fix_file *files; /* of diags, opened where one is asked for */
    struct map wanted;      /* signature of edits -> size_t *: findings that want them */
};
/* `findings`: how many there were at the last diags_findings. */
struct lint_edits lint_edits_begin(struct lint *lint, size_t findings);
/* The fix of a finding as changes of the text; none where it cannot be made. */
const corm_edit *lint_edits_of(struct lint_edits *edits, const struct diag_fixable *fixable, size_t *ret_len);

/* The same text for the same edits. */
const char *edits_signature(struct arena *arena, const struct edits *edits);

/* ---- lint_merge.c, lint_paths.c: what one call finds, under one path or several ---- */

struct lint_merged {
    struct told LIST_OF(corm_finding) findings, hidden;
    struct map keys; /* of findings, which more than one path may bring */
    struct lint_baseline baseline;
    size_t errors, warnings, hints;
    struct fixed_files fixed; /* across all paths */
    size_t fixed_count, left_safe, left_more;
};

/* Adds what lint_check found, fixed as far as that was asked for. */
MUST_CHECK corm_status lint_merge(struct lint *lint, struct lint_merged *merged);
/* Lints the paths of the options, each under the corm.yaml that is above it. */
MUST_CHECK corm_status lint_paths(corm *session, const corm_lint_options *options, struct lint_merged *merged);

/* ---- lint_write.c ---- */

/* Writes all of them or, as far as the system allows, none. */
MUST_CHECK corm_status fixed_write(const struct fixed_files *files, corm_failure *error);
/* As plain data. */
corm_fixes fixed_show(struct arena *arena, const struct fixed_files *files);

#endif
