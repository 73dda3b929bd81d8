#ifndef CORM_COMPILE_POSTGRESQL_H
#define CORM_COMPILE_POSTGRESQL_H

#include "compile/compiler.h"

const char *postgresql_type(struct arena *arena, const struct type *type);
/* As format_type() writes it: mood, sales.mood, "Mood", "order". */
const char *postgresql_type_name(struct arena *arena, const char *schema, const char *name);

void postgresql_generated_key(struct compiler *compiler, struct column_work *work);
void postgresql_fit_table(struct compiler *compiler, const struct table_def *def, struct table *table);

#endif
