#include "out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *colour_when = "auto";

void out_set_colour(const char *when)
{
    colour_when = when;
}

static bool is_coloured(FILE *out)
{
    if (strcmp(colour_when, "auto") != 0) {
        return strcmp(colour_when, "always") == 0;
    }
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return (no == NULL || *no == '\0') && (term == NULL || strcmp(term, "dumb") != 0) && isatty(fileno(out)) == 1;
}

void out_coloured(FILE *out, enum colour colour, const char *format, ...)
{
    static const char *const codes[] = {"", "31", "33", "32", "34", "1", "2"};
    bool coloured = colour != PLAIN && is_coloured(out);
    va_list args;
    if (coloured) {
        (void)fprintf(out, "\033[%sm", codes[colour]);
    }
    va_start(args, format);
    (void)vfprintf(out, format, args);
    va_end(args);
    if (coloured) {
        (void)fputs("\033[0m", out);
    }
}

const char *out_safe(struct run *run, const char *text)
{
    return text == NULL ? "" : corm_visible(run->session, text);
}

void out_lines(struct run *run, FILE *out, const char *indent, const char *text)
{
    char *copy = strdup(text), *rest = NULL;
    if (copy == NULL) {
        abort();
    }
    for (char *line = copy; line != NULL; line = rest) {
        rest = strchr(line, '\n');
        if (rest != NULL) {
            *rest++ = '\0';
        }
        (void)fprintf(out, "%s%s\n", *line == '\0' ? "" : indent, out_safe(run, line));
    }
    free(copy);
}

const char *out_count(struct run *run, size_t count, const char *noun)
{
    char text[64];
    (void)snprintf(text, sizeof text, "%zu %s%s", count, noun, count == 1 ? "" : "s");
    return corm_visible(run->session, text);
}

/* ---- failures ---- */

/* ---- JSON ---- */

json_t *out_document(void)
{
    json_t *document = json_object();
    json_object_set_new(document, "corm", json_integer(1));
    return document;
}

void out_json(json_t *document)
{
    (void)json_dumpf(document, stdout, JSON_INDENT(2) | JSON_PRESERVE_ORDER);
    (void)fputc('\n', stdout);
    json_decref(document);
}

json_t *json_text(struct run *run, const char *text)
{
    if (text == NULL) {
        return json_null();
    }
    json_t *value = json_string(text);
    return value != NULL ? value : json_string(out_safe(run, text)); /* bytes that are not UTF-8 */
}

json_t *json_texts(struct run *run, const char *const *texts)
{
    json_t *list = json_array();
    for (; texts != NULL && *texts != NULL; texts++) {
        json_array_append_new(list, json_text(run, *texts));
    }
    return list;
}
