/* Six queries, however many tables there are, in one snapshot that only reads.  Nothing but catalogues is touched, and
 * no function or operator outside pg_catalog is called.  Where only some tables are asked for, one query more finds
 * their numbers and those of the tables that their keys mean. */
#include "db/postgresql/introspect.h"

#include "base/buf.h"
#include "base/text.h"
#include "sql/sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern const char db_postgresql_relations_sql[], db_postgresql_columns_sql[], db_postgresql_constraints_sql[],
    db_postgresql_indexes_sql[], db_postgresql_enums_sql[], db_postgresql_others_sql[];

/* ---- what all rows need ---- */

struct relation *reading_relation(struct reading *reading, int64_t oid)
{
    if (reading->last == NULL || reading->last->oid != oid) {
        char key[24];
        (void)snprintf(key, sizeof key, "%" PRId64, oid);
        struct relation *found = map_get(&reading->relations, key);
        reading->last = found != NULL ? found : reading->last;
        return found;
    }
    return reading->last;
}

void reading_add_relation(struct reading *reading, struct relation *relation)
{
    const char *key = arena_printf(reading->arena, "%" PRId64, relation->oid);

    map_set(reading->arena, &reading->relations, key, relation);
}

const char *reading_text(const struct reading *reading, const struct value *value)
{
    return value->kind == VALUE_TEXT ? arena_strndup(reading->arena, value->text, value->len) : NULL;
}

struct strings reading_columns(struct reading *reading, const struct relation *relation, const struct value *numbers)
{
    struct strings names = {0};
    const char *at = numbers->kind == VALUE_TEXT ? numbers->text : "";

    for (at += strcspn(at, "0123456789"); *at != '\0'; at += strcspn(at, "0123456789")) {
        char *end;
        unsigned long number = strtoul(at, &end, 10);
        if (number < relation->columns.len) {
            *PUSH(reading->arena, &names) = relation->columns.at[number];
        }
        at = end;
    }
    return names;
}

void reading_other(struct reading *reading, const char *kind, const char *schema, const char *name, const char *table)
{
    struct other_object *other = NEW(reading->arena, struct other_object);
    const char *prefix = schema != NULL ? arena_printf(reading->arena, "%s.", schema) : "";

    other->kind = kind;
    other->name = arena_printf(reading->arena, "%s%s", table == NULL ? prefix : "", name);
    other->table = table != NULL ? arena_printf(reading->arena, "%s%s", prefix, table) : NULL;
    *PUSH(reading->arena, &reading->schema->others) = other;
}

/* ---- rows ---- */

static bool is_ours(const char *schema, const char *name)
{
    return schema == NULL && text_starts(name, "corm_");
}

/* oid, kind, schema, name, comment, unlogged, settings, those of what holds long values, tablespace */
static corm_status read_relation(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    const char *kind = reading_text(reading, &values[1]);
    struct relation *relation = NEW(reading->arena, struct relation);

    (void)len;
    (void)error;
    relation->oid = values[0].integer;
    relation->schema = reading_text(reading, &values[2]);
    relation->name = reading_text(reading, &values[3]);
    reading_add_relation(reading, relation);
    if (is_ours(relation->schema, relation->name)) {
        return CORM_OK;
    }
    if (!text_same(kind, "table")) {
        reading_other(reading, kind, relation->schema, relation->name, NULL);
        return CORM_OK;
    }
    relation->table = NEW(reading->arena, struct table);
    relation->table->schema = relation->schema;
    relation->table->name = relation->name;
    relation->table->comment = reading_text(reading, &values[4]);
    relation->table->unlogged = values[5].integer != 0;
    relation->table->tablespace = reading_text(reading, &values[8]);
    reading_settings(reading, &values[6], &relation->table->with);
    reading_settings(reading, &values[7], &relation->table->with);
    *PUSH(reading->arena, &reading->schema->tables) = relation->table;
    return CORM_OK;
}

/* oid, schema, name, comment, label */
static corm_status read_label(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;

    (void)len;
    (void)error;
    if (reading->enum_type == NULL || reading->enum_oid != values[0].integer) {
        reading->enum_type = NEW(reading->arena, struct enum_type);
        reading->enum_oid = values[0].integer;
        reading->enum_type->schema = reading_text(reading, &values[1]);
        reading->enum_type->name = reading_text(reading, &values[2]);
        reading->enum_type->comment = reading_text(reading, &values[3]);
        *PUSH(reading->arena, &reading->schema->enums) = reading->enum_type;
    }
    if (values[4].kind == VALUE_TEXT) {
        *PUSH(reading->arena, &reading->enum_type->labels) = reading_text(reading, &values[4]);
    }
    return CORM_OK;
}

/* kind, schema, name, table */
static corm_status read_other(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;
    const char *kind = reading_text(reading, &values[0]), *name = reading_text(reading, &values[2]);

    (void)len;
    (void)error;
    if (text_same(kind, "schema")) {
        *PUSH(reading->arena, &reading->schema->schemas) = name;
    } else {
        reading_other(reading, kind, reading_text(reading, &values[1]), name, reading_text(reading, &values[3]));
    }
    return CORM_OK;
}

/* ---- queries ---- */

/* What the queries leave open: ":scope" and so on, and what stands for it. */
struct blank {
    const char *name, *sql;
};

/* The blank that `text`, behind a colon, begins with; NULL for none. */
static const struct blank *find_blank(const char *text, const struct blank *blanks, size_t len)
{
    size_t name = strspn(text, "abcdefghijklmnopqrstuvwxyz_");

    for (size_t i = 0; i < len; i++) {
        if (strlen(blanks[i].name) == name && strncmp(text, blanks[i].name, name) == 0) {
            return &blanks[i];
        }
    }
    return NULL;
}

static const char *fill_in(struct arena *arena, const char *query, const struct blank *blanks, size_t len)
{
    struct buf out = buf_new(arena);

    for (;;) {
        size_t plain = strcspn(query, ":"), colons = strspn(query + plain, ":");
        const struct blank *blank = colons == 1 ? find_blank(query + plain + 1, blanks, len) : NULL;
        buf_add_len(&out, query, blank != NULL ? plain : plain + colons);
        query += plain + colons;
        if (blank != NULL) {
            buf_add(&out, blank->sql);
            query += strlen(blank->name);
        } else if (*query == '\0') {
            return buf_text(&out);
        }
    }
}

/* Which part of the database is read. */
struct extent {
    bool temporary;            /* the tables of this session's own */
    const struct tables *only; /* NULL: all */
};

static corm_status keep_numbers(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct reading *reading = payload;

    (void)len;
    (void)error;
    reading->numbers = reading_text(reading, &values[0]);
    return CORM_OK;
}

/* "{16384,16391}": the tables, and those that their keys mean, whose columns must be known. */
static corm_status find_numbers(
    struct pg_db *db, struct reading *reading, const struct tables *tables, corm_failure *error)
{
    struct buf sql = buf_new(reading->arena);

    buf_add(&sql,
        "WITH wanted AS (SELECT pg_catalog.to_regclass(name)::pg_catalog.oid AS oid FROM pg_catalog.unnest(ARRAY[");
    for (size_t i = 0; i < tables->len; i++) {
        const struct table *table = tables->at[i];
        const char *schema = sql_name(reading->arena, table->schema != NULL ? table->schema : db->schema);
        const char *name = arena_printf(reading->arena, "%s.%s", schema, sql_name(reading->arena, table->name));
        buf_printf(&sql, "%s%s", i == 0 ? "" : ", ", sql_string(reading->arena, name));
    }
    buf_add(&sql,
        "]::text[]) AS name) SELECT pg_catalog.array_agg(oid)::text FROM (SELECT oid FROM wanted UNION "
        "SELECT k.confrelid FROM pg_catalog.pg_constraint AS k JOIN wanted AS w ON w.oid = k.conrelid) AS found "
        "WHERE oid <> 0");
    return pg_ask(db, buf_text(&sql), NULL, 0, keep_numbers, reading, error);
}

static corm_status read_all(struct pg_db *db, struct reading *reading, const struct extent *extent, corm_failure *error)
{
    const struct {
        const char *sql;
        db_row_fn *each;
    } queries[] = {
        {db_postgresql_relations_sql, read_relation},
        {db_postgresql_columns_sql, pg_read_column},
        {db_postgresql_constraints_sql, pg_read_constraint},
        {db_postgresql_indexes_sql, pg_read_index_part},
        {db_postgresql_enums_sql, read_label},
        {db_postgresql_others_sql, read_other},
    };
    const char *spaces = extent->temporary ? "n.oid = pg_catalog.pg_my_temp_schema()"
                                           : "n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'";
    const char *numbers = reading->numbers == NULL ? "{}" : reading->numbers;
    const struct blank blanks[] = {
        {"scope",
            extent->only == NULL
                ? spaces
                : arena_printf(reading->arena, "%s AND c.oid = ANY ('%s'::pg_catalog.oid[])", spaces, numbers)},
        {"spaces", spaces},
        {"whole", extent->temporary ? "false" : "true"},
        {"schema", sql_string(reading->arena, db->schema)},
        {"unusual",
            db->version >= 180000 ? "CASE WHEN k.conperiod THEN 'constraint over periods' "
                                    "WHEN NOT k.conenforced THEN 'constraint not enforced' END"
                                  : "NULL::text"},
        {"set_columns", db->version >= 150000 ? "k.confdelsetcols::text" : "NULL::text"},
        {"nulls_not_distinct", db->version >= 150000 ? "COALESCE(i.indnullsnotdistinct, false)" : "false"},
    };
    size_t len = sizeof queries / sizeof *queries - (extent->only == NULL ? 0 : 1); /* the last is no table's */
    corm_status status = CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < len; i++) {
        const char *sql = fill_in(reading->arena, queries[i].sql, blanks, sizeof blanks / sizeof *blanks);
        status = pg_ask(db, sql, NULL, 0, queries[i].each, reading, error);
    }
    return status;
}

static corm_status introspect(
    struct pg_db *db, struct arena *arena, const struct extent *extent, struct schema **ret_schema, corm_failure *error)
{
    struct reading reading = {.arena = arena, .schema = NEW(arena, struct schema)};
    corm_status status = extent->only == NULL ? CORM_OK : find_numbers(db, &reading, extent->only, error);

    reading.schema->engine = "postgresql";
    if (status == CORM_OK) {
        status = read_all(db, &reading, extent, error);
    }
    if (status == CORM_OK) {
        schema_sort(reading.schema);
        *ret_schema = reading.schema;
    }
    return status;
}

corm_status pg_introspect_temporary(
    struct pg_db *db, struct arena *arena, struct schema **ret_schema, corm_failure *error)
{
    return introspect(db, arena, &(struct extent){.temporary = true}, ret_schema, error);
}

corm_status pg_introspect(
    struct db *base, struct arena *arena, const struct tables *only, struct schema **ret_schema, corm_failure *error)
{
    struct pg_db *db = pg_of(base);
    bool alone = !pg_in_transaction(base);
    corm_failure ignored;
    corm_status status = db->unsettled ? pg_settle(db, false, error) : CORM_OK;

    if (status == CORM_OK && alone) {
        status = pg_run(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, error);
    }
    if (status == CORM_OK) {
        status = introspect(db, arena, &(struct extent){.only = only}, ret_schema, error);
    }
    if (alone && pg_in_transaction(base)) {
        (void)!pg_run(db, "ROLLBACK", NULL, &ignored);
    }
    return status == CORM_OK || strcmp(error->sqlstate, "55P03") != 0
               ? status
               : fail_first(error, "cannot read what is in the database: ");
}
