/* Stages that hold no more locks than a server has room for. */
#include "support/corm_test.h"

#include "base/text.h"
#include "migrate/portions.h"

enum { MOST_LOCKS = 4000 }; /* as portions.c says */

static struct arena *arena;
static const struct plan_options options = {0};

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

static struct table *add_table(struct schema *schema, size_t number)
{
    struct table *table = NEW(arena, struct table);
    struct column *id = NEW(arena, struct column), *other = NEW(arena, struct column);
    *id = (struct column){.name = "id", .type = "integer"};
    *other = (struct column){.name = "other", .type = "integer", .nullable = true};
    table->name = arena_printf(arena, "t%05zu", number);
    table->primary_key = (struct primary_key){.name = arena_printf(arena, "pk%zu", number), .columns = only("id")};
    *PUSH(arena, &table->columns) = id;
    *PUSH(arena, &table->columns) = other;
    *PUSH(arena, &schema->tables) = table;
    return table;
}

/* Each table refers to the next, so that the order of the names would be the wrong one; with `ring`, the last to the
 * first. */
static struct schema *chain(size_t len, bool ring)
{
    struct schema *schema = NEW(arena, struct schema);
    schema->engine = "postgresql";
    for (size_t i = 0; i < len; i++) {
        struct table *table = add_table(schema, i);
        struct foreign_key *key = NEW(arena, struct foreign_key);
        *key = (struct foreign_key){.name = arena_printf(arena, "fk%zu", i),
            .columns = only("other"),
            .ref_table = arena_printf(arena, "t%05zu", (i + 1) % len),
            .ref_columns = only("id"),
            .on_delete = "NO ACTION",
            .on_update = "NO ACTION"};
        if (ring || i + 1 < len) {
            *PUSH(arena, &table->foreign_keys) = key;
        }
    }
    return schema;
}

static struct schema *with_columns(const struct schema *schema, const char *name)
{
    struct schema *copy = schema_copy(arena, schema);
    for (size_t i = 0; i < copy->tables.len; i++) {
        struct column *column = NEW(arena, struct column);
        *column = (struct column){.name = name, .type = "text", .nullable = true};
        *PUSH(arena, &copy->tables.at[i]->columns) = column;
    }
    return copy;
}

static void keys_find_their_tables(const struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct foreign_keys *keys = &schema->tables.at[i]->foreign_keys;
        for (size_t k = 0; k < keys->len; k++) {
            assert_non_null(schema_table(schema, NULL, keys->at[k]->ref_table));
        }
    }
}

static size_t locks_of(const struct diff *diff)
{
    size_t locks = 0;
    for (size_t i = 0; i < diff->tables.len; i++) {
        locks += plan_locks("postgresql", &diff->tables.at[i]);
    }
    return locks;
}

static void expect_the_same_plan(const struct plan *found, const struct plan *expected)
{
    assert_int_equal(found->statements.len, expected->statements.len);
    for (size_t i = 0; i < found->statements.len; i++) {
        assert_string_equal(found->statements.at[i].sql, expected->statements.at[i].sql);
    }
    assert_int_equal(found->hazards.len, expected->hazards.len);
}

/* The stages follow each other from one schema to the other, each within the locks, each a schema that can be; to look
 * at the tables that change is enough. */
static size_t count_stages(const struct schema *from, const struct schema *to)
{
    struct stages stages = {0};
    const struct stage whole = stage_make(arena, from, to, &options);
    portions_add(arena, &whole, &options, &stages);
    assert_ptr_equal(stages.at[0].from, from);
    assert_true(diff_is_empty(diff_schemas(arena, stages.at[stages.len - 1].to, to)));
    for (size_t i = 0; i < stages.len; i++) {
        const struct stage *stage = &stages.at[i];
        assert_true(i == 0 || stage->from == stages.at[i - 1].to);
        assert_true(stages.len == 1 || locks_of(stage->diff) <= MOST_LOCKS + MOST_LOCKS / 4);
        assert_false(diff_is_empty(stage->diff));
        keys_find_their_tables(stage->to);
        const struct stage full = stage_make(arena, stage->from, stage->to, &options);
        expect_the_same_plan(stage->up, full.up);
        expect_the_same_plan(stage->down, full.down);
    }
    return stages.len;
}

static const struct schema nothing = {.engine = "postgresql"};

static void test_few_tables_stay_together(void **state)
{
    (void)state;
    assert_int_equal(count_stages(&nothing, chain(40, false)), 1);
    assert_int_equal(count_stages(chain(40, true), &nothing), 1);
}

static void test_many_tables_come_and_go(void **state)
{
    (void)state;
    assert_in_range(count_stages(&nothing, chain(1000, false)), 3, 12);
    assert_in_range(count_stages(chain(1000, false), &nothing), 3, 12);
}

/* No order of the tables keeps all keys: those that cannot be there yet come later. */
static void test_rings(void **state)
{
    (void)state;
    assert_in_range(count_stages(&nothing, chain(1000, true)), 3, 12);
    assert_in_range(count_stages(chain(1000, true), &nothing), 3, 12);
}

static void test_changes_wait(void **state)
{
    (void)state;
    const struct schema *plain = chain(1000, false);
    assert_in_range(count_stages(plain, with_columns(plain, "more")), 2, 12);
    assert_in_range(count_stages(with_columns(plain, "more"), with_columns(plain, "less")), 2, 12);
}

/* Renames are done in one piece: what means a table by its name would not find it. */
static void test_renames_do_not_wait(void **state)
{
    (void)state;
    const struct schema *from = chain(600, false);
    struct schema *to = with_columns(from, "more");
    *PUSH(arena, &to->tables.at[0]->renamed_from) = to->tables.at[0]->name;
    to->tables.at[0]->name = "first";
    struct stages stages = {0};
    const struct stage whole = stage_make(arena, from, to, &options);
    portions_add(arena, &whole, &options, &stages);
    assert_int_equal(stages.len, 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_few_tables_stay_together),
        TEST(test_many_tables_come_and_go),
        TEST(test_rings),
        TEST(test_changes_wait),
        TEST(test_renames_do_not_wait),
    };
    return cmocka_run_group_tests_name("portions", tests, NULL, NULL);
}
