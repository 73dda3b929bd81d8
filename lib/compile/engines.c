/* What one model means differently on both engines, told once a kind and file: where it first stands, and how often. */
#include "compile/compile.h"
#include "sql/sql.h"

#include <string.h>

/* What was found of one kind in one file. */
struct tally {
    struct span first;
    const char *object, *what;       /* "users.name", "string(80)" */
    const struct column_def *column; /* NULL: an expression */
    size_t others;
};
struct tallies LIST_OF(struct tally);

static void count(struct arena *arena, struct tallies *tallies, const struct tally *found)
{
    for (size_t i = 0; i < tallies->len; i++) {
        struct tally *known = &tallies->at[i];
        if (known->first.file == found->first.file) {
            size_t others = known->others + 1;
            *known = found->first.off < known->first.off ? *found : *known;
            known->others = others;
            return;
        }
    }
    *PUSH(arena, tallies) = *found;
}

/* ", nor in 3 more columns of this file" */
static const char *and_others(struct arena *arena, const struct tally *tally, const char *word, const char *noun)
{
    if (tally->others == 0) {
        return "";
    }
    return arena_printf(
        arena, ", %s %zu more %s%s of this file", word, tally->others, noun, tally->others == 1 ? "" : "s");
}

/* ---- types ---- */

static bool has_zone(const struct type *type)
{
    return type->kind == TYPE_TIMESTAMPTZ;
}

static bool is_exact(const struct type *type)
{
    return type->kind == TYPE_NUMERIC;
}

static bool has_length(const struct type *type)
{
    return (type->kind == TYPE_STRING || type->kind == TYPE_CHAR) && type->length > 0;
}

static const struct {
    enum rule rule;
    bool (*applies)(const struct type *type);
    const char *before, *after; /* the type */
    const char *word, *hint;    /* hint NULL: length_hint */
} kinds[] = {
    {RULE_MOD201,
        has_zone,
        "sqlite has no time zones: a",
        "is kept as it is written there, and compares as text",
        "as in",
        "write every such time in UTC, so that both engines compare them alike"},
    {RULE_MOD202,
        is_exact,
        "sqlite keeps a",
        "with a fraction as a floating-point number, to 15 digits or so",
        "as in",
        "for money, an integer number of cents is exact on both"},
    {RULE_MOD203, has_length, "sqlite does not check the length of a", "", "nor in", NULL},
};

/* A type that the author wrote for both engines. */
static bool is_shared(const struct column_def *column)
{
    return column->type.kind != TYPE_NONE && !column->rare->engine[ENGINE_SQLITE]->has_type &&
           !column->rare->engine[ENGINE_POSTGRESQL]->has_type;
}

static struct tallies count_types(
    struct arena *arena, const struct model *model, bool (*applies)(const struct type *type))
{
    struct tallies tallies = {0};
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct table_def *table = model->tables.at[i];
        for (size_t k = 0; k < table->columns.len; k++) {
            const struct column_def *column = table->columns.at[k];
            if (is_shared(column) && applies(&column->type)) {
                const struct tally found = {.first = column->type_span,
                    .object = arena_printf(arena, "%s.%s", table->name.text, column->name.text),
                    .what = type_print(arena, &column->type),
                    .column = column};
                count(arena, &tallies, &found);
            }
        }
    }
    return tallies;
}

/* ---- LIKE ---- */

static bool holds_like(struct arena *arena, const char *sql)
{
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        if (token_is(&tokens.at[i], "LIKE")) {
            return true;
        }
    }
    return false;
}

static void count_like(struct arena *arena, struct tallies *tallies, const struct table_def *table, struct word sql)
{
    if (sql.text != NULL && holds_like(arena, sql.text)) {
        const struct tally found = {.first = sql.span, .object = table->name.text};
        count(arena, tallies, &found);
    }
}

static struct tallies count_likes(struct arena *arena, const struct model *model)
{
    struct tallies tallies = {0};
    for (size_t i = 0; i < model->tables.len; i++) {
        const struct table_def *table = model->tables.at[i];
        for (size_t k = 0; k < table->columns.len; k++) {
            count_like(arena, &tallies, table, table->columns.at[k]->rare->check);
        }
        for (size_t k = 0; k < table->checks.len; k++) {
            count_like(arena, &tallies, table, table->checks.at[k]->sql);
        }
        for (size_t k = 0; k < table->indexes.len; k++) {
            count_like(arena, &tallies, table, table->indexes.at[k]->where);
        }
    }
    return tallies;
}

static const char *length_hint(struct arena *arena, const struct column_def *column)
{
    const char *name = column->name.text;
    return arena_printf(arena, "check it where it matters there too: `length(%s) <= %d`", name, column->type.length);
}

static void hint_at_types(struct arena *arena, struct diags *diags, const struct model *model)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct tallies tallies = count_types(arena, model, kinds[i].applies);
        for (size_t k = 0; k < tallies.len; k++) {
            const struct tally *tally = &tallies.at[k];
            const char *others = and_others(arena, tally, kinds[i].word, "column");
            const char *between = kinds[i].after[0] == '\0' ? "" : " ";
            struct report *report = diag_report(diags,
                kinds[i].rule,
                tally->first,
                tally->object,
                "%s %s%s%s%s",
                kinds[i].before,
                tally->what,
                between,
                kinds[i].after,
                others);
            diag_hint(report, "%s", kinds[i].hint != NULL ? kinds[i].hint : length_hint(arena, tally->column));
        }
    }
}

static void hint_at_likes(struct arena *arena, struct diags *diags, const struct model *model)
{
    struct tallies likes = count_likes(arena, model);
    for (size_t i = 0; i < likes.len; i++) {
        const struct tally *tally = &likes.at[i];
        struct report *report = diag_report(diags,
            RULE_MOD204,
            tally->first,
            tally->object,
            "LIKE takes upper and lower case for the same on sqlite, and not on postgresql%s",
            and_others(arena, tally, "as in", "expression"));
        diag_hint(report, "compare lower(...) with a pattern in lower case");
    }
}

void compile_hints(struct arena *arena, struct diags *diags, const struct model *model)
{
    hint_at_types(arena, diags, model);
    hint_at_likes(arena, diags, model);
}
