#include "support/corm_test.h"

#include "sql/sql.h"

#include <string.h>

/* All tokens as "kind:text", one space between. */
static const char *show(struct arena *arena, const char *sql)
{
    static const char kinds[] = "EWNS0BPAX"; /* in the order of enum token_kind */
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    struct buf out = buf_new(arena);

    for (size_t i = 0; i < tokens.len; i++) {
        buf_printf(&out, "%s%c:%s", i == 0 ? "" : " ", kinds[tokens.at[i].kind], tokens.at[i].text);
    }
    return buf_text(&out);
}

static void expect(const char *sql, const char *tokens)
{
    struct arena *arena = arena_new();
    assert_string_equal(show(arena, sql), tokens);
    arena_free(arena);
}

static void words_names_and_strings(void **state)
{
    (void)state;
    expect("SELECT a1 _b c$d", "W:SELECT W:a1 W:_b W:c$d E:");
    expect("\"a b\" `c``d` [e f] \"g\"\"h\"", "N:a b N:c`d N:e f N:g\"h E:");
    expect("'it''s' '' ''''", "S:it's S: S:' E:");
    expect("\xc3\xa9t\xc3\xa9", "W:\xc3\xa9t\xc3\xa9 E:");
    expect("[a]]", "N:a X:] E:");
}

static void numbers_and_blobs(void **state)
{
    (void)state;
    expect("1 1.5 .5 1e3 1e-3 0x1F 1-2", "0:1 0:1.5 0:.5 0:1e3 0:1e-3 0:0x1F 0:1 P:- 0:2 E:");
    expect("0xe-1", "0:0xe P:- 0:1 E:");
    expect("x'0a' X'FF' x", "B:x'0a' B:X'FF' W:x E:");
}

static void operators_and_parameters(void **state)
{
    (void)state;
    expect("a->>b->c||d<<e>=f<>g!=h==i",
        "W:a P:->> W:b P:-> W:c P:|| W:d P:<< W:e P:>= W:f P:<> W:g P:!= W:h P:== W:i E:");
    expect("?1 ? :a @b $c a::int", "A:?1 A:? A::a A:@b A:$c W:a P::: W:int E:");
}

static void one_may_stand_right_behind_another(void **state)
{
    (void)state;
    expect("a\"b\"c'd'e`f`[g]h'i''j'k", "W:a N:b W:c S:d W:e N:f N:g W:h S:i'j W:k E:");
    expect("a.5||b<>\"c\"(d,e)", "W:a 0:.5 P:|| W:b P:<> N:c P:( W:d P:, W:e P:) E:");
    expect("a:b?1\"c\"?2", "W:a A::b A:?1 N:c A:?2 E:");
    expect("a/**/b\"c", "W:a W:b X:\"c E:");
}

static void postgresql_has_arrays_and_more_operators(void **state)
{
    (void)state;
    static const char *const wanted[] = {
        "a", "!~~*", "ARRAY", "[", "b", "]", "~~", "!~", "c", "[", "1", "]", "::", "\0"};
    struct arena *arena = arena_new();
    const char *sql = "a !~~* ARRAY[b] ~~ !~ c[1] :: ";
    struct tokens tokens = sql_tokens_postgresql(arena, sql, strlen(sql));
    assert_int_equal(tokens.len, sizeof wanted / sizeof wanted[0]);
    for (size_t i = 0; i < tokens.len; i++) {
        assert_string_equal(tokens.at[i].text, wanted[i]);
    }
    assert_string_equal(sql_plain_name(arena, "a_1"), "a_1");
    assert_string_equal(sql_plain_name(arena, "A"), "\"A\"");
    assert_string_equal(sql_plain_name(arena, "1a"), "\"1a\"");
    assert_string_equal(sql_plain_name(arena, "user"), "\"user\"");
    assert_string_equal(sql_plain_name(arena, ""), "\"\"");
    arena_free(arena);
}

static void comments_are_left_out(void **state)
{
    (void)state;
    expect("a -- b\nc /* d ; ' */ e--", "W:a W:c W:e E:");
    expect("\xef\xbb\xbf-- only\n /**/ ", "E:");
    expect("a/b - c", "W:a P:/ W:b P:- W:c E:");
}

static void unfinished_is_bad(void **state)
{
    (void)state;
    expect("a 'b", "W:a X:'b E:");
    expect("a \"b", "W:a X:\"b E:");
    expect("a /* b", "W:a X:/* b E:");
    expect("x'0", "X:x'0 E:");
}

static void places_count_bytes(void **state)
{
    struct arena *arena = arena_new();
    const char *sql = "  \"\xc3\xa9\" /* x */ b";
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));

    (void)state;
    assert_int_equal(tokens.at[0].off, 2);
    assert_int_equal(tokens.at[0].len, 4);
    assert_int_equal(tokens.at[1].off, 15);
    assert_int_equal(tokens.at[2].off, strlen(sql));
    arena_free(arena);
}

static void the_text_ends_at_its_length_or_a_nul(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    assert_int_equal(sql_tokens(arena, "abc def", 3).len, 2);
    assert_int_equal(sql_tokens(arena, "abc 'd", 5).at[1].kind, TOKEN_BAD);
    assert_int_equal(sql_tokens(arena, "a\0b", 3).len, 2);
    assert_int_equal(sql_scan("a", SIZE_MAX, 1).kind, TOKEN_END);
    arena_free(arena);
}

static void quoting(void **state)
{
    struct arena *arena = arena_new();
    struct strings names = {0};

    (void)state;
    assert_string_equal(sql_name(arena, "a\"b"), "\"a\"\"b\"");
    assert_string_equal(sql_name(arena, ""), "\"\"");
    assert_string_equal(sql_string(arena, "it's"), "'it''s'");
    assert_string_equal(sql_names(arena, &names), "");
    *PUSH(arena, &names) = "a";
    *PUSH(arena, &names) = "b";
    assert_string_equal(sql_names(arena, &names), "\"a\", \"b\"");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_names_and_strings),
        cmocka_unit_test(numbers_and_blobs),
        cmocka_unit_test(operators_and_parameters),
        cmocka_unit_test(one_may_stand_right_behind_another),
        cmocka_unit_test(postgresql_has_arrays_and_more_operators),
        cmocka_unit_test(comments_are_left_out),
        cmocka_unit_test(unfinished_is_bad),
        cmocka_unit_test(places_count_bytes),
        cmocka_unit_test(the_text_ends_at_its_length_or_a_nul),
        cmocka_unit_test(quoting),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
