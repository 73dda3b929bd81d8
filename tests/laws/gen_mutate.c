/* Changes as people make them, one after the other. */
#include "laws/gen_schema.h"

#include "base/text.h"
#include "diff/rowid.h"
#include "sql/sql.h"

#include <string.h>

struct mutation {
    struct gen *gen;
    struct schema *schema;
    struct table *table;   /* picked for this change */
    struct column *column; /* of it */
};

/* ---- renaming ---- */

static const char *replace(struct arena *arena, const char *sql, const char *from, const char *to)
{
    const char *old = sql_name(arena, from), *at = sql == NULL ? NULL : strstr(sql, old);
    return at == NULL ? sql
                      : arena_printf(arena, "%.*s%s%s", (int)(at - sql), sql, sql_name(arena, to), at + strlen(old));
}

static void replace_in(struct strings *names, const char *from, const char *to)
{
    for (size_t i = 0; i < names->len; i++) {
        names->at[i] = strcmp(names->at[i], from) == 0 ? to : names->at[i];
    }
}

static void rename_in_indexes(struct arena *arena, struct table *table, const char *from, const char *to)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        struct index *index = table->indexes.at[i];
        index->where_sql = replace(arena, index->where_sql, from, to);
        for (size_t j = 0; j < index->parts.len; j++) {
            struct index_part *part = &index->parts.at[j];
            part->column = text_same(part->column, from) ? to : part->column;
            part->expression = replace(arena, part->expression, from, to);
        }
    }
}

static void rename_in_references(struct schema *schema, struct table *table, const char *from, const char *to)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->foreign_keys.len; j++) {
            struct foreign_key *key = schema->tables.at[i]->foreign_keys.at[j];
            if (strcmp(key->ref_table, table->name) == 0) {
                replace_in(&key->ref_columns, from, to);
            }
        }
    }
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        replace_in(&table->foreign_keys.at[i]->columns, from, to);
    }
}

static void rename_column_to(struct mutation *mutation, struct column *column, const char *to)
{
    struct arena *arena = mutation->gen->arena;
    struct table *table = mutation->table;
    const char *from = column->name;
    replace_in(&table->primary_key.columns, from, to);
    for (size_t i = 0; i < table->uniques.len; i++) {
        replace_in(&table->uniques.at[i]->columns, from, to);
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        table->checks.at[i]->sql = replace(arena, table->checks.at[i]->sql, from, to);
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        table->columns.at[i]->generated_sql = replace(arena, table->columns.at[i]->generated_sql, from, to);
    }
    rename_in_indexes(arena, table, from, to);
    rename_in_references(mutation->schema, table, from, to);
    column->name = to;
}

static void tell(struct mutation *mutation, struct strings *former, const char *name)
{
    if (former->len == 0) {
        *PUSH(mutation->gen->arena, former) = name;
    }
}

static void rename_column(struct mutation *mutation)
{
    tell(mutation, &mutation->column->renamed_from, mutation->column->name);
    rename_column_to(mutation, mutation->column, gen_unused_name(mutation->gen, mutation->table));
}

static void rename_and_reuse(struct mutation *mutation)
{
    const char *old = mutation->column->name;
    rename_column(mutation);
    struct column *column = gen_column(mutation->gen, mutation->table);
    rename_column_to(mutation, column, old);
}

static void swap_columns(struct mutation *mutation)
{
    struct table *table = mutation->table;
    struct column *one = mutation->column;
    struct column *other = table->columns.at[gen_below(mutation->gen, (unsigned)table->columns.len)];
    if (one != other) {
        const char *a = one->name, *b = other->name;
        rename_column_to(mutation, one, "passing");
        rename_column_to(mutation, other, a);
        rename_column_to(mutation, one, b);
        tell(mutation, &one->renamed_from, a);
        tell(mutation, &other->renamed_from, b);
    }
}

static void rename_table_to(struct mutation *mutation, struct table *table, const char *to)
{
    for (size_t i = 0; i < mutation->schema->tables.len; i++) {
        for (size_t j = 0; j < mutation->schema->tables.at[i]->foreign_keys.len; j++) {
            struct foreign_key *key = mutation->schema->tables.at[i]->foreign_keys.at[j];
            key->ref_table = strcmp(key->ref_table, table->name) == 0 ? to : key->ref_table;
        }
    }
    table->name = to;
}

static void rename_table(struct mutation *mutation)
{
    tell(mutation, &mutation->table->renamed_from, mutation->table->name);
    const char *name = arena_printf(mutation->gen->arena, "renamed %u", mutation->gen->named++);
    rename_table_to(mutation, mutation->table, name);
}

static void rename_table_and_reuse(struct mutation *mutation)
{
    const char *old = mutation->table->name;
    rename_table(mutation);
    rename_table_to(mutation, gen_table(mutation->gen, mutation->schema), old);
}

static void swap_tables(struct mutation *mutation)
{
    struct table *one = mutation->table;
    struct table *other = mutation->schema->tables.at[gen_below(mutation->gen, (unsigned)mutation->schema->tables.len)];
    if (one != other) {
        const char *a = one->name, *b = other->name;
        rename_table_to(mutation, one, "passing");
        rename_table_to(mutation, other, a);
        rename_table_to(mutation, one, b);
        tell(mutation, &one->renamed_from, a);
        tell(mutation, &other->renamed_from, b);
    }
}

/* ---- adding and dropping ---- */

#define DROP_SOME(mutation, list)                                                                                      \
    do {                                                                                                               \
        if ((list)->len != 0) {                                                                                        \
            size_t at_ = gen_below((mutation)->gen, (unsigned)(list)->len);                                            \
            (list)->at[at_] = (list)->at[--(list)->len];                                                               \
        }                                                                                                              \
    } while (0)

static void add_table(struct mutation *mutation)
{
    gen_foreign_key(mutation->gen, mutation->schema, gen_table(mutation->gen, mutation->schema));
}

static void drop_table(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->schema->tables);
}

static void add_column(struct mutation *mutation)
{
    (void)gen_column(mutation->gen, mutation->table);
}

static void add_column_with_key(struct mutation *mutation)
{
    struct column *column = gen_column(mutation->gen, mutation->table);
    const struct table *target = mutation->schema->tables.at[0];
    if (column->generated_sql == NULL && target->primary_key.columns.len == 1) {
        struct foreign_key *key = NEW(mutation->gen->arena, struct foreign_key);
        *key = (struct foreign_key){.ref_table = target->name, .on_delete = "SET NULL", .on_update = "NO ACTION"};
        *PUSH(mutation->gen->arena, &key->columns) = column->name;
        *PUSH(mutation->gen->arena, &key->ref_columns) = target->primary_key.columns.at[0];
        column->nullable = true;
        column->default_sql = NULL;
        column->type = table_find_column(target, key->ref_columns.at[0])->type;
        *PUSH(mutation->gen->arena, &mutation->table->foreign_keys) = key;
    }
}

static void drop_column(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->table->columns);
}

static void add_unique(struct mutation *mutation)
{
    gen_unique(mutation->gen, mutation->table);
}

static void drop_unique(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->table->uniques);
}

static void add_check(struct mutation *mutation)
{
    gen_check(mutation->gen, mutation->table);
}

static void drop_check(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->table->checks);
}

static void add_index(struct mutation *mutation)
{
    gen_index(mutation->gen, mutation->table);
}

static void drop_index(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->table->indexes);
}

static void add_foreign_key(struct mutation *mutation)
{
    gen_foreign_key(mutation->gen, mutation->schema, mutation->table);
}

static void drop_foreign_key(struct mutation *mutation)
{
    DROP_SOME(mutation, &mutation->table->foreign_keys);
}

/* ---- changing ---- */

static void change_null(struct mutation *mutation)
{
    mutation->column->nullable = !mutation->column->nullable;
    if (!mutation->column->nullable && mutation->column->generated_sql == NULL && gen_chance(mutation->gen, 80)) {
        gen_default(mutation->gen, mutation->column);
    }
}

static void change_default(struct mutation *mutation)
{
    if (mutation->column->generated_sql == NULL) {
        mutation->column->default_sql = NULL;
        if (gen_chance(mutation->gen, 60)) {
            gen_default(mutation->gen, mutation->column);
        }
    }
}

static bool is_in_foreign_keys(const struct schema *schema, const char *column)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        for (size_t j = 0; j < schema->tables.at[i]->foreign_keys.len; j++) {
            const struct foreign_key *key = schema->tables.at[i]->foreign_keys.at[j];
            if (strings_have(&key->columns, column) || strings_have(&key->ref_columns, column)) {
                return true;
            }
        }
    }
    return false;
}

static void change_type(struct mutation *mutation)
{
    static const char *const types[] = {"INTEGER", "TEXT", "varchar(20)", "REAL", "DATE"};
    if (!is_in_foreign_keys(mutation->schema, mutation->column->name) && !mutation->table->strict) {
        if (mutation->gen->postgresql) {
            mutation->column->type = gen_pg_type(mutation->gen, mutation->schema);
            mutation->column->default_sql = NULL;
            return;
        }
        mutation->column->type = types[gen_below(mutation->gen, 5)];
        mutation->column->default_sql = NULL;
    }
}

static void change_collation(struct mutation *mutation)
{
    mutation->column->collation = mutation->column->collation != NULL ? NULL
                                  : mutation->gen->postgresql         ? "C"
                                                                      : "NOCASE";
}

static void change_generated(struct mutation *mutation)
{
    struct column *column = mutation->column;
    if (mutation->gen->postgresql && column->generated_sql == NULL && gen_chance(mutation->gen, 50)) {
        gen_pg_generated(mutation->gen, mutation->table, column);
    } else if (!mutation->gen->postgresql && column->generated_sql != NULL && gen_chance(mutation->gen, 50)) {
        column->generated_stored = !column->generated_stored;
    } else {
        column->generated_sql = NULL;
    }
}

static void change_key(struct mutation *mutation)
{
    struct primary_key *key = &mutation->table->primary_key;
    key->columns = (struct strings){0};
    if (mutation->column->generated_sql == NULL && gen_chance(mutation->gen, 70)) {
        *PUSH(mutation->gen->arena, &key->columns) = mutation->column->name;
        key->name = key->name == NULL && mutation->gen->postgresql ? gen_name(mutation->gen, "pk") : key->name;
    }
}

static void change_autoincrement(struct mutation *mutation)
{
    if (mutation->gen->postgresql) {
        gen_pg_mutate(mutation->gen, mutation->schema, mutation->table, mutation->column);
        return;
    }
    const struct column *key = table_rowid_column(mutation->table);
    if (key != NULL) {
        struct column *column = table_find_column(mutation->table, key->name);
        column->autoincrement = !column->autoincrement;
    }
}

static void change_options(struct mutation *mutation)
{
    if (mutation->gen->postgresql) {
        gen_pg_mutate(mutation->gen, mutation->schema, mutation->table, mutation->column);
        return;
    }
    if (gen_chance(mutation->gen, 50)) {
        mutation->table->strict = !mutation->table->strict;
    } else {
        mutation->table->without_rowid =
            !mutation->table->without_rowid && mutation->table->primary_key.columns.len != 0;
    }
}

static void change_action(struct mutation *mutation)
{
    for (size_t i = 0; i < mutation->table->foreign_keys.len; i++) {
        struct foreign_key *key = mutation->table->foreign_keys.at[i];
        key->on_delete = strcmp(key->on_delete, "CASCADE") == 0 ? "NO ACTION" : "CASCADE";
        key->deferrable = key->deferred = gen_chance(mutation->gen, 50);
    }
}

static void change_names(struct mutation *mutation)
{
    struct arena *arena = mutation->gen->arena;
    unsigned *named = &mutation->gen->named;
    if (mutation->table->indexes.len != 0) {
        mutation->table->indexes.at[0]->name = arena_printf(arena, "ix_%u", (*named)++);
    }
    if (mutation->table->checks.len != 0) {
        mutation->table->checks.at[0]->name = arena_printf(arena, "ck_%u", (*named)++);
    }
}

static void (*const mutations[])(struct mutation *mutation) = {rename_column,
    rename_and_reuse,
    swap_columns,
    rename_table,
    rename_table_and_reuse,
    swap_tables,
    add_table,
    drop_table,
    add_column,
    add_column,
    add_column_with_key,
    drop_column,
    drop_column,
    add_unique,
    drop_unique,
    add_check,
    drop_check,
    add_index,
    drop_index,
    add_foreign_key,
    drop_foreign_key,
    change_null,
    change_default,
    change_type,
    change_collation,
    change_generated,
    change_key,
    change_autoincrement,
    change_options,
    change_action,
    change_names};

struct schema *gen_mutate(struct gen *gen, const struct schema *schema)
{
    struct mutation mutation = {.gen = gen, .schema = schema_copy(gen->arena, schema)};
    gen->schema = mutation.schema;
    for (unsigned changes = 1 + gen_below(gen, 5); changes > 0; changes--) {
        if (mutation.schema->tables.len == 0) {
            add_table(&(struct mutation){.gen = gen, .schema = mutation.schema});
        }
        mutation.table = mutation.schema->tables.at[gen_below(gen, (unsigned)mutation.schema->tables.len)];
        mutation.column = mutation.table->columns.at[gen_below(gen, (unsigned)mutation.table->columns.len)];
        mutations[gen_below(gen, sizeof mutations / sizeof *mutations)](&mutation);
        gen_repair(gen, mutation.schema);
    }
    return mutation.schema;
}
