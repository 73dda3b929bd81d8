#include "db/sqlite/sqlite.h"

#include "base/text.h"

#include <string.h>

bool sqlite_takes(const char *url)
{
    return text_starts(url, "sqlite:") || (text_starts(url, "sqlite+") && strstr(url, "://") != NULL);
}

static corm_status bad_url(corm_failure *error, const char *what)
{
    corm_status status = fail(error, CORM_USAGE, "%s", what);

    fail_hint(error,
        "write sqlite:PATH or sqlite::memory:; SQLAlchemy's sqlite:///relative.db and "
        "sqlite:////absolute.db are fine too");
    return status;
}

/* SQLAlchemy's spelling, behind "sqlite://": a third slash only separates, so a fourth begins an absolute path. */
static corm_status sqlalchemy_path(const char *rest, const char **ret_path, corm_failure *error)
{
    if (*rest == '\0' || strcmp(rest, "/") == 0) {
        *ret_path = ":memory:";
        return CORM_OK;
    }
    if (*rest != '/') {
        return bad_url(error, "a SQLite URL has no host: a path needs three slashes, or none");
    }
    if (strchr(rest, '?') != NULL) {
        return bad_url(error, "parameters behind a SQLite URL are not supported");
    }
    *ret_path = rest + 1;
    return CORM_OK;
}

corm_status sqlite_url_path(struct arena *arena, const char *url, const char **ret_path, corm_failure *error)
{
    const char *rest = strchr(url, ':') + 1;

    if (text_starts(rest, "//")) {
        corm_status status = sqlalchemy_path(rest + 2, &rest, error);
        if (status != CORM_OK) {
            return status;
        }
    }
    if (*rest == '\0') {
        return bad_url(error, "the SQLite URL names no file");
    }
    *ret_path = arena_strdup(arena, rest);
    return CORM_OK;
}
