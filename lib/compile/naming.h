/* Names of constraints and indexes, by templates with the placeholders of SQLAlchemy's naming convention:
 *   %(table_name)s %(constraint_name)s %(referred_table_name)s %(column_0_name)s %(column_0N_name)s
 *   %(column_0_N_name)s %(column_1_label)s %(referred_column_0_name)s ... and %% for a percent sign.
 *
 * Without `naming:` every object has a name.  A name that is longer than 63 bytes, PostgreSQL's limit, is cut and ends
 * in a hash of the whole; the same on every engine.  A name that the author wrote stays as it is, unless his own
 * template holds %(constraint_name)s, which then stands for it, as in SQLAlchemy. */
#ifndef CORM_COMPILE_NAMING_H
#define CORM_COMPILE_NAMING_H

#include "compile/compiler.h"

enum naming { NAMING_PK, NAMING_FK, NAMING_UQ, NAMING_IX, NAMING_CK };

/* What a name is made of. */
struct naming_parts {
    const char *table;
    struct strings columns; /* an expression stands as a hash of it */
    const char *ref_table;  /* of a foreign key */
    struct strings ref_columns;
    bool expression;        /* one of the columns is none */
    const char *constraint; /* %(constraint_name)s where the author gave no name; NULL: the columns */
};

/* Reports a written name that is off the convention (NAM908).  NULL where the kind is switched off (`fk: null`) and the
 * author gave no name. */
const char *make_name(
    struct compiler *compiler, enum naming kind, const struct naming_parts *parts, const struct word *written);

/* The template filled in and not cut, as SQLAlchemy does it for a thing without a name; NULL where the kind is off. */
const char *expand_name(
    struct arena *arena, const struct naming_def *naming, enum naming kind, const struct naming_parts *parts);
const char *naming_template(const struct naming_def *naming, enum naming kind); /* NULL where the kind is off */
/* The author's template holds %(constraint_name)s, which written names stand for. */
bool naming_renames(const struct naming_def *naming, enum naming kind);

/* Cuts to 63 bytes as above. */
const char *fit_name(struct arena *arena, const char *name);

/* Reports an `ix: null`. */
void check_naming(struct compiler *compiler);

#endif
