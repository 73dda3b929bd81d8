/* What the planner says of changing a column's type, asked of a server for each pair of types: with the USING that it
 * gives (or without) the change is taken, and the table is written anew exactly where it says so. */
#include "support/corm_test.h"
#include "unit/db/pg_case.h"

#include "plan/postgresql/types.h"

static const char *const types[] = {"smallint",
    "integer",
    "bigint",
    "numeric",
    "numeric(10,2)",
    "numeric(12,2)",
    "numeric(12,3)",
    "real",
    "double precision",
    "text",
    "character varying",
    "character varying(20)",
    "character varying(50)",
    "character(5)",
    "boolean",
    "date",
    "timestamp without time zone",
    "timestamp(3) without time zone",
    "timestamp with time zone",
    "time without time zone",
    "time with time zone",
    "interval",
    "uuid",
    "bytea",
    "json",
    "jsonb",
    "inet",
    "cidr",
    "bit(3)",
    "bit varying(5)",
    "bit varying(9)",
    "mood",
    "integer[]",
    "bigint[]",
    "text[]",
    "character varying(20)[]",
    "character varying(50)[]",
    "character varying[]",
    "mood[]"};

static int64_t file_of(struct pg_case *test)
{
    int64_t file = 0;
    corm_failure error = {0};
    assert_int_equal(db_query_int(test->db, "SELECT pg_relation_filenode('t')", &file, &error), CORM_OK);
    return file;
}

static bool is_right(struct pg_case *test, struct arena *arena, const char *from, const char *to)
{
    const char *using = pg_type_using(arena, from, to, "c");
    const char *change = arena_printf(arena,
        "ALTER TABLE t ALTER COLUMN c TYPE %s%s%s",
        to,
        using == NULL ? "" : " USING ",
        using == NULL ? "" : using);
    corm_failure error = {0};
    pg_must(test->db, "BEGIN");
    pg_must(test->db, arena_printf(arena, "CREATE TABLE t (c %s)", from));
    int64_t before = file_of(test);
    bool taken = db_run(test->db, change, &error) == CORM_OK;
    bool rewrites = taken && file_of(test) != before;
    pg_must(test->db, "ROLLBACK");
    bool said = pg_column_rewrites(&(struct column){.type = from}, &(struct column){.type = to});
    if (!taken) {
        print_error("%s to %s: %s: %s\n", from, to, change, error.message);
    } else if (rewrites != said) {
        print_error("%s to %s: %s\n", from, to, rewrites ? "is written anew" : "is not written anew");
    }
    return taken && rewrites == said;
}

static void each_pair_is_right(void **state)
{
    struct pg_case *test = *state;
    struct arena *arena = arena_new();
    unsigned wrong = 0;
    pg_must(test->db, "CREATE TYPE mood AS ENUM ('sad', 'glad')");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        for (size_t j = 0; j < sizeof types / sizeof *types; j++) {
            wrong += !is_right(test, arena, types[i], types[j]);
        }
    }
    arena_free(arena);
    assert_int_equal(wrong, 0);
}

/* Where one says yes, the other no. */
static void narrower_types_lose(void **state)
{
    static const char *const pairs[][2] = {{"bigint", "integer"},
        {"character varying(50)", "character varying(20)"},
        {"text", "character varying(20)"},
        {"numeric(12,3)", "numeric(12,2)"},
        {"numeric(12,2)", "numeric(10,2)"},
        {"numeric", "numeric(10,2)"},
        {"double precision", "real"},
        {"timestamp with time zone", "date"},
        {"bigint", "numeric(10,2)"},
        {"integer", "real"},
        {"inet", "cidr"},
        {"text", "integer"},
        {"integer", "boolean"},
        {"text[]", "integer[]"},
        {"bigint[]", "integer[]"}};
    static const char *const harmless[][2] = {{"character varying(50)", "text"},
        {"integer", "bigint"},
        {"integer", "double precision"},
        {"uuid", "text"},
        {"boolean", "integer"},
        {"json", "jsonb"},
        {"date", "timestamp with time zone"},
        {"integer[]", "text[]"},
        {"integer", "numeric(12,2)"}};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(pg_type_loses(pairs[i][0], pairs[i][1]));
    }
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        assert_false(pg_type_loses(harmless[i][0], harmless[i][1]));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(each_pair_is_right, pg_set_up, pg_tear_down),
        cmocka_unit_test(narrower_types_lose),
    };
    int missing = pg_missing();
    return missing != 0 ? missing : cmocka_run_group_tests(tests, NULL, NULL);
}
