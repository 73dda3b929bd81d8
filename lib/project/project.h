/* corm.yaml: where a project keeps its things, and which database is meant. */
#ifndef CORM_PROJECT_PROJECT_H
#define CORM_PROJECT_PROJECT_H

#include "base/error.h"
#include "diag/baseline.h"
#include "model/model.h"

struct environment {
    struct word name, url;
    bool is_protected;
};

struct project {
    const char *config;                          /* path of corm.yaml */
    const char *root;                            /* its folder */
    struct strings model_files;                  /* paths, globs expanded */
    const char *migrations, *fixtures;           /* paths */
    struct engines LIST_OF(enum engine) engines; /* as configured; empty where corm.yaml does not say */
    const char *default_environment;
    struct LIST_OF(struct environment) environments;
    struct diag_filter lint;
    const char *sqlalchemy;                         /* "2.0" */
    const char *baseline;                           /* path of lint's baseline; NULL for none */
    int sqlite_version;                             /* 3035000 */
    int postgresql_version;                         /* 12 */
    unsigned lock_timeout_ms, statement_timeout_ms; /* PostgreSQL; 0: none */
    bool concurrent_indexes, require_tls;
};

/* Finds (from `directory` upwards, or `config`) and reads the configuration.  Mistakes in it are findings (CFG0xx) and
 * CORM_USAGE; so is none to be found. */
MUST_CHECK corm_status project_open(struct arena *arena,
    struct diags *diags,
    const char *config,
    const char *directory,
    struct project **ret_project,
    corm_failure *error);
/* The path of the nearest corm.yaml at or above a folder, or NULL. */
const char *project_find(struct arena *arena, const char *directory);

/* Reads a baseline, where the file is there.  *ret_baseline keeps its findings; mistakes in it are findings (CFG011,
 * YML) and CORM_USAGE. */
MUST_CHECK corm_status project_baseline(struct arena *arena,
    struct diags *diags,
    const char *path,
    const char *root, /* of the project */
    struct baseline **ret_baseline,
    corm_failure *error);
/* The baseline that corm.yaml names becomes part of the project's filter; that it is not there is CORM_USAGE. */
MUST_CHECK corm_status project_add_baseline(
    struct arena *arena, struct diags *diags, struct project *project, corm_failure *error);

struct target {
    const char *url;         /* filled in and absolute; may hold a password: never shown */
    const char *environment; /* NULL where a bare URL was given */
    bool is_protected;
    const char *engine; /* by the URL's scheme */
};
/* url, else environment, else CORM_DATABASE_URL, else the default environment. */
MUST_CHECK corm_status project_target(struct arena *arena,
    const struct project *project,
    const char *url,
    const char *environment,
    struct target *ret_target,
    corm_failure *error);

/* The engines that `generate` writes for and that `lint` holds the model against: those of corm.yaml, else the engine
 * of the default environment's URL as far as it can be told without filling in variables.  May be empty. */
struct engines project_engines(struct arena *arena, const struct project *project);

/* Adds the keys of corm.yaml, and of the maps in it. */
void project_list_keys(struct arena *arena, struct key_maps *maps);

#endif
