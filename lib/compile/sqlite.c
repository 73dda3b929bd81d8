/* SQLite's dialect: what it spells otherwise, and keys that it gives. */
#include "compile/sqlite.h"

#include "base/text.h"
#include "sql/sql.h"

static const char *sqlite_uuid(struct arena *arena, const char *digits)
{
    return sql_string(arena, digits);
}

static const char *sqlite_bytes(struct arena *arena, const char *digits)
{
    return arena_printf(arena, "x'%s'", digits);
}

static void sqlite_check_schema(struct compiler *compiler, const struct word *schema, const char *object)
{
    diag_hint(
        report_lack(compiler, schema->span, object, "schemas"), "leave `schema` out: a SQLite file is one schema");
}

const struct dialect dialect_sqlite = {
    .type = sqlite_type,
    .yes = "1",
    .no = "0",
    .uuid = sqlite_uuid,
    .bytes = sqlite_bytes,
    .nulls_smallest = true,
    .folds_case = true,
    .generated_key = sqlite_generated_key,
    .fit_table = sqlite_fit_table,
    .check_schema = sqlite_check_schema,
};

/* Everything but the author's wish. */
static bool can_be_rowid(const struct column_work *work)
{
    return column_is_only_key(work) && type_is_integer(&work->type) && work->table->without_rowid != YES &&
           work->column->generated_sql == NULL;
}

/* What only a key that the database gives can have. */
static void report_not_given(struct compiler *compiler, const struct column_work *work)
{
    const struct column_override *override = work->def->rare->engine[ENGINE_SQLITE];
    const char *what = override->autoincrement == YES || work->def->autoincrement == YES ? "autoincrement"
                       : work->def->rare->identity != IDENTITY_NONE                      ? "identity"
                                                                                         : NULL;
    if (what != NULL) {
        struct report *report = diag_report(compiler->diags,
            RULE_MOD108,
            work->def->span,
            column_object(compiler, work),
            "sqlite cannot give the values of this column, which `%s` asks for",
            what);
        diag_hint(report,
            "it numbers only a primary key of one integer column, with no foreign key and no default, in a table with "
            "rowids");
    } else if (work->type.kind == TYPE_SERIAL || work->type.kind == TYPE_BIGSERIAL ||
               work->type.kind == TYPE_SMALLSERIAL) {
        struct report *report = report_ignored(
            compiler, work->def->type_span, column_object(compiler, work), "sequence to number this column");
        diag_hint(report, "it numbers only a primary key of one integer column; rows must bring this value");
    }
}

static void report_identity_numbers(struct compiler *compiler, const struct column_work *work)
{
    int64_t start = work->def->rare->identity_start, increment = work->def->rare->identity_increment;
    if ((start != 0 && start != 1) || (increment != 0 && increment != 1)) {
        struct report *report = report_ignored(
            compiler, work->def->span, column_object(compiler, work), "start and increment of an identity");
        diag_hint(report, "its keys begin at 1 and go up by 1");
    }
}

void sqlite_generated_key(struct compiler *compiler, struct column_work *work)
{
    struct column *column = work->column;
    const struct column_override *override = work->def->rare->engine[ENGINE_SQLITE];
    column->identity = NULL;
    bool able = can_be_rowid(work);
    bool refused = work->def->autoincrement == NO || column->default_sql != NULL;
    if (!able || refused || column_has_foreign_key(work)) {
        report_not_given(compiler, work);
        if (able && refused && text_same(column->type, "INTEGER")) {
            /* A lone INTEGER key is the rowid whatever else is said: it would be numbered all the same, and its default
             * never used.  INT has the same affinity, is allowed in STRICT tables, and is an ordinary column. */
            column->type = "INT";
            add_fact(compiler,
                column_object(compiler, work),
                "type INT",
                "the values are not given by the database, as those of a lone INTEGER key always are",
                work->def->span);
        }
        return;
    }
    column->type = "INTEGER";
    column->autoincrement = override->autoincrement == YES;
    report_identity_numbers(compiler, work);
    add_fact(compiler,
        column_object(compiler, work),
        column->autoincrement ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "INTEGER PRIMARY KEY",
        "the only key column, an integer with no foreign key and no default: the database gives its value",
        work->def->primary_key_span.file != 0 ? work->def->primary_key_span : work->def->span);
}
