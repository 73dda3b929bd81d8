#include "base/buf.h"
#include "base/file.h"
#include "base/text.h"
#include "project/project.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* sqlite:PATH, or with a driver as SQLAlchemy has it: sqlite+pysqlite:///PATH. */
static bool is_sqlite(const char *url)
{
    return text_starts(url, "sqlite:") || (text_starts(url, "sqlite+") && strstr(url, "://") != NULL);
}

static const char *engine_of(const char *url)
{
    return engine_names[is_sqlite(url) ? ENGINE_SQLITE : ENGINE_POSTGRESQL];
}

static size_t name_len(const char *text)
{
    size_t len = 0;
    while (isalnum((unsigned char)text[len]) || text[len] == '_') {
        len++;
    }
    return len;
}

/* Fills in one "${NAME}" or "${NAME:-default}"; *at points behind the "${". */
static corm_status fill_one(
    struct arena *arena, const char **at, struct buf *out, const char *environment, corm_failure *error)
{
    size_t len = name_len(*at);
    const char *end = strchr(*at, '}');
    const char *inner = strstr(*at, "${");
    bool has_default = strncmp(*at + len, ":-", 2) == 0;
    if (len == 0 || end == NULL || (!has_default && (*at)[len] != '}') || (inner != NULL && inner < end)) {
        (void)fail(error,
            CORM_USAGE,
            "the url of environment \"%s\" has a ${ that is not ${NAME} or ${NAME:-default}",
            environment);
        return CORM_USAGE;
    }
    const char *name = arena_strndup(arena, *at, len);
    const char *value = getenv(name);
    if (has_default && (value == NULL || *value == '\0')) {
        buf_add_len(out, *at + len + 2, (size_t)(end - *at) - len - 2);
    } else if (value != NULL) {
        buf_add(out, value);
    } else {
        (void)fail(error, CORM_USAGE, "%s is not set, and the url of environment \"%s\" needs it", name, environment);
        fail_hint(error, "set %s, choose another environment with --env, or give --url", name);
        return CORM_USAGE;
    }
    *at = end + 1;
    return CORM_OK;
}

static corm_status fill_in(
    struct arena *arena, const char *url, const char *environment, const char **ret_url, corm_failure *error)
{
    struct buf out = buf_new(arena);
    for (const char *at = url; *at != '\0';) {
        if (strncmp(at, "${", 2) != 0) {
            buf_char(&out, *at++);
            continue;
        }
        at += 2;
        corm_status status = fill_one(arena, &at, &out, environment, error);
        if (status != CORM_OK) {
            return status;
        }
    }
    *ret_url = buf_text(&out);
    return CORM_OK;
}

/* A relative SQLite path of corm.yaml counts from its folder. */
static const char *from_root(struct arena *arena, const struct project *project, const char *url)
{
    if (!is_sqlite(url)) {
        return url;
    }
    const char *path = strchr(url, ':') + 1; /* behind "sqlite:" or "sqlite+pysqlite:" */
    if (text_same(path, ":memory:") || text_same(path, "///:memory:") || *path == '\0') {
        return url;
    }
    if (text_starts(path, "///")) { /* SQLAlchemy's spelling; a fourth slash begins an absolute path */
        path += 3;
    } else if (text_starts(path, "//")) {
        return url; /* a host: the driver says what is wrong with it */
    }
    return *path == '\0' ? url : arena_printf(arena, "sqlite:%s", path_join(arena, project->root, path));
}

static const struct environment *find_environment(const struct project *project, const char *name)
{
    for (size_t i = 0; i < project->environments.len; i++) {
        if (text_same(project->environments.at[i].name.text, name)) {
            return &project->environments.at[i];
        }
    }
    return NULL;
}

static corm_status no_environment(
    struct arena *arena, const struct project *project, const char *name, corm_failure *error)
{
    struct strings names = {0};
    for (size_t i = 0; i < project->environments.len; i++) {
        *PUSH(arena, &names) = project->environments.at[i].name.text;
    }
    (void)fail(error, CORM_USAGE, "%s has no environment named \"%s\"", project->config, name);
    const char *nearest = text_nearest(name, &names);
    if (nearest != NULL) {
        fail_hint(error, "did you mean \"%s\"?", nearest);
    } else if (names.len != 0) {
        fail_hint(error, "environments: %s", strings_join(arena, &names, ", "));
    }
    return CORM_USAGE;
}

static corm_status target_of_environment(struct arena *arena,
    const struct project *project,
    const char *name,
    struct target *ret_target,
    corm_failure *error)
{
    const struct environment *environment = find_environment(project, name);
    if (environment == NULL) {
        return no_environment(arena, project, name, error);
    }
    const char *url;
    corm_status status = fill_in(arena, environment->url.text, name, &url, error);
    if (status != CORM_OK) {
        return status;
    }
    url = from_root(arena, project, url);
    *ret_target = (struct target){
        .url = url, .environment = name, .is_protected = environment->is_protected, .engine = engine_of(url)};
    return CORM_OK;
}

static const char *default_environment(const struct project *project)
{
    bool only = project->default_environment == NULL && project->environments.len == 1;
    return only ? project->environments.at[0].name.text : project->default_environment;
}

/* Where the file of a SQLite URL is, links followed; NULL where there is none. */
static const char *real_file(struct arena *arena, const char *url)
{
    const char *path = is_sqlite(url) ? strchr(url, ':') + 1 : "";
    return path_real(arena, text_starts(path, "///") ? path + 3 : path);
}

/* The same text, or for SQLite the same file. */
static bool is_same_database(struct arena *arena, const char *a, const char *b)
{
    const char *file = real_file(arena, a);
    return text_same(a, b) || (file != NULL && text_same(file, real_file(arena, b)));
}

/* A database stays protected when it is named by its URL, unless an environment that is not protected has it too. */
static bool is_protected_url(struct arena *arena, const struct project *project, const char *url)
{
    bool is_protected = false;
    for (size_t i = 0; i < project->environments.len; i++) {
        const struct environment *environment = &project->environments.at[i];
        corm_failure unset;
        const char *filled;
        if (environment->url.text != NULL && fill_in(arena, environment->url.text, "", &filled, &unset) == CORM_OK &&
            is_same_database(arena, from_root(arena, project, filled), url)) {
            if (!environment->is_protected) {
                return false;
            }
            is_protected = true;
        }
    }
    return is_protected;
}

corm_status project_target(struct arena *arena,
    const struct project *project,
    const char *url,
    const char *environment,
    struct target *ret_target,
    corm_failure *error)
{
    if (url == NULL && environment == NULL) {
        url = getenv("CORM_DATABASE_URL");
        url = url != NULL && *url == '\0' ? NULL : url;
    }
    if (url != NULL) {
        *ret_target = (struct target){
            .url = url, .is_protected = is_protected_url(arena, project, url), .engine = engine_of(url)};
        return CORM_OK;
    }
    const char *name = environment != NULL ? environment : default_environment(project);
    if (name == NULL) {
        (void)fail(error, CORM_USAGE, "no database is named");
        fail_hint(
            error, "give --url or --env, set CORM_DATABASE_URL, or write default_environment in %s", project->config);
        return CORM_USAGE;
    }
    return target_of_environment(arena, project, name, ret_target, error);
}

/* "${URL:-sqlite:x.db}" tells its engine only when it is filled in: then by the variable, if that is set. */
static const char *engine_of_raw(struct arena *arena, const char *url)
{
    corm_failure unset;
    const char *filled;
    if (strstr(url, "${") == NULL || is_sqlite(url) || text_starts(url, "postgres")) {
        return engine_of(url);
    }
    return fill_in(arena, url, "", &filled, &unset) == CORM_OK ? engine_of(filled) : NULL;
}

struct engines project_engines(struct arena *arena, const struct project *project)
{
    struct engines engines = project->engines;
    const char *name = default_environment(project);
    const struct environment *environment = name == NULL ? NULL : find_environment(project, name);
    if (engines.len != 0 || environment == NULL || environment->url.text == NULL) {
        return engines;
    }
    const char *engine = engine_of_raw(arena, environment->url.text);
    if (engine != NULL) {
        *PUSH(arena, &engines) = text_same(engine, engine_names[ENGINE_SQLITE]) ? ENGINE_SQLITE : ENGINE_POSTGRESQL;
    }
    return engines;
}
