#include "support/corm_test.h"

#include "resolve/resolve.h"

#include <string.h>

/* The effective ON DELETE of b.a_id, by what model.md says about it: every branch. */

struct expected {
    const char *of_key; /* further keys of b.a_id */
    const char *of_a;   /* relationships of A */
    const char *of_b;   /* relationships of B */
    const char *why;    /* NULL: not looked at */
    enum fk_action action;
    bool conflict;
};

static const struct expected cases[] = {
    {"on_delete: restrict", "bs: {target: B, cascade: \"all, delete\"}", "", "written", ACTION_RESTRICT, false},
    {"on_delete: no_action", "", "", "written", ACTION_NO_ACTION, false},
    {"", "", "", "no relationship over it", ACTION_NO_ACTION, false},
    {"", "bs: {target: B, cascade: all}", "", "A.bs has cascade with delete", ACTION_CASCADE, false},
    {"", "b: {target: B, uselist: false, cascade: \"save-update, delete\"}", "", NULL, ACTION_CASCADE, false},
    {"", "bs: {target: B, passive_deletes: all}", "", "A.bs has passive_deletes: all", ACTION_NO_ACTION, false},
    {"", "bs: {target: B}", "", "A.bs does not delete, and a_id may be null", ACTION_SET_NULL, false},
    {"nullable: false", "bs: {target: B}", "", "A.bs does not delete, and a_id is not null", ACTION_NO_ACTION, false},
    {"primary_key: true", "bs: {target: B}", "", NULL, ACTION_NO_ACTION, false},
    {"", "bs: {target: B, cascade: \"save-update, merge\"}", "", NULL, ACTION_SET_NULL, false},
    {"", "bs: {target: B, viewonly: true}", "", "no relationship over it", ACTION_NO_ACTION, false},
    {"", "bs: {target: B, viewonly: true}, cs: {target: B, cascade: all}", "", NULL, ACTION_CASCADE, false},
    /* a many-to-one side asks only when it stands alone */
    {"", "", "a: {target: A}", "B.a does not delete, and a_id may be null", ACTION_SET_NULL, false},
    {"nullable: false", "", "a: {target: A}", NULL, ACTION_NO_ACTION, false},
    {"", "", "a: {target: A, cascade: \"all, delete\"}", NULL, ACTION_SET_NULL, false},
    {"",
        "bs: {target: B, cascade: all, back_populates: a}",
        "a: {target: A, back_populates: bs}",
        NULL,
        ACTION_CASCADE,
        false},
    {"",
        "",
        "a: {target: A, backref: {name: bs, cascade: all}}",
        "A.bs has cascade with delete",
        ACTION_CASCADE,
        false},
    {"", "bs: {target: B, passive_deletes: all, backref: a}", "", NULL, ACTION_NO_ACTION, false},
    /* two sides that ask for different actions */
    {"",
        "bs: {target: B, cascade: all}, cs: {target: B}",
        "",
        "A.bs has cascade with delete, but A.cs does not delete, and a_id may be null",
        ACTION_CASCADE,
        true},
    {"", "bs: {target: B, cascade: all}, cs: {target: B, passive_deletes: all}", "", NULL, ACTION_CASCADE, true},
    {"", "bs: {target: B, cascade: all}, cs: {target: B, cascade: all}", "", NULL, ACTION_CASCADE, false},
    {"on_delete: set_null", "bs: {target: B, cascade: all}, cs: {target: B}", "", "written", ACTION_SET_NULL, false},
};

#define ID "id: {type: integer, primary_key: true}"

static struct resolved *resolve_text(struct arena *arena, const char *text)
{
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    assert_int_equal(diags_count(diags, CORM_HINT), 0);
    return resolve_model(arena, model);
}

static void run_case(const struct expected *expected)
{
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_text(arena,
        arena_printf(arena,
            "corm: 1\nmodels:\n"
            "  A: {table: a, columns: {" ID "}, relationships: {%s}}\n"
            "  B: {table: b, columns: {k: {type: integer, primary_key: true}, a_id: {foreign_key: a.id%s%s}}, "
            "relationships: {%s}}\n",
            expected->of_a,
            expected->of_key[0] == '\0' ? "" : ", ",
            expected->of_key,
            expected->of_b));
    struct on_delete found = resolved->keys.at[0]->on_delete;
    assert_int_equal(found.action, expected->action);
    assert_int_equal(found.conflict, expected->conflict);
    assert_int_equal(found.derived, strcmp(found.why, "written") != 0);
    assert_int_equal(found.conflicts_with != NULL, expected->conflict);
    assert_int_not_equal(found.place.file, 0);
    if (expected->why != NULL) {
        assert_string_equal(found.why, expected->why);
    }
    arena_free(arena);
}

static void test_branches(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_case(&cases[i]);
    }
}

static void test_secondary(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct resolved *resolved = resolve_text(arena,
        "corm: 1\nmodels:\n"
        "  A: {table: a, columns: {" ID "}, relationships: {bs: {target: B, secondary: ab}}}\n"
        "  B: {table: b, columns: {" ID "}}\n"
        "tables:\n"
        "  ab: {columns: {a_id: {foreign_key: a.id, primary_key: true}, b_id: {foreign_key: b.id, primary_key: "
        "true}}}\n");
    for (size_t i = 0; i < resolved->keys.len; i++) {
        struct on_delete found = resolved->keys.at[i]->on_delete;
        assert_int_equal(found.action, ACTION_CASCADE);
        assert_string_equal(found.why, "A.bs uses ab as its secondary table");
    }
    arena_free(arena);
}

/* SET NULL needs every column of the key to take NULL. */
static void test_composite(void **state)
{
    static const struct {
        const char *tenant;
        enum fk_action action;
    } halves[] = {{"integer", ACTION_SET_NULL}, {"{type: integer, nullable: false}", ACTION_NO_ACTION}};
    (void)state;
    for (size_t i = 0; i < sizeof halves / sizeof *halves; i++) {
        struct arena *arena = arena_new();
        struct resolved *resolved = resolve_text(arena,
            arena_printf(arena,
                "corm: 1\nmodels:\n"
                "  A: {table: a, columns: {t: {type: integer, primary_key: true}, " ID "}}\n"
                "  B: {table: b, columns: {" ID ", t: %s, a_id: integer}, relationships: {a: {target: A}},\n"
                "      foreign_keys: [{columns: [t, a_id], references: \"a(t, id)\"}]}\n",
                halves[i].tenant));
        assert_int_equal(resolved->keys.at[0]->on_delete.action, halves[i].action);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_branches),
        cmocka_unit_test(test_secondary),
        cmocka_unit_test(test_composite),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
