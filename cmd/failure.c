/* Why a command failed, as people and programs read it. */
#include "out.h"

#include <string.h>

enum { FINDINGS_MAX = 200 };

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
