/* What corm makes of models, one after the other, for the tests that hold it against SQLAlchemy: one process for
 * thousands of models, so that the tests are quick under the sanitizers too.
 *
 * usage: judge 1.4|2.0 [explain]
 * Reads "LENGTH\n" and that many bytes of YAML, and answers with a line of JSON: findings; relationships with their
 * columns, pairs and, where asked for, what explain says of them; the export, or null where the model does not go that
 * far. */
#include "explain/explain.h"
#include "export/export.h"
#include "rules/rules.h"

#include "base/buf.h"
#include "base/text.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

struct judge {
    struct arena *arena;
    struct diags *diags;
    struct resolved *resolved;
    struct schema *schema; /* NULL where the model does not compile */
    enum sqlalchemy version;
    bool explain;
};

static json_t *optional(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static json_t *column_json(const struct table_column *column)
{
    const struct word *schema = &column->table->schema;
    const char *table = column->table->name.text;
    const char *name = column->column->name.text;
    return schema->text == NULL ? json_sprintf("%s.%s", table, name)
                                : json_sprintf("%s.%s.%s", schema->text, table, name);
}

static json_t *columns_json(const struct table_columns *columns)
{
    json_t *list = json_array();
    for (size_t i = 0; i < columns->len; i++) {
        json_array_append_new(list, column_json(&columns->at[i]));
    }
    return list;
}

static json_t *pairs_json(const struct sync_pairs *pairs)
{
    json_t *list = json_array();
    for (size_t i = 0; i < pairs->len; i++) {
        json_array_append_new(
            list, json_pack("[o, o]", column_json(&pairs->at[i].source), column_json(&pairs->at[i].dest)));
    }
    return list;
}

static json_t *loading_json(const struct explainer *explainer, const struct relationship *relationship)
{
    struct loadings loadings = explain_loading(explainer, relationship);
    json_t *list = json_object();
    for (size_t i = 0; i < loadings.len; i++) {
        const struct loading *at = &loadings.at[i];
        json_object_set_new(list,
            at->strategy,
            json_pack("{s: s, s: s, s: o}",
                "statements",
                at->statements,
                "what",
                at->what == NULL ? "" : at->what,
                "sql",
                optional(at->sql)));
    }
    return list;
}

static json_t *aspects_json(const struct explainer *explainer, const struct relationship *relationship)
{
    struct aspects aspects = explain_relationship(explainer, relationship);
    json_t *made = json_object();
    for (size_t i = 0; i < aspects.len; i++) {
        json_object_set_new(made, aspects.at[i].topic, optional(aspects.at[i].what));
    }
    return made;
}

static json_t *relationship_json(const struct judge *judge, const struct relationship *from)
{
    json_t *made = json_object();
    json_object_set_new(made, "direction", optional(direction_names[from->direction]));
    json_object_set_new(made, "opaque", json_boolean(from->problem == PROBLEM_OPAQUE));
    json_object_set_new(made, "uselist", json_boolean(from->uselist));
    json_object_set_new(made, "target", optional(from->def->target.text));
    json_object_set_new(made, "local", columns_json(&from->local));
    json_object_set_new(made, "remote", columns_json(&from->remote));
    json_object_set_new(made, "sync", pairs_json(&from->sync));
    json_object_set_new(made, "secondary_sync", pairs_json(&from->secondary_sync));
    json_object_set_new(made, "reverse", optional(from->reverse == NULL ? NULL : from->reverse->name));
    if (judge->explain) {
        struct explainer explainer = {.arena = judge->arena, .resolved = judge->resolved};
        json_object_set_new(made, "aspects", aspects_json(&explainer, from));
        json_object_set_new(made, "loading", loading_json(&explainer, from));
        json_object_set_new(made, "reads", json_string(explain_owners_sql(&explainer, from)));
    }
    return made;
}

static json_t *relationships_json(const struct judge *judge)
{
    json_t *made = json_object();
    for (size_t i = 0; i < judge->resolved->all.len; i++) {
        const struct relationship *from = judge->resolved->all.at[i];
        json_object_set_new(made, from->name, relationship_json(judge, from));
    }
    return made;
}

static json_t *findings_json(const struct judge *judge)
{
    static const char *const severities[] = {"hint", "warning", "error"};
    struct diag_filter all = {0};
    const corm_findings *findings = diags_findings(judge->diags, &all);
    json_t *list = json_array();
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *at = &findings->at[i];
        json_array_append_new(list,
            json_pack("{s: s, s: s, s: o, s: s}",
                "code",
                at->code,
                "severity",
                severities[at->severity],
                "object",
                optional(at->object),
                "message",
                at->message));
    }
    return list;
}

/* The words of the language are wrong: nobody can know what was meant (MODEL_READS of the session). */
static bool is_unreadable(const struct judge *judge)
{
    struct diag_filter all = {0};
    const corm_findings *findings = diags_findings(judge->diags, &all);
    for (size_t i = 0; i < findings->len; i++) {
        const corm_finding *at = &findings->at[i];
        if (at->severity == CORM_ERROR && (text_starts(at->code, "MOD") || text_starts(at->code, "YML"))) {
            return true;
        }
    }
    return false;
}

static bool has_schemas(const struct model *model)
{
    for (size_t i = 0; i < model->tables.len; i++) {
        if (model->tables.at[i]->schema.text != NULL) {
            return true;
        }
    }
    return false;
}

static json_t *export_json(const struct judge *judge)
{
    enum engine engine = has_schemas(judge->resolved->model) ? ENGINE_POSTGRESQL : ENGINE_SQLITE;
    struct export_options options = {.style = EXPORT_PLAIN};
    struct export_refusal refusal = {0};
    if (is_unreadable(judge)) {
        return json_null();
    }
    options.schemas[engine] = compile_schema(judge->arena, judge->diags, judge->resolved, engine);
    return optional(export_sqlalchemy(judge->arena, judge->resolved, &options, &refusal));
}

static void answer(const struct judge *ask, const char *text, size_t len)
{
    struct judge judge = *ask;
    judge.arena = arena_new();
    judge.diags = diags_new(judge.arena);
    struct model *model = model_read_text(judge.arena, judge.diags, "model.yaml", text, len);
    judge.resolved = resolve_model(judge.arena, model);
    rules_check(&(struct rule_input){.arena = judge.arena,
        .diags = judge.diags,
        .model = model,
        .resolved = judge.resolved,
        .sqlalchemy = judge.version,
        .only_sqlite = !has_schemas(model)});
    json_t *export = export_json(&judge);
    json_t *made = json_pack("{s: o, s: o, s: o}",
        "findings",
        findings_json(&judge),
        "relationships",
        relationships_json(&judge),
        "export",
        export);
    (void)json_dumpf(made, stdout, JSON_COMPACT);
    (void)fputc('\n', stdout);
    (void)fflush(stdout);
    json_decref(made);
    arena_free(judge.arena);
}

/* False at the end of the input. */
static bool read_model(struct buf *text)
{
    char line[32];
    if (fgets(line, sizeof line, stdin) == NULL) {
        return false;
    }
    for (unsigned long left = strtoul(line, NULL, 10); left != 0; left--) {
        int c = getchar();
        if (c == EOF) {
            return false;
        }
        buf_char(text, (char)c);
    }
    return true;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    struct judge judge = {.version = text_same(argv[1], "1.4") ? SQLALCHEMY_1_4 : SQLALCHEMY_2_0,
        .explain = argc > 2 && text_same(argv[2], "explain")};
    for (bool more = true; more;) {
        struct arena *arena = arena_new();
        struct buf text = buf_new(arena);
        more = read_model(&text);
        if (more) {
            answer(&judge, buf_text(&text), text.len);
        }
        arena_free(arena);
    }
    return 0;
}
