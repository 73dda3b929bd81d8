#include "db/drivers.h"

#include "base/text.h"

#include <string.h>

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether the text is a list of key=value that sets a key only PostgreSQL has. */
static bool is_conninfo(const char *text)
{
    static const char *const keys[] = {"host", "hostaddr", "dbname", "service"};

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        for (const char *at = strstr(text, keys[i]); at != NULL; at = strstr(at + 1, keys[i])) {
            const char *behind = at + strlen(keys[i]);
            while (is_space(*behind)) {
                behind++;
            }
            if ((at == text || is_space(at[-1])) && *behind == '=') {
                return true;
            }
        }
    }
    return false;
}

bool postgresql_takes(const char *url)
{
    bool scheme = text_starts(url, "postgresql:") || text_starts(url, "postgres:");

    return scheme || (text_starts(url, "postgresql+") && strstr(url, "://") != NULL) ||
           (!text_starts(url, "sqlite:") && is_conninfo(url));
}
