#include "base/text.h"
#include "rules/fixes.h"
#include "rules/key_fit.h"
#include "yaml/layout.h"

/* FK014: whether the columns of a foreign key are of the types and collations of those that they reference. */

/* ---- types ---- */

static bool says_type(const struct column_def *column, enum engine engine)
{
    return engine == ENGINE_COUNT ? column->type.kind != TYPE_NONE : column->rare->engine[engine]->has_type;
}

static bool is_comparable(const struct type *type)
{
    return type->kind != TYPE_NONE && type->kind != TYPE_UNTYPED;
}

/* Native types are the engine's own: whether two of them fit is not known here, so they are never an error. */
static corm_severity mismatch_severity(const struct type *own, const struct type *other)
{
    bool unknown = own->kind == TYPE_NATIVE || other->kind == TYPE_NATIVE;
    return unknown || type_same_family(own, other) ? CORM_WARNING : CORM_ERROR;
}

static void report_type(
    const struct fit_case *c, size_t i, enum engine engine, const struct type *own, const struct type *other)
{
    struct arena *arena = c->input->arena;
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    corm_severity severity = mismatch_severity(own, other);
    const char *target = arena_printf(arena, "%s.%s", table_text(arena, c->key->referenced), referenced->name.text);
    struct report *report = diag_report(c->input->diags,
        RULE_FK014,
        span_or(column->type_span, column->span),
        fit_object(c),
        "%s is %s, but %s, which it references, is %s: %s",
        column->name.text,
        type_print(arena, own),
        target,
        type_print(arena, other),
        severity == CORM_ERROR
            ? "PostgreSQL refuses such a key, and SQLite would hold values of another type than those they point at"
            : "values of the one need not fit into the other");
    diag_severity(report, severity);
    diag_also(report, span_or(referenced->type_span, referenced->span), "%s is %s", target, type_print(arena, other));
    diag_hint(report, "leave the type out (it follows %s), or write `type: %s`", target, type_print(arena, other));
    fix_column_set_on(report, column, engine, "type", layout_scalar(arena, type_print(arena, other)));
    diag_fix(report, "safe");
}

/* A serial is an integer that numbers itself: what references it only holds the number.  SQLite keeps integers of all
 * sizes alike. */
static struct type stored_type(
    const struct fit_case *c, const struct table_def *table, const struct column_def *column, enum engine engine)
{
    struct type type = column_effective_type(c->input->model, table, column, engine);
    if (type.kind == TYPE_SMALLSERIAL) {
        type.kind = TYPE_SMALLINT;
    } else if (type.kind == TYPE_SERIAL) {
        type.kind = TYPE_INTEGER;
    } else if (type.kind == TYPE_BIGSERIAL) {
        type.kind = TYPE_BIGINT;
    }
    bool sized = type.kind == TYPE_SMALLINT || type.kind == TYPE_BIGINT;
    type.kind = sized && engine == ENGINE_SQLITE ? TYPE_INTEGER : type.kind;
    return type;
}

static bool check_type_on(const struct fit_case *c, size_t i, enum engine engine)
{
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    if (!says_type(column, engine) && !(engine != ENGINE_COUNT && says_type(referenced, engine))) {
        return true;
    }
    struct type own = stored_type(c, c->key->table, column, engine);
    struct type other = stored_type(c, c->key->referenced, referenced, engine);
    if (!is_comparable(&own) || !is_comparable(&other) || type_same(&own, &other)) {
        return true;
    }
    report_type(c, i, engine, &own, &other);
    return false;
}

/* ---- collations ---- */

static const struct word *collation_on(const struct column_def *column, enum engine engine)
{
    bool own = engine != ENGINE_COUNT && column->rare->engine[engine]->has_collation;
    return own ? &column->rare->engine[engine]->collation : &column->rare->collation;
}

/* `collation: C` as it stands at a column. */
static const char *collation_text(struct arena *arena, enum engine engine, const char *collation)
{
    return engine == ENGINE_COUNT ? arena_printf(arena, "collation: %s", collation)
                                  : arena_printf(arena, "%s: {collation: %s}", engine_names[engine], collation);
}

/* The referenced column's collation here too, or none. */
static void take_collation(
    const struct fit_case *c, struct report *report, size_t i, enum engine engine, const struct word *wanted)
{
    struct arena *arena = c->input->arena;
    const struct column_def *column = c->key->columns.at[i];
    if (wanted->text == NULL && engine == ENGINE_COUNT) {
        diag_hint(report, "drop `collation: %s` here, or write it there too", column->rare->collation.text);
        fix_column_remove(report, column, "collation");
    } else {
        const char *value = wanted->text == NULL ? "null" : layout_scalar(arena, wanted->text);
        diag_hint(report,
            "write `%s` here%s",
            collation_text(arena, engine, value),
            wanted->text == NULL ? ", or the same there too" : " too");
        fix_column_set_on(report, column, engine, "collation", value);
    }
    diag_fix(report, "safe");
}

static void report_collation(const struct fit_case *c, size_t i, enum engine engine)
{
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    const struct word *own = collation_on(column, engine), *wanted = collation_on(referenced, engine);
    struct report *report = diag_report(c->input->diags,
        RULE_FK014,
        span_or(own->span, column->span),
        fit_object(c),
        "%s and the column that it references, %s, have different collations%s: a value can be equal for one and not "
        "for the other",
        fit_object(c),
        fit_references(c),
        engine == ENGINE_SQLITE       ? " on SQLite"
        : engine == ENGINE_POSTGRESQL ? " on PostgreSQL"
                                      : "");
    diag_severity(report, CORM_WARNING);
    diag_also(report, span_or(wanted->span, referenced->span), "the referenced column");
    take_collation(c, report, i, engine, wanted);
}

/* Once for all engines that say nothing of their own. */
static void check_collation(const struct fit_case *c, size_t i)
{
    const struct column_def *column = c->key->columns.at[i], *referenced = c->key->ref_columns.at[i];
    bool told = false;
    for (enum engine engine = 0; engine < ENGINE_COUNT; engine++) {
        bool own = column->rare->engine[engine]->has_collation || referenced->rare->engine[engine]->has_collation;
        bool same = text_same_nocase(collation_on(column, engine)->text, collation_on(referenced, engine)->text);
        if (same || (!own && told) || (engine == ENGINE_POSTGRESQL && c->input->only_sqlite)) {
            continue;
        }
        told = told || !own;
        report_collation(c, i, own ? engine : ENGINE_COUNT);
    }
}

void check_key_types(const struct fit_case *c)
{
    for (size_t i = 0; i < c->key->columns.len; i++) {
        bool same = check_type_on(c, i, ENGINE_COUNT) && check_type_on(c, i, ENGINE_SQLITE);
        if (same && !c->input->only_sqlite) {
            same = check_type_on(c, i, ENGINE_POSTGRESQL);
        }
        if (same) {
            check_collation(c, i);
        }
    }
}
