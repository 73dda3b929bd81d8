#ifndef CORM_COMPILE_SQLITE_H
#define CORM_COMPILE_SQLITE_H

#include "compile/compiler.h"

const char *sqlite_type(struct arena *arena, const struct type *type);
void sqlite_generated_key(struct compiler *compiler, struct column_work *work);
void sqlite_fit_table(struct compiler *compiler, const struct table_def *def, struct table *table);

#endif
