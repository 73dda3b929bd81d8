/* Makes a schema one that SQLite takes, by leaving out what does not fit. */
#include "laws/gen_schema.h"

#include "base/text.h"
#include "diff/rowid.h"

#include <string.h>

/* Keeps the items of a list for which the condition holds. */
#define KEEP(list, item, condition)                                                                                    \
    do {                                                                                                               \
        unsigned kept_ = 0;                                                                                            \
        for (size_t i_ = 0; i_ < (list)->len; i_++) {                                                                  \
            __typeof__((list)->at[0]) item = (list)->at[i_];                                                           \
            if (condition) {                                                                                           \
                (list)->at[kept_++] = item;                                                                            \
            }                                                                                                          \
        }                                                                                                              \
        (list)->len = kept_;                                                                                           \
    } while (0)

static bool all_there(const struct table *table, const struct strings *columns)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (table_find_column(table, columns->at[i]) == NULL) {
            return false;
        }
    }
    return columns->len != 0;
}

/* Expressions of the generator mention one column, in quotes. */
static bool expression_fits(const struct gen *gen, const struct table *table, const char *sql)
{
    if (sql == NULL) {
        return true;
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        if (gen_mentions(gen, sql, table->columns.at[i]->name)) {
            return true;
        }
    }
    return false;
}

static bool generated_fits(const struct gen *gen, const struct table *table, const struct column *column)
{
    for (size_t i = 0; column->generated_sql != NULL && i < table->columns.len; i++) {
        const struct column *source = table->columns.at[i];
        if (gen_mentions(gen, column->generated_sql, source->name)) {
            return source != column && source->generated_sql == NULL;
        }
    }
    return column->generated_sql == NULL;
}

static bool is_strict_type(const char *type)
{
    static const char *const types[] = {"INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"};
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        if (strcmp(types[i], type) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_from_nullable(const struct gen *gen, const struct table *table, const struct column *column)
{
    for (size_t i = 0; column->generated_sql != NULL && i < table->columns.len; i++) {
        if (gen_mentions(gen, column->generated_sql, table->columns.at[i]->name)) {
            return table->columns.at[i]->nullable;
        }
    }
    return false;
}

static void repair_columns(struct gen *gen, struct table *table)
{
    struct columns *columns = &table->columns;
    KEEP(columns, column, generated_fits(gen, table, column));
    for (size_t i = 0; i < columns->len; i++) {
        struct column *column = columns->at[i];
        column->nullable = column->nullable || is_from_nullable(gen, table, column);
        if (table->strict && (column->generated_sql != NULL || !is_strict_type(column->type))) {
            column->type = "ANY";
            column->default_sql = column->default_sql == NULL ? NULL : "1";
        }
    }
    if (columns->len == 0) {
        struct column *column = NEW(gen->arena, struct column);
        *column = (struct column){.name = "only", .type = gen->postgresql ? "text" : "TEXT", .nullable = true};
        *PUSH(gen->arena, columns) = column;
    }
}

/* SQLite (3.40) cannot rename the INTEGER PRIMARY KEY of a table WITHOUT ROWID that is in a UNIQUE constraint too: "no
 * such column".  The migration fails and is rolled back; there is nothing to prove. */
static bool cannot_be_renamed(const struct table *table)
{
    const struct strings *key = &table->primary_key.columns;
    for (size_t i = 0; key->len == 1 && i < table->uniques.len; i++) {
        if (strings_have(&table->uniques.at[i]->columns, key->at[0])) {
            return text_same_nocase(table_find_column(table, key->at[0])->type, "INTEGER");
        }
    }
    return false;
}

static void repair_key(struct table *table)
{
    struct primary_key *key = &table->primary_key;
    bool fits = all_there(table, &key->columns);
    for (size_t i = 0; fits && i < key->columns.len; i++) {
        fits = table_find_column(table, key->columns.at[i])->generated_sql == NULL;
    }
    if (!fits) {
        *key = (struct primary_key){0};
        table->without_rowid = false;
    }
    table->without_rowid = table->without_rowid && !cannot_be_renamed(table);
    const struct column *rowid = table_rowid_column(table);
    for (size_t i = 0; i < table->columns.len; i++) {
        struct column *column = table->columns.at[i];
        column->autoincrement = column->autoincrement && column == rowid;
        if (column == rowid) {
            column->default_sql = NULL;
            column->nullable = false;
        }
    }
}

static bool index_fits(const struct gen *gen, const struct table *table, const struct index *index)
{
    for (size_t i = 0; i < index->parts.len; i++) {
        const struct index_part *part = &index->parts.at[i];
        if ((part->column != NULL && table_find_column(table, part->column) == NULL) ||
            !expression_fits(gen, table, part->expression)) {
            return false;
        }
    }
    return expression_fits(gen, table, index->where_sql);
}

/* Lists of values are made for text. */
static bool check_fits(const struct gen *gen, const struct table *table, const struct check *check)
{
    for (size_t i = 0; !gen->postgresql && strstr(check->sql, " IN (") != NULL && i < table->columns.len; i++) {
        if (gen_mentions(gen, check->sql, table->columns.at[i]->name)) {
            return gen_family(table->columns.at[i]) == 't';
        }
    }
    return expression_fits(gen, table, check->sql);
}

static bool is_key(const struct table *table, const struct strings *columns)
{
    for (size_t i = 0; i < table->uniques.len; i++) {
        if (strings_equal(&table->uniques.at[i]->columns, columns) && !table->uniques.at[i]->deferrable &&
            table->uniques.at[i]->collations.len == 0) { /* SQLite: a key that compares otherwise is no target */
            return true;
        }
    }
    return strings_equal(&table->primary_key.columns, columns);
}

static bool foreign_key_fits(
    const struct gen *gen, const struct schema *schema, const struct table *table, const struct foreign_key *key)
{
    const struct table *target = schema_table(schema, NULL, key->ref_table);
    if (target == NULL || !all_there(table, &key->columns) || !all_there(target, &key->ref_columns)) {
        return false;
    }
    for (size_t i = 0; i < key->columns.len; i++) {
        const struct column *column = table_find_column(table, key->columns.at[i]);
        const struct column *other = table_find_column(target, key->ref_columns.at[i]);
        if (gen_family(column) != gen_family(other) || column->generated_sql != NULL) {
            return false;
        }
        if (gen->postgresql &&
            (!text_same(column->type, other->type) || !text_same(column->collation, other->collation))) {
            return false;
        }
    }
    return is_key(target, &key->ref_columns);
}

static bool is_first_unique(const struct table *table, const struct unique *unique)
{
    for (size_t i = 0; table->uniques.at[i] != unique; i++) {
        if (strings_same_set(&table->uniques.at[i]->columns, &unique->columns)) {
            return false;
        }
    }
    return true;
}

static bool is_first_foreign_key(const struct table *table, const struct foreign_key *key)
{
    for (size_t i = 0; table->foreign_keys.at[i] != key; i++) {
        if (strings_equal(&table->foreign_keys.at[i]->columns, &key->columns)) {
            return false;
        }
    }
    return true;
}

void gen_repair(struct gen *gen, struct schema *schema)
{
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        repair_columns(gen, table);
        repair_key(table);
        if (gen->postgresql) {
            gen_pg_repair(gen, schema, table);
        }
        KEEP(&table->uniques, unique, all_there(table, &unique->columns) && is_first_unique(table, unique));
        KEEP(&table->checks, check, check_fits(gen, table, check));
        KEEP(&table->indexes, index, index_fits(gen, table, index));
    }
    for (size_t i = 0; i < schema->tables.len; i++) {
        struct table *table = schema->tables.at[i];
        KEEP(&table->foreign_keys, key, foreign_key_fits(gen, schema, table, key) && is_first_foreign_key(table, key));
    }
    schema_sort(schema);
}
