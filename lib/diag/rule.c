#include "base/text.h"
#include "diag/diag.h"

#include <assert.h>
#include <stddef.h>

static const struct rule_info rules[RULE_COUNT] = {
#define RULE(code, name, severity, summary) {#code, name, severity, summary},
#include "diag/rules.def"
#undef RULE
};

const struct rule_info *rule_info(enum rule rule)
{
    assert(rule < RULE_COUNT);
    return &rules[rule];
}

enum rule rule_find(const char *code)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (text_same_nocase(rules[i].code, code)) {
            return (enum rule)i;
        }
    }
    return RULE_COUNT;
}

bool diag_names_rules(const char *text)
{
    if (text_same_nocase(text, "ALL")) {
        return true;
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (*text != '\0' && text_starts(rules[i].code, text)) {
            return true;
        }
    }
    return false;
}

const char *diag_nearest_rule(struct arena *arena, const char *typed)
{
    struct strings codes = {0};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        *PUSH(arena, &codes) = rules[i].code;
    }
    return text_nearest(typed, &codes);
}
