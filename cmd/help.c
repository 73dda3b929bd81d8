#include "main.h"
#include "out.h"

#include <string.h>

static const char *const exit_statuses =
    "exit status:\n"
    "  0  done, and nothing to report\n"
    "  1  the check found something: lint errors, differences, pending migrations\n"
    "  2  usage, configuration, an unreadable file, a model that does not compile\n"
    "  3  the database refused or could not be reached\n"
    "  4  refused for safety: hazard, protected database, lock, edited or missing history\n";

static void print_all(void)
{
    printf("corm-migrate %s keeps a database in step with a model written in YAML\n\n"
           "usage: corm-migrate [options] COMMAND [arguments]\n\ncommands:\n",
        corm_version());
    for (size_t i = 0; i < commands_len; i++) {
        printf("  %-10s %s\n", commands[i].name, commands[i].summary);
    }
    printf("\noptions of every command:\n");
    args_print_options(global_options);
    printf("\noptions of commands that use a database:\n");
    args_print_options(database_options);
    printf("\n%s\n`corm-migrate COMMAND --help` tells more, with an example\n", exit_statuses);
}

void help_command(const struct command *command)
{
    printf("usage: corm-migrate %s [options]%s%s\n\n%s\n",
        command->name,
        command->arguments == NULL ? "" : " ",
        command->arguments == NULL ? "" : command->arguments,
        command->detail);
    if (command->options != NULL) {
        printf("\noptions:\n");
        args_print_options(command->options);
    }
    if (!command->no_database) {
        args_print_options(database_options);
    }
    printf("\noptions of every command:\n");
    args_print_options(global_options);
    printf("\nexample:\n  %s\n\n%s", command->example, exit_statuses);
}

int cmd_help(struct run *run)
{
    if (run->args->rest_len == 0) {
        print_all();
        return CORM_OK;
    }
    const struct command *command = find_command(run->args->rest[0]);
    if (command == NULL) {
        return CORM_USAGE;
    }
    help_command(command);
    return CORM_OK;
}

int cmd_version(struct run *run)
{
    if (run->json) {
        json_t *document = out_document();
        json_object_set_new(document, "version", json_text(run, corm_version()));
        out_json(document);
    } else {
        printf("corm-migrate %s\n", corm_version());
    }
    return CORM_OK;
}
