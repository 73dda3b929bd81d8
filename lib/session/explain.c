#include "base/text.h"
#include "session/session.h"

#include <stdlib.h>
#include <string.h>

static const char *column_name(corm *session, const struct table_column *column)
{
    return arena_printf(session->arena, "%s.%s", column->table->name.text, column->column->name.text);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *const *column_names(corm *session, const struct table_columns *columns)
{
    struct strings names = {0};
    for (size_t i = 0; i < columns->len; i++) {
        *PUSH(session->arena, &names) = column_name(session, &columns->at[i]);
    }
    if (names.len > 1) {
        qsort(names.at, names.len, sizeof *names.at, by_text);
    }
    return session_texts(session, &names);
}

static corm_relationship relationship_of(corm *session, const struct relationship *from)
{
    corm_relationship relationship = {
        .name = relationship_name(session->arena, from),
        .direction = direction_names[from->direction],
        .uselist = from->uselist,
        .target = from->def->target.text,
        .secondary = from->def->secondary.text,
        .local = column_names(session, &from->local),
        .remote = column_names(session, &from->remote),
        .reverse = from->reverse == NULL ? NULL : relationship_name(session->arena, from->reverse),
        .place = diags_place(session->diags, from->def->name.span),
    };
    if (from->direction != DIRECTION_NONE) {
        relationship.join = relationship_join_sql(session->arena, from);
    }
    return relationship;
}

/* Whether something called `name` is the object asked for, or belongs to it: "posts" has "posts.user_id". */
static bool belongs(const char *name, const char *object)
{
    size_t len = object == NULL ? 0 : strlen(object);
    return object == NULL || (text_starts(name, object) && (name[len] == '\0' || name[len] == '.'));
}

static void add_relationships(corm *session, const char *object, corm_explanation *explanation)
{
    const struct relationships *all = &session->resolved->all;
    corm_relationship *list = arena_alloc(session->arena, all->len + 1, sizeof *list, _Alignof(corm_relationship));
    for (size_t i = 0; i < all->len; i++) {
        corm_relationship relationship = relationship_of(session, all->at[i]);
        bool mapped =
            object != NULL && all->at[i]->owner_table != NULL && text_same(all->at[i]->owner_table->name.text, object);
        if (mapped || belongs(relationship.name, object)) {
            list[explanation->relationships_len++] = relationship;
        }
    }
    explanation->relationships = list;
}

static void add_facts(corm *session, const char *object, corm_explanation *explanation)
{
    struct engines engines = project_engines(session->arena, session->project);
    enum engine engine = engines.len == 0 ? ENGINE_SQLITE : engines.at[0];
    if (!session_model_is(session, MODEL_COMPILES)) {
        return; /* nothing can be derived from keys that lead nowhere */
    }
    struct facts facts = compile_facts(session->arena, session->resolved, engine);
    corm_fact *list = arena_alloc(session->arena, facts.len + 1, sizeof *list, _Alignof(corm_fact));
    for (size_t i = 0; i < facts.len; i++) {
        const struct fact *fact = &facts.at[i];
        if (belongs(fact->object, object)) {
            list[explanation->facts_len++] = (corm_fact){.object = fact->object,
                .what = fact->what,
                .why = fact->why,
                .place = diags_place(session->diags, fact->place)};
        }
    }
    explanation->facts = list;
}

static corm_status unknown_object(corm *session, const char *object)
{
    struct strings names = {0};
    for (size_t i = 0; i < session->resolved->all.len; i++) {
        *PUSH(session->arena, &names) = relationship_name(session->arena, session->resolved->all.at[i]);
    }
    const struct model *model = session->resolved->model;
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct table_def *table = model->tables.at[i];
        *PUSH(session->arena, &names) = table->name.text;
        for (size_t j = 0; j < table->columns.len; j++) {
            *PUSH(session->arena, &names) =
                arena_printf(session->arena, "%s.%s", table->name.text, table->columns.at[j]->name.text);
        }
    }
    for (size_t i = 0; i < model->classes.len; i++) {
        *PUSH(session->arena, &names) = model->classes.at[i]->name.text;
    }
    if (strings_have(&names, object)) {
        return CORM_OK; /* there is such a thing, and nothing was derived for it */
    }
    const char *nearest = text_nearest(object, &names);
    (void)fail(&session->failure, CORM_USAGE, "the model has no \"%s\"", object);
    if (nearest != NULL) {
        fail_hint(&session->failure, "did you mean %s?", nearest);
    }
    return CORM_USAGE;
}

corm_status corm_explain(corm *session, const char *object, const corm_explanation **ret_explanation)
{
    session_begin(session);
    const struct resolved *resolved;
    corm_status status = session_model(session, MODEL_READS, &resolved);
    if (status != CORM_OK) {
        return status;
    }
    corm_explanation *explanation = NEW(session->arena, corm_explanation);
    add_relationships(session, object, explanation);
    add_facts(session, object, explanation);
    if (object != NULL && explanation->relationships_len == 0 && explanation->facts_len == 0) {
        status = unknown_object(session, object);
    }
    if (status == CORM_OK) {
        *ret_explanation = explanation;
    }
    return status;
}
