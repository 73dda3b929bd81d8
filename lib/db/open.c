#include "db/drivers.h"

#include <string.h>

static const struct driver *const drivers[] = {&sqlite_driver, &postgresql_driver, NULL};

static const struct driver *driver_of(const char *url)
{
    const struct driver *const *driver = drivers;

    while (*driver != NULL && !(*driver)->takes(url)) {
        driver++;
    }
    return *driver;
}

const char *db_engine_of(const char *url)
{
    const struct driver *driver = driver_of(url);

    return driver != NULL ? driver->engine : NULL;
}

static corm_status driven_by(const struct driver *driver, corm_status opened, struct db **db)
{
    if (opened == CORM_OK) {
        (*db)->driver = driver;
    }
    return opened;
}

corm_status db_open(const char *url, enum db_mode mode, struct db **ret_db, corm_failure *error)
{
    const struct driver *driver = driver_of(url);

    if (driver == NULL) { /* the URL itself may hold a password */
        size_t scheme = strcspn(url, ":/@?");
        corm_status status = url[scheme] == ':'
                                 ? fail(error, CORM_USAGE, "no database driver takes %.*s: URLs", (int)scheme, url)
                                 : fail(error, CORM_USAGE, "a database URL begins with its engine");
        fail_hint(error, "write sqlite:PATH, or postgresql://HOST/NAME");
        return status;
    }
    return driven_by(driver, driver->open(url, mode, ret_db, error), ret_db);
}

corm_status db_scratch(const char *engine, struct db **ret_db, corm_failure *error)
{
    if (strcmp(engine, sqlite_driver.engine) == 0) {
        return db_open("sqlite::memory:", DB_CREATE, ret_db, error);
    }
    corm_status status = fail(error, CORM_DATABASE, "a scratch database for %s needs a server", engine);
    fail_code(error, "no-scratch");
    return status;
}

corm_status db_scratch_of(struct db *beside, struct db **ret_db, corm_failure *error)
{
    const struct driver *driver = beside->driver;

    return driver->scratch_of != NULL ? driven_by(driver, driver->scratch_of(beside, ret_db, error), ret_db)
                                      : db_scratch(driver->engine, ret_db, error);
}
