/* Wires the stages together: what corm.h promises, in terms of the folders below it.  No logic of its own. */
#ifndef CORM_SESSION_SESSION_H
#define CORM_SESSION_SESSION_H

#include "compile/compile.h"
#include "db/db.h"
#include "migrate/generate.h"
#include "project/project.h"
#include "rules/rules.h"

struct corm {
    struct arena *arena;
    struct diags *diags;
    const corm_findings *findings;
    const corm_fixes *fixes; /* of the last corm_lint, or NULL */
    const corm_baseline *baseline;
    corm_failure failure;
    struct project *project;         /* NULL until corm_open_project */
    struct arena *model_arena;       /* of resolved and what it is made of; NULL until then */
    const struct resolved *resolved; /* NULL until the model was read */
    bool linted;                     /* by all rules, not only by those about keys */
};

/* Begins a call: forgets the last failure. */
void session_begin(corm *session);

/* CORM_USAGE where corm_open_project was not called. */
MUST_CHECK corm_status session_need_project(corm *session);

/* How much of the linter a model must pass. */
enum strictness {
    MODEL_READS,    /* it can be read; relationships may be wrong (explain) */
    MODEL_COMPILES, /* its tables and keys make sense */
    MODEL_LINTS,    /* no error at all (generate) */
};
/* Reads, resolves and checks the project's model once a session. */
MUST_CHECK corm_status session_model(corm *session, enum strictness strictness, const struct resolved **ret_resolved);

/* Whether the model that was read is good enough, without failing. */
bool session_model_is(corm *session, enum strictness strictness);

/* The model as an engine's schema. */
MUST_CHECK corm_status session_schema(
    corm *session, enum strictness strictness, enum engine engine, struct schema **ret_schema);

/* The same for those who need nothing else of the model: a model that was not read before is forgotten again, since a
 * large one takes more room than its schema and all that is compared with it. */
MUST_CHECK corm_status session_schema_alone(
    corm *session, enum strictness strictness, enum engine engine, struct schema **ret_schema);

/* Reads the rules' findings of a model that stands in these files, into diags. */
const struct resolved *session_check_model(struct arena *arena,
    struct diags *diags,
    const struct project *project,
    const struct strings *files,
    const char *root,
    const char *sqlalchemy);

MUST_CHECK corm_status session_target(corm *session, const corm_target *target, struct target *ret_target);
/* CORM_REFUSED where the project wants TLS and the connection has none, or none that is checked. */
MUST_CHECK corm_status session_open(corm *session, const struct target *where, enum db_mode mode, struct db **ret_db);
struct plan_options session_plan_options(const corm *session);
MUST_CHECK corm_status session_folder(corm *session, const char *engine, struct folder **ret_folder);
enum engine session_engine(const char *name);

/* The folder's lock, or what replaying its files makes where the lock does not belong to them (beside: a connection to
 * the engine's server, or NULL).  NULL in *ret_lock for a folder without migrations. */
MUST_CHECK corm_status session_lock(
    corm *session, const struct folder *folder, struct db *beside, const struct schema **ret_lock);

/* Model against live, with what stands in the way between: the parts of a difference. */
struct comparison {
    struct folder *folder;
    const struct schema *live, *desired, *wanted; /* wanted: desired with what is unmanaged adopted */
    struct unmanaged_list unmanaged;
    struct strings warnings;
    struct diff *diff;
    struct plan *up, *down;
    const char *unapplied; /* as in corm_difference */
    bool replayed;         /* live is what the migrations made of an empty database */
};
MUST_CHECK corm_status session_compare_live(
    corm *session, struct db *db, enum strictness strictness, struct comparison *ret_comparison);

/* The same with what the engine's migrations make of a scratch database; beside as in session_lock(). */
MUST_CHECK corm_status session_compare_replayed(corm *session,
    struct db *beside,
    const char *engine,
    enum strictness strictness,
    struct comparison *ret_comparison);

/* The first migration that is not applied as its file stands; NULL for none. */
MUST_CHECK corm_status session_unapplied(
    corm *session, struct db *db, const struct folder *folder, const struct migration_status **ret_first);

/* A version that the clock has not come to: whatever is generated next stands behind it. */
bool session_is_future(const char *version);
void session_warn_of_future(corm *session, const struct folder *folder, struct strings *warnings);

/* CORM_USAGE where a code is no hazard's; codes NULL for none. */
MUST_CHECK corm_status session_check_hazards(corm *session, const char *const *codes);

/* Warns of former names that were of no use. */
void session_add_doubts(corm *session, struct comparison *comparison);

/* What corm_diff() does, among other work on the session. */
MUST_CHECK corm_status session_diff(corm *session, const corm_target *target, const corm_difference **ret_difference);
/* Warns of what the model does not hold and that stands on what is dropped or changes its type. */
MUST_CHECK corm_status session_add_dependents(corm *session, struct db *db, struct comparison *comparison);

/* A difference as plain data; database: its name for people, or NULL. */
const corm_difference *session_difference(corm *session, const struct comparison *comparison, const char *database);

/* NULL-terminated, for results. */
const char *const *session_texts(corm *session, const struct strings *texts);
struct strings session_strings(corm *session, const char *const *texts);

#endif
