#include "difference.h"

#include <string.h>

const struct option_spec diff_options[] = {
    {"sql", 0, OPTION_FLAG, NULL, "only the SQL that would make the database what the model says", NULL},
    {"check", 0, OPTION_FLAG, NULL, "exit with 1 when they differ", NULL},
    {"strict", 0, OPTION_FLAG, NULL, "with --check, unmanaged things count as a difference", NULL},
    {"against",
        0,
        OPTION_TEXT,
        "migrations",
        "compare with what the migrations make of a scratch database",
        "migrations"},
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static void print_unmanaged(struct run *run, const corm_difference *difference)
{
    if (difference->unmanaged_len == 0) {
        return;
    }
    printf("\nunmanaged, and kept as they are:\n");
    for (size_t i = 0; i < difference->unmanaged_len; i++) {
        printf("  %s %s\n", difference->unmanaged[i].kind, out_safe(run, difference->unmanaged[i].object));
    }
}

/* generate refuses to write behind migrations that the database lacks. */
static const char *advice(const char *unapplied)
{
    if (unapplied == NULL) {
        return PROGRAM " generate NAME writes this as a migration";
    }
    bool up = strcmp(unapplied, "pending") == 0 || strcmp(unapplied, "partial") == 0;
    return up ? PROGRAM " up applies what is pending; diff then tells what is left"
              : PROGRAM " status tells which migrations are not what the database has";
}

/* "database "clinic" (sqlite) is", or "what the migrations of sqlite make is" */
static void print_compared(struct run *run, const corm_difference *difference, const char *verb)
{
    if (difference->database == NULL) {
        printf("what the migrations of %s make %s", difference->engine, verb);
    } else {
        printf("database \"%s\" (%s) %s", out_safe(run, difference->database), difference->engine, verb);
    }
}

static void print_tree(struct run *run, const corm_difference *difference)
{
    if (!difference->different) {
        out_coloured(stdout, GREEN, "no difference");
        printf(": ");
        print_compared(run, difference, "is what the model says\n");
        print_unmanaged(run, difference);
        return;
    }
    print_compared(run, difference, "differs from the model; to make it so:\n\n");
    out_changes(run, difference);
    if (difference->hazards_len != 0) {
        printf("\nhazards:\n");
        out_hazards(run, stdout, difference);
    }
    print_unmanaged(run, difference);
    printf("\nas SQL:\n");
    out_statements(run, difference->up, "  ");
    if (!run->quiet) {
        printf("\nnext: %s\n", advice(difference->unapplied));
    }
}

int cmd_diff(struct run *run)
{
    const corm_difference *difference;
    corm_status status = args_text(run->args, "against") != NULL
                             ? corm_diff_migrations(run->session, &run->target, &difference)
                             : corm_diff(run->session, &run->target, &difference);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (!run->json) {
        out_warnings(run, difference);
    }
    if (run->json) {
        json_t *document = out_document();
        json_set_difference(run, document, difference);
        out_json(document);
    } else if (args_flag(run->args, "sql")) {
        out_statements(run, difference->up, "");
    } else {
        print_tree(run, difference);
    }
    bool strict = args_flag(run->args, "strict") && difference->unmanaged_len != 0;
    return args_flag(run->args, "check") && (difference->different || strict) ? CORM_FOUND : CORM_OK;
}
