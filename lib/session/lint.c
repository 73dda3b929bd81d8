#include "session/lint.h"
#include "base/text.h"

static corm_status lint_all(corm *session, const corm_lint_options *options, struct lint_merged *merged)
{
    struct lint lint = {.session = session,
        .arena = session->arena,
        .options = options,
        .baseline = &merged->baseline,
        .diags = diags_new(session->arena)};
    corm_status status = session_need_project(session);
    if (status != CORM_OK) {
        return status;
    }
    lint.project = session->project;
    status = lint_begin(&lint);
    lint.filter.judge_baseline = options->sqlalchemy == NULL;
    status = status == CORM_OK ? lint_project(&lint) : status;
    return status == CORM_OK ? lint_merge(&lint, merged) : status;
}

static bool is_known_code(corm *session, const char *const *codes)
{
    for (; codes != NULL && *codes != NULL; codes++) {
        if (!diag_names_rules(*codes)) {
            (void)fail(&session->failure, CORM_USAGE, "no rule has the code %s", *codes);
            const char *nearest = diag_nearest_rule(session->arena, *codes);
            if (nearest != NULL) {
                fail_hint(&session->failure, "did you mean %s?", nearest);
            }
            return false;
        }
    }
    return true;
}

static corm_status write_files(corm *session, const corm_lint_options *options, const struct lint_merged *merged)
{
    corm_status status = options->fix && !options->diff ? fixed_write(&merged->fixed, &session->failure) : CORM_OK;
    return status == CORM_OK ? lint_write_baseline(&merged->baseline, session->arena, &session->failure) : status;
}

/* ---- results ---- */

static const corm_findings *keep_findings(corm *session, const struct lint_merged *merged)
{
    corm_findings *findings = NEW(session->arena, corm_findings);
    *findings = (corm_findings){.at = merged->findings.at,
        .len = merged->findings.len,
        .errors = merged->errors,
        .warnings = merged->warnings,
        .hints = merged->hints,
        .hidden = merged->hidden.at,
        .hidden_len = merged->hidden.len};
    return session->findings = findings;
}

static const corm_fixes *keep_fixes(corm *session, const struct lint_merged *merged)
{
    corm_fixes *fixes = NEW(session->arena, corm_fixes);
    *fixes = fixed_show(session->arena, &merged->fixed);
    fixes->count = merged->fixed_count;
    fixes->left_safe = merged->left_safe;
    fixes->left_more = merged->left_more;
    return session->fixes = fixes;
}

static void keep_baseline(corm *session, const struct lint_merged *merged)
{
    const struct lint_baseline *from = &merged->baseline;
    corm_baseline *baseline = NEW(session->arena, corm_baseline);
    if (from->known == NULL) {
        return;
    }
    *baseline = (corm_baseline){
        .file = from->known->path, .gone = from->gone, .is_new = from->is_new && from->changed, .named = from->named};
    for (size_t i = 0; i < merged->hidden.len; i++) {
        baseline->known += text_same(merged->hidden.at[i].hidden, "baseline") ? 1 : 0;
    }
    session->baseline = baseline;
}

corm_status corm_lint(corm *session, const corm_lint_options *options, const corm_findings **ret_findings)
{
    session_begin(session);
    struct lint_merged merged = {0};
    if (!is_known_code(session, options->select) || !is_known_code(session, options->ignore)) {
        return CORM_USAGE;
    }
    bool whole = options->paths == NULL || options->paths[0] == NULL;
    corm_status status = whole ? lint_all(session, options, &merged) : lint_paths(session, options, &merged);
    status = status == CORM_OK ? write_files(session, options, &merged) : status;
    if (status != CORM_OK) {
        return status;
    }
    const corm_fixes *fixes = keep_fixes(session, &merged);
    keep_baseline(session, &merged);
    *ret_findings = keep_findings(session, &merged);
    if (options->diff) {
        return fixes->files_len != 0 ? CORM_FOUND : CORM_OK;
    }
    return merged.errors != 0 || (options->strict && merged.warnings != 0) ? CORM_FOUND : CORM_OK;
}
