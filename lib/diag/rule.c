#include "base/text.h"
#include "diag/diag.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define SAFE RULE_FIX_SAFE
#define PROPOSED RULE_FIX_PROPOSED
#define OFF RULE_OFF
static const struct rule_info rules[RULE_COUNT] = {
#define RULE(code_, name_, severity_, ...)                                                                             \
    {.code = #code_, .name = name_, .severity = severity_, .summary = __VA_ARGS__},
#include "diag/rules.def"
#undef RULE
};
#undef SAFE
#undef PROPOSED
#undef OFF

const struct rule_info *rule_info(enum rule rule)
{
    assert(rule < RULE_COUNT);
    return &rules[rule];
}

const char *rule_fix(enum rule rule)
{
    static const char *const kinds[] = {NULL, "safe", "proposed", "safe or proposed"};
    return kinds[rule_info(rule)->traits & (RULE_FIX_SAFE | RULE_FIX_PROPOSED)];
}

/* Made of docs/rules/ at build time, in no order that matters; ended by a NULL code. */
extern const struct rule_text {
    const char *code, *text;
} rule_texts[];

const char *rule_page(enum rule rule)
{
    for (const struct rule_text *page = rule_texts; page->code != NULL; page++) {
        if (text_same(page->code, rule_info(rule)->code)) {
            return page->text;
        }
    }
    return NULL;
}

static bool is_one_of(enum rule rule, const char *const *beginnings)
{
    while (*beginnings != NULL && !text_starts(rule_info(rule)->code, *beginnings)) {
        beginnings++;
    }
    return *beginnings != NULL;
}

bool rule_leaves_unread(enum rule rule)
{
    static const char *const beginnings[] = {"YML", "MOD", "CFG", NULL};
    return is_one_of(rule, beginnings);
}

bool rule_stops(enum rule rule)
{
    static const char *const beginnings[] = {
        "FIX", "FK001", "FK002", "FK003", "FK004", "FK005", "FK006", "MAP007", "REL626", NULL};
    return rule_leaves_unread(rule) || is_one_of(rule, beginnings);
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

bool diag_names_code(const char *text, const char *code)
{
    return *text != '\0' && (text_same_nocase(text, "ALL") || strncasecmp(code, text, strlen(text)) == 0);
}

bool diag_names_rules(const char *text)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (diag_names_code(text, rules[i].code)) {
            return true;
        }
    }
    return false;
}

const char *diag_nearest_rule(struct arena *arena, const char *typed)
{
    struct strings codes = {0};
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (diag_names_code(typed, rules[i].code) && !text_same_nocase(typed, "ALL")) {
            return rules[i].code; /* it is cut short */
        }
        const char *family = arena_strndup(arena, rules[i].code, strcspn(rules[i].code, "0123456789"));
        *PUSH(arena, &codes) = rules[i].code;
        if (!strings_have(&codes, family)) {
            *PUSH(arena, &codes) = family;
        }
    }
    return text_nearest(typed, &codes);
}
