/* Scripts of any kind through PostgreSQL's splitter: it ends, moves on, and finds the same statements again. */
#include "db/drivers.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
    if (!holds) {
        abort();
    }
}

static size_t first_len(const char *script)
{
    size_t len = SIZE_MAX;
    corm_failure error;

    check(postgresql_driver.next_statement(NULL, script, &len, &error) == CORM_OK);
    check(len <= strlen(script));
    return len;
}

static bool only_spaces_and_semicolons(const char *text, size_t len)
{
    return strspn(text, " \t\r\n\v\f;") >= len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (postgresql_driver.next_statement == NULL) { /* a build without libpq */
        return 0;
    }
    struct arena *arena = arena_new();
    const char *script = arena_strndup(arena, (const char *)data, size);

    for (size_t len = first_len(script); len > 0; script += len, len = first_len(script)) {
        const char *statement = arena_strndup(arena, script, len);
        check(first_len(statement) == len); /* alone it is one statement, the same */
        check(!only_spaces_and_semicolons(statement, len));
        /* with another behind it, it has ended by itself: whatever follows */
        if (first_len(script + len) > 0) {
            check(statement[len - 1] == ';');
            check(first_len(arena_printf(arena, "%s SELECT 1", statement)) == len);
        }
    }
    arena_free(arena);
    return 0;
}
