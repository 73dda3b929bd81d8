/* The difference of two schemas, as pairs: only `to` means create, only `from` means drop, both mean alter.  Swapping
 * every pair turns it around, which is how `down` is made: there is no reverse code.
 *
 * Changes are grouped by table, because that is what lets SQLite decide between ALTER and a rebuild. */
#ifndef CORM_DIFF_DIFF_H
#define CORM_DIFF_DIFF_H

#include "schema/schema.h"

enum part { PART_COLUMN, PART_PRIMARY_KEY, PART_UNIQUE, PART_INDEX, PART_FOREIGN_KEY, PART_CHECK };
extern const char *const part_names[]; /* "column", "primary_key" ... */

/* What differs between the two sides of an altered part or table. */
enum facet {
    FACET_NAME = 1 << 0,
    FACET_TYPE = 1 << 1,
    FACET_NULL = 1 << 2,
    FACET_DEFAULT = 1 << 3,
    FACET_GENERATED = 1 << 4,
    FACET_IDENTITY = 1 << 5, /* AUTOINCREMENT too */
    FACET_COLLATION = 1 << 6,
    FACET_COMMENT = 1 << 7,
    FACET_COLUMNS = 1 << 8, /* of a key, constraint or index */
    FACET_ACTION = 1 << 9,  /* ON DELETE, ON UPDATE */
    FACET_DEFERRABLE = 1 << 10,
    FACET_REFERENCE = 1 << 11,
    FACET_EXPRESSION = 1 << 12, /* CHECK, WHERE, expression parts */
    FACET_UNIQUE = 1 << 13,
    FACET_OPTIONS = 1 << 14, /* STRICT, WITHOUT ROWID, index method, include, with */
    FACET_CONFLICT = 1 << 15,
    FACET_LABELS = 1 << 16, /* of an enum */
    FACET_VALID = 1 << 17,  /* NOT VALID */
};
/* "type, default" */
const char *facet_names(struct arena *arena, unsigned facets);

union part_ref {
    const struct column *column;
    const struct primary_key *primary_key;
    const struct unique *unique;
    const struct index *index;
    const struct foreign_key *foreign_key;
    const struct check *check;
    const void *any; /* NULL: not on that side */
};

struct change {
    enum part part;
    union part_ref from, to;
    unsigned facets; /* of an altered part */
};
struct changes LIST_OF(struct change);

struct table_diff {
    const struct table *from, *to; /* one NULL: create or drop */
    unsigned facets;               /* of the table itself: NAME, COMMENT, OPTIONS */
    struct changes changes;        /* empty for a created or dropped table */
};
struct table_diffs LIST_OF(struct table_diff);

/* A label that is added (only `to`), removed (only `from`), or there on both sides, perhaps under another name. */
struct label_pair {
    const char *from, *to;
};

struct enum_diff {
    const struct enum_type *from, *to;        /* one NULL: create or drop */
    unsigned facets;                          /* NAME, COMMENT, LABELS */
    struct LIST_OF(struct label_pair) labels; /* of an altered enum: all, as in `to`, then those that go */
    bool reordered;                           /* labels that are on both sides stand in another order */
};

/* A schema that is created (only `to`) or dropped. */
struct schema_diff {
    const char *from, *to;
};

/* A renamed_from that was not followed, and why, for people. */
struct doubt {
    const char *text;
    bool ring; /* nothing tells whether names that were traded have been traded already */
};
struct doubts LIST_OF(struct doubt);

struct diff {
    const struct schema *from, *to;
    struct doubts doubts;
    struct table_diffs tables;                  /* only those that differ, by name of `to` (of `from` where dropped) */
    struct LIST_OF(struct enum_diff) enums;     /* only those that differ, in the same order */
    struct LIST_OF(struct schema_diff) schemas; /* the same */
};

/* Pairs things by name, then by renamed_from of either side, then (constraints) by what they are. */
struct diff *diff_schemas(struct arena *arena, const struct schema *from, const struct schema *to);
struct diff *diff_swap(struct arena *arena, const struct diff *diff);
bool diff_is_empty(const struct diff *diff);
/* Whether something of `from` is not in `to`: of a live database it may be unmanaged. */
bool diff_has_extra(const struct diff *diff);

/* What people call an enum: "mood", "sales.mood". */
const char *enum_label(struct arena *arena, const struct enum_type *type);
/* Whether a new type must take over: a label goes or moves. */
bool enum_is_remade(const struct enum_diff *diff);
/* Whether the type of a column, "mood" or "sales.mood[]", is the enum or a list of it. */
bool enum_is_type(struct arena *arena, const struct enum_type *type, const char *text);

/* What people call a table and its parts: "posts", "sales.orders", "posts.title", "ix_posts_title", "users.uq_email",
 * and "users(email)" where a constraint has no name. */
const char *table_label(struct arena *arena, const struct table *table);
const char *part_label(struct arena *arena, const struct table *table, enum part part, union part_ref ref);

struct unmanaged {
    const char *kind, *object;
};
struct unmanaged_list LIST_OF(struct unmanaged);

/* What is live but neither in the model nor in the lock is kept: returns a copy of `desired` with those things added,
 * so that a diff against live leaves them alone and a rebuild carries them, and lists them.  `lock` may be NULL (then
 * nothing was ever managed).  Things that desired->drop names are not kept.  Tables of ours (corm_...) are nobody's,
 * and so is what stands in schemas that neither the model nor the lock names: kept, and not listed. */
struct schema *diff_adopt_unmanaged(struct arena *arena,
    const struct schema *desired,
    const struct schema *live,
    const struct schema *lock,
    struct unmanaged_list *ret_unmanaged);

#endif
