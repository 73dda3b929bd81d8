#include "base/file.h"
#include "base/text.h"
#include "fixture/fixture.h"
#include "session/lint_trial.h"

#include <stdlib.h>
#include <string.h>

struct merged {
    struct told LIST_OF(corm_finding) findings, hidden;
    struct map keys; /* of findings, which more than one path may bring */
    struct lint_baseline baseline;
    size_t errors, warnings, hints;
    struct fixed_files fixed; /* across all paths */
    size_t fixed_count, left_safe, left_more;
};

static bool has_suffix(const char *path)
{
    return text_ends(path, ".yaml") || text_ends(path, ".yml");
}

static bool same_file(const char *a, const char *b)
{
    char *real_a = realpath(a, NULL), *real_b = realpath(b, NULL);
    bool same = real_a != NULL && text_same(real_a, real_b);
    free(real_a);
    free(real_b);
    return same;
}

/* ---- the parts of a project ---- */

/* Whether there are errors so far, in whatever file, but for those that are ignored, suppressed or known. */
static bool has_errors(struct lint *lint)
{
    struct diag_filter filter = lint->filter;
    filter.files = (struct strings){0};
    filter.looked = LOOKED_AT_SOME;
    return diags_findings(lint->diags, &filter)->errors != 0;
}

static void lint_schema(struct lint *lint, const struct resolved *resolved)
{
    struct engines engines = project_engines(lint->arena, lint->project);
    if (has_errors(lint)) {
        return; /* what a broken model would compile to says nothing */
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
    lint->complete = !has_errors(lint);
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
    return lint->whole ? check_project(lint, resolved) : CORM_OK;
}

static corm_status lint_project(struct lint *lint)
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

/* ---- collecting ---- */

/* False where another path brought the same. */
static bool is_first(struct lint *lint, struct merged *merged, const corm_finding *finding)
{
    const corm_place *place = &finding->place;
    const char *file = place->file == NULL ? "" : real_path_of(lint->arena, place->file);
    const char *key =
        arena_printf(lint->arena, "%s %u %u %s %s", finding->code, place->line, place->column, file, finding->message);
    bool first = map_get(&merged->keys, key) == NULL;
    map_set(lint->arena, &merged->keys, key, merged);
    return first;
}

static const char *member_of(const corm_finding *finding)
{
    return finding->object == NULL ? NULL : strchr(finding->object, '.');
}

/* The same place and the same member, of another owner: what an abstract class hands on to its children. */
static bool is_handed_on(const corm_finding *told, const corm_finding *finding)
{
    const char *member = member_of(finding);
    return member != NULL && text_same(member, member_of(told)) && !text_same(finding->object, told->object) &&
           text_same(finding->code, told->code) && text_same(finding->place.file, told->place.file) &&
           finding->place.line == told->place.line && finding->place.column == told->place.column;
}

static void add_note(struct arena *arena, corm_finding *told, const corm_finding *finding)
{
    const char *message = arena_printf(arena, "%s too", finding->object);
    corm_note *notes = arena_alloc(arena, told->related_len + 1, sizeof *notes, _Alignof(corm_note));
    for (size_t i = 0; i < told->related_len; i++) {
        if (text_same(told->related[i].message, message)) {
            return;
        }
        notes[i] = told->related[i];
    }
    notes[told->related_len++] = (corm_note){.place = finding->place, .message = message};
    told->related = notes;
}

static corm_finding *tell(struct lint *lint, struct merged *merged, const corm_finding *finding)
{
    if (lint->errors_alone && finding->severity != CORM_ERROR) {
        return NULL;
    }
    bool first = lint->options->paths == NULL || is_first(lint, merged, finding);
    corm_finding *last = merged->findings.len == 0 ? NULL : &merged->findings.at[merged->findings.len - 1];
    if (last != NULL && is_handed_on(last, finding)) {
        add_note(lint->arena, last, finding);
        return NULL;
    }
    if (!first) {
        return NULL;
    }
    corm_finding *told = PUSH(lint->arena, &merged->findings);
    *told = *finding;
    merged->errors += told->severity == CORM_ERROR ? 1 : 0;
    merged->warnings += told->severity == CORM_WARNING ? 1 : 0;
    merged->hints += told->severity == CORM_HINT ? 1 : 0;
    return told;
}

static void tell_all(
    struct lint *lint, struct merged *merged, const corm_findings *findings, const struct lint_fixed *fixed)
{
    struct lint_edits edits = lint_edits_begin(lint, lint->options->edits ? findings->len : 0);
    for (size_t i = 0; i < findings->len; i++) {
        struct diag_fixable fixable;
        corm_finding *finding = tell(lint, merged, &findings->at[i]);
        if (finding != NULL && diags_fixable(lint->diags, i, &fixable)) {
            finding->not_fixed = lint_refused(lint, fixed, &fixable);
            finding->edits = lint->options->edits ? lint_edits_of(&edits, &fixable, &finding->edits_len) : NULL;
            merged->left_safe += finding->not_fixed == NULL && fixable.safe ? 1 : 0;
            merged->left_more += finding->not_fixed == NULL && !fixable.safe ? 1 : 0;
        }
    }
}

static corm_status merge(struct lint *lint, struct merged *merged)
{
    struct lint_fixed fixed = {.files = &merged->fixed};
    const corm_findings *findings;
    bool wanted = lint->root != NULL && !lint->errors_alone && (lint->options->fix || lint->options->diff);
    corm_status status = wanted ? lint_fix(lint, &fixed) : CORM_OK;
    if (status != CORM_OK) {
        return status;
    }
    findings = diags_findings(lint->diags, &lint->filter);
    if (lint_update_baseline(lint, findings)) {
        findings = diags_findings(lint->diags, &lint->filter);
    }
    for (size_t i = 0; i < findings->hidden_len; i++) {
        *PUSH(lint->arena, &merged->hidden) = findings->hidden[i];
    }
    tell_all(lint, merged, findings, &fixed);
    merged->fixed_count += fixed.count;
    return CORM_OK;
}

/* What the configuration and the options say of the findings. */
static corm_status set_filter(struct lint *lint)
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

/* ---- paths ---- */

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
static corm_status lint_lone(struct lint *lint, const char *path, struct merged *merged)
{
    lint->files = (struct strings){0};
    *PUSH(lint->arena, &lint->files) = path;
    lint->root = path_folder(lint->arena, path);
    lint->whole = false;
    lint->filter.looked = LOOKED_AT_MODEL;
    lint->diags = diags_new(lint->arena);
    lint_stand_in(lint, &merged->fixed);
    corm_status status = lint_check(lint);
    return status == CORM_OK ? merge(lint, merged) : status;
}

/* The project of the corm.yaml, where there is one; false where that has mistakes. */
static bool open_above(struct lint *lint, const char *config)
{
    lint->diags = diags_new(lint->arena);
    lint->project = NULL;
    return config == NULL ||
           project_open(lint->arena, lint->diags, config, NULL, &lint->project, &lint->session->failure) == CORM_OK;
}

static corm_status lint_folder(struct lint *lint, const char *path, struct merged *merged)
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
           lint_is_inside(lint->arena, lint->project->fixtures, path);
}

/* A path of a project that nothing of the project has been read from. */
static corm_status lint_other(const struct lint *project, const char *path, struct merged *merged)
{
    struct lint lint = *project;
    bool folder = file_is_folder(path);
    lint.filter.files = (struct strings){0};
    if (waits_for_the_model(&lint, path)) {
        lint.errors_alone = true;
        return merge(&lint, merged);
    }
    if (!folder && !has_suffix(path)) {
        return fail(&lint.session->failure, CORM_USAGE, "%s is neither a model nor a file of the project", path);
    }
    return folder ? lint_folder(&lint, path, merged) : lint_lone(&lint, path, merged);
}

/* Paths under one corm.yaml, or a path under none. */
struct group {
    const char *config; /* NULL: none */
    struct strings paths;
};
struct groups LIST_OF(struct group);

/* The files that are named, of the project as a whole, which is read once. */
static corm_status lint_in_project(struct lint *lint, const struct strings *paths, struct merged *merged)
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
        status = merge(lint, merged);
    }
    for (size_t i = 0; status == CORM_OK && i < others.len; i++) {
        status = lint_other(lint, others.at[i], merged);
    }
    return status;
}

/* Where corm.yaml has mistakes, these are told once, and what can only be a model is linted alone. */
static corm_status lint_without_project(
    struct lint *lint, const struct group *group, bool opened, struct merged *merged)
{
    corm_status status = CORM_OK;
    if (!opened) {
        lint->session->failure = (corm_failure){0};
        (void)merge(lint, merged);
    }
    for (size_t i = 0; status == CORM_OK && i < group->paths.len; i++) {
        const char *path = group->paths.at[i];
        bool folder = file_is_folder(path);
        const char *fixtures =
            opened ? NULL : path_join(lint->arena, path_folder(lint->arena, group->config), "fixtures");
        bool no_model = !opened && (lint_is_inside(lint->arena, fixtures, path) || (!folder && !has_suffix(path)));
        if (!no_model) {
            status = folder ? lint_folder(lint, path, merged) : lint_lone(lint, path, merged);
        }
    }
    return status;
}

static corm_status lint_group(
    corm *session, const corm_lint_options *options, const struct group *group, struct merged *merged)
{
    struct lint lint = {.session = session, .arena = session->arena, .options = options, .baseline = &merged->baseline};
    bool opened = open_above(&lint, group->config);
    corm_status status = set_filter(&lint);
    if (status != CORM_OK) {
        return status;
    }
    if (!opened && !has_errors(&lint)) { /* corm.yaml cannot be read at all */
        return CORM_USAGE;
    }
    return lint.project == NULL ? lint_without_project(&lint, group, opened, merged)
                                : lint_in_project(&lint, &group->paths, merged);
}

static corm_status lint_all(corm *session, const corm_lint_options *options, struct merged *merged)
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
    status = set_filter(&lint);
    lint.filter.judge_baseline = options->sqlalchemy == NULL;
    status = status == CORM_OK ? lint_project(&lint) : status;
    return status == CORM_OK ? merge(&lint, merged) : status;
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

static corm_status lint_paths(corm *session, const corm_lint_options *options, struct merged *merged)
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

static corm_status write_files(corm *session, const corm_lint_options *options, const struct merged *merged)
{
    corm_status status = options->fix && !options->diff ? fixed_write(&merged->fixed, &session->failure) : CORM_OK;
    return status == CORM_OK ? lint_write_baseline(&merged->baseline, session->arena, &session->failure) : status;
}

/* ---- results ---- */

static const corm_findings *keep_findings(corm *session, const struct merged *merged)
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

static const corm_fixes *keep_fixes(corm *session, const struct merged *merged)
{
    corm_fixes *fixes = NEW(session->arena, corm_fixes);
    *fixes = fixed_show(session->arena, &merged->fixed);
    fixes->count = merged->fixed_count;
    fixes->left_safe = merged->left_safe;
    fixes->left_more = merged->left_more;
    return session->fixes = fixes;
}

static void keep_baseline(corm *session, const struct merged *merged)
{
    const struct lint_baseline *from = &merged->baseline;
    corm_baseline *baseline = NEW(session->arena, corm_baseline);
    if (from->known == NULL) {
        return;
    }
    *baseline = (corm_baseline){.file = from->known->path, .gone = from->gone, .is_new = from->is_new && from->changed};
    for (size_t i = 0; i < merged->hidden.len; i++) {
        baseline->known += text_same(merged->hidden.at[i].hidden, "baseline") ? 1 : 0;
    }
    session->baseline = baseline;
}

corm_status corm_lint(corm *session, const corm_lint_options *options, const corm_findings **ret_findings)
{
    session_begin(session);
    struct merged merged = {0};
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
