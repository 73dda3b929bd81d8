/* The baseline in a run of the linter: it may be written once, and then only shrinks. */
#include "base/file.h"
#include "session/lint.h"

#include <string.h>

#define BASELINE_NAME "corm-baseline.json"

/* NULL for none. */
static const char *path_of(const struct lint *lint)
{
    const struct project *project = lint->project;
    if (lint->options->no_baseline) {
        return NULL;
    }
    if (lint->options->baseline_file != NULL) {
        return lint->options->baseline_file;
    }
    if (project != NULL && project->baseline != NULL) {
        return project->baseline;
    }
    return lint->options->baseline ? path_join(lint->arena, project == NULL ? "." : project->root, BASELINE_NAME)
                                   : NULL;
}

/* What the configuration of a project that came from somewhere else may not do. */
static corm_status check_path(struct lint *lint, const char *path, const char *root)
{
    corm_failure *error = &lint->session->failure;
    if (!file_exists(path) && !lint->options->baseline) {
        (void)fail(error, CORM_USAGE, "corm.yaml names the baseline %s, which is not there", path);
        fail_hint(error, "corm-migrate lint --baseline writes it");
        return CORM_USAGE;
    }
    if (lint->options->baseline && lint->options->baseline_file == NULL &&
        !path_is_inside(lint->arena, root, path_folder(lint->arena, path))) {
        (void)fail(error, CORM_USAGE, "the baseline %s stands outside of the project", path);
        fail_hint(error, "if it is to be written there, name it: --baseline=FILE");
        return CORM_USAGE;
    }
    return CORM_OK;
}

corm_status lint_open_baseline(struct lint *lint)
{
    struct lint_baseline *opened = lint->baseline;
    corm_failure *error = &lint->session->failure;
    const char *path = path_of(lint), *root = lint->project == NULL ? "." : lint->project->root;
    lint->filter.baseline = NULL;
    if (path == NULL) {
        return CORM_OK;
    }
    if (opened->known == NULL || strcmp(opened->known->path, path) != 0) {
        corm_status status = check_path(lint, path, root);
        if (status != CORM_OK) {
            return status;
        }
        status = project_baseline(lint->arena, lint->diags, path, root, &opened->known, error);
        if (status != CORM_OK) {
            lint->session->findings = diags_findings(lint->diags, NULL);
            return status;
        }
        opened->is_new = opened->known->text == NULL;
        opened->named =
            lint->project != NULL && lint->project->baseline != NULL && strcmp(lint->project->baseline, path) == 0;
    }
    lint->filter.baseline = opened->known;
    return CORM_OK;
}

static bool record(struct lint *lint, const corm_findings *findings)
{
    struct baseline *known = lint->baseline->known;
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *finding = &findings->at[i];
        enum rule rule = rule_find(finding->code);
        if (baseline_takes(rule) && !(finding->severity == CORM_ERROR && rule_stops(rule))) {
            (void)baseline_add(lint->session->arena,
                known,
                &(struct known){.code = finding->code,
                    .object = baseline_object(known, finding->object, finding->place.file),
                    .count = 1});
        }
    }
    return true;
}

static bool take_out(struct lint_baseline *baseline)
{
    size_t before = baseline->gone;
    for (size_t i = 0; i < baseline->known->entries.len; i++) {
        struct known *known = baseline->known->entries.at[i];
        known->count -= known->gone;
        baseline->gone += known->gone;
        known->gone = 0;
    }
    return baseline->gone != before;
}

bool lint_update_baseline(struct lint *lint, const corm_findings *findings)
{
    struct lint_baseline *baseline = lint->baseline;
    if (!lint->options->baseline || lint->options->diff || lint->filter.baseline == NULL) {
        return false;
    }
    bool changed = baseline->is_new ? record(lint, findings) : take_out(baseline);
    baseline->changed = baseline->changed || changed;
    return changed;
}

corm_status lint_write_baseline(const struct lint_baseline *baseline, struct arena *arena, corm_failure *error)
{
    if (!baseline->changed) {
        return CORM_OK;
    }
    const char *text = baseline_text(arena, baseline->known);
    return file_write(baseline->known->path, text, strlen(text), error);
}
