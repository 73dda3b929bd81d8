#include "db/postgresql/postgresql.h"

/* Sequences of serial and identity columns, and how to put each behind the largest (descending: the smallest) key that
 * the table holds; one that is further on already stays. */
static const char sequences_sql[] =
    "SELECT pg_catalog.format('SELECT pg_catalog.setval(%L::pg_catalog.regclass, m.key) FROM (SELECT "
    "pg_catalog.%s(%I)::"
    "pg_catalog.int8 AS key FROM %s) AS m, %s AS s WHERE m.key BETWEEN %s AND %s AND (m.key %s s.last_value OR m.key = "
    "s.last_value AND NOT s.is_called)', q.seqrelid::pg_catalog.regclass::text, "
    "CASE WHEN q.seqincrement > 0 THEN 'max' ELSE 'min' END, a.attname, a.attrelid::pg_catalog.regclass::text, "
    "q.seqrelid::pg_catalog.regclass::text, q.seqmin::text, q.seqmax::text, "
    "CASE WHEN q.seqincrement > 0 THEN '>' ELSE '<' END) "
    "FROM pg_catalog.pg_sequence AS q JOIN pg_catalog.pg_depend AS d ON d.objid = q.seqrelid AND d.objsubid = 0 "
    "AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass "
    "AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i') "
    "JOIN pg_catalog.pg_attribute AS a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid "
    "WHERE a.attrelid = pg_catalog.to_regclass($1) ORDER BY a.attnum";

struct updates {
    struct arena *arena;
    struct strings sql;
};

static corm_status keep_update(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct updates *updates = payload;

    (void)len;
    (void)error;
    *PUSH(updates->arena, &updates->sql) = arena_strndup(updates->arena, values[0].text, values[0].len);
    return CORM_OK;
}

corm_status pg_after_load(struct db *base, const struct strings *tables, corm_failure *error)
{
    struct pg_db *db = pg_of(base);
    struct updates updates = {.arena = arena_new()};
    corm_status status = db->unsettled ? pg_settle(db, false, error) : CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < tables->len; i++) {
        struct value name = value_text(tables->at[i]);
        status = pg_ask(db, sequences_sql, &name, 1, keep_update, &updates, error);
    }
    for (size_t i = 0; status == CORM_OK && i < updates.sql.len; i++) {
        status = pg_run(db, updates.sql.at[i], NULL, error);
    }
    arena_free(updates.arena);
    return status;
}
