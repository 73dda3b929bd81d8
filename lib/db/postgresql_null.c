#include "db/drivers.h"

static corm_status null_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error)
{
    (void)url;
    (void)mode;
    (void)ret_db;
    corm_status status = fail(error, CORM_USAGE, "this build has no PostgreSQL driver");
    fail_hint(error, "build corm-migrate where pkg-config finds libpq, or name a SQLite database: sqlite:PATH");
    return status;
}

const struct driver postgresql_driver = {
    .engine = "postgresql",
    .takes = postgresql_takes,
    .open = null_open,
};
