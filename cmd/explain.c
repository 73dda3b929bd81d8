#include "difference.h"

#include <stdlib.h>
#include <string.h>

const struct option_spec explain_options[] = {
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

static void json_place(struct run *run, json_t *object, const corm_place *place)
{
    json_object_set_new(object, "file", json_text(run, place->file));
    json_object_set_new(object, "line", place->file == NULL ? json_null() : json_integer(place->line));
}

static json_t *json_aspects(struct run *run, const corm_aspect *aspects, size_t len)
{
    json_t *list = json_array();
    for (size_t i = 0; i < len; i++) {
        json_t *aspect = json_object();
        json_object_set_new(aspect, "topic", json_text(run, aspects[i].topic));
        json_object_set_new(aspect, "what", json_text(run, aspects[i].what));
        json_object_set_new(aspect, "why", json_text(run, aspects[i].why));
        json_place(run, aspect, &aspects[i].place);
        json_array_append_new(list, aspect);
    }
    return list;
}

static json_t *json_loading(struct run *run, const corm_relationship *from)
{
    json_t *list = json_array();
    for (size_t i = 0; i < from->loadings_len; i++) {
        const corm_loading *at = &from->loadings[i];
        json_t *loading = json_object();
        json_object_set_new(loading, "strategy", json_text(run, at->strategy));
        json_object_set_new(loading, "chosen", json_boolean(at->chosen));
        json_object_set_new(loading, "statements", json_text(run, at->statements));
        json_object_set_new(loading, "what", json_text(run, at->what));
        json_object_set_new(loading, "sql", json_text(run, at->sql));
        json_array_append_new(list, loading);
    }
    return list;
}

static json_t *json_relationship(struct run *run, const corm_relationship *from)
{
    json_t *object = json_object();
    json_object_set_new(object, "direction", json_text(run, from->direction));
    json_object_set_new(object, "uselist", from->direction == NULL ? json_null() : json_boolean(from->uselist));
    json_object_set_new(object, "target", json_text(run, from->target));
    json_object_set_new(object, "secondary", json_text(run, from->secondary));
    json_object_set_new(object, "local", json_texts(run, from->local));
    json_object_set_new(object, "remote", json_texts(run, from->remote));
    json_object_set_new(object, "reverse", json_text(run, from->reverse));
    json_object_set_new(object, "join", json_text(run, from->join));
    json_place(run, object, &from->place);
    if (from->aspects_len != 0) {
        json_object_set_new(object, "aspects", json_aspects(run, from->aspects, from->aspects_len));
        json_object_set_new(object, "reads", json_text(run, from->owners_sql));
        json_object_set_new(object, "loading", json_loading(run, from));
    }
    return object;
}

static json_t *json_objects(struct run *run, const corm_explanation *explanation)
{
    json_t *objects = json_object();
    for (size_t i = 0; i < explanation->objects_len; i++) {
        const corm_explained *from = &explanation->objects[i];
        json_t *object = json_object();
        json_object_set_new(object, "kind", json_text(run, from->kind));
        json_object_set_new(object, "aspects", json_aspects(run, from->aspects, from->aspects_len));
        json_place(run, object, &from->place);
        json_object_set_new(objects, out_safe(run, from->name), object);
    }
    return objects;
}

static json_t *json_explanation(struct run *run, const corm_explanation *explanation)
{
    json_t *document = out_document(), *relationships = json_object(), *facts = json_array();
    for (size_t i = 0; i < explanation->relationships_len; i++) {
        const corm_relationship *from = &explanation->relationships[i];
        json_object_set_new(relationships, out_safe(run, from->name), json_relationship(run, from));
    }
    for (size_t i = 0; i < explanation->facts_len; i++) {
        const corm_fact *from = &explanation->facts[i];
        json_t *fact = json_object();
        json_object_set_new(fact, "object", json_text(run, from->object));
        json_object_set_new(fact, "what", json_text(run, from->what));
        json_object_set_new(fact, "why", json_text(run, from->why));
        json_place(run, fact, &from->place);
        json_array_append_new(facts, fact);
    }
    if (explanation->objects_len != 0) {
        json_object_set_new(document, "objects", json_objects(run, explanation));
    }
    json_object_set_new(document, "relationships", relationships);
    json_object_set_new(document, "facts", facts);
    return document;
}

/* ---- text ---- */

static void print_place(struct run *run, const corm_place *place)
{
    if (place->file != NULL) {
        out_coloured(stdout, DIM, "  %s:%u", out_safe(run, place->file), place->line);
    }
}

static void print_columns(struct run *run, const char *label, const char *const *columns)
{
    printf("  %-10s", label);
    for (size_t i = 0; columns[i] != NULL; i++) {
        printf("%s%s", i == 0 ? "" : ", ", out_safe(run, columns[i]));
    }
    printf("\n");
}

/* The overview of one among many. */
static void print_shortly(struct run *run, const corm_relationship *from)
{
    printf("  %-10s%s, %s of %s\n",
        "direction",
        from->direction,
        from->uselist ? "a collection" : "one",
        out_safe(run, from->target));
    printf("  %-10s%s\n", "join", out_safe(run, from->join));
    if (from->secondary != NULL) {
        printf("  %-10s%s\n", "through", out_safe(run, from->secondary));
    }
    print_columns(run, "local", from->local);
    print_columns(run, "remote", from->remote);
    printf("  %-10s%s\n\n", "reverse", from->reverse == NULL ? "none" : out_safe(run, from->reverse));
}

/* A topic that comes again is not said again. */
static void print_aspects(struct run *run, const corm_aspect *aspects, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        bool again = i != 0 && strcmp(aspects[i].topic, aspects[i - 1].topic) == 0;
        printf("  %-13s%s", again ? "" : aspects[i].topic, out_safe(run, aspects[i].what));
        if (aspects[i].why != NULL) {
            printf("\n  %-13s", "");
            out_coloured(stdout, DIM, "because %s", out_safe(run, aspects[i].why));
        }
        print_place(run, &aspects[i].place);
        printf("\n");
    }
}

static void print_loading(struct run *run, const corm_relationship *from)
{
    if (from->loadings_len == 0) {
        return;
    }
    printf("\n  Statements for N objects (* is what `lazy` says), beginning with ");
    out_coloured(stdout, DIM, "%s\n", out_safe(run, from->owners_sql));
    for (size_t i = 0; i < from->loadings_len; i++) {
        const corm_loading *loading = &from->loadings[i];
        printf("  %c %-13s%-13s", loading->chosen ? '*' : ' ', loading->strategy, loading->statements);
        printf("%s\n", out_safe(run, loading->what));
        if (loading->sql != NULL) {
            printf("    %-13s", "");
            out_coloured(stdout, DIM, "%s\n", out_safe(run, loading->sql));
        }
    }
    printf("\n");
}

static void print_relationship(struct run *run, const corm_relationship *from)
{
    out_coloured(stdout, BOLD, "%s", out_safe(run, from->name));
    print_place(run, &from->place);
    printf("\n");
    if (from->direction == NULL) {
        printf("  cannot be resolved: corm-migrate lint says why\n\n");
    } else if (from->aspects_len == 0) {
        print_shortly(run, from);
    } else {
        print_aspects(run, from->aspects, from->aspects_len);
        print_loading(run, from);
    }
}

static void print_object(struct run *run, const corm_explained *object)
{
    out_coloured(stdout, BOLD, "%s %s", object->kind, out_safe(run, object->name));
    print_place(run, &object->place);
    printf("\n");
    print_aspects(run, object->aspects, object->aspects_len);
    printf("\n");
}

static void print_facts(struct run *run, const corm_explanation *explanation)
{
    if (explanation->facts_len != 0) {
        out_coloured(stdout, BOLD, "derived\n");
    }
    for (size_t i = 0; i < explanation->facts_len; i++) {
        const corm_fact *fact = &explanation->facts[i];
        printf("  %s: %s\n      because %s",
            out_safe(run, fact->object),
            out_safe(run, fact->what),
            out_safe(run, fact->why));
        print_place(run, &fact->place);
        printf("\n");
    }
}

static void print_text(struct run *run, const corm_explanation *explanation)
{
    for (size_t i = 0; i < explanation->objects_len; i++) {
        print_object(run, &explanation->objects[i]);
    }
    for (size_t i = 0; i < explanation->relationships_len; i++) {
        print_relationship(run, &explanation->relationships[i]);
    }
    if (explanation->objects_len == 0) { /* they stand among the aspects */
        print_facts(run, explanation);
    }
    if (explanation->relationships_len + explanation->facts_len + explanation->objects_len == 0) {
        printf("nothing is derived here: it is as it is written\n");
    }
}

/* ---- beside the database ---- */

static bool is_named(const char *text, const char *name)
{
    return text != NULL && strcmp(text, name) == 0;
}

/* The whole table comes or goes, and with it the column "table.column". */
static bool takes_along(const corm_change *change, const char *name)
{
    size_t len = strlen(change->object);
    return strcmp(change->kind, "table") == 0 && strcmp(change->action, "alter") != 0 &&
           strncmp(name, change->object, len) == 0 && name[len] == '.';
}

/* The table or column is changed, or something of it. */
static bool concerns(const corm_change *change, const char *name)
{
    return is_named(change->object, name) || is_named(change->table, name) || takes_along(change, name);
}

static bool concerns_any(const corm_change *change, const char *const *names)
{
    for (; *names != NULL; names++) {
        if (concerns(change, *names)) {
            return true;
        }
    }
    return false;
}

/* Of the table or column that was asked for, or of the columns that a relationship joins; object NULL: all. */
static bool is_asked(const corm_explanation *explanation, const char *object, const corm_change *change)
{
    if (object == NULL || explanation->objects_len != 0) {
        return object == NULL || concerns(change, explanation->objects[0].name);
    }
    for (size_t i = 0; i < explanation->relationships_len; i++) {
        const corm_relationship *of = &explanation->relationships[i];
        if (concerns_any(change, of->local) || concerns_any(change, of->remote)) {
            return true;
        }
    }
    return false;
}

/* Freed by the caller. */
static corm_change *asked_changes(const corm_explanation *explanation, const char *object, size_t *ret_len)
{
    const corm_difference *difference = explanation->live;
    corm_change *list = calloc(difference->changes_len + 1, sizeof *list);
    if (list == NULL) {
        abort();
    }
    *ret_len = 0;
    for (size_t i = 0; i < difference->changes_len; i++) {
        if (is_asked(explanation, object, &difference->changes[i])) {
            list[(*ret_len)++] = difference->changes[i];
        }
    }
    return list;
}

/* How the database differs in what was asked for; the document gets it where there is one. */
static void explain_live(struct run *run, const char *object, const corm_explanation *explanation, json_t *document)
{
    corm_difference asked = *explanation->live;
    corm_change *changes = asked_changes(explanation, object, &asked.changes_len);
    asked.changes = changes;
    if (document != NULL) {
        json_object_set_new(document, "live", json_changes(run, &asked));
    } else {
        out_warnings(run, explanation->live);
        out_coloured(stdout, BOLD, "in database \"%s\"", out_safe(run, asked.database));
        printf(asked.changes_len == 0 ? ": what the model says\n" : ", to make it what the model says\n");
        out_changes(run, &asked);
    }
    free(changes);
}

int cmd_explain(struct run *run)
{
    const corm_explanation *explanation;
    const char *object = run->args->rest[0];
    bool live = run->target.url != NULL || run->target.environment != NULL;
    corm_status status = corm_explain(run->session, object, live ? &run->target : NULL, &explanation);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    json_t *document = run->json ? json_explanation(run, explanation) : NULL;
    if (document == NULL) {
        print_text(run, explanation);
    }
    if (explanation->live != NULL) {
        explain_live(run, object, explanation, document);
    }
    if (document != NULL) {
        out_json(document);
    }
    return CORM_OK;
}
