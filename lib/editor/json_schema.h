/* The languages of YAML as JSON Schema (draft 7), for the completion, hover and checks of editors.
 *
 * The keys are those of the readers' tables, what they take and mean is vocabulary.yaml; nothing of a project goes in.
 * It knows kinds and words, not names: that a target exists is the linter's to say. */
#ifndef CORM_EDITOR_JSON_SCHEMA_H
#define CORM_EDITOR_JSON_SCHEMA_H

#include "base/arena.h"

/* "model", "config" or "fixtures"; NULL where it is none of them. */
const char *json_schema(struct arena *arena, const char *language);

#endif
