#include "rules/rules.h"

/* All that is asked of one relationship while it is at hand: a large model does not fit into the processor's cache. */
static void check_relationship(const struct rule_input *input, const struct relationship *r)
{
    rules_joins(input, r);
    rules_self(input, r);
    rules_pairs(input, r);
    rules_backrefs(input, r);
    rules_cardinality(input, r);
    rules_cascade(input, r);
    rules_viewonly(input, r);
    rules_lazy(input, r);
    rules_naming(input, r);
    rules_join_extras(input, r);
}

static void check_relationships(const struct rule_input *input)
{
    struct rule_input of_one = *input;
    of_one.arena = arena_new();
    for (size_t i = 0; i < input->resolved->all.len; i++) {
        check_relationship(&of_one, input->resolved->all.at[i]);
        arena_reset(of_one.arena);
    }
    arena_free(of_one.arena);
}

void rules_check_keys(const struct rule_input *input)
{
    rules_foreign_keys(input);
    rules_on_delete(input);
    rules_mapping(input);
}

void rules_check_rest(const struct rule_input *input)
{
    check_relationships(input);
    for (size_t i = 0; i < input->model->classes.len; i++) {
        rules_products(input, input->model->classes.at[i]);
    }
    rules_unpaired(input);
    rules_key_fit(input);
    rules_attributes(input);
    rules_inheritance(input);
    rules_polymorphic(input);
    rules_both_ways(input);
    rules_association(input);
    rules_association_objects(input);
    rules_flush(input);
    rules_eager_circles(input);
    rules_naming_tables(input);
    rules_naming_order(input);
    rules_links(input);
    rules_overlaps(input);
    rules_cycles(input);
    rules_post_update(input);
    rules_indexes(input);
    rules_key_hints(input);
}

void rules_check(const struct rule_input *input)
{
    rules_check_keys(input);
    rules_check_rest(input);
}
