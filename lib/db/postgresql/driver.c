#include "db/postgresql/postgresql.h"

const struct driver postgresql_driver = {
    .engine = "postgresql",
    .has_table_sql = "SELECT pg_catalog.count(*) FROM pg_catalog.pg_class WHERE oid = pg_catalog.to_regclass(?1)",
    .takes = postgresql_takes,
    .open = pg_open,
    .close = pg_close,
    .name = pg_db_name,
    .query = pg_query,
    .next_statement = pg_next_statement,
    .error_offset = pg_error_offset,
    .begin = pg_begin,
    .end = pg_end,
    .lock = pg_lock,
    .unlock = pg_unlock,
    .in_transaction = pg_in_transaction,
    .introspect = pg_introspect,
    .canonicalize = pg_canonicalize,
    .dependents = pg_dependents,
    .scratch_of = pg_scratch_of,
    .warning = pg_warning,
    .after_load = pg_after_load,
};
