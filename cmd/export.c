#include "out.h"

#include <string.h>

const struct option_spec export_options[] = {
    {"format", 0, OPTION_TEXT, "FORMAT", "text", "text"},
    {"style", 0, OPTION_TEXT, "STYLE", "declarative, or mapped: annotations, for SQLAlchemy 2", "declarative|mapped"},
    {"no-lint", 0, OPTION_FLAG, NULL, "export a model with lint errors as it is", NULL},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

/* `nearest` of the words that fit, or all of them where it is NULL. */
static int complain(struct run *run, const char *word, const char *what, const char *nearest, const char *all)
{
    (void)fprintf(stderr, PROGRAM " export: error: %s %s\n", out_safe(run, word), what);
    (void)fprintf(stderr,
        "  hint: %s%s%s\n",
        nearest == NULL ? all : "did you mean ",
        nearest == NULL ? "" : nearest,
        nearest == NULL ? "" : "?");
    return CORM_USAGE;
}

static int export_schema(struct run *run)
{
    static const char *const languages[] = {"model", "config", "fixtures"};
    const char *language = run->args->rest_len > 1 ? run->args->rest[1] : languages[0];
    const char *schema = corm_json_schema(run->session, language);
    if (schema == NULL) {
        const char *nearest = args_nearest(language, languages, sizeof languages / sizeof *languages);
        return complain(run, language, "is no language with a schema", nearest, "model, config and fixtures are");
    }
    (void)fputs(schema, stdout);
    return CORM_OK;
}

static int export_python(struct run *run, bool flask)
{
    const char *style = args_text(run->args, "style"), *source;
    if (run->args->rest_len > 1) {
        return complain(run, run->args->rest[1], "is one word too many", NULL, PROGRAM " export --help");
    }
    const corm_export_options options = {.flask = flask,
        .mapped = style != NULL && strcmp(style, "mapped") == 0,
        .no_lint = args_flag(run->args, "no-lint")};
    corm_status status = corm_export_sqlalchemy(run->session, &options, &source);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    (void)fputs(source, stdout);
    return CORM_OK;
}

int cmd_export(struct run *run)
{
    static const char *const formats[] = {"sqlalchemy", "flask-sqlalchemy", "json-schema"};
    const char *format = run->args->rest_len == 0 ? "" : run->args->rest[0];
    if (strcmp(format, "json-schema") == 0) {
        return export_schema(run);
    }
    if (strcmp(format, "sqlalchemy") == 0 || strcmp(format, "flask-sqlalchemy") == 0) {
        return export_python(run, format[0] == 'f');
    }
    if (format[0] == '\0') {
        return complain(run, "no format", "is named", NULL, PROGRAM " export sqlalchemy > models.py");
    }
    const char *nearest = args_nearest(format, formats, sizeof formats / sizeof *formats);
    return complain(
        run, format, "is no format of this version", nearest, "sqlalchemy, flask-sqlalchemy and json-schema are");
}
