/* Reading a baseline: JSON, which YAML's reader takes with the place of every mistake. */
#include "base/file.h"
#include "base/text.h"
#include "project/project.h"

struct reading {
    struct arena *arena;
    struct diags *diags;
    struct baseline *baseline;
};

static void read_count(struct reading *reading, const struct node_pair *pair, const char *code)
{
    int64_t count;
    if (!node_is_int(pair->value, &count) || count < 1 || count > INT32_MAX) {
        struct report *report = diag_report(reading->diags,
            RULE_CFG011,
            pair->value->span,
            NULL,
            "%s %s wants how many findings there are, a whole number",
            code,
            pair->key->text);
        diag_hint(report, "1 or more; take the entry out where there are none");
        return;
    }
    (void)baseline_add(reading->arena,
        reading->baseline,
        &(struct known){.code = code, .object = pair->key->text, .count = (size_t)count, .at = pair->key->span});
}

static void read_rule(struct reading *reading, const struct node_pair *pair)
{
    enum rule rule = rule_find(pair->key->text);
    if (rule == RULE_COUNT) {
        struct report *report =
            diag_report(reading->diags, RULE_CFG011, pair->key->span, NULL, "no rule has the code %s", pair->key->text);
        const char *nearest = diag_nearest_rule(reading->arena, pair->key->text);
        if (nearest != NULL) {
            diag_hint(report, "did you mean %s?", nearest);
        }
        return;
    }
    if (pair->value->kind != NODE_MAP) {
        diag_report(reading->diags,
            RULE_CFG011,
            pair->value->span,
            NULL,
            "%s wants a map of objects, and this is %s",
            pair->key->text,
            node_kind_name(pair->value));
        return;
    }
    for (size_t i = 0; i < pair->value->pairs.len; i++) {
        read_count(reading, &pair->value->pairs.at[i], rule_info(rule)->code);
    }
}

static void check_keys(struct reading *reading, const struct node *document)
{
    static const char *const keys[] = {"corm", "findings"};
    struct strings names = {0};
    *PUSH(reading->arena, &names) = keys[0];
    *PUSH(reading->arena, &names) = keys[1];
    for (size_t i = 0; i < document->pairs.len; i++) {
        const struct node *key = document->pairs.at[i].key;
        if (!strings_have(&names, key->text)) {
            struct report *report =
                diag_report(reading->diags, RULE_CFG011, key->span, NULL, "a baseline has no key \"%s\"", key->text);
            const char *nearest = text_nearest(key->text, &names);
            if (nearest != NULL) {
                diag_hint(report, "did you mean \"%s\"?", nearest);
            }
        }
    }
}

static void read_document(struct reading *reading, const struct node *document)
{
    const struct node *version = node_get(document, "corm"), *findings = node_get(document, "findings");
    int64_t number;
    if (document->kind != NODE_MAP || version == NULL || !node_is_int(version, &number) || number != 1) {
        diag_report(reading->diags,
            RULE_CFG011,
            version == NULL ? document->span : version->span,
            NULL,
            "a baseline is a map that begins with \"corm\": 1");
        return;
    }
    check_keys(reading, document);
    if (findings == NULL || findings->kind != NODE_MAP) {
        diag_report(reading->diags,
            RULE_CFG011,
            findings == NULL ? document->span : findings->span,
            NULL,
            "a baseline has \"findings\", a map of codes");
        return;
    }
    for (size_t i = 0; i < findings->pairs.len; i++) {
        read_rule(reading, &findings->pairs.at[i]);
    }
}

corm_status project_baseline(struct arena *arena,
    struct diags *diags,
    const char *path,
    const char *root,
    struct baseline **ret_baseline,
    corm_failure *error)
{
    struct baseline *baseline = NEW(arena, struct baseline);
    const char *text;
    size_t len, errors = diags_count(diags, CORM_ERROR);
    *baseline = (struct baseline){.path = path, .root = root};
    if (file_exists(path)) {
        struct nodes documents;
        struct reading reading = {arena, diags, baseline};
        corm_status status = file_read(arena, path, node_model_limits.bytes, &text, &len, error);
        if (status != CORM_OK) {
            return status;
        }
        baseline->text = text;
        baseline->text_len = len;
        bool read =
            node_read(arena, arena, diags, diags_add_source(diags, path, text, len), &node_model_limits, &documents);
        if (read) {
            read_document(&reading, documents.at[0]);
        }
    }
    if (diags_count(diags, CORM_ERROR) != errors) {
        (void)fail(error, CORM_USAGE, "%s has mistakes", path);
        fail_hint(error, "take the file back from git, or correct it");
        return CORM_USAGE;
    }
    *ret_baseline = baseline;
    return CORM_OK;
}

corm_status project_add_baseline(struct arena *arena, struct diags *diags, struct project *project, corm_failure *error)
{
    struct baseline *baseline = NULL;
    if (project->baseline == NULL || project->lint.baseline != NULL) {
        return CORM_OK;
    }
    if (!file_exists(project->baseline)) {
        (void)fail(
            error, CORM_USAGE, "%s names the baseline %s, which is not there", project->config, project->baseline);
        fail_hint(error, "corm-migrate lint --baseline writes it");
        return CORM_USAGE;
    }
    corm_status status = project_baseline(arena, diags, project->baseline, project->root, &baseline, error);
    project->lint.baseline = baseline;
    return status;
}
