#include "export/export.h"
#include "editor/json_schema.h"
#include "export/python.h"
#include "session/session.h"

corm_status corm_export_sqlalchemy(corm *session, const corm_export_options *options, const char **ret_source)
{
    session_begin(session);
    enum strictness strictness = options->no_lint ? MODEL_READS : MODEL_LINTS;
    const struct resolved *resolved;
    corm_status status = session_model(session, strictness, &resolved);
    if (status != CORM_OK) {
        return status;
    }
    struct export_options what = {.style = options->flask ? EXPORT_FLASK : EXPORT_PLAIN, .mapped = options->mapped};
    struct engines engines = project_engines(session->arena, session->project);
    for (size_t i = 0; i < engines.len; i++) {
        struct schema *schema;
        status = session_schema(session, strictness, engines.at[i], &schema);
        if (status != CORM_OK) {
            return status;
        }
        what.schemas[engines.at[i]] = schema;
    }
    struct export_refusal refusal;
    *ret_source = export_sqlalchemy(session->arena, resolved, &what, &refusal);
    if (*ret_source == NULL) {
        corm_place place = diags_place(session->diags, refusal.span);
        status = fail(&session->failure,
            CORM_REFUSED,
            "%s:%u: %s: SQLAlchemy would run %s as Python",
            place.file,
            place.line,
            refusal.object,
            python_string(session->arena, refusal.text));
        fail_hint(&session->failure, "only columns, values, operators and SQLAlchemy's own functions are exported");
    }
    return status;
}

const char *corm_json_schema(corm *session, const char *language)
{
    return json_schema(session->arena, language);
}
