#include "db/postgresql/postgresql.h"

extern const char db_postgresql_dependents_sql[];

struct listing {
    struct arena *arena;
    struct dependents *dependents;
};

static const char *text_of(struct arena *arena, const struct value *value)
{
    return value->kind == VALUE_TEXT ? arena_strndup(arena, value->text, value->len) : NULL;
}

static corm_status keep_dependent(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    const struct listing *listing = payload;

    (void)len;
    (void)error;
    *PUSH(listing->arena, listing->dependents) = (struct dependent){.schema = text_of(listing->arena, &values[0]),
        .table = text_of(listing->arena, &values[1]),
        .column = text_of(listing->arena, &values[2]),
        .what = text_of(listing->arena, &values[3]),
        .goes = values[4].integer != 0,
        .own = values[5].integer != 0};
    return CORM_OK;
}

corm_status pg_dependents(struct db *base, struct arena *arena, struct dependents *ret_dependents, corm_failure *error)
{
    struct pg_db *db = pg_of(base);
    struct dependents dependents = {0};
    struct listing listing = {arena, &dependents};
    const struct value schema = value_text(db->schema);
    corm_status status = db->unsettled ? pg_settle(db, false, error) : CORM_OK;

    if (status == CORM_OK) {
        status = pg_ask(db, db_postgresql_dependents_sql, &schema, 1, keep_dependent, &listing, error);
    }
    if (status == CORM_OK) {
        *ret_dependents = dependents;
    }
    return status;
}
