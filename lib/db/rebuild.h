/* What a runner does around a migration that rebuilds, alters or drops tables (SQLite), so that nothing is lost:
 * docs/rebuild.md.
 *
 * before(): inside the transaction, keys off, before the first statement; `tables` by their names at that time.
 * Remembers rows, sequences and statistics of the tables, which views and triggers of the database prepare, all
 * definitions, and which foreign keys dangle already.
 *
 * In between the driver follows the statements.  A copy, `INSERT INTO new (a, ..) SELECT a, .. FROM old [ORDER BY ..]`,
 * must hold every row; a column that is copied plainly must keep each value, one that changes its affinity (or is
 * CAST) must keep what each value means, unless allow_lossy.  An expression in the SELECT is not judged.  A DROP TABLE
 * that takes triggers and indexes with it has their definitions saved first.  Renames are followed.
 *
 * after(): before COMMIT.  Puts those triggers and indexes back, unless the migration made one of the same name itself,
 * or an index whose column is gone; so a migration that means to be rid of one says DROP INDEX or DROP TRIGGER before
 * it drops the table.  Keeps AUTOINCREMENT's sequence and the statistics, and refuses where rows are missing, a foreign
 * key dangles that did not, a view or trigger no longer prepares, or another table's definition has changed.
 *
 * For a migration that rebuilds nothing `tables` is NULL and keys are on: then a DROP TABLE whose ON DELETE would reach
 * rows of another table is refused, and in the end views, triggers and foreign keys that lost their table.
 *
 * An error means ROLLBACK. */
#ifndef CORM_DB_REBUILD_H
#define CORM_DB_REBUILD_H

#include "db/db.h"

struct rebuild_hooks {
    corm_status (*before)(struct db *db,
        struct arena *arena,
        const struct strings *tables,
        bool allow_lossy,
        void **ret_memory,
        corm_failure *error);
    corm_status (*after)(struct db *db, struct arena *arena, void *memory, corm_failure *error);
};

#endif
