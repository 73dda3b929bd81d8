/* Whatever the bytes: reading fixtures ends, with findings or without; what has no mistakes loads or is refused. */
#include "compile/compile.h"
#include "fixture/fixture.h"
#include "plan/plan.h"

#include <string.h>

static const char model_text[] =
    "corm: 1\n"
    "enums: {mood: [happy, sad]}\n"
    "models:\n"
    "  User:\n"
    "    table: users\n"
    "    columns:\n"
    "      id: {type: integer, primary_key: true}\n"
    "      name: {type: string(20), nullable: false}\n"
    "      born: date\n"
    "      seen: timestamp\n"
    "      wait: interval\n"
    "      score: \"numeric(5,2)\"\n"
    "      mood: enum(mood)\n"
    "      extra: json\n"
    "      photo: binary\n"
    "      any: untyped\n"
    "      boss_id: {foreign_key: users.id}\n"
    "    relationships:\n"
    "      posts: {target: Post, back_populates: author}\n"
    "      groups: {target: Group, secondary: user_group, back_populates: members}\n"
    "      boss: {target: User, remote_side: [id], back_populates: reports}\n"
    "      reports: {target: User, back_populates: boss}\n"
    "  Post:\n"
    "    table: posts\n"
    "    columns:\n"
    "      id: {type: uuid, primary_key: true}\n"
    "      author_id: {foreign_key: users.id, nullable: false}\n"
    "    relationships:\n"
    "      author: {target: User, back_populates: posts}\n"
    "  Group:\n"
    "    table: groups\n"
    "    polymorphic_on: kind\n"
    "    polymorphic_identity: group\n"
    "    columns: {id: {type: integer, primary_key: true}, kind: string, name: {type: string, unique: true}}\n"
    "    relationships:\n"
    "      members: {target: User, secondary: user_group, back_populates: groups}\n"
    "  Team:\n"
    "    table: teams\n"
    "    inherits: Group\n"
    "    polymorphic_identity: team\n"
    "    columns: {id: {foreign_key: groups.id, primary_key: true}, size: smallint}\n"
    "tables:\n"
    "  user_group:\n"
    "    columns:\n"
    "      user_id: {foreign_key: users.id, primary_key: true}\n"
    "      group_id: {foreign_key: groups.id, primary_key: true}\n"
    "      since: date\n";

static void make_tables(struct db *db, struct arena *arena, const struct schema *schema)
{
    struct schema *empty = NEW(arena, struct schema);
    corm_failure error = {0};
    empty->engine = schema->engine;
    const struct plan_options options = {.sqlite_version = 3035000};
    const struct plan *plan = plan_diff(arena, diff_schemas(arena, empty, schema), &options);
    for (size_t i = 0; i < plan->statements.len; i++) {
        (void)!db_run(db, plan->statements.at[i].sql, &error);
    }
}

static void load(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, const struct fixtures *fixtures)
{
    struct db *db = NULL;
    struct fixture_loaded loaded;
    corm_failure error = {0};
    const struct schema *schema = compile_schema(arena, diags, resolved, ENGINE_SQLITE);
    if (db_scratch("sqlite", &db, &error) == CORM_OK) {
        make_tables(db, arena, schema);
        (void)!fixtures_load(db, fixtures, schema, &(struct fixture_load_options){0}, &loaded, &error);
    }
    db_close(db);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new(arena);
    struct model *model = model_read_text(arena, diags, "model.yaml", model_text, strlen(model_text));
    struct resolved *resolved = resolve_model(arena, model);
    const char *bytes = size == 0 ? "" : arena_strndup(arena, (const char *)data, size);
    const struct fixture_text text = {"fuzz.yaml", bytes, size};
    const struct fixture_options options = {.engine = ENGINE_SQLITE, .root = "/nowhere", .now = 1768478400};
    struct fixtures *fixtures = fixtures_read_text(arena, diags, resolved, &text, &options);
    const corm_findings *findings = diags_findings(diags, NULL);
    /* An expression may take the database for ever: that is its author's business, not a defect. */
    if (findings->errors == 0 && strstr(bytes, "!sql") == NULL) {
        load(arena, diags, resolved, fixtures);
    }
    arena_free(arena);
    return 0;
}
