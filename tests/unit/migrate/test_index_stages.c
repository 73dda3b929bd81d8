/* How many indexes come CONCURRENTLY, each in a file of its own. */
#include "support/corm_test.h"

#include "base/text.h"
#include "migrate/index_stages.h"

#include <string.h>

enum { MOST_ALONE = 50 }; /* as index_stages.c says */

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

static struct table *add_table(struct schema *schema, size_t number)
{
    struct table *table = NEW(arena, struct table);
    struct column *column = NEW(arena, struct column);
    *column = (struct column){.name = "a", .type = "integer", .nullable = true};
    table->name = arena_printf(arena, "t%03zu", number);
    *PUSH(arena, &table->columns) = column;
    *PUSH(arena, &schema->tables) = table;
    return table;
}

static void add_index(struct table *table, const char *name)
{
    struct index *index = NEW(arena, struct index);
    index->name = name;
    *PUSH(arena, &index->parts) = (struct index_part){.column = "a"};
    *PUSH(arena, &table->indexes) = index;
}

/* The stages of a change that gives that many tables an index, and another table besides where `more`. */
static struct stages stages_of(size_t count, bool more, bool concurrent)
{
    struct schema *from = NEW(arena, struct schema);
    from->engine = "postgresql";
    for (size_t i = 0; i < count; i++) {
        add_table(from, i);
    }
    struct schema *to = schema_copy(arena, from);
    for (size_t i = 0; i < count; i++) {
        add_index(to->tables.at[i], arena_printf(arena, "ix_%03zu", i));
    }
    if (more) {
        add_index(add_table(to, count), "ix_new");
    }
    const struct plan_options options = {.concurrent_indexes = concurrent};
    const struct stage whole = stage_make(arena, from, to, &options);
    struct stages stages = {0};
    index_stages_add(arena, &whole, &options, &stages);
    assert_true(stages.len != 0);
    const struct schema *last = stages.at[stages.len - 1].to;
    for (size_t i = 0; i < count; i++) {
        assert_non_null(table_find_index(last->tables.at[i], to->tables.at[i]->indexes.at[0]->name));
    }
    return stages;
}

static size_t concurrent_in(const struct stage *stage)
{
    size_t count = 0;
    for (size_t i = 0; i < stage->up->statements.len; i++) {
        count += strstr(stage->up->statements.at[i].sql, "CONCURRENTLY") != NULL;
    }
    return count;
}

static void test_each_has_a_file(void **state)
{
    (void)state;
    struct stages stages = stages_of(MOST_ALONE, true, true);
    assert_int_equal(stages.len, MOST_ALONE + 1);
    assert_true(stages.at[0].up->transaction);
    assert_int_equal(concurrent_in(&stages.at[0]), 0);
    for (size_t i = 1; i < stages.len; i++) {
        assert_false(stages.at[i].up->transaction);
        assert_int_equal(stages.at[i].up->statements.len, 1);
        assert_int_equal(concurrent_in(&stages.at[i]), 1);
    }
}

static void test_too_many_come_together(void **state)
{
    (void)state;
    struct stages stages = stages_of(MOST_ALONE + 1, false, true);
    assert_int_equal(stages.len, 1);
    assert_true(stages.at[0].up->transaction);
    assert_int_equal(concurrent_in(&stages.at[0]), 0);
    assert_int_equal(stages.at[0].up->statements.len, MOST_ALONE + 1);
}

static void test_only_where_asked(void **state)
{
    (void)state;
    struct stages stages = stages_of(2, false, false);
    assert_int_equal(stages.len, 1);
    assert_int_equal(concurrent_in(&stages.at[0]), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(test_each_has_a_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_too_many_come_together, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_only_where_asked, set_up, tear_down)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
