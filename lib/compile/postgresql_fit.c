/* What a table asks of PostgreSQL that it has not, and what has no effect there. */
#include "base/buf.h"
#include "base/text.h"
#include "compile/postgresql.h"

#include <stdlib.h>
#include <string.h>

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

static void fit_generated(
    struct compiler *compiler, const struct column_def *def, const char *object, struct column *column)
{
    const struct column_override *override = def->rare->engine[ENGINE_POSTGRESQL];
    const struct generated_def *generated = override->has_generated ? &override->generated : &def->rare->generated;
    if (column->generated_sql == NULL) {
        return;
    }
    if (generated->stored == NO) {
        struct report *report =
            report_lack(compiler, generated->sql.span, object, "generated columns that are not stored");
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
        fit_generated(compiler, def->columns.at[i], object, column);
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

/* Rows that outlive a crash must not point to some that do not. */
static void fit_reference(
    struct compiler *compiler, const struct table_def *def, const struct foreign_key *key, const char *object)
{
    const struct table_def *target = model_table(compiler->model, key->ref_schema, key->ref_table);
    if (target != NULL && target->unlogged == YES && def->unlogged != YES) {
        const char *what = arena_printf(
            compiler->arena, "foreign key from a table that is logged to one that is not: %s", key->ref_table);
        struct report *report = report_lack(compiler, key->origin, object, what);
        diag_hint(report, "write `postgresql: {unlogged: true}` at both tables, or at neither");
    }
}

static void fit_foreign_keys(
    struct compiler *compiler, const struct table_def *def, const struct table *table, const char *object)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        struct foreign_key *key = table->foreign_keys.at[i];
        fit_reference(compiler, def, key, object);
        if (text_same_nocase(key->match, "full")) {
            key->match = "FULL";
        } else if (key->match != NULL) {
            report_lack(compiler, key->origin, object, arena_printf(compiler->arena, "MATCH %s", key->match));
        }
    }
}

static void report_method(struct compiler *compiler, const struct index *index, const char *what)
{
    report_lack(compiler,
        index->origin,
        index->name,
        arena_printf(compiler->arena, "%s in an index of method %s", what, index->method));
}

static bool takes_include(const char *method)
{
    return !text_same(method, "gin") && !text_same(method, "hash") && !text_same(method, "brin");
}

/* The operator class that an index of method btree, hash or gin takes by itself, for types by how they begin and end;
 * the first that fits counts. */
static const struct {
    const char *type, *end, *opclass;
} opclasses[] = {
    {"smallint", "", "int2_ops"},
    {"integer", "", "int4_ops"},
    {"bigint", "", "int8_ops"},
    {"real", "", "float4_ops"},
    {"double precision", "", "float8_ops"},
    {"numeric", "", "numeric_ops"},
    {"text", "", "text_ops"},
    {"character varying", "", "text_ops"},
    {"character(", "", "bpchar_ops"},
    {"boolean", "", "bool_ops"},
    {"bytea", "", "bytea_ops"},
    {"date", "", "date_ops"},
    {"timestamp", " with time zone", "timestamptz_ops"},
    {"timestamp", "", "timestamp_ops"},
    {"time", " with time zone", "timetz_ops"},
    {"time", "", "time_ops"},
    {"interval", "", "interval_ops"},
    {"uuid", "", "uuid_ops"},
    {"jsonb", "", "jsonb_ops"},
    {"inet", "", "inet_ops"},
    {"cidr", "", "inet_ops"},
    {"macaddr8", "", "macaddr8_ops"},
    {"macaddr", "", "macaddr_ops"},
    {"bit varying", "", "varbit_ops"},
    {"bit", "", "bit_ops"},
    {"money", "", "money_ops"},
    {"tsvector", "", "tsvector_ops"},
};

static bool is_default_opclass(const struct index *index, const struct index_part *part, const struct column *column)
{
    bool named_so = index->method == NULL || text_same(index->method, "hash") || text_same(index->method, "gin");
    if (!named_so || column == NULL || part->opclass == NULL) {
        return false;
    }
    if (text_ends(column->type, "[]")) {
        return text_same(part->opclass, "array_ops");
    }
    for (size_t i = 0; i < sizeof opclasses / sizeof opclasses[0]; i++) {
        if (text_starts(column->type, opclasses[i].type) && text_ends(column->type, opclasses[i].end)) {
            return text_same(part->opclass, opclasses[i].opclass);
        }
    }
    return false;
}

static int by_text(const void *a, const void *b)
{
    const char *const *left = a, *const *right = b;
    return strcmp(*left, *right);
}

/* "gist_trgm_ops (siglen = '64')" as the catalogue has it: without spaces and quotes, its parameters sorted. */
static const char *fit_opclass(struct arena *arena, const char *opclass)
{
    if (opclass == NULL || strchr(opclass, '(') == NULL) {
        return opclass;
    }
    struct buf plain = buf_new(arena);
    for (const char *c = opclass; *c != '\0'; c++) {
        if (strchr(" \t\n')", *c) == NULL) {
            buf_char(&plain, *c);
        }
    }
    const char *text = buf_text(&plain), *open = strchr(text, '(');
    struct strings settings = {0};
    for (const char *at = open + 1; *at != '\0';) {
        size_t len = strcspn(at, ",");
        *PUSH(arena, &settings) = arena_strndup(arena, at, len);
        at += len + (at[len] == ',');
    }
    if (settings.len == 0) {
        return arena_strndup(arena, text, (size_t)(open - text));
    }
    qsort(settings.at, settings.len, sizeof *settings.at, by_text);
    return arena_printf(arena, "%.*s(%s)", (int)(open - text), text, strings_join(arena, &settings, ","));
}

static void fit_part(struct compiler *compiler, const struct table *table, const struct index *index, size_t at)
{
    struct index_part *part = &index->parts.at[at];
    part->collation = fit_collation(compiler, part->collation, index->origin, index->name);
    const struct column *column = part->column == NULL ? NULL : table_find_column(table, part->column);
    if (column != NULL && text_same(part->collation, column->collation)) {
        part->collation = NULL;
    }
    part->opclass = fit_opclass(compiler->arena, part->opclass);
    if (is_default_opclass(index, part, column)) {
        part->opclass = NULL;
    }
    if (index->method != NULL && (part->descending || part->nulls != NULL)) {
        report_method(compiler, index, "order");
    }
}

static void fit_indexes(struct compiler *compiler, const struct table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        index->method = index->method == NULL ? NULL : text_lower(compiler->arena, index->method);
        if (index->method != NULL && index->unique) {
            report_method(compiler, index, "uniqueness");
        }
        if (index->method != NULL && index->include.len != 0 && !takes_include(index->method)) {
            report_method(compiler, index, "INCLUDE");
        }
        for (size_t k = 0; k < index->parts.len; k++) {
            fit_part(compiler, table, index, k);
        }
    }
}

/* How many bytes a value of the type takes at most; -1: any number.  As PostgreSQL's type_maximum_size(). */
static int64_t longest(const char *type)
{
    static const char *const fixed[] = {"smallint",
        "integer",
        "bigint",
        "real",
        "double precision",
        "boolean",
        "date",
        "timestamp",
        "time",
        "interval",
        "uuid",
        "oid",
        "money"};
    const char *open = strchr(type, '(');
    long size = open == NULL ? -1 : strtol(open + 1, NULL, 10);
    if (text_ends(type, "[]")) {
        return -1;
    }
    if (text_starts(type, "character") && size >= 0) {
        return 4 * (int64_t)size + 4;
    }
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        size_t len = strlen(fixed[i]);
        if (text_starts(type, fixed[i]) && (type[len] == '\0' || type[len] == ' ' || type[len] == '(')) {
            return 16;
        }
    }
    return -1;
}

#define LONG_ROW 2032 /* TOAST_TUPLE_THRESHOLD */

/* A table whose rows are surely short keeps no long values elsewhere: PostgreSQL takes settings for that, and forgets
 * them. */
static void fit_settings(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    int64_t row = 0;
    struct strings kept = {0}, all = compile_settings(compiler->arena, def->with);
    for (size_t i = 0; i < table->columns.len; i++) {
        int64_t size = longest(table->columns.at[i]->type);
        row = row < 0 || size < 0 ? -1 : row + size;
    }
    bool is_short = row >= 0 && row + 64 + (int64_t)table->columns.len < LONG_ROW;
    for (size_t i = 0; i < all.len; i++) {
        if (!is_short || !text_starts(all.at[i], "toast.")) {
            *PUSH(compiler->arena, &kept) = all.at[i];
            continue;
        }
        const char *what = arena_printf(compiler->arena, "%s for a table whose rows are all short", all.at[i]);
        report_ignored(compiler, def->with->span, def->name.text, what);
    }
    table->with = kept;
}

static void report_later(
    struct compiler *compiler, const struct table_def *def, const struct node *node, const char *what)
{
    if (node != NULL) {
        struct report *report = diag_report(
            compiler->diags, RULE_MOD050, node->span, def->name.text, "\"%s\" is read but not supported yet", what);
        diag_hint(report, "what stands there changes nothing in the database");
    }
}

void postgresql_fit_table(struct compiler *compiler, const struct table_def *def, struct table *table)
{
    report_later(compiler, def, def->partition_by, "partition_by");
    report_later(compiler, def, def->exclude, "exclude");
    table->strict = table->without_rowid = false;
    table->unlogged = def->unlogged == YES;
    fit_settings(compiler, def, table);
    table->tablespace = text_same(def->tablespace.text, "pg_default") ? NULL : def->tablespace.text;
    fit_columns(compiler, def, table);
    fit_foreign_keys(compiler, def, table, table_object(compiler, table->schema, table->name));
    fit_indexes(compiler, table);
}
