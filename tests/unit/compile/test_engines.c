/* Hints at what one model means differently on both engines. */
#include "support/corm_test.h"

#include "base/buf.h"
#include "compile/compile.h"

#include <string.h>

/* "line code message" a line, and its hint. */
static const char *hints(struct arena *arena, const char *text)
{
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", text, strlen(text));
    compile_hints(arena, diags, model);
    const corm_findings *findings = diags_findings(diags, &(struct diag_filter){0});
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        assert_int_equal(finding->severity, CORM_HINT);
        buf_printf(&buf, "%u %s %s: %s\n", finding->place.line, finding->code, finding->object, finding->message);
        buf_printf(&buf, "  %s\n", finding->hint);
    }
    return buf_text(&buf);
}

static void expect(const char *text, const char *wanted)
{
    struct arena *arena = arena_new();
    assert_string_equal(hints(arena, text), wanted);
    arena_free(arena);
}

static void test_each_kind_once(void **state)
{
    (void)state;
    expect("corm: 1\n"
           "tables:\n"
           "  a:\n"
           "    columns:\n"
           "      id: {type: integer, primary_key: true}\n"
           "      name: {type: string(80), check: \"name LIKE 'a%'\"}\n"
           "      code: char(5)\n"
           "      at: timestamptz\n"
           "      price: \"numeric(10, 2)\"\n"
           "    indexes: [{columns: [name], where: name like 'b%'}]\n"
           "  b: {columns: {id: {type: integer, primary_key: true}, name: string(9)}}\n",
        "6 MOD203 a.name: sqlite does not check the length of a string(80), nor in 2 more columns of this file\n"
        "  check it where it matters there too: `length(name) <= 80`\n"
        "6 MOD204 a: LIKE takes upper and lower case for the same on sqlite, and not on postgresql, as in 1 more "
        "expression of this file\n"
        "  compare lower(...) with a pattern in lower case\n"
        "8 MOD201 a.at: sqlite has no time zones: a timestamptz is kept as it is written there, and compares as text\n"
        "  write every such time in UTC, so that both engines compare them alike\n"
        "9 MOD202 a.price: sqlite keeps a numeric(10,2) with a fraction as a floating-point number, to 15 digits or "
        "so\n"
        "  for money, an integer number of cents is exact on both\n");
}

static void test_nothing_to_say(void **state)
{
    (void)state;
    expect("corm: 1\n"
           "tables:\n"
           "  a:\n"
           "    columns:\n"
           "      id: {type: integer, primary_key: true}\n"
           "      name: {type: string, check: \"name <> 'LIKE'\"}\n"
           "      at: {type: timestamptz, sqlite: {type: text}}\n"
           "      price: {type: numeric, postgresql: {type: native(\"money\")}}\n",
        "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_once),
        cmocka_unit_test(test_nothing_to_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
