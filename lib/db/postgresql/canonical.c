/* Twins are made in batches, so that thousands of tables do not exhaust the server's locks.  Where one of a batch is
 * refused, the batch is halved until the culprit is alone: it is made in pieces, and what is refused of these stays
 * without canonical forms.  So are tables of one name in two schemas parted: temporary tables have a single one. */
#include "db/postgresql/canonical.h"

#include "base/buf.h"
#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

#define BATCH_TABLES 200

struct work {
    struct pg_db *db;
    struct arena *arena;
    struct tables tables; /* that need twins */
    struct enum_twins enums;
    struct map there; /* enums of the database: full name -> their labels as SQL */
    bool guessed;
    bool begun;
    bool probed, stopped; /* nothing can be tried: no use in going on */
};

/* ---- enum types ---- */

/* quote_identifier() of the server, but for keywords, which no model should have for a type. */
static const char *engine_name(struct arena *arena, const char *name)
{
    size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789$");
    bool digit = (*name >= '0' && *name <= '9') || *name == '$';

    return plain == strlen(name) && !digit ? name : sql_name(arena, name);
}

static const char *full_name(struct arena *arena, const struct enum_type *of)
{
    const char *name = engine_name(arena, of->name);

    return of->schema == NULL ? name : arena_printf(arena, "%s.%s", engine_name(arena, of->schema), name);
}

static const char *labels_sql(struct arena *arena, const struct enum_type *of)
{
    struct strings labels = {0};

    for (size_t i = 0; i < of->labels.len; i++) {
        *PUSH(arena, &labels) = sql_string(arena, of->labels.at[i]);
    }
    return strings_join(arena, &labels, ", ");
}

static corm_status keep_enum(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct work *work = payload;
    struct enum_type of = {.name = arena_strndup(work->arena, values[1].text, values[1].len)};

    (void)len;
    (void)error;
    of.schema = values[0].kind == VALUE_TEXT ? arena_strndup(work->arena, values[0].text, values[0].len) : NULL;
    map_set(work->arena,
        &work->there,
        full_name(work->arena, &of),
        arena_strndup(work->arena, values[2].text, values[2].len));
    return CORM_OK;
}

static corm_status read_enums(struct work *work, corm_failure *error)
{
    struct value schema = value_text(work->db->schema);

    return pg_ask(work->db,
        "SELECT NULLIF(n.nspname::text, $1::text), t.typname::text, "
        "pg_catalog.string_agg(pg_catalog.quote_literal(e.enumlabel::text), ', ' ORDER BY e.enumsortorder) "
        "FROM pg_catalog.pg_enum AS e JOIN pg_catalog.pg_type AS t ON t.oid = e.enumtypid "
        "JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace GROUP BY n.nspname, t.typname",
        &schema,
        1,
        keep_enum,
        work,
        error);
}

static void choose_twins(struct work *work, const struct enum_types *enums)
{
    for (size_t i = 0; i < enums->len; i++) {
        const struct enum_type *of = enums->at[i];
        const char *full = full_name(work->arena, of);
        const char *there = map_get(&work->there, full);
        if (!text_same(there, labels_sql(work->arena, of))) {
            *PUSH(work->arena, &work->enums) = (struct enum_twin){.of = of,
                .name = of->schema == NULL ? of->name : arena_printf(work->arena, "corm_enum_%zu", i),
                .full = full};
        }
    }
}

static corm_status create_enums(struct work *work, corm_failure *error)
{
    corm_status status = CORM_OK;

    for (size_t i = 0; status == CORM_OK && i < work->enums.len; i++) {
        const struct enum_twin *twin = &work->enums.at[i];
        status = pg_run(work->db,
            arena_printf(work->arena,
                "CREATE TYPE pg_temp.%s AS ENUM (%s)",
                sql_name(work->arena, twin->name),
                labels_sql(work->arena, twin->of)),
            NULL,
            error);
    }
    return status;
}

/* ---- batches ---- */

static struct table *find_twin(const struct schema *twins, const char *name)
{
    for (size_t i = 0; i < twins->tables.len; i++) {
        if (strcmp(twins->tables.at[i]->name, name) == 0) {
            return twins->tables.at[i];
        }
    }
    return NULL;
}

static corm_status make_and_read(struct work *work, size_t from, size_t to, bool in_pieces, corm_failure *error)
{
    struct schema *twins;
    corm_status status = create_enums(work, error);

    for (size_t i = from; status == CORM_OK && i < to; i++) {
        const struct table *table = work->tables.at[i];
        status = in_pieces ? twin_create_in_pieces(work->db, work->arena, table, &work->enums, error)
                           : twin_create(work->db, work->arena, table, &work->enums, error);
    }
    if (status == CORM_OK) {
        status = pg_introspect_temporary(work->db, work->arena, &twins, error);
    }
    for (size_t i = from; status == CORM_OK && i < to; i++) {
        const struct table *twin = find_twin(twins, work->tables.at[i]->name);
        if (twin != NULL) {
            twin_read(work->arena, work->tables.at[i], twin, &work->enums);
        }
    }
    return status;
}

/* A transaction that writes nothing but temporary tables, and not even these for good. */
static corm_status try_batch(struct work *work, size_t from, size_t to, bool in_pieces, corm_failure *error)
{
    corm_failure ignored;
    corm_status status = pg_run(work->db, "BEGIN READ WRITE", NULL, error);

    if (status == CORM_OK) {
        status = make_and_read(work, from, to, in_pieces, error);
    }
    if (pg_in_transaction(&work->db->base)) {
        (void)!pg_run(work->db, "ROLLBACK", NULL, &ignored);
    }
    return status;
}

/* Whether nothing at all can be tried: the role may make no temporary tables, the server only reads, an event trigger
 * objects. */
static bool is_hopeless(struct work *work)
{
    corm_failure ignored;
    corm_status status = pg_run(work->db, "BEGIN READ WRITE", NULL, &ignored);

    if (status == CORM_OK) {
        status = pg_run(work->db, "CREATE TEMPORARY TABLE corm_probe ()", NULL, &ignored);
    }
    if (pg_in_transaction(&work->db->base)) {
        (void)!pg_run(work->db, "ROLLBACK", NULL, &ignored);
    }
    return status != CORM_OK;
}

static corm_status do_batch(struct work *work, size_t from, size_t to, corm_failure *error)
{
    corm_status status = work->stopped || from == to ? CORM_OK : try_batch(work, from, to, false, error);

    if (status == CORM_OK || libpq.status(work->db->conn) == CONNECTION_BAD) {
        return status;
    }
    work->stopped = !work->probed && is_hopeless(work);
    work->probed = true;
    if (work->stopped || to - from == 1) {
        work->guessed = true;
        status = work->stopped ? CORM_OK : try_batch(work, from, to, true, error);
        return libpq.status(work->db->conn) == CONNECTION_BAD ? status : CORM_OK;
    }
    size_t middle = from + (to - from) / 2;
    status = do_batch(work, from, middle, error);
    return status == CORM_OK ? do_batch(work, middle, to, error) : status;
}

/* What comes first of all that asks the server. */
static corm_status begin(struct work *work, const struct enum_types *enums, corm_failure *error)
{
    corm_status status = work->db->unsettled ? pg_settle(work->db, false, error) : CORM_OK;

    work->begun = true;
    if (status == CORM_OK && enums->len > 0) {
        status = read_enums(work, error);
        choose_twins(work, enums);
    }
    return status;
}

static corm_status do_tables(
    struct work *work, struct tables tables, const struct enum_types *enums, corm_failure *error)
{
    corm_status status = work->begun || tables.len == 0 ? CORM_OK : begin(work, enums, error);

    work->tables = tables;
    for (size_t from = 0; status == CORM_OK && from < tables.len; from += BATCH_TABLES) {
        size_t left = tables.len - from;
        status = do_batch(work, from, from + (left < BATCH_TABLES ? left : BATCH_TABLES), error);
    }
    return status;
}

/* Types and defaults first: after them few tables, if any, have something to ask. */
static corm_status ask_server(struct work *work, struct schema *desired, corm_failure *error)
{
    struct column_forms forms = column_forms_ask(work->arena, desired);
    corm_status status = do_tables(work, forms.tables, &desired->enums, error);

    column_forms_take(&forms, work->arena, desired);
    if (status != CORM_OK) {
        return status;
    }
    const struct twin_questions questions = twin_questions_ask(work->arena, desired);
    status = do_tables(work, questions.tables, &desired->enums, error);
    twin_questions_share(&questions);
    return status;
}

corm_status pg_canonicalize(struct db *base,
    struct arena *arena,
    struct schema *desired,
    const struct schema *lock,
    bool *ret_guessed,
    corm_failure *error)
{
    struct work work = {.db = pg_of(base), .arena = arena};

    if (pg_in_transaction(base)) {
        return fail(error, CORM_DATABASE, "a transaction is already open");
    }
    if (lock != NULL) {
        schema_take_canonical(desired, lock);
    }
    canonical_types(desired);
    corm_status status = ask_server(&work, desired, error);
    if (status == CORM_OK) {
        *ret_guessed = work.guessed;
    }
    return status;
}
