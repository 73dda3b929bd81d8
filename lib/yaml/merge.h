/* Merge keys and repeated keys: what makes the pairs of a map out of what was written. */
#ifndef CORM_YAML_MERGE_H
#define CORM_YAML_MERGE_H

#include "yaml/node.h"

/* Takes the pairs as written, << among them.  Merged pairs stand where their << stands; a key of the map's own wins
 * over a merged one, an earlier source over a later.  False where a finding was reported.  What only the merging needs
 * is put into `scratch`. */
bool merge_pairs(struct arena *arena, struct arena *scratch, struct diags *diags, struct node *map);

#endif
