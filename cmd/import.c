#include "out.h"

#include <string.h>

const struct option_spec import_options[] = {
    {"python", 0, OPTION_TEXT, "PATH", "the Python that your program runs with (python3 of the active venv)", NULL},
    {"format", 0, OPTION_TEXT, "FORMAT", "text (the model alone) or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static int complain(const char *what)
{
    (void)fprintf(stderr, PROGRAM " import: error: %s\n  hint: " PROGRAM " import sqlalchemy app.models\n", what);
    return CORM_USAGE;
}

/* What was taken over and what was not goes beside the model, which alone stands on standard output. */
static void print_summary(struct run *run, const corm_imported *imported)
{
    if (run->quiet) {
        return;
    }
    (void)fprintf(stderr, "imported %s\n", out_safe(run, imported->found));
    if (imported->notes[0] != NULL) {
        (void)fprintf(stderr, "not taken over as they are:\n");
    }
    for (const char *const *note = imported->notes; *note != NULL; note++) {
        (void)fprintf(stderr, "  %s\n", out_safe(run, *note));
    }
}

int cmd_import(struct run *run)
{
    const corm_imported *imported;
    if (run->args->rest_len == 0) {
        return complain("it is not said what to import from; this version knows sqlalchemy");
    }
    if (strcmp(run->args->rest[0], "sqlalchemy") != 0) {
        return complain("this version imports from sqlalchemy only");
    }
    if (run->args->rest_len == 1) {
        return complain("no module is named");
    }
    const char *const *modules = (const char *const *)run->args->rest + 1;
    const char *python = args_text(run->args, "python");
    corm_status status = corm_import_sqlalchemy(run->session, modules, python, &imported);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        json_t *document = out_document();
        json_object_set_new(document, "model", json_text(run, imported->yaml));
        json_object_set_new(document, "found", json_text(run, imported->found));
        json_object_set_new(document, "notes", json_texts(run, imported->notes));
        out_json(document);
        return CORM_OK;
    }
    (void)fputs(imported->yaml, stdout);
    print_summary(run, imported);
    return CORM_OK;
}
