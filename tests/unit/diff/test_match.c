/* Which former name counts, and when. */
#include "support/corm_test.h"

#include "diff/match.h"

#include <string.h>

/* Things as text: "new<old,older=definition"; "new>old" has taken that name over already.  A thing is alike where its
 * definition is the same. */
static struct things things_of(struct arena *arena, const char *const *texts)
{
    struct things things = {0};
    for (size_t i = 0; texts[i] != NULL; i++) {
        char *name = arena_strdup(arena, texts[i]), *definition = strchr(name, '='), *former = strchr(name, '<');
        char *applied = strchr(name, '>');
        struct thing thing = {.name = name, .item = definition == NULL ? "" : definition + 1};
        if (applied != NULL) {
            *applied = '\0';
            *PUSH(arena, &thing.applied) = applied + 1;
        }
        if (definition != NULL) {
            *definition = '\0';
        }
        if (former != NULL) {
            *former = '\0';
        }
        while (former != NULL) {
            *PUSH(arena, &thing.former) = ++former;
            former = strchr(former, ',');
            if (former != NULL) {
                *former = '\0';
            }
        }
        *PUSH(arena, &things) = thing;
    }
    return things;
}

static bool alike(const void *a, const void *b)
{
    return strcmp(a, b) == 0;
}

#define LIST(...) ((const char *const[]){__VA_ARGS__, NULL})

static const char *show_idles(struct arena *arena, const struct idles *idles)
{
    struct strings texts = {0};
    for (size_t i = 0; i < idles->len; i++) {
        const struct idle *idle = &idles->at[i];
        *PUSH(arena, &texts) =
            arena_printf(arena, "%s %s", idle->ring ? "ring" : "idle", strings_join(arena, &idle->things, ","));
    }
    return strings_join(arena, &texts, "; ");
}

/* "a>b" for each thing of `from` that has a mate, both ways round; `told`: from knows what was applied. */
static void expect_told(
    bool told, const char *const *from, const char *const *to, const char *wanted, const char *wanted_idles)
{
    for (int turned = 0; turned < 2; turned++) {
        struct arena *arena = arena_new();
        struct things left = things_of(arena, from), right = things_of(arena, to);
        left.tells_applied = told;
        struct idles idles = match_things(arena, turned ? &right : &left, turned ? &left : &right, alike);
        assert_string_equal(show_idles(arena, &idles), wanted_idles);
        struct strings pairs = {0};
        for (size_t i = 0; i < left.len; i++) {
            if (left.at[i].mate != NULL) {
                assert_ptr_equal(left.at[i].mate->mate, &left.at[i]);
                *PUSH(arena, &pairs) = arena_printf(arena, "%s>%s", left.at[i].name, left.at[i].mate->name);
            }
        }
        assert_string_equal(strings_join(arena, &pairs, " "), wanted);
        arena_free(arena);
    }
}

static void expect(const char *const *from, const char *const *to, const char *wanted)
{
    expect_told(false, from, to, wanted, "");
}

static void test_names(void **state)
{
    (void)state;
    expect(LIST("a", "b"), LIST("b", "c"), "b>b");
}

static void test_renames(void **state)
{
    (void)state;
    expect(LIST("a"), LIST("b<a"), "a>b");
    expect(LIST("a", "b"), LIST("b<a"), "b>b");            /* applied, and another a came */
    expect(LIST("a"), LIST("c<b,a"), "a>c");               /* an older name */
    expect(LIST("a", "b"), LIST("c<b,a"), "b>c");          /* the first that is there */
    expect(LIST("a"), LIST("a", "b<a"), "a>b");            /* the old name is used anew */
    expect(LIST("a", "b"), LIST("b<a", "c<b"), "a>b b>c"); /* a chain */
    expect(LIST("a"), LIST("b<a", "c<a"), "a>b");          /* only one can be it */
    expect(LIST("a"), LIST("c<x,a", "d<a"), "a>d");        /* the nearer former name */
    expect(LIST("b<a"), LIST("a", "c<b"), "b>a");          /* both sides tell: by name, whichever way round */
}

static void test_rings(void **state)
{
    (void)state;
    expect(LIST("a=1", "b=2"), LIST("a<b=2", "b<a=1"), "a>b b>a");
    expect(LIST("a=2", "b=1"), LIST("a<b=2", "b<a=1"), "a>a b>b");                         /* applied */
    expect_told(false, LIST("a=1", "b=1"), LIST("a<b=1", "b<a=1"), "a>a b>b", "ring a,b"); /* nobody can tell */
    expect(LIST("a=1", "b=2", "c=3"), LIST("a<c=3", "b<a=1", "c<b=2"), "a>b b>c c>a");
    expect_told(false, LIST("a=1", "b=2"), LIST("a<b=2", "b<a=9"), "a>a b>b", "ring a,b"); /* one changes too */
}

static void test_rings_where_it_is_told_what_was_applied(void **state)
{
    (void)state;
    expect_told(true, LIST("a=1", "b=1"), LIST("a<b=1", "b<a=1"), "a>b b>a", "");
    expect_told(true, LIST("a>b=1", "b>a=1"), LIST("a<b=1", "b<a=1"), "a>a b>b", "");
    expect_told(true, LIST("a>b=1", "b>a=2"), LIST("a<b=2", "b<a=1"), "a>a b>b", ""); /* whatever they look like */
    expect_told(true, LIST("a=1", "b=2"), LIST("a<b=2", "b<a=9"), "a>b b>a", "");     /* one changes too */
    expect_told(true, LIST("a>b", "b"), LIST("a<b", "b<a"), "a>b b>a", "");           /* half of it is old */
    expect_told(true, LIST("a>b", "b>a", "c"), LIST("a<b,c", "b<a", "c<a"), "a>c b>b c>a", "");
    expect_told(true, LIST("a>b", "b>a"), LIST("a", "b"), "a>a b>b", ""); /* the model has forgotten */
    expect_told(true, LIST("a", "b", "c"), LIST("a<c", "b<a", "c<b"), "a>b b>c c>a", "");
    expect_told(true, LIST("a>c", "b>a", "c>b"), LIST("a<c", "b<a", "c<b"), "a>a b>b c>c", "");
}

static void test_former_names_of_no_use(void **state)
{
    (void)state;
    expect_told(true, LIST("a", "b"), LIST("a", "b<a"), "a>a b>b", "idle b,a");
    expect_told(true, LIST("a", "b"), LIST("b<a"), "b>b", "idle b,a");
    expect_told(true, LIST("a", "b>a"), LIST("a", "b<a"), "a>a b>b", ""); /* applied, and another a came */
    expect_told(true, LIST("b"), LIST("b<a"), "b>b", "");
    expect_told(false, LIST("a", "b"), LIST("a", "b<a"), "a>a b>b", ""); /* it may have been applied */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_names),
        cmocka_unit_test(test_renames),
        cmocka_unit_test(test_rings),
        cmocka_unit_test(test_rings_where_it_is_told_what_was_applied),
        cmocka_unit_test(test_former_names_of_no_use)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
