/* What is wrong with the user's files, and where.
 *
 * Checks report here and go on, so that one run shows every mistake.  Positions are byte offsets; line and column are
 * worked out when shown.  Rendering is the caller's: corm_findings (corm.h) is plain data. */
#ifndef CORM_DIAG_DIAG_H
#define CORM_DIAG_DIAG_H

#include "base/arena.h"
#include "base/map.h"
#include "corm.h"

#include <stdint.h>

/* A stretch of a source file in bytes.  file 0 is no place at all. */
struct span {
    uint32_t file, off, len;
};
struct spans LIST_OF(struct span);

/* One enumerator per line of rules.def: RULE_REL401 and so on. */
enum rule {
#define RULE(code, ...) RULE_##code,
#include "diag/rules.def"
#undef RULE
    RULE_COUNT
};

struct rule_info {
    const char *code; /* "REL401" */
    const char *name; /* "one-to-one-without-unique" */
    const char *summary;
    unsigned traits; /* of enum rule_trait */
    corm_severity severity;
};

enum rule_trait {
    RULE_FIX_SAFE = 1,     /* some findings of it have an edit that keeps the meaning */
    RULE_FIX_PROPOSED = 2, /* some have one that needs a choice */
    RULE_OFF = 4,          /* a matter of taste: reported only when it is selected */
};

const struct rule_info *rule_info(enum rule rule);
/* "safe", "proposed", "safe or proposed", or NULL. */
const char *rule_fix(enum rule rule);
/* The rule's page (docs/rules/CODE.md) as markdown; NULL where there is none. */
const char *rule_page(enum rule rule);
/* Whether an error of it leaves the model unread, wholly or in part. */
bool rule_leaves_unread(enum rule rule);
/* Whether an error of it leaves nothing to go on with: no model, no whole schema, no rows. */
bool rule_stops(enum rule rule);
/* RULE_COUNT where no rule has that code. */
enum rule rule_find(const char *code);

/* Whether the text names the code: is it, its beginning ("REL3") or ALL, in any case. */
bool diag_names_code(const char *text, const char *code);
/* Whether it names any. */
bool diag_names_rules(const char *text);
/* The code that is nearest to what was typed, or NULL. */
const char *diag_nearest_rule(struct arena *arena, const char *typed);

struct diags;

struct diags *diags_new(struct arena *arena);
struct arena *diags_arena(struct diags *diags);

/* Keeps the text (not a copy) under a new file number. */
uint32_t diags_add_source(struct diags *diags, const char *path, const char *text, size_t len);
/* A text that stands in for the file of that real path when it is read: what a fix would leave there.  Kept, not
 * copied. */
void diags_stand_in(struct diags *diags, const char *real_path, const char *text, size_t len);
bool diags_has_stand_ins(const struct diags *diags);
/* NULL where nothing stands in for the file. */
const char *diags_stood_in(const struct diags *diags, const char *real_path, size_t *ret_len);
uint32_t diags_sources(const struct diags *diags); /* how many there are: files 1 to that */
const char *diags_source_path(const struct diags *diags, uint32_t file);
const char *diags_source_text(const struct diags *diags, uint32_t file, size_t *ret_len);
/* The line (from 1) of a span; 0 where it is no place. */
unsigned diags_line(const struct diags *diags, struct span at);
corm_place diags_place(struct diags *diags, struct span at);

struct report; /* one finding while it is being written */

/* `object` says what it is about, "User.posts" or "users.id"; NULL where it is the file itself. */
struct report *diag_report(
    struct diags *diags, enum rule rule, struct span at, const char *object, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
/* Another place: "first defined here". */
void diag_also(struct report *report, struct span at, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What to write instead. */
void diag_hint(struct report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Says that a mechanical edit exists: "safe" or "proposed". */
void diag_fix(struct report *report, const char *kind);
/* For the few rules whose severity depends on the case (FK014). */
void diag_severity(struct report *report, corm_severity severity);
/* For rules of which only some cases are a matter of taste: as RULE_OFF, for this finding. */
void diag_on_request(struct report *report);

size_t diags_count(const struct diags *diags, corm_severity at_least);

struct baseline;

/* How findings are chosen: what the configuration and the command line say. */
struct diag_filter {
    struct strings select; /* codes, prefixes ("REL3") or ALL; empty: the default set */
    struct strings ignore;
    struct strings files;            /* only findings in these, as they were added; empty: all */
    struct map *severity;            /* code -> (const char *) "error", "warning", "hint"; may be NULL */
    bool strict;                     /* a suppression without a reason is a warning */
    const struct baseline *baseline; /* findings that are known; or NULL */
    bool judge_baseline;             /* tells what of it is gone */
    enum diag_looked {
        LOOKED_AT_SOME,    /* comments that suppress findings are not judged */
        LOOKED_AT_MODEL,   /* they are, by what is said of the model */
        LOOKED_AT_PROJECT, /* and by what is said of schemas and fixtures */
    } looked;
};

/* By select, ignore and what a rule is by itself. */
bool filter_selects(const struct diag_filter *filter, enum rule rule);
/* Whether findings of the rule are among those that were looked for. */
bool diag_looks_at(const struct diag_filter *filter, enum rule rule);

/* Reads the comments of a YAML source that suppress findings (diag/suppress.h), once for each source.  `scalars` are
 * the places of its scalars in their order. */
void diags_read_comments(struct diags *diags, uint32_t file, const struct spans *scalars);

/* Sorted by file, offset, code; without repeats; filtered, with those apart that a comment or the baseline hides. Lives
 * in the arena of diags. */
const corm_findings *diags_findings(struct diags *diags, const struct diag_filter *filter);

#endif
