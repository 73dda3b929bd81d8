/* Edits of findings as changes of the bytes of YAML texts.
 *
 * Only what an edit names changes: comments, order, quotes and layout of everything else stay, whether maps are written
 * with braces or by lines.  What an alias or a merge key shares is changed only where all who share it want that. Pure:
 * nothing is read or written here, and nobody here knows what the keys mean; whether the result is what was wanted is
 * for the linter to say. */
#ifndef CORM_FIX_FIX_H
#define CORM_FIX_FIX_H

#include "diag/edit.h"
#include "yaml/layout.h"

struct fix_file {
    const char *text;
    size_t len;
    struct layout *root; /* by fix_open; NULL where the file is not YAML */
};

/* `len` bytes at `off` of a file become the text. */
struct patch {
    uint32_t file;
    size_t off, len;
    const char *text;
};
struct patches LIST_OF(struct patch);

struct fix_file fix_open(struct arena *arena, const char *text, size_t len);

/* What turns edits into patches.  `files` are counted as in spans: file 1 is the first. */
struct fixing {
    struct arena *arena;
    const struct fix_file *files;
    uint32_t files_len;
    struct patches patches; /* of all edits so far, none touching another */
};

enum fix_outcome {
    FIX_DONE,       /* the patches hold it */
    FIX_LATER,      /* it touches what is patched already: ask again with the changed text */
    FIX_IMPOSSIBLE, /* *ret_why says why */
};

/* Adds the patches of all edits of one finding, or none.  `wanted`: how many findings want the same. */
enum fix_outcome fix_plan(struct fixing *fixing, const struct edits *edits, size_t wanted, const char **ret_why);

/* The file's text with its patches; *ret_len of it. */
const char *fix_apply(struct fixing *fixing, uint32_t file, size_t *ret_len);

#endif
