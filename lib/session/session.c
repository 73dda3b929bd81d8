#include "session/session.h"

#include "base/text.h"

#include <stdlib.h>

corm *corm_new(void)
{
    struct corm *session = calloc(1, sizeof *session);
    if (session == NULL) {
        abort();
    }
    session->arena = arena_new();
    session_begin(session);
    return session;
}

void corm_free(corm *session)
{
    if (session != NULL) {
        arena_free(session->model_arena);
        arena_free(session->arena);
        free(session);
    }
}

const char *corm_version(void)
{
    return CORM_VERSION;
}

const char *corm_homepage(void)
{
    return CORM_HOMEPAGE[0] == '\0' ? NULL : CORM_HOMEPAGE;
}

const char *corm_visible(corm *session, const char *text)
{
    return text_visible(session->arena, text);
}

size_t corm_width(const char *text, size_t len)
{
    return text_width(text, len);
}

const corm_failure *corm_why(const corm *session)
{
    return &session->failure;
}

const corm_findings *corm_get_findings(const corm *session)
{
    static const corm_findings none;
    return session->findings == NULL ? &none : session->findings;
}

void session_begin(corm *session)
{
    session->failure = (corm_failure){0};
    session->findings = NULL;
    session->fixes = NULL;
    session->baseline = NULL;
}

const corm_fixes *corm_get_fixes(const corm *session)
{
    static const corm_fixes none;
    return session->fixes == NULL ? &none : session->fixes;
}

const corm_baseline *corm_get_baseline(const corm *session)
{
    static const corm_baseline none;
    return session->baseline == NULL ? &none : session->baseline;
}

corm_status session_need_project(corm *session)
{
    return session->project != NULL ? CORM_OK : fail(&session->failure, CORM_USAGE, "no project is open");
}

corm_status corm_open_project(corm *session, const corm_location *location)
{
    session_begin(session);
    session->diags = diags_new(session->arena);
    session->resolved = NULL;
    corm_status status = project_open(
        session->arena, session->diags, location->config, location->directory, &session->project, &session->failure);
    session->findings = diags_findings(session->diags, NULL);
    return status;
}

corm_status session_target(corm *session, const corm_target *target, struct target *ret_target)
{
    static const corm_target defaults;
    target = target == NULL ? &defaults : target;
    return project_target(
        session->arena, session->project, target->url, target->environment, ret_target, &session->failure);
}

enum engine session_engine(const char *name)
{
    return text_same(name, engine_names[ENGINE_SQLITE]) ? ENGINE_SQLITE : ENGINE_POSTGRESQL;
}

const char *const *session_texts(corm *session, const struct strings *texts)
{
    const char **list = arena_alloc(session->arena, texts->len + 1, sizeof *list, _Alignof(const char *));
    for (size_t i = 0; i < texts->len; i++) {
        list[i] = texts->at[i];
    }
    return list;
}

struct strings session_strings(corm *session, const char *const *texts)
{
    struct strings list = {0};
    for (; texts != NULL && *texts != NULL; texts++) {
        *PUSH(session->arena, &list) = arena_strdup(session->arena, *texts);
    }
    return list;
}

const corm_rule *corm_find_rule(corm *session, const char *code)
{
    enum rule rule = rule_find(code);
    if (rule == RULE_COUNT) {
        return NULL;
    }
    const struct rule_info *info = rule_info(rule);
    corm_rule *found = NEW(session->arena, corm_rule);
    *found = (corm_rule){.code = info->code,
        .name = info->name,
        .summary = info->summary,
        .severity = info->severity,
        .fix = rule_fix(rule),
        .off_by_default = (info->traits & RULE_OFF) != 0,
        .page = rule_page(rule)};
    return found;
}

const char *corm_nearest_rule(corm *session, const char *code)
{
    return diag_nearest_rule(session->arena, code);
}
