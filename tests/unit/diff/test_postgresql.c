/* PostgreSQL's ways: canonical forms, enum types, schemas, identities.  Schemas are written as locks. */
#include "support/corm_test.h"

#include "base/buf.h"
#include "base/text.h"
#include "diff/diff.h"
#include "diff/guess.h"
#include "schema/lock.h"

#include <string.h>

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

/* What stands below `sum` of a lock. */
static struct schema *load(struct arena *arena, const char *body)
{
    const char *text = arena_printf(arena, "corm: 1\nengine: postgresql\nsum: none\n%s", body);
    struct schema *schema = NULL;
    const char *sum;
    corm_failure error = {0};
    corm_status status = lock_parse(arena, "a.lock", text, strlen(text), &schema, &sum, &error);
    if (status != CORM_OK) {
        print_error("%u: %s\n%s\n", error.line, error.message, text);
    }
    assert_int_equal(status, CORM_OK);
    return schema;
}

/* A table t with these columns and other keys. */
static struct schema *table(struct arena *arena, const char *columns, const char *rest)
{
    return load(arena, arena_printf(arena, "tables:\n  - table: t\n    columns: [%s]\n%s", columns, rest));
}

static const char *sign(const void *from, const void *to)
{
    return from == NULL ? "+" : to == NULL ? "-" : "~";
}

static void add_labels(struct buf *buf, const struct enum_diff *type)
{
    for (size_t i = 0; i < type->labels.len; i++) {
        const struct label_pair *label = &type->labels.at[i];
        buf_printf(buf, " %s>%s", label->from == NULL ? "" : label->from, label->to == NULL ? "" : label->to);
    }
    buf_add(buf, type->reordered ? " reordered" : "");
}

/* "~t(comment) +column a ~column b(type)" in one line. */
static const char *shown(struct arena *arena, const struct diff *diff)
{
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < diff->schemas.len; i++) {
        const struct schema_diff *schema = &diff->schemas.at[i];
        const char *name = schema->to == NULL ? schema->from : schema->to;
        buf_printf(&buf, "%sschema %s; ", sign(schema->from, schema->to), name);
    }
    for (size_t i = 0; i < diff->enums.len; i++) {
        const struct enum_diff *type = &diff->enums.at[i];
        const char *name = enum_label(arena, type->to == NULL ? type->from : type->to);
        buf_printf(&buf, "%senum %s(%s)", sign(type->from, type->to), name, facet_names(arena, type->facets));
        add_labels(&buf, type);
        buf_add(&buf, "; ");
    }
    for (size_t i = 0; i < diff->tables.len; i++) {
        const struct table_diff *pair = &diff->tables.at[i];
        const char *name = table_label(arena, pair->to == NULL ? pair->from : pair->to);
        buf_printf(&buf, "%stable %s(%s); ", sign(pair->from, pair->to), name, facet_names(arena, pair->facets));
        for (size_t k = 0; k < pair->changes.len; k++) {
            const struct change *change = &pair->changes.at[k];
            bool gone = change->to.any == NULL;
            buf_printf(&buf,
                "%s%s %s(%s); ",
                sign(change->from.any, change->to.any),
                part_names[change->part],
                part_label(arena, gone ? pair->from : pair->to, change->part, gone ? change->from : change->to),
                facet_names(arena, change->facets));
        }
    }
    return buf_text(&buf);
}

static void expect(struct arena *arena, const struct schema *from, const struct schema *to, const char *wanted)
{
    const struct diff *diff = diff_schemas(arena, from, to);
    assert_string_equal(shown(arena, diff), wanted);
    assert_int_equal(diff_is_empty(diff), wanted[0] == '\0');
    /* Turned around it is the diff of the other direction. */
    const char *back = shown(arena, diff_schemas(arena, to, from));
    assert_string_equal(shown(arena, diff_swap(arena, diff)), back);
}

/* One column on each side. */
static void expect_column(struct arena *arena, const char *from, const char *to, const char *facets)
{
    const struct diff *diff = diff_schemas(arena,
        table(arena, arena_printf(arena, "{name: a, %s}", from), ""),
        table(arena, arena_printf(arena, "{name: a, %s}", to), ""));
    const char *found = diff->tables.len == 0 ? "" : facet_names(arena, diff->tables.at[0].changes.at[0].facets);
    if (strcmp(found, facets) != 0) {
        print_error("%s\n%s\n", from, to);
    }
    assert_string_equal(found, facets);
}

static void test_canonical_forms_decide(void **state)
{
    expect_column(
        *state, "type: text, default: A, default_canonical: X", "type: text, default: B, default_canonical: X", "");
    expect_column(*state,
        "type: text, default: A, default_canonical: X",
        "type: text, default: A, default_canonical: Y",
        "default");
    expect_column(*state, "type: text, default: \"'a'\"", "type: text, default: \"'A'\"", "default");
    expect_column(*state, "type: text, default: now(), default_canonical: x", "type: text", "default");
    expect_column(*state,
        "type: text, generated: lower(a), generated_canonical: lower(a), stored: true",
        "type: text, generated: LOWER(a), generated_canonical: lower(a), stored: true",
        "");
    expect_column(*state, "type: int4, type_canonical: integer", "type: integer", "");
    expect_column(*state, "type: integer", "type: bigint", "type");
}

/* Where the server could not be asked, what differs in casts and parentheses alone is taken for the same. */
static void test_unknown_forms_are_guessed(void **state)
{
    expect_column(
        *state, "type: text, default: \"'a'::text\"", "type: text, default: \"'a'\", default_canonical: null", "");
    expect_column(*state,
        "type: text, default: \"'a'::text\"",
        "type: text, default: \"'b'\", default_canonical: null",
        "default");
    expect_column(*state, "type: citext", "type: CITEXT, type_canonical: null", "");
}

static void test_guessing(void **state)
{
    (void)state;
    static const struct {
        const char *written, *read_back;
        bool same;
    } pairs[] = {
        {"age >= 18 AND name <> 'x'", "((age >= 18) AND (name <> 'x'::text))", true},
        {"kind IN ('a', 'b')",
            "((kind)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
            true},
        {"kind NOT IN (1, 2)", "(kind <> ALL (ARRAY[1, 2]))", true},
        {"name like 'a%'", "(name ~~ 'a%'::text)", true},
        {"name NOT LIKE 'a%'", "(name !~~ 'a%'::text)", true},
        {"\"order\" != 1", "(\"order\" <> 1)", true},
        {"at > '2026-01-01'", "(at > '2026-01-01 00:00:00'::timestamp(3) without time zone)", false},
        {"a::numeric(10, 2) > 1", "((a)::numeric(10,2) > (1)::numeric)", true},
        {"kind = 'a'", "(kind = 'a'::sales.mood)", true},
        {"age >= 18", "(age > 18)", false},
        {"name = 'X'", "(name = 'x'::text)", false},
        {"a::", "a", true},
        {"a = ANY (ARRAY[", "a in", true},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        bool same = guess_same(pairs[i].written, pairs[i].read_back);
        if (same != pairs[i].same) {
            print_error("%s | %s\n", pairs[i].written, pairs[i].read_back);
        }
        assert_int_equal(same, pairs[i].same);
    }
}

static void test_numbered_columns(void **state)
{
    expect_column(*state, "type: integer, identity: BY DEFAULT", "type: integer, identity: ALWAYS", "identity");
    expect_column(*state,
        "type: integer, identity: ALWAYS, identity_start: 1, identity_increment: 1",
        "type: integer, identity: ALWAYS",
        "");
    expect_column(
        *state, "type: integer, identity: ALWAYS, identity_start: 7", "type: integer, identity: ALWAYS", "identity");
    expect_column(*state,
        "type: integer, identity: ALWAYS, identity_start: -1, identity_increment: -1",
        "type: integer, identity: ALWAYS, identity_increment: -1",
        "");
    expect_column(*state, "type: integer, serial: true", "type: integer", "identity");
    expect_column(*state, "type: integer, comment: a", "type: integer, comment: b", "comment");
    expect_column(*state, "type: integer, comment: \"\"", "type: integer", "");
    expect_column(*state, "type: text, collation: C", "type: text", "collation");
}

static void test_indexes(void **state)
{
    static const struct {
        const char *from, *to, *facets;
    } pairs[] = {
        {"method: btree", "unique: false", ""},
        {"method: gin", "unique: false", "options"},
        {"include: [b]", "unique: false", "options"},
        {"with: [fillfactor=70]", "with: [fillfactor=80]", "options"},
        {"nulls_not_distinct: true", "unique: false", "options"},
        {"where: a > 1, where_canonical: (a > 1)", "where: a>1, where_canonical: (a > 1)", ""},
        {"where: a > 1", "where: a > 2", "expression"},
    };
    struct arena *arena = *state;
    const char *columns = "{name: a, type: text}, {name: b, type: text}";
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        const struct diff *diff = diff_schemas(arena,
            table(arena, columns, arena_printf(arena, "    indexes: [{name: i, columns: [a], %s}]\n", pairs[i].from)),
            table(arena, columns, arena_printf(arena, "    indexes: [{name: i, columns: [a], %s}]\n", pairs[i].to)));
        const char *found = diff->tables.len == 0 ? "" : facet_names(arena, diff->tables.at[0].changes.at[0].facets);
        assert_string_equal(found, pairs[i].facets);
    }
    struct schema *broken = table(arena, columns, "    indexes: [{name: i, columns: [a]}]\n");
    broken->tables.at[0]->indexes.at[0]->invalid = true;
    expect(arena,
        broken,
        table(arena, columns, "    indexes: [{name: i, columns: [a]}]\n"),
        "~table t(); ~index i(options); ");
    expect(arena,
        table(arena, columns, "    indexes: [{name: i, columns: [{column: a, opclass: text_pattern_ops}]}]\n"),
        table(arena, columns, "    indexes: [{name: i, columns: [{column: a, descending: true}]}]\n"),
        "~table t(); ~index i(columns, options); ");
}

static struct schema *mood(struct arena *arena, const char *name, const char *labels, const char *former)
{
    struct schema *schema = load(arena, arena_printf(arena, "enums: [{enum: %s, labels: [%s]}]\n", name, labels));
    if (former != NULL) {
        *PUSH(arena, &schema->enums.at[0]->renamed_from) = former;
    }
    return schema;
}

static void test_labels(void **state)
{
    struct arena *arena = *state;
    struct schema *old = mood(arena, "mood", "a, b, c", NULL);
    expect(arena, old, mood(arena, "mood", "a, b, c", NULL), "");
    expect(arena, old, mood(arena, "mood", "a, b, c, d", NULL), "~enum mood(labels) a>a b>b c>c >d; ");
    expect(arena, old, mood(arena, "mood", "a, x, b, c", NULL), "~enum mood(labels) a>a >x b>b c>c; ");
    expect(arena, old, mood(arena, "mood", "a, c", NULL), "~enum mood(labels) a>a c>c b>; ");
    expect(arena, old, mood(arena, "mood", "b, a, c", NULL), "~enum mood(labels) b>b a>a c>c reordered; ");
    struct schema *renamed = mood(arena, "mood", "a, z, c", NULL);
    struct strings former = {0};
    *PUSH(arena, &former) = NULL;
    *PUSH(arena, &former) = "b";
    *PUSH(arena, &former) = NULL;
    renamed->enums.at[0]->former_labels = former;
    expect(arena, old, renamed, "~enum mood(labels) a>a b>z c>c; ");
    expect(arena, mood(arena, "mood", "a, z, c", NULL), renamed, ""); /* it was applied */
}

static void test_enums(void **state)
{
    struct arena *arena = *state;
    struct schema *none = load(arena, "tables: []\n"), *old = mood(arena, "mood", "a, b", NULL);
    expect(arena, none, old, "+enum mood(); ");
    expect(arena, old, mood(arena, "feeling", "a, b", NULL), "+enum feeling(); -enum mood(); ");
    expect(arena, old, mood(arena, "feeling", "a, b", "mood"), "~enum feeling(name) a>a b>b; ");
    expect(arena, old, mood(arena, "mood, schema: sales", "a, b", NULL), "-enum mood(); +enum sales.mood(); ");
    struct schema *told = mood(arena, "mood", "a, b", NULL);
    told->enums.at[0]->comment = "of users";
    expect(arena, old, told, "~enum mood(comment) a>a b>b; ");
}

/* A renamed type and label show in the columns, defaults and checks that name them, and are no change there. */
static void test_enums_are_followed(void **state)
{
    struct arena *arena = *state;
    struct schema *from = load(arena,
        "enums: [{enum: mood, labels: [sad, ok]}]\n"
        "tables:\n"
        "  - table: t\n"
        "    columns:\n"
        "      - {name: a, type: mood, default: \"'sad'::mood\"}\n"
        "      - {name: b, type: \"mood[]\", default: \"ARRAY['sad'::mood, 'ok'::mood]\"}\n"
        "    checks: [{name: c, sql: \"(a <> 'sad'::mood)\"}]\n");
    struct schema *to = load(arena,
        "enums: [{enum: Feeling, labels: [blue, ok]}]\n"
        "tables:\n"
        "  - table: t\n"
        "    columns:\n"
        "      - {name: a, type: \"\\\"Feeling\\\"\", default: \"'blue'::\\\"Feeling\\\"\"}\n"
        "      - {name: b, type: \"\\\"Feeling\\\"[]\", default: \"ARRAY['blue'::\\\"Feeling\\\", "
        "'ok'::\\\"Feeling\\\"]\"}\n"
        "    checks: [{name: c, sql: \"(a <> 'blue'::\\\"Feeling\\\")\"}]\n");
    *PUSH(arena, &to->enums.at[0]->renamed_from) = "mood";
    *PUSH(arena, &to->enums.at[0]->former_labels) = "sad";
    *PUSH(arena, &to->enums.at[0]->former_labels) = NULL;
    expect(arena, from, to, "~enum Feeling(name, labels) sad>blue ok>ok; ");
}

/* Casts to a type that is called like a renamed column are no mentions of it. */
static void test_renamed_columns_in_canonical_forms(void **state)
{
    struct arena *arena = *state;
    struct schema *from =
        table(arena, "{name: text, type: text}", "    checks: [{name: c, sql: \"(text <> 'x'::text)\"}]\n");
    struct schema *to =
        table(arena, "{name: body, type: text}", "    checks: [{name: c, sql: \"(body <> 'x'::text)\"}]\n");
    *PUSH(arena, &to->tables.at[0]->columns.at[0]->renamed_from) = "text";
    expect(arena, from, to, "~table t(); ~column t.body(name); ");
}

static void test_schemas(void **state)
{
    struct arena *arena = *state;
    struct schema *from =
        load(arena, "schemas: [hr]\ntables:\n  - {table: t, schema: hr, columns: [{name: a, type: text}]}\n");
    struct schema *to = load(arena,
        "schemas: [sales]\ntables:\n  - {table: t, schema: sales, columns: [{name: a, type: text}]}\n"
        "  - {table: t, columns: [{name: a, type: text}]}\n");
    expect(arena, from, to, "-schema hr; +schema sales; +table t(); -table hr.t(); +table sales.t(); ");
}

static void test_names_mind_case(void **state)
{
    struct arena *arena = *state;
    expect(arena,
        table(arena, "{name: a, type: text}", ""),
        table(arena, "{name: A, type: text}", ""),
        "~table t(); +column t.A(); -column t.a(); ");
}

/* ---- unmanaged ---- */

static const char *unmanaged(
    struct arena *arena, const struct schema *desired, const struct schema *live, const struct schema *lock)
{
    struct unmanaged_list list;
    const struct schema *wanted = diff_adopt_unmanaged(arena, desired, live, lock, &list);
    struct buf buf = buf_new(arena);
    for (size_t i = 0; i < list.len; i++) {
        buf_printf(&buf, "%s %s; ", list.at[i].kind, list.at[i].object);
    }
    buf_printf(&buf, "| %s", shown(arena, diff_schemas(arena, live, wanted)));
    return buf_text(&buf);
}

static void test_unmanaged(void **state)
{
    struct arena *arena = *state;
    struct schema *none = load(arena, "tables: []\n");
    struct schema *live = load(arena,
        "schemas: [audit, sales]\n"
        "enums: [{enum: mood, labels: [a]}, {enum: kind, schema: audit, labels: [a]}]\n"
        "tables:\n"
        "  - {table: log, schema: audit, columns: [{name: a, type: audit.kind}]}\n"
        "  - {table: old, schema: sales, columns: [{name: a, type: text}]}\n");
    struct schema *sales = load(arena, "schemas: [sales]\ntables: []\n");
    assert_string_equal(unmanaged(arena, sales, live, NULL), "table sales.old; enum mood; | ");
    assert_string_equal(unmanaged(arena, none, live, NULL), "enum mood; | ");
    /* What the lock tells of was managed, and goes. */
    assert_string_equal(unmanaged(arena, none, live, live),
        "| -schema audit; -schema sales; -enum mood(); -enum audit.kind(); -table audit.log(); -table sales.old(); ");
}

/* A type stays as long as a column that is nobody's is of it. */
static void test_type_of_an_unmanaged_column(void **state)
{
    struct arena *arena = *state;
    struct schema *lock = load(arena, "enums: [{enum: mood, labels: [a]}]\ntables: []\n");
    struct schema *live = load(arena,
        "enums: [{enum: mood, labels: [a]}]\ntables:\n  - {table: log, columns: [{name: a, type: \"mood[]\"}]}\n");
    assert_string_equal(unmanaged(arena, load(arena, "tables: []\n"), live, lock), "table log; | ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_canonical_forms_decide, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unknown_forms_are_guessed, set_up, tear_down),
        cmocka_unit_test(test_guessing),
        cmocka_unit_test_setup_teardown(test_numbered_columns, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_indexes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_labels, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_enums, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_enums_are_followed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_renamed_columns_in_canonical_forms, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_schemas, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_names_mind_case, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unmanaged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_type_of_an_unmanaged_column, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
