/* corm keeps a database in step with a model written in YAML.
 *
 * A session (struct corm) owns everything that its functions hand out, until corm_free().  Functions return a
 * corm_status, which is also the exit status of the program, and touch their ret_ parameters only on CORM_OK or
 * CORM_FOUND.  Mistakes in the user's files are findings (corm_get_findings); whatever the system or the database
 * refused is the one failure of the last call (corm_why).  Results are plain data: nothing here prints or exits.
 * A session is for one thread.  Option structs whose bytes are all zero ask for the defaults.
 *
 *     corm *session = corm_new();
 *     if (corm_open_project(session, &(corm_location){.directory = "."}) == CORM_OK)
 *         status = corm_up(session, NULL, &(corm_run_options){0}, &report);
 *     corm_free(session); */
#ifndef CORM_H
#define CORM_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CORM_API __attribute__((visibility("default"), warn_unused_result))
#define CORM_API_VOID __attribute__((visibility("default")))

typedef struct corm corm;

typedef enum corm_status {
    CORM_OK = 0,       /* done, and nothing to report */
    CORM_FOUND = 1,    /* a check found something: lint errors, differences, pending migrations */
    CORM_USAGE = 2,    /* usage, configuration, an unreadable file, a model that does not compile */
    CORM_DATABASE = 3, /* the database refused or could not be reached */
    CORM_REFUSED = 4,  /* refused for safety: hazard, protected database, lock, edited or missing history */
} corm_status;

/* ---- findings: what is wrong in the user's files ---- */

typedef enum corm_severity { CORM_HINT, CORM_WARNING, CORM_ERROR } corm_severity;

/* Lines and columns count from 1, columns in characters; the end is behind the last character.  file is NULL where
 * there is no place.  source_line is the text of that line, unescaped and without its end. */
typedef struct corm_place {
    const char *file;
    unsigned line, column, end_line, end_column;
    const char *source_line;
} corm_place;

typedef struct corm_note {
    corm_place place;
    const char *message;
} corm_note;

/* What stands between the two ends of the place becomes the text. */
typedef struct corm_edit {
    corm_place place;
    const char *text;
} corm_edit;

typedef struct corm_finding {
    const char *code; /* "REL401" */
    const char *rule; /* "one-to-one-without-unique" */
    corm_severity severity;
    const char *object; /* "User.profile"; NULL where it is about a file */
    const char *message;
    const char *hint;      /* NULL for none */
    const char *fix;       /* "safe", "proposed" or NULL */
    const char *not_fixed; /* why a fix that was asked for was not made; NULL for none */
    const char *hidden;    /* by what it is not told: "comment" or "baseline"; NULL where it is */
    const char *reason;    /* what the comment says; NULL for none */
    corm_place place;
    const corm_note *related;
    size_t related_len;
    const corm_edit *edits; /* of its fix, made together or not at all; only where they were asked for */
    size_t edits_len;
} corm_finding;

typedef struct corm_findings {
    const corm_finding *at;
    size_t len;
    size_t errors, warnings, hints;
    const corm_finding *hidden; /* those that a comment or the baseline keeps from being told */
    size_t hidden_len;
} corm_findings;

/* ---- failures: what the world refused ---- */

typedef struct corm_failure {
    corm_status status;
    char code[24];      /* "lock-not-obtained"; empty for none */
    char message[1024]; /* what was being done, then what came back; no secrets */
    char hint[512];     /* the one thing to do next; empty for none */
    char file[512];     /* of a migration or fixture; empty for none */
    unsigned line, column;
    char sqlstate[40]; /* PostgreSQL's, or the name of SQLite's extended result code; empty for none */
    char database[12]; /* "before", "after", "resumable" or "unknown": what it looks like now; empty: not touched */
} corm_failure;

CORM_API corm *corm_new(void);
CORM_API_VOID void corm_free(corm *session); /* NULL is fine; closes what is still open */
CORM_API const corm_failure *corm_why(const corm *session);
/* What the last call found in the user's files; never NULL. */
CORM_API const corm_findings *corm_get_findings(const corm *session);
CORM_API const char *corm_version(void);
/* The address above docs/ on the web, without a slash at its end; NULL where the builder named none. */
CORM_API const char *corm_homepage(void);

/* For a handler of SIGINT, and safe in one: true asks the migrations that run to stop where they are, roll back what is
 * open and fail with the code "interrupted"; false takes it back.  Returns whether any run: if none do, there is
 * nothing to wait for.  A request stands until it is taken back, for every session of the process. */
CORM_API bool corm_interrupt(bool stop);

/* Names and data come from others: the text with control characters, bidirectional controls and bytes that are not
 * UTF-8 as \\x{..}, safe to show on a terminal. */
CORM_API const char *corm_visible(corm *session, const char *text);
/* Columns that the UTF-8 text takes on a terminal. */
CORM_API size_t corm_width(const char *text, size_t len);

/* ---- project ---- */

typedef struct corm_location {
    const char *config;    /* the path of a corm.yaml; NULL: look for it in directory and upwards */
    const char *directory; /* NULL: the current one */
} corm_location;

CORM_API corm_status corm_open_project(corm *session, const corm_location *location);

/* Which database: url, else environment, else CORM_DATABASE_URL, else the default environment.  NULL in place of a
 * corm_target means all defaults. */
typedef struct corm_target {
    const char *url;
    const char *environment;
} corm_target;

/* ---- lint and explain ---- */

typedef struct corm_lint_options {
    const char *const *paths; /* NULL-terminated; NULL: the whole project */
    const char *const *select, *const
                                   *ignore; /* codes, prefixes or "ALL"; NULL-terminated; NULL: the configuration's */
    const char *sqlalchemy;                 /* "1.4" or "2.0"; NULL: the configuration's */
    bool strict;                            /* warnings count as errors for the status */
    bool fix;                               /* makes the safe fixes in the files; findings are those that remain */
    bool unsafe;                            /* with fix or diff: the proposed ones too, where they are mechanical */
    bool edits;                             /* findings have the edits of their fixes */
    bool diff;                              /* works out the fixes and writes nothing */
    bool baseline;             /* writes what is found into a baseline that is not there, takes what is gone out of one
                                  that is, unless paths are given; does neither with diff */
    const char *baseline_file; /* NULL: the configuration's, else corm-baseline.json beside corm.yaml */
    bool no_baseline;          /* tells what the configuration's baseline hides */
} corm_lint_options;

/* CORM_FOUND where there are errors; with diff, where a file would change.  Needs no project where paths are given, no
 * database and no network. */
CORM_API corm_status corm_lint(corm *session, const corm_lint_options *options, const corm_findings **ret_findings);

typedef struct corm_fixed_code {
    const char *code;
    size_t count;
} corm_fixed_code;

typedef struct corm_fixed_file {
    const char *path;
    const char *diff;             /* unified, with three lines of context */
    const corm_fixed_code *codes; /* of the findings in this file that are gone; none where it changed for others' */
    size_t codes_len;
    size_t count; /* of all of them */
} corm_fixed_file;

typedef struct corm_fixes {
    const corm_fixed_file *files;
    size_t files_len;
    size_t count;                /* findings that were fixed, or with diff would be */
    size_t left_safe, left_more; /* findings left that fix alone, and only with unsafe, could still take away */
} corm_fixes;

/* What the last corm_lint changed, or would change with diff; never NULL. */
CORM_API const corm_fixes *corm_get_fixes(const corm *session);

typedef struct corm_baseline {
    const char *file; /* NULL: there is none */
    size_t known;     /* findings that it kept from being told */
    size_t gone;      /* that were taken out of it, since nothing like them was found */
    bool is_new;      /* it was written now, and held nothing before */
    bool named;       /* corm.yaml names it, so that it is honoured without being asked for */
} corm_baseline;

/* The baseline of the last corm_lint; never NULL. */
CORM_API const corm_baseline *corm_get_baseline(const corm *session);

typedef struct corm_rule {
    const char *code, *name, *summary;
    corm_severity severity;
    const char *fix;     /* "safe", "proposed", "safe or proposed", or NULL: what edits its findings may have */
    bool off_by_default; /* reported only where it is selected */
    const char *page;    /* the whole story, as markdown; NULL where there is none */
} corm_rule;
/* The rule of a code ("REL401", any case), or NULL. */
CORM_API const corm_rule *corm_find_rule(corm *session, const char *code);
/* The code that is nearest to what was typed, or NULL. */
CORM_API const char *corm_nearest_rule(corm *session, const char *code);

/* One thing that is known of an object, its reason (NULL for as written) and where that stands. */
typedef struct corm_aspect {
    const char *topic; /* "kind", "gives", "join", "writes", "reverse", "key", "index", "delete", "remove", "database",
                          "type", "unique", "primary key", "referenced", "relationship" */
    const char *what, *why;
    corm_place place;
} corm_aspect;

/* What reading N objects and a relationship of each sends by one loading strategy. */
typedef struct corm_loading {
    const char *strategy;   /* "selectin" */
    bool chosen;            /* it is what `lazy` says */
    const char *statements; /* with the one that reads the N objects: "1 + N", "1", "2", "1 + 2 * N/500" */
    const char *what;       /* when, or what happens instead */
    const char *sql;        /* NULL for none */
} corm_loading;

typedef struct corm_relationship {
    const char *name;      /* "User.posts" */
    const char *direction; /* "ONETOMANY", "MANYTOONE", "MANYTOMANY"; NULL where it could not be resolved */
    bool uselist;
    const char *target;                       /* model */
    const char *secondary;                    /* table, or NULL */
    const char *const *local, *const *remote; /* "users.id"; NULL-terminated, sorted */
    const char *reverse;                      /* "Post.author", or NULL */
    const char *join;                         /* as SQL: "users.id = posts.user_id" */
    corm_place place;
    /* Only where an object was asked for: */
    const corm_aspect *aspects;
    size_t aspects_len;
    const char *owners_sql; /* the statement that reads the N objects */
    const corm_loading *loadings;
    size_t loadings_len;
} corm_relationship;

/* A table or a column. */
typedef struct corm_explained {
    const char *name, *kind; /* "users.id", "column" */
    corm_place place;
    const corm_aspect *aspects;
    size_t aspects_len;
} corm_explained;

/* A fact that was derived, with its reason: an index for a foreign key, an ON DELETE action, an inferred type. */
typedef struct corm_fact {
    const char *object; /* "posts.user_id" */
    const char *what;   /* "ON DELETE CASCADE" */
    const char *why;    /* "User.posts has cascade with delete" */
    corm_place place;
} corm_fact;

struct corm_difference; /* below */

typedef struct corm_explanation {
    const corm_explained *objects; /* the table or the column that was asked for; the table of a model */
    size_t objects_len;
    const corm_relationship *relationships;
    size_t relationships_len;
    const corm_fact *facts;
    size_t facts_len;
    const struct corm_difference *live; /* all that differs in the database; NULL where it was not asked */
} corm_explanation;

/* object: "User.posts", "User", "User.name", "posts.user_id", "posts", or NULL for everything.  live: a database to
 * compare with; NULL for none. */
CORM_API corm_status corm_explain(
    corm *session, const char *object, const corm_target *live, const corm_explanation **ret_explanation);

/* ---- export ---- */

typedef struct corm_export_options {
    bool flask;   /* Flask-SQLAlchemy's db.Model */
    bool mapped;  /* annotations of SQLAlchemy 2, Mapped[..] */
    bool no_lint; /* whatever can be read, as it is, for SQLAlchemy to judge */
} corm_export_options;

/* The model as SQLAlchemy's declarative classes: Python source. */
CORM_API corm_status corm_export_sqlalchemy(corm *session, const corm_export_options *options, const char **ret_source);

/* The YAML of a language ("model", "config", "fixtures") as JSON Schema, for editors; NULL for any other.  Needs no
 * project. */
CORM_API const char *corm_json_schema(corm *session, const char *language);

/* ---- diff ---- */

typedef struct corm_change {
    const char *action;         /* "create", "drop", "alter", "rename" */
    const char *kind;           /* "table", "column", "index", "foreign_key", "unique", "check", "primary_key", "enum",
                                   "schema" */
    const char *object;         /* "posts.user_id" */
    const char *table;          /* the table it belongs to; NULL for enums and schemas */
    const char *from, *to;      /* as SQL, or NULL */
    const char *what;           /* what differs: "type, default" */
    const char *why;            /* the reason of a derived thing, or NULL */
    const char *const *hazards; /* codes, NULL-terminated */
    corm_place place;           /* where the model says so */
} corm_change;

typedef struct corm_hazard {
    const char *code; /* "DS101" */
    const char *object;
    const char *message;
    bool destroys; /* it blocks unless it is allowed */
} corm_hazard;

typedef struct corm_object {
    const char *kind, *object;
} corm_object;

typedef struct corm_difference {
    bool different;
    const char *engine;
    const char *database;  /* its name for people, without secrets; NULL where none is compared with */
    const char *unapplied; /* the state of the first migration that is not "applied"; NULL for none */
    const corm_change *changes;
    size_t changes_len;
    const char *const *up, *const *down; /* statements, NULL-terminated */
    const corm_hazard *hazards;
    size_t hazards_len;
    const corm_object *unmanaged;
    size_t unmanaged_len;
    const char *const *warnings; /* what the comparison could not be sure of; NULL-terminated */
} corm_difference;

CORM_API corm_status corm_diff(corm *session, const corm_target *target, const corm_difference **ret_difference);
/* The model against what the migrations of the target's engine come to when they run on a scratch database; that of
 * PostgreSQL is made on the target's server.  The difference has no database. */
CORM_API corm_status corm_diff_migrations(
    corm *session, const corm_target *target, const corm_difference **ret_difference);

/* ---- generate and hash ---- */

typedef struct corm_generate_options {
    const char *name;         /* becomes the slug */
    const char *version;      /* NULL: the clock, or SOURCE_DATE_EPOCH */
    const char *const *allow; /* hazard codes or "all"; NULL-terminated; NULL for none */
    bool offline, empty, dry_run, check, no_lint;
} corm_generate_options;

typedef struct corm_written_file {
    const char *path; /* relative to the project */
    const char *content;
} corm_written_file;

typedef struct corm_generated {
    const char *engine;
    const char *version; /* NULL: the model has no changes */
    bool unheld;         /* the database has changes already that no migration holds: a new one would lack them */
    const corm_written_file *files;
    size_t files_len;
    const char *unproven; /* why it was not tried on a scratch database; NULL: it was */
    const corm_difference *difference;
} corm_generated;

typedef struct corm_generated_all {
    const corm_generated *at; /* one an engine */
    size_t len;
} corm_generated_all;

/* CORM_FOUND only with `check`, where the model has changes that no migration holds. */
CORM_API corm_status corm_generate(corm *session,
    const corm_target *target,
    const corm_generate_options *options,
    const corm_generated_all **ret_generated);

/* Re-seals hand-edited files that the target has not applied and rewrites schema.lock.  ret_files: those that changed.
 */
CORM_API corm_status corm_hash(corm *session, const corm_target *target, const char *const **ret_files);

/* ---- run ---- */

typedef struct corm_run_options {
    const char *to; /* version; NULL: all (up), the last group (down) */
    unsigned steps; /* groups for down, migrations for up; 0: not said */
    bool all;       /* down: everything */
    bool dry_run;
    unsigned wait_seconds;    /* for a server that is still starting */
    const char *const *allow; /* hazard codes or "all" */
    const char *confirm;      /* repeats the name of a protected database */
} corm_run_options;

typedef struct corm_ran {
    const char *version, *name, *direction; /* "up" or "down" */
    unsigned statements;
    double seconds;
    const char *sql; /* the file's text, with dry_run */
} corm_ran;

typedef struct corm_run_report {
    const char *engine, *database;
    const corm_ran *at; /* in the order in which they ran; on failure those that are committed */
    size_t len;
    bool dry_run;
    const char *const *warnings; /* NULL-terminated */
} corm_run_report;

/* What a down would take with it, counted now: to be told before it runs. */
typedef struct corm_destroyed {
    const char *version, *code, *object; /* "posts", "posts.title" */
    long long rows; /* of a table, or values of a column that are not null; -1 where they cannot be counted */
} corm_destroyed;

typedef struct corm_destroyed_all {
    const corm_destroyed *at;
    size_t len;
} corm_destroyed_all;

CORM_API corm_status corm_down_destroys(corm *session,
    const corm_target *target,
    const corm_run_options *options,
    const corm_destroyed_all **ret_destroyed);

/* On failure *ret_report is set as well, so that what did happen can be told. */
CORM_API corm_status corm_up(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report);
CORM_API corm_status corm_down(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report);
/* down and up of the last group */
CORM_API corm_status corm_redo(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report);

typedef struct corm_migration {
    const char *version, *name, *group;
    const char *state;      /* "applied", "pending", "edited", "missing", "out_of_order", "partial" */
    const char *applied_at; /* UTC, or NULL */
    bool sealed;            /* its files are as corm.sum has them */
    bool undoing;           /* "partial": down was cut short, and finishes it; else up does */
} corm_migration;

typedef struct corm_state {
    const char *engine, *database;
    const corm_migration *migrations;
    size_t migrations_len;
    bool clean;                                                          /* all applied */
    enum { CORM_DRIFT_UNKNOWN, CORM_DRIFT_NONE, CORM_DRIFT_SOME } drift; /* live against what the migrations made */
    const char *const *warnings; /* a version in the future, a connection without TLS */
} corm_state;

CORM_API corm_status corm_get_state(corm *session, const corm_target *target, const corm_state **ret_state);

/* ---- import ---- */

typedef struct corm_imported {
    const char *yaml;         /* a whole model */
    const char *found;        /* "4 models, 1 tables without a class, 6 relationships" */
    const char *const *notes; /* what could not be taken over as it is, a line each; NULL-terminated */
} corm_imported;

/* The models of SQLAlchemy or Flask-SQLAlchemy as a model of ours.  modules: "package.module", "package.module:Base" or
 * paths of .py files, at most 32, NULL-terminated.  python: NULL for that of the active virtual environment, or
 * python3. It runs the code of those modules; what they print goes to standard error.  Needs no project. */
CORM_API corm_status corm_import_sqlalchemy(
    corm *session, const char *const *modules, const char *python, const corm_imported **ret_imported);

/* ---- seed ---- */

typedef struct corm_seed_options {
    const char *const *sets; /* NULL-terminated; NULL: the default sets */
    bool clean, upsert, dry_run, force;
    const char *confirm;
    const char *now; /* an ISO 8601 time that !now and !ago count from; NULL: the clock */
} corm_seed_options;

typedef struct corm_seeded {
    const char *file;
    bool skipped; /* unchanged since it was loaded */
    size_t rows;
} corm_seeded;

typedef struct corm_seed_table {
    const char *table;
    size_t rows;
} corm_seed_table;

typedef struct corm_seed_report {
    const char *engine, *database;
    const corm_seeded *files;
    size_t files_len;
    const corm_seed_table *tables;
    size_t tables_len;
    bool dry_run;
} corm_seed_report;

CORM_API corm_status corm_seed(
    corm *session, const corm_target *target, const corm_seed_options *options, const corm_seed_report **ret_report);

#ifdef __cplusplus
}
#endif

#endif
