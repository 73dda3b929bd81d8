#include "laws/gen_schema.h"

#include "base/text.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <string.h>

#define COUNT(array) ((unsigned)(sizeof(array) / sizeof *(array)))

/* splitmix64 */
static uint64_t next(struct gen *gen)
{
    uint64_t z = gen->state += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31);
}

unsigned gen_below(struct gen *gen, unsigned limit)
{
    return (unsigned)(next(gen) % limit);
}

bool gen_chance(struct gen *gen, unsigned percent)
{
    return gen_below(gen, 100) < percent;
}

bool gen_mentions(const struct gen *gen, const char *sql, const char *column)
{
    return sql != NULL && strstr(sql, sql_name(gen->arena, column)) != NULL;
}

/* ---- names ---- */

static const char *const table_names[] = {"users", "posts", "odd name", "select", "Mixed", "a\"b", "n\xc3\xa4h", "t1"};
static const char *const column_names[] = {
    "name", "title", "two words", "order", "CamelCase", "\xc3\xbc", "x;--y", "value", "a", "b", "group", "rowid"};

bool gen_name_is_free(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_same_nocase(table->columns.at[i]->name, name)) {
            return false;
        }
    }
    return true;
}

const char *gen_unused_name(struct gen *gen, const struct table *table)
{
    for (unsigned tries = 0; tries < 8; tries++) {
        const char *name = column_names[gen_below(gen, COUNT(column_names))];
        if (gen_name_is_free(table, name)) {
            return name;
        }
    }
    return arena_printf(gen->arena, "c%u", gen->named++);
}

const char *gen_name(struct gen *gen, const char *prefix)
{
    return arena_printf(gen->arena, "%s_%u", prefix, gen->named++);
}

/* PostgreSQL names everything: unnamed things would have to be guessed at. */
static const char *maybe_named(struct gen *gen, const char *prefix)
{
    return gen->postgresql || gen_chance(gen, 70) ? gen_name(gen, prefix) : NULL;
}

/* ---- columns ---- */

char gen_family(const struct column *column)
{
    if (((column->type[0] >= 'a' && column->type[0] <= 'z') || column->type[0] == '"') &&
        !text_starts(column->type, "varchar")) {
        return gen_pg_family(column);
    }
    if (text_starts(column->type, "TEXT") || text_starts(column->type, "VARCHAR")) {
        return 't';
    }
    return text_same(column->type, "BLOB") || column->type[0] == '\0' ? 'b' : 'i';
}

void gen_default(struct gen *gen, struct column *column)
{
    if (gen->postgresql) {
        gen_pg_default(gen, column);
        return;
    }
    char family = gen_family(column);
    static const char *const texts[] = {"'v1'", "'v2'", "'it''s'", "CURRENT_TIMESTAMP", "lower('V1')"};
    static const char *const numbers[] = {"1", "2", "-7", "1 + 1", "abs(-3)"};
    static const char *const blobs[] = {"x'01'", "NULL"};
    column->default_sql = family == 't'   ? texts[gen_below(gen, COUNT(texts))]
                          : family == 'i' ? numbers[gen_below(gen, COUNT(numbers))]
                                          : blobs[gen_below(gen, COUNT(blobs))];
}

const struct column *gen_plain_column(struct gen *gen, const struct table *table)
{
    for (unsigned tries = 0; tries < 8 && table->columns.len != 0; tries++) {
        const struct column *column = table->columns.at[gen_below(gen, (unsigned)table->columns.len)];
        if (column->generated_sql == NULL) {
            return column;
        }
    }
    return NULL;
}

static void make_generated(struct gen *gen, const struct table *table, struct column *column)
{
    const struct column *source = gen_plain_column(gen, table);
    if (source != NULL && source != column) {
        const char *name = sql_name(gen->arena, source->name);
        column->generated_sql = gen_chance(gen, 50) ? arena_printf(gen->arena, "upper(%s)", name)
                                                    : arena_printf(gen->arena, "%s || 'x'", name);
        column->generated_stored = gen_chance(gen, 50);
        column->default_sql = NULL;
        column->type = gen_chance(gen, 50) ? "TEXT" : "";
    }
}

struct column *gen_column(struct gen *gen, struct table *table)
{
    static const char *const types[] = {
        "INTEGER", "TEXT", "VARCHAR(80)", "REAL", "NUMERIC(10, 2)", "BLOB", "BOOLEAN", "", "BIGINT", "TEXT"};
    struct column *column = NEW(gen->arena, struct column);
    column->name = gen_unused_name(gen, table);
    column->type = gen->postgresql ? gen_pg_type(gen, gen->schema) : types[gen_below(gen, COUNT(types))];
    column->nullable = gen_chance(gen, 70);
    if (gen_chance(gen, column->nullable ? 30 : 80)) {
        gen_default(gen, column);
    }
    bool collated = gen_family(column) == 't' && gen_chance(gen, 15);
    column->collation = !collated ? NULL : gen->postgresql ? "C" : "NOCASE";
    if (gen_chance(gen, 12)) {
        (gen->postgresql ? gen_pg_generated : make_generated)(gen, table, column);
    }
    *PUSH(gen->arena, &table->columns) = column;
    return column;
}

/* ---- constraints and indexes ---- */

static void some_columns(struct gen *gen, const struct table *table, struct strings *columns)
{
    for (unsigned wanted = 1 + gen_below(gen, 2), tries = 0; columns->len < wanted && tries < 6; tries++) {
        const struct column *column = gen_plain_column(gen, table);
        if (column != NULL && !strings_have(columns, column->name)) {
            *PUSH(gen->arena, columns) = column->name;
        }
    }
}

void gen_unique(struct gen *gen, struct table *table)
{
    struct unique *unique = NEW(gen->arena, struct unique);
    some_columns(gen, table, &unique->columns);
    unique->name = maybe_named(gen, "uq");
    if (gen->postgresql) {
        unique->nulls_not_distinct = gen_chance(gen, 20) && gen->server >= 15;
        unique->deferrable = unique->deferred = gen_chance(gen, 15);
    } else {
        unique->on_conflict = gen_chance(gen, 10) ? "IGNORE" : NULL;
        if (gen_chance(gen, 10)) {
            *PUSH(gen->arena, &unique->collations) = "RTRIM";
        }
    }
    *PUSH(gen->arena, &table->uniques) = unique;
}

void gen_check(struct gen *gen, struct table *table)
{
    static const char *const operators[] = {"<> -1", "<> 'never'", "IS NOT 'never'", "IN ('v1', 'v2', 'v3')"};
    const struct column *column = gen_plain_column(gen, table);
    if (column == NULL) {
        return;
    }
    if (gen->postgresql) {
        struct check *made = NEW(gen->arena, struct check);
        *made = (struct check){.name = gen_name(gen, "ck"), .sql = gen_pg_check(gen, column)};
        *PUSH(gen->arena, &table->checks) = made;
        return;
    }
    unsigned limit = gen_family(column) == 't' && column->default_sql == NULL ? 4 : 3;
    struct check *check = NEW(gen->arena, struct check);
    const char *name = sql_name(gen->arena, column->name);
    check->sql = gen_chance(gen, 30) ? arena_printf(gen->arena, "length(%s) < 100", name)
                                     : arena_printf(gen->arena, "%s %s", name, operators[gen_below(gen, limit)]);
    check->name = maybe_named(gen, "ck");
    *PUSH(gen->arena, &table->checks) = check;
}

static void add_index_part(struct gen *gen, struct index *index, const struct column *column)
{
    struct index_part *part = PUSH(gen->arena, &index->parts);
    if (gen_chance(gen, 20)) {
        part->expression = arena_printf(gen->arena, "lower(%s)", sql_name(gen->arena, column->name));
    } else {
        part->column = column->name;
        part->collation = gen_chance(gen, 10) ? "NOCASE" : NULL;
    }
    part->descending = gen_chance(gen, 25);
}

void gen_index(struct gen *gen, struct table *table)
{
    struct index *index = NEW(gen->arena, struct index);
    index->name = arena_printf(gen->arena, "ix%s%u", gen_chance(gen, 10) ? " \"odd\" " : "_", gen->named++);
    index->unique = gen_chance(gen, 20);
    if (gen->postgresql) {
        gen_pg_index(gen, table, index);
        *PUSH(gen->arena, &table->indexes) = index;
        return;
    }
    for (unsigned parts = 1 + gen_below(gen, 2); parts > 0; parts--) {
        const struct column *column = table->columns.at[gen_below(gen, (unsigned)table->columns.len)];
        add_index_part(gen, index, column);
    }
    const struct column *column = gen_chance(gen, 25) ? gen_plain_column(gen, table) : NULL;
    if (column != NULL) {
        index->where_sql = arena_printf(gen->arena, "%s IS NOT NULL", sql_name(gen->arena, column->name));
    }
    *PUSH(gen->arena, &table->indexes) = index;
}

/* A key of the table: its primary key, or a unique constraint. */
static const struct strings *some_key(struct gen *gen, const struct table *table)
{
    unsigned pick = gen_below(gen, (unsigned)table->uniques.len + 1);
    bool fits = pick != 0 && table->uniques.at[pick - 1]->collations.len == 0;
    return fits ? &table->uniques.at[pick - 1]->columns : &table->primary_key.columns;
}

static const struct column *column_like(struct gen *gen, const struct table *table, const struct column *wanted)
{
    for (unsigned tries = 0; tries < 6; tries++) {
        const struct column *column = gen_plain_column(gen, table);
        bool same = column != NULL && gen_family(column) == gen_family(wanted);
        if (same && (!gen->postgresql || text_same(column->type, wanted->type))) {
            return column;
        }
    }
    return NULL;
}

void gen_foreign_key(struct gen *gen, struct schema *schema, struct table *table)
{
    static const char *const actions[] = {"NO ACTION", "CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"};
    const struct table *target = schema->tables.at[gen_below(gen, (unsigned)schema->tables.len)];
    const struct strings *key = some_key(gen, target);
    struct foreign_key *made = NEW(gen->arena, struct foreign_key);
    for (size_t i = 0; i < key->len; i++) {
        const struct column *column = column_like(gen, table, table_find_column(target, key->at[i]));
        if (column == NULL || strings_have(&made->columns, column->name)) {
            return;
        }
        *PUSH(gen->arena, &made->columns) = column->name;
        *PUSH(gen->arena, &made->ref_columns) = key->at[i];
    }
    made->ref_table = target->name;
    made->name = maybe_named(gen, "fk");
    made->on_delete = actions[gen_below(gen, COUNT(actions))];
    made->on_update = actions[gen_below(gen, COUNT(actions))];
    made->deferrable = made->deferred = gen_chance(gen, 20);
    *PUSH(gen->arena, &table->foreign_keys) = made;
}

/* ---- tables ---- */

static void gen_key(struct gen *gen, struct table *table)
{
    unsigned kind = gen_below(gen, 10);
    if (kind < 5) {
        struct column *id = NEW(gen->arena, struct column);
        *id = (struct column){.name = "id", .type = "INTEGER", .autoincrement = gen_chance(gen, 30)};
        if (gen->postgresql) {
            gen_pg_number(gen, id);
        }
        *PUSH(gen->arena, &table->columns) = id;
        *PUSH(gen->arena, &table->primary_key.columns) = id->name;
    } else if (kind < 9) {
        for (unsigned i = 0; i < 1 + kind % 2; i++) {
            struct column *column = gen_column(gen, table);
            column->nullable = false;
            column->generated_sql = NULL;
            *PUSH(gen->arena, &table->primary_key.columns) = column->name;
        }
        table->without_rowid = !gen->postgresql && gen_chance(gen, 40);
    }
    table->primary_key.name = maybe_named(gen, "pk");
}

static const char *unused_table_name(struct gen *gen, const struct schema *schema)
{
    const char *name = table_names[gen_below(gen, COUNT(table_names))];
    for (size_t i = 0; i < schema->tables.len; i++) {
        if (text_same_nocase(schema->tables.at[i]->name, name)) {
            return arena_printf(gen->arena, "table %u", gen->named++);
        }
    }
    return name;
}

struct table *gen_table(struct gen *gen, struct schema *schema)
{
    struct table *table = NEW(gen->arena, struct table);
    table->name = unused_table_name(gen, schema);
    table->strict = !gen->postgresql && gen_chance(gen, 15);
    gen->schema = schema;
    gen_key(gen, table);
    for (unsigned columns = 1 + gen_below(gen, 5); columns > 0; columns--) {
        (void)gen_column(gen, table);
    }
    for (unsigned i = gen_below(gen, 3); i > 0; i--) {
        gen_unique(gen, table);
    }
    for (unsigned i = gen_below(gen, 3); i > 0; i--) {
        gen_check(gen, table);
    }
    for (unsigned i = gen_below(gen, 3); i > 0; i--) {
        gen_index(gen, table);
    }
    *PUSH(gen->arena, &schema->tables) = table;
    return table;
}

struct schema *gen_schema(struct gen *gen)
{
    struct schema *schema = NEW(gen->arena, struct schema);
    schema->engine = gen->postgresql ? "postgresql" : "sqlite";
    if (gen->postgresql) {
        gen_pg_enums(gen, schema);
    }
    for (unsigned tables = 1 + gen_below(gen, 4); tables > 0; tables--) {
        (void)gen_table(gen, schema);
    }
    for (unsigned keys = gen_below(gen, 5); keys > 0; keys--) {
        gen_foreign_key(gen, schema, schema->tables.at[gen_below(gen, (unsigned)schema->tables.len)]);
    }
    gen_repair(gen, schema);
    return schema;
}
