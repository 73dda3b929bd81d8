#include "project/project.h"

#include "base/file.h"
#include "base/text.h"
#include "project/maps.h"
#include "project/setting.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONFIG_NAME "corm.yaml"

/* ---- settings ---- */

static void read_version(struct config *config, const struct node *value)
{
    int64_t version;
    if (!node_is_int(value, &version) || version != 1) {
        diag_report(
            config->diags, RULE_CFG003, value->span, NULL, "this program reads `corm: 1`, and no other version");
    }
}

static void read_model(struct config *config, const struct node *value)
{
    struct strings patterns;
    if (!setting_texts(config, value, "model", &patterns)) {
        return;
    }
    for (size_t i = 0; i < patterns.len; i++) {
        struct strings found = {0};
        const char *root = config->project->root;
        if (file_glob(config->arena, root, patterns.at[i], &found, config->error) != CORM_OK || found.len == 0) {
            diag_report(config->diags, RULE_CFG006, value->span, NULL, "no file is named %s", patterns.at[i]);
            continue;
        }
        for (size_t j = 0; j < found.len; j++) {
            if (!strings_have(&config->project->model_files, found.at[j])) {
                *PUSH(config->arena, &config->project->model_files) = found.at[j];
            }
        }
    }
}

static void read_migrations(struct config *config, const struct node *value)
{
    const char *path = setting_text(config, value, "migrations");
    config->project->migrations =
        path == NULL ? config->project->migrations : path_join(config->arena, config->project->root, path);
}

static void read_fixtures(struct config *config, const struct node *value)
{
    const char *path = setting_text(config, value, "fixtures");
    config->project->fixtures =
        path == NULL ? config->project->fixtures : path_join(config->arena, config->project->root, path);
}

static bool has_engine(const struct project *project, enum engine engine)
{
    for (size_t i = 0; i < project->engines.len; i++) {
        if (project->engines.at[i] == engine) {
            return true;
        }
    }
    return false;
}

static void read_engines(struct config *config, const struct node *value)
{
    static const char *const choices[] = {"sqlite", "postgresql", NULL};
    for (size_t i = 0; value->kind == NODE_LIST && i < value->items.len; i++) {
        size_t index;
        if (!setting_choice(config, value->items.at[i], "engines", choices, &index)) {
            continue;
        }
        if (has_engine(config->project, (enum engine)index)) {
            diag_report(
                config->diags, RULE_CFG004, value->items.at[i]->span, NULL, "engines names %s twice", choices[index]);
        } else {
            *PUSH(config->arena, &config->project->engines) = (enum engine)index;
        }
    }
    if (value->kind != NODE_LIST || value->items.len == 0) {
        diag_report(config->diags, RULE_CFG002, value->span, NULL, "engines wants a list, as in [sqlite]");
    }
}

static void read_default_environment(struct config *config, const struct node *value)
{
    config->project->default_environment = setting_text(config, value, "default_environment");
}

static void read_protected(struct config *config, const struct node *value)
{
    struct environment *last = &config->project->environments.at[config->project->environments.len - 1];
    (void)setting_bool(config, value, "protected", &last->is_protected);
}

static void read_url(struct config *config, const struct node *value)
{
    struct environment *last = &config->project->environments.at[config->project->environments.len - 1];
    last->url = (struct word){setting_text(config, value, "url"), value->span};
}

static const struct setting environment_settings[] = {{"url", read_url}, {"protected", read_protected}, {NULL, NULL}};

static void read_environments(struct config *config, const struct node *value)
{
    if (value->kind != NODE_MAP) {
        diag_report(config->diags,
            RULE_CFG002,
            value->span,
            NULL,
            "environments wants a map of names, and this is %s",
            node_kind_name(value));
        return;
    }
    for (size_t i = 0; i < value->pairs.len; i++) {
        const struct node_pair *pair = &value->pairs.at[i];
        struct environment *environment = PUSH(config->arena, &config->project->environments);
        environment->name = (struct word){pair->key->text, pair->key->span};
        setting_map(config, pair->value, "an environment", environment_settings);
        if (config->project->environments.at[config->project->environments.len - 1].url.span.file == 0) {
            diag_report(
                config->diags, RULE_CFG005, pair->key->span, NULL, "environment \"%s\" has no url", pair->key->text);
        }
    }
}

static const struct setting settings[] = {{"corm", read_version},
    {"model", read_model},
    {"migrations", read_migrations},
    {"fixtures", read_fixtures},
    {"engines", read_engines},
    {"default_environment", read_default_environment},
    {"environments", read_environments},
    {"lint", setting_lint},
    {"postgresql", setting_postgresql},
    {"sqlite", setting_sqlite},
    {NULL, NULL}};

void project_list_keys(struct arena *arena, struct key_maps *maps)
{
    const struct {
        const char *what;
        const struct setting *settings;
    } all[] = {{"corm.yaml", settings},
        {"an environment", environment_settings},
        {"lint", lint_settings},
        {"postgresql", postgresql_settings},
        {"sqlite", sqlite_settings}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct key_map *map = PUSH(arena, maps);
        map->what = all[i].what;
        for (const struct setting *setting = all[i].settings; setting->key != NULL; setting++) {
            *PUSH(arena, &map->keys) = setting->key;
        }
    }
}

/* ---- the whole file ---- */

/* Whether the folder is the other one or above it; both without links. */
static bool is_above(const char *folder, const char *other)
{
    size_t len = strcmp(folder, "/") == 0 ? 0 : strlen(folder);
    return strncmp(folder, other, len) == 0 && (other[len] == '/' || other[len] == '\0');
}

/* A file of a folder as one would name it from the current one, where that is above it or below. */
static const char *from_here(struct arena *arena, const char *folder, const char *name)
{
    char *here = realpath(".", NULL);
    const char *path = path_join(arena, folder, name);
    if (here != NULL && is_above(here, folder)) {
        size_t len = strcmp(here, "/") == 0 ? 0 : strlen(here);
        path = path_join(arena, folder + len + (folder[len] == '/' ? 1 : 0), name);
    } else if (here != NULL && is_above(folder, here)) {
        path = name;
        for (const char *at = here; strcmp(at, folder) != 0; at = path_folder(arena, at)) {
            path = path_join(arena, "..", path);
        }
    }
    free(here);
    return path;
}

const char *project_find(struct arena *arena, const char *directory)
{
    char *real = realpath(directory, NULL);
    if (real == NULL) {
        return NULL;
    }
    const char *here = path_join(arena, directory, CONFIG_NAME);
    const char *folder = arena_strdup(arena, real);
    free(real);
    if (file_exists(here)) {
        return here;
    }
    while (strcmp(folder, "/") != 0) {
        folder = path_folder(arena, folder);
        const char *path = path_join(arena, folder, CONFIG_NAME);
        if (file_exists(path)) {
            return from_here(arena, folder, CONFIG_NAME);
        }
    }
    return NULL;
}

static void check_whole(struct config *config, const struct node *document, bool has_model)
{
    struct project *project = config->project;
    if (node_get(document, "corm") == NULL) {
        struct report *report =
            diag_report(config->diags, RULE_CFG003, document->span, NULL, "corm.yaml does not say its format version");
        diag_hint(report, "begin the file with `corm: 1`");
    }
    if (!has_model) {
        const char *path = path_join(config->arena, project->root, "model.yaml");
        *PUSH(config->arena, &project->model_files) = path;
    }
    const struct node *name = node_get(document, "default_environment");
    struct strings names = {0};
    for (size_t i = 0; i < project->environments.len; i++) {
        *PUSH(config->arena, &names) = project->environments.at[i].name.text;
    }
    if (project->default_environment != NULL && !strings_have(&names, project->default_environment)) {
        struct report *report = diag_report(config->diags,
            RULE_CFG004,
            name->span,
            NULL,
            "default_environment: no environment is named \"%s\"",
            project->default_environment);
        const char *nearest = text_nearest(project->default_environment, &names);
        diag_hint(report,
            nearest != NULL ? "did you mean \"%s\"?" : "environments: %s",
            nearest != NULL ? nearest : strings_join(config->arena, &names, ", "));
    }
}

static struct project *new_project(struct arena *arena, const char *path)
{
    struct project *project = NEW(arena, struct project);
    project->config = path;
    project->root = path_folder(arena, path);
    project->migrations = path_join(arena, project->root, "migrations");
    project->fixtures = path_join(arena, project->root, "fixtures");
    project->sqlalchemy = "2.0";
    project->sqlite_version = 3035000;
    project->postgresql_version = 12;
    project->lock_timeout_ms = 3000;
    project->concurrent_indexes = true;
    return project;
}

static corm_status find_config(
    struct arena *arena, const char *config, const char *directory, const char **ret_path, corm_failure *error)
{
    const char *path = config != NULL ? config : project_find(arena, directory == NULL ? "." : directory);
    if (path == NULL) {
        (void)fail(error, CORM_USAGE, "no corm.yaml here or in a folder above");
        fail_hint(error, "go to your project, or name the file with --config");
        return CORM_USAGE;
    }
    *ret_path = path;
    return CORM_OK;
}

corm_status project_open(struct arena *arena,
    struct diags *diags,
    const char *config_path,
    const char *directory,
    struct project **ret_project,
    corm_failure *error)
{
    const char *path, *text;
    size_t len;
    corm_status status = find_config(arena, config_path, directory, &path, error);
    if (status != CORM_OK) {
        return status;
    }
    status = file_read(arena, path, node_model_limits.bytes, &text, &len, error);
    if (status != CORM_OK) {
        return status;
    }
    struct nodes documents;
    struct config config = {.arena = arena, .diags = diags, .project = new_project(arena, path), .error = error};
    bool read =
        node_read(arena, arena, diags, diags_add_source(diags, path, text, len), &node_model_limits, &documents);
    if (read && documents.len == 1) {
        setting_map(&config, documents.at[0], "corm.yaml", settings);
        check_whole(&config, documents.at[0], node_get(documents.at[0], "model") != NULL);
    } else if (read) {
        diag_report(
            diags, RULE_YML011, documents.at[1]->span, NULL, "corm.yaml holds one document, and this is another");
    }
    if (diags_count(diags, CORM_ERROR) != 0) {
        return fail(error, CORM_USAGE, "%s has mistakes", path);
    }
    *ret_project = config.project;
    return CORM_OK;
}
