#include "db/db.h"

#include "base/text.h"
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
    return driver->open(url, mode, ret_db, error);
}

corm_status db_scratch(const char *engine, struct db **ret_db, corm_failure *error)
{
    if (strcmp(engine, sqlite_driver.engine) == 0) {
        return sqlite_driver.open("sqlite::memory:", DB_CREATE, ret_db, error);
    }
    corm_status status = fail(error, CORM_DATABASE, "a scratch database for %s needs a server", engine);
    fail_code(error, "no-scratch");
    return status;
}

corm_status db_scratch_of(struct db *beside, struct db **ret_db, corm_failure *error)
{
    return beside->driver->scratch_of != NULL ? beside->driver->scratch_of(beside, ret_db, error)
                                              : db_scratch(beside->driver->engine, ret_db, error);
}

void db_close(struct db *db)
{
    if (db != NULL) {
        db->driver->close(db);
    }
}

/* NOLINTNEXTLINE(readability-function-size): a query is that much */
corm_status db_query(struct db *db,
    const char *sql,
    const struct value *params,
    size_t params_len,
    db_row_fn *each,
    void *payload,
    corm_failure *error)
{
    return db->driver->query(db, sql, params, params_len, each, payload, error);
}

corm_status db_run(struct db *db, const char *sql, corm_failure *error)
{
    return db_query(db, sql, NULL, 0, NULL, NULL, error);
}

struct first_int {
    bool found;
    int64_t value;
};

static corm_status keep_first_int(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct first_int *first = payload;

    (void)error;
    if (!first->found && len > 0 && values[0].kind == VALUE_INT) {
        *first = (struct first_int){true, values[0].integer};
    }
    return CORM_OK;
}

corm_status db_query_int(struct db *db, const char *sql, int64_t *ret_value, corm_failure *error)
{
    struct first_int first = {0};
    corm_status status = db_query(db, sql, NULL, 0, keep_first_int, &first, error);

    if (status != CORM_OK) {
        return status;
    }
    if (!first.found) {
        return fail(error, CORM_DATABASE, "no number came back from: %s", sql);
    }
    *ret_value = first.value;
    return CORM_OK;
}

corm_status db_introspect(struct db *db, struct arena *arena, struct schema **ret_schema, corm_failure *error)
{
    return db->driver->introspect(db, arena, ret_schema, error);
}

struct value value_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_text(const char *text)
{
    return text == NULL ? value_null() : (struct value){.kind = VALUE_TEXT, .text = text, .len = strlen(text)};
}
