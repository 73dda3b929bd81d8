#include "explain/explain.h"
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

/* ---- one object in depth ---- */

static const corm_aspect *aspects_of(corm *session, const struct aspects *from)
{
    corm_aspect *list = arena_alloc(session->arena, from->len + 1, sizeof *list, _Alignof(corm_aspect));
    for (size_t i = 0; i < from->len; i++) {
        const struct aspect *aspect = &from->at[i];
        list[i] = (corm_aspect){.topic = aspect->topic,
            .what = aspect->what,
            .why = aspect->why,
            .place = diags_place(session->diags, aspect->place)};
    }
    return list;
}

static void explain_in_depth(
    corm *session, const struct explainer *explainer, const struct relationship *from, corm_relationship *relationship)
{
    struct aspects aspects = explain_relationship(explainer, from);
    struct loadings loadings = explain_loading(explainer, from);
    corm_loading *list = arena_alloc(session->arena, loadings.len + 1, sizeof *list, _Alignof(corm_loading));
    for (size_t i = 0; i < loadings.len; i++) {
        const struct loading *loading = &loadings.at[i];
        list[i] = (corm_loading){loading->strategy, loading->chosen, loading->statements, loading->what, loading->sql};
    }
    relationship->aspects = aspects_of(session, &aspects);
    relationship->aspects_len = aspects.len;
    relationship->loadings = list;
    relationship->loadings_len = loadings.len;
    relationship->owners_sql = loadings.len == 0 ? NULL : explain_owners_sql(explainer, from);
}

static void add_object(corm *session, corm_explanation *explanation, const corm_explained *object)
{
    corm_explained *one = NEW(session->arena, corm_explained);
    *one = *object;
    explanation->objects = one;
    explanation->objects_len = 1;
}

static void add_table(
    corm *session, const struct explainer *explainer, const struct table_def *table, corm_explanation *explanation)
{
    struct aspects aspects = explain_table(explainer, table);
    add_object(session,
        explanation,
        &(corm_explained){table->name.text,
            table->is_view ? "view" : "table",
            diags_place(session->diags, table->span),
            aspects_of(session, &aspects),
            aspects.len});
}

static void add_column(corm *session,
    const struct explainer *explainer,
    const struct table_def *table,
    const struct column_def *column,
    corm_explanation *explanation)
{
    struct aspects aspects = explain_column(explainer, table, column);
    add_object(session,
        explanation,
        &(corm_explained){arena_printf(session->arena, "%s.%s", table->name.text, column->name.text),
            "column",
            diags_place(session->diags, column->name.span),
            aspects_of(session, &aspects),
            aspects.len});
}

static const char *full_name(corm *session, const struct table_def *table)
{
    return table->schema.text == NULL ? table->name.text
                                      : arena_printf(session->arena, "%s.%s", table->schema.text, table->name.text);
}

/* The column that Model.attribute names; no other class's is asked for by it. */
static void add_attribute(
    corm *session, const struct explainer *explainer, const char *object, corm_explanation *explanation)
{
    const char *dot = strchr(object, '.');
    const struct class_def *class_ = dot == NULL ? NULL
                                                 : model_class(explainer->resolved->model,
                                                       arena_strndup(session->arena, object, (size_t)(dot - object)));
    struct table_def *table = NULL;
    const struct column_def *column = class_ == NULL ? NULL : class_attribute(class_, dot + 1, &table);
    if (column != NULL) {
        add_column(session, explainer, table, column, explanation);
    }
}

/* The table or column of that name, or the table of the model of that name. */
static void add_named(
    corm *session, const struct explainer *explainer, const char *object, corm_explanation *explanation)
{
    const struct model *model = explainer->resolved->model;
    const struct class_def *class_ = model_class(model, object);
    if (class_ != NULL && class_->table != NULL) {
        add_table(session, explainer, class_->table, explanation);
        return;
    }
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct table_def *table = model->tables.at[i];
        const char *name = full_name(session, table);
        size_t len = strlen(name);
        if (text_same(name, object)) {
            add_table(session, explainer, table, explanation);
        } else if (text_starts(object, name) && object[len] == '.' && table_column(table, object + len + 1) != NULL) {
            add_column(session, explainer, table, table_column(table, object + len + 1), explanation);
        }
    }
    if (explanation->objects_len == 0) {
        add_attribute(session, explainer, object, explanation);
    }
}

static void add_relationships(
    corm *session, const struct explainer *explainer, const char *object, corm_explanation *explanation)
{
    const struct relationships *all = &session->resolved->all;
    corm_relationship *list = arena_alloc(session->arena, all->len + 1, sizeof *list, _Alignof(corm_relationship));
    for (size_t i = 0; i < all->len; i++) {
        corm_relationship relationship = relationship_of(session, all->at[i]);
        const struct table_def *table = all->at[i]->owner_table;
        bool mapped = object != NULL && table != NULL && text_same(full_name(session, table), object);
        if (mapped || belongs(relationship.name, object)) {
            if (object != NULL) {
                explain_in_depth(session, explainer, all->at[i], &relationship);
            }
            list[explanation->relationships_len++] = relationship;
        }
    }
    explanation->relationships = list;
}

static struct engines engines_of(corm *session)
{
    struct engines engines = project_engines(session->arena, session->project);
    if (engines.len == 0) {
        *PUSH(session->arena, &engines) = ENGINE_SQLITE;
    }
    return engines;
}

static enum engine first_engine(corm *session)
{
    return engines_of(session).at[0];
}

static void compile_explained(corm *session, struct explainer *explainer)
{
    struct engines engines = engines_of(session);
    for (size_t i = 0; i < engines.len && i < ENGINE_COUNT; i++) {
        explainer->schemas[i] = compile_schema(session->arena, session->diags, explainer->resolved, engines.at[i]);
    }
    struct facts *facts = NEW(session->arena, struct facts);
    *facts = compile_facts(session->arena, explainer->resolved, engines.at[0]);
    explainer->facts = facts;
}

static void add_facts(corm *session, const char *object, corm_explanation *explanation)
{
    if (!session_model_is(session, MODEL_COMPILES)) {
        return; /* nothing can be derived from keys that lead nowhere */
    }
    struct facts facts = compile_facts(session->arena, session->resolved, first_engine(session));
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
    } else if (rule_find(object) != RULE_COUNT) {
        fail_hint(&session->failure, "corm-migrate lint --explain %s tells of the rule", object);
    } else {
        fail_hint(&session->failure, "name a model, Model.relationship, a table or table.column");
    }
    return CORM_USAGE;
}

corm_status corm_explain(
    corm *session, const char *object, const corm_target *live, const corm_explanation **ret_explanation)
{
    session_begin(session);
    const struct resolved *resolved;
    corm_status status = session_model(session, MODEL_READS, &resolved);
    if (status != CORM_OK) {
        return status;
    }
    corm_explanation *explanation = NEW(session->arena, corm_explanation);
    struct explainer explainer = {.arena = session->arena, .resolved = resolved};
    if (object != NULL && session_model_is(session, MODEL_COMPILES)) {
        compile_explained(session, &explainer);
    }
    if (object != NULL) {
        add_named(session, &explainer, object, explanation);
    }
    add_relationships(session, &explainer, object, explanation);
    add_facts(session, object, explanation);
    if (object != NULL && explanation->relationships_len + explanation->facts_len + explanation->objects_len == 0) {
        status = unknown_object(session, object);
    }
    if (status == CORM_OK && live != NULL) {
        status = session_diff(session, live, &explanation->live);
    }
    if (status == CORM_OK) {
        *ret_explanation = explanation;
    }
    return status;
}
