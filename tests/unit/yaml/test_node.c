#include "support/corm_test.h"

#include "base/buf.h"
#include "support/cases.h"
#include "yaml/node.h"

#include <string.h>
#include <time.h>

static struct arena *arena;
static struct diags *diags;

static int setup(void **state)
{
    (void)state;
    arena = arena_new();
    diags = diags_new(arena);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct node *read(const char *text)
{
    struct nodes documents;
    uint32_t file = diags_add_source(diags, "t.yaml", text, strlen(text));
    (void)node_read(arena, arena, diags, file, &node_model_limits, &documents);
    return documents.len == 0 ? NULL : documents.at[0];
}

static void expect_place(const struct node *node, unsigned line, unsigned column, unsigned end_column)
{
    corm_place place = diags_place(diags, node->span);
    assert_int_equal(place.line, line);
    assert_int_equal(place.column, column);
    assert_int_equal(place.end_column, end_column);
}

static void places_count_characters_and_spans_bytes(void **state)
{
    (void)state;
    const struct node *root = read("a: \"\xc3\xa9\xf0\x9f\x98\x80\"\nbb: {c: [1, two]}\n");
    expect_place(node_get(root, "a"), 1, 4, 8);
    assert_int_equal(node_get(root, "a")->span.len, 8);
    expect_place(node_get(root, "bb"), 2, 5, 18);
    expect_place(node_get(node_get(root, "bb"), "c")->items.at[1], 2, 13, 16);
    expect_place(node_pair(root, "bb")->key, 2, 1, 3);
}

static void a_byte_order_mark_moves_nothing(void **state)
{
    (void)state;
    const struct node *root = read("\xef\xbb\xbf"
                                   "key: value\n");
    assert_int_equal(node_get(root, "key")->span.off, 8);
}

static void the_core_schema_decides(void **state)
{
    (void)state;
    const struct node *root = read(
        "t: true\ny: yes\no: on\noct: 010\nn: 12\nneg: -3\nq: '12'\nnul: ~\ne:\nf: 1.5e3\ndot: .5\nstr: !!str 5\n");
    bool value = false;
    int64_t number;
    assert_true(node_is_bool(node_get(root, "t"), &value) && value);
    assert_false(node_is_bool(node_get(root, "y"), &value));
    assert_false(node_is_bool(node_get(root, "o"), &value));
    assert_false(node_is_int(node_get(root, "oct"), &number));
    assert_true(node_is_int(node_get(root, "n"), &number) && number == 12);
    assert_true(node_is_int(node_get(root, "neg"), &number) && number == -3);
    assert_false(node_is_int(node_get(root, "q"), &number));
    assert_true(node_is_null(node_get(root, "nul")));
    assert_true(node_is_null(node_get(root, "e")));
    assert_true(node_is_number(node_get(root, "f")));
    assert_true(node_is_number(node_get(root, "dot")));
    assert_false(node_is_int(node_get(root, "str"), &number));
}

static void merged_pairs_stand_where_the_merge_stands(void **state)
{
    (void)state;
    const struct node *root =
        read("x: &x {m: 1, n: 2}\ny: &y {n: 9, o: 3}\nz:\n  a: 0\n  <<: [*x, *y]\n  b: 4\n  m: 5\n");
    const struct node *map = node_get(root, "z");
    struct buf keys = buf_new(arena);
    for (size_t i = 0; i < map->pairs.len; i++) {
        buf_printf(&keys, "%s=%s ", map->pairs.at[i].key->text, map->pairs.at[i].value->text);
    }
    assert_string_equal(buf_text(&keys), "a=0 n=2 o=3 b=4 m=5 ");
    assert_true(node_pair(map, "n")->merged);
    expect_place(node_get(map, "n"), 1, 17, 18);
}

static void expect_findings(const char *text, const char *expected)
{
    (void)read(text);
    assert_string_equal(case_findings(arena, diags), expected);
}

static void repeated_keys_are_all_told(void **state)
{
    (void)state;
    expect_findings("a: 1\nb: 2\na: 3\nb: 4\n",
        "3:1 YML004 error -: \"a\" stands twice in this map\n  also 1:1: first here\n"
        "4:1 YML004 error -: \"b\" stands twice in this map\n  also 2:1: first here\n");
}

static void syntax_has_its_place(void **state)
{
    (void)state;
    (void)read("a: 1\nb: [1, 2\nc: 3\n");
    const corm_findings *findings = diags_findings(diags, NULL);
    assert_int_equal(findings->len, 1);
    assert_string_equal(findings->at[0].code, "YML001");
    assert_true(findings->at[0].place.line >= 2);
}

static void an_alias_cannot_hold_itself(void **state)
{
    (void)state;
    expect_findings("a: &a [1, *a]\n",
        "1:11 YML008 error -: no anchor &a stands above this alias\n"
        "  hint: an anchor ends with its document, and cannot hold itself\n");
}

static void anchors_end_with_their_document(void **state)
{
    (void)state;
    (void)read("a: &a 1\n---\nb: *a\n");
    assert_string_equal(diags_findings(diags, NULL)->at[0].code, "YML008");
}

static void expect_code(const char *text, size_t len, const char *code)
{
    struct nodes documents;
    clock_t start = clock();
    uint32_t file = diags_add_source(diags, "t.yaml", text, len);
    assert_false(node_read(arena, arena, diags, file, &node_model_limits, &documents));
    const corm_findings *findings = diags_findings(diags, NULL);
    assert_int_not_equal(findings->len, 0);
    assert_string_equal(findings->at[0].code, code);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
}

static void a_bomb_of_aliases_is_refused(void **state)
{
    (void)state;
    struct buf text = buf_new(arena);
    buf_add(&text, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 60; i++) {
        buf_printf(
            &text, "a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", i, i, i - 1, i - 1, i - 1, i - 1, i - 1, i - 1);
    }
    expect_code(buf_text(&text), text.len, "YML007");
}

static void sharing_columns_is_no_bomb(void **state)
{
    (void)state;
    const struct node *root = read("x: &x {a: 1, b: 2}\np: {<<: *x}\nq: {<<: *x, c: 3}\nr: {<<: *x}\n");
    assert_non_null(root);
    assert_int_equal(diags_findings(diags, NULL)->len, 0);
}

static void depth_is_limited(void **state)
{
    (void)state;
    struct buf text = buf_new(arena);
    for (int i = 0; i < 200000; i++) {
        buf_char(&text, '[');
    }
    expect_code(buf_text(&text), text.len, "YML005");
}

static void bad_bytes_are_refused(void **state)
{
    (void)state;
    expect_code("a: \xff\n", 5, "YML002");
}

static void nul_bytes_are_refused(void **state)
{
    (void)state;
    expect_code("a: b\0c\n", 7, "YML003");
}

static void escaped_controls_are_refused(void **state)
{
    (void)state;
    expect_code("a: \"b\\0c\"\n", 10, "YML003");
}

static void maps_are_no_keys(void **state)
{
    (void)state;
    expect_code("? {a: 1}\n: b\n", 13, "YML010");
}

static void nothing_is_null(void **state)
{
    (void)state;
    const struct node *root = read("");
    assert_true(node_is_null(root));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(places_count_characters_and_spans_bytes),
        TEST(a_byte_order_mark_moves_nothing),
        TEST(the_core_schema_decides),
        TEST(merged_pairs_stand_where_the_merge_stands),
        TEST(repeated_keys_are_all_told),
        TEST(syntax_has_its_place),
        TEST(an_alias_cannot_hold_itself),
        TEST(anchors_end_with_their_document),
        TEST(a_bomb_of_aliases_is_refused),
        TEST(sharing_columns_is_no_bomb),
        TEST(depth_is_limited),
        TEST(bad_bytes_are_refused),
        TEST(nul_bytes_are_refused),
        TEST(escaped_controls_are_refused),
        TEST(maps_are_no_keys),
        TEST(nothing_is_null),
    };
    return cmocka_run_group_tests_name("node", tests, NULL, NULL);
}
