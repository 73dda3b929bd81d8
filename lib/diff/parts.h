/* Pairs the keys, constraints and indexes of a table pair and lists what differs. */
#ifndef CORM_DIFF_PARTS_H
#define CORM_DIFF_PARTS_H

#include "diff/pairs.h"

void parts_compare(const struct lens *lens, enum part part, struct changes *changes);

#endif
