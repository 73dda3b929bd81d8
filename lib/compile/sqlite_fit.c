/* What a table asks of SQLite that it has not, or takes no notice of. */
#include "base/text.h"
#include "compile/sqlite.h"

static const char *const collations[] = {"BINARY", "NOCASE", "RTRIM"};

/* Built-in collations in one spelling.  Others live in the program that opens the database, not in the database. */
static const char *fit_collation(struct compiler *compiler, const char *name, struct span at, const char *object)
{
    struct strings known = {0};
    for (size_t i = 0; i < sizeof collations / sizeof collations[0]; i++) {
        if (name == NULL || text_same_nocase(name, collations[i])) {
            return name == NULL ? NULL : collations[i];
        }
        *PUSH(compiler->arena, &known) = collations[i];
    }
    struct report *report = report_lack(compiler, at, object, arena_printf(compiler->arena, "collation %s", name));
    const char *nearest = text_nearest(name, &known);
    diag_hint(report,
        "it has %s; give the column its own there: `sqlite: {collation: %s}`",
        strings_join(compiler->arena, &known, ", "),
        nearest == NULL ? "NOCASE" : nearest);
    return name;
}

static void fit_columns(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        if (column->collation == NULL && column->generated_sql == NULL) {
            continue;
        }
        const char *object = object_name(compiler, def, column->name);
        column->collation = fit_collation(compiler, column->collation, column->origin, object);
        if (column->generated_sql != NULL && strings_have(&table->primary_key.columns, column->name)) {
            report_lack(compiler, column->origin, object, "generated columns in primary keys");
        }
    }
}

static void fit_uniques(struct compiler *compiler, const struct table_def *def, const struct table *table)
{
    if (table->primary_key.deferrable) {
        report_lack(compiler, def->primary_key_span, def->name.text, "deferrable primary keys");
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        const struct unique *unique = table->uniques.at[i];
        if (unique->nulls_not_distinct) {
            report_lack(compiler, unique->origin, def->name.text, "NULLS NOT DISTINCT: nulls never repeat there");
        }
        if (unique->deferrable) {
            report_lack(compiler, unique->origin, def->name.text, "deferrable unique constraints");
        }
    }
}

static void fit_foreign_keys(struct compiler *compiler, const struct table_def *def, const struct table *table)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct foreign_key *key = table->foreign_keys.at[i];
        key->ref_schema = NULL;
        if (key->set_columns.len != 0) {
            const char *columns = strings_join(compiler->arena, &key->set_columns, ", ");
            const char *what = arena_printf(compiler->arena, "ON DELETE %s (%s)", key->on_delete, columns);
            report_lack(compiler, key->origin, def->name.text, what);
        }
        if (key->match != NULL) {
            const char *what = arena_printf(compiler->arena, "MATCH %s", key->match);
            report_ignored(compiler, key->origin, def->name.text, what);
            key->match = NULL;
        }
    }
}

static void fit_part(struct compiler *compiler, const char *object, const struct index *index, struct index_part *part)
{
    part->collation = fit_collation(compiler, part->collation, index->origin, object);
    if (part->opclass != NULL) {
        report_ignored(compiler, index->origin, object, "operator classes");
        part->opclass = NULL;
    }
    if (part->nulls != NULL) {
        const char *what = arena_printf(compiler->arena, "NULLS %s in an index", part->nulls);
        report_ignored(compiler, index->origin, object, what);
        part->nulls = NULL;
    }
}

static void fit_indexes(struct compiler *compiler, const struct table_def *def, const struct table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        if (index->method != NULL) {
            const char *what = arena_printf(compiler->arena, "index method %s", index->method);
            report_ignored(compiler, index->origin, def->name.text, what);
            index->method = NULL;
        }
        if (index->include.len != 0) {
            report_ignored(compiler, index->origin, def->name.text, "INCLUDE in an index");
            index->include = (struct strings){0};
        }
        if (index->with.len != 0) {
            report_ignored(compiler, index->origin, def->name.text, "storage settings of an index");
            index->with = (struct strings){0};
        }
        for (size_t k = 0; k < index->parts.len; k++) {
            fit_part(compiler, def->name.text, index, &index->parts.at[k]);
        }
    }
}

static const struct {
    const char *type, *strict;
} strict_types[] = {
    {"VARCHAR", "TEXT"},
    {"CHAR", "TEXT"},
    {"DATE", "TEXT"},
    {"TIME", "TEXT"},
    {"JSON", "TEXT"},
    {"BOOLEAN", "INTEGER"},
    {"BIGINT", "INTEGER"},
    {"SMALLINT", "INTEGER"},
    {"FLOAT", "REAL"},
    {"NUMERIC", "REAL"},
};

/* The type of a STRICT table that holds the same values. */
static const char *nearest_strict(const char *type)
{
    for (size_t i = 0; i < sizeof strict_types / sizeof strict_types[0]; i++) {
        if (text_starts(type, strict_types[i].type)) {
            return strict_types[i].strict;
        }
    }
    return "ANY";
}

static void check_strict(struct compiler *compiler, const struct table_def *def, const struct table *table)
{
    static const char *const allowed[] = {"INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"};
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        bool fits = false;
        for (size_t k = 0; k < sizeof allowed / sizeof allowed[0]; k++) {
            fits = fits || text_same_nocase(column->type, allowed[k]);
        }
        if (!fits) {
            struct report *report = diag_report(compiler->diags,
                RULE_MOD106,
                column->origin,
                object_name(compiler, def, column->name),
                "a strict table of sqlite cannot hold a column %s",
                column->type[0] == '\0' ? "without a type" : arena_printf(compiler->arena, "of type %s", column->type));
            diag_hint(report, "write `sqlite: {type: native(\"%s\")}` at the column", nearest_strict(column->type));
        }
    }
}

static void check_name(struct compiler *compiler, const struct table_def *def)
{
    const char *lower = text_lower(compiler->arena, def->name.text);
    if (text_starts(lower, "sqlite_")) {
        diag_report(compiler->diags,
            RULE_MOD109,
            def->name.span,
            def->name.text,
            "sqlite keeps names that begin with sqlite_ for itself");
    }
}

void sqlite_fit_table(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    table->schema = NULL;
    if (def->partition_by != NULL) {
        report_lack(compiler, def->partition_by->span, def->name.text, "partitions");
    }
    if (def->exclude != NULL) {
        report_lack(compiler, def->exclude->span, def->name.text, "exclusion constraints");
    }
    if (table->without_rowid && table->primary_key.columns.len == 0) {
        diag_report(compiler->diags,
            RULE_MOD110,
            def->span,
            def->name.text,
            "a table of sqlite without rowids needs a primary key");
    }
    if (table->strict) {
        check_strict(compiler, def, table);
    }
    check_name(compiler, def);
    fit_columns(compiler, def, table);
    fit_uniques(compiler, def, table);
    fit_foreign_keys(compiler, def, table);
    fit_indexes(compiler, def, table);
}
