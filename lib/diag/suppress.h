/* Comments of a YAML file that suppress findings:
 *
 *     posts: {target: Post}  # corm: ignore REL605, FK02 because the audit rows must stay
 *
 * It counts for the findings of its own line; a comment that has its line to itself counts for the line below, further
 * comments between them left out.  Codes may be beginnings of codes. */
#ifndef CORM_DIAG_SUPPRESS_H
#define CORM_DIAG_SUPPRESS_H

#include "diag/diag.h"

/* One code of a comment. */
struct suppression {
    struct span at;     /* the code; "ignore" where the comment names none */
    struct span line;   /* what stands there is suppressed */
    const char *code;   /* as it is written; "" where the comment names none */
    const char *reason; /* behind "because"; NULL for none */
    bool first;         /* of its comment */
    bool used;          /* a finding was left out because of it */
    const char *stays;  /* the code of a finding that it names, and that is told all the same; or NULL */
};
struct suppressions LIST_OF(struct suppression);

/* Whether a text holds anything that looks like such a comment: most do not. */
bool suppress_mentioned(const char *text, size_t len);

/* Adds those of a text.  A `#` inside one of the scalars (in the order of the text, without overlap) begins no
 * comment, nor does one without white space before it. */
void suppress_scan(struct arena *arena,
    const struct span *source, /* the whole text: its file and length */
    const char *text,
    const struct spans *scalars,
    struct suppressions *suppressions);

/* The one that suppresses a finding of the rule at that place, or NULL; notes that it did.  One that always `stays` is
 * not suppressed. */
const struct suppression *suppress_find(
    struct suppressions *suppressions, struct span at, const char *code, bool stays);

/* Reports unknown codes, missing reasons, and those that hid nothing although their rules were looked at. */
void suppress_tell(struct diags *diags, const struct suppressions *suppressions, const struct diag_filter *filter);

#endif
