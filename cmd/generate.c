#include "difference.h"

#include <string.h>

const struct option_spec generate_options[] = {
    {"offline", 0, OPTION_FLAG, NULL, "compare with schema.lock in place of the database", NULL},
    {"check",
        0,
        OPTION_FLAG,
        NULL,
        "write nothing; exit with 1 when the model has changes that no migration holds",
        NULL},
    {"dry-run", 'n', OPTION_FLAG, NULL, "show the files and write none", NULL},
    {"empty", 0, OPTION_FLAG, NULL, "files to be written by hand", NULL},
    {"allow", 0, OPTION_LIST, "CODES", "hazards that are meant, or all", NULL},
    {"version", 0, OPTION_TEXT, "VERSION", "YYYYMMDDHHMMSS in place of the clock", NULL},
    {"no-lint", 0, OPTION_FLAG, NULL, "generate although the linter has errors", NULL},
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static json_t *json_generated(struct run *run, const corm_generated *generated)
{
    json_t *object = json_object(), *files = json_array();
    json_set_difference(run, object, generated->difference);
    json_object_set_new(object, "version", json_text(run, generated->version));
    for (size_t i = 0; i < generated->files_len; i++) {
        json_array_append_new(files, json_text(run, generated->files[i].path));
    }
    json_object_set_new(object, "files", files);
    json_object_set_new(object, "unproven", json_text(run, generated->unproven));
    json_object_set_new(object, "unheld", json_boolean(generated->unheld));
    return object;
}

static void print_dry_run(struct run *run, const corm_generated *generated)
{
    for (size_t i = 0; i < generated->files_len; i++) {
        out_coloured(stdout, BOLD, "==> %s\n", out_safe(run, generated->files[i].path));
        out_lines(run, stdout, "", generated->files[i].content);
    }
}

static void print_proof(struct run *run, const corm_generated *generated)
{
    if (generated->unproven == NULL) {
        printf("\nproven on a scratch database: up, down and up again\n");
        return;
    }
    printf("\n");
    out_coloured(stdout, YELLOW, "not proven");
    printf(": %s\n", out_safe(run, generated->unproven));
    if (!run->quiet) {
        printf("  to try the files: corm-migrate hash --url %s://.. of a server that may be used for it\n",
            generated->engine);
    }
}

static void print_generated(struct run *run, const corm_generated *generated)
{
    out_warnings(run, generated->difference);
    if (generated->unheld) {
        const char *database = out_safe(run, generated->difference->database);
        printf("no change: database \"%s\" (%s) is what the model says\n", database, generated->engine);
        out_coloured(stderr, YELLOW, "warning: ");
        (void)fprintf(stderr,
            "no migration holds all of it: a new database would lack something\n"
            "  hint: " PROGRAM " generate --check tells what, " PROGRAM " generate NAME --offline writes it\n");
        return;
    }
    if (generated->version == NULL) {
        printf("no change: the migrations of %s hold all that the model says\n", generated->engine);
        return;
    }
    out_changes(run, generated->difference);
    if (generated->difference->hazards_len != 0) {
        out_hazards(run, stdout, generated->difference);
    }
    if (args_flag(run->args, "dry-run")) {
        print_dry_run(run, generated);
        return;
    }
    if (!args_flag(run->args, "empty")) {
        print_proof(run, generated);
    }
    for (size_t i = 0; i < generated->files_len; i++) {
        out_coloured(stdout, GREEN, "wrote ");
        printf("%s\n", out_safe(run, generated->files[i].path));
    }
}

static int print_check(struct run *run, const corm_generated_all *all, corm_status status)
{
    for (size_t i = 0; i < all->len && !run->json; i++) {
        out_warnings(run, all->at[i].difference);
        if (all->at[i].difference->different) {
            printf("the model has changes that no migration of %s holds:\n\n", all->at[i].engine);
            out_changes(run, all->at[i].difference);
            printf("\nnext: corm-migrate generate NAME\n");
        } else if (!run->quiet) {
            printf("no change: the migrations of %s hold all that the model says\n", all->at[i].engine);
        }
    }
    return (int)status;
}

int cmd_generate(struct run *run)
{
    const corm_generated_all *all;
    corm_generate_options options = {
        .name = run->args->rest[0],
        .version = args_text(run->args, "version"),
        .allow = args_list(run->args, "allow"),
        .offline = args_flag(run->args, "offline"),
        .empty = args_flag(run->args, "empty"),
        .dry_run = args_flag(run->args, "dry-run"),
        .check = args_flag(run->args, "check"),
        .no_lint = args_flag(run->args, "no-lint"),
    };
    bool named = options.name != NULL && options.name[0] != '\0';
    if (!named && !options.check) {
        (void)fprintf(stderr,
            PROGRAM " generate: error: the migration wants a name\n"
                    "  hint: " PROGRAM " generate add_posts\n");
        return CORM_USAGE;
    }
    corm_status status = corm_generate(run->session, &run->target, &options, &all);
    if (status != CORM_OK && status != CORM_FOUND) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        json_t *document = out_document(), *engines = json_array();
        for (size_t i = 0; i < all->len; i++) {
            json_array_append_new(engines, json_generated(run, &all->at[i]));
        }
        json_object_set_new(document, "engines", engines);
        out_json(document);
    }
    if (options.check) {
        return print_check(run, all, status);
    }
    for (size_t i = 0; i < all->len && !run->json; i++) {
        if (all->len > 1) {
            out_coloured(stdout, BOLD, "%s%s:\n", i == 0 ? "" : "\n", all->at[i].engine);
        }
        print_generated(run, &all->at[i]);
    }
    return (int)status;
}
