/* The commands, and what they share: a session, parsed arguments, a way to print. */
#ifndef CORM_CMD_CMD_H
#define CORM_CMD_CMD_H

#include "args.h"

#include <corm.h>
#include <jansson.h>

#define PROGRAM "corm-migrate"

struct run {
    corm *session;
    const struct args *args;
    const struct command *command;
    corm_target target;
    bool json, quiet, verbose;
};

struct command {
    const char *name;
    int (*run)(struct run *run);
    const char *arguments; /* "[PATH...]", or NULL */
    const char *summary;   /* one line of `help` */
    const char *detail;    /* paragraphs of its own help */
    const char *example;
    const struct option_spec *options;
    size_t most_arguments;
    bool no_project;  /* works without corm.yaml */
    bool no_database; /* does not take --url and --env */
};

extern const struct command commands[];
extern const size_t commands_len;

/* In alphabetical order. */
int cmd_diff(struct run *run);
int cmd_down(struct run *run);
int cmd_explain(struct run *run);
int cmd_export(struct run *run);
int cmd_generate(struct run *run);
int cmd_hash(struct run *run);
int cmd_help(struct run *run);
int cmd_import(struct run *run);
int cmd_lint(struct run *run);
int cmd_redo(struct run *run);
int cmd_reset(struct run *run);
int cmd_seed(struct run *run);
int cmd_status(struct run *run);
int cmd_up(struct run *run);
int cmd_version(struct run *run);

extern const struct option_spec diff_options[], down_options[], explain_options[], export_options[], generate_options[],
    hash_options[], import_options[], lint_options[], redo_options[], reset_options[], seed_options[], status_options[],
    up_options[];

#endif
