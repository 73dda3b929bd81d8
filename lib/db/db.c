#include "db/db.h"

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

static corm_status ask_int(
    struct db *db, const char *sql, const struct value *param, int64_t *ret_value, corm_failure *error)
{
    struct first_int first = {0};
    corm_status status = db_query(db, sql, param, param == NULL ? 0 : 1, keep_first_int, &first, error);

    if (status != CORM_OK) {
        return status;
    }
    if (!first.found) {
        return fail(error, CORM_DATABASE, "no number came back from: %s", sql);
    }
    *ret_value = first.value;
    return CORM_OK;
}

corm_status db_query_int(struct db *db, const char *sql, int64_t *ret_value, corm_failure *error)
{
    return ask_int(db, sql, NULL, ret_value, error);
}

corm_status db_has_table(struct db *db, const char *name, bool *ret_there, corm_failure *error)
{
    const struct value param = value_text(name);
    int64_t tables = 0;
    corm_status status = ask_int(db, db->driver->has_table_sql, &param, &tables, error);

    *ret_there = tables != 0;
    return status;
}

corm_status db_introspect(struct db *db, struct arena *arena, struct schema **ret_schema, corm_failure *error)
{
    return db->driver->introspect(db, arena, NULL, ret_schema, error);
}

corm_status db_introspect_tables(
    struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error)
{
    return db->driver->introspect(db, arena, only, ret_schema, error);
}
