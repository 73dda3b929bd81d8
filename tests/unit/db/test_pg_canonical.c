/* Canonical forms: what the engine would read back, without leaving anything behind. */
#include "pg_case.h"

#include "base/text.h"
#include "schema/lock.h"

static struct column *add_column(
    struct pg_case *test, struct table *table, const char *name, const char *type, const char *default_sql)
{
    struct column *column = NEW(test->arena, struct column);

    *column = (struct column){.name = name, .type = type, .nullable = true, .default_sql = default_sql};
    *PUSH(test->arena, &table->columns) = column;
    return column;
}

static struct table *add_table(struct pg_case *test, struct schema *schema, const char *schema_name, const char *name)
{
    struct table *table = NEW(test->arena, struct table);

    *table = (struct table){.schema = schema_name, .name = name};
    *PUSH(test->arena, &schema->tables) = table;
    return table;
}

static struct check *add_check(struct pg_case *test, struct table *table, const char *sql)
{
    struct check *check = NEW(test->arena, struct check);

    check->sql = sql;
    *PUSH(test->arena, &table->checks) = check;
    return check;
}

static struct index *add_index(
    struct pg_case *test, struct table *table, const char *name, const char *expression, const char *where_sql)
{
    struct index *index = NEW(test->arena, struct index);

    *index = (struct index){.name = name, .where_sql = where_sql};
    *PUSH(test->arena, &index->parts) =
        (struct index_part){.column = expression == NULL ? "id" : NULL, .expression = expression};
    *PUSH(test->arena, &table->indexes) = index;
    return index;
}

static struct enum_type *add_enum(
    struct pg_case *test, struct schema *schema, const char *schema_name, const char *name, const char *label)
{
    struct enum_type *type = NEW(test->arena, struct enum_type);

    *type = (struct enum_type){.schema = schema_name, .name = name};
    *PUSH(test->arena, &type->labels) = "a";
    *PUSH(test->arena, &type->labels) = label;
    *PUSH(test->arena, &schema->enums) = type;
    return type;
}

static struct schema *new_schema(struct pg_case *test)
{
    struct schema *schema = NEW(test->arena, struct schema);

    schema->engine = "postgresql";
    return schema;
}

static bool canonicalize(struct pg_case *test, struct db *db, struct schema *desired, const struct schema *lock)
{
    bool guessed = false;
    corm_failure error = {0};

    if (db->driver->canonicalize(db, test->arena, desired, lock, &guessed, &error) != CORM_OK) {
        pg_fail("%s", error.message);
    }
    return guessed;
}

static int64_t objects(struct pg_case *test)
{
    int64_t count = -1;
    corm_failure error;

    assert_int_equal(
        db_query_int(
            test->db, "SELECT (SELECT count(*) FROM pg_class) + (SELECT count(*) FROM pg_type)", &count, &error),
        CORM_OK);
    return count;
}

static void asks_the_engine(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    struct table *t = add_table(test, desired, NULL, "t");
    struct column *id = add_column(test, t, "id", "bigint", "'0'");
    struct column *name = add_column(test, t, "Na\"me", "varchar(80)", "'x' -- a comment");
    struct column *low = add_column(test, t, "low", "text", NULL);
    struct check *in = add_check(test, t, "id IN (1, 2)");
    struct index *index = add_index(test, t, "i", "upper(low)", "id>3");
    struct index *plain = add_index(test, t, "j", NULL, "low is not null");

    low->generated_sql = "lower(\"Na\"\"me\")";
    low->generated_stored = true;
    pg_must(test->db, "SELECT 1");
    int64_t before = objects(test);
    assert_false(canonicalize(test, test->db, desired, NULL));
    assert_string_equal(id->type_canonical, "bigint");
    assert_string_equal(id->default_canonical, "'0'::bigint");
    assert_string_equal(name->type_canonical, "character varying(80)");
    assert_string_equal(name->default_canonical, "'x'::character varying");
    assert_string_equal(low->generated_canonical, "lower((\"Na\"\"me\")::text)");
    assert_string_equal(in->canonical, "(id = ANY (ARRAY[(1)::bigint, (2)::bigint]))");
    assert_string_equal(index->parts.at[0].canonical, "upper(low)");
    assert_string_equal(index->where_canonical, "(id > 3)");
    assert_string_equal(plain->where_canonical, "(low IS NOT NULL)");
    assert_int_equal(objects(test), before);
    assert_false(test->db->driver->in_transaction(test->db));
}

/* The forms are those that introspection finds once the tables are there. */
static void agrees_with_what_is_read_later(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    struct table *t = add_table(test, desired, NULL, "t");

    add_enum(test, desired, NULL, "mood", "b");
    add_enum(test, desired, "sales", "Mood", "b");
    add_column(test, t, "id", "integer", "1 + 1");
    add_column(test, t, "a", "mood", "'b'");
    add_column(test, t, "b", "sales.\"Mood\"[]", "'{a}'");
    add_column(test, t, "c", "sales.\"Mood\"", "'b'");
    add_check(test, t, "a <> 'a' AND c = 'b'");
    add_index(test, t, "i", "id * 2", "a = 'b'");
    assert_false(canonicalize(test, test->db, desired, NULL));
    pg_script(test,
        "CREATE SCHEMA sales; CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TYPE sales.\"Mood\" AS ENUM ('a', 'b');"
        "CREATE TABLE t (id integer DEFAULT 1 + 1, a mood DEFAULT 'b', b sales.\"Mood\"[] DEFAULT '{a}',"
        " c sales.\"Mood\" DEFAULT 'b', CHECK (a <> 'a' AND c = 'b')); CREATE INDEX i ON t ((id * 2)) WHERE a = 'b'");
    const struct table *live = schema_table(pg_schema(test), NULL, "t");
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(t->columns.at[i]->type_canonical, live->columns.at[i]->type_canonical);
        assert_string_equal(t->columns.at[i]->default_canonical, live->columns.at[i]->default_canonical);
    }
    assert_string_equal(t->checks.at[0]->canonical, live->checks.at[0]->canonical);
    assert_string_equal(t->indexes.at[0]->parts.at[0].canonical, live->indexes.at[0]->parts.at[0].canonical);
    assert_string_equal(t->indexes.at[0]->where_canonical, live->indexes.at[0]->where_canonical);
}

/* An enum that is there with other labels must not be asked about the new ones. */
static void new_labels_are_known(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    struct table *t = add_table(test, desired, NULL, "t");

    pg_script(test, "CREATE TYPE mood AS ENUM ('a'); CREATE TYPE same AS ENUM ('a', 'b')");
    add_enum(test, desired, NULL, "mood", "new");
    add_enum(test, desired, NULL, "same", "b");
    add_column(test, t, "a", "mood", "'new'");
    add_column(test, t, "b", "same", "'b'");
    assert_false(canonicalize(test, test->db, desired, NULL));
    assert_string_equal(t->columns.at[0]->default_canonical, "'new'::mood");
    assert_string_equal(t->columns.at[1]->default_canonical, "'b'::same");
}

static void one_bad_table_does_not_spoil_the_rest(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);

    for (int i = 0; i < 450; i++) {
        struct table *t = add_table(test, desired, NULL, arena_printf(test->arena, "t%d", i));
        add_column(test, t, "id", "bigint", NULL);
        add_check(test, t, i == 333 ? "id>not_there(1)" : arena_printf(test->arena, "id>%d", i));
    }
    struct table *other = add_table(test, desired, "sales", "t3");
    add_column(test, other, "id", "text", NULL);
    add_check(test, other, "id>'7'");
    assert_true(canonicalize(test, test->db, desired, NULL));
    for (size_t i = 0; i < 450; i++) {
        const char *canonical = desired->tables.at[i]->checks.at[0]->canonical;
        if (i == 333) {
            assert_null(canonical);
        } else {
            assert_string_equal(canonical, arena_printf(test->arena, "(id > %zu)", i));
        }
    }
    assert_string_equal(other->checks.at[0]->canonical, "(id > '7'::text)");
}

/* Columns of one type and default share the answer, and no others do, however many there are. */
static void a_default_means_what_its_type_makes_of_it(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    static const char *const types[] = {"smallint", "bigint", "varchar(9)", "not_there"};
    static const char *const canonical[] = {"'7'::smallint", "'7'::bigint", "'7'::character varying", NULL};

    for (size_t i = 0; i < 300; i++) {
        struct table *t = add_table(test, desired, NULL, arena_printf(test->arena, "t%zu", i));
        const char *own = i == 222 ? "not_there(1)" : arena_printf(test->arena, "%zu+1", i);
        add_column(test, t, "own", "integer", own);
        add_column(test, t, "shared", types[i % 4], "'7'");
    }
    assert_true(canonicalize(test, test->db, desired, NULL));
    for (size_t i = 0; i < 300; i++) {
        const struct columns *columns = &desired->tables.at[i]->columns;
        const char *own = i == 222 ? NULL : arena_printf(test->arena, "(%zu + 1)", i);
        assert_true(text_same(columns->at[0]->default_canonical, own));
        assert_true(text_same(columns->at[1]->default_canonical, canonical[i % 4]));
    }
}

/* Tables that ask the same share an answer where their columns have the same types, whatever else they have. */
static void an_expression_means_what_its_columns_make_of_it(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    static const char *const types[] = {"bigint", "text", "date"};
    static const char *const checks[] = {"(a > '7'::bigint)", "(a > '7'::text)", NULL};

    for (size_t i = 0; i < 30; i++) {
        struct table *t = add_table(test, desired, NULL, arena_printf(test->arena, "t%zu", i));
        add_column(test, t, arena_printf(test->arena, "other%zu", i), "not_there", NULL);
        add_column(test, t, "a", types[i % 3], NULL);
        add_check(test, t, "A>'7'");
    }
    assert_true(canonicalize(test, test->db, desired, NULL));
    for (size_t i = 0; i < 30; i++) {
        assert_true(text_same(desired->tables.at[i]->checks.at[0]->canonical, checks[i % 3]));
    }
}

/* Each part finds its own answer among those of another table. */
static void answers_are_shared_part_by_part(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);

    for (size_t i = 0; i < 3; i++) {
        struct table *t = add_table(test, desired, NULL, arena_printf(test->arena, "t%zu", i));
        add_column(test, t, "id", "bigint", NULL);
        struct column *sum = add_column(test, t, "sum", "bigint", NULL);
        sum->generated_sql = "id+1";
        sum->generated_stored = true;
        sum->generated_canonical = i == 1 ? "known" : NULL;
        struct index *index = add_index(test, t, arena_printf(test->arena, "i%zu", i), i == 0 ? NULL : "id*2", "sum>3");
        *PUSH(test->arena, &index->parts) = (struct index_part){.expression = i == 0 ? "id*2" : "id*3"};
        if (i == 0) {
            *PUSH(test->arena, &index->parts) = (struct index_part){.expression = "id*3"};
        }
    }
    assert_false(canonicalize(test, test->db, desired, NULL));
    for (size_t i = 0; i < 3; i++) {
        const struct table *t = desired->tables.at[i];
        const struct index_parts *parts = &t->indexes.at[0]->parts;
        assert_string_equal(t->columns.at[1]->generated_canonical, i == 1 ? "known" : "(id + 1)");
        assert_string_equal(parts->at[parts->len - 2].canonical, "((id * 2))");
        assert_string_equal(parts->at[parts->len - 1].canonical, "((id * 3))");
        assert_true(parts->len == 2 || parts->at[0].canonical == NULL);
        assert_string_equal(t->indexes.at[0]->where_canonical, "(sum > 3)");
    }
}

/* A row as a whole is that of one table; a name may hide behind escapes. */
static void rows_and_hidden_names_are_found(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    static const char *const checks[] = {"t0 IS NOT NULL", "(\"T1\").id>1", "U&\"\\0069d\" > 2", "\"a\"\"b\" <> ''"};
    static const char *const canonical[] = {"(t0.* IS NOT NULL)", "(id > 1)", "(id > 2)", "(\"a\"\"b\" <> ''::text)"};

    for (size_t i = 0; i < 4; i++) {
        struct table *t = add_table(test, desired, NULL, arena_printf(test->arena, i == 1 ? "T%zu" : "t%zu", i));
        add_column(test, t, "id", "bigint", NULL);
        add_column(test, t, "a\"b", "text", NULL);
        add_check(test, t, checks[i]);
    }
    assert_false(canonicalize(test, test->db, desired, NULL));
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(desired->tables.at[i]->checks.at[0]->canonical, canonical[i]);
    }
}

/* A role with a right to temporary tables and none to the schema "hidden". */
static struct db *open_as_stranger(struct pg_case *test, const char **ret_role)
{
    const char *role = *ret_role = arena_printf(test->arena, "r_%s", test->name);
    corm_failure error;
    struct db *db;

    pg_script(test,
        "CREATE SCHEMA hidden; CREATE SEQUENCE hidden.s;"
        "CREATE FUNCTION hidden.f() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'");
    pg_must(test->admin, arena_printf(test->arena, "CREATE ROLE %s LOGIN", role));
    assert_int_equal(db_open(arena_printf(test->arena, "%s user=%s", test->url, role), DB_READ, &db, &error), CORM_OK);
    return db;
}

static void close_stranger(struct pg_case *test, struct db *db, const char *role)
{
    db_close(db);
    pg_must(test->admin, arena_printf(test->arena, "DROP ROLE %s", role));
}

/* A table whose expressions are refused for many reasons, among those that are not. */
static struct table *add_refused_table(struct pg_case *test, struct schema *schema)
{
    struct table *t = add_table(test, schema, NULL, "refused");

    add_column(test, t, "id", "bigint", "'7'");
    add_column(test, t, "a", "integer", "hidden.f()");
    add_column(test, t, "b", "bigint", "nextval('hidden.s')");
    add_column(test, t, "c", "bigint", NULL)->generated_sql = "not_there(id)";
    add_column(test, t, "d", "bigint", NULL)->generated_sql = "id+1";
    add_check(test, t, "a > hidden.f()");
    add_check(test, t, "c>1 and d>1");
    add_index(test, t, "bad", "not_there(id)", NULL);
    add_index(test, t, "good", "id+2", "b>1");
    return t;
}

static void one_refused_expression_does_not_spoil_the_rest(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    const char *role;
    struct db *db = open_as_stranger(test, &role);

    for (int i = 0; i < 5; i++) {
        add_check(test, add_table(test, desired, NULL, arena_printf(test->arena, "t%d", i)), "1+1=2 OR 'a' LIKE 'b'");
    }
    struct table *t = add_refused_table(test, desired);
    assert_true(canonicalize(test, db, desired, NULL));
    for (size_t i = 0; i < 5; i++) {
        assert_string_equal(
            desired->tables.at[i]->checks.at[0]->canonical, "(((1 + 1) = 2) OR ('a'::text ~~ 'b'::text))");
    }
    assert_string_equal(t->columns.at[0]->default_canonical, "'7'::bigint");
    assert_null(t->columns.at[1]->default_canonical);
    assert_null(t->columns.at[2]->default_canonical);
    assert_null(t->columns.at[3]->generated_canonical);
    assert_string_equal(t->columns.at[4]->generated_canonical, "(id + 1)");
    assert_null(t->checks.at[0]->canonical);
    assert_string_equal(t->checks.at[1]->canonical, "((c > 1) AND (d > 1))");
    assert_null(t->indexes.at[0]->parts.at[0].canonical);
    assert_string_equal(t->indexes.at[1]->parts.at[0].canonical, "((id + 2))");
    assert_string_equal(t->indexes.at[1]->where_canonical, "(b > 1)");
    assert_false(db->driver->in_transaction(db));
    close_stranger(test, db, role);
}

/* Nor does a column whose type is refused: only what names it stays without. */
static void one_refused_type_does_not_spoil_the_rest(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = new_schema(test);
    struct table *t = add_table(test, desired, NULL, "t");

    add_column(test, t, "id", "bigint", "'7'");
    add_column(test, t, "odd", "not_there", "'x'");
    add_column(test, t, "sum", "not_there", NULL)->generated_sql = "id+1";
    add_column(test, t, "name", "varchar(80)", "'x'");
    add_check(test, t, "odd <> 'y'");
    add_check(test, t, "id>1");
    add_index(test, t, "i", "name || 'z'", NULL);
    assert_true(canonicalize(test, test->db, desired, NULL));
    assert_string_equal(t->columns.at[0]->default_canonical, "'7'::bigint");
    assert_null(t->columns.at[1]->type_canonical);
    assert_null(t->columns.at[1]->default_canonical);
    assert_null(t->columns.at[2]->generated_canonical);
    assert_string_equal(t->columns.at[3]->type_canonical, "character varying(80)");
    assert_string_equal(t->columns.at[3]->default_canonical, "'x'::character varying");
    assert_null(t->checks.at[0]->canonical);
    assert_string_equal(t->checks.at[1]->canonical, "(id > 1)");
    assert_string_equal(t->indexes.at[0]->parts.at[0].canonical, "(((name)::text || 'z'::text))");
}

/* What the lock knows is not asked again, so that it is not refused either. */
static void asks_only_what_the_lock_does_not_know(void **state)
{
    struct pg_case *test = *state;
    struct schema *lock = new_schema(test), *desired = new_schema(test);
    const char *role;
    struct db *db = open_as_stranger(test, &role);
    struct table *old = add_table(test, lock, NULL, "t"), *new = add_table(test, desired, NULL, "t");

    add_column(test, old, "id", "integer", "hidden.f( )");
    add_column(test, new, "id", "integer", "hidden.f( )");
    add_check(test, old, "id>hidden.f()");
    add_check(test, new, "id>hidden.f()");
    add_check(test, new, "id>2");
    assert_false(canonicalize(test, test->db, lock, NULL));
    assert_false(canonicalize(test, db, desired, lock));
    assert_string_equal(new->columns.at[0]->default_canonical, "hidden.f()");
    assert_string_equal(new->checks.at[0]->canonical, "(id > hidden.f())");
    assert_string_equal(new->checks.at[1]->canonical, "(id > 2)");
    close_stranger(test, db, role);
}

static struct schema *small_schema(struct pg_case *test, const char *type, const char *check)
{
    struct schema *schema = new_schema(test);
    struct table *t = add_table(test, schema, NULL, "t");

    add_column(test, t, "id", type, "'7'");
    add_column(test, t, "other", "text", "'x'");
    add_check(test, t, check);
    add_index(test, t, "i", "id + 1", NULL);
    return schema;
}

/* With everything in the lock nothing is asked: not even a role without any right guesses. */
static void takes_from_the_lock(void **state)
{
    struct pg_case *test = *state;
    struct schema *lock = small_schema(test, "bigint", "id>1"), *same = small_schema(test, "bigint", "id>1");
    corm_failure error;
    struct db *db;
    const char *role = arena_printf(test->arena, "r_%s", test->name);

    assert_false(canonicalize(test, test->db, lock, NULL));
    pg_must(test->admin, arena_printf(test->arena, "CREATE ROLE %s LOGIN", role));
    pg_must(test->admin, arena_printf(test->arena, "REVOKE TEMPORARY ON DATABASE %s FROM PUBLIC", test->name));
    assert_int_equal(db_open(arena_printf(test->arena, "%s user=%s", test->url, role), DB_READ, &db, &error), CORM_OK);
    assert_false(canonicalize(test, db, same, lock));
    const char *text = lock_print(test->arena, same, "h1:");
    assert_string_equal(text, lock_print(test->arena, lock, "h1:"));

    /* a new check has to be asked for: the role may not */
    struct schema *changed = small_schema(test, "bigint", "id>2");
    assert_true(canonicalize(test, db, changed, lock));
    assert_null(changed->tables.at[0]->checks.at[0]->canonical);
    assert_string_equal(changed->tables.at[0]->columns.at[0]->default_canonical, "'7'::bigint");

    /* among other types the same text may mean another thing */
    struct schema *retyped = small_schema(test, "integer", "id>1");
    assert_true(canonicalize(test, db, retyped, lock));
    assert_null(retyped->tables.at[0]->columns.at[0]->default_canonical);
    assert_null(retyped->tables.at[0]->checks.at[0]->canonical);
    assert_string_equal(retyped->tables.at[0]->columns.at[1]->default_canonical, "'x'::text");
    db_close(db);
    pg_must(test->admin, arena_printf(test->arena, "DROP ROLE %s", role));
}

/* A connection that only reads may still ask. */
static void asks_on_a_reading_connection(void **state)
{
    struct pg_case *test = *state;
    struct schema *desired = small_schema(test, "bigint", "id>1");
    corm_failure error;
    struct db *db;

    assert_int_equal(db_open(test->url, DB_READ, &db, &error), CORM_OK);
    assert_false(canonicalize(test, db, desired, NULL));
    assert_string_equal(desired->tables.at[0]->checks.at[0]->canonical, "(id > 1)");
    db_close(db);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, pg_set_up, pg_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(asks_the_engine),
        TEST(agrees_with_what_is_read_later),
        TEST(new_labels_are_known),
        TEST(one_bad_table_does_not_spoil_the_rest),
        TEST(a_default_means_what_its_type_makes_of_it),
        TEST(an_expression_means_what_its_columns_make_of_it),
        TEST(answers_are_shared_part_by_part),
        TEST(rows_and_hidden_names_are_found),
        TEST(one_refused_expression_does_not_spoil_the_rest),
        TEST(one_refused_type_does_not_spoil_the_rest),
        TEST(asks_only_what_the_lock_does_not_know),
        TEST(takes_from_the_lock),
        TEST(asks_on_a_reading_connection),
    };
    int missing = pg_missing();

    return missing != 0 ? missing : cmocka_run_group_tests_name("canonical forms", tests, NULL, NULL);
}
