/* Columns: type, nullability, default, generation. */
#include "base/text.h"
#include "compile/compiler.h"
#include "compile/literal.h"
#include "sql/sql.h"

bool column_is_only_key(const struct column_work *work)
{
    return work->table->primary_key.len == 1 && text_same(work->table->primary_key.at[0].text, work->def->name.text);
}

bool column_has_foreign_key(const struct column_work *work)
{
    for (size_t i = 0; i < work->table->foreign_keys.len; i++) {
        const struct words *columns = &work->table->foreign_keys.at[i]->columns;
        for (size_t k = 0; k < columns->len; k++) {
            if (text_same(columns->at[k].text, work->def->name.text)) {
                return true;
            }
        }
    }
    return false;
}

/* Where a column without a type takes it from: "the type of users.id". */
static void note_inferred_type(struct compiler *compiler, const struct column_work *work)
{
    const struct column_def *def = work->def;
    if (!compiler->explains || def->type.kind != TYPE_NONE || def->rare->engine[compiler->engine]->has_type ||
        def->foreign_keys.len == 0) {
        return;
    }
    const struct fk_def *fk = def->foreign_keys.at[0];
    const struct key *key = resolved_key(compiler->resolved, fk);
    if (key != NULL) {
        const char *referenced = object_name(compiler, key->referenced, key->ref_columns.at[0]->name.text);
        add_fact(compiler,
            column_object(compiler, work),
            arena_printf(compiler->arena, "type %s", type_print(compiler->arena, &work->type)),
            arena_printf(compiler->arena, "the type of %s", referenced),
            fk->span);
    }
}

static struct span type_place(const struct compiler *compiler, const struct column_def *def)
{
    const struct column_override *override = def->rare->engine[compiler->engine];
    return override->has_type ? override->type_span : def->type.kind == TYPE_NONE ? def->span : def->type_span;
}

/* Characters, as SQLAlchemy counts them. */
static size_t longest_label(const struct enum_def *def)
{
    size_t longest = 0;
    for (size_t i = 0; i < def->labels.len; i++) {
        size_t len = 0;
        for (const char *c = def->labels.at[i].value.text; *c != '\0'; c++) {
            len += ((unsigned char)*c & 0xc0) != 0x80;
        }
        longest = len > longest ? len : longest;
    }
    return longest;
}

/* What stands for an enum on the engine: its type by name, or a text that is as long as the longest label. */
static struct type enum_type(const struct compiler *compiler, const struct enum_def *def)
{
    struct type type = {.kind = TYPE_NATIVE, .length = -1, .scale = -1};
    if (compiler->dialect->type_name != NULL) {
        type.name = compiler->dialect->type_name(compiler->arena, schema_name(compiler, &def->schema), def->name.text);
        return type;
    }
    size_t longest = longest_label(def);
    type.kind = TYPE_STRING;
    type.length = longest == 0 ? -1 : (int)longest;
    return type;
}

static struct type spell_enums(const struct compiler *compiler, const struct type *type)
{
    struct type spelled = *type;
    if (type->kind == TYPE_ENUM) {
        const struct enum_def *def = map_get(&compiler->model->enum_by_name, type->name);
        return def == NULL ? spelled : enum_type(compiler, def);
    }
    if (type->kind == TYPE_ARRAY) {
        struct type *element = NEW(compiler->arena, struct type);
        *element = spell_enums(compiler, type->element);
        spelled.element = element;
    }
    return spelled;
}

/* The engine may read back another text than the author's own. */
static bool holds_native(const struct type *type)
{
    return type->kind == TYPE_NATIVE || (type->kind == TYPE_ARRAY && holds_native(type->element));
}

static void set_type(struct compiler *compiler, struct column_work *work)
{
    work->column->type = "";
    struct span place = type_place(compiler, work->def);
    if (work->type.kind == TYPE_NONE) {
        const struct fk_defs *keys = &work->def->foreign_keys;
        if (keys->len != 0 && resolved_key(compiler->resolved, keys->at[0]) != NULL) {
            struct report *report = diag_report(compiler->diags,
                RULE_MOD102,
                place,
                column_object(compiler, work),
                "the type cannot be taken from the foreign key");
            diag_hint(report, "the columns that it leads to have no type either: write `type:` at one of them");
        }
        return;
    }
    struct type type = spell_enums(compiler, &work->type);
    const char *text = compiler->dialect->type(compiler->arena, &type);
    if (text == NULL) {
        const char *engine = engine_names[compiler->engine], *spelled = type_print(compiler->arena, &work->type);
        struct report *report = diag_report(
            compiler->diags, RULE_MOD101, place, column_object(compiler, work), "%s has no type %s", engine, spelled);
        diag_hint(report, "give the column a type of its own there: `%s: {type: ...}`", engine);
        return;
    }
    work->column->type = text;
    work->column->type_canonical = compiler->dialect->reads_back && !holds_native(&work->type) ? text : NULL;
    note_inferred_type(compiler, work);
}

/* A column that is generated on this engine has no default there. */
static void set_generated(struct compiler *compiler, struct column_work *work)
{
    if (work->generated->sql.text == NULL) {
        return;
    }
    work->column->generated_sql = sql_unwrap(compiler->arena, work->generated->sql.text);
    work->column->generated_stored = work->generated->stored == YES;
}

static const char *identity_words(const struct column_def *def)
{
    switch (def->rare->identity) {
    case IDENTITY_ALWAYS: return "ALWAYS";
    case IDENTITY_BY_DEFAULT: return "BY DEFAULT";
    case IDENTITY_NONE: break;
    }
    return NULL;
}

static void compile_column(
    struct compiler *compiler, const struct table_def *table_def, const struct column_def *def, struct table *table)
{
    const struct column_override *override = def->rare->engine[compiler->engine];
    struct column *column = NEW(compiler->arena, struct column);
    *PUSH(compiler->arena, &table->columns) = column;
    struct column_work work = {.table = table_def,
        .def = def,
        .type = column_effective_type(compiler->model, table_def, def, compiler->engine),
        .default_ = override->has_default ? &override->default_ : &def->default_,
        .generated = override->has_generated ? &override->generated : &def->rare->generated,
        .column = column};
    column->name = def->name.text;
    column->renamed_from = words_texts(compiler->arena, &def->rare->renamed_from);
    column->nullable = column_is_nullable(table_def, def);
    column->collation = override->has_collation ? override->collation.text : def->rare->collation.text;
    column->comment = compiler->dialect->comments ? def->rare->comment.text : NULL;
    column->identity = identity_words(def);
    column->origin = def->span;
    set_type(compiler, &work);
    set_generated(compiler, &work);
    if (column->generated_sql == NULL) {
        column->default_sql = default_sql(compiler, &work);
    }
    compiler->dialect->generated_key(compiler, &work);
}

void compile_columns(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < def->columns.len; i++) {
        compile_column(compiler, def, def->columns.at[i], table);
    }
}
