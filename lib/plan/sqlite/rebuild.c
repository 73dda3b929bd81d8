/* https://sqlite.org/lang_altertable.html, 7, with what experience adds: columns are listed, rowids and the next id are
 * kept, and the new table takes the old name under legacy_alter_table, because otherwise views and triggers that
 * mention the table, which is gone for a moment, make the rename fail. */
#include "base/text.h"
#include "diff/rowid.h"
#include "plan/sqlite/ddl.h"
#include "plan/sqlite/work.h"
#include "sql/sql.h"

struct copy {
    struct work *work;
    const struct table_diff *table;
    struct strings into, values; /* quoted names; expressions over the old table */
    struct strings filled;       /* labels of columns whose nulls become the default */
};

static bool has_column(const struct table *table, const char *name)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        if (text_same_nocase(table->columns.at[i]->name, name)) {
            return true;
        }
    }
    return false;
}

/* A word for the rowid that no column hides; NULL where the table has none. */
static const char *rowid_word(const struct table *a, const struct table *b)
{
    static const char *const words[] = {"rowid", "_rowid_", "oid"};
    for (size_t i = 0; i < sizeof words / sizeof *words && !a->without_rowid && !b->without_rowid; i++) {
        if (!has_column(a, words[i]) && !has_column(b, words[i])) {
            return words[i];
        }
    }
    return NULL;
}

static void copy_pair(struct copy *copy, const char *into, const char *value)
{
    *PUSH(copy->work->arena, &copy->into) = into;
    *PUSH(copy->work->arena, &copy->values) = value;
}

/* Rowids stay what they are: by themselves where the key stays, in a new INTEGER PRIMARY KEY, or in the hidden column.
 */
static void copy_rowid(struct copy *copy)
{
    const struct table *to = copy->table->to;
    const struct column *key = table_rowid_column(to);
    const char *word = rowid_word(copy->table->from, to);
    if (word != NULL && key == NULL) {
        copy_pair(copy, word, word);
    } else if (word != NULL && work_origin(copy->table, key) == NULL) {
        copy_pair(copy, sql_name(copy->work->arena, key->name), word);
    }
}

static void copy_column(struct copy *copy, const struct column *to)
{
    struct arena *arena = copy->work->arena;
    const struct column *from = work_origin(copy->table, to);
    if (to->generated_sql != NULL || from == NULL) {
        return;
    }
    const char *name = sql_name(arena, to->name), *value = name;
    bool fills = !plan_defaults_to_null(to) && column_takes_null(copy->table->from, from) &&
                 !column_takes_null(copy->table->to, to) && to != table_rowid_column(copy->table->to);
    if (fills) {
        value = arena_printf(arena, "coalesce(%s, %s)", name, ddl_default_value(arena, to->default_sql));
        *PUSH(arena, &copy->filled) = arena_printf(arena, "%s.%s", copy->table->to->name, to->name);
    }
    copy_pair(copy, name, value);
}

/* Where no column stays, the rows do: as many as there were, with defaults.  A key that they all would share refuses
 * them, which is better than losing them unseen. */
static void copy_something(struct copy *copy)
{
    struct arena *arena = copy->work->arena;
    for (size_t i = 0; i < copy->table->to->columns.len && copy->into.len == 0; i++) {
        const struct column *column = copy->table->to->columns.at[i];
        if (column->generated_sql == NULL) {
            copy_pair(copy,
                sql_name(arena, column->name),
                column->default_sql == NULL ? "NULL" : ddl_default_value(arena, column->default_sql));
        }
    }
}

/* ON CONFLICT IGNORE and REPLACE of the new table would lose rows without a word. */
static bool has_conflict_clause(const struct table *table)
{
    bool has = table->primary_key.on_conflict != NULL;
    for (size_t i = 0; i < table->columns.len; i++) {
        has = has || table->columns.at[i]->on_conflict != NULL;
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        has = has || table->uniques.at[i]->on_conflict != NULL;
    }
    return has;
}

static void copy_rows(struct work *work, const struct table_diff *table, const char *new_name)
{
    struct copy copy = {.work = work, .table = table};
    copy_rowid(&copy);
    for (size_t i = 0; i < table->to->columns.len; i++) {
        copy_column(&copy, table->to->columns.at[i]);
    }
    copy_something(&copy);
    const char *why = copy.filled.len == 0 ? NULL
                                           : arena_printf(work->arena,
                                                 "where %s is null it becomes the default",
                                                 strings_join(work->arena, &copy.filled, ", "));
    const char *order = rowid_word(table->from, table->from);
    work_add(work,
        why,
        "INSERT%s INTO %s (%s)\nSELECT %s\nFROM %s%s%s",
        has_conflict_clause(table->to) ? " OR ABORT" : "",
        sql_name(work->arena, new_name),
        strings_join(work->arena, &copy.into, ", "),
        strings_join(work->arena, &copy.values, ", "),
        sql_name(work->arena, table->to->name),
        order == NULL ? "" : "\nORDER BY ",
        order == NULL ? "" : order);
}

static bool has_autoincrement(const struct table *table)
{
    const struct column *key = table_rowid_column(table);
    return key != NULL && key->autoincrement;
}

/* DROP TABLE forgets the next id, and the copy knows only of the rows that are left. */
static void keep_sequence(struct work *work, const struct table_diff *table, const char *new_name)
{
    if (!has_autoincrement(table->from) || !has_autoincrement(table->to)) {
        return;
    }
    const char *new_text = sql_string(work->arena, new_name), *text = sql_string(work->arena, table->to->name);
    work_add(work,
        "the next id stays what it is, also where the last rows are gone",
        "DELETE FROM sqlite_sequence WHERE name = %s",
        new_text);
    work_add(work,
        NULL,
        "INSERT INTO sqlite_sequence (name, seq)\nSELECT %s, seq\nFROM sqlite_sequence\nWHERE name = %s",
        new_text,
        text);
}

void rebuild_table(struct work *work, const struct table_diff *table, const char *blocker)
{
    const char *name = sql_name(work->arena, table->to->name);
    const char *new_name = work_free_name(work, "_corm_new_", table->to->name);
    *PUSH(work->arena, &work->plan->rebuilds) = table->from->name;
    work->plan->keys_off = true;
    work_add(work,
        arena_printf(work->arena, "SQLite cannot %s in place: the table is rebuilt and its rows are copied", blocker),
        "%s",
        ddl_create_table(work->arena, table->to, new_name));
    copy_rows(work, table, new_name);
    keep_sequence(work, table, new_name);
    work_add(work, NULL, "DROP TABLE %s", name);
    work_add(work, "views and triggers that mention the table stay as they are", "PRAGMA legacy_alter_table = ON");
    work_add(work, NULL, "ALTER TABLE %s RENAME TO %s", sql_name(work->arena, new_name), name);
    work_add(work, NULL, "PRAGMA legacy_alter_table = OFF");
    for (size_t i = 0; i < table->to->indexes.len; i++) {
        const struct index *index = table->to->indexes.at[i];
        work_add(work, NULL, "%s", ddl_create_index(work->arena, index, table->to->name));
    }
}
