/* lint --fix on a text in memory, and what must hold of whatever it makes. */
#ifndef CORM_TESTS_FIXING_H
#define CORM_TESTS_FIXING_H

#include "corm.h"
#include "session/lint.h"

struct fixing_how {
    bool unsafe;
    const char *select;     /* of rules that are off by default; or NULL */
    const char *sqlalchemy; /* "1.4", "2.0" */
};

struct fixing_result {
    const char *text; /* after it */
    size_t len;
    const char *diff;             /* "" where nothing was changed */
    struct strings before, after; /* codes of the findings of the text as it came, and of what it became */
    struct strings claimed;       /* codes that were fixed, as often as they were */
    unsigned trials;              /* runs of the linter that it took */
};

/* Called for each finding, before and after; or NULL. */
typedef void fixing_look(const corm_finding *finding, const char *text, size_t len);

/* The text is called model.yaml, in a folder of its own that is gone when the program ends. */
struct fixing_result fixing_run(
    struct arena *arena, const struct fixing_how *how, const char *text, size_t len, fixing_look *look);

/* Which law does not hold of the result, or NULL: no finding that is new, none left that is said to be fixed, no more
 * to do for a second run, every line of comment kept. */
const char *fixing_broken_law(struct arena *arena,
    const struct fixing_how *how,
    const char *text,
    size_t len,
    const struct fixing_result *result);

#endif
