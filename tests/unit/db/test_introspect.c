#include "db_case.h"

#include "base/file.h"
#include "base/text.h"

#include <sqlite3.h>
#include <time.h>

/* Everything of a table in one line, so that a test is a definition and what it means. */

static void show_columns(struct buf *out, const struct table *table)
{
    for (size_t i = 0; i < table->columns.len; i++) {
        const struct column *column = table->columns.at[i];
        buf_printf(out, "%s%s:%s", i == 0 ? "" : ", ", column->name, column->type);
        buf_add(out, column->nullable ? "" : "!");
        buf_add(out, column->autoincrement ? " auto" : "");
        if (column->on_conflict != NULL) {
            buf_printf(out, " on_null=%s", column->on_conflict);
        }
        if (column->default_sql != NULL) {
            buf_printf(out, " default=%s", column->default_sql);
        }
        if (column->collation != NULL) {
            buf_printf(out, " collate=%s", column->collation);
        }
        if (column->generated_sql != NULL) {
            buf_printf(out, " %s=%s", column->generated_stored ? "stored" : "virtual", column->generated_sql);
        }
    }
}

static void show_list(struct buf *out, const struct strings *names)
{
    buf_printf(out, "(%s)", strings_join(out->arena, names, ","));
}

static void show_keys(struct buf *out, const struct table *table)
{
    const struct primary_key *key = &table->primary_key;

    if (key->columns.len > 0) {
        buf_printf(out, " | pk %s", key->name != NULL ? key->name : "");
        show_list(out, &key->columns);
        buf_add(out, key->inline_descending ? "desc" : "");
        buf_add(out, key->on_conflict != NULL ? key->on_conflict : "");
    }
    for (size_t i = 0; i < table->uniques.len; i++) {
        const struct unique *unique = table->uniques.at[i];
        buf_printf(out, " | uq %s", unique->name != NULL ? unique->name : "");
        show_list(out, &unique->columns);
        buf_add(out, unique->on_conflict != NULL ? unique->on_conflict : "");
    }
    for (size_t i = 0; i < table->checks.len; i++) {
        const struct check *check = table->checks.at[i];
        buf_printf(out, " | ck %s[%s]", check->name != NULL ? check->name : "", check->sql);
    }
}

static void show_foreign_keys(struct buf *out, const struct table *table)
{
    for (size_t i = 0; i < table->foreign_keys.len; i++) {
        const struct foreign_key *key = table->foreign_keys.at[i];
        buf_printf(out, " | fk %s", key->name != NULL ? key->name : "");
        show_list(out, &key->columns);
        buf_printf(out, "->%s", key->ref_table);
        show_list(out, &key->ref_columns);
        buf_add(
            out, strcmp(key->on_delete, "NO ACTION") == 0 ? "" : arena_printf(out->arena, " del=%s", key->on_delete));
        buf_add(
            out, strcmp(key->on_update, "NO ACTION") == 0 ? "" : arena_printf(out->arena, " upd=%s", key->on_update));
        buf_add(out, key->match == NULL ? "" : arena_printf(out->arena, " match=%s", key->match));
        buf_add(out, !key->deferrable ? "" : key->deferred ? " deferred" : " deferrable");
    }
}

static void show_indexes(struct buf *out, const struct table *table)
{
    for (size_t i = 0; i < table->indexes.len; i++) {
        const struct index *index = table->indexes.at[i];
        buf_printf(out, " | %s %s(", index->unique ? "uix" : "ix", index->name);
        for (size_t j = 0; j < index->parts.len; j++) {
            const struct index_part *part = &index->parts.at[j];
            buf_add(out, j == 0 ? "" : ",");
            buf_add(out, part->column != NULL ? part->column : arena_printf(out->arena, "{%s}", part->expression));
            buf_add(out, part->collation == NULL ? "" : arena_printf(out->arena, " %s", part->collation));
            buf_add(out, part->descending ? " desc" : "");
        }
        buf_add(out, ")");
        buf_add(out, index->where_sql == NULL ? "" : arena_printf(out->arena, " where %s", index->where_sql));
    }
}

static const char *show_table(struct arena *arena, const struct table *table)
{
    struct buf out = buf_new(arena);

    show_columns(&out, table);
    show_keys(&out, table);
    show_foreign_keys(&out, table);
    show_indexes(&out, table);
    buf_add(&out, table->strict ? " | strict" : "");
    buf_add(&out, table->without_rowid ? " | without_rowid" : "");
    return buf_text(&out);
}

static struct schema *introspect(struct db *db, struct arena *arena)
{
    struct schema *schema = NULL;
    corm_failure error;

    if (db_introspect(db, arena, &schema, &error) != CORM_OK) {
        print_error("%s\n", error.message);
        assert_true(false);
    }
    return schema;
}

/* What table t is, after the script. */
static void expect_table(struct db_case *test, const char *script, const char *expected)
{
    run_script(test->db, test->arena, script);
    struct table *table = schema_table(introspect(test->db, test->arena), NULL, "t");
    assert_non_null(table);
    assert_string_equal(show_table(test->arena, table), expected);
    run_script(test->db, test->arena, "DROP TABLE t");
}

static void types_are_as_written(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a, b varchar (80), c DOUBLE  PRECISION, d 'odd type', e numeric(10,\n2), f int)",
        "a:, b:varchar (80), c:DOUBLE PRECISION, d:'odd type', e:numeric(10, 2), f:int");
}

static void defaults(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a DEFAULT -1, b DEFAULT (1 + 2), c DEFAULT 'x''y', d DEFAULT CURRENT_TIMESTAMP, e DEFAULT "
        "\"dq\","
        " f DEFAULT NULL, g DEFAULT x'00', h DEFAULT +1.5, i DEFAULT ((strftime('%s'))), j DEFAULT true, k DEFAULT "
        "word,"
        " l DEFAULT '' NOT NULL)",
        "a: default=-1, b: default=1 + 2, c: default='x''y', d: default=CURRENT_TIMESTAMP, e: default='dq',"
        " f: default=NULL, g: default=x'00', h: default=+1.5, i: default=strftime('%s'), j: default=true,"
        " k: default='word', l:! default=''");
}

static void keys_and_null(void **state)
{
    expect_table(*state, "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "id:INTEGER! auto | pk (id)");
    expect_table(*state, "CREATE TABLE t (id INTEGER, PRIMARY KEY (id AUTOINCREMENT))", "id:INTEGER! auto | pk (id)");
    expect_table(*state, "CREATE TABLE t (id INT PRIMARY KEY)", "id:INT | pk (id)");
    expect_table(*state,
        "CREATE TABLE t (id integer CONSTRAINT pk PRIMARY KEY DESC ON CONFLICT replace)",
        "id:integer | pk pk(id)descREPLACE");
    expect_table(*state,
        "CREATE TABLE t (a, B NOT NULL ON CONFLICT IGNORE, CONSTRAINT x PRIMARY KEY (b DESC, \"A\"))",
        "a:, B:! on_null=IGNORE | pk x(B,a)");
    expect_table(
        *state, "CREATE TABLE t (a, b, PRIMARY KEY (a, b)) WITHOUT ROWID", "a:!, b:! | pk (a,b) | without_rowid");
    expect_table(*state,
        "CREATE TABLE t (a TEXT, b ANY, PRIMARY KEY (a)) STRICT, WITHOUT ROWID",
        "a:TEXT!, b:ANY | pk (a) | strict | without_rowid");
}

/* SQLite takes words behind a column that mean nothing there. */
static void odd_words(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a INT DEFERRABLE INITIALLY DEFERRED, b TEXT NOT DEFERRABLE, c AS (a + 1), PRIMARY KEY (b)) "
        "WITHOUT ROWID",
        "a:INT, b:TEXT!, c: virtual=a + 1 | pk (b) | without_rowid");
}

static void unique_constraints_are_not_indexes(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a UNIQUE, b CONSTRAINT ub UNIQUE ON CONFLICT FAIL, c, CONSTRAINT \"u c\" UNIQUE (c, A),"
        " UNIQUE (a)); CREATE UNIQUE INDEX ix ON t (c)",
        "a:, b:, c: | uq (a) | uq ub(b)FAIL | uq u c(c,a) | uix ix(c)");
}

static void checks(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a CHECK (a > 0) CONSTRAINT c1 CHECK ((a < ')' || \"b\")), b,"
        " CONSTRAINT c2 CHECK (a <> 'text' AND \"A\" > [b] /* why */) CHECK (b) UNIQUE (a))",
        "a:, b: | uq (a) | ck [a > 0] | ck c1[a < ')' || \"b\"] | ck c2[a <> 'text' AND \"A\" > [b]] | ck [b]");
}

/* Databases from before the rule that text stands in single quotes. */
static void names_that_are_no_columns_are_texts(void **state)
{
    struct db_case *test = *state;
    struct db *db = NULL;
    sqlite3 *old = NULL;
    corm_failure error;

    assert_int_equal(sqlite3_open(case_path(test, "old.db"), &old), SQLITE_OK);
    (void)sqlite3_db_config(old, SQLITE_DBCONFIG_DQS_DDL, 1, NULL);
    assert_int_equal(sqlite3_exec(old,
                         "CREATE TABLE t (a CHECK (a <> \"it's\" AND \"A\" > 0 COLLATE \"nocase\"), b AS (a || \"-\"),"
                         " CHECK (\"t\".\"b\" OR \"abs\"(\"rowid\")));"
                         "CREATE INDEX i ON t (a) WHERE a <> \"x\";",
                         NULL,
                         NULL,
                         NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_close(old), SQLITE_OK);
    assert_int_equal(db_open(case_url(test, "old.db"), DB_WRITE, &db, &error), CORM_OK);
    assert_string_equal(show_table(test->arena, introspect(db, test->arena)->tables.at[0]),
        "a:, b: virtual=a || '-' | ck [a <> 'it''s' AND \"A\" > 0 COLLATE \"nocase\"]"
        " | ck [\"t\".\"b\" OR \"abs\"(\"rowid\")] | ix i(a) where a <> 'x'");
    db_close(db);
}

static void collations_and_generated_columns(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a TEXT COLLATE NOCASE, b INT GENERATED ALWAYS AS (a || 1) STORED, c AS (a) VIRTUAL NOT NULL,"
        " d TEXT AS ((a)) COLLATE \"rtrim\")",
        "a:TEXT collate=NOCASE, b:INT stored=a || 1, c:! virtual=a, d:TEXT collate=rtrim virtual=a");
}

static void foreign_keys(void **state)
{
    struct db_case *test = *state;

    run_script(test->db, test->arena, "CREATE TABLE Parent (X INTEGER PRIMARY KEY, y, z, UNIQUE (y, z))");
    expect_table(test,
        "CREATE TABLE t (a REFERENCES parent, b CONSTRAINT fb REFERENCES parent(x) ON UPDATE SET NULL ON DELETE CASCADE"
        " NOT NULL, c REFERENCES parent (x) NOT DEFERRABLE DEFAULT 1, d REFERENCES nowhere,"
        " CONSTRAINT fc FOREIGN KEY (b, \"c\") REFERENCES \"Parent\" (y, z) MATCH FULL ON DELETE SET DEFAULT"
        " DEFERRABLE INITIALLY DEFERRED, FOREIGN KEY (a) REFERENCES t ON DELETE RESTRICT DEFERRABLE)",
        "a:, b:!, c: default=1, d: | fk (a)->Parent(X) | fk fb(b)->Parent(X) del=CASCADE upd=SET NULL | fk "
        "(c)->Parent(X)"
        " | fk (d)->nowhere(d) | fk fc(b,c)->Parent(y,z) del=SET DEFAULT match=FULL deferred"
        " | fk (a)->t(a) del=RESTRICT deferrable");
}

static void indexes(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a, \"b c\", d);"
        "CREATE INDEX IF NOT EXISTS i2 ON t (\"b c\" COLLATE NOCASE DESC, A ASC) WHERE (d IS NOT NULL AND a <> \"d\");"
        "CREATE UNIQUE INDEX main.i1 ON t (lower(a) DESC, (d), d + 1, coalesce(a, 'x,y') COLLATE RTRIM)",
        "a:, b c:, d: | uix i1({lower(a)} desc,d,{d + 1},{coalesce(a, 'x,y')} RTRIM)"
        " | ix i2(b c NOCASE desc,a) where d IS NOT NULL AND a <> \"d\"");
}

static void names_of_every_style(void **state)
{
    expect_table(*state,
        "CREATE\n/* c */TABLE  IF NOT EXISTS\"t\"(--x\n[a b] int,`c``d`int,'e' int,\"f\"\"g\" int,key int,\"select\" "
        "int,"
        "\xc3\xa9 int, \"x,)\" int)",
        "a b:int, c`d:int, e:int, f\"g:int, key:int, select:int, \xc3\xa9:int, x,):int");
}

static void added_columns(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a, CONSTRAINT c CHECK (a)); ALTER TABLE t ADD COLUMN b INT DEFAULT 5 NOT NULL CHECK (b > 1);"
        "ALTER TABLE t ADD c REFERENCES t; ALTER TABLE t RENAME COLUMN a TO \"z z\"",
        "z z:, b:INT! default=5, c: | ck [b > 1] | ck c[\"z z\"] | fk (c)->t(c)");
    expect_table(*state, "CREATE TABLE t AS SELECT 1 AS a, 'x' AS \"b c\"", "a:, b c:");
}

static void strange_types_and_constraints(void **state)
{
    expect_table(*state,
        "CREATE TABLE t (a INTEGER NULL CONSTRAINT loose, generated, b generated, c UNSIGNED BIG INT(1))",
        "a:INTEGER, generated:, b:generated, c:UNSIGNED BIG INT(1)");
}

static void other_objects(void **state)
{
    struct db_case *test = *state;
    struct buf out = buf_new(test->arena);

    run_script(test->db,
        test->arena,
        "CREATE TABLE t (a); CREATE VIEW v AS SELECT * FROM t; CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END;"
        "CREATE VIRTUAL TABLE docs USING fts5(body); CREATE TABLE docs_notes (a); CREATE TABLE corm_migrations (v);"
        "CREATE INDEX corm_ix ON t (a); CREATE INDEX ix ON corm_migrations (v); CREATE TABLE cormorant (a INTEGER "
        "PRIMARY"
        " KEY AUTOINCREMENT);");
    struct schema *schema = introspect(test->db, test->arena);
    for (size_t i = 0; i < schema->tables.len; i++) {
        buf_printf(&out, "%s ", schema->tables.at[i]->name);
        assert_int_equal(schema->tables.at[i]->indexes.len, 0);
    }
    for (size_t i = 0; i < schema->others.len; i++) {
        const struct other_object *other = schema->others.at[i];
        buf_printf(&out, "%s:%s:%s ", other->kind, other->name, other->table != NULL ? other->table : "");
        assert_true(text_starts(other->sql, "CREATE "));
    }
    assert_string_equal(buf_text(&out), "cormorant docs_notes t virtual table:docs: trigger:g:t view:v: ");
    assert_string_equal(schema->engine, "sqlite");
}

static void many_tables_are_read_fast(void **state)
{
    struct db_case *test = *state;
    struct timespec start, end;

    run_script(test->db, test->arena, "SAVEPOINT s");
    for (int i = 0; i < 1000; i++) {
        run_script(test->db,
            test->arena,
            arena_printf(test->arena,
                "CREATE TABLE t%d (id INTEGER PRIMARY KEY, a TEXT NOT NULL UNIQUE CHECK (a <> ''),"
                " b REFERENCES t%d); CREATE INDEX i%d ON t%d (b)",
                i,
                i / 2,
                i,
                i));
    }
    run_script(test->db, test->arena, "RELEASE s");
    (void)clock_gettime(CLOCK_MONOTONIC, &start);
    struct schema *schema = introspect(test->db, test->arena);
    (void)clock_gettime(CLOCK_MONOTONIC, &end);
    assert_int_equal(schema->tables.len, 1000);
    assert_true(end.tv_sec - start.tv_sec < 3);
}

/* ---- real schemas, against SQLite's own pragmas ---- */

struct counted {
    size_t tables, columns, not_null, defaults, key_columns, uniques, indexes, foreign_keys, generated;
};

static struct counted count_schema(const struct schema *schema)
{
    struct counted counted = {.tables = schema->tables.len};

    for (size_t i = 0; i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        counted.columns += table->columns.len;
        counted.key_columns += table->primary_key.columns.len;
        for (size_t j = 0; j < table->uniques.len; j++) { /* SQLite makes no second index for the key's columns */
            counted.uniques += !strings_equal(&table->uniques.at[j]->columns, &table->primary_key.columns);
        }
        counted.indexes += table->indexes.len;
        for (size_t j = 0; j < table->foreign_keys.len; j++) {
            counted.foreign_keys += table->foreign_keys.at[j]->columns.len;
        }
        for (size_t j = 0; j < table->columns.len; j++) {
            counted.not_null += !table->columns.at[j]->nullable;
            counted.defaults += table->columns.at[j]->default_sql != NULL;
            counted.generated += table->columns.at[j]->generated_sql != NULL;
        }
    }
    return counted;
}

#define TABLES                                                                                                         \
    "FROM pragma_table_list AS t JOIN sqlite_schema AS m ON m.type = 'table' AND m.name = t.name"                      \
    " WHERE t.schema = 'main' AND t.type = 'table' AND substr(t.name, 1, 7) <> 'sqlite_'"

static size_t ask(struct db *db, struct arena *arena, const char *what, const char *pragma, const char *where)
{
    return (size_t)number(db,
        arena_printf(arena,
            "SELECT %s FROM (SELECT t.name AS tbl " TABLES ") AS t%s WHERE %s",
            what,
            *pragma == '\0' ? "" : arena_printf(arena, ", %s(tbl) AS x", pragma),
            where));
}

static void expect_same_as_pragmas(struct db *db, struct arena *arena)
{
    struct counted counted = count_schema(introspect(db, arena));

    assert_int_equal(counted.tables, ask(db, arena, "count(*)", "", "1"));
    assert_int_equal(counted.columns, ask(db, arena, "count(*)", "pragma_table_xinfo", "1"));
    assert_int_equal(counted.key_columns, ask(db, arena, "count(*)", "pragma_table_xinfo", "x.pk > 0"));
    assert_int_equal(counted.generated, ask(db, arena, "count(*)", "pragma_table_xinfo", "x.hidden IN (2, 3)"));
    assert_int_equal(counted.defaults,
        ask(db, arena, "count(*)", "pragma_table_xinfo", "x.dflt_value IS NOT NULL AND x.hidden = 0"));
    assert_true(counted.not_null >= ask(db, arena, "count(*)", "pragma_table_xinfo", "x.\"notnull\""));
    assert_int_equal(counted.foreign_keys, ask(db, arena, "count(*)", "pragma_foreign_key_list", "1"));
    assert_int_equal(counted.indexes, ask(db, arena, "count(*)", "pragma_index_list", "x.origin = 'c'"));
    assert_int_equal(counted.uniques, ask(db, arena, "count(*)", "pragma_index_list", "x.origin = 'u'"));
}

static void real_schemas_agree_with_pragmas(void **state)
{
    struct db_case *test = *state;
    struct strings paths = {0};
    const char *corpus = getenv("CORM_CORPUS");
    corm_failure error;

    if (corpus == NULL || *corpus == '\0') {
        print_message("skipped: no corpus\n");
        skip();
    }
    assert_int_equal(file_glob(test->arena, corpus, "sqlite/*.sql", &paths, &error), CORM_OK);
    assert_true(paths.len > 0);
    for (size_t i = 0; i < paths.len; i++) {
        struct db *db = NULL;
        const char *text = NULL;
        size_t len = 0;
        print_message("%s\n", paths.at[i]);
        assert_int_equal(file_read(test->arena, paths.at[i], 0, &text, &len, &error), CORM_OK);
        assert_int_equal(db_scratch("sqlite", &db, &error), CORM_OK);
        run_script(db, test->arena, text);
        expect_same_as_pragmas(db, test->arena);
        db_close(db);
    }
}

#define WITH_DATABASE(name) cmocka_unit_test_setup_teardown(name, case_set_up, case_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DATABASE(types_are_as_written),
        WITH_DATABASE(defaults),
        WITH_DATABASE(keys_and_null),
        WITH_DATABASE(odd_words),
        WITH_DATABASE(unique_constraints_are_not_indexes),
        WITH_DATABASE(checks),
        WITH_DATABASE(names_that_are_no_columns_are_texts),
        WITH_DATABASE(collations_and_generated_columns),
        WITH_DATABASE(foreign_keys),
        WITH_DATABASE(indexes),
        WITH_DATABASE(names_of_every_style),
        WITH_DATABASE(added_columns),
        WITH_DATABASE(strange_types_and_constraints),
        WITH_DATABASE(other_objects),
        WITH_DATABASE(many_tables_are_read_fast),
        WITH_DATABASE(real_schemas_agree_with_pragmas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
