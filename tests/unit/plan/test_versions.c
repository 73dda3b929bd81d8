/* The version of PostgreSQL that a plan says it needs. */
#include "support/corm_test.h"

#include "base/text.h"
#include "plan/plan.h"

static struct arena *arena;

static int set_up(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static struct strings only(const char *text)
{
    struct strings list = {0};
    *PUSH(arena, &list) = text;
    return list;
}

static struct table *new_table(struct schema **ret_schema)
{
    struct schema *schema = NEW(arena, struct schema);
    struct table *table = NEW(arena, struct table);
    struct column *column = NEW(arena, struct column);
    *column = (struct column){.name = "a", .type = "integer", .type_canonical = "integer"};
    table->name = "t";
    *PUSH(arena, &table->columns) = column;
    schema->engine = "postgresql";
    *PUSH(arena, &schema->tables) = table;
    *ret_schema = schema;
    return table;
}

/* Of the way to the schema, of making it from nothing, and of the way back. */
static void needs(const struct schema *schema, int major)
{
    struct schema *plain, nothing = {.engine = "postgresql"};
    const struct plan_options options = {0};
    (void)new_table(&plain);
    assert_int_equal(plan_diff(arena, diff_schemas(arena, plain, schema), &options)->needs_version, major);
    assert_int_equal(plan_diff(arena, diff_schemas(arena, &nothing, schema), &options)->needs_version, major);
    assert_int_equal(plan_diff(arena, diff_schemas(arena, schema, &nothing), &options)->needs_version, 0);
}

static void test_columns(void **state)
{
    static const struct {
        const char *type, *generated;
        int major;
    } cases[] = {
        {"integer", NULL, 0},
        {"jsonpath", NULL, 0},
        {"int4range", NULL, 0},
        {"bigint", "a + 1", 0},
        {"xid8", NULL, 13},
        {"int4multirange", NULL, 14},
        {"tstzmultirange[]", NULL, 14},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct schema *schema;
        struct table *table = new_table(&schema);
        struct column *column = NEW(arena, struct column);
        *column = (struct column){.name = "b",
            .type = cases[i].type,
            .nullable = true,
            .generated_sql = cases[i].generated,
            .generated_stored = cases[i].generated != NULL};
        *PUSH(arena, &table->columns) = column;
        needs(schema, cases[i].major);
        column->generated_stored = false;
        needs(schema, cases[i].generated != NULL ? 18 : cases[i].major);
    }
}

static void test_indexes(void **state)
{
    static const struct {
        const char *method, *opclass, *include, *with;
        bool nulls_not_distinct;
        int major;
    } cases[] = {
        {NULL, NULL, NULL, NULL, false, 0},
        {NULL, NULL, "a", "fillfactor=70", false, 0},
        {"gist", NULL, "a", NULL, false, 0},
        {"spgist", NULL, NULL, NULL, false, 0},
        {NULL, NULL, NULL, "deduplicate_items=off", false, 13},
        {"spgist", NULL, "a", NULL, false, 14},
        {"brin", "int4_minmax_ops", NULL, NULL, false, 0},
        {"brin", "int4_minmax_multi_ops", NULL, NULL, false, 14},
        {"brin", "int4_bloom_ops", NULL, NULL, false, 14},
        {"brin", "int4_bloom_ops(n_distinct_per_range=9)", NULL, NULL, false, 14},
        {"gist", "tsvector_ops(siglen=100)", NULL, NULL, false, 13},
        {NULL, NULL, NULL, NULL, true, 15},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct schema *schema;
        struct table *table = new_table(&schema);
        struct index *index = NEW(arena, struct index);
        *index = (struct index){.name = "ix", .method = cases[i].method, .unique = cases[i].nulls_not_distinct};
        index->nulls_not_distinct = cases[i].nulls_not_distinct;
        *PUSH(arena, &index->parts) = (struct index_part){.column = "a", .opclass = cases[i].opclass};
        index->include = cases[i].include == NULL ? index->include : only(cases[i].include);
        index->with = cases[i].with == NULL ? index->with : only(cases[i].with);
        *PUSH(arena, &table->indexes) = index;
        needs(schema, cases[i].major);
    }
}

static void test_constraints(void **state)
{
    (void)state;
    struct schema *schema;
    struct table *table = new_table(&schema);
    struct unique *unique = NEW(arena, struct unique);
    *unique = (struct unique){.name = "uq", .columns = only("a"), .deferrable = true};
    *PUSH(arena, &table->uniques) = unique;
    needs(schema, 0);
    unique->nulls_not_distinct = true;
    needs(schema, 15);
    unique->nulls_not_distinct = false;
    struct foreign_key *key = NEW(arena, struct foreign_key);
    *key = (struct foreign_key){.name = "fk",
        .columns = only("a"),
        .ref_table = "t",
        .ref_columns = only("a"),
        .on_delete = "SET NULL",
        .on_update = "NO ACTION"};
    *PUSH(arena, &table->foreign_keys) = key;
    needs(schema, 0);
    key->set_columns = only("a");
    needs(schema, 15);
}

static void test_settings(void **state)
{
    static const struct {
        const char *setting;
        int major;
    } cases[] = {
        {"fillfactor=70", 0},
        {"autovacuum_vacuum_insert_threshold=5", 13},
        {"toast.autovacuum_vacuum_insert_scale_factor=0.5", 13},
        {"autovacuum_vacuum_max_threshold=5", 18},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct schema *schema;
        new_table(&schema)->with = only(cases[i].setting);
        needs(schema, cases[i].major);
    }
}

/* What a change says, though neither schema does. */
static void test_changes(void **state)
{
    struct schema *generated, *plain;
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct column *column = NEW(arena, struct column);
        *column = (struct column){.name = "b", .type = "integer", .nullable = true};
        column->generated_sql = i == 0 ? "a + 1" : NULL;
        column->generated_stored = i == 0;
        struct table *table = new_table(i == 0 ? &generated : &plain);
        *PUSH(arena, &table->columns) = column;
    }
    const struct diff *diff = diff_schemas(arena, generated, plain);
    assert_int_equal(plan_diff(arena, diff, &(struct plan_options){0})->needs_version, 13);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_columns),
        TEST(test_indexes),
        TEST(test_constraints),
        TEST(test_settings),
        TEST(test_changes),
    };
    return cmocka_run_group_tests_name("versions", tests, NULL, NULL);
}
