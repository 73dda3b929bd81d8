/* Columns that a sequence numbers.  The name of a sequence is in no schema of ours: the server is asked for it. */
#include "base/text.h"
#include "plan/postgresql/ddl.h"
#include "plan/postgresql/work.h"
#include "sql/sql.h"

#include <inttypes.h>
#include <string.h>

/* pg_get_serial_sequence('"public"."t"', 'id'), which takes an identifier and a plain name. */
static const char *sequence_of(struct pg_work *work, const char *table, const char *column)
{
    return arena_printf(
        work->arena, "pg_get_serial_sequence(%s, %s)", sql_string(work->arena, table), sql_string(work->arena, column));
}

/* Runs a statement on the sequence of the column, whatever its name. */
static void on_sequence(
    struct pg_work *work, const char *why, const char *sequence, const char *before, const char *after)
{
    const char *body = arena_printf(work->arena,
        "BEGIN EXECUTE concat(%s, %s, %s); END",
        sql_string(work->arena, before),
        sequence,
        sql_string(work->arena, after));
    pg_add(work, why, "DO %s", sql_string(work->arena, body));
}

void pg_unserial(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const char *name = pg_to_name(work, table);
    pg_add(work, NULL, "ALTER TABLE %s ALTER COLUMN %s DROP DEFAULT", name, sql_name(work->arena, pair->to->name));
    const char *label = arena_printf(work->arena, "the sequence of the serial column %s", pair->to->name);
    on_sequence(work, label, sequence_of(work, name, pair->to->name), "DROP SEQUENCE ", "");
}

static int64_t first_number(const struct column *column)
{
    return column->identity_start != 0 ? column->identity_start : column->identity_increment < 0 ? -1 : 1;
}

/* Goes on behind the largest number that is there. */
static void set_sequence(struct pg_work *work, const struct pg_table *table, const struct column *column)
{
    bool down = column->identity_increment < 0;
    const char *name = sql_name(work->arena, column->name), *largest = down ? "min" : "max";
    pg_add(work,
        "goes on behind the numbers that are there",
        "SELECT setval(%s, %s(%s)) FROM %s HAVING %s(%s) %s %" PRId64,
        sequence_of(work, pg_to_name(work, table), column->name),
        largest,
        name,
        pg_to_name(work, table),
        largest,
        name,
        down ? "<=" : ">=",
        first_number(column));
}

static const char *sequence_name(struct pg_work *work, const struct pg_table *table, const char *column)
{
    struct strings only = {0};
    *PUSH(work->arena, &only) = column;
    struct unique named_alike = {.columns = only};
    const char *name = pg_part_name(work->arena, table->to, PART_UNIQUE, (union part_ref){.unique = &named_alike});
    return arena_printf(work->arena, "%.*sseq", (int)(strlen(name) - strlen("key")), name);
}

static void make_serial(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const struct column *column = pair->to;
    struct arena *arena = work->arena;
    const char *sequence = pg_name(arena, table->to->schema, sequence_name(work, table, column->name));
    const char *name = sql_name(arena, column->name), *owner = pg_to_name(work, table);
    pg_add(work, NULL, "CREATE SEQUENCE %s AS %s OWNED BY %s.%s", sequence, column->type, owner, name);
    pg_add(
        work, NULL, "ALTER TABLE %s ALTER COLUMN %s SET DEFAULT nextval(%s)", owner, name, sql_string(arena, sequence));
    set_sequence(work, table, column);
    if (pair->from->nullable && !column->nullable) {
        pg_add(work, NULL, "UPDATE %s SET %s = DEFAULT WHERE %s IS NULL", owner, name, name);
        pg_add(work, NULL, "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL", owner, name);
    }
}

static void make_identity(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const char *name = sql_name(work->arena, pair->to->name), *owner = pg_to_name(work, table);
    if (pair->from->nullable) {
        pg_add(work,
            "rows without a number get one, which an identity needs beforehand",
            "UPDATE %s SET %s = free.number FROM (SELECT ctid AS place, row_number() OVER () + "
            "(SELECT coalesce(max(%s), 0) FROM %s) AS number FROM %s WHERE %s IS NULL) AS free WHERE %s.ctid = "
            "free.place",
            owner,
            name,
            name,
            owner,
            owner,
            name,
            owner);
        pg_add(work, NULL, "ALTER TABLE %s ALTER COLUMN %s SET NOT NULL", owner, name);
    }
    pg_add(
        work, NULL, "ALTER TABLE %s ALTER COLUMN %s ADD GENERATED %s", owner, name, pg_identity(work->arena, pair->to));
    set_sequence(work, table, pair->to);
}

/* The bounds of a sequence go by its direction: one that turns is made anew. */
static void turn_identity(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const char *name = pg_to_name(work, table), *column = sql_name(work->arena, pair->to->name);
    pg_add(work, NULL, "ALTER TABLE %s ALTER COLUMN %s DROP IDENTITY", name, column);
    make_identity(work, table, pair);
}

static void change_identity(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const struct column *from = pair->from, *to = pair->to;
    struct buf buf = buf_new(work->arena);
    if (!text_same(from->identity, to->identity)) {
        buf_printf(&buf, " SET GENERATED %s", to->identity);
    }
    if (from->identity_start != to->identity_start) {
        buf_printf(&buf, " SET START WITH %" PRId64, first_number(to));
    }
    if (from->identity_increment != to->identity_increment) {
        buf_printf(&buf, " SET INCREMENT BY %" PRId64, to->identity_increment == 0 ? 1 : to->identity_increment);
    }
    if (buf.len != 0) {
        pg_add(work,
            NULL,
            "ALTER TABLE %s ALTER COLUMN %s%s",
            pg_to_name(work, table),
            sql_name(work->arena, to->name),
            buf_text(&buf));
    }
}

void pg_number(struct pg_work *work, const struct pg_table *table, const struct pg_pair *pair)
{
    const struct column *from = pair->from, *to = pair->to;
    if (to->identity != NULL) {
        if (from->identity != NULL && (from->identity_increment < 0) != (to->identity_increment < 0)) {
            turn_identity(work, table, pair);
        } else if (from->identity != NULL) {
            change_identity(work, table, pair);
        } else {
            make_identity(work, table, pair);
        }
    } else if (to->serial && !from->serial) {
        make_serial(work, table, pair);
    } else if (to->serial && !text_same(from->type, to->type)) {
        const char *sequence = sequence_of(work, pg_to_name(work, table), to->name);
        on_sequence(work,
            "the sequence follows the column",
            sequence,
            "ALTER SEQUENCE ",
            arena_printf(work->arena, " AS %s", to->type));
    }
}
