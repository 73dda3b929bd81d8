/* What Python, where models end up, says of names. */
#ifndef CORM_MODEL_PYTHON_H
#define CORM_MODEL_PYTHON_H

#include <stdbool.h>

/* A word of the language: no attribute can have it as its name. */
bool python_is_keyword(const char *name);

#endif
