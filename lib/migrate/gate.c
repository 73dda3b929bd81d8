#include "migrate/gate.h"

#include "base/text.h"
#include "migrate/danger.h"
#include "sql/sql.h"

struct file {
    const char *path, *text;
    const struct strings *rebuilds, *allow;
};

static struct file file_of(const struct migration *migration, bool down)
{
    if (down) {
        return (struct file){migration->down_path, migration->down, &migration->down_rebuilds, &migration->down_allow};
    }
    return (struct file){migration->up_path, migration->up, &migration->rebuilds, &migration->allow};
}

bool gate_allows(const struct strings *allow, enum hazard hazard)
{
    return strings_have(allow, "all") || strings_have(allow, hazard_info(hazard)->code);
}

static bool is_allowed(const struct gate *gate, const struct file *file, enum hazard hazard)
{
    return gate_allows(gate->allow, hazard) || gate_allows(file->allow, hazard);
}

/* -1 where the table is not there (an earlier file of the same run makes it) or cannot be read. */
static int64_t count_rows(const struct gate *gate, const struct danger *danger)
{
    int64_t rows = -1;
    corm_failure ignored;
    return db_query_int(gate->db, danger_count_sql(gate->arena, danger), &rows, &ignored) == CORM_OK ? rows : -1;
}

static const char *describe(const struct gate *gate, const struct danger *danger)
{
    int64_t rows = count_rows(gate, danger);
    const char *noun = danger->column == NULL ? "row" : "value";
    const char *count = rows < 0
                            ? arena_printf(gate->arena, "its %ss", noun)
                            : arena_printf(gate->arena, "its %lld %s%s", (long long)rows, noun, rows == 1 ? "" : "s");
    return arena_printf(gate->arena,
        "%s %s with %s (%s)",
        danger->column == NULL ? "table" : "column",
        danger_object(gate->arena, danger),
        count,
        hazard_info(danger->hazard)->code);
}

/* All of them in one message: nobody wants to learn of them one run after the other. */
static corm_status refuse(
    const struct gate *gate, const struct file *file, const struct dangers *dangers, corm_failure *error)
{
    struct strings what = {0}, codes = {0};
    for (size_t i = 0; i < dangers->len; i++) {
        const struct danger *danger = &dangers->at[i];
        const char *code = hazard_info(danger->hazard)->code;
        if (is_allowed(gate, file, danger->hazard)) {
            continue;
        }
        *PUSH(gate->arena, &what) = describe(gate, danger);
        if (!strings_have(&codes, code)) {
            *PUSH(gate->arena, &codes) = code;
        }
    }
    if (what.len == 0) {
        return CORM_OK;
    }
    const char *list = strings_join(gate->arena, &codes, ",");
    fail(error, CORM_REFUSED, "%s would drop %s", file->path, strings_join(gate->arena, &what, ", "));
    fail_code(error, codes.len == 1 ? codes.at[0] : "hazards");
    fail_at(error, file->path, 0);
    fail_hint(
        error, "if that is meant: --allow %s, or the line \"-- corm: allow %s\" in the file's header", list, list);
    return CORM_REFUSED;
}

corm_status gate_check(const struct gate *gate, const struct migration *migration, bool down, corm_failure *error)
{
    struct file file = file_of(migration, down);
    struct row_copies copies;
    struct dangers dangers = danger_find(gate->arena, file.text, file.rebuilds, &copies);
    return refuse(gate, &file, &dangers, error);
}

static bool have_nocase(const struct strings *names, const char *name)
{
    for (size_t i = 0; i < names->len; i++) {
        if (text_same_nocase(names->at[i], name)) {
            return true;
        }
    }
    return false;
}

/* Columns that the database has and the copy does not read.  Generated ones hold nothing of their own. */
static void find_lost(
    const struct gate *gate, const struct schema *schema, const struct row_copies *copies, struct dangers *dangers)
{
    for (size_t i = 0; i < copies->len; i++) {
        const struct row_copy *copy = &copies->at[i];
        const struct table *table = schema_table(schema, NULL, copy->table);
        for (size_t c = 0; table != NULL && c < table->columns.len; c++) {
            const struct column *column = table->columns.at[c];
            if (column->generated_sql == NULL && !have_nocase(&copy->names, column->name)) {
                *PUSH(gate->arena, dangers) = (struct danger){
                    .hazard = HAZARD_DS101,
                    .table = table->name,
                    .column = column->name,
                    .table_sql = sql_name(gate->arena, table->name),
                    .column_sql = sql_name(gate->arena, column->name),
                };
            }
        }
    }
}

corm_status gate_check_copies(
    const struct gate *gate, const struct migration *migration, bool down, corm_failure *error)
{
    struct file file = file_of(migration, down);
    struct gate own = {gate->db, arena_new(), gate->allow}; /* a whole schema, for each of the migrations */
    struct row_copies copies = {0};
    struct dangers lost = {0};
    struct schema *schema;
    corm_status status = CORM_OK;
    if (!is_allowed(gate, &file, HAZARD_DS101)) {
        (void)danger_find(own.arena, file.text, file.rebuilds, &copies);
    }
    if (copies.len != 0) {
        status = db_introspect(own.db, own.arena, &schema, error);
    }
    if (copies.len != 0 && status == CORM_OK) {
        find_lost(&own, schema, &copies, &lost);
        status = refuse(&own, &file, &lost, error);
    }
    arena_free(own.arena);
    return status;
}

/* What the engine works out from other columns is no loss; in no schema where the database could not be read. */
static bool is_generated(const struct schema *schema, const struct danger *danger)
{
    bool generated = false;
    for (size_t i = 0; schema != NULL && danger->column != NULL && i < schema->tables.len; i++) {
        const struct table *table = schema->tables.at[i];
        const struct column *column =
            text_same_nocase(table->name, danger->table) ? table_find_column(table, danger->column) : NULL;
        if (column != NULL && column->generated_sql == NULL) {
            return false;
        }
        generated = generated || column != NULL;
    }
    return generated;
}

void gate_count(const struct gate *gate,
    const struct schema *schema,
    const struct migration *migration,
    bool down,
    struct destroyed_list *destroyed)
{
    struct file file = file_of(migration, down);
    struct row_copies copies;
    struct dangers dangers = danger_find(gate->arena, file.text, file.rebuilds, &copies);
    if (schema != NULL) {
        find_lost(gate, schema, &copies, &dangers);
    }
    for (size_t i = 0; i < dangers.len; i++) {
        if (is_generated(schema, &dangers.at[i])) {
            continue;
        }
        *PUSH(gate->arena, destroyed) = (struct destroyed){
            .migration = migration,
            .code = hazard_info(dangers.at[i].hazard)->code,
            .object = danger_object(gate->arena, &dangers.at[i]),
            .rows = count_rows(gate, &dangers.at[i]),
        };
    }
}
