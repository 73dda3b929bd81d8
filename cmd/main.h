/* The command table and the options that all commands share. */
#ifndef CORM_CMD_MAIN_H
#define CORM_CMD_MAIN_H

#include "cmd.h"

extern const struct option_spec global_options[], database_options[];

/* The command of a name, or NULL: then it was said which is nearest. */
const struct command *find_command(const char *name);
void help_command(const struct command *command);

#endif
