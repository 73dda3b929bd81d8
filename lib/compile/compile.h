/* Model -> schema for one engine: types spelled, names made, derived things added with their reasons.
 *
 * Foreign-key indexes, generated keys, ON DELETE actions and inferred types are derived as docs/model.md says.  What an
 * engine cannot do is reported (MOD1xx) with the engine's name.  Expects a model without errors. */
#ifndef CORM_COMPILE_COMPILE_H
#define CORM_COMPILE_COMPILE_H

#include "resolve/resolve.h"
#include "schema/schema.h"

struct schema *compile_schema(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, enum engine engine);

/* Reports what compiling reports, table by table, and keeps nothing. */
void compile_check(struct diags *diags, const struct resolved *resolved, enum engine engine);

/* Of that what holds for any engine: SQL of the author's that none of them takes (MOD111).  For models with errors, and
 * where no engine is known. */
void compile_check_texts(struct diags *diags, const struct model *model);

/* Hints at what the model means differently on SQLite and PostgreSQL (MOD2xx), for a project that has both. */
void compile_hints(struct arena *arena, struct diags *diags, const struct model *model);

/* What was derived and why, for `explain`. */
struct fact {
    const char *object, *what, *why;
    struct span place;
};
struct facts LIST_OF(struct fact);
struct facts compile_facts(struct arena *arena, const struct resolved *resolved, enum engine engine);

/* The engine's spelling of a type: "VARCHAR(80)".  NULL where the engine has none. */
const char *compile_type(struct arena *arena, const struct type *type, enum engine engine);

#endif
