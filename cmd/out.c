#include "out.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FINDINGS_MAX = 200 };

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

static const char *database_now(const char *state)
{
    if (strcmp(state, "before") == 0) {
        return "the database is as it was before: everything was rolled back";
    }
    if (strcmp(state, "after") == 0) {
        return "the database is as it is after the migration";
    }
    if (strcmp(state, "unknown") == 0) {
        return "whether it was committed is not known; `corm-migrate status` tells";
    }
    return strcmp(state, "resumable") == 0 ? "the migration is part done, and can go on where it stopped" : NULL;
}

/* Whether the message names the file itself. */
static bool names_file(const corm_failure *failure)
{
    const char *slash = strrchr(failure->file, '/');
    return failure->line == 0 && strstr(failure->message, slash == NULL ? failure->file : slash + 1) != NULL;
}

static void print_failure(struct run *run, const corm_failure *failure)
{
    out_coloured(stderr, RED, "error: ");
    if (failure->file[0] != '\0' && !names_file(failure)) {
        (void)fprintf(stderr, "%s:", out_safe(run, failure->file));
        if (failure->line != 0) {
            (void)fprintf(stderr, "%u:", failure->line);
        }
        (void)fputc(' ', stderr);
    }
    out_lines(run, stderr, "", failure->message);
    const char *now = database_now(failure->database);
    if (now != NULL) {
        (void)fprintf(stderr, "  now: %s\n", now);
    }
    if (failure->hint[0] != '\0') {
        (void)fprintf(stderr, "  hint: %s\n", out_safe(run, failure->hint));
    }
}

static void set_unless_empty(struct run *run, json_t *object, const char *key, const char *text)
{
    if (text[0] != '\0') {
        json_object_set_new(object, key, json_text(run, text));
    }
}

static json_t *json_failure(struct run *run, const corm_failure *failure)
{
    static const char *const names[] = {"ok", "found", "usage", "database", "refused"};
    json_t *error = json_object();
    json_object_set_new(
        error, "code", json_text(run, failure->code[0] != '\0' ? failure->code : names[failure->status]));
    json_object_set_new(error, "message", json_text(run, failure->message));
    set_unless_empty(run, error, "hint", failure->hint);
    set_unless_empty(run, error, "file", failure->file);
    if (failure->line != 0) {
        json_object_set_new(error, "line", json_integer(failure->line));
    }
    set_unless_empty(run, error, "sqlstate", failure->sqlstate);
    set_unless_empty(run, error, "database", failure->database);
    return error;
}

/* What a command failed over: the errors alone, for the rest is lint's to tell. */
static void print_errors(struct run *run, const corm_findings *findings)
{
    size_t shown = 0;
    for (size_t i = 0; i < findings->len && shown < FINDINGS_MAX; i++) {
        if (findings->at[i].severity == CORM_ERROR) {
            out_findings(run, stderr, &(corm_findings){.at = &findings->at[i], .len = 1}, 1);
            shown++;
        }
    }
    if (findings->errors > shown) {
        (void)fprintf(stderr, "... and %zu more\n\n", findings->errors - shown);
    }
}

int out_failure(struct run *run, corm_status status, json_t *document)
{
    const corm_failure *failure = corm_why(run->session);
    const corm_findings *findings = corm_get_findings(run->session);
    if (run->json) {
        document = document == NULL ? out_document() : document;
        json_object_set_new(document, "error", json_failure(run, failure));
        if (findings->len != 0) {
            json_object_set_new(document, "findings", json_findings(run, findings));
        }
        out_json(document);
    } else {
        json_decref(document);
        if (findings->errors != 0) {
            print_errors(run, findings);
        }
        print_failure(run, failure);
    }
    return (int)status;
}

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
