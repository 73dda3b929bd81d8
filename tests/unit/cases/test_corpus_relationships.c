#include "support/corm_test.h"

#include "base/file.h"
#include "base/text.h"
#include "rules/rules.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The models of $CORM_CORPUS/relationships, each with the verdict of SQLAlchemy 1.4 in expected.json: what it says must
 * be reported, a clean model must stay clean, and directions must be the same. */

struct corpus_case {
    struct arena *arena;
    const char *name;
    json_t *expected;
    struct resolved *resolved;
    const corm_findings *findings;
    size_t failed;
};

/* ---- which codes are meant ---- */

/* "A|B": either will do; a code that stands for others is met by them too. */
static const char *alternatives_of(struct arena *arena, const char *code)
{
    static const char *const same[][2] = {
        {"REL304", "REL304|REL201|REL202"},                             /* a pair on one table is told more exactly */
        {"REL101", "REL101|REL105"},                                    /* so is foreign_keys that miss */
        {"REL706", "REL706|REL120|REL306|REL310|REL317|REL505|REL709"}, /* and why two write one column */
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        if (text_same(code, same[i][0])) {
            return same[i][1];
        }
    }
    return arena_strdup(arena, code);
}

static struct strings split(struct arena *arena, const char *codes)
{
    struct strings list = {0};
    for (const char *at = codes; *at != '\0';) {
        size_t len = strcspn(at, "|");
        *PUSH(arena, &list) = arena_strndup(arena, at, len);
        at += len + (at[len] == '|' ? 1 : 0);
    }
    return list;
}

static bool is_reported(const struct corpus_case *c, const char *code)
{
    for (size_t i = 0; i < c->findings->len; i++) {
        if (text_same(c->findings->at[i].code, code)) {
            return true;
        }
    }
    return false;
}

/* ---- judging ---- */

static void complain(struct corpus_case *c, const char *what, const char *which)
{
    print_error("%s: %s %s\n", c->name, what, which);
    c->failed++;
}

static void require(struct corpus_case *c, const char *codes)
{
    struct strings list = split(c->arena, alternatives_of(c->arena, codes));
    bool reported = false;
    for (size_t i = 0; i < list.len; i++) {
        reported = reported || is_reported(c, list.at[i]);
    }
    if (!reported) {
        complain(c, "does not report", codes);
    }
}

static void require_codes(struct corpus_case *c)
{
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(c->expected, "must_report"), i, item)
    {
        require(c, json_string_value(item));
    }
    json_array_foreach(json_object_get(c->expected, "sqlalchemy"), i, item)
    {
        require(c, json_string_value(json_object_get(item, "code")));
    }
}

static void require_clean(struct corpus_case *c)
{
    for (size_t i = 0; i < c->findings->len; i++) {
        if (c->findings->at[i].severity != CORM_HINT) {
            complain(c, c->findings->at[i].code, c->findings->at[i].message);
        }
    }
}

static const struct relationship *find(const struct corpus_case *c, const char *name)
{
    for (size_t i = 0; i < c->resolved->all.len; i++) {
        if (text_same(c->resolved->all.at[i]->name, name)) {
            return c->resolved->all.at[i];
        }
    }
    return NULL;
}

static void require_directions(struct corpus_case *c)
{
    const char *name;
    json_t *direction;
    json_object_foreach(json_object_get(c->expected, "directions"), name, direction)
    {
        const struct relationship *r = find(c, name);
        const char *found = r == NULL ? NULL : direction_names[r->direction];
        if (!text_same(found, json_string_value(direction))) {
            complain(c, found == NULL ? "no direction for" : found, name);
        }
    }
}

static void judge(struct corpus_case *c)
{
    require_codes(c);
    require_directions(c);
    if (json_is_true(json_object_get(c->expected, "clean"))) {
        require_clean(c);
    }
}

/* ---- running ---- */

static const corm_findings *check(struct corpus_case *c, const char *text, size_t len)
{
    struct diags *diags = diags_new(c->arena);
    struct model *model = model_read_text(c->arena, diags, "model.yaml", text, len);
    c->resolved = resolve_model(c->arena, model);
    struct rule_input input = {
        .arena = c->arena, .diags = diags, .model = model, .resolved = c->resolved, .sqlalchemy = SQLALCHEMY_1_4};
    rules_check(&input);
    struct diag_filter all = {0};
    *PUSH(c->arena, &all.select) = "ALL";
    return diags_findings(diags, &all);
}

static size_t run_case(const char *root, const char *name)
{
    struct corpus_case c = {.arena = arena_new(), .name = name};
    const char *folder = path_join(c.arena, root, name), *text;
    size_t len;
    corm_failure error;
    json_error_t why;
    assert_int_equal(file_read(c.arena, path_join(c.arena, folder, "model.yaml"), 0, &text, &len, &error), CORM_OK);
    c.expected = json_load_file(path_join(c.arena, folder, "expected.json"), 0, &why);
    assert_non_null(c.expected);
    c.findings = check(&c, text, len);
    judge(&c);
    json_decref(c.expected);
    arena_free(c.arena);
    return c.failed;
}

static void test_corpus(void **state)
{
    (void)state;
    const char *corpus = getenv("CORM_CORPUS");
    if (corpus == NULL) {
        printf("skipped: no corpus\n");
        skip();
    }
    struct arena *arena = arena_new();
    const char *root = path_join(arena, corpus, "relationships");
    struct strings names = {0};
    corm_failure error;
    size_t failed = 0;
    assert_int_equal(file_list(arena, root, &names, &error), CORM_OK);
    for (size_t i = 0; i < names.len; i++) {
        failed += run_case(root, names.at[i]);
    }
    printf("%u models, %zu complaints\n", names.len, failed);
    arena_free(arena);
    assert_true(names.len > 0);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_corpus)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
