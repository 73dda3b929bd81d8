/* The reverse side that `backref` asks for. */
#ifndef CORM_RESOLVE_BACKREF_H
#define CORM_RESOLVE_BACKREF_H

#include "resolve/join.h"

/* Adds the reverse side of a relationship to its target's class and returns it, unresolved; NULL where no backref is
 * asked for or possible.  Where the name is taken there, notes that. */
struct rel_def *backref_expand(struct resolve_index *index, struct relationship *rel);
/* Gives the reverse side the joins of the relationship that asked for it: reversed, as SQLAlchemy reverses them. */
void backref_take_joins(struct join *reverse, const struct relationship *from);

#endif
