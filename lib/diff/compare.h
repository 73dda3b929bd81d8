/* What differs between two things that were paired: sets of enum facet, 0 for nothing.  `from` is read through the
 * lens.  A name differs only where both sides have one: a database that leaves constraints unnamed is not wrong. */
#ifndef CORM_DIFF_COMPARE_H
#define CORM_DIFF_COMPARE_H

#include "diff/pairs.h"

unsigned compare_table(const struct lens *lens);
unsigned compare_column(const struct lens *lens, const struct column *from, const struct column *to);
unsigned compare_primary_key(const struct lens *lens, const struct primary_key *from, const struct primary_key *to);
unsigned compare_unique(const struct lens *lens, const struct unique *from, const struct unique *to);
unsigned compare_index(const struct lens *lens, const struct index *from, const struct index *to);
unsigned compare_foreign_key(const struct lens *lens, const struct foreign_key *from, const struct foreign_key *to);
unsigned compare_check(const struct lens *lens, const struct check *from, const struct check *to);

/* The same columns in the same order. */
bool compare_columns(const struct lens *lens, const struct strings *from, const struct strings *to);

#endif
