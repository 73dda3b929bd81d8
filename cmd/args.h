/* Command lines: one table of options a command, from which parsing, usage and help all come. */
#ifndef CORM_CMD_ARGS_H
#define CORM_CMD_ARGS_H

#include <stdbool.h>
#include <stddef.h>

enum option_kind {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_LIST,    /* "A,B", and may be given more than once */
    OPTION_FILE,    /* may stand alone; "=FILE", or a next word that ends as `choices` says */
    OPTION_NUMBER,  /* a whole number, 0 or more */
    OPTION_COUNT,   /* a whole number, 1 or more */
    OPTION_SECONDS, /* "30s", "2m", "30" */
    OPTION_LATER    /* a flag of the contract that this version does not have: refused, and not in help */
};

struct option_spec {
    const char *name; /* without the dashes */
    char letter;      /* 0 for none */
    enum option_kind kind;
    const char *value; /* what help calls its value; NULL for a flag */
    const char *help;
    const char *choices; /* "text|json", or NULL; ".json" for a file */
};

#define ARGS_MAX_OPTIONS 32

struct args {
    const struct option_spec *specs[ARGS_MAX_OPTIONS];
    size_t specs_len;
    const char *texts[ARGS_MAX_OPTIONS]; /* the last value */
    char **lists[ARGS_MAX_OPTIONS];      /* NULL-terminated */
    unsigned long numbers[ARGS_MAX_OPTIONS];
    bool given[ARGS_MAX_OPTIONS];
    char **rest; /* words that are not options; NULL-terminated */
    size_t rest_len;
};

/* Adds a table (ended by a NULL name) to what may be given. */
void args_add(struct args *args, const struct option_spec *specs);

/* Parses argv[1..]; with `leading` stops at the first word that is no option.  On false says on standard error what is
 * wrong, with the nearest option.  `program` is what messages begin with.  Texts are argv's own. */
bool args_parse(struct args *args, const char *program, int argc, char **argv, bool leading);
void args_free(struct args *args);

bool args_flag(const struct args *args, const char *name);
const char *args_text(const struct args *args, const char *name);        /* NULL: not given */
const char *const *args_list(const struct args *args, const char *name); /* NULL: not given */
unsigned args_number(const struct args *args, const char *name);         /* 0: not given */

/* The options as help shows them, one a line. */
void args_print_options(const struct option_spec *specs);

/* The word that is nearest to what was typed, or NULL. */
const char *args_nearest(const char *typed, const char *const *words, size_t len);

#endif
