#include "fix/editing.h"

#include <string.h>

size_t line_start(const struct fix_file *file, size_t at)
{
    while (at > 0 && file->text[at - 1] != '\n') {
        at--;
    }
    return at == 0 && file->len >= 3 && memcmp(file->text, "\xef\xbb\xbf", 3) == 0 ? 3 : at;
}

size_t line_end(const struct fix_file *file, size_t at)
{
    while (at < file->len && file->text[at] != '\n') {
        at++;
    }
    return at > 0 && at < file->len && file->text[at - 1] == '\r' ? at - 1 : at;
}

size_t next_line(const struct fix_file *file, size_t at)
{
    while (at < file->len && file->text[at] != '\n') {
        at++;
    }
    return at < file->len ? at + 1 : at;
}

bool is_blank_between(const struct fix_file *file, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++) {
        if (strchr(" \t\r\n", file->text[at]) == NULL) {
            return false;
        }
    }
    return true;
}

bool has_comment(const struct fix_file *file, size_t from, size_t to)
{
    return from < to && memchr(file->text + from, '#', to - from) != NULL;
}

const char *line_break(const struct fix_file *file, size_t at)
{
    size_t end = next_line(file, at);
    if (end == at || file->text[end - 1] != '\n') {
        end = next_line(file, 0);
    }
    return end >= 2 && file->text[end - 1] == '\n' && file->text[end - 2] == '\r' ? "\r\n" : "\n";
}

const char *indent_of(struct arena *arena, const struct fix_file *file, size_t at)
{
    size_t spaces = 0;
    for (size_t c = line_start(file, at); c < at; c++) {
        spaces += ((unsigned char)file->text[c] & 0xc0) != 0x80 ? 1 : 0;
    }
    return arena_printf(arena, "%*s", (int)spaces, "");
}
