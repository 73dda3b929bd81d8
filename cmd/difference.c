#include "difference.h"

#include <stdlib.h>
#include <string.h>

static enum colour colour_of(const char *action)
{
    return strcmp(action, "create") == 0 ? GREEN : strcmp(action, "drop") == 0 ? RED : YELLOW;
}

static int sign_of(const char *action)
{
    return strcmp(action, "create") == 0 ? '+' : strcmp(action, "drop") == 0 ? '-' : '~';
}

static bool is_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* Tables and what belongs to none. */
static bool stands_alone(const corm_change *change)
{
    return change->table == NULL || strcmp(change->kind, "table") == 0;
}

/* "posts.user_id" under its table is shown as "user_id". */
static const char *short_name(const corm_change *change)
{
    size_t len = strlen(change->table);
    bool below = strncmp(change->object, change->table, len) == 0 && change->object[len] == '.';
    return below ? change->object + len + 1 : change->object;
}

static void print_detail(struct run *run, const corm_change *change)
{
    if (strcmp(change->action, "rename") == 0) {
        printf("  was %s", out_safe(run, change->from));
    } else if (strcmp(change->action, "alter") == 0) {
        printf("  %s", out_safe(run, change->what));
        if (change->from != NULL && change->to != NULL) {
            printf("\n        from %s\n        to   %s", out_safe(run, change->from), out_safe(run, change->to));
        }
    } else if (strcmp(change->kind, "table") != 0) {
        printf("  %s", out_safe(run, change->to != NULL ? change->to : change->from));
    }
}

static void print_change(struct run *run, const corm_change *change)
{
    bool alone = stands_alone(change);
    out_coloured(stdout,
        colour_of(change->action),
        "%s%c %s %s",
        alone ? "" : "    ",
        sign_of(change->action),
        change->kind,
        out_safe(run, alone ? change->object : short_name(change)));
    print_detail(run, change);
    for (size_t i = 0; change->hazards[i] != NULL; i++) {
        out_coloured(stdout, RED, "  [%s]", change->hazards[i]);
    }
    if (change->why != NULL) {
        out_coloured(stdout, DIM, "  (%s)", out_safe(run, change->why));
    }
    printf("\n");
}

void out_changes(struct run *run, const corm_difference *difference)
{
    const char *table = NULL;
    for (size_t i = 0; i < difference->changes_len; i++) {
        const corm_change *change = &difference->changes[i];
        if (!stands_alone(change) && !is_same(table, change->table)) {
            out_coloured(stdout, YELLOW, "~ table %s\n", out_safe(run, change->table));
        }
        table = change->table;
        print_change(run, change);
    }
}

void out_hazards(struct run *run, FILE *out, const corm_difference *difference)
{
    for (size_t i = 0; i < difference->hazards_len; i++) {
        const corm_hazard *hazard = &difference->hazards[i];
        out_coloured(out, hazard->destroys ? RED : YELLOW, "  %s", hazard->code);
        (void)fprintf(out, " %s: %s\n", out_safe(run, hazard->object), out_safe(run, hazard->message));
    }
}

void out_warnings(struct run *run, const corm_difference *difference)
{
    for (size_t i = 0; difference->warnings[i] != NULL; i++) {
        out_coloured(stderr, YELLOW, "warning: ");
        (void)fprintf(stderr, "%s\n", out_safe(run, difference->warnings[i]));
    }
}

void out_statements(struct run *run, const char *const *statements, const char *indent)
{
    for (; *statements != NULL; statements++) {
        size_t size = strlen(*statements) + 2;
        char *text = malloc(size);
        if (text == NULL) {
            abort();
        }
        (void)snprintf(text, size, "%s;", *statements); /* the semicolon goes with the last line */
        out_lines(run, stdout, indent, text);
        free(text);
    }
}

static json_t *json_change(struct run *run, const corm_change *change)
{
    json_t *object = json_object();
    json_object_set_new(object, "action", json_text(run, change->action));
    json_object_set_new(object, "kind", json_text(run, change->kind));
    json_object_set_new(object, "object", json_text(run, change->object));
    json_object_set_new(object, "table", json_text(run, change->table));
    json_object_set_new(object, "from", json_text(run, change->from));
    json_object_set_new(object, "to", json_text(run, change->to));
    json_object_set_new(object, "what", json_text(run, change->what));
    json_object_set_new(object, "why", json_text(run, change->why));
    json_object_set_new(object, "hazards", json_texts(run, change->hazards));
    json_object_set_new(object, "file", json_text(run, change->place.file));
    json_object_set_new(object, "line", change->place.file == NULL ? json_null() : json_integer(change->place.line));
    return object;
}

json_t *json_changes(struct run *run, const corm_difference *difference)
{
    json_t *changes = json_array();
    for (size_t i = 0; i < difference->changes_len; i++) {
        json_array_append_new(changes, json_change(run, &difference->changes[i]));
    }
    return changes;
}

void json_set_difference(struct run *run, json_t *object, const corm_difference *difference)
{
    json_t *unmanaged = json_array(), *hazards = json_array();
    for (size_t i = 0; i < difference->hazards_len; i++) {
        const corm_hazard *from = &difference->hazards[i];
        json_array_append_new(hazards,
            json_pack("{s:o, s:o, s:o, s:b}",
                "code",
                json_text(run, from->code),
                "object",
                json_text(run, from->object),
                "message",
                json_text(run, from->message),
                "destroys",
                from->destroys));
    }
    for (size_t i = 0; i < difference->unmanaged_len; i++) {
        json_array_append_new(unmanaged,
            json_pack("{s:o, s:o}",
                "kind",
                json_text(run, difference->unmanaged[i].kind),
                "object",
                json_text(run, difference->unmanaged[i].object)));
    }
    json_object_set_new(object, "different", json_boolean(difference->different));
    json_object_set_new(object, "engine", json_text(run, difference->engine));
    json_object_set_new(object, "changes", json_changes(run, difference));
    json_object_set_new(object, "hazards", hazards);
    json_object_set_new(object, "up", json_texts(run, difference->up));
    json_object_set_new(object, "down", json_texts(run, difference->down));
    json_object_set_new(object, "unmanaged", unmanaged);
    json_object_set_new(object, "warnings", json_texts(run, difference->warnings));
}
