#include "support/corm_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "diag/edit.h"
#include "rules/rules.h"
#include "support/cases.h"

#include <stdlib.h>
#include <string.h>

/* tests/cases/rules/<case>/{model.yaml,expected.txt}.  Comments at the head of a model choose what it is checked with:
 *     # select: REL314          rules that are off unless they are selected
 *     # engines: sqlite         the project's only engine
 *     # sqlalchemy: 1.4         judged as this version does, rather than as 2.0 */

static const char *option(struct arena *arena, const char *text, const char *name)
{
    const char *head = arena_printf(arena, "# %s: ", name), *found = strstr(text, head);
    if (found == NULL) {
        return NULL;
    }
    found += strlen(head);
    return arena_strndup(arena, found, strcspn(found, "\n"));
}

/* Codes of which some case has a finding with a safe fix. */
static bool fixed_safely[RULE_COUNT];

/* Whether the rule table names the kinds of edits that findings have, and what is called safe has its edits. */
static bool fixes_are_the_tables(struct diags *diags)
{
    struct diag_filter all = {0};
    *PUSH(diags_arena(diags), &all.select) = "ALL";
    const corm_findings *findings = diags_findings(diags, &all);
    bool fine = true;
    for (size_t i = 0; i < findings->len; i++) {
        const char *fix = findings->at[i].fix, *table = rule_fix(rule_find(findings->at[i].code));
        if (fix != NULL && (table == NULL || strstr(table, fix) == NULL)) {
            print_error("%s has a fix that is %s, and its line in lib/diag/rules/ does not say so\n",
                findings->at[i].code,
                fix);
            fine = false;
        }
        struct diag_fixable fixable;
        bool edits = diags_fixable(diags, i, &fixable);
        if (text_same(fix, "safe") && !edits) {
            print_error(
                "%s of %s is called safe to fix and has no edits\n", findings->at[i].code, findings->at[i].object);
            fine = false;
        }
        fixed_safely[rule_find(findings->at[i].code)] |= edits && fixable.safe;
    }
    return fine;
}

static bool run_case(struct arena *arena, const char *folder)
{
    const char *text = case_file(arena, folder, "model.yaml");
    if (text == NULL) {
        return false;
    }
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    struct resolved *resolved = resolve_model(arena, model);
    struct rule_input input = {.arena = arena,
        .diags = diags,
        .model = model,
        .resolved = resolved,
        .sqlalchemy = text_same(option(arena, text, "sqlalchemy"), "1.4") ? SQLALCHEMY_1_4 : SQLALCHEMY_2_0,
        .only_sqlite = text_same(option(arena, text, "engines"), "sqlite")};
    rules_check(&input);
    struct diag_filter filter = {0};
    if (option(arena, text, "select") != NULL) {
        *PUSH(arena, &filter.select) = option(arena, text, "select");
    }
    bool fine = fixes_are_the_tables(diags);
    return case_expect(arena, folder, "expected.txt", case_findings_chosen(arena, diags, &filter)) && fine;
}

static void test_rule_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("rules", run_case), 0);
}

static void add_expected(struct arena *arena, const char *area, struct buf *all)
{
    struct strings names = {0};
    corm_failure error;
    assert_int_equal(file_list(arena, area, &names, &error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        const char *text = case_file(arena, path_join(arena, area, names.at[i]), "expected.txt");
        buf_add(all, text == NULL ? "" : text);
    }
}

/* What the cases of all areas expect, one text: a few of these rules are reported by what reads or compiles a model. */
static const char *all_expected(struct arena *arena)
{
    const char *source = getenv("CORM_SOURCE");
    const char *root = arena_printf(arena, "%s/tests/cases", source == NULL ? "." : source);
    struct strings areas = {0};
    struct buf all = buf_new(arena);
    corm_failure error;
    assert_int_equal(file_list(arena, root, &areas, &error), CORM_OK);
    for (size_t i = 0; i < areas.len; i++) {
        add_expected(arena, path_join(arena, root, areas.at[i]), &all);
    }
    return buf_text(&all);
}

static void test_every_rule_of_the_model_has_a_case(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const char *all = all_expected(arena);
    size_t missing = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *code = rule_info((enum rule)i)->code;
        bool of_the_model =
            text_starts(code, "FK") || text_starts(code, "MAP") || text_starts(code, "REL") || text_starts(code, "NAM");
        if (of_the_model && strstr(all, arena_printf(arena, " %s ", code)) == NULL) {
            print_error("no case expects %s\n", code);
            missing++;
        }
    }
    arena_free(arena);
    assert_int_equal(missing, 0);
}

/* When names are made, by compiling: tests/cli/lint_fix has them. */
static bool is_told_later(enum rule rule)
{
    return rule == RULE_NAM908 || rule == RULE_FK044;
}

static void test_every_safe_rule_is_fixed_in_a_case(void **state)
{
    (void)state;
    size_t missing = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const struct rule_info *info = rule_info((enum rule)i);
        if ((info->traits & RULE_FIX_SAFE) != 0 && !fixed_safely[i] && !is_told_later((enum rule)i)) {
            print_error("no case has a finding of %s with a safe fix\n", info->code);
            missing++;
        }
    }
    assert_int_equal(missing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_cases),
        cmocka_unit_test(test_every_rule_of_the_model_has_a_case),
        cmocka_unit_test(test_every_safe_rule_is_fixed_in_a_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
