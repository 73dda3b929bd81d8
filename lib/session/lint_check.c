/* What a run of the linter looks at. */
#include "base/file.h"
#include "fixture/fixture.h"
#include "session/lint.h"

bool lint_has_errors(struct lint *lint)
{
    struct diag_filter filter = lint->filter;
    filter.files = (struct strings){0};
    filter.looked = LOOKED_AT_SOME;
    return diags_findings(lint->diags, &filter)->errors != 0;
}

static void lint_schema(struct lint *lint, const struct resolved *resolved)
{
    struct engines engines = project_engines(lint->arena, lint->project);
    if (lint_has_errors(lint)) { /* what a broken model would compile to says nothing */
        compile_check_texts(lint->diags, resolved->model);
        return;
    }
    for (size_t i = 0; i < engines.len; i++) {
        compile_check(lint->diags, resolved, engines.at[i]);
    }
    if (engines.len > 1) {
        struct arena *scratch = arena_new();
        compile_hints(scratch, lint->diags, resolved->model);
        arena_free(scratch);
    }
}

static corm_status find_fixtures(struct lint *lint, struct strings *paths)
{
    const char *folder = lint->project->fixtures;
    return file_is_folder(folder) ? file_glob(lint->arena, folder, "**/*.y*ml", paths, &lint->session->failure)
                                  : CORM_OK;
}

static corm_status lint_fixtures(struct lint *lint, const struct resolved *resolved)
{
    struct strings paths = {0};
    corm_status status = find_fixtures(lint, &paths);
    lint->complete = !lint_has_errors(lint);
    if (status != CORM_OK || paths.len == 0 || !lint->complete) {
        return status;
    }
    struct strings environments = {0};
    for (size_t i = 0; i < lint->project->environments.len; i++) {
        *PUSH(lint->arena, &environments) = lint->project->environments.at[i].name.text;
    }
    fixtures_check(lint->diags, resolved, &paths, &environments, lint->project->fixtures);
    return CORM_OK;
}

/* A project's model with all that is held against it. */
static corm_status check_project(struct lint *lint, const struct resolved *resolved)
{
    lint->filter.looked = lint->depth == LINT_MODEL ? LOOKED_AT_MODEL : LOOKED_AT_PROJECT;
    if (lint->depth == LINT_MODEL) {
        return CORM_OK;
    }
    lint_schema(lint, resolved);
    corm_status status = lint_fixtures(lint, resolved);
    for (size_t i = 0; status == CORM_OK && lint->depth == LINT_ALL && i < ENGINE_COUNT; i++) {
        const char *path = path_join(lint->arena, lint->project->migrations, engine_names[i]);
        lint_migrations(lint->arena, lint->diags, path, engine_names[i]);
    }
    return status;
}

corm_status lint_check(struct lint *lint)
{
    const struct resolved *resolved =
        session_check_model(lint->arena, lint->diags, lint->project, &lint->files, lint->root, lint->sqlalchemy);
    if (lint->whole) {
        return check_project(lint, resolved);
    }
    compile_check_texts(lint->diags, resolved->model);
    return CORM_OK;
}

corm_status lint_project(struct lint *lint)
{
    for (size_t i = 0; i < lint->project->model_files.len; i++) {
        corm_status status = file_check(lint->project->model_files.at[i], &lint->session->failure);
        if (status != CORM_OK) {
            return status;
        }
    }
    lint->whole = true;
    lint->files = lint->project->model_files;
    lint->root = lint->project->root;
    return lint_check(lint);
}

corm_status lint_begin(struct lint *lint)
{
    const corm_lint_options *options = lint->options;
    lint->filter = lint->project == NULL ? (struct diag_filter){0} : lint->project->lint;
    if (options->select != NULL) {
        lint->filter.select = session_strings(lint->session, options->select);
    }
    if (options->ignore != NULL) {
        lint->filter.ignore = session_strings(lint->session, options->ignore);
    }
    lint->filter.strict = options->strict;
    lint->filter.looked = LOOKED_AT_MODEL;
    lint->sqlalchemy = options->sqlalchemy != NULL ? options->sqlalchemy
                       : lint->project != NULL     ? lint->project->sqlalchemy
                                                   : "2.0";
    return lint_open_baseline(lint);
}
