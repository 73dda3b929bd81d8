/* What random schemas have on PostgreSQL alone: its types, enums, numbered columns, kinds of indexes, comments. */
#include "laws/gen_schema.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

const char *gen_pg_enum_text(struct gen *gen, const struct enum_type *type)
{
    const char *name = sql_plain_name(gen->arena, type->name);
    return type->schema == NULL ? name : arena_printf(gen->arena, "%s.%s", type->schema, name);
}

const struct enum_type *gen_pg_find_enum(struct gen *gen, const char *type)
{
    for (size_t i = 0; gen->schema != NULL && i < gen->schema->enums.len; i++) {
        if (text_same(gen_pg_enum_text(gen, gen->schema->enums.at[i]), type)) {
            return gen->schema->enums.at[i];
        }
    }
    return NULL;
}

struct enum_type *gen_pg_some_enum(struct gen *gen, const struct schema *schema)
{
    return schema->enums.len == 0 ? NULL : schema->enums.at[gen_below(gen, (unsigned)schema->enums.len)];
}

void gen_pg_add_enum(struct gen *gen, struct schema *schema)
{
    struct enum_type *type = NEW(gen->arena, struct enum_type);
    type->name = gen_name(gen, gen_chance(gen, 30) ? "Odd mood" : "mood");
    type->comment = gen_chance(gen, 20) ? "how it's \\ felt" : NULL;
    type->schema = gen_chance(gen, 25) ? "sales" : NULL;
    for (unsigned i = 3 + gen_below(gen, 3); i > 0; i--) {
        *PUSH(gen->arena, &type->labels) = gen_name(gen, gen_chance(gen, 20) ? "it's" : "label");
    }
    *PUSH(gen->arena, &schema->enums) = type;
    if (type->schema != NULL && schema->schemas.len == 0) {
        *PUSH(gen->arena, &schema->schemas) = "sales";
    }
}

void gen_pg_enums(struct gen *gen, struct schema *schema)
{
    for (unsigned enums = gen_below(gen, 3); enums > 0; enums--) {
        gen_pg_add_enum(gen, schema);
    }
}

/* ---- types and values ---- */

char gen_pg_family(const struct column *column)
{
    static const struct {
        const char *type;
        char family;
    } families[] = {{"text", 't'},
        {"character varying(80)", 't'},
        {"character varying(20)", 't'},
        {"smallint", 'i'},
        {"integer", 'i'},
        {"bigint", 'i'},
        {"numeric(10,2)", 'i'},
        {"double precision", 'i'},
        {"bytea", 'b'},
        {"boolean", 'o'},
        {"date", 'd'},
        {"timestamp with time zone", 'd'},
        {"uuid", 'u'},
        {"jsonb", 'j'},
        {"text[]", 'a'},
        {"integer[]", 'a'}};
    for (size_t i = 0; i < COUNT(families); i++) {
        if (text_same(families[i].type, column->type)) {
            return families[i].family;
        }
    }
    return 'e';
}

const char *gen_pg_type(struct gen *gen, const struct schema *schema)
{
    static const char *const types[] = {"integer",
        "text",
        "character varying(80)",
        "bigint",
        "text",
        "integer",
        "smallint",
        "character varying(20)",
        "numeric(10,2)",
        "double precision",
        "bytea",
        "boolean",
        "date",
        "timestamp with time zone",
        "uuid",
        "jsonb",
        "text[]",
        "integer[]"};
    const struct enum_type *type = schema != NULL && gen_chance(gen, 20) ? gen_pg_some_enum(gen, schema) : NULL;
    return type != NULL ? gen_pg_enum_text(gen, type) : types[gen_below(gen, COUNT(types))];
}

void gen_pg_default(struct gen *gen, struct column *column)
{
    static const char *const texts[] = {"'v1'", "'it''s'", "lower('V1')", "CURRENT_USER", "'a' || 'b'"};
    static const char *const numbers[] = {"1", "2", "-7", "1 + 1", "abs(-3)"};
    const struct enum_type *type = gen_family(column) == 'e' ? gen_pg_find_enum(gen, column->type) : NULL;
    switch (gen_family(column)) {
    case 't': column->default_sql = texts[gen_below(gen, COUNT(texts))]; break;
    case 'i': column->default_sql = numbers[gen_below(gen, COUNT(numbers))]; break;
    case 'b': column->default_sql = "'\\x01'"; break;
    case 'o': column->default_sql = gen_chance(gen, 50) ? "true" : "NOT true"; break;
    case 'd': column->default_sql = gen_chance(gen, 50) ? "CURRENT_DATE" : "'2020-01-01'"; break;
    case 'u': column->default_sql = gen->server >= 13 ? "gen_random_uuid()" : "md5(random()::text)::uuid"; break;
    case 'j': column->default_sql = "'{\"a\": 1}'"; break;
    case 'a': column->default_sql = "'{}'"; break;
    default:
        column->default_sql =
            type == NULL ? NULL : sql_string(gen->arena, type->labels.at[gen_below(gen, (unsigned)type->labels.len)]);
    }
}

const char *gen_pg_value(struct gen *gen, const struct schema *schema, const struct column *column, unsigned row)
{
    (void)schema;
    const struct enum_type *type = gen_family(column) == 'e' ? gen_pg_find_enum(gen, column->type) : NULL;
    switch (gen_family(column)) {
    case 't': return arena_printf(gen->arena, "'v%u'", row);
    case 'i': return arena_printf(gen->arena, "%u", row);
    case 'b': return arena_printf(gen->arena, "'\\x%02x'", row);
    case 'o': return row % 2 == 0 ? "true" : "false";
    case 'd': return arena_printf(gen->arena, "'2020-01-%02u'", row);
    case 'u': return arena_printf(gen->arena, "'00000000-0000-0000-0000-0000000000%02x'", row);
    case 'j': return arena_printf(gen->arena, "'{\"v\": %u}'", row);
    case 'a': return arena_printf(gen->arena, "'{%u}'", row);
    default: return type == NULL ? "NULL" : sql_string(gen->arena, type->labels.at[(row - 1) % type->labels.len]);
    }
}

/* ---- expressions ---- */

void gen_pg_generated(struct gen *gen, const struct table *table, struct column *column)
{
    const struct column *source = gen_plain_column(gen, table);
    char family = 'x';
    if (source != NULL && source != column) {
        family = gen_family(source);
    }
    if (family != 't' && family != 'i') {
        return;
    }
    const char *name = sql_name(gen->arena, source->name);
    column->generated_sql = arena_printf(gen->arena, family == 't' ? "upper(%s)" : "%s * 2", name);
    column->generated_stored = true;
    column->default_sql = NULL;
    column->identity = NULL;
    column->serial = false;
    column->type = family == 't' ? "text" : "bigint";
}

const char *gen_pg_check(struct gen *gen, const struct column *column)
{
    const struct enum_type *type = gen_family(column) == 'e' ? gen_pg_find_enum(gen, column->type) : NULL;
    const char *name = sql_name(gen->arena, column->name);
    if (gen_family(column) == 't' && column->default_sql == NULL && gen_chance(gen, 30)) {
        return arena_printf(gen->arena, "%s IN ('v1', 'v2', 'v3')", name);
    }
    if (gen_family(column) == 't') {
        unsigned which = gen_below(gen, 3);
        return which == 0   ? arena_printf(gen->arena, "length(%s) < 100", name)
               : which == 1 ? arena_printf(gen->arena, "%s <> 'never'", name)
                            : arena_printf(gen->arena, "%s IS NOT NULL OR true", name);
    }
    if (gen_family(column) == 'i') {
        return arena_printf(gen->arena, gen_chance(gen, 50) ? "%s <> -1" : "abs(%s) < 1000", name);
    }
    if (type != NULL && type->labels.len > GEN_ROWS && column->default_sql == NULL) {
        const char *label = sql_string(gen->arena, type->labels.at[type->labels.len - 1]);
        return arena_printf(gen->arena, "%s <> %s", name, label);
    }
    return arena_printf(gen->arena, "coalesce(pg_column_size(%s), 0) < 1000", name);
}

/* ---- indexes ---- */

static void add_part(struct gen *gen, const struct table *table, struct index *index)
{
    const struct column *column = table->columns.at[gen_below(gen, (unsigned)table->columns.len)];
    struct index_part *part = PUSH(gen->arena, &index->parts);
    char family = gen_family(column);
    if ((family == 't' || family == 'i') && gen_chance(gen, 25)) {
        const char *call = family == 't' ? "lower" : "abs";
        part->expression = arena_printf(gen->arena, "%s(%s)", call, sql_name(gen->arena, column->name));
    } else {
        part->column = column->name;
        part->opclass = text_same(column->type, "text") && gen_chance(gen, 20) ? "text_pattern_ops" : NULL;
    }
    part->descending = gen_chance(gen, 25);
    part->nulls = gen_chance(gen, 20) ? (part->descending ? "LAST" : "FIRST") : NULL;
    part->collation = family == 't' && part->column != NULL && gen_chance(gen, 10) ? "POSIX" : NULL;
}

void gen_pg_index(struct gen *gen, const struct table *table, struct index *index)
{
    for (unsigned parts = 1 + gen_below(gen, 2); parts > 0; parts--) {
        add_part(gen, table, index);
    }
    const struct column *column = gen_chance(gen, 25) ? gen_plain_column(gen, table) : NULL;
    if (column != NULL) {
        index->where_sql = arena_printf(gen->arena, "%s IS NOT NULL", sql_name(gen->arena, column->name));
    }
    const struct column *included = gen_chance(gen, 20) ? gen_plain_column(gen, table) : NULL;
    if (included != NULL) {
        *PUSH(gen->arena, &index->include) = included->name;
    }
    if (gen_chance(gen, 20)) {
        *PUSH(gen->arena, &index->with) = "fillfactor=70";
    }
    index->nulls_not_distinct = index->unique && gen_chance(gen, 30) && gen->server >= 15;
    const struct column *only = gen_plain_column(gen, table);
    char family = 'x';
    if (only != NULL) {
        family = gen_family(only);
    }
    if (!index->unique && (family == 'a' || family == 'j')) {
        *index = (struct index){.name = index->name, .method = "gin", .where_sql = index->where_sql};
        *PUSH(gen->arena, &index->parts) = (struct index_part){.column = only->name};
    } else if (!index->unique && only != NULL && gen_chance(gen, 15)) {
        *index = (struct index){.name = index->name, .method = "hash", .where_sql = index->where_sql};
        *PUSH(gen->arena, &index->parts) = (struct index_part){.column = only->name};
    }
}

/* ---- numbered columns ---- */

void gen_pg_number(struct gen *gen, struct column *column)
{
    static const char *const types[] = {"integer", "bigint", "smallint"};
    column->autoincrement = false;
    column->type =
        gen_family(column) == 'i' && text_ends(column->type, "int") ? column->type : types[gen_below(gen, 3)];
    column->default_sql = NULL;
    column->identity = NULL;
    column->serial = false;
    column->identity_start = column->identity_increment = 0;
    unsigned kind = gen_below(gen, 4);
    if (kind < 2) {
        column->identity = kind == 0 ? "ALWAYS" : "BY DEFAULT";
        column->identity_start = gen_chance(gen, 30) ? 100 : 0;
        column->identity_increment = gen_chance(gen, 20) ? 5 : 0;
    } else if (kind == 2) {
        column->serial = true;
    }
}
