#include "support/corm_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "diag/diag.h"
#include "support/cases.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* docs/rules/<code>.md.  A page begins with a head that the rule table gives; a line "- also: FK020" of it names what
 * else the wrong example may get.  The examples are the ```yaml blocks of "## Wrong" and "## Right": each is a file,
 * model.yaml unless the word behind yaml names another.  CORM_UPDATE=1 writes the heads and the index. */

static const char *const families[] = {"FK", "MAP", "REL", "NAM"};
static const char *const severities[] = {"hint", "warning", "error"};

static const char *pages_folder(struct arena *arena)
{
    const char *source = getenv("CORM_SOURCE");
    return arena_printf(arena, "%s/docs/rules", source == NULL ? "." : source);
}

static const char *page_of(struct arena *arena, enum rule rule)
{
    return case_file(arena, pages_folder(arena), arena_printf(arena, "%s.md", rule_info(rule)->code));
}

static bool needs_page(const char *code)
{
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        if (text_starts(code, families[i])) {
            return true;
        }
    }
    return false;
}

/* ---- heads ---- */

/* What "- also: " says, or NULL. */
static const char *also_of(struct arena *arena, const char *page)
{
    const char *mark = "\n- also: ", *line = strstr(page, mark);
    return line == NULL ? NULL : arena_strndup(arena, line + strlen(mark), strcspn(line + strlen(mark), "\n"));
}

static const char *head_of(struct arena *arena, enum rule rule, const char *also)
{
    const struct rule_info *info = rule_info(rule);
    struct buf head = buf_new(arena);
    buf_printf(&head, "# %s %s\n\n%s\n\n", info->code, info->name, info->summary);
    buf_printf(&head, "- severity: %s\n", severities[info->severity]);
    buf_printf(&head, "- fix: %s\n", rule_fix(rule) == NULL ? "none" : rule_fix(rule));
    if ((info->traits & RULE_OFF) != 0) {
        buf_add(&head, "- off unless it is selected\n");
    }
    if (also != NULL) {
        buf_printf(&head, "- also: %s\n", also);
    }
    return buf_text(&head);
}

/* Where the prose begins: behind the list of the head. */
static const char *body_of(const char *page)
{
    const char *list = strstr(page, "\n- "), *end = list == NULL ? NULL : strstr(list, "\n\n");
    return end == NULL ? page : end + 1;
}

static bool check_head(struct arena *arena, enum rule rule, const char *page)
{
    const char *whole = arena_printf(arena, "%s%s", head_of(arena, rule, also_of(arena, page)), body_of(page));
    return case_expect(arena, pages_folder(arena), arena_printf(arena, "%s.md", rule_info(rule)->code), whole);
}

static void test_heads_are_the_tables(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t wrong = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *page = page_of(arena, (enum rule)i);
        wrong += page != NULL && !check_head(arena, (enum rule)i, page) ? 1 : 0;
        assert_true((page == NULL) == (rule_page((enum rule)i) == NULL));
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

/* ---- examples ---- */

struct example {
    struct arena *arena;
    const char *code, *title, *folder;
    size_t files;
};

static void write_example(const struct example *example, const char *name, const char *text, size_t len)
{
    corm_failure error;
    const char *path = path_join(example->arena, example->folder, name);
    assert_int_equal(file_make_folder(path_folder(example->arena, path), &error), CORM_OK);
    assert_int_equal(file_write(path, text, len, &error), CORM_OK);
}

/* Writes the blocks of a section as files. */
static void write_section(struct example *example, const char *page)
{
    const char *head = arena_printf(example->arena, "\n## %s\n", example->title), *from = strstr(page, head);
    const char *config = "corm: 1\nengines: [postgresql]\n", *fence = "\n```yaml";
    const char *end = from == NULL ? NULL : strstr(from + strlen(head), "\n## ");
    write_example(example, "corm.yaml", config, strlen(config));
    while (from != NULL && (from = strstr(from, fence)) != NULL && (end == NULL || from < end)) {
        from += strlen(fence) + strspn(from + strlen(fence), " ");
        size_t name = strcspn(from, "\n");
        const char *text = from + name + 1, *close = strstr(text, "\n```\n");
        assert_non_null(close);
        const char *path = name == 0 ? "model.yaml" : arena_strndup(example->arena, from, name);
        write_example(example, path, text, (size_t)(close + 1 - text));
        example->files++;
        from = close;
    }
}

static void remove_folder(struct arena *arena, const char *folder)
{
    struct strings names;
    corm_failure error;
    assert_int_equal(file_list(arena, folder, &names, &error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        const char *path = path_join(arena, folder, names.at[i]);
        if (file_is_folder(path)) {
            remove_folder(arena, path);
        } else {
            (void)unlink(path);
        }
    }
    (void)rmdir(folder);
}

/* Lints the example by itself; findings are counted as the rule's own, or named in ret_others. */
static size_t lint_example(const struct example *example, const char *select, struct strings *ret_others)
{
    const char *codes[] = {select, NULL};
    const corm_lint_options options = {.select = select == NULL ? NULL : codes};
    const corm_findings *findings;
    corm *session = corm_new();
    size_t own = 0;
    if (corm_open_project(session, &(corm_location){.directory = example->folder}) != CORM_OK) {
        findings = corm_get_findings(session);
    } else if (corm_lint(session, &options, &findings) > CORM_FOUND) {
        print_error("%s\n", corm_why(session)->message);
        findings = corm_get_findings(session);
    }
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        if (text_same(finding->code, example->code)) {
            own++;
        } else {
            *PUSH(example->arena, ret_others) =
                arena_printf(example->arena, "%s at %u: %s", finding->code, finding->place.line, finding->message);
        }
    }
    corm_free(session);
    return own;
}

static bool complain(const struct example *example, const char *what, const char *detail)
{
    print_error("%s, %s: %s %s\n", example->code, example->title, what, detail);
    return false;
}

/* `also` NULL: it must be without any finding. */
static bool check_example(struct arena *arena, const char *code, const char *page, const char *title, const char *also)
{
    char *folder = arena_strdup(arena, "/tmp/corm-page-XXXXXX");
    assert_non_null(mkdtemp(folder));
    struct example example = {.arena = arena, .code = code, .title = title, .folder = folder};
    struct strings others = {0}, ignored = {0};
    bool fine = true;
    write_section(&example, page);
    size_t own = lint_example(&example, NULL, &others) + lint_example(&example, code, &ignored);
    remove_folder(arena, folder);
    if (example.files == 0) {
        fine = complain(&example, "has no ```yaml block", "");
    } else if ((own != 0) != (also != NULL)) {
        fine = complain(&example, own == 0 ? "does not get the finding" : "gets the finding", "");
    }
    for (size_t i = 0; i < others.len; i++) {
        const char *other = arena_strndup(arena, others.at[i], strcspn(others.at[i], " "));
        if (also == NULL || strstr(also, other) == NULL) {
            fine = complain(&example, "also gets", others.at[i]);
        }
    }
    return fine;
}

static void test_examples_are_what_they_say(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t wrong = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *page = page_of(arena, (enum rule)i), *code = rule_info((enum rule)i)->code;
        if (page != NULL) {
            const char *also = also_of(arena, page);
            wrong += check_example(arena, code, page, "Wrong", also == NULL ? "" : also) ? 0 : 1;
            wrong += check_example(arena, code, page, "Right", NULL) ? 0 : 1;
        }
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

/* ---- none is missing ---- */

static void test_every_rule_of_the_model_has_a_page(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t wrong = 0;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *code = rule_info((enum rule)i)->code;
        if (needs_page(code) && page_of(arena, (enum rule)i) == NULL) {
            print_error("%s has no page docs/rules/%s.md\n", code, code);
            wrong++;
        }
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

static void test_no_page_is_without_a_rule(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct strings names;
    corm_failure error;
    assert_int_equal(file_list(arena, pages_folder(arena), &names, &error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        const char *stem = path_stem(arena, names.at[i]);
        if (!text_same(stem, "README") && rule_find(stem) == RULE_COUNT) {
            print_error("docs/rules/%s is about no rule\n", names.at[i]);
            assert_true(false);
        }
    }
    arena_free(arena);
}

/* ---- the index ---- */

static const char *family_of(struct arena *arena, const char *code)
{
    return arena_strndup(arena, code, strcspn(code, "0123456789"));
}

static const char *family_title(const char *family)
{
    static const char *const titles[][2] = {{"YML", "YAML that cannot be read"},
        {"CFG", "corm.yaml, and comments for the linter"},
        {"MOD", "the model's language"},
        {"FK", "foreign keys and indexes"},
        {"MAP", "models"},
        {"REL", "relationships"},
        {"NAM", "names"},
        {"FIX", "fixtures"},
        {"MIG", "migrations"},
        {"LNT", "the linter's own comments"}};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (text_same(titles[i][0], family)) {
            return titles[i][1];
        }
    }
    return "?";
}

static void add_row(struct arena *arena, struct buf *index, enum rule rule)
{
    const struct rule_info *info = rule_info(rule);
    const char *fix = rule_fix(rule) == NULL ? "" : rule_fix(rule);
    const char *code =
        page_of(arena, rule) == NULL ? info->code : arena_printf(arena, "[%s](%s.md)", info->code, info->code);
    buf_printf(index,
        "| %s | %s | %s%s | %s | %s |\n",
        code,
        info->name,
        severities[info->severity],
        (info->traits & RULE_OFF) != 0 ? ", off" : "",
        fix,
        info->summary);
}

static void test_index_is_the_table(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct buf index = buf_new(arena);
    const char *family = "";
    buf_add(&index,
        "# Rules\n\n"
        "What the linter says, by families. `corm-migrate lint --explain CODE` shows a rule's page on the terminal.\n\n"
        "*off*: reported only where it is selected. *fix*: an edit that is safe keeps the meaning of the model; one "
        "that "
        "is\nproposed needs your choice.\n");
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const char *own = family_of(arena, rule_info((enum rule)i)->code);
        if (!text_same(own, family)) {
            buf_printf(&index, "\n## %s: %s\n\n", own, family_title(own));
            buf_add(&index, "| code | rule | severity | fix | about |\n|---|---|---|---|---|\n");
            family = own;
        }
        add_row(arena, &index, (enum rule)i);
    }
    bool same = case_expect(arena, pages_folder(arena), "README.md", buf_text(&index));
    arena_free(arena);
    assert_true(same);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_heads_are_the_tables),
        cmocka_unit_test(test_examples_are_what_they_say),
        cmocka_unit_test(test_every_rule_of_the_model_has_a_page),
        cmocka_unit_test(test_no_page_is_without_a_rule),
        cmocka_unit_test(test_index_is_the_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
