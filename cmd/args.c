#include "args.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void args_add(struct args *args, const struct option_spec *specs)
{
    for (; specs != NULL && specs->name != NULL; specs++) {
        assert(args->specs_len < ARGS_MAX_OPTIONS);
        args->specs[args->specs_len++] = specs;
    }
}

/* ---- nearest words ---- */

#define WORD_MAX 40

static size_t distance(const char *a, const char *b)
{
    size_t row[WORD_MAX + 1], a_len = strlen(a), b_len = strlen(b);
    if (a_len > WORD_MAX || b_len > WORD_MAX) {
        return WORD_MAX;
    }
    for (size_t j = 0; j <= b_len; j++) {
        row[j] = j;
    }
    for (size_t i = 1; i <= a_len; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_len; j++) {
            size_t above = row[j], best = corner + (a[i - 1] == b[j - 1] ? 0 : 1);
            best = above + 1 < best ? above + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            corner = above;
            row[j] = best;
        }
    }
    return row[b_len];
}

const char *args_nearest(const char *typed, const char *const *words, size_t len)
{
    const char *nearest = NULL;
    size_t best = strlen(typed) / 3 + 1;
    for (size_t i = 0; i < len; i++) {
        bool begins = strlen(typed) >= 2 && strncmp(words[i], typed, strlen(typed)) == 0;
        size_t steps = begins ? 0 : distance(typed, words[i]);
        if (steps < best || (steps == best && nearest == NULL)) {
            best = steps;
            nearest = words[i];
        }
    }
    return nearest;
}

/* ---- values ---- */

static bool parse_number(const char *text, unsigned long *ret_value, const char **ret_end)
{
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    if (end == text || *text == '-' || *text == '+' || errno != 0 || value > UINT_MAX) {
        return false;
    }
    *ret_value = value;
    *ret_end = end;
    return true;
}

static bool parse_seconds(const char *text, unsigned long *ret_value)
{
    const char *end;
    if (!parse_number(text, ret_value, &end) || *ret_value > 1000000) {
        return false;
    }
    if (strcmp(end, "m") == 0) {
        *ret_value *= 60;
        return true;
    }
    return *end == '\0' || strcmp(end, "s") == 0;
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    for (const char *at = choices; at != NULL && len != 0; at = strchr(at, '|')) {
        at += *at == '|' ? 1 : 0;
        if (strncmp(at, value, len) == 0 && (at[len] == '|' || at[len] == '\0')) {
            return true;
        }
    }
    return false;
}

/* "sarif" for "sarfi" of "text|json|sarif"; NULL where none is near. */
static const char *nearest_choice(const char *choices, const char *value, char copy[256])
{
    const char *names[16];
    size_t len = 0;
    (void)snprintf(copy, 256, "%s", choices == NULL ? "" : choices);
    for (char *at = strtok(copy, "|"); at != NULL && len < sizeof names / sizeof *names; at = strtok(NULL, "|")) {
        names[len++] = at;
    }
    return args_nearest(value, names, len);
}

static void refuse_value(const struct option_spec *spec, const char *program, const char *value)
{
    char copy[256];
    const char *nearest = nearest_choice(spec->choices, value, copy);
    (void)fprintf(stderr, "%s: error: --%s cannot be \"%s\"\n  hint: ", program, spec->name, value);
    if (nearest != NULL) {
        (void)fprintf(stderr, "did you mean %s? ", nearest);
    }
    (void)fprintf(stderr,
        "it wants %s\n",
        spec->choices != NULL          ? spec->choices
        : spec->kind == OPTION_SECONDS ? "a time, as in 30s"
        : spec->kind == OPTION_COUNT   ? "a whole number above 0"
                                       : "a whole number");
}

/* Splits "A, B" and adds its parts without the spaces around them; empty parts vanish. */
static void add_to_list(struct args *args, size_t index, const char *value)
{
    size_t len = 0;
    while (args->lists[index] != NULL && args->lists[index][len] != NULL) {
        len++;
    }
    for (const char *at = value; *at != '\0';) {
        at += strspn(at, " ");
        size_t part = strcspn(at, ","), trimmed = part;
        while (trimmed != 0 && at[trimmed - 1] == ' ') {
            trimmed--;
        }
        if (trimmed != 0) {
            char **grown = realloc(args->lists[index], (len + 2) * sizeof *grown);
            char *copy = strndup(at, trimmed);
            if (grown == NULL || copy == NULL) {
                abort();
            }
            args->lists[index] = grown;
            grown[len++] = copy;
            grown[len] = NULL;
        }
        at += part + (at[part] == ',' ? 1 : 0);
    }
}

static bool take(struct args *args, size_t index, const char *program, const char *value)
{
    const struct option_spec *spec = args->specs[index];
    const char *end;
    bool fine = true;
    args->given[index] = true;
    args->texts[index] = value;
    switch (spec->kind) {
    case OPTION_FLAG:
    case OPTION_FILE: break;
    case OPTION_TEXT: fine = spec->choices == NULL || is_choice(spec->choices, value); break;
    case OPTION_LIST: add_to_list(args, index, value); break;
    case OPTION_NUMBER: fine = parse_number(value, &args->numbers[index], &end) && *end == '\0'; break;
    case OPTION_COUNT:
        fine = parse_number(value, &args->numbers[index], &end) && *end == '\0' && args->numbers[index] != 0;
        break;
    case OPTION_SECONDS: fine = parse_seconds(value, &args->numbers[index]); break;
    case OPTION_LATER:
        (void)fprintf(stderr, "%s: error: --%s is not in this version\n", program, spec->name);
        return false;
    }
    if (!fine) {
        refuse_value(spec, program, value);
    }
    return fine;
}

/* ---- getopt ---- */

static void unknown_option(const struct args *args, const char *program, const char *typed)
{
    const char *names[ARGS_MAX_OPTIONS];
    for (size_t i = 0; i < args->specs_len; i++) {
        names[i] = args->specs[i]->name;
    }
    (void)fprintf(stderr, "%s: error: there is no option %s\n", program, typed);
    if (strncmp(typed, "--", 2) == 0) {
        char word[WORD_MAX + 1];
        (void)snprintf(word, sizeof word, "%.*s", (int)strcspn(typed + 2, "="), typed + 2);
        const char *nearest = args_nearest(word, names, args->specs_len);
        if (nearest != NULL) {
            (void)fprintf(stderr, "  hint: did you mean --%s?\n", nearest);
            return;
        }
    }
    (void)fprintf(stderr, "  hint: %s --help shows them all\n", program);
}

static void make_tables(const struct args *args, struct option *longs, char *shorts, bool leading)
{
    size_t at = 0;
    if (leading) {
        shorts[at++] = '+';
    }
    shorts[at++] = ':';
    for (size_t i = 0; i < args->specs_len; i++) {
        const struct option_spec *spec = args->specs[i];
        bool valued = spec->kind != OPTION_FLAG && spec->kind != OPTION_LATER;
        longs[i] = (struct option){.name = spec->name,
            .has_arg = spec->kind == OPTION_FILE ? optional_argument
                       : valued                  ? required_argument
                                                 : no_argument,
            .val = 256 + (int)i};
        if (spec->letter != 0) {
            shorts[at++] = spec->letter;
            if (valued) {
                shorts[at++] = ':';
            }
        }
    }
    shorts[at] = '\0';
    longs[args->specs_len] = (struct option){0};
}

static size_t index_of(const struct args *args, int got)
{
    if (got >= 256) {
        return (size_t)(got - 256);
    }
    for (size_t i = 0; i < args->specs_len; i++) {
        if (args->specs[i]->letter == got) {
            return i;
        }
    }
    assert(false && "an option that no table has");
    return 0;
}

/* The value of an option that may stand alone: what follows it, where that looks like one. */
static const char *file_value(const struct option_spec *spec, int argc, char **argv)
{
    const char *next = optind < argc ? argv[optind] : "";
    if (spec->kind != OPTION_FILE || optarg != NULL) {
        return optarg;
    }
    size_t len = strlen(next), end = strlen(spec->choices);
    if (len <= end || strcmp(next + len - end, spec->choices) != 0) {
        return NULL;
    }
    optind++;
    return next;
}

bool args_parse(struct args *args, const char *program, int argc, char **argv, bool leading)
{
    struct option longs[ARGS_MAX_OPTIONS + 1];
    char shorts[2 * ARGS_MAX_OPTIONS + 3];
    make_tables(args, longs, shorts, leading);
    opterr = 0;
    optind = 0; /* glibc: begins anew */
    for (int got, at = 1; (got = getopt_long(argc, argv, shorts, longs, NULL)) != -1; at = optind) {
        if (got == '?') {
            char letter[] = {'-', (char)optopt, '\0'};
            bool is_letter = optopt != 0 && optopt < 256 && strncmp(argv[at], "--", 2) != 0;
            unknown_option(args, program, is_letter ? letter : argv[optind - 1]);
            return false;
        }
        if (got == ':') {
            (void)fprintf(stderr, "%s: error: %s wants a value\n", program, argv[optind - 1]);
            return false;
        }
        size_t index = index_of(args, got);
        if (!take(args, index, program, file_value(args->specs[index], argc, argv))) {
            return false;
        }
    }
    args->rest = argv + optind;
    args->rest_len = (size_t)(argc - optind);
    return true;
}

void args_free(struct args *args)
{
    for (size_t i = 0; i < args->specs_len; i++) {
        for (char **item = args->lists[i]; item != NULL && *item != NULL; item++) {
            free(*item);
        }
        free(args->lists[i]);
        args->lists[i] = NULL;
    }
}

static size_t find(const struct args *args, const char *name)
{
    for (size_t i = 0; i < args->specs_len; i++) {
        if (strcmp(args->specs[i]->name, name) == 0) {
            return i;
        }
    }
    assert(false && "a command asks for an option that it does not have");
    return 0;
}

bool args_flag(const struct args *args, const char *name)
{
    return args->given[find(args, name)];
}

const char *args_text(const struct args *args, const char *name)
{
    return args->texts[find(args, name)];
}

const char *const *args_list(const struct args *args, const char *name)
{
    return (const char *const *)args->lists[find(args, name)];
}

unsigned args_number(const struct args *args, const char *name)
{
    return (unsigned)args->numbers[find(args, name)];
}

void args_print_options(const struct option_spec *specs)
{
    for (; specs != NULL && specs->name != NULL; specs++) {
        if (specs->kind == OPTION_LATER) {
            continue;
        }
        char left[64], letter[] = {'-', specs->letter, ',', ' ', '\0'};
        (void)snprintf(left,
            sizeof left,
            "  %s--%s%s%s",
            specs->letter == 0 ? "" : letter,
            specs->name,
            specs->value == NULL ? "" : " ",
            specs->value == NULL ? "" : specs->value);
        printf("%-27s %s\n", left, specs->help);
    }
}
