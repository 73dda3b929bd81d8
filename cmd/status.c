#include "out.h"

#include <string.h>

const struct option_spec status_options[] = {
    {"check", 0, OPTION_FLAG, NULL, "exit with 1 when anything but \"applied\" is listed", NULL},
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static json_t *json_drift(const corm_state *state)
{
    return state->drift == CORM_DRIFT_UNKNOWN ? json_null() : json_boolean(state->drift == CORM_DRIFT_SOME);
}

static void print_json(struct run *run, const corm_state *state)
{
    json_t *document = out_document(), *list = json_array();
    json_object_set_new(document, "engine", json_text(run, state->engine));
    json_object_set_new(document, "database", json_text(run, state->database));
    for (size_t i = 0; i < state->migrations_len; i++) {
        const corm_migration *from = &state->migrations[i];
        json_t *object = json_object();
        json_object_set_new(object, "version", json_text(run, from->version));
        json_object_set_new(object, "name", json_text(run, from->name));
        json_object_set_new(object, "group", json_text(run, from->group));
        json_object_set_new(object, "state", json_text(run, from->state));
        json_object_set_new(object, "applied_at", json_text(run, from->applied_at));
        json_object_set_new(object, "sealed", json_boolean(from->sealed));
        json_array_append_new(list, object);
    }
    json_object_set_new(document, "migrations", list);
    json_object_set_new(document, "drift", json_drift(state));
    json_object_set_new(document, "warnings", json_texts(run, state->warnings));
    out_json(document);
}

static enum colour colour_of(const char *state)
{
    return strcmp(state, "applied") == 0 ? GREEN : strcmp(state, "pending") == 0 ? YELLOW : RED;
}

static void print_table(struct run *run, const corm_state *state)
{
    int width = 4;
    for (size_t i = 0; i < state->migrations_len; i++) {
        const char *name = out_safe(run, state->migrations[i].name);
        int columns = (int)corm_width(name, strlen(name));
        width = columns > width ? columns : width;
    }
    out_coloured(stdout, BOLD, "%-14s  %-*s  %-12s  %s\n", "VERSION", width, "NAME", "STATE", "APPLIED AT (UTC)");
    for (size_t i = 0; i < state->migrations_len; i++) {
        const corm_migration *one = &state->migrations[i];
        printf("%-14s  %-*s  ", out_safe(run, one->version), width, out_safe(run, one->name));
        out_coloured(stdout, colour_of(one->state), "%-12s", one->state);
        printf("  %s\n", one->applied_at == NULL ? "" : out_safe(run, one->applied_at));
    }
}

static bool is_unsealed(const corm_migration *migration)
{
    return strcmp(migration->state, "pending") == 0 && !migration->sealed;
}

static const char *advice_on(const corm_migration *migration, const char *usual)
{
    if (migration->undoing) {
        return "a migration is part undone: corm-migrate down goes on where it stopped";
    }
    return is_unsealed(migration) ? "next: corm-migrate hash, which proves and seals the files" : usual;
}

/* The one thing to do next. */
static const char *advice(const corm_state *state)
{
    static const char *const states[][2] = {
        {"edited", "an applied migration was edited: take its file back from git, or write a new migration"},
        {"missing",
            "an applied migration has no file: take it back from git, or run corm-migrate down in the branch that has "
            "it"},
        {"out_of_order",
            "a migration is older than one that is applied, as after a merge: corm-migrate up tells the ways out"},
        {"partial", "a migration is part done: corm-migrate up goes on where it stopped"},
        {"pending", "next: corm-migrate up"},
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        for (size_t j = 0; j < state->migrations_len; j++) {
            if (strcmp(state->migrations[j].state, states[i][0]) == 0) {
                return advice_on(&state->migrations[j], states[i][1]);
            }
        }
    }
    return state->drift == CORM_DRIFT_SOME
               ? "the live schema is not what the migrations made: corm-migrate diff shows it"
               : NULL;
}

static void print_text(struct run *run, const corm_state *state)
{
    printf("database \"%s\" (%s)\n\n", out_safe(run, state->database), state->engine);
    if (state->migrations_len == 0) {
        printf("no migrations yet\n\nnext: corm-migrate generate NAME\n");
    } else {
        print_table(run, state);
    }
    for (size_t i = 0; state->warnings[i] != NULL; i++) {
        out_coloured(stderr, YELLOW, "warning: ");
        (void)fprintf(stderr, "%s\n", out_safe(run, state->warnings[i]));
    }
    const char *next = advice(state);
    if (next != NULL) {
        printf("\n%s\n", next);
    }
}

int cmd_status(struct run *run)
{
    const corm_state *state;
    corm_status status = corm_get_state(run->session, &run->target, &state);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        print_json(run, state);
    } else {
        print_text(run, state);
    }
    return args_flag(run->args, "check") && !state->clean ? CORM_FOUND : CORM_OK;
}
