/* The runner over a driver that lets everything through: it trusts no engine with its transaction. */
#include "support/corm_test.h"

#include "migrate/script.h"

#include <string.h>

struct fake {
    struct db db;
    bool open;
    unsigned ran;
};

static corm_status fake_query(struct db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error)
{
    struct fake *fake = (struct fake *)db;
    (void)params;
    (void)params_len;
    (void)each;
    (void)payload;
    fake->ran++;
    fake->open = fake->open && strstr(sql, "COMMIT") == NULL;
    return strstr(sql, "wrong") == NULL ? CORM_OK : fail(error, CORM_DATABASE, "it is wrong");
}

static corm_status fake_next(struct db *db, const char *script, size_t *ret_len, corm_failure *error)
{
    (void)db;
    (void)error;
    const char *end = strchr(script, ';');
    *ret_len = end == NULL ? 0 : (size_t)(end - script) + 1;
    return CORM_OK;
}

static int fake_offset(const struct db *db)
{
    (void)db;
    return -1;
}

static bool fake_open(const struct db *db)
{
    return ((const struct fake *)db)->open;
}

static const struct driver driver = {
    .engine = "fake",
    .query = fake_query,
    .next_statement = fake_next,
    .error_offset = fake_offset,
    .in_transaction = fake_open,
};

static corm_status run(struct arena *arena, struct fake *fake, const char *text, corm_failure *error)
{
    static const struct strings none;
    *fake = (struct fake){.db = {.driver = &driver}, .open = true};
    struct script script = {
        .db = &fake->db, .arena = arena, .path = "a.up.sql", .text = text, .rebuilds = &none, .transaction = true};
    assert_int_equal(script_split(&script, error), CORM_OK);
    return script_run(&script, NULL, error);
}

static void stops_where_the_transaction_ended(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct fake fake;
    corm_failure error = {0};
    assert_int_equal(run(arena, &fake, "SELECT 1;\n\n-- now\n  COMMIT;\nDROP TABLE a;", &error), CORM_REFUSED);
    assert_int_equal(fake.ran, 2);
    assert_string_equal(error.code, "transaction-ended");
    assert_non_null(strstr(error.message, "statement 2 of 3"));
    assert_int_equal(error.line, 4);
    assert_int_equal(error.column, 3);
    arena_free(arena);
}

static void tells_the_place_by_the_first_word(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct fake fake;
    corm_failure error = {0};
    assert_int_equal(run(arena, &fake, ";;SELECT '\xc3\xa9';/* a\n*/ wrong;\n", &error), CORM_DATABASE);
    assert_string_equal(error.message, "statement 2 of 2 failed: it is wrong");
    assert_string_equal(error.file, "a.up.sql");
    assert_int_equal(error.line, 2);
    assert_int_equal(error.column, 4);
    assert_int_equal(run(arena, &fake, "SELECT '\xc3\xa9'; wrong;\n", &error), CORM_DATABASE);
    assert_int_equal(error.column, 13);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stops_where_the_transaction_ended),
        cmocka_unit_test(tells_the_place_by_the_first_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
