#include "db/drivers.h"
#include "db/sqlite/sqlite.h"

const struct driver sqlite_driver = {
    .engine = "sqlite",
    .has_table_sql = "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = ?1",
    .takes = sqlite_takes,
    .open = sqlite_open,
    .close = sqlite_close,
    .name = sqlite_name,
    .query = sqlite_query,
    .next_statement = sqlite_next_statement,
    .error_offset = sqlite_error_offset,
    .begin = sqlite_begin,
    .end = sqlite_end,
    .in_transaction = sqlite_in_transaction,
    .introspect = sqlite_introspect,
    .rebuild = &sqlite_rebuild_hooks,
};
