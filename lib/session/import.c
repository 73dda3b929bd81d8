#include "import/import.h"
#include "session/session.h"

corm_status corm_import_sqlalchemy(
    corm *session, const char *const *modules, const char *python, const corm_imported **ret_imported)
{
    struct imported imported;
    session_begin(session);
    corm_status status = import_sqlalchemy(session->arena, modules, python, &imported, &session->failure);
    if (status != CORM_OK) {
        return status;
    }
    corm_imported *result = NEW(session->arena, corm_imported);
    result->yaml = imported.yaml;
    result->found = imported.found == NULL ? "" : imported.found;
    result->notes = session_texts(session, &imported.notes);
    *ret_imported = result;
    return CORM_OK;
}
