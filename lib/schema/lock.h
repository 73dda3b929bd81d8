/* schema.lock: a schema as canonical, reviewable text (YAML), and back.
 *
 * The text begins with the format version, the engine and the hash of the corm.sum that it belongs to.  Expressions
 * hold the model's text and, where the engine prints them differently, its canonical form.  Same schema, same bytes. */
#ifndef CORM_SCHEMA_LOCK_H
#define CORM_SCHEMA_LOCK_H

#include "base/error.h"
#include "schema/schema.h"

const char *lock_print(struct arena *arena, const struct schema *schema, const char *sum_hash);

/* CORM_USAGE where the text is not a schema.lock, with the place. */
MUST_CHECK corm_status lock_parse(struct arena *arena,
    const char *path,
    const char *text,
    size_t len,
    struct schema **ret_schema,
    const char **ret_sum_hash,
    corm_failure *error);

#endif
