/* What a table asks of PostgreSQL that it has not, and what has no effect there. */
#include "base/text.h"
#include "compile/postgresql.h"

#include <string.h>

enum { LABEL_LIMIT = 63 };

/* Names that stand for SQLite's own ways; PostgreSQL's come from its operating system and ICU, and differ everywhere.
 */
static const char *fit_collation(struct compiler *compiler, const char *name, struct span at, const char *object)
{
    static const char *const sqlites[] = {"BINARY", "NOCASE", "RTRIM"};
    static const char *const instead[] = {"C", NULL, NULL};
    if (name == NULL || text_same(name, "default")) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof sqlites / sizeof sqlites[0]; i++) {
        if (text_same_nocase(name, sqlites[i])) {
            struct report *report =
                report_lack(compiler, at, object, arena_printf(compiler->arena, "collation %s", name));
            diag_hint(report,
                "give the column its own there: `postgresql: {collation: %s}`",
                instead[i] == NULL ? "..." : instead[i]);
        }
    }
    return name;
}

static bool is_system_column(const char *name)
{
    static const char *const names[] = {"tableoid", "xmin", "cmin", "xmax", "cmax", "ctid"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (text_same(name, names[i])) {
            return true;
        }
    }
    return false;
}

static void fit_generated(struct compiler *compiler, const struct column_def *def, struct column *column)
{
    const struct column_override *override = &def->engine[ENGINE_POSTGRESQL];
    const struct generated_def *generated = override->has_generated ? &override->generated : &def->generated;
    if (column->generated_sql == NULL) {
        return;
    }
    if (generated->stored == NO) {
        struct report *report =
            report_lack(compiler, generated->sql.span, column->name, "generated columns that are not stored");
        diag_hint(report, "write `stored: true`, or `postgresql: {generated: {sql: ..., stored: true}}`");
    }
    column->generated_stored = true;
}

static void fit_columns(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        const char *object = object_name(compiler, def, column->name);
        column->collation = fit_collation(compiler, column->collation, column->origin, object);
        fit_generated(compiler, def->columns.at[i], column);
        if (is_system_column(column->name)) {
            diag_report(compiler->diags,
                RULE_MOD109,
                column->origin,
                object,
                "postgresql keeps the name %s for a column of its own",
                column->name);
        }
    }
}

static void fit_foreign_keys(struct compiler *compiler, const struct table *table, const char *object)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct foreign_key *key = table->foreign_keys.at[i];
        if (text_same_nocase(key->match, "full")) {
            key->match = "FULL";
        } else if (key->match != NULL) {
            report_lack(compiler, key->origin, object, arena_printf(compiler->arena, "MATCH %s", key->match));
        }
    }
}

static bool is_ordered(const struct index *index)
{
    return index->method == NULL;
}

static void fit_part(struct compiler *compiler, const struct table *table, const struct index *index, size_t at)
{
    struct index_part *part = &index->parts.at[at];
    part->collation = fit_collation(compiler, part->collation, index->origin, index->name);
    const struct column *column = part->column == NULL ? NULL : table_find_column(table, part->column);
    if (column != NULL && text_same(part->collation, column->collation)) {
        part->collation = NULL;
    }
    if (!is_ordered(index) && (part->descending || part->nulls != NULL)) {
        report_lack(compiler,
            index->origin,
            index->name,
            arena_printf(compiler->arena, "order in an index of method %s", index->method));
    }
}

static void fit_indexes(struct compiler *compiler, const struct table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        index->method = index->method == NULL ? NULL : text_lower(compiler->arena, index->method);
        if (index->unique && !is_ordered(index)) {
            report_lack(compiler,
                index->origin,
                index->name,
                arena_printf(compiler->arena, "unique index of method %s", index->method));
        }
        for (size_t k = 0; k < index->parts.len; k++) {
            fit_part(compiler, table, index, k);
        }
    }
}

static void check_schema(struct compiler *compiler, const struct word *schema)
{
    if (schema->text != NULL && text_starts(schema->text, "pg_")) {
        diag_report(compiler->diags,
            RULE_MOD109,
            schema->span,
            schema->text,
            "postgresql keeps names of schemas that begin with pg_ for itself");
    }
}

void postgresql_fit_table(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    table->strict = table->without_rowid = false;
    check_schema(compiler, &def->schema);
    fit_columns(compiler, def, table);
    fit_foreign_keys(compiler, table, table_object(compiler, table->schema, table->name));
    fit_indexes(compiler, table);
}

void postgresql_check_enum(struct compiler *compiler, const struct enum_def *def)
{
    check_schema(compiler, &def->schema);
    for (size_t i = 0; i < def->labels.len; i++) {
        const struct word *label = &def->labels.at[i].value;
        if (strlen(label->text) > LABEL_LIMIT) {
            report_lack(compiler,
                label->span,
                def->name.text,
                arena_printf(compiler->arena, "enum labels of more than %d bytes", LABEL_LIMIT));
        }
    }
}
