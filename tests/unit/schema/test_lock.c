/* clang-format off */
#include "support/corm_test.h"
/* clang-format on */
#include "base/text.h"
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

static struct schema *parse(struct arena *arena, const char *text)
{
    struct schema *schema = NULL;
    const char *sum = NULL;
    corm_failure error = {0};
    corm_status status = lock_parse(arena, "schema.lock", text, strlen(text), &schema, &sum, &error);
    if (status != CORM_OK) {
        print_error("%s:%u: %s\n%s\n", error.file, error.line, error.message, text);
    }
    assert_int_equal(status, CORM_OK);
    assert_string_equal(sum, "h1:abc=");
    return schema;
}

/* Prints, parses and prints again: the same bytes.  Returns what was parsed. */
static struct schema *round_trip(struct arena *arena, const struct schema *schema)
{
    const char *text = lock_print(arena, schema, "h1:abc=");
    struct schema *parsed = parse(arena, text);
    assert_string_equal(lock_print(arena, parsed, "h1:abc="), text);
    return parsed;
}

static struct table *add_table(struct arena *arena, struct schema *schema, const char *name)
{
    struct table *table = NEW(arena, struct table);
    table->name = name;
    *PUSH(arena, &schema->tables) = table;
    return table;
}

static struct column *add_column(struct arena *arena, struct table *table, const char *name, const char *type)
{
    struct column *column = NEW(arena, struct column);
    *column = (struct column){.name = name, .type = type, .nullable = true};
    *PUSH(arena, &table->columns) = column;
    return column;
}

static struct schema *full_schema(struct arena *arena)
{
    struct schema *schema = NEW(arena, struct schema);
    schema->engine = "sqlite";
    schema->tells_applied = true;
    struct table *table = add_table(arena, schema, "users");
    *PUSH(arena, &table->applied_from) = "people";
    table->schema = "app";
    table->comment = "who: \"we\" know\nand trust";
    table->strict = table->without_rowid = true;
    struct column *column = add_column(arena, table, "id", "INTEGER");
    column->nullable = false;
    column->autoincrement = true;
    column->identity = "BY DEFAULT";
    column->on_conflict = "IGNORE";
    column = add_column(arena, table, "name", "");
    column->default_sql = "";
    column->collation = "NOCASE";
    column->comment = "null";
    *PUSH(arena, &column->applied_from) = "nick";
    *PUSH(arena, &column->applied_from) = "handle";
    column = add_column(arena, table, "total", "NUMERIC(10, 2)");
    column->generated_sql = "a + b";
    column->generated_stored = true;
    table->primary_key.name = "pk_users";
    *PUSH(arena, &table->primary_key.columns) = "id";
    table->primary_key.on_conflict = "REPLACE";
    table->primary_key.inline_descending = true;
    struct unique *unique = NEW(arena, struct unique);
    *unique = (struct unique){.nulls_not_distinct = true, .deferrable = true, .deferred = true, .on_conflict = "FAIL"};
    *PUSH(arena, &unique->columns) = "name";
    *PUSH(arena, &unique->collations) = "RTRIM";
    *PUSH(arena, &table->uniques) = unique;
    struct index *index = NEW(arena, struct index);
    *index = (struct index){.name = "ix", .unique = true, .where_sql = "x > 1", .method = "gin"};
    index->nulls_not_distinct = true;
    *PUSH(arena, &index->parts) = (struct index_part){.column = "name"};
    *PUSH(arena, &index->parts) = (struct index_part){
        .expression = "lower(name)", .descending = true, .nulls = "LAST", .collation = "C", .opclass = "text_ops"};
    *PUSH(arena, &index->include) = "total";
    *PUSH(arena, &index->with) = "fillfactor=70";
    *PUSH(arena, &table->indexes) = index;
    struct foreign_key *key = NEW(arena, struct foreign_key);
    *key = (struct foreign_key){.name = "fk", .ref_schema = "other", .ref_table = "teams", .on_delete = "CASCADE"};
    key->on_update = "NO ACTION";
    key->deferrable = key->deferred = true;
    key->match = "FULL";
    *PUSH(arena, &key->columns) = "a";
    *PUSH(arena, &key->columns) = "b";
    *PUSH(arena, &key->ref_columns) = "x";
    *PUSH(arena, &key->ref_columns) = "y";
    *PUSH(arena, &table->foreign_keys) = key;
    struct check *check = NEW(arena, struct check);
    *check = (struct check){.name = "ck", .sql = "kind IN ('a', 'it''s')", .enum_column = "kind"};
    *PUSH(arena, &table->checks) = check;
    struct enum_type *mood = NEW(arena, struct enum_type);
    *mood = (struct enum_type){.schema = "app", .name = "mood", .comment = "of users"};
    *PUSH(arena, &mood->labels) = "sad";
    *PUSH(arena, &mood->labels) = "not, so sad";
    *PUSH(arena, &mood->applied_from) = "feeling";
    *PUSH(arena, &mood->applied_labels) = "sad";
    *PUSH(arena, &mood->applied_labels) = "bad";
    *PUSH(arena, &schema->enums) = mood;
    return schema;
}

static void test_every_field_survives(void **state)
{
    struct schema *schema = round_trip(*state, full_schema(*state));
    assert_string_equal(schema->engine, "sqlite");
    assert_true(schema->tells_applied);
    const struct table *table = schema_table(schema, "app", "users");
    assert_non_null(table);
    assert_string_equal(table->comment, "who: \"we\" know\nand trust");
    assert_true(table->strict && table->without_rowid);
    const struct column *id = table_find_column(table, "id");
    assert_true(!id->nullable && id->autoincrement);
    assert_string_equal(id->identity, "BY DEFAULT");
    assert_string_equal(id->on_conflict, "IGNORE");
    assert_null(id->default_sql);
    const struct column *name = table_find_column(table, "name");
    assert_true(name->nullable);
    assert_string_equal(name->type, "");
    assert_string_equal(name->default_sql, "");
    assert_string_equal(name->collation, "NOCASE");
    assert_string_equal(name->comment, "null");
    const struct column *total = table_find_column(table, "total");
    assert_string_equal(total->type, "NUMERIC(10, 2)");
    assert_string_equal(total->generated_sql, "a + b");
    assert_true(total->generated_stored);
    assert_string_equal(table->primary_key.name, "pk_users");
    assert_string_equal(table->primary_key.columns.at[0], "id");
    assert_string_equal(table->primary_key.on_conflict, "REPLACE");
    assert_true(table->primary_key.inline_descending);
}

static void test_every_constraint_survives(void **state)
{
    struct schema *schema = round_trip(*state, full_schema(*state));
    const struct table *table = schema->tables.at[0];
    const struct unique *unique = table->uniques.at[0];
    assert_null(unique->name);
    assert_true(unique->nulls_not_distinct && unique->deferrable && unique->deferred);
    assert_string_equal(unique->on_conflict, "FAIL");
    assert_int_equal(unique->collations.len, 1);
    assert_string_equal(unique->collations.at[0], "RTRIM");
    const struct index *index = table_find_index(table, "ix");
    assert_true(index->unique && index->nulls_not_distinct);
    assert_string_equal(index->where_sql, "x > 1");
    assert_string_equal(index->method, "gin");
    assert_string_equal(index->parts.at[0].column, "name");
    const struct index_part *part = &index->parts.at[1];
    assert_null(part->column);
    assert_string_equal(part->expression, "lower(name)");
    assert_true(part->descending);
    assert_string_equal(part->nulls, "LAST");
    assert_string_equal(part->collation, "C");
    assert_string_equal(part->opclass, "text_ops");
    assert_string_equal(index->include.at[0], "total");
    assert_string_equal(index->with.at[0], "fillfactor=70");
    const struct foreign_key *key = table->foreign_keys.at[0];
    assert_string_equal(key->ref_schema, "other");
    assert_string_equal(key->ref_table, "teams");
    assert_string_equal(key->ref_columns.at[1], "y");
    assert_string_equal(key->on_delete, "CASCADE");
    assert_string_equal(key->on_update, "NO ACTION");
    assert_string_equal(key->match, "FULL");
    assert_true(key->deferrable && key->deferred);
    assert_string_equal(table->checks.at[0]->sql, "kind IN ('a', 'it''s')");
    assert_string_equal(table->checks.at[0]->enum_column, "kind");
    const struct enum_type *mood = schema->enums.at[0];
    assert_string_equal(mood->labels.at[1], "not, so sad");
    assert_string_equal(mood->schema, "app");
    assert_string_equal(mood->comment, "of users");
}

/* Of each kind of expression one whose canonical form is another text, one that is its own, and one that is not known.
 */
static struct schema *read_back_schema(struct arena *arena)
{
    struct schema *schema = NEW(arena, struct schema);
    schema->engine = "postgresql";
    *PUSH(arena, &schema->schemas) = "sales";
    *PUSH(arena, &schema->schemas) = "hr";
    struct table *table = add_table(arena, schema, "users");
    struct column *column = add_column(arena, table, "id", "integer");
    column->type_canonical = "integer";
    column->identity = "BY DEFAULT";
    column->identity_start = 1000;
    column->identity_increment = -5;
    column = add_column(arena, table, "number", "int4");
    column->type_canonical = "integer";
    column->serial = true;
    column = add_column(arena, table, "price", "money");
    column->default_sql = "0";
    column->default_canonical = "0";
    column = add_column(arena, table, "name", "text");
    column->type_canonical = "text";
    column->default_sql = "'it''s'";
    column->default_canonical = "'it''s'::text";
    column = add_column(arena, table, "lower", "text");
    column->type_canonical = "text";
    column->generated_sql = "lower(name)";
    column->generated_stored = true;
    struct check *check = NEW(arena, struct check);
    *check = (struct check){.name = "ck", .sql = "price > 0", .canonical = "(price > 0)"};
    *PUSH(arena, &table->checks) = check;
    struct index *index = NEW(arena, struct index);
    *index = (struct index){.name = "ix", .where_sql = "price>1", .where_canonical = "(price > 1)"};
    *PUSH(arena, &index->parts) = (struct index_part){.expression = "Lower(name)", .canonical = "lower(name)"};
    *PUSH(arena, &index->parts) = (struct index_part){.expression = "upper(name)", .canonical = "upper(name)"};
    *PUSH(arena, &index->parts) = (struct index_part){.expression = "x(name)"};
    *PUSH(arena, &table->indexes) = index;
    return schema;
}

static void test_canonical_forms_survive(void **state)
{
    struct schema *schema = round_trip(*state, read_back_schema(*state));
    assert_string_equal(schema->schemas.at[0], "hr");
    const struct table *table = schema->tables.at[0];
    const struct column *column = table_find_column(table, "id");
    assert_string_equal(column->type_canonical, "integer");
    assert_null(column->default_canonical);
    assert_int_equal(column->identity_start, 1000);
    assert_int_equal(column->identity_increment, -5);
    assert_false(column->serial);
    column = table_find_column(table, "number");
    assert_true(column->serial);
    assert_string_equal(column->type, "int4");
    assert_string_equal(column->type_canonical, "integer");
    column = table_find_column(table, "price");
    assert_null(column->type_canonical);
    assert_string_equal(column->default_canonical, "0");
    assert_string_equal(table_find_column(table, "name")->default_canonical, "'it''s'::text");
    assert_null(table_find_column(table, "lower")->generated_canonical);
    assert_string_equal(table->checks.at[0]->canonical, "(price > 0)");
    const struct index *index = table->indexes.at[0];
    assert_string_equal(index->where_canonical, "(price > 1)");
    assert_string_equal(index->parts.at[0].canonical, "lower(name)");
    assert_string_equal(index->parts.at[1].canonical, "upper(name)");
    assert_null(index->parts.at[2].canonical);
}

static void test_canonical_text_for_review(void **state)
{
    const char *text = lock_print(*state, read_back_schema(*state), "h1:abc=");
    const char *expected =
        "# The schema after the last migration, written by corm-migrate: review it, do not edit it.\n"
        "corm: 1\n"
        "engine: postgresql\n"
        "sum: \"h1:abc=\"\n"
        "renames: unknown\n"
        "schemas: [hr, sales]\n"
        "tables:\n"
        "  - table: users\n"
        "    columns:\n"
        "      - {name: id, type: integer, identity: BY DEFAULT, identity_start: 1000, identity_increment: -5}\n"
        "      - {name: number, type: int4, type_canonical: integer, serial: true}\n"
        "      - {name: price, type: money, type_canonical: null, default: \"0\"}\n"
        "      - {name: name, type: text, default: \"'it''s'\", default_canonical: \"'it''s'::text\"}\n"
        "      - {name: lower, type: text, generated: lower(name), generated_canonical: null, stored: true}\n"
        "    checks:\n"
        "      - {name: ck, sql: price > 0, canonical: \"(price > 0)\"}\n"
        "    indexes:\n"
        "      - {name: ix, columns: [{sql: Lower(name), canonical: lower(name)}, {sql: upper(name)}, {sql: x(name), "
        "canonical: null}], where: price>1, where_canonical: \"(price > 1)\"}\n";
    assert_string_equal(text, expected);
}

static void test_text_for_review(void **state)
{
    const char *text = lock_print(*state, full_schema(*state), "h1:abc=");
    const char *expected =
        "# The schema after the last migration, written by corm-migrate: review it, do not edit it.\n"
        "corm: 1\n"
        "engine: sqlite\n"
        "sum: \"h1:abc=\"\n"
        "enums:\n"
        "  - {enum: mood, schema: app, renamed_from: [feeling], labels: [sad, \"not, so sad\"], renamed_labels: [sad, "
        "bad], comment: of users}\n"
        "tables:\n"
        "  - table: users\n"
        "    schema: app\n"
        "    renamed_from: [people]\n"
        "    comment: \"who: \\\"we\\\" know\\nand trust\"\n"
        "    strict: true\n"
        "    without_rowid: true\n"
        "    columns:\n"
        "      - {name: id, type: INTEGER, nullable: false, identity: BY DEFAULT, autoincrement: true, "
        "on_conflict: IGNORE}\n"
        "      - {name: name, default: \"\", collation: NOCASE, comment: \"null\", renamed_from: [nick, handle]}\n"
        "      - {name: total, type: \"NUMERIC(10, 2)\", generated: a + b, stored: true}\n"
        "    primary_key: {name: pk_users, columns: [id], on_conflict: REPLACE, inline_descending: true}\n"
        "    unique:\n"
        "      - {columns: [name], collations: [RTRIM], nulls_not_distinct: true, deferrable: true, deferred: true, "
        "on_conflict: FAIL}\n"
        "    foreign_keys:\n"
        "      - {name: fk, columns: [a, b], ref_schema: other, ref_table: teams, ref_columns: [x, y], "
        "on_delete: CASCADE, deferrable: true, deferred: true, match: FULL}\n"
        "    checks:\n"
        "      - {name: ck, sql: \"kind IN ('a', 'it''s')\", enum: kind}\n"
        "    indexes:\n"
        "      - {name: ix, columns: [name, {sql: lower(name), descending: true, nulls: LAST, collation: C, "
        "opclass: text_ops}], unique: true, where: x > 1, method: gin, include: [total], with: [fillfactor=70], "
        "nulls_not_distinct: true}\n";
    assert_string_equal(text, expected);
}

/* Each as the name of a table, a column, a default and a check. */
static void check_text(struct arena *arena, const char *text)
{
    struct schema schema = {.engine = "sqlite"};
    struct table *table = add_table(arena, &schema, text);
    struct column *column = add_column(arena, table, text, text);
    column->default_sql = text;
    *PUSH(arena, &table->primary_key.columns) = text;
    struct check *check = NEW(arena, struct check);
    check->sql = text;
    *PUSH(arena, &table->checks) = check;
    struct schema *parsed = round_trip(arena, &schema);
    assert_string_equal(parsed->tables.at[0]->name, text);
    assert_string_equal(parsed->tables.at[0]->columns.at[0]->name, text);
    assert_string_equal(parsed->tables.at[0]->columns.at[0]->type, text);
    assert_string_equal(parsed->tables.at[0]->columns.at[0]->default_sql, text);
    assert_string_equal(parsed->tables.at[0]->primary_key.columns.at[0], text);
    assert_string_equal(parsed->tables.at[0]->checks.at[0]->sql, text);
}

static void test_texts_of_any_kind_survive(void **state)
{
    static const char *const texts[] = {"",
        " ",
        "a ",
        " a",
        "null",
        "~",
        "TRUE",
        "no",
        "1",
        "-1.5",
        "0x1f",
        ".inf",
        "- a",
        "a: b",
        "a #b",
        "#",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
        "%a",
        "@a",
        "`a`",
        "{a}",
        "[a]",
        "a,b",
        "'",
        "''",
        "\"",
        "\\",
        "\\n",
        "\n",
        "a\nb",
        "\r\n",
        "\t",
        "a\tb",
        "<<",
        "---",
        "...",
        "\x01\x1f",
        "\x7f",
        "\xc2\x85",
        "\xe2\x80\xa8",
        "\xe2\x80\xae xyz",
        "\xef\xbb\xbf",
        "\xc2\xa0",
        "é",
        "日本",
        "😀",
        "\xff",
        "a\xc3",
        "\xed\xa0\x80",
        "caf\xe9 \"x\"\n",
        "!bytes",
        "?",
        "? a",
        ":",
        "a:",
        "=",
        "x > 1",
        "a - b",
        "2026-11-21",
        "y"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        check_text(*state, texts[i]);
    }
}

static void test_random_bytes_survive(void **state)
{
    unsigned seed = 42;
    for (int round = 0; round < 500; round++) {
        char text[24];
        size_t len = 0;
        for (seed = seed * 1103515245u + 12345u; len < (seed >> 16) % (sizeof text - 1);) {
            unsigned random = seed + (unsigned)len * 2654435761u;
            char c = (char)(unsigned char)(random >> 13);
            text[len++] = c == '\0' ? ' ' : c;
        }
        text[len] = '\0';
        check_text(*state, text);
    }
}

/* What could hide in a review stands as an escape. */
static void test_invisible_characters_are_shown(void **state)
{
    struct schema schema = {.engine = "sqlite"};
    add_table(*state,
        &schema,
        "a\xe2\x80\xa8"
        "b\xe2\x80\xae"
        "c\xc2\xa0"
        "d\x1b"
        "e");
    const char *text = lock_print(*state, &schema, "h1:abc=");
    assert_non_null(strstr(text, "\"a\\u2028b\\u202ec\\u00a0d\\x1be\""));
}

static void test_order_is_made(void **state)
{
    struct schema schema = {.engine = "sqlite"};
    add_table(*state, &schema, "b");
    add_table(*state, &schema, "a");
    struct schema *parsed = round_trip(*state, &schema);
    assert_string_equal(parsed->tables.at[0]->name, "a");
    assert_string_equal(schema.tables.at[0]->name, "b"); /* printing changes nothing */
}

static void test_empty_schema(void **state)
{
    struct schema schema = {.engine = "sqlite"};
    assert_int_equal(round_trip(*state, &schema)->tables.len, 0);
}

static void refuses(struct arena *arena, const char *text, unsigned line, const char *message)
{
    struct schema *schema = NULL;
    const char *sum = NULL;
    corm_failure error = {0};
    assert_int_equal(lock_parse(arena, "m/schema.lock", text, strlen(text), &schema, &sum, &error), CORM_USAGE);
    assert_null(schema);
    assert_null(sum);
    if (strstr(error.message, message) == NULL) {
        assert_string_equal(error.message, message);
    }
    assert_int_equal(error.line, line);
    assert_string_equal(error.file, "m/schema.lock");
}

static void test_refusals_say_where(void **state)
{
    refuses(*state, "", 1, "corm: 1");
    refuses(*state, "[]", 1, "corm: 1");
    refuses(*state, "corm: 2\nengine: sqlite\nsum: a\n", 1, "corm: 1");
    refuses(*state, "corm: 1\nengine: sqlite\ntables: []\n", 1, "no sum");
    refuses(*state, "corm: 1\nsum: a\ntables: []\n", 1, "no engine");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables: 5\n", 4, "expected a list");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\nviews: []\n", 4, "no key views");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - table: a\n    colums: []\n", 6, "no key colums");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - columns: []\n", 5, "a table has no table");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - table: null\n", 5, "expected a text");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - table: a\n    strict: 1\n", 6, "true or false");
    refuses(*state, "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - table: a\n    columns: [b]\n", 6, "must be a map");
    refuses(*state,
        "corm: 1\nengine: postgresql\nsum: a\ntables:\n  - table: a\n    columns: [{name: b, identity_start: a}]\n",
        6,
        "a whole number");
    refuses(*state,
        "corm: 1\nengine: sqlite\nsum: a\ntables:\n  - table: a\n    indexes:\n      - {name: i, columns: [{nulls: "
        "x}]}\n",
        7,
        "a column or a sql");
    refuses(*state, "<<<<<<< HEAD\ncorm: 1\n=======\n", 2, "not a schema.lock");
    refuses(*state, "corm: 1\ncorm: 1\n", 2, "not a schema.lock");
    refuses(*state, "corm: 1\n---\ncorm: 1\n", 1, "several");
}

static void test_copies_are_apart(void **state)
{
    struct schema *schema = full_schema(*state);
    struct schema *copy = schema_copy(*state, schema);
    copy->tables.at[0]->columns.at[0]->type = "BLOB";
    *PUSH(*state, &copy->tables.at[0]->primary_key.columns) = "name";
    *PUSH(*state, &copy->tables.at[0]->indexes.at[0]->parts) = (struct index_part){.column = "x"};
    copy->tables.at[0]->uniques.len = 0;
    add_table(*state, copy, "more");
    assert_int_equal(schema->tables.len, 1);
    assert_string_equal(schema->tables.at[0]->columns.at[0]->type, "INTEGER");
    assert_int_equal(schema->tables.at[0]->primary_key.columns.len, 1);
    assert_int_equal(schema->tables.at[0]->indexes.at[0]->parts.len, 2);
    assert_int_equal(schema->tables.at[0]->uniques.len, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_every_field_survives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_every_constraint_survives, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_canonical_forms_survive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_canonical_text_for_review, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_text_for_review, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts_of_any_kind_survive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_random_bytes_survive, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_invisible_characters_are_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_order_is_made, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_empty_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refusals_say_where, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_copies_are_apart, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
