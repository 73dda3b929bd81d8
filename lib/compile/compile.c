#include "compile/compiler.h"

#include "base/text.h"
#include "compile/naming.h"

static const struct dialect *const dialects[ENGINE_COUNT] = {
    [ENGINE_SQLITE] = &dialect_sqlite,
    [ENGINE_POSTGRESQL] = &dialect_postgresql,
};

const struct dialect *compile_dialect(enum engine engine)
{
    return dialects[engine];
}

const char *compile_type(struct arena *arena, const struct type *type, enum engine engine)
{
    return compile_dialect(engine)->type(arena, type);
}

static void check_schema(struct compiler *compiler, const struct word *schema, const char *object)
{
    if (schema->text != NULL) {
        compiler->dialect->check_schema(compiler, schema, object);
    }
}

/* A schema that a table or an enum is in need not be listed under `schemas`. */
static void note_schema(struct compiler *compiler, const char *name)
{
    if (name != NULL && compiler->dialect->default_schema != NULL && !strings_have(&compiler->schema->schemas, name)) {
        *PUSH(compiler->whole, &compiler->schema->schemas) = name;
    }
}

static void compile_schemas(struct compiler *compiler)
{
    for (size_t i = 0; i < compiler->model->schemas.len; i++) {
        const struct word *schema = &compiler->model->schemas.at[i];
        compiler->dialect->check_schema(compiler, schema, schema->text);
        note_schema(compiler, schema_name(compiler, schema));
    }
}

static struct table *compile_table(struct compiler *compiler, const struct table_def *def)
{
    struct table *table = NEW(compiler->arena, struct table);
    check_schema(compiler, &def->schema, def->name.text);
    table->schema = schema_name(compiler, &def->schema);
    note_schema(compiler, table->schema);
    table->name = def->name.text;
    table->renamed_from = words_texts(compiler->arena, &def->renamed_from);
    table->comment = compiler->dialect->comments ? def->comment.text : NULL;
    table->strict = def->strict == YES;
    table->without_rowid = def->without_rowid == YES;
    table->origin = def->span;
    check_expressions(compiler, def);
    compile_columns(compiler, def, table);
    compile_keys(compiler, def, table);
    compile_checks(compiler, def, table);
    compile_foreign_keys(compiler, def, table);
    compile_indexes(compiler, def, table);
    derive_indexes(compiler, def, table);
    compiler->dialect->fit_table(compiler, def, table);
    return table;
}

static void compile_labels(struct arena *arena, const struct enum_def *def, struct enum_type *made)
{
    bool renamed = false;
    for (size_t i = 0; i < def->labels.len; i++) {
        *PUSH(arena, &made->labels) = def->labels.at[i].value.text;
        *PUSH(arena, &made->former_labels) = def->labels.at[i].renamed_from.text;
        renamed = renamed || def->labels.at[i].renamed_from.text != NULL;
    }
    made->former_labels.len = renamed ? made->labels.len : 0;
}

static void compile_enums(struct compiler *compiler)
{
    for (size_t i = 0; i < compiler->model->enums.len; i++) {
        const struct enum_def *def = compiler->model->enums.at[i];
        check_schema(compiler, &def->schema, def->name.text);
        if (compiler->dialect->type_name == NULL) {
            continue;
        }
        struct enum_type *made = NEW(compiler->arena, struct enum_type);
        *made = (struct enum_type){.schema = schema_name(compiler, &def->schema),
            .name = def->name.text,
            .comment = def->comment.text,
            .origin = def->span};
        if (def->renamed_from.text != NULL) {
            made->renamed_from = word_text(compiler->arena, def->renamed_from.text);
        }
        compile_labels(compiler->arena, def, made);
        note_schema(compiler, made->schema);
        *PUSH(compiler->arena, &compiler->schema->enums) = made;
    }
}

static struct compiler begin(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, enum engine engine, bool explains)
{
    struct compiler compiler = {.arena = arena,
        .whole = arena,
        .explains = explains,
        .diags = diags,
        .resolved = resolved,
        .model = resolved->model,
        .engine = engine,
        .dialect = compile_dialect(engine),
        .schema = NEW(arena, struct schema)};
    compiler.schema->engine = engine_names[engine];
    check_naming(&compiler);
    compile_schemas(&compiler);
    compile_enums(&compiler);
    return compiler;
}

static struct compiler compile(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, enum engine engine, bool explains)
{
    struct compiler compiler = begin(arena, diags, resolved, engine, explains);
    struct names *names = names_new(&compiler);
    for (size_t i = 0; i < resolved->model->tables.len; i++) {
        if (!resolved->model->tables.at[i]->is_view) {
            struct table *table = compile_table(&compiler, resolved->model->tables.at[i]);
            names_claim(names, table);
            *PUSH(arena, &compiler.schema->tables) = table;
        }
    }
    names_derive(names);
    names_free(names);
    compiler.schema->drop = words_texts(arena, &resolved->model->drop);
    schema_sort(compiler.schema);
    return compiler;
}

void compile_check(struct diags *diags, const struct resolved *resolved, enum engine engine)
{
    struct arena *whole = arena_new(), *of_table = arena_new();
    struct compiler compiler = begin(whole, diags, resolved, engine, false);
    struct names *names = names_new(&compiler);
    compiler.arena = of_table;
    for (size_t i = 0; i < resolved->model->tables.len; i++) {
        if (!resolved->model->tables.at[i]->is_view) {
            names_claim(names, compile_table(&compiler, resolved->model->tables.at[i]));
            arena_reset(of_table);
        }
    }
    names_free(names);
    arena_free(of_table);
    arena_free(whole);
}

struct schema *compile_schema(
    struct arena *arena, struct diags *diags, const struct resolved *resolved, enum engine engine)
{
    return compile(arena, diags, resolved, engine, false).schema;
}

struct facts compile_facts(struct arena *arena, const struct resolved *resolved, enum engine engine)
{
    return compile(arena, diags_new(arena), resolved, engine, true).facts;
}
