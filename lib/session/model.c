#include "base/text.h"
#include "session/session.h"

static bool only_sqlite(struct arena *arena, const struct project *project)
{
    struct engines engines = {0};
    if (project != NULL) {
        engines = project_engines(arena, project);
    }
    return engines.len == 1 && engines.at[0] == ENGINE_SQLITE;
}

static void check(struct diags *diags,
    const struct project *project,
    const struct resolved *resolved,
    const char *sqlalchemy,
    void (*rules)(const struct rule_input *input))
{
    struct arena *scratch = arena_new();
    rules(&(struct rule_input){.arena = scratch,
        .diags = diags,
        .model = resolved->model,
        .resolved = resolved,
        .sqlalchemy = text_same(sqlalchemy, "1.4") ? SQLALCHEMY_1_4 : SQLALCHEMY_2_0,
        .only_sqlite = only_sqlite(scratch, project)});
    arena_free(scratch);
}

const struct resolved *session_check_model(struct arena *arena,
    struct diags *diags,
    const struct project *project,
    const struct strings *files,
    const char *root,
    const char *sqlalchemy)
{
    const struct resolved *resolved = resolve_model(arena, model_read(arena, diags, files, root));
    check(diags, project, resolved, sqlalchemy, rules_check);
    return resolved;
}

static bool stops(const corm_finding *finding, enum strictness strictness)
{
    if (finding->severity != CORM_ERROR) {
        return false;
    }
    switch (strictness) {
    case MODEL_READS: return text_starts(finding->code, "YML") || text_starts(finding->code, "MOD");
    case MODEL_COMPILES: return rule_stops(rule_find(finding->code));
    case MODEL_LINTS: break;
    }
    return true;
}

static size_t count_bad(corm *session, enum strictness strictness)
{
    session->findings = diags_findings(session->diags, &session->project->lint);
    size_t bad = 0;
    for (size_t i = 0; i < session->findings->len; i++) {
        bad += stops(&session->findings->at[i], strictness) ? 1 : 0;
    }
    return bad;
}

bool session_model_is(corm *session, enum strictness strictness)
{
    return count_bad(session, strictness) == 0;
}

/* Fails where a finding is too bad for what is to be done; the findings then tell the rest. */
static corm_status judge(corm *session, enum strictness strictness)
{
    size_t bad = count_bad(session, strictness);
    if (bad == 0) {
        return CORM_OK;
    }
    (void)fail(&session->failure, CORM_USAGE, "the model has %zu error%s", bad, bad == 1 ? "" : "s");
    fail_hint(&session->failure, "corm-migrate lint shows what the linter has to say of the whole project");
    return CORM_USAGE;
}

static void read_model(corm *session)
{
    const struct project *project = session->project;
    session->model_arena = session->model_arena == NULL ? arena_new() : session->model_arena;
    struct model *model = model_read(session->model_arena, session->diags, &project->model_files, project->root);
    session->resolved = resolve_model(session->model_arena, model);
    session->linted = false;
    check(session->diags, project, session->resolved, project->sqlalchemy, rules_check_keys);
}

/* What only advises is asked where it matters, or where a bad model is told of as a whole. */
corm_status session_model(corm *session, enum strictness strictness, const struct resolved **ret_resolved)
{
    corm_status status = session_need_project(session);
    if (status == CORM_OK && strictness == MODEL_LINTS) {
        status = project_add_baseline(session->arena, session->diags, session->project, &session->failure);
        session->findings = diags_findings(session->diags, NULL);
    }
    if (status != CORM_OK) {
        return status;
    }
    if (session->resolved == NULL) {
        read_model(session);
    }
    if (!session->linted && (strictness != MODEL_COMPILES || count_bad(session, strictness) > 0)) {
        check(session->diags, session->project, session->resolved, session->project->sqlalchemy, rules_check_rest);
        session->linted = true;
    }
    status = judge(session, strictness);
    if (status == CORM_OK) {
        *ret_resolved = session->resolved;
    }
    return status;
}

corm_status session_schema(corm *session, enum strictness strictness, enum engine engine, struct schema **ret_schema)
{
    const struct resolved *resolved;
    corm_status status = session_model(session, strictness, &resolved);
    if (status != CORM_OK) {
        return status;
    }
    struct schema *schema = compile_schema(session->arena, session->diags, resolved, engine);
    status = judge(session, strictness);
    if (status == CORM_OK) {
        *ret_schema = schema;
    }
    return status;
}

corm_status session_schema_alone(
    corm *session, enum strictness strictness, enum engine engine, struct schema **ret_schema)
{
    bool read_here = session->model_arena == NULL; /* so that no result of an earlier call is of it */
    struct schema *schema;
    corm_status status = session_schema(session, strictness, engine, &schema);
    if (status == CORM_OK) {
        schema_own_texts(session->arena, schema);
        *ret_schema = schema;
    }
    if (read_here) {
        arena_free(session->model_arena);
        session->model_arena = NULL;
        session->resolved = NULL;
    }
    return status;
}
