/* Whether a copy holds every row of its table: both are folded into sums that do not depend on the order of rows. */
#include "db/sqlite/memory.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

enum affinity { AFFINITY_BLOB, AFFINITY_TEXT, AFFINITY_NUMERIC, AFFINITY_INTEGER, AFFINITY_REAL };

/* One column on its way from the table to the copy. */
struct passage {
    const char *from, *to;
    const char *from_type, *to_type;
    bool changes; /* its affinity, or by a CAST: values may look different, but must mean the same */
};
struct passages LIST_OF(struct passage);

struct sums {
    int64_t rows;
    uint64_t unchanged, all; /* over the columns that do not change; over all of them */
};

static bool contains(const char *type, const char *word)
{
    size_t len = strlen(word);

    for (; *type != '\0'; type++) {
        if (sqlite3_strnicmp(type, word, (int)len) == 0) {
            return true;
        }
    }
    return false;
}

/* The rules of https://sqlite.org/datatype3.html, 3.1. */
static enum affinity affinity_of(const char *type)
{
    if (contains(type, "INT")) {
        return AFFINITY_INTEGER;
    }
    if (contains(type, "CHAR") || contains(type, "CLOB") || contains(type, "TEXT")) {
        return AFFINITY_TEXT;
    }
    if (*type == '\0' || contains(type, "BLOB")) {
        return AFFINITY_BLOB;
    }
    return contains(type, "REAL") || contains(type, "FLOA") || contains(type, "DOUB") ? AFFINITY_REAL
                                                                                      : AFFINITY_NUMERIC;
}

static uint64_t fold(uint64_t sum, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;

    for (size_t i = 0; i < len; i++) {
        sum = (sum ^ at[i]) * UINT64_C(0x100000001b3);
    }
    return sum;
}

/* Spreads every bit over the whole sum, so that adding rows up loses nothing. */
static uint64_t mix(uint64_t sum)
{
    sum = (sum ^ (sum >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    sum = (sum ^ (sum >> 27)) * UINT64_C(0x94d049bb133111eb);
    return sum ^ (sum >> 31);
}

/* 2.0 is folded as 2 where the column changes: INTEGER and REAL may take each other's whole numbers. */
static uint64_t fold_value(uint64_t sum, sqlite3_stmt *row, int at, bool changes)
{
    int type = sqlite3_column_type(row, at);
    int64_t integer = type == SQLITE_INTEGER ? sqlite3_column_int64(row, at) : 0;
    double real = type == SQLITE_FLOAT ? sqlite3_column_double(row, at) : 0;
    const void *bytes = NULL;
    size_t len = 0;

    if (type == SQLITE_FLOAT && changes && real > -9e18 && real < 9e18 && (double)(int64_t)real == real) {
        type = SQLITE_INTEGER;
        integer = (int64_t)real;
    }
    if (type == SQLITE_INTEGER) {
        bytes = &integer;
        len = sizeof integer;
    } else if (type == SQLITE_FLOAT) {
        bytes = &real;
        len = sizeof real;
    } else if (type == SQLITE_TEXT || type == SQLITE_BLOB) {
        bytes = sqlite3_column_blob(row, at);
        len = (size_t)sqlite3_column_bytes(row, at);
    }
    unsigned char tag = (unsigned char)type;
    return mix(fold(fold(sum, &tag, 1), bytes, len) + len);
}

static corm_status prepare(struct sqlite_db *db, const char *sql, sqlite3_stmt **ret_rows, corm_failure *error)
{
    int code = sqlite3_prepare_v2(db->handle, sql, -1, ret_rows, NULL);

    return code == SQLITE_OK ? CORM_OK : sqlite_fault(db, code, "cannot compare the rows of a rebuild", error);
}

/* A text that a number prints as stands for that number: '12' for 12, but not '012'.  '1.0' stands for 1.0 only where
 * the other side is REAL, since an INTEGER would forget the ".0". */
static const char *comparable(struct arena *arena, const char *name, const char *other_type)
{
    const char *c = sql_name(arena, name);
    const char *whole = affinity_of(other_type) == AFFINITY_REAL
                            ? ""
                            : arena_printf(arena, " AND CAST(%s AS REAL) <> CAST(%s AS INTEGER)", c, c);

    return arena_printf(arena,
        "CASE WHEN typeof(%s) <> 'text' THEN %s"
        " WHEN CAST(CAST(%s AS INTEGER) AS TEXT) = %s COLLATE BINARY THEN CAST(%s AS INTEGER)"
        " WHEN CAST(CAST(%s AS REAL) AS TEXT) = %s COLLATE BINARY%s THEN CAST(%s AS REAL) ELSE %s END",
        c,
        c,
        c,
        c,
        c,
        c,
        c,
        whole,
        c,
        c);
}

static const char *passage_sql(struct arena *arena, const struct passage *passage, bool copy)
{
    const char *name = copy ? passage->to : passage->from;

    return passage->changes ? comparable(arena, name, copy ? passage->from_type : passage->to_type)
                            : sql_name(arena, name);
}

static corm_status sum_up(
    struct sqlite_db *db, const char *sql, const struct passages *passages, struct sums *ret_sums, corm_failure *error)
{
    sqlite3_stmt *row = NULL;
    corm_status status = prepare(db, sql, &row, error);
    struct sums sums = {0};
    int code = SQLITE_DONE;

    while (status == CORM_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        uint64_t unchanged = 1, all = 1;
        for (size_t i = 0; i < passages->len; i++) {
            bool changes = passages->at[i].changes;
            all = fold_value(all, row, (int)i, changes);
            unchanged = changes ? unchanged : fold_value(unchanged, row, (int)i, false);
        }
        sums.rows++;
        sums.all += all;
        sums.unchanged += unchanged;
    }
    if (status == CORM_OK && code != SQLITE_DONE) {
        status = sqlite_fault(db, code, "cannot compare the rows of a rebuild", error);
    }
    (void)sqlite3_finalize(row);
    *ret_sums = sums;
    return status;
}

static const char *sum_sql(struct arena *arena, const struct passages *passages, const char *table, bool copy)
{
    struct buf sql = buf_new(arena);

    for (size_t i = 0; i < passages->len; i++) {
        buf_add(&sql, i == 0 ? "SELECT " : ", ");
        buf_add(&sql, passage_sql(arena, &passages->at[i], copy));
    }
    buf_printf(&sql, "%s FROM main.%s", passages->len == 0 ? "SELECT 1" : "", sql_name(arena, table));
    return buf_text(&sql);
}

/* The first row whose value changed, as ("3", "'00123'", "123"): rows are paired in the order in which they were
 * copied.  False where there is no telling (a table without rowid). */
static bool find_example(struct sqlite_db *db, struct arena *arena, const char *const *sql, const char **ret_cells)
{
    sqlite3_stmt *from = NULL, *to = NULL;
    bool found = false;

    if (sqlite3_prepare_v2(db->handle, sql[0], -1, &from, NULL) == SQLITE_OK &&
        sqlite3_prepare_v2(db->handle, sql[1], -1, &to, NULL) == SQLITE_OK) {
        while (!found && sqlite3_step(from) == SQLITE_ROW && sqlite3_step(to) == SQLITE_ROW) {
            found = fold_value(1, from, 0, true) != fold_value(1, to, 0, true);
        }
    }
    if (found) {
        ret_cells[0] = arena_strdup(arena, (const char *)sqlite3_column_text(from, 2));
        ret_cells[1] = arena_strdup(arena, (const char *)sqlite3_column_text(from, 1));
        ret_cells[2] = arena_strdup(arena, (const char *)sqlite3_column_text(to, 1));
    }
    (void)sqlite3_finalize(from);
    (void)sqlite3_finalize(to);
    return found;
}

static corm_status refuse_lossy(struct sqlite_db *db,
    struct arena *arena,
    const struct watched_table *table,
    const struct passages *passages,
    corm_failure *error)
{
    corm_status status = CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < passages->len; i++) {
        const struct passage *passage = &passages->at[i];
        const char *sql[2], *cells[3];
        for (int copy = 0; passage->changes && copy < 2; copy++) {
            sql[copy] = arena_printf(arena,
                "SELECT %s, quote(%s), rowid FROM main.%s ORDER BY rowid",
                passage_sql(arena, passage, copy),
                sql_name(arena, copy ? passage->to : passage->from),
                sql_name(arena, copy ? table->copy : table->name));
        }
        if (passage->changes && find_example(db, arena, sql, cells)) {
            status = fail(error,
                CORM_REFUSED,
                "%s.%s as %s cannot keep its values: row %s has %.60s, it would be %.60s",
                table->name,
                passage->from,
                passage->to_type,
                cells[0],
                cells[1],
                cells[2]);
        }
    }
    if (status == CORM_OK) {
        status = fail(error, CORM_REFUSED, "a new type of a column of %s cannot keep its values", table->name);
    }
    fail_code(error, "lossy-conversion");
    fail_hint(error, "mend those values first, or accept the loss with a header line: -- corm: allow DS103");
    return status;
}

static const char *type_of(const struct text_rows *columns, const char *name)
{
    for (size_t i = 0; i < columns->len; i++) {
        if (text_same_nocase(columns->at[i].at[0], name)) {
            return columns->at[i].at[1];
        }
    }
    return "";
}

static corm_status find_passages(struct sqlite_db *db,
    struct arena *arena,
    const struct watched_table *table,
    struct passages *ret_passages,
    corm_failure *error)
{
    const char *names[] = {table->name, table->copy};
    struct text_rows types[2] = {0};

    for (int i = 0; i < 2; i++) {
        struct strings param = {0};
        *PUSH(arena, &param) = names[i];
        corm_status status =
            memory_query(db, arena, "SELECT name, type FROM pragma_table_xinfo(?, 'main')", &param, &types[i], error);
        if (status != CORM_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct watched_column *column = &table->columns.at[i];
        if (column->name == NULL || column->copied_to == NULL) {
            continue;
        }
        struct passage passage = {.from = column->name, .to = column->copied_to};
        passage.from_type = type_of(&types[0], passage.from);
        passage.to_type = type_of(&types[1], passage.to);
        passage.changes = column->converted || affinity_of(passage.from_type) != affinity_of(passage.to_type);
        *PUSH(arena, ret_passages) = passage;
    }
    return CORM_OK;
}

corm_status copy_check(
    struct sqlite_db *db, struct rebuild *rebuild, const struct watched_table *table, corm_failure *error)
{
    struct arena *arena = rebuild->arena;
    struct passages passages = {0};
    struct sums before, after;

    corm_status status = find_passages(db, arena, table, &passages, error);
    if (status == CORM_OK) {
        status = sum_up(db, sum_sql(arena, &passages, table->name, false), &passages, &before, error);
    }
    if (status == CORM_OK) {
        status = sum_up(db, sum_sql(arena, &passages, table->copy, true), &passages, &after, error);
    }
    if (status != CORM_OK) {
        return status;
    }
    if (before.rows != after.rows) {
        return memory_refuse(error,
            "the rebuild of %s would turn its %lld rows into %lld",
            table->name,
            (long long)before.rows,
            (long long)after.rows);
    }
    if (before.unchanged != after.unchanged) {
        return memory_refuse(
            error, "the rebuild of %s would change values of columns that it only copies", table->name);
    }
    if (before.all != after.all && !rebuild->allow_lossy) {
        return refuse_lossy(db, arena, table, &passages, error);
    }
    return CORM_OK;
}
