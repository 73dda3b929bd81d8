#include "sql/sql.h"

static const char *quoted(struct arena *arena, const char *text, char quote)
{
    struct buf out = buf_new(arena);

    buf_char(&out, quote);
    for (; *text != '\0'; text++) {
        if (*text == quote) {
            buf_char(&out, quote);
        }
        buf_char(&out, *text);
    }
    buf_char(&out, quote);
    return buf_text(&out);
}

const char *sql_name(struct arena *arena, const char *name)
{
    return quoted(arena, name, '"');
}

const char *sql_string(struct arena *arena, const char *text)
{
    return quoted(arena, text, '\'');
}

const char *sql_names(struct arena *arena, const struct strings *names)
{
    struct buf out = buf_new(arena);

    for (size_t i = 0; i < names->len; i++) {
        buf_add(&out, i == 0 ? "" : ", ");
        buf_add(&out, sql_name(arena, names->at[i]));
    }
    return buf_text(&out);
}
