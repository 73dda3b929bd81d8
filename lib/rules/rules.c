#include "rules/rules.h"

void rules_check(const struct rule_input *input)
{
    rules_foreign_keys(input);
    rules_key_fit(input);
    rules_on_delete(input);
    rules_mapping(input);
    rules_attributes(input);
    rules_inheritance(input);
    rules_polymorphic(input);
    rules_joins(input);
    rules_self(input);
    rules_pairs(input);
    rules_backrefs(input);
    rules_cardinality(input);
    rules_both_ways(input);
    rules_association(input);
    rules_association_objects(input);
    rules_cascade(input);
    rules_flush(input);
    rules_viewonly(input);
    rules_lazy(input);
    rules_eager_circles(input);
    rules_naming(input);
    rules_naming_tables(input);
    rules_naming_order(input);
    rules_links(input);
    rules_overlaps(input);
    rules_join_extras(input);
    rules_cycles(input);
    rules_post_update(input);
    rules_indexes(input);
    rules_key_hints(input);
}
