#include "base/file.h"
#include "base/text.h"
#include "project/maps.h"

#include <string.h>

static void check_code(struct config *config, struct span at, const char *what, const char *code)
{
    if (diag_names_rules(code)) {
        return;
    }
    struct report *report =
        diag_report(config->diags, RULE_CFG004, at, NULL, "%s: no rule has the code %s", what, code);
    const char *nearest = diag_nearest_rule(config->arena, code);
    if (nearest != NULL) {
        diag_hint(report, "did you mean %s?", nearest);
    }
}

/* Codes and beginnings of codes: "REL401", "REL", "ALL". */
static void read_codes(struct config *config, const struct node *value, const char *what, struct strings *ret_codes)
{
    if (setting_texts(config, value, what, ret_codes)) {
        for (size_t i = 0; i < ret_codes->len; i++) {
            bool in_list = value->kind == NODE_LIST;
            check_code(config, in_list ? value->items.at[i]->span : value->span, what, ret_codes->at[i]);
        }
    }
}

static void read_select(struct config *config, const struct node *value)
{
    read_codes(config, value, "lint.select", &config->project->lint.select);
}

static void read_ignore(struct config *config, const struct node *value)
{
    read_codes(config, value, "lint.ignore", &config->project->lint.ignore);
}

/* How much of a rule's code the text names; -1 where it names others. */
static int fit_of(const char *text, const char *code)
{
    return !diag_names_code(text, code) ? -1 : text_same_nocase(text, "ALL") ? 0 : (int)strlen(text);
}

static void read_severity(struct config *config, const struct node *value)
{
    static const char *const choices[] = {"error", "warning", "hint", NULL};
    struct map *weights = NEW(config->arena, struct map);
    int fits[RULE_COUNT] = {0};
    for (size_t i = 0; value->kind == NODE_MAP && i < value->pairs.len; i++) {
        const struct node_pair *pair = &value->pairs.at[i];
        size_t index;
        check_code(config, pair->key->span, "lint.severity", pair->key->text);
        if (!setting_choice(config, pair->value, "lint.severity", choices, &index)) {
            continue;
        }
        for (size_t rule = 0; rule < RULE_COUNT; rule++) {
            const char *code = rule_info((enum rule)rule)->code;
            int fit = fit_of(pair->key->text, code);
            if (fit >= fits[rule]) {
                fits[rule] = fit;
                map_set(config->arena, weights, code, arena_strdup(config->arena, choices[index]));
            }
        }
    }
    if (value->kind != NODE_MAP) {
        diag_report(config->diags, RULE_CFG002, value->span, NULL, "lint.severity wants a map of codes");
    }
    config->project->lint.severity = weights;
}

static void read_baseline(struct config *config, const struct node *value)
{
    const char *path = setting_text(config, value, "lint.baseline");
    config->project->baseline = path == NULL ? NULL : path_join(config->arena, config->project->root, path);
}

static void read_sqlalchemy(struct config *config, const struct node *value)
{
    static const char *const choices[] = {"1.4", "2.0", NULL};
    size_t index;
    if (setting_choice(config, value, "lint.sqlalchemy", choices, &index)) {
        config->project->sqlalchemy = choices[index];
    }
}

const struct setting lint_settings[] = {{"select", read_select},
    {"ignore", read_ignore},
    {"severity", read_severity},
    {"baseline", read_baseline},
    {"sqlalchemy", read_sqlalchemy},
    {NULL, NULL}};

void setting_lint(struct config *config, const struct node *value)
{
    setting_map(config, value, "lint", lint_settings);
}
