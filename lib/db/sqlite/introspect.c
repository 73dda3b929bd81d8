/* A live database as a schema: one query however many tables there are.  The definitions' text says everything but what
 * SQLite adds to some keys, NOT NULL.  Where a text holds what is not known here, SQLite is asked for the table's
 * columns, and both must agree on them. */
#include "db/sqlite/sqlite.h"

#include "base/text.h"
#include "db/sqlite/ddl.h"
#include "sql/sql.h"

#include <stdlib.h>
#include <string.h>

struct object {
    const char *type, *name, *table, *sql; /* a row of sqlite_schema */
    size_t rank;                           /* of the type */
};

struct reading {
    struct arena *arena;
    struct arena *scratch; /* for one definition at a time */
    struct schema *schema;
    struct LIST_OF(struct object) objects, virtuals;
    struct map tables; /* name in lower case -> struct table */
    struct tables odd; /* whose definitions hold what is not known here */
};

static struct table *find_table(struct reading *reading, const char *name)
{
    return map_get(&reading->tables, text_folded(reading->arena, name));
}

static const char *copy_text(struct arena *arena, const struct value *value)
{
    return value->kind == VALUE_TEXT ? arena_strndup(arena, value->text, value->len) : NULL;
}

/* Tables first: the others stand on them. */
static size_t rank_of(const char *type)
{
    static const char *const types[] = {"table", "index", "trigger", "view"};
    size_t rank = 0, len = sizeof types / sizeof *types;

    while (rank < len && !text_same(type, types[rank])) {
        rank++;
    }
    return rank;
}

static int by_rank_and_name(const void *a, const void *b)
{
    const struct object *left = a, *right = b;

    return left->rank != right->rank ? (left->rank < right->rank ? -1 : 1) : strcmp(left->name, right->name);
}

static bool is_virtual(const struct object *object)
{
    return text_same(object->type, "table") && object->sql != NULL && text_starts(object->sql, "CREATE VIRTUAL TABLE");
}

static corm_status keep_object(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    struct object object = {copy_text(reading->arena, &values[0]),
        copy_text(reading->arena, &values[1]),
        copy_text(reading->arena, &values[2]),
        copy_text(reading->arena, &values[3]),
        rank_of(values[0].text)};

    (void)len;
    (void)error;
    if (object.type != NULL && object.name != NULL && object.table != NULL) {
        *PUSH(reading->arena, &reading->objects) = object;
    }
    if (object.name != NULL && is_virtual(&object)) {
        *PUSH(reading->arena, &reading->virtuals) = object;
    }
    return CORM_OK;
}

/* Whether the table holds the data of a virtual table: "docs_content" of "docs". */
static bool is_shadow_of(const struct object *table, const struct object *owner)
{
    static const char *const suffixes[] = {"_content",
        "_segments",
        "_segdir",
        "_docsize",
        "_stat",
        "_data",
        "_idx",
        "_config",
        "_node",
        "_rowid",
        "_parent"};
    size_t len = strlen(owner->name);

    if (sqlite3_strnicmp(table->name, owner->name, (int)len) != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        if (text_same_nocase(table->name + len, suffixes[i])) {
            return true;
        }
    }
    return false;
}

static bool is_shadow(const struct reading *reading, const struct object *table)
{
    for (size_t i = 0; i < reading->virtuals.len; i++) {
        if (is_shadow_of(table, &reading->virtuals.at[i])) {
            return true;
        }
    }
    return false;
}

static bool is_left_out(const char *name)
{
    return sqlite3_strnicmp(name, "sqlite_", 7) == 0 || sqlite3_strnicmp(name, "corm_", 5) == 0;
}

static corm_status unreadable(const struct object *object, corm_failure *error)
{
    return fail(error, CORM_DATABASE, "cannot make sense of the definition of %s %s", object->type, object->name);
}

static void add_other(struct reading *reading, const char *kind, const struct object *object)
{
    struct other_object *other = NEW(reading->arena, struct other_object);

    *other = (struct other_object){.kind = kind, .name = object->name, .sql = object->sql};
    other->table = strcmp(kind, "trigger") == 0 ? object->table : NULL;
    *PUSH(reading->arena, &reading->schema->others) = other;
}

static corm_status add_table(struct reading *reading, const struct object *object, corm_failure *error)
{
    if (is_virtual(object)) {
        add_other(reading, "virtual table", object);
        return CORM_OK;
    }
    if (is_shadow(reading, object)) {
        return CORM_OK;
    }
    bool odd = false;
    struct table *table =
        object->sql != NULL ? ddl_read_table(reading->arena, reading->scratch, object->sql, &odd) : NULL;
    if (table == NULL) {
        return unreadable(object, error);
    }
    table->name = object->name;
    *PUSH(reading->arena, &reading->schema->tables) = table;
    if (odd) {
        *PUSH(reading->arena, &reading->odd) = table;
    }
    map_set(reading->arena, &reading->tables, text_folded(reading->arena, table->name), table);
    return CORM_OK;
}

static corm_status add_index(struct reading *reading, const struct object *object, corm_failure *error)
{
    struct table *table = find_table(reading, object->table);

    if (table == NULL || object->sql == NULL) { /* of a shadow table; or made by SQLite for a constraint */
        return CORM_OK;
    }
    struct index *index = ddl_read_index(reading->arena, reading->scratch, object->sql, table);
    if (index == NULL) {
        return unreadable(object, error);
    }
    index->name = object->name;
    *PUSH(reading->arena, &table->indexes) = index;
    return CORM_OK;
}

static corm_status add_object(struct reading *reading, const struct object *object, corm_failure *error)
{
    if (is_left_out(object->name) || is_left_out(object->table)) {
        return CORM_OK;
    }
    if (strcmp(object->type, "table") == 0) {
        return add_table(reading, object, error);
    }
    if (strcmp(object->type, "index") == 0) {
        return add_index(reading, object, error);
    }
    add_other(reading, object->type, object);
    return CORM_OK;
}

static bool has_columns(const struct table *table, sqlite3_stmt *statement)
{
    bool same = (size_t)sqlite3_column_count(statement) == table->columns.len;

    for (size_t i = 0; same && i < table->columns.len; i++) {
        same = text_same_nocase(sqlite3_column_name(statement, (int)i), table->columns.at[i]->name);
    }
    return same;
}

/* Whether these are all columns that SQLite knows, in their order. */
static corm_status check_columns(
    struct sqlite_db *db, struct arena *arena, const struct table *table, corm_failure *error)
{
    sqlite3_stmt *statement = NULL;
    const char *sql = arena_printf(arena, "SELECT * FROM main.%s", sql_name(arena, table->name));
    int code = sqlite3_prepare_v2(db->handle, sql, -1, &statement, NULL);

    if (code != SQLITE_OK) {
        return sqlite_fault(db, code, NULL, error);
    }
    bool same = has_columns(table, statement);
    (void)sqlite3_finalize(statement);
    return same ? CORM_OK : unreadable(&(struct object){.type = "table", .name = table->name}, error);
}

/* Names in keys and constraints, spelt as the columns they mean. */
static void respell(struct strings *names, const struct table *table)
{
    for (size_t i = 0; table != NULL && i < names->len; i++) {
        for (size_t j = 0; j < table->columns.len; j++) {
            if (text_same_nocase(table->columns.at[j]->name, names->at[i])) {
                names->at[i] = table->columns.at[j]->name;
            }
        }
    }
}

/* Columns of a key hold no NULL, whatever they say, in tables that were never allowed it, and where one column is the
 * rowid under another name. */
static void mark_key(struct table *table)
{
    const struct primary_key *key = &table->primary_key;
    bool strict = table->without_rowid || table->strict, alone = key->columns.len == 1 && !key->inline_descending;

    for (size_t i = 0; i < key->columns.len; i++) {
        struct column *column = table_find_column(table, key->columns.at[i]);
        if (column != NULL && (strict || (alone && text_same_nocase(column->type, "INTEGER")))) {
            column->nullable = false;
        }
    }
}

static void finish_foreign_key(struct reading *reading, struct table *table, struct foreign_key *key)
{
    struct table *target = find_table(reading, key->ref_table);

    respell(&key->columns, table);
    if (target != NULL) {
        key->ref_table = target->name;
    }
    if (key->ref_columns.len == 0 && target != NULL) {
        key->ref_columns = target->primary_key.columns;
    }
    if (key->ref_columns.len == 0) { /* a table that is not there, or has no key: the same names are the best guess */
        key->ref_columns = key->columns;
    }
    respell(&key->ref_columns, target);
}

static void finish_tables(struct reading *reading)
{
    struct tables *tables = &reading->schema->tables;

    for (size_t i = 0; i < tables->len; i++) {
        struct table *table = tables->at[i];
        respell(&table->primary_key.columns, table);
        mark_key(table);
        for (size_t j = 0; j < table->uniques.len; j++) {
            respell(&table->uniques.at[j]->columns, table);
        }
    }
    for (size_t i = 0; i < tables->len; i++) {
        struct table *table = tables->at[i];
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            finish_foreign_key(reading, table, table->foreign_keys.at[j]);
        }
    }
}

static corm_status read_all(struct db *db, struct reading *reading, corm_failure *error)
{
    corm_status status =
        db_query(db, "SELECT type, name, tbl_name, sql FROM main.sqlite_schema", NULL, 0, keep_object, reading, error);

    if (status == CORM_OK && reading->objects.len > 1) { /* SQLite would sort long definitions in a file */
        qsort(reading->objects.at, reading->objects.len, sizeof *reading->objects.at, by_rank_and_name);
    }
    for (size_t i = 0; status == CORM_OK && i < reading->objects.len; i++) {
        status = add_object(reading, &reading->objects.at[i], error);
        arena_reset(reading->scratch);
    }
    for (size_t i = 0; status == CORM_OK && i < reading->odd.len; i++) {
        status = check_columns(sqlite_of(db), reading->arena, reading->odd.at[i], error);
    }
    return status;
}

corm_status sqlite_introspect(
    struct db *db, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error)
{
    struct reading reading = {.arena = arena, .scratch = arena_new(), .schema = NEW(arena, struct schema)};

    (void)only; /* all are read in one go */
    reading.schema->engine = "sqlite";
    corm_status status = read_all(db, &reading, error);
    arena_free(reading.scratch);
    if (status != CORM_OK) {
        return status;
    }
    finish_tables(&reading);
    *ret_schema = reading.schema;
    return CORM_OK;
}
