/* What tables and columns were called when a migration file began: what the live database and the file's header call
 * them, while the text goes on with the names that it gives them (ALTER TABLE … RENAME). */
#ifndef CORM_MIGRATE_FORMER_H
#define CORM_MIGRATE_FORMER_H

#include "base/arena.h"

struct table_name {
    const char *schema; /* NULL where the text names none */
    const char *name;
    const char *sql; /* as the text spells it, schema included */
};
struct column_name {
    const char *name;
    const char *sql; /* as the text spells it */
};

struct former_table {
    struct table_name was, now;
};
struct former_column {
    struct table_name table; /* as it was */
    struct column_name was;
    const char *now;
};
struct former {
    struct arena *arena;
    struct LIST_OF(struct former_table) tables;
    struct LIST_OF(struct former_column) columns;
};

/* A name without a schema is that of any. */
bool table_name_same(const struct table_name *a, const struct table_name *b);

void former_rename_table(struct former *former, const struct table_name *table, const char *name);
void former_rename_column(
    struct former *former, const struct table_name *table, const struct column_name *column, const char *name);

struct table_name former_table(const struct former *former, const struct table_name *table);

/* `table` is as the text names it at this place. */
struct column_name former_column(
    const struct former *former, const struct table_name *table, const struct column_name *column);

#endif
