#include "import/script.h"

#define MODULES(USE)                                                                                                   \
    USE(actions)                                                                                                       \
    USE(catalog)                                                                                                       \
    USE(classes)                                                                                                       \
    USE(defaults)                                                                                                      \
    USE(expressions)                                                                                                   \
    USE(layout)                                                                                                        \
    USE(load)                                                                                                          \
    USE(main)                                                                                                          \
    USE(naming)                                                                                                        \
    USE(notes)                                                                                                         \
    USE(portable)                                                                                                      \
    USE(relations)                                                                                                     \
    USE(tables)

#define DECLARE(name) extern const char import_sqlalchemy_##name##_py[];
MODULES(DECLARE)

#define ROW(name) {"corm_import." #name, import_sqlalchemy_##name##_py},
const struct script_module script_modules[] = {MODULES(ROW)};
const size_t script_modules_len = sizeof script_modules / sizeof *script_modules;
