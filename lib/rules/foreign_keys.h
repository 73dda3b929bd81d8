/* One foreign key as its author wrote it, asked whether its names lead somewhere. */
#ifndef CORM_RULES_FOREIGN_KEYS_H
#define CORM_RULES_FOREIGN_KEYS_H

#include "resolve/pointers.h"
#include "rules/names.h"

/* Who needs keys that lead nowhere: what is found out at the first that is asked about. */
struct fk_needs {
    bool known;
    struct pointers tables, columns; /* table_def, column_def -> the first struct relationship */
};

struct fk_case {
    const struct rule_input *input;
    struct fk_needs *needs;
    const struct table_def *table;
    const struct fk_def *fk;
};

/* "posts.user_id" */
const char *fk_object(const struct fk_case *c);

/* FK001.  SQLite takes such a key until a row is stored, so that it is a warning for it alone, unless SQLAlchemy needs
 * the key: then the model cannot be configured. */
void fk_report_unknown_table(const struct fk_case *c);

#endif
