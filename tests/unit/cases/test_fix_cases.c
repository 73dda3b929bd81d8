#include "support/corm_test.h"

#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "support/cases.h"
#include "support/fixing.h"
#include "yaml/node.h"

#include <stdlib.h>
#include <string.h>

/* What lint --fix makes of every model there is: of tests/cases, of the systems and of $CORM_CORPUS.
 *
 * tests/cases/rules/<case>/fixed.diff and unsafe.diff hold what it changes, where it changes anything (unsafe.diff only
 * where it changes more).  Of all models the laws of support/fixing.h are held, and that line ends, a byte order mark,
 * a missing last line end, and whether it is all written in braces make no difference but themselves. */

struct subject {
    struct arena *arena;
    const char *name; /* of the model, for messages */
    struct fixing_how how;
    bool failed;
};

static void complain(struct subject *subject, const char *what, const char *about)
{
    print_error("%s%s: %s%s%s\n",
        subject->name,
        subject->how.unsafe ? " with --unsafe" : "",
        what,
        about == NULL ? "" : ":\n",
        about == NULL ? "" : about);
    subject->failed = true;
}

static struct fixing_result fix(struct subject *subject, const char *text)
{
    return fixing_run(subject->arena, &subject->how, text, strlen(text), NULL);
}

/* ---- layouts ---- */

static const char *with_crlf(struct arena *arena, const char *text)
{
    struct buf out = buf_new(arena);
    for (; *text != '\0'; text++) {
        if (*text == '\n') {
            buf_char(&out, '\r');
        }
        buf_char(&out, *text);
    }
    return buf_text(&out);
}

/* Fixing what the text is made into gives what its fixed text is made into. */
static void check_same(struct subject *subject, const char *what, const char *text, const char *expected)
{
    struct fixing_result result = fix(subject, text);
    if (result.len != strlen(expected) || memcmp(result.text, expected, result.len) != 0) {
        complain(subject, what, result.diff);
    }
}

static const char *without_last_end(struct arena *arena, const char *text)
{
    size_t len = strlen(text);
    return arena_strndup(arena, text, len > 0 && text[len - 1] == '\n' ? len - 1 : len);
}

/* ---- braces ---- */

/* How it is written in braces. */
struct braces {
    const char *what;
    const char *gap; /* behind commas and colons */
    bool anchors;    /* at each map and list, though no alias means them */
};
static const struct braces all_braces[] = {{"braces make a difference", " ", false},
    {"tabs make a difference", "\t ", false},
    {"line breaks in braces make a difference", "\n  ", false},
    {"anchors make a difference", " ", true}};

static void write_flow_scalar(struct buf *out, const struct node *node)
{
    if (node_is_null(node)) {
        buf_add(out, "null");
    } else if (node->plain && strpbrk(node->text, "{}[],#:\"'&*!|>%@`\n\\") == NULL) {
        buf_add(out, node->text);
    } else {
        buf_json(out, node->text);
    }
}

static void write_flow(struct buf *out, const struct braces *braces, const struct node *node)
{
    bool map = node->kind == NODE_MAP;
    if (node->kind == NODE_SCALAR) {
        write_flow_scalar(out, node);
        return;
    }
    if (braces->anchors) {
        buf_printf(out, "&a%zu ", strlen(buf_text(out)));
    }
    buf_char(out, map ? '{' : '[');
    for (size_t i = 0; i < (map ? node->pairs.len : node->items.len); i++) {
        buf_printf(out, "%s%s", i == 0 ? "" : ",", i == 0 ? "" : braces->gap);
        if (map) {
            buf_json(out, node->pairs.at[i].key->text);
            buf_printf(out, ":%s", braces->gap);
        }
        write_flow(out, braces, map ? node->pairs.at[i].value : node->items.at[i]);
    }
    buf_char(out, map ? '}' : ']');
}

/* The same in braces, with aliases and merge keys written out; NULL where it cannot be read. */
static const char *in_braces(struct arena *arena, const struct braces *braces, const char *text, size_t len)
{
    struct diags *diags = diags_new(arena);
    struct nodes documents = {0};
    struct buf out = buf_new(arena);
    uint32_t file = diags_add_source(diags, "model.yaml", text, len);
    if (!node_read(arena, arena, diags, file, &node_model_limits, &documents) || documents.len != 1) {
        return NULL;
    }
    write_flow(&out, braces, documents.at[0]);
    buf_char(&out, '\n');
    return buf_text(&out);
}

/* What an alias shares stays shared, comments that suppress are not there in braces, and a key in quotes is no rest of
 * a value. */
static bool has_braces_alike(const char *text, const struct fixing_result *result)
{
    return strchr(text, '&') == NULL && strstr(text, "corm: ignore") == NULL &&
           !strings_have(&result->before, "MOD026");
}

static void check_braces(
    struct subject *subject, const struct braces *braces, const char *text, const struct fixing_result *result)
{
    struct arena *arena = subject->arena;
    const char *flow = in_braces(arena, braces, text, strlen(text));
    if (flow == NULL || !has_braces_alike(text, result)) {
        return;
    }
    struct fixing_result fixed = fix(subject, flow);
    const char *one = in_braces(arena, &all_braces[0], fixed.text, fixed.len);
    const char *other = in_braces(arena, &all_braces[0], result->text, result->len);
    if (!text_same(one, other)) {
        complain(subject, braces->what, arena_printf(arena, "%s\n%s%s", fixed.diff, one, other));
    }
}

/* ---- which models ---- */

static struct fixing_result check_model(struct subject *subject, const char *text)
{
    struct arena *arena = subject->arena;
    struct fixing_result result = fix(subject, text);
    const char *broken = fixing_broken_law(arena, &subject->how, text, strlen(text), &result);
    if (broken != NULL) {
        complain(subject, broken, result.diff);
    }
    if (result.diff[0] != '\0') {
        check_same(subject, "CRLF makes a difference", with_crlf(arena, text), with_crlf(arena, result.text));
        check_same(subject,
            "a byte order mark makes a difference",
            arena_printf(arena, "\xef\xbb\xbf%s", text),
            arena_printf(arena, "\xef\xbb\xbf%s", result.text));
        check_same(subject,
            "a missing last line end makes a difference",
            without_last_end(arena, text),
            without_last_end(arena, result.text));
    }
    for (size_t i = 0; i < sizeof all_braces / sizeof *all_braces; i++) {
        check_braces(subject, &all_braces[i], text, &result);
    }
    return result;
}

static const char *option(struct arena *arena, const char *text, const char *name, const char *otherwise)
{
    const char *head = arena_printf(arena, "# %s: ", name), *found = strstr(text, head);
    if (found == NULL) {
        return otherwise;
    }
    found += strlen(head);
    return arena_strndup(arena, found, strcspn(found, "\n"));
}

/* The settings that stand in comments at the head of a model: see test_rule_cases.c. */
static struct subject subject_of(struct arena *arena, const char *name, const char *text)
{
    return (struct subject){.arena = arena,
        .name = name,
        .how = {.select = option(arena, text, "select", NULL), .sqlalchemy = option(arena, text, "sqlalchemy", "2.0")}};
}

static bool run_case(struct arena *arena, const char *folder)
{
    const char *text = case_file(arena, folder, "model.yaml");
    if (text == NULL) {
        return false;
    }
    struct subject subject = subject_of(arena, strrchr(folder, '/') + 1, text);
    struct fixing_result safe = check_model(&subject, text);
    bool fine = case_expect(arena, folder, "fixed.diff", safe.diff);
    subject.how.unsafe = true;
    struct fixing_result all = check_model(&subject, text);
    const char *more = text_same(all.diff, safe.diff) ? "" : all.diff;
    return case_expect(arena, folder, "unsafe.diff", more) && fine && !subject.failed;
}

static void test_rule_cases(void **state)
{
    (void)state;
    assert_int_equal(cases_run("rules", run_case), 0);
}

/* The models in the folders of a folder, each in a file of that name: how many there are, and how many break a law. */
static size_t run_folders(const char *root, size_t *ret_failed)
{
    struct arena *names_arena = arena_new();
    struct strings names = {0};
    corm_failure error;
    size_t models = 0;
    assert_int_equal(file_list(names_arena, root, &names, &error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        struct arena *arena = arena_new();
        const char *text = case_file(arena, path_join(arena, root, names.at[i]), "model.yaml");
        if (text != NULL) {
            struct subject subject = subject_of(arena, names.at[i], text);
            (void)check_model(&subject, text);
            subject.how.unsafe = true;
            (void)check_model(&subject, text);
            *ret_failed += subject.failed ? 1 : 0;
            models++;
        }
        arena_free(arena);
    }
    arena_free(names_arena);
    return models;
}

static void test_other_models(void **state)
{
    static const char *const folders[] = {"cases/model", "cases/resolve", "cases/compile", "cases/fixture", "systems"};
    struct arena *arena = arena_new();
    const char *source = getenv("CORM_SOURCE");
    size_t failed = 0;
    (void)state;
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        const char *root = arena_printf(arena, "%s/tests/%s", source == NULL ? "." : source, folders[i]);
        assert_true(run_folders(root, &failed) > 0);
    }
    arena_free(arena);
    assert_int_equal(failed, 0);
}

static void test_corpus(void **state)
{
    const char *corpus = getenv("CORM_CORPUS");
    size_t failed = 0;
    (void)state;
    if (corpus == NULL) {
        print_message("CORM_CORPUS is not set: skipped\n");
        skip();
    }
    struct arena *arena = arena_new();
    assert_true(run_folders(path_join(arena, corpus, "relationships"), &failed) > 0);
    arena_free(arena);
    assert_int_equal(failed, 0);
}

/* Each of many classes has three fixes that please and one that is taken back. */
static void test_many(void **state)
{
    struct arena *arena = arena_new();
    struct buf text = buf_new(arena);
    (void)state;
    buf_add(&text, "corm: 1\nmodels:\n");
    for (int i = 0; i < 100; i++) {
        buf_printf(&text,
            "  User%d:\n"
            "    columns: {id: {type: integer, primary_key: true}, profile_id: {foreign_key: profile%d.id}}\n"
            "    relationships:\n"
            "      profile: {target: Profile%d, back_populates: user, uselist: false}\n"
            "      posts: {target: Post%d, back_populates: author}\n",
            i,
            i,
            i,
            i);
        buf_printf(&text,
            "  Profile%d:\n"
            "    columns: {id: {type: integer, primary_key: true}, user_id: {foreign_key: user%d.id}}\n"
            "    relationships: {user: {target: User%d, back_populates: profile, foreign_keys: [user_id]}}\n",
            i,
            i,
            i);
        buf_printf(&text,
            "  Post%d:\n"
            "    columns: {id: {type: integer, primary_key: true}, user_id: {foreign_key: user%d.id}}\n"
            "    relationships: {author: {target: User%d}}\n",
            i,
            i,
            i);
    }
    struct subject subject = {.arena = arena, .name = "many", .how = {.sqlalchemy = "2.0"}};
    struct fixing_result result = fix(&subject, buf_text(&text));
    assert_int_equal(result.claimed.len, 200);
    assert_true(result.trials < 16);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rule_cases),
        cmocka_unit_test(test_other_models),
        cmocka_unit_test(test_corpus),
        cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
