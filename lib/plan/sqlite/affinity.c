#include "plan/sqlite/affinity.h"

#include "base/text.h"

#include <string.h>

enum affinity { AFFINITY_NONE, AFFINITY_TEXT, AFFINITY_NUMERIC, AFFINITY_INTEGER, AFFINITY_REAL };

static bool mentions(const char *type, const char *word)
{
    size_t len = strlen(word);
    for (; strlen(type) >= len; type++) {
        size_t i = 0;
        while (i < len && (type[i] == word[i] || type[i] == word[i] - 'A' + 'a')) {
            i++;
        }
        if (i == len) {
            return true;
        }
    }
    return false;
}

/* https://sqlite.org/datatype3.html, 3.1, in its order */
static enum affinity affinity_of(const char *type)
{
    if (mentions(type, "INT")) {
        return AFFINITY_INTEGER;
    }
    if (mentions(type, "CHAR") || mentions(type, "CLOB") || mentions(type, "TEXT")) {
        return AFFINITY_TEXT;
    }
    if (mentions(type, "BLOB") || type[0] == '\0') {
        return AFFINITY_NONE;
    }
    if (mentions(type, "REAL") || mentions(type, "FLOA") || mentions(type, "DOUB")) {
        return AFFINITY_REAL;
    }
    return AFFINITY_NUMERIC;
}

/* Text that looks like a number becomes one ('007' is 7); integers beyond 2^53 and reals beyond 15 digits lose some.
 * A column without affinity takes everything as it is, and one of integers is safe as text. */
bool affinity_loses(const char *from_type, const char *to_type)
{
    enum affinity from = affinity_of(from_type), to = affinity_of(to_type);
    if (from == to || to == AFFINITY_NONE) {
        return false;
    }
    bool whole = from == AFFINITY_INTEGER || from == AFFINITY_NUMERIC;
    bool to_whole = to == AFFINITY_INTEGER || to == AFFINITY_NUMERIC;
    if (whole && to_whole) {
        return false;
    }
    if (from == AFFINITY_REAL && to == AFFINITY_NUMERIC) {
        return false;
    }
    return !(from == AFFINITY_INTEGER && to == AFFINITY_TEXT);
}
