/* The SQL that the author writes goes into statements as it stands: a text that would reach out of its place there is
 * refused. */
#include "base/text.h"
#include "compile/compile.h"
#include "compile/compiler.h"
#include "sql/sql.h"

struct checking {
    struct arena *arena;
    struct diags *diags;
    unsigned engines; /* 1u << engine of each for which the model is read */
};

/* column NULL: of the table itself. */
struct owner {
    const struct table_def *table;
    const struct column_def *column;
};

/* Why each of the engines refuses it; NULL where one of them would take it. */
static const char *refused(const struct checking *c, unsigned engines, const char *text)
{
    const char *why = NULL;
    for (enum engine engine = 0; engine < ENGINE_COUNT; engine++) {
        if ((engines & 1U << engine) != 0) {
            why = sql_not_whole(c->arena, text, engine == ENGINE_POSTGRESQL);
            if (why == NULL) {
                return NULL;
            }
        }
    }
    return why;
}

static const char *owner_text(struct arena *arena, const struct owner *owner)
{
    const struct word *schema = &owner->table->schema;
    const char *name = owner->table->name.text;
    name = schema->text == NULL ? name : arena_printf(arena, "%s.%s", schema->text, name);
    return owner->column == NULL ? name : arena_printf(arena, "%s.%s", name, owner->column->name.text);
}

static void check_text(const struct checking *c, unsigned engines, struct owner owner, const char *text, struct span at)
{
    const char *why = text == NULL ? NULL : refused(c, engines, text);
    if (why != NULL) {
        diag_report(c->diags, RULE_MOD111, at, owner_text(c->arena, &owner), "this is no SQL expression: %s", why);
    }
}

static void check_type(
    const struct checking *c, unsigned engines, struct owner owner, const struct type *type, struct span at)
{
    for (; type != NULL && type->kind == TYPE_ARRAY; type = type->element) {
    }
    if (type != NULL && type->kind == TYPE_NATIVE) {
        check_text(c, engines, owner, type->name, at);
    }
}

static void check_default(
    const struct checking *c, unsigned engines, struct owner owner, const struct default_def *default_)
{
    if (default_->kind == DEFAULT_SQL) {
        check_text(c, engines, owner, default_->value.text, default_->value.span);
    }
}

/* What an engine overrides is its own, and the rest is for those that do not. */
static void check_column(const struct checking *c, struct owner owner)
{
    const struct column_def *def = owner.column;
    unsigned types = c->engines, defaults = c->engines, generated = c->engines;
    for (enum engine engine = 0; engine < ENGINE_COUNT; engine++) {
        const struct column_override *override = def->rare->engine[engine];
        unsigned alone = c->engines & 1U << engine;
        if (override == &column_no_override || alone == 0) {
            continue;
        }
        check_default(c, alone, owner, &override->default_);
        check_text(c, alone, owner, override->generated.sql.text, override->generated.sql.span);
        check_type(c, alone, owner, &override->type, override->type_span);
        types &= override->has_type ? ~alone : types;
        defaults &= override->has_default ? ~alone : defaults;
        generated &= override->has_generated ? ~alone : generated;
    }
    check_default(c, defaults, owner, &def->default_);
    check_text(c, generated, owner, def->rare->generated.sql.text, def->rare->generated.sql.span);
    check_text(c, c->engines, owner, def->rare->check.text, def->rare->check.span);
    check_type(c, types, owner, &def->type, def->type_span);
}

static void check_table(const struct checking *c, const struct table_def *def)
{
    const struct owner table = {def, NULL};
    for (size_t i = 0; i < def->columns.len; i++) {
        check_column(c, (struct owner){def, def->columns.at[i]});
    }
    for (size_t i = 0; i < def->checks.len; i++) {
        check_text(c, c->engines, table, def->checks.at[i]->sql.text, def->checks.at[i]->sql.span);
    }
    for (size_t i = 0; i < def->indexes.len; i++) {
        const struct index_def *index = def->indexes.at[i];
        check_text(c, c->engines, table, index->where.text, index->where.span);
        for (size_t k = 0; k < index->parts.len; k++) {
            check_text(c, c->engines, table, index->parts.at[k].sql.text, index->parts.at[k].sql.span);
        }
    }
}

void check_expressions(struct compiler *compiler, const struct table_def *def)
{
    check_table(&(struct checking){compiler->arena, compiler->diags, 1U << compiler->engine}, def);
}

void compile_check_texts(struct diags *diags, const struct model *model)
{
    struct checking c = {arena_new(), diags, (1U << ENGINE_COUNT) - 1};
    for (size_t i = 0; i < model->tables.len; i++) {
        if (!model->tables.at[i]->is_view) {
            check_table(&c, model->tables.at[i]);
            arena_reset(c.arena);
        }
    }
    arena_free(c.arena);
}
