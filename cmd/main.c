#include "main.h"

#include "out.h"

#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const struct option_spec version_option[] = {
    {"version", 0, OPTION_FLAG, NULL, "the version of this program", NULL},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

/* An option that stands before the command, behind it, or nowhere: the one behind wins. */
static const char *either(const struct args *before, const struct args *behind, const char *name)
{
    const char *text = args_text(behind, name);
    return text != NULL ? text : args_text(before, name);
}

static volatile sig_atomic_t signalled;

/* The first one lets a migration that runs stop by itself and say what became of it; the second ends the program, as
 * the first does where nothing runs. */
static void on_signal(int number)
{
    (void)signal(number, SIG_DFL);
    signalled = number;
    if (!corm_interrupt(true)) {
        (void)raise(number);
    }
}

static void listen_for_signals(void)
{
    static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
    (void)signal(SIGXFSZ, SIG_IGN); /* a limit on file sizes is an error of the write, as a full disk is */
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before, action = {.sa_handler = on_signal};
        (void)sigemptyset(&action.sa_mask);
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) { /* nohup */
            (void)sigaction(numbers[i], &action, NULL);
        }
    }
}

/* A shell sees by the signal, not by a number, that its loop should stop, too. */
static int leave(int exit_status)
{
    if (signalled != 0 && exit_status != CORM_OK) {
        (void)raise(signalled);
    }
    return exit_status;
}

static bool enter(const char *directory)
{
    if (directory != NULL && chdir(directory) != 0) {
        (void)fprintf(stderr, PROGRAM ": error: cannot go to %s: %s\n", directory, strerror(errno));
        return false;
    }
    return true;
}

/* No database is named to a command that uses none. */
static bool check_database(const struct command *command, const struct args *global)
{
    const char *option = args_text(global, "url") != NULL ? "url" : args_text(global, "env") != NULL ? "env" : NULL;
    if (!command->no_database || option == NULL) {
        return true;
    }
    (void)fprintf(stderr, PROGRAM " %s: error: there is no option --%s\n", command->name, option);
    return false;
}

static bool check_arguments(const struct command *command, const struct args *args)
{
    if (args->rest_len <= command->most_arguments) {
        return true;
    }
    (void)fprintf(stderr,
        PROGRAM " %s: error: %s is one word too many\n  hint: " PROGRAM " %s --help\n",
        command->name,
        args->rest[command->most_arguments],
        command->name);
    return false;
}

/* Opens the project unless the command can do without: lint of named files looks for each file's own, and the schema of
 * the languages is that of no project. */
static corm_status open_project(struct run *run, const char *config)
{
    bool schema =
        run->command->run == cmd_export && run->args->rest_len != 0 && strcmp(run->args->rest[0], "json-schema") == 0;
    bool lone = run->command->no_project || schema ||
                (run->command->run == cmd_lint &&
                    ((run->args->rest_len != 0 && config == NULL) || args_text(run->args, "explain") != NULL));
    return lone ? CORM_OK : corm_open_project(run->session, &(corm_location){.config = config});
}

static int run_command(const struct command *command, const struct args *global, const struct args *args)
{
    struct run run = {.command = command, .args = args, .session = corm_new()};
    const char *format = command->options == NULL ? NULL : args_text(args, "format");
    run.json = format != NULL && strcmp(format, "json") == 0;
    run.quiet = args_flag(args, "quiet") || args_flag(global, "quiet");
    run.verbose = args_flag(args, "verbose") || args_flag(global, "verbose");
    if (!command->no_database) {
        run.target = (corm_target){.url = either(global, args, "url"), .environment = either(global, args, "env")};
    }
    corm_status status = open_project(&run, either(global, args, "config"));
    int exit_status = status == CORM_OK ? command->run(&run) : out_failure(&run, status, NULL);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        (void)fprintf(stderr, PROGRAM ": error: cannot write the result: %s\n", strerror(errno));
        exit_status = exit_status == CORM_OK ? CORM_USAGE : exit_status;
    }
    corm_free(run.session);
    return leave(exit_status);
}

static int parse_and_run(const struct command *command, const struct args *global, int argc, char **argv)
{
    char program[64];
    struct args args = {0};
    (void)snprintf(program, sizeof program, PROGRAM " %s", command->name);
    args_add(&args, command->options);
    if (!command->no_database) {
        args_add(&args, database_options);
    }
    args_add(&args, global_options);
    int status = CORM_USAGE;
    if (args_parse(&args, program, argc, argv, false)) {
        const char *colour = either(global, &args, "color");
        out_set_colour(colour == NULL ? "auto" : colour);
        if (args_flag(&args, "help")) {
            help_command(command);
            status = CORM_OK;
        } else if (check_database(command, global) && check_arguments(command, &args) &&
                   enter(args_text(&args, "directory"))) {
            status = run_command(command, global, &args);
        }
    }
    args_free(&args);
    return status;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_CTYPE, "C");
    listen_for_signals();
    struct args global = {0};
    args_add(&global, global_options);
    args_add(&global, database_options);
    args_add(&global, version_option);
    if (!args_parse(&global, PROGRAM, argc, argv, true) || !enter(args_text(&global, "directory"))) {
        return CORM_USAGE;
    }
    const char *name = args_flag(&global, "version") ? "version" : args_flag(&global, "help") ? "help" : global.rest[0];
    if (name == NULL) {
        (void)fprintf(stderr, PROGRAM ": error: no command\n  hint: " PROGRAM " help lists them\n");
        return CORM_USAGE;
    }
    const struct command *command = find_command(name);
    if (command == NULL) {
        return CORM_USAGE;
    }
    bool from_option = global.rest[0] == NULL || strcmp(global.rest[0], name) != 0;
    char *alone[] = {argv[0], NULL};
    return from_option ? parse_and_run(command, &global, 1, alone)
                       : parse_and_run(command, &global, (int)global.rest_len, global.rest);
}
