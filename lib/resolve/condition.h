/* A join condition as a tree whose names are resolved and whose columns carry SQLAlchemy's annotations.
 *
 * It comes from a text, from a foreign key, or from the condition of the other side (backref). */
#ifndef CORM_RESOLVE_CONDITION_H
#define CORM_RESOLVE_CONDITION_H

#include "resolve/find_join.h"
#include "resolve/names.h"

struct term;
struct terms LIST_OF(struct term *);

struct term {
    enum expr_kind kind;
    const char *text;            /* operator of EXPR_COMPARE ("=="), function or method, literal, opaque words */
    struct table_column column;  /* EXPR_COLUMN */
    const struct class_def *via; /* the class by which the column was named, or NULL */
    const struct expr *written;  /* EXPR_COLUMN of a text: what stands there; else NULL */
    bool foreign, remote, local;
    bool synced; /* EXPR_COMPARE: a pair of it is written */
    bool in_or;  /* EXPR_COMPARE and comparing methods: an or_ stands above */
    struct terms args;
};

struct condition {
    struct term *root;
    struct terms compares;            /* comparisons and comparing methods (like, in_), in the order of the text */
    struct terms columns;             /* every occurrence of a column, in the order of the text */
    bool given_foreign, given_remote; /* foreign() or remote() stands in the text */
    bool opaque;
};

/* Names that lead nowhere are noted in the scope and leave terms without a column. */
struct condition *condition_from_text(const struct name_scope *scope, const struct expr *expr);
struct condition *condition_from_key(struct arena *arena, const struct found_key *found);

/* What a copy keeps of the annotations. */
enum condition_copy {
    COPY_PLAIN,   /* none */
    COPY_FOREIGN, /* foreign */
    COPY_TURNED,  /* foreign, and remote where it was local and the other way round */
};
struct condition *condition_copy(struct arena *arena, const struct condition *from, enum condition_copy copy);

/* Columns' methods that compare, "in_": what they are given stands on the other side, as with an operator.  They only
 * build SQL. */
bool method_compares(const char *name);

/* Both operands are columns without anything around them. */
bool compare_is_plain(const struct term *compare);

/* Calls back for each column on the left with each on the right of every comparison, as SQLAlchemy pairs them. */
typedef void pair_visitor(void *context, struct term *compare, struct term *left, struct term *right);
void condition_visit_pairs(const struct condition *condition, pair_visitor *visit, void *context);

/* How a column of a condition is written; the context is the caller's. */
typedef const char *column_spelling(struct arena *arena, const struct term *column, const void *context);
/* The condition as SQL; columns by `spell`, or as "users.id" where it is NULL. */
const char *condition_sql(
    struct arena *arena, const struct condition *condition, column_spelling *spell, const void *context);

#endif
