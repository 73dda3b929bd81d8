/* A stage that would hold more locks than a server has room for, as several.
 *
 * PostgreSQL locks each thing that a transaction makes, changes or drops until it ends, and has room for 6,400 with its
 * defaults (64 for each of 100 connections).  So tables that are dropped, changed or made in thousands come in
 * portions, each with a file and a commit of its own; whatever portion a group stops at, `down` undoes what was done.
 */
#ifndef CORM_MIGRATE_PORTIONS_H
#define CORM_MIGRATE_PORTIONS_H

#include "migrate/stages.h"

/* Appends the stage, or the stages that together do what it does. */
void portions_add(
    struct arena *arena, const struct stage *whole, const struct plan_options *options, struct stages *stages);

#endif
