#include "db/postgresql/introspect.h"

#include "base/text.h"

#include <string.h>

/* The place behind the parenthesis that closes the one at `text`; 0 where none does. */
static size_t closing_end(const char *text)
{
    size_t at = 0, depth = 0;

    for (;;) {
        struct pg_piece piece = pg_scan(text + at);
        if (piece.kind == PG_END) {
            return 0;
        }
        depth += piece.kind == PG_OTHER && text[at] == '(';
        depth -= piece.kind == PG_OTHER && text[at] == ')';
        at += piece.len;
        if (depth == 0) {
            return at;
        }
    }
}

const char *pg_unwrap(struct arena *arena, const char *expression)
{
    size_t len = expression != NULL ? strlen(expression) : 0;

    while (len > 2 && expression[0] == '(' && closing_end(expression) == len) {
        expression = arena_strndup(arena, expression + 1, len - 2);
        len -= 2;
    }
    return expression;
}

/* ---- columns ---- */

/* The engine's own numbers are 0: from 1 (counting down: from -1), one further each time. */
static void read_identity(struct column *column, const struct value *start, const struct value *increment)
{
    int64_t usual = increment->integer < 0 ? -1 : 1;

    column->identity_start = start->integer == usual ? 0 : start->integer;
    column->identity_increment = increment->integer == 1 ? 0 : increment->integer;
}

static void read_default(struct reading *reading, struct column *column, const struct value *values)
{
    const char *sql = reading_text(reading, &values[5]);
    bool generated = values[6].len > 0 && *values[6].text != '\0';

    column->serial |= values[10].integer != 0;
    if (column->serial || sql == NULL) {
        return;
    }
    if (generated) {
        column->generated_canonical = sql;
        column->generated_sql = pg_unwrap(reading->arena, sql);
        column->generated_stored = *values[6].text == 's';
    } else {
        column->default_canonical = sql;
        column->default_sql = pg_unwrap(reading->arena, sql);
    }
}

static struct column *add_column(struct reading *reading, struct relation *relation, const struct value *values)
{
    struct column *column = NEW(reading->arena, struct column);

    column->name = relation->columns.at[relation->columns.len - 1];
    column->type = reading_text(reading, &values[3]);
    column->type_canonical = column->type;
    column->nullable = values[4].integer != 0;
    column->identity = reading_text(reading, &values[7]);
    column->collation = reading_text(reading, &values[11]);
    column->comment = reading_text(reading, &values[12]);
    if (column->identity != NULL) {
        read_identity(column, &values[8], &values[9]);
    }
    *PUSH(reading->arena, &relation->table->columns) = column;
    return column;
}

/* table, number, name, type, nullable, default, generated, identity, start, increment, serial, collation, comment */
corm_status pg_read_column(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    struct relation *relation = reading_relation(reading, values[0].integer);
    size_t number = (size_t)values[1].integer;

    (void)len;
    (void)error;
    if (relation == NULL) {
        return CORM_OK;
    }
    if (number < relation->columns.len) { /* a second sequence that the same column owns */
        struct column *column =
            relation->table != NULL ? table_find_column(relation->table, relation->columns.at[number]) : NULL;
        if (column != NULL && values[10].integer != 0) {
            column->serial = true;
            column->default_sql = column->default_canonical = NULL;
        }
        return CORM_OK;
    }
    while (relation->columns.len < number) {
        *PUSH(reading->arena, &relation->columns) = "";
    }
    *PUSH(reading->arena, &relation->columns) = reading_text(reading, &values[2]);
    if (relation->table != NULL) {
        read_default(reading, add_column(reading, relation, values), values);
    }
    return CORM_OK;
}

/* ---- constraints ---- */

static const char *action_name(const struct value *value)
{
    switch (value->len > 0 ? *value->text : 'a') {
    case 'c': return "CASCADE";
    case 'n': return "SET NULL";
    case 'd': return "SET DEFAULT";
    case 'r': return "RESTRICT";
    default: return "NO ACTION";
    }
}

static void read_unique(struct reading *reading, struct relation *relation, const struct value *values)
{
    struct unique *unique = NEW(reading->arena, struct unique);

    unique->name = reading_text(reading, &values[2]);
    unique->columns = reading_columns(reading, relation, &values[5]);
    unique->deferrable = values[3].integer != 0;
    unique->deferred = values[4].integer != 0;
    unique->nulls_not_distinct = values[14].integer != 0;
    *PUSH(reading->arena, &relation->table->uniques) = unique;
}

static void read_foreign_key(struct reading *reading, struct relation *relation, const struct value *values)
{
    struct foreign_key *key = NEW(reading->arena, struct foreign_key);
    const struct relation *other = reading_relation(reading, values[6].integer);

    key->name = reading_text(reading, &values[2]);
    key->columns = reading_columns(reading, relation, &values[5]);
    key->ref_schema = reading_text(reading, &values[11]);
    key->ref_table = reading_text(reading, &values[12]);
    if (other != NULL) {
        key->ref_columns = reading_columns(reading, other, &values[7]);
    }
    key->on_delete = action_name(&values[8]);
    key->on_update = action_name(&values[9]);
    struct strings set = reading_columns(reading, relation, &values[16]);
    foreign_key_set(reading->arena, key, &set);
    key->not_valid = values[15].integer != 0;
    key->match = values[10].len > 0 && *values[10].text == 'f' ? "FULL" : NULL;
    key->deferrable = values[3].integer != 0;
    key->deferred = values[4].integer != 0;
    *PUSH(reading->arena, &relation->table->foreign_keys) = key;
}

static void read_check(struct reading *reading, struct relation *relation, const struct value *values)
{
    struct check *check = NEW(reading->arena, struct check);

    check->name = reading_text(reading, &values[2]);
    check->canonical = reading_text(reading, &values[13]);
    check->not_valid = values[15].integer != 0;
    check->sql = pg_unwrap(reading->arena, check->canonical);
    *PUSH(reading->arena, &relation->table->checks) = check;
}

/* table, kind, name, deferrable, deferred, columns, other table, its columns, on delete, on update, match, schema and
 * name of the other table, expression, nulls not distinct, not valid, columns that ON DELETE sets, what kind is only
 * seen */
corm_status pg_read_constraint(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    struct relation *relation = reading_relation(reading, values[0].integer);

    (void)len;
    (void)error;
    if (relation == NULL || relation->table == NULL || values[1].len == 0) {
        return CORM_OK;
    }
    if (values[17].kind == VALUE_TEXT) {
        const char *kind = reading_text(reading, &values[17]), *name = reading_text(reading, &values[2]);
        reading_other(reading, kind, relation->schema, name, relation->name);
        return CORM_OK;
    }
    switch (*values[1].text) {
    case 'p':
        relation->table->primary_key.name = reading_text(reading, &values[2]);
        relation->table->primary_key.columns = reading_columns(reading, relation, &values[5]);
        relation->table->primary_key.deferrable = values[3].integer != 0;
        relation->table->primary_key.deferred = values[4].integer != 0;
        break;
    case 'u': read_unique(reading, relation, values); break;
    case 'f': read_foreign_key(reading, relation, values); break;
    case 'c': read_check(reading, relation, values); break;
    case 'x':
        reading_other(
            reading, "exclusion constraint", relation->schema, reading_text(reading, &values[2]), relation->name);
        break;
    default: break;
    }
    return CORM_OK;
}
