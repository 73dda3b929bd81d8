#include "db/db.h"

#include <string.h>

struct value value_null(void)
{
    return (struct value){.kind = VALUE_NULL};
}

struct value value_int(int64_t integer)
{
    return (struct value){.kind = VALUE_INT, .integer = integer};
}

struct value value_text(const char *text)
{
    return text == NULL ? value_null() : (struct value){.kind = VALUE_TEXT, .text = text, .len = strlen(text)};
}
