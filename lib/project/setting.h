/* Reading single settings of corm.yaml: each mistake is one finding, and the setting keeps its default. */
#ifndef CORM_PROJECT_SETTING_H
#define CORM_PROJECT_SETTING_H

#include "project/project.h"

struct config {
    struct arena *arena;
    struct diags *diags;
    struct project *project;
    corm_failure *error;
};

typedef void setting_fn(struct config *config, const struct node *value);

struct setting {
    const char *key;
    setting_fn *read;
};

/* Walks a map by a table of its keys that ends with {NULL, NULL}; keys that begin with x- are skipped. */
void setting_map(struct config *config, const struct node *map, const char *what, const struct setting *settings);

/* What a value must be; these report and return false (NULL) where it is not. */
const char *setting_text(struct config *config, const struct node *value, const char *what);
bool setting_bool(struct config *config, const struct node *value, const char *what, bool *ret_value);
bool setting_texts(struct config *config, const struct node *value, const char *what, struct strings *ret_texts);
bool setting_choice(
    struct config *config, const struct node *value, const char *what, const char *const *choices, size_t *ret_index);

#endif
