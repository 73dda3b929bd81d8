/* Copies of things in `from` as they will be called in `to`. */
#ifndef CORM_DIFF_KEEP_H
#define CORM_DIFF_KEEP_H

#include "diff/pairs.h"

/* As it stands: what generates it is not read through the lens. */
struct column *keep_column(const struct lens *lens, const struct column *column);

/* NULL where it names a column or table that goes away. */
struct foreign_key *keep_foreign_key(const struct lens *lens, const struct foreign_key *key);

/* Adds the constraint or index to a table of `to`; false where it names what goes away, and for columns and primary
 * keys. */
bool keep_part(const struct lens *lens, enum part part, union part_ref ref, struct table *into);

#endif
