#include "model/python.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *name, const void *keyword)
{
    return strcmp(name, *(const char *const *)keyword);
}

bool python_is_keyword(const char *name)
{
    static const char *const keywords[] = {"False", /* in order */
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield"};
    return bsearch(name, keywords, sizeof keywords / sizeof *keywords, sizeof *keywords, by_text) != NULL;
}
