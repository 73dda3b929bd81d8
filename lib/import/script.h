/* The script for Python, as it stands in lib/import/sqlalchemy/: put into the program when it is built. */
#ifndef CORM_IMPORT_SCRIPT_H
#define CORM_IMPORT_SCRIPT_H

#include <stddef.h>

struct script_module {
    const char *name; /* "corm_import.main" */
    const char *text;
};

extern const char import_sqlalchemy_bootstrap_py[]; /* for `python -c` */
extern const struct script_module script_modules[];
extern const size_t script_modules_len;

#endif
