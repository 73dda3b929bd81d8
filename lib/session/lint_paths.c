/* The paths that were named, each under the corm.yaml that is above it. */
#include "base/file.h"
#include "base/text.h"
#include "session/lint.h"

#include <stdlib.h>
#include <string.h>

/* Paths under one corm.yaml, or a path under none. */
struct group {
    const char *config; /* NULL: none */
    struct strings paths;
};
struct groups LIST_OF(struct group);

static bool same_file(const char *a, const char *b)
{
    char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
    bool same = real_a != NULL && text_same(real_a, real_b);
    free(real_a);
    free(real_b);
    return same;
}

static bool has_suffix(const char *path)
{
    return text_ends(path, ".yaml") || text_ends(path, ".yml");
}

/* The files of the project that stand at or below a path, by the names that diags knows them under. */
static void add_files_below(struct lint *lint, const char *path, struct strings *files)
{
    char *real = realpath(path, NULL);
    size_t len = real == NULL ? 0 : strlen(real);
    for (uint32_t i = 1; real != NULL && i <= diags_sources(lint->diags); i++) {
        const char *source = diags_source_path(lint->diags, i);
        char *other = realpath(source, NULL);
        if (other != NULL && strncmp(other, real, len) == 0 && (other[len] == '\0' || other[len] == '/')) {
            *PUSH(lint->arena, files) = source;
        }
        free(other);
    }
    free(real);
}

/* A file that is not one of the project's: a model of its own, under the project's settings. */
static corm_status lint_lone(struct lint *lint, const char *path, struct lint_merged *merged)
{
    lint->files = (struct strings){0};
    *PUSH(lint->arena, &lint->files) = path;
    lint->root = path_folder(lint->arena, path);
    lint->whole = false;
    lint->filter.looked = LOOKED_AT_MODEL;
    lint->diags = diags_new(lint->arena);
    lint_stand_in(lint, &merged->fixed);
    corm_status status = lint_check(lint);
    return status == CORM_OK ? lint_merge(lint, merged) : status;
}

/* The project of the corm.yaml, where there is one; false where that has mistakes. */
static bool open_above(struct lint *lint, const char *config)
{
    lint->diags = diags_new(lint->arena);
    lint->project = NULL;
    return config == NULL ||
           project_open(lint->arena, lint->diags, config, NULL, &lint->project, &lint->session->failure) == CORM_OK;
}

static corm_status lint_folder(struct lint *lint, const char *path, struct lint_merged *merged)
{
    struct strings found = {0};
    corm_status status = file_glob(lint->arena, path, "**/*.y*ml", &found, &lint->session->failure);
    for (size_t i = 0; status == CORM_OK && i < found.len; i++) {
        status = lint_lone(lint, found.at[i], merged);
    }
    return status;
}

/* Fixtures are looked at where the model has no errors; until then those are what is to be told of them. */
static bool waits_for_the_model(const struct lint *lint, const char *path)
{
    return !lint->complete && file_is_folder(lint->project->fixtures) &&
           path_is_inside(lint->arena, lint->project->fixtures, path);
}

/* A path of a project that nothing of the project has been read from. */
static corm_status lint_other(const struct lint *project, const char *path, struct lint_merged *merged)
{
    struct lint lint = *project;
    bool folder = file_is_folder(path);
    lint.filter.files = (struct strings){0};
    if (waits_for_the_model(&lint, path)) {
        lint.errors_alone = true;
        return lint_merge(&lint, merged);
    }
    if (!folder && !has_suffix(path)) {
        return fail(&lint.session->failure, CORM_USAGE, "%s is neither a model nor a file of the project", path);
    }
    return folder ? lint_folder(&lint, path, merged) : lint_lone(&lint, path, merged);
}

/* The files that are named, of the project as a whole, which is read once. */
static corm_status lint_in_project(struct lint *lint, const struct strings *paths, struct lint_merged *merged)
{
    struct strings others = {0};
    lint_stand_in(lint, &merged->fixed);
    corm_status status = lint_project(lint);
    for (size_t i = 0; status == CORM_OK && i < paths->len; i++) {
        size_t before = lint->filter.files.len;
        add_files_below(lint, paths->at[i], &lint->filter.files);
        if (lint->filter.files.len == before) {
            *PUSH(lint->arena, &others) = paths->at[i];
        }
    }
    if (status == CORM_OK && lint->filter.files.len != 0) {
        status = lint_merge(lint, merged);
    }
    for (size_t i = 0; status == CORM_OK && i < others.len; i++) {
        status = lint_other(lint, others.at[i], merged);
    }
    return status;
}

/* Where corm.yaml has mistakes, these are told once, and what can only be a model is linted alone. */
static corm_status lint_without_project(
    struct lint *lint, const struct group *group, bool opened, struct lint_merged *merged)
{
    corm_status status = CORM_OK;
    if (!opened) {
        lint->session->failure = (corm_failure){0};
        (void)!lint_merge(lint, merged);
    }
    for (size_t i = 0; status == CORM_OK && i < group->paths.len; i++) {
        const char *path = group->paths.at[i];
        bool folder = file_is_folder(path);
        const char *fixtures =
            opened ? NULL : path_join(lint->arena, path_folder(lint->arena, group->config), "fixtures");
        bool no_model = !opened && (path_is_inside(lint->arena, fixtures, path) || (!folder && !has_suffix(path)));
        if (!no_model) {
            status = folder ? lint_folder(lint, path, merged) : lint_lone(lint, path, merged);
        }
    }
    return status;
}

static corm_status lint_group(
    corm *session, const corm_lint_options *options, const struct group *group, struct lint_merged *merged)
{
    struct lint lint = {.session = session, .arena = session->arena, .options = options, .baseline = &merged->baseline};
    bool opened = open_above(&lint, group->config);
    corm_status status = lint_begin(&lint);
    if (status != CORM_OK) {
        return status;
    }
    if (!opened && !lint_has_errors(&lint)) { /* corm.yaml cannot be read at all */
        return CORM_USAGE;
    }
    return lint.project == NULL ? lint_without_project(&lint, group, opened, merged)
                                : lint_in_project(&lint, &group->paths, merged);
}

/* The same file named twice is linted once. */
static bool named_before(const char *const *paths, size_t index)
{
    for (size_t i = 0; i < index; i++) {
        if (same_file(paths[i], paths[index])) {
            return true;
        }
    }
    return false;
}

/* Adds the path to those under the same corm.yaml. */
static corm_status add_path(corm *session, const char *path, struct groups *groups)
{
    bool folder = file_is_folder(path);
    if (!file_exists(path)) {
        return fail(&session->failure, CORM_USAGE, *path == '\0' ? "a path is empty" : "there is no %s", path);
    }
    if (!folder && file_check(path, &session->failure) != CORM_OK) {
        return CORM_USAGE;
    }
    const char *config = project_find(session->arena, folder ? path : path_folder(session->arena, path));
    struct group *group = NULL;
    for (size_t i = 0; config != NULL && i < groups->len; i++) {
        const char *other = groups->at[i].config;
        group = other != NULL && same_file(other, config) ? &groups->at[i] : group;
    }
    if (group == NULL) {
        group = PUSH(session->arena, groups);
        group->config = config;
    }
    *PUSH(session->arena, &group->paths) = path;
    return CORM_OK;
}

corm_status lint_paths(corm *session, const corm_lint_options *options, struct lint_merged *merged)
{
    struct groups groups = {0};
    corm_status status = CORM_OK;
    for (size_t i = 0; status == CORM_OK && options->paths[i] != NULL; i++) {
        if (!named_before(options->paths, i)) {
            status = add_path(session, options->paths[i], &groups);
        }
    }
    for (size_t i = 0; status == CORM_OK && i < groups.len; i++) {
        status = lint_group(session, options, &groups.at[i], merged);
    }
    return status;
}
