#include "db/postgresql/libpq.h"

#include <dlfcn.h>
#include <string.h>

struct libpq libpq;

struct function {
    const char *name;
    void *pointer; /* to the member that takes its address */
};

#define LIBPQ_FUNCTION(name) {"PQ" #name, &libpq.name},

static const struct function functions[] = {LIBPQ_FUNCTIONS(LIBPQ_FUNCTION)};

static corm_status refuse(corm_failure *error)
{
    const char *why = dlerror();
    corm_status status =
        fail(error, CORM_USAGE, "PostgreSQL's client library cannot be loaded: %s", why == NULL ? "libpq" : why);
    fail_hint(error, "install libpq (Debian: apt-get install libpq5), or name a SQLite database: sqlite:PATH");
    return status;
}

/* By the name of its binary interface, which all versions share since 8.2. */
static void *open_library(void)
{
#ifdef __APPLE__
    return dlopen("libpq.5.dylib", RTLD_LAZY | RTLD_LOCAL);
#else
    return dlopen("libpq.so.5", RTLD_LAZY | RTLD_LOCAL);
#endif
}

corm_status libpq_load(corm_failure *error)
{
    static void *library;
    if (library != NULL) {
        return CORM_OK;
    }
    void *opened = open_library();
    if (opened == NULL) {
        return refuse(error);
    }
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        void *address = dlsym(opened, functions[i].name);
        if (address == NULL) {
            return refuse(error);
        }
        memcpy(functions[i].pointer, &address, sizeof address);
    }
    library = opened;
    return CORM_OK;
}
