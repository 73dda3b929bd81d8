/* up, down, redo and reset: they run migrations and tell what was committed. */
#include "out.h"

#include <string.h>

#define RUN_OPTIONS                                                                                                    \
    {"dry-run", 'n', OPTION_FLAG, NULL, "show what would run, with its SQL", NULL},                                    \
        {"wait", 0, OPTION_SECONDS, "TIME", "wait for a server that is still starting, as in 30s", NULL},              \
        {"allow", 0, OPTION_LIST, "CODES", "hazards that are meant, or all", NULL},                                    \
        {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},                                             \
    {                                                                                                                  \
        NULL, 0, OPTION_FLAG, NULL, NULL, NULL                                                                         \
    }
#define TO_OPTION                                                                                                      \
    {                                                                                                                  \
        "to", 0, OPTION_TEXT, "VERSION", "stop at this version", NULL                                                  \
    }
#define STEPS_OPTION                                                                                                   \
    {                                                                                                                  \
        "steps", 0, OPTION_COUNT, "N", "only so many", NULL                                                            \
    }
#define CONFIRM_OPTION                                                                                                 \
    {                                                                                                                  \
        "confirm", 0, OPTION_TEXT, "NAME", "repeats the name of a protected database", NULL                            \
    }

const struct option_spec up_options[] = {TO_OPTION, STEPS_OPTION, RUN_OPTIONS};
const struct option_spec down_options[] = {
    TO_OPTION, STEPS_OPTION, {"all", 0, OPTION_FLAG, NULL, "undo everything", NULL}, CONFIRM_OPTION, RUN_OPTIONS};
const struct option_spec redo_options[] = {CONFIRM_OPTION, RUN_OPTIONS};
const struct option_spec reset_options[] = {CONFIRM_OPTION, RUN_OPTIONS};

typedef corm_status run_fn(
    corm *session, const corm_target *target, const corm_run_options *options, const corm_run_report **ret_report);

static json_t *json_ran(struct run *run, const corm_ran *ran)
{
    json_t *object = json_object();
    json_object_set_new(object, "version", json_text(run, ran->version));
    json_object_set_new(object, "name", json_text(run, ran->name));
    json_object_set_new(object, "direction", json_text(run, ran->direction));
    json_object_set_new(object, "statements", json_integer(ran->statements));
    json_object_set_new(object, "seconds", json_real(ran->seconds));
    if (ran->sql != NULL) {
        json_object_set_new(object, "sql", json_text(run, ran->sql));
    }
    return object;
}

static json_t *json_report(struct run *run, const corm_run_report *report)
{
    json_t *document = out_document(), *list = json_array();
    json_object_set_new(document, "command", json_text(run, run->command->name));
    json_object_set_new(document, "engine", json_text(run, report->engine));
    json_object_set_new(document, "database", json_text(run, report->database));
    json_object_set_new(document, "dry_run", json_boolean(report->dry_run));
    for (size_t i = 0; i < report->len; i++) {
        json_array_append_new(list, json_ran(run, &report->at[i]));
    }
    json_object_set_new(document, "migrations", list);
    json_object_set_new(document, "warnings", json_texts(run, report->warnings));
    return document;
}

static void print_ran(struct run *run, const corm_run_report *report)
{
    for (size_t i = 0; report->warnings[i] != NULL; i++) {
        out_coloured(stderr, YELLOW, "warning: ");
        (void)fprintf(stderr, "%s\n", out_safe(run, report->warnings[i]));
    }
    for (size_t i = 0; i < report->len; i++) {
        const corm_ran *ran = &report->at[i];
        bool down = strcmp(ran->direction, "down") == 0;
        if (report->dry_run) {
            out_coloured(
                stdout, BOLD, "-- would %s %s_%s\n", down ? "undo" : "apply", ran->version, out_safe(run, ran->name));
            out_lines(run, stdout, "", ran->sql == NULL ? "" : ran->sql);
            continue;
        }
        out_coloured(stdout, down ? YELLOW : GREEN, "%s", down ? "undid   " : "applied ");
        printf(" %s_%s  (%s, %.0f ms)\n",
            ran->version,
            out_safe(run, ran->name),
            out_count(run, ran->statements, "statement"),
            ran->seconds * 1000);
    }
}

static void print_end(struct run *run, const corm_run_report *report)
{
    if (report->len == 0) {
        printf("nothing to do: database \"%s\" (%s) has %s\n",
            out_safe(run, report->database),
            report->engine,
            strcmp(run->command->name, "up") == 0 ? "all migrations" : "no migration to undo");
    } else if (!report->dry_run && !run->quiet) {
        printf("database \"%s\" (%s): %s\n",
            out_safe(run, report->database),
            report->engine,
            out_count(run, report->len, "migration"));
    }
}

static corm_run_options options_of(struct run *run)
{
    return (corm_run_options){
        .dry_run = args_flag(run->args, "dry-run"),
        .wait_seconds = args_number(run->args, "wait"),
        .allow = args_list(run->args, "allow"),
    };
}

static int run_with(struct run *run, run_fn *function, const corm_run_options *options)
{
    const corm_run_report *report;
    corm_status status = function(run->session, &run->target, options, &report);
    if (run->json) {
        json_t *document = json_report(run, report);
        if (status != CORM_OK) {
            return out_failure(run, status, document);
        }
        out_json(document);
        return CORM_OK;
    }
    print_ran(run, report);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    print_end(run, report);
    return CORM_OK;
}

/* Told before it happens: what the way back takes with it. */
static void print_destroyed(struct run *run, const corm_run_options *options)
{
    const corm_destroyed_all *all;
    if (run->json || run->quiet || corm_down_destroys(run->session, &run->target, options, &all) != CORM_OK) {
        return; /* what stands in the way of counting stands in the way of running, and is told there */
    }
    for (size_t i = 0; i < all->len; i++) {
        const corm_destroyed *one = &all->at[i];
        if (one->rows > 0) {
            out_coloured(stderr, YELLOW, "destroys ");
            (void)fprintf(stderr,
                " %s: %s\n",
                out_safe(run, one->object),
                out_count(run, (size_t)one->rows, strchr(one->object, '.') == NULL ? "row" : "value"));
        }
    }
}

int cmd_up(struct run *run)
{
    corm_run_options options = options_of(run);
    options.to = args_text(run->args, "to");
    options.steps = args_number(run->args, "steps");
    return run_with(run, corm_up, &options);
}

int cmd_down(struct run *run)
{
    corm_run_options options = options_of(run);
    options.to = args_text(run->args, "to");
    options.steps = args_number(run->args, "steps");
    options.all = args_flag(run->args, "all");
    options.confirm = args_text(run->args, "confirm");
    int ways = (options.to != NULL ? 1 : 0) + (options.steps != 0 ? 1 : 0) + (options.all ? 1 : 0);
    if (ways > 1) {
        (void)fprintf(stderr, PROGRAM " down: error: --to, --steps and --all exclude each other\n");
        return CORM_USAGE;
    }
    print_destroyed(run, &options);
    return run_with(run, corm_down, &options);
}

int cmd_redo(struct run *run)
{
    corm_run_options options = options_of(run);
    options.confirm = args_text(run->args, "confirm");
    print_destroyed(run, &options);
    return run_with(run, corm_redo, &options);
}

/* ---- reset ---- */

static corm_status reset_part(
    struct run *run, run_fn *function, const corm_run_options *options, json_t *document, const char *key)
{
    const corm_run_report *report;
    corm_status status = function(run->session, &run->target, options, &report);
    if (run->json) {
        json_object_set_new(document, key, json_report(run, report));
    } else {
        print_ran(run, report);
    }
    return status;
}

static corm_status reset_seed(struct run *run, json_t *document)
{
    const corm_seed_report *report;
    corm_seed_options options = {.confirm = args_text(run->args, "confirm")};
    corm_status status = corm_seed(run->session, &run->target, &options, &report);
    size_t rows = 0;
    for (size_t i = 0; status == CORM_OK && i < report->tables_len; i++) {
        rows += report->tables[i].rows;
    }
    if (status == CORM_OK && run->json) {
        json_object_set_new(document, "seeded_rows", json_integer((json_int_t)rows));
    } else if (status == CORM_OK) {
        printf("seeded   %s\n", out_count(run, rows, "row"));
    }
    return status;
}

int cmd_reset(struct run *run)
{
    json_t *document = run->json ? out_document() : NULL;
    corm_run_options options = options_of(run);
    options.confirm = args_text(run->args, "confirm");
    options.all = true;
    print_destroyed(run, &options);
    corm_status status = reset_part(run, corm_down, &options, document, "down");
    options.all = false;
    if (status == CORM_OK && !options.dry_run) {
        status = reset_part(run, corm_up, &options, document, "up");
    }
    if (status == CORM_OK && !options.dry_run) {
        status = reset_seed(run, document);
    }
    if (status != CORM_OK) {
        return out_failure(run, status, document);
    }
    if (run->json) {
        out_json(document);
    }
    return CORM_OK;
}
