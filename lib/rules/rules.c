#include "rules/rules.h"

void rules_check(const struct rule_input *input)
{
    rules_foreign_keys(input);
    rules_key_fit(input);
    rules_on_delete(input);
    rules_mapping(input);
    rules_attributes(input);
    rules_inheritance(input);
    rules_joins(input);
    rules_self(input);
    rules_pairs(input);
    rules_backrefs(input);
    rules_cardinality(input);
    rules_association(input);
}
