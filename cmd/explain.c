#include "out.h"

const struct option_spec explain_options[] = {
    {"format", 0, OPTION_TEXT, "FORMAT", "text or json", "text|json"},
    {NULL, 0, OPTION_FLAG, NULL, NULL, NULL},
};

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
    json_object_set_new(object, "file", json_text(run, from->place.file));
    json_object_set_new(object, "line", from->place.file == NULL ? json_null() : json_integer(from->place.line));
    return object;
}

static void print_json(struct run *run, const corm_explanation *explanation)
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
        json_object_set_new(fact, "file", json_text(run, from->place.file));
        json_object_set_new(fact, "line", from->place.file == NULL ? json_null() : json_integer(from->place.line));
        json_array_append_new(facts, fact);
    }
    json_object_set_new(document, "relationships", relationships);
    json_object_set_new(document, "facts", facts);
    out_json(document);
}

static void print_columns(struct run *run, const char *label, const char *const *columns)
{
    printf("  %-10s", label);
    for (size_t i = 0; columns[i] != NULL; i++) {
        printf("%s%s", i == 0 ? "" : ", ", out_safe(run, columns[i]));
    }
    printf("\n");
}

static void print_relationship(struct run *run, const corm_relationship *from)
{
    out_coloured(stdout, BOLD, "%s", out_safe(run, from->name));
    if (from->place.file != NULL) {
        out_coloured(stdout, DIM, "  %s:%u", out_safe(run, from->place.file), from->place.line);
    }
    if (from->direction == NULL) {
        printf("\n  cannot be resolved: corm-migrate lint says why\n\n");
        return;
    }
    printf("\n  %-10s%s, %s of %s\n",
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
        if (fact->place.file != NULL) {
            out_coloured(stdout, DIM, "  %s:%u", out_safe(run, fact->place.file), fact->place.line);
        }
        printf("\n");
    }
}

int cmd_explain(struct run *run)
{
    const corm_explanation *explanation;
    corm_status status = corm_explain(run->session, run->args->rest[0], &explanation);
    if (status != CORM_OK) {
        return out_failure(run, status, NULL);
    }
    if (run->json) {
        print_json(run, explanation);
        return CORM_OK;
    }
    for (size_t i = 0; i < explanation->relationships_len; i++) {
        print_relationship(run, &explanation->relationships[i]);
    }
    print_facts(run, explanation);
    if (explanation->relationships_len + explanation->facts_len == 0) {
        printf("nothing is derived here: it is as it is written\n");
    }
    return CORM_OK;
}
