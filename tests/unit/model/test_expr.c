#include "support/corm_test.h"

#include "base/buf.h"
#include "model/expr.h"

#include <string.h>

/* The tree as text: (== User.id @f Post.user_id), where @f and @r are the annotations. */
static void show(struct buf *buf, const struct expr *expr)
{
    static const char *const names[] = {[EXPR_AND] = "and", [EXPR_OR] = "or", [EXPR_NOT] = "not", [EXPR_LIST] = "list"};
    buf_add(buf, expr->foreign ? "@f " : "");
    buf_add(buf, expr->remote ? "@r " : "");
    if (expr->kind == EXPR_COLUMN) {
        buf_add(buf, strings_join(buf->arena, &expr->path, "."));
        return;
    }
    if (expr->kind == EXPR_LITERAL || expr->kind == EXPR_OPAQUE) {
        buf_printf(buf, expr->kind == EXPR_LITERAL ? "%s" : "{%s}", expr->text);
        return;
    }
    buf_printf(buf, "(%s", expr->kind == EXPR_COMPARE || expr->kind == EXPR_CALL ? expr->text : names[expr->kind]);
    for (size_t i = 0; i < expr->args.len; i++) {
        buf_char(buf, ' ');
        show(buf, expr->args.at[i]);
    }
    buf_char(buf, ')');
}

static const struct span whole = {1, 100, 0};

static void parses_joins(void **state)
{
    static const char *const cases[][2] = {
        {"User.id == Post.user_id", "(== User.id Post.user_id)"},
        {"id", "id"},
        {"N.id == nn.c.l", "(== N.id nn.l)"},
        {"app.nn.columns.l != 3", "(!= app.nn.l 3)"},
        {"and_(A.id == B.a_id, B.flag == 1)", "(and (== A.id B.a_id) (== B.flag 1))"},
        {"or_(A.x < 1, not_(A.x >= 2.5e3))", "(or (< A.x 1) (not (>= A.x 2.5e3)))"},
        {"(A.x == 1) & (A.y == 2) & ~(A.z == 3)", "(and (== A.x 1) (== A.y 2) (not (== A.z 3)))"},
        {"(A.x == 1) | (A.y == 2) & (A.z == 3)", "(or (== A.x 1) (and (== A.y 2) (== A.z 3)))"},
        {"foreign(A.id) == remote(B.id)", "(== @f A.id @r B.id)"},
        {"remote(foreign(B.a_id)) == A.id", "(== @f @r B.a_id A.id)"},
        {"remote(func.lower(B.code)) == A.code", "(== (func.lower @r B.code) A.code)"},
        {"func.lower(N.code) == 'x'", "(== (func.lower N.code) 'x')"},
        {"A.kind.in_(['a', \"b\"])", "(in_ A.kind (list 'a' \"b\"))"},
        {"A.path.like(B.path.concat('/%'))", "(like A.path (concat B.path '/%'))"},
        {"A.gone.is_(None)", "(is_ A.gone None)"},
        {"cast(A.x, Integer) == B.y", "(== (cast A.x Integer) B.y)"},
        {"cast(A.x, String(20)) == B.y", "(== (cast A.x String(20)) B.y)"},
        {"sa.and_(A.x == -1)", "(and (== A.x -1))"},
        {"A.x + 1 == B.y * 2 - 3", "(== {A.x + 1} {B.y * 2 - 3})"},
        {"A.tags[0] == 'x'", "(== {A.tags[0]} 'x')"},
        {"A.bs.any(B.x == 1)", "{A.bs.any(B.x == 1)}"},
        {"text('a = b')", "{text('a = b')}"},
        {"A.x.between(1, 2, symmetric=True)", "(between A.x 1 2 {symmetric=True})"},
        {"A.x.op('&')(B.y) == 1", "(== {A.x.op('&')(B.y)} 1)"},
        {"A.x == 1 if True else False", "{A.x == 1 if True else False}"},
        {"A.x == lambda: and_(A.x, B.y)", "(== A.x {lambda: and_(A.x, B.y)})"},
        {"A.x == 'it\\'s' 'more'", "(== A.x 'it\\'s' 'more')"},
        {"((((A.x))))", "A.x"},
        {"Stra\xc3\x9f"
         "e.id == 1",
            "(== Stra\xc3\x9f"
            "e.id 1)"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf = buf_new(arena);
        struct expr_error error;
        struct expr *expr = expr_parse(arena, cases[i][0], whole, true, &error);
        if (expr == NULL) {
            print_error("%s: %s\n", cases[i][0], error.message);
        }
        assert_non_null(expr);
        show(&buf, expr);
        assert_string_equal(buf_text(&buf), cases[i][1]);
        assert_int_equal(expr_has_opaque(expr), strchr(cases[i][1], '{') != NULL);
    }
}

static void parses_lists(void **state)
{
    static const char *const cases[][2] = {
        {"User.id", "User.id"},
        {"[A.x, B.y]", "A.x B.y"},
        {"(A.x, A.y)", "A.x A.y"},
        {"A.x, A.y,", "A.x A.y"},
        {"desc(Post.id), Post.name.asc(), Post.n", "(desc Post.id) (asc Post.name) Post.n"},
        {"Post.id.desc().nulls_last()", "(nulls_last (desc Post.id))"},
        {"[]", ""},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buf buf = buf_new(arena);
        struct exprs items = {0};
        struct expr_error error;
        assert_true(expr_parse_list(arena, cases[i][0], whole, true, &items, &error));
        for (size_t j = 0; j < items.len; j++) {
            buf_add(&buf, j == 0 ? "" : " ");
            show(&buf, items.at[j]);
        }
        assert_string_equal(buf_text(&buf), cases[i][1]);
    }
}

static void refuses_with_a_place(void **state)
{
    static const struct {
        const char *text;
        unsigned off, len;
        const char *error;
    } cases[] = {
        {"", 0, 0, "a column or a value is wanted at the end"},
        {"lambda: A.x",
            0,
            6,
            "\"lambda\" makes a function where SQL is wanted: leave it out, SQLAlchemy reads texts late"},
        {"A.id > None", 11, 0, "SQLAlchemy compares None by == and != only, not by \">\""},
        {"A.id = B.id", 5, 1, "\"=\" assigns: a comparison is written \"==\""},
        {"and_(A.id == B.id", 17, 0, "a comma or \")\" is wanted at the end"},
        {"A.id == B.id)", 12, 1, "an operator is wanted before \")\""},
        {"A. == 1", 3, 2, "a name is wanted before \"==\""},
        {"A.x == 'abc", 7, 4, "a quote is not closed"},
        {"A.x == 1 and B.y == 2", 9, 3, "\"and\" compares in Python, not in SQL: write and_(a, b)"},
        {"not A.x", 0, 3, "\"not\" compares in Python, not in SQL: write not_(a)"},
        {"A.x ? 1", 4, 1, "an operator is wanted before \"?\""},
        {"Post.id DESC", 8, 4, "\"DESC\" stands behind a name as in SQL: write desc(...)"},
        {"foreign()", 9, 0, "foreign() takes one column"},
    };
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct expr_error error;
        assert_null(expr_parse(arena, cases[i].text, whole, true, &error));
        assert_string_equal(error.message, cases[i].error);
        assert_int_equal(error.at.off, 100 + cases[i].off);
        assert_int_equal(error.at.len, cases[i].len);
    }
}

/* Stack and time are bounded whatever the text. */
static void stands_deep_and_long_texts(void **state)
{
    enum { LEN = 200000 };
    static const char *const pieces[] = {"(", "~", "[", "not_(", "A.x&", "A.x+", "A.f().", "A.", "-", "'a'"};
    struct arena *arena = *state;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buf buf = buf_new(arena);
        while (buf.len < LEN) {
            buf_add(&buf, pieces[i]);
        }
        struct expr_error error;
        struct expr *expr = expr_parse(arena, buf_text(&buf), whole, true, &error);
        assert_true(expr == NULL || expr->kind == EXPR_LITERAL);
    }
}

static void places_are_exact(void **state)
{
    struct arena *arena = *state;
    struct expr_error error;
    struct expr *expr = expr_parse(arena, "and_(User.id == foreign(Post.user_id), x == 1)", whole, true, &error);
    assert_non_null(expr);
    const struct expr *foreign = expr->args.at[0]->args.at[1];
    assert_string_equal(foreign->text, "Post.user_id");
    assert_int_equal(foreign->span.off, 124);
    assert_int_equal(foreign->span.len, 12);
    expr = expr_parse(arena, "a == b", (struct span){2, 7, 50}, false, &error);
    assert_non_null(expr);
    assert_int_equal(expr->args.at[1]->span.off, 7);
    assert_int_equal(expr->args.at[1]->span.len, 50);
}

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses_joins),
        cmocka_unit_test(parses_lists),
        cmocka_unit_test(refuses_with_a_place),
        cmocka_unit_test(stands_deep_and_long_texts),
        cmocka_unit_test(places_are_exact),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
