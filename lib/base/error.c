#include "base/error.h"

#include <stdio.h>
#include <string.h>

/* Cuts at the buffer's end, never inside a UTF-8 sequence. */
static void print_into(char *out, size_t size, const char *format, va_list args) __attribute__((format(printf, 3, 0)));
static void print_into(char *out, size_t size, const char *format, va_list args)
{
    int len = vsnprintf(out, size, format, args);
    if (len < 0 || (size_t)len < size) {
        return;
    }
    size_t end = size - 1;
    while (end > 0 && ((unsigned char)out[end - 1] & 0xc0) == 0x80) {
        end--;
    }
    if (end > 0 && (unsigned char)out[end - 1] >= 0xc0) {
        out[end - 1] = '\0';
    }
}

static void print(char *out, size_t size, const char *format, ...) __attribute__((format(printf, 3, 4)));
static void print(char *out, size_t size, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_into(out, size, format, args);
    va_end(args);
}

corm_status fail(corm_failure *error, corm_status status, const char *format, ...)
{
    *error = (corm_failure){.status = status};
    va_list args;
    va_start(args, format);
    print_into(error->message, sizeof error->message, format, args);
    va_end(args);
    return status;
}

corm_status fail_first(corm_failure *error, const char *format, ...)
{
    const corm_failure said = *error;
    va_list args;
    va_start(args, format);
    print_into(error->message, sizeof error->message, format, args);
    va_end(args);
    size_t len = strlen(error->message);
    print(error->message + len, sizeof error->message - len, "%s", said.message);
    return said.status;
}

void fail_hint(corm_failure *error, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_into(error->hint, sizeof error->hint, format, args);
    va_end(args);
}

void fail_at(corm_failure *error, const char *file, unsigned line)
{
    (void)snprintf(error->file, sizeof error->file, "%s", file);
    error->line = line;
}

void fail_code(corm_failure *error, const char *code)
{
    (void)snprintf(error->code, sizeof error->code, "%s", code);
}
