/* Versions of migrations: UTC times as 14 digits, "20261121093000". */
#ifndef CORM_MIGRATE_VERSION_H
#define CORM_MIGRATE_VERSION_H

#include "base/arena.h"
#include "base/error.h"

#include <stdint.h>

#define VERSION_LEN 14

/* 14 digits.  Files may have any; what is asked for must be a date as well. */
bool version_has_form(const char *text, size_t len);
bool version_is_date(const char *text);

/* `wanted`, or `now` (seconds since 1970) where it is NULL; one second after `last` where that is not later.  `last`
 * may be NULL.  CORM_USAGE where `wanted` is not a date. */
MUST_CHECK corm_status version_next(struct arena *arena,
    const char *wanted,
    int64_t now,
    const char *last,
    const char **ret_version,
    corm_failure *error);

/* "2026-11-21T09:30:00Z" */
const char *version_iso(struct arena *arena, int64_t now);

/* "Add posts!" -> "add_posts"; never empty, at most 60 bytes. */
const char *version_slug(struct arena *arena, const char *name);

#endif
