/* Which table and which column of one schema is which of the other: what all comparing looks through. */
#ifndef CORM_DIFF_PAIRS_H
#define CORM_DIFF_PAIRS_H

#include "diff/diff.h"
#include "diff/match.h"

struct column_pair {
    const struct column *from, *to; /* one NULL: only on the other side */
};

struct table_pair {
    const struct table *from, *to;
    struct LIST_OF(struct column_pair *) columns; /* as in `to`, then those that are only in `from` */
    bool renames;                                 /* the table or a column has another name, or a column is gone */
};

struct enum_pair {
    const struct enum_type *from, *to; /* one NULL: only on the other side */
    const char *from_type, *to_type;   /* as columns spell them; NULL on the other side */
    struct LIST_OF(struct label_pair) labels;
    bool renames; /* the type or a label has another name */
};

struct pairs {
    struct arena *arena;
    const struct schema *from, *to;
    bool sqlite; /* names in any case are the same; comments have no place */
    struct LIST_OF(struct table_pair *) tables;
    struct map from_tables, to_tables; /* folded name -> struct table_pair */
    struct LIST_OF(struct enum_pair *) enums;
    struct map from_types; /* from_type -> struct enum_pair, of those that have both sides */
    bool enum_renames;
    struct doubts doubts;
};

/* Leaves tables of ours (corm_...) out. */
const struct pairs *pairs_make(struct arena *arena, const struct schema *from, const struct schema *to);

/* NULL where there is no such table on that side. */
const struct table_pair *pairs_from(const struct pairs *pairs, const char *schema, const char *table);
const struct table_pair *pairs_to(const struct pairs *pairs, const char *schema, const char *table);
const struct column_pair *pair_from_column(
    const struct pairs *pairs, const struct table_pair *pair, const char *column);
const struct column_pair *pair_to_column(const struct pairs *pairs, const struct table_pair *pair, const char *column);

/* Notes former names that were of no use; prefix: what stands before the names ("posts.") */
void pairs_doubt(struct pairs *pairs, const struct idles *idles, const char *prefix);

bool pairs_same_name(const struct pairs *pairs, const char *a, const char *b);

/* Two tables seen side by side; what stands in `from` is read with the names of `to`. */
struct lens {
    const struct pairs *pairs;
    const struct table_pair *table;
};

/* The name in `to`; NULL where the column goes away. */
const char *lens_column(const struct lens *lens, const char *column);
/* The expression of a table in `from` with the names of `to`.  A column that goes away gets a name that no column has.
 */
const char *lens_sql(const struct lens *lens, const char *sql);

/* A type of `from` with the names of `to`: "mood[]" -> "feeling[]". */
const char *lens_type(const struct lens *lens, const char *type);
/* As lens_sql, for text that the engine handed back: enum types and their labels are followed too. */
const char *lens_canonical(const struct lens *lens, const char *sql);

/* Whether an expression of a table names the column. */
bool sql_names_column(struct arena *arena, const char *sql, const char *column);

#endif
