/* Ctrl-C: a request to stop, kept until the work in hand has come to a place where it can stop and say so.
 *
 * A signal handler asks (corm_interrupt in corm.h); whoever holds it looks, between two statements or inside a long
 * one, stops, rolls back and tells.  Where nobody holds it there is nothing to roll back, and the caller may end the
 * process at once.  One request for the whole process. */
#ifndef CORM_BASE_INTERRUPT_H
#define CORM_BASE_INTERRUPT_H

#include "base/error.h"

void interrupt_hold(void);
void interrupt_release(void);

bool interrupted(void);

/* The failure to return once it was seen: "interrupted <before what>". */
corm_status interrupt_fail(corm_failure *error, const char *when);

#endif
