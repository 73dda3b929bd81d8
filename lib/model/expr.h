/* Join texts ("and_(User.id == foreign(Post.user_id), Post.flag == 1)") as a tree.
 *
 * The grammar is the small one of SQLAlchemy's strings: comparisons, and_() or_() not_(), & | ~, foreign() remote(),
 * in_ like is_ and other methods, cast(), func.f(), desc() asc(), literals, lists.  What it does not know is kept word
 * for word and marked opaque. */
#ifndef CORM_MODEL_EXPR_H
#define CORM_MODEL_EXPR_H

#include "diag/diag.h"

enum expr_kind {
    EXPR_COLUMN,  /* "User.id", "user_group.c.user_id", "id" -> path; annotated by foreign / remote; text as written */
    EXPR_LITERAL, /* text: number, 'string', None, True */
    EXPR_COMPARE, /* op, args[0], args[1] */
    EXPR_AND,
    EXPR_OR,
    EXPR_NOT,
    EXPR_CALL,   /* text: "func.lower", "cast", "desc"; args.  A method's object is args[0]: Post.id.desc() is
                    desc(Post.id) */
    EXPR_LIST,   /* [a, b] or (a, b) */
    EXPR_OPAQUE, /* text */
};

struct expr;
struct exprs LIST_OF(struct expr *);

struct expr {
    enum expr_kind kind;
    struct span span;
    const char *text;     /* see above; for EXPR_COMPARE the operator: "==", "!=", "<" ... */
    const char *written;  /* EXPR_CALL: all of it, as it stands */
    struct strings path;  /* EXPR_COLUMN: {"User", "id"}, {"user_group", "user_id"} (".c." left out), {"id"} */
    bool foreign, remote; /* annotations around a column */
    struct exprs args;
};

/* Why a text does not parse, and where. */
struct expr_error {
    const char *message;
    struct span at;
};

/* Parses a text that begins at span.  With `exact_positions` span covers just the text (no quotes, no escapes), and
 * places inside are exact; otherwise every place is the whole span.  NULL where the text does not parse.  An expression
 * that parses but holds words outside the grammar has EXPR_OPAQUE nodes. */
struct expr *expr_parse(
    struct arena *arena, const char *text, struct span span, bool exact_positions, struct expr_error *ret_error);

/* The same for what stands in foreign_keys, remote_side and order_by: "User.id", "A.x, B.y", "[A.x, B.y]" and
 * "(A.x, A.y)" come out as the list of their items, added to *ret_items. */
bool expr_parse_list(struct arena *arena,
    const char *text,
    struct span span,
    bool exact_positions,
    struct exprs *ret_items,
    struct expr_error *ret_error);

bool expr_has_opaque(const struct expr *expr);

#endif
