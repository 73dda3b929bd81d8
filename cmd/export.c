#include "out.h"

#include <string.h>

const struct option_spec export_options[] = {
    {"format", 0, OPTION_TEXT, "FORMAT", "text", "text"},
    {"style", 0, OPTION_TEXT, "STYLE", "declarative; mapped is not in this version", "declarative|mapped"},
    {"no-lint", 0, OPTION_FLAG, NULL, "export a model with lint errors as it is", NULL},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

int cmd_export(struct run *run)
{
    static const char *const formats[] = {"sqlalchemy", "flask-sqlalchemy"};
    const char *format = run->args->rest_len == 0 ? "" : run->args->rest[0], *source;
    if (strcmp(format, formats[0]) != 0 && strcmp(format, formats[1]) != 0) {
        const char *nearest = args_nearest(format, formats, 2);
        (void)fprintf(stderr, "%s: export writes sqlalchemy or flask-sqlalchemy", PROGRAM);
        (void)fprintf(stderr, nearest == NULL ? "\n" : ": did you mean %s?\n", nearest);
        return CORM_USAGE;
    }
    const char *style = args_text(run->args, "style");
    if (style != NULL && strcmp(style, "declarative") != 0) {
        (void)fprintf(stderr, "%s: export --style %s is not in this version: declarative is\n", PROGRAM, style);
        return CORM_USAGE;
    }
    const corm_export_options options = {
        .flask = strcmp(format, formats[1]) == 0, .no_lint = args_flag(run->args, "no-lint")};
    corm_status status = corm_export_sqlalchemy(run->session, &options, &source);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    (void)fputs(source, stdout);
    return CORM_OK;
}
