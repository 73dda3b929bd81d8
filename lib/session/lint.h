/* What the linter says of a migrations folder, with no database. */
#ifndef CORM_SESSION_LINT_H
#define CORM_SESSION_LINT_H

#include "diag/diag.h"

/* A folder that is not there is fine. */
void lint_migrations(struct arena *arena, struct diags *diags, const char *path, const char *engine);

#endif
