#include "support/corm_test.h"

#include "base/buf.h"
#include "yaml/node.h"

#include <string.h>

#define IGNORE "# corm: ignore REL605 because of x"

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

static void read(const char *text)
{
    struct nodes documents;
    uint32_t file = diags_add_source(diags, "t.yaml", text, strlen(text));
    assert_true(node_read(arena, arena, diags, file, &node_model_limits, &documents));
}

static const struct diag_filter looked = {.looked = LOOKED_AT_MODEL};

/* "CODE line:column" of all findings. */
static const char *told(const struct diag_filter *filter)
{
    const corm_findings *findings = diags_findings(diags, filter);
    struct buf list = buf_new(arena);
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        buf_printf(&list, "%s%s %u:%u", i == 0 ? "" : ", ", finding->code, finding->place.line, finding->place.column);
    }
    return buf_text(&list);
}

/* A comment that is read and suppresses nothing is told: so each shows whether it was taken for one. */
static void expect_read(const char *text, const char *expected)
{
    diags = diags_new(arena);
    read(text);
    assert_string_equal(told(&looked), expected);
}

static void comments_are_what_yaml_takes_for_them(void **state)
{
    (void)state;
    expect_read("a: 1 " IGNORE "\n", "CFG009 1:21");
    expect_read(IGNORE "\na: 1", "CFG009 1:16");
    expect_read("\xef\xbb\xbf" IGNORE "\na: 1\n", "CFG009 1:17");
    expect_read("a: 1\r\nb: \xc3\xa9 " IGNORE "\r\n", "CFG009 2:21");
    expect_read("a: b#corm:ignore REL605 because x\n", "");
    expect_read("a: {b: [c, 'd'], e: 1} " IGNORE "\n", "CFG009 1:39");
    expect_read("a: {b: 1, " IGNORE "\n  c: 2}\n", "CFG009 1:26");
    expect_read("a: [b]" IGNORE "\n", "");
    expect_read("a: it's " IGNORE "\nb: 'x'\n", "CFG009 1:24");
    expect_read("a: 1 # no " IGNORE "\n", "");
    expect_read("# corm: ignored REL605\n# corm:ignore\ta: 1\n# corm: 1\n", "CFG008 2:15, CFG010 2:15, CFG008 2:18");
}

static void scalars_hold_none(void **state)
{
    (void)state;
    expect_read("a: 'x " IGNORE "'\n", "");
    expect_read("a: \"x \\\" " IGNORE "\" " IGNORE "\n", "CFG009 1:61");
    expect_read("a: 'one\n  " IGNORE "\n  two'\n", "");
    expect_read("a: |\n  x " IGNORE "\n  " IGNORE "\nb: 1\n", "");
    expect_read("a: >-\n\n    x\n   \n    " IGNORE "\n" IGNORE "\nb: 1\n", "CFG009 6:16");
    expect_read("a: |2 " IGNORE "\n   x " IGNORE "\nb: 1\n", "CFG009 1:22");
    expect_read("- - |\n    " IGNORE "\n  - b\n", "");
    expect_read("a: \xc3\xa9\nb: '\xf0\x9f\x98\x80 " IGNORE "'\n", "");
}

/* A finding of the rule at the first "@". */
static void expect_hidden(const char *text, enum rule rule, const char *expected)
{
    diags = diags_new(arena);
    read(text);
    struct span at = {1, (uint32_t)(strchr(text, '@') - text), 1};
    diag_report(diags, rule, at, NULL, "found");
    assert_string_equal(told(&looked), expected);
    assert_string_equal(told(&looked), expected);
}

static void a_comment_is_for_its_line_or_the_one_below(void **state)
{
    (void)state;
    expect_hidden("a: x@ " IGNORE "\n", RULE_REL605, "");
    expect_hidden("a: x@ " IGNORE, RULE_REL605, "");
    expect_hidden("x: 1\n  " IGNORE "\n# more\n" IGNORE "\na: x@\n", RULE_REL605, "");
    expect_hidden(IGNORE "\r\na: x@\r\n", RULE_REL605, "");
    expect_hidden(IGNORE "\n\na: x@\n", RULE_REL605, "CFG009 1:16, REL605 3:5");
    expect_hidden("b: 1 " IGNORE "\na: x@\n", RULE_REL605, "CFG009 1:21, REL605 2:5");
    expect_hidden("a: x@\n" IGNORE "\n", RULE_REL605, "REL605 1:5, CFG009 2:16");
}

static void codes_are_listed_and_may_be_beginnings(void **state)
{
    (void)state;
    expect_hidden("a: x@ # corm: ignore FK001,REL605 because x\n", RULE_REL605, "CFG009 1:22");
    expect_hidden("a: x@ #corm: ignore FK020 , REL6 because x\n", RULE_FK020, "CFG009 1:29");
    expect_hidden("a: x@ # corm: ignore REL6 because x\n", RULE_REL612, "");
    expect_hidden("a: x@ # corm: ignore REL6\n", RULE_REL612, "CFG010 1:22");
    expect_hidden("a: x@ # corm: ignore REL6 because \n", RULE_REL612, "CFG010 1:22");
    expect_hidden("a: x@ # corm: ignore because x\n", RULE_REL612, "REL612 1:5, CFG008 1:15");
    expect_hidden("a: x@ # corm: ignore REL60S because x\n", RULE_REL605, "REL605 1:5, CFG008 1:22");
}

static void errors_that_are_always_told_stay(void **state)
{
    (void)state;
    expect_hidden("a: x@ # corm: ignore MOD006 because x\n", RULE_MOD006, "MOD006 1:5, CFG009 1:22");
    expect_hidden("a: x@ # corm: ignore FK because x\n", RULE_FK001, "FK001 1:5, CFG009 1:22");
    expect_hidden("a: x@ # corm: ignore MOD028 because x\n", RULE_MOD028, "");
}

static void what_was_not_looked_at_is_not_unused(void **state)
{
    (void)state;
    struct diag_filter filter = looked;
    read("a: 1 # corm: ignore REL605, MOD201 because x\n");
    assert_string_equal(told(&filter), "CFG009 1:21");
    assert_string_equal(told(NULL), "");
    filter.looked = LOOKED_AT_PROJECT;
    assert_string_equal(told(&filter), "CFG009 1:21, CFG009 1:29");
    *PUSH(arena, &filter.ignore) = "REL605";
    assert_string_equal(told(&filter), "CFG009 1:29");
    filter.ignore.len = 0;
    *PUSH(arena, &filter.select) = "MOD2";
    *PUSH(arena, &filter.select) = "CFG";
    assert_string_equal(told(&filter), "CFG009 1:29");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(comments_are_what_yaml_takes_for_them, setup, teardown),
        cmocka_unit_test_setup_teardown(scalars_hold_none, setup, teardown),
        cmocka_unit_test_setup_teardown(a_comment_is_for_its_line_or_the_one_below, setup, teardown),
        cmocka_unit_test_setup_teardown(codes_are_listed_and_may_be_beginnings, setup, teardown),
        cmocka_unit_test_setup_teardown(errors_that_are_always_told_stay, setup, teardown),
        cmocka_unit_test_setup_teardown(what_was_not_looked_at_is_not_unused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
