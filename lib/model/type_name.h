/* The words that name column types.  Private to model/. */
#ifndef CORM_MODEL_TYPE_NAME_H
#define CORM_MODEL_TYPE_NAME_H

#include "model/type.h"

/* What may stand between the parentheses of a type. */
enum args { ARGS_NONE, ARGS_LENGTH, ARGS_PRECISION, ARGS_NUMERIC, ARGS_FLOAT, ARGS_NAME, ARGS_TYPE, ARGS_NATIVE };

struct type_name {
    const char *name;
    enum type_kind kind;
    enum args args;
};

/* The portable spelling of a kind other than TYPE_NONE. */
const struct type_name *type_name_of(enum type_kind kind);
/* A portable name or an alias, in lower case; NULL where it is neither. */
const struct type_name *type_name_find(const char *name);
/* The known name that is nearest, or NULL. */
const char *type_name_nearest(struct arena *arena, const char *name);

#endif
