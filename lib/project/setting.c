#include "project/setting.h"

#include "base/text.h"

static const struct setting *find(
    const struct setting *settings, const char *key, struct strings *names, struct arena *arena)
{
    for (; settings->key != NULL; settings++) {
        if (text_same(settings->key, key)) {
            return settings;
        }
        *PUSH(arena, names) = settings->key;
    }
    return NULL;
}

static void wrong_kind(struct config *config, const struct node *value, const char *what, const char *wanted)
{
    diag_report(config->diags,
        RULE_CFG002,
        value->span,
        NULL,
        "%s wants %s, and this is %s",
        what,
        wanted,
        node_kind_name(value));
}

void setting_map(struct config *config, const struct node *map, const char *what, const struct setting *settings)
{
    if (node_is_null(map)) {
        return;
    }
    if (map->kind != NODE_MAP) {
        wrong_kind(config, map, what, "a map");
        return;
    }
    for (size_t i = 0; i < map->pairs.len; i++) {
        const struct node *key = map->pairs.at[i].key;
        struct strings names = {0};
        const struct setting *setting = find(settings, key->text, &names, config->arena);
        if (setting != NULL) {
            setting->read(config, map->pairs.at[i].value);
        } else if (!text_starts(key->text, "x-")) {
            struct report *report =
                diag_report(config->diags, RULE_CFG001, key->span, NULL, "%s has no key \"%s\"", what, key->text);
            const char *nearest = text_nearest(key->text, &names);
            if (nearest != NULL) {
                diag_hint(report, "did you mean \"%s\"?", nearest);
            }
        }
    }
}

const char *setting_text(struct config *config, const struct node *value, const char *what)
{
    if (value->kind != NODE_SCALAR || node_is_null(value) || *value->text == '\0') {
        if (value->kind == NODE_SCALAR && !node_is_null(value)) {
            diag_report(config->diags, RULE_CFG002, value->span, NULL, "%s is empty", what);
        } else {
            wrong_kind(config, value, what, "a text");
        }
        return NULL;
    }
    return value->text;
}

bool setting_bool(struct config *config, const struct node *value, const char *what, bool *ret_value)
{
    if (!node_is_bool(value, ret_value)) {
        wrong_kind(config, value, what, "true or false");
        return false;
    }
    return true;
}

bool setting_texts(struct config *config, const struct node *value, const char *what, struct strings *ret_texts)
{
    struct strings texts = {0};
    if (value->kind == NODE_SCALAR) {
        const char *text = setting_text(config, value, what);
        if (text == NULL) {
            return false;
        }
        *PUSH(config->arena, &texts) = text;
    } else if (value->kind == NODE_LIST) {
        for (size_t i = 0; i < value->items.len; i++) {
            const char *text = setting_text(config, value->items.at[i], what);
            if (text == NULL) {
                return false;
            }
            *PUSH(config->arena, &texts) = text;
        }
    } else {
        wrong_kind(config, value, what, "a text or a list of texts");
        return false;
    }
    *ret_texts = texts;
    return true;
}

bool setting_choice(
    struct config *config, const struct node *value, const char *what, const char *const *choices, size_t *ret_index)
{
    const char *text = setting_text(config, value, what);
    struct strings names = {0};
    if (text == NULL) {
        return false;
    }
    for (size_t i = 0; choices[i] != NULL; i++) {
        if (text_same(choices[i], text)) {
            *ret_index = i;
            return true;
        }
        *PUSH(config->arena, &names) = choices[i];
    }
    struct report *report =
        diag_report(config->diags, RULE_CFG004, value->span, NULL, "%s cannot be \"%s\"", what, text);
    const char *nearest = text_nearest(text, &names);
    diag_hint(report,
        nearest != NULL ? "did you mean \"%s\"?" : "one of: %s",
        nearest != NULL ? nearest : strings_join(config->arena, &names, ", "));
    return false;
}
