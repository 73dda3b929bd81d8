#include "migrate/engine.h"

#include "base/text.h"
#include "sql/sql.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

static const struct engine_words {
    const char *engine, *version_sql;
    bool has_timeouts;
    bool obeys; /* BEGIN and COMMIT in a file: the driver cannot stop them */
} engines[] = {
    {"sqlite", "SELECT sqlite_version()", false, false},
    {"postgresql", "SHOW server_version", true, true},
};

static const struct engine_words *find_words(const struct db *db)
{
    const struct engine_words *words = NULL;
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++) {
        words = text_same(engines[i].engine, db->driver->engine) ? &engines[i] : words;
    }
    return words;
}

static const struct engine_words *words_of(const struct db *db)
{
    const struct engine_words *words = find_words(db);
    assert(words != NULL);
    return words;
}

struct answer {
    struct arena *arena;
    const char *text;
};

static corm_status keep_text(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct answer *answer = payload;
    (void)error;
    if (len > 0 && values[0].kind == VALUE_TEXT) {
        answer->text = arena_strndup(answer->arena, values[0].text, values[0].len);
    }
    return CORM_OK;
}

/* Whether "3.40.1" is at least "3.35": number by number, a missing one is 0. */
static bool is_at_least(const char *has, const char *needs)
{
    while (*needs != '\0') {
        char *has_end, *needs_end;
        unsigned long a = strtoul(has, &has_end, 10), b = strtoul(needs, &needs_end, 10);
        if (a != b) {
            return a > b;
        }
        has = has_end + (*has_end == '.' ? 1 : 0);
        needs = needs_end + (*needs_end == '.' ? 1 : 0);
        if (needs == needs_end) {
            break;
        }
    }
    return true;
}

static corm_status too_old(const struct migration *migration, const char *has, corm_failure *error)
{
    const char *needs = migration->engine_version;
    fail(error, CORM_USAGE, "%s needs %s %s, and this is %s", migration->up_path, migration->engine, needs, has);
    fail_at(error, migration->up_path, 0);
    fail_hint(error, "take the newer version, or write the migration for the older one");
    return CORM_USAGE;
}

corm_status engine_check(struct db *db,
    struct arena *arena,
    const struct folder *folder,
    const struct migrations *migrations,
    corm_failure *error)
{
    struct answer answer = {.arena = arena, .text = ""};
    if (!text_same(db->driver->engine, folder->engine)) {
        const char *engine = db->driver->engine;
        return fail(error,
            CORM_USAGE,
            "the migrations in %s are for %s, and the database is %s",
            folder->path,
            folder->engine,
            engine);
    }
    corm_status status = db_query(db, words_of(db)->version_sql, NULL, 0, keep_text, &answer, error);
    for (size_t i = 0; status == CORM_OK && i < migrations->len; i++) {
        const char *needs = migrations->at[i]->engine_version;
        if (needs != NULL && !is_at_least(answer.text, needs)) {
            status = too_old(migrations->at[i], answer.text, error);
        }
    }
    return status;
}

corm_status engine_limit(
    struct db *db, struct arena *arena, unsigned lock_ms, unsigned statement_ms, corm_failure *error)
{
    if (!words_of(db)->has_timeouts) {
        return CORM_OK;
    }
    const char *sql = arena_printf(arena,
        "SELECT set_config('lock_timeout', '%u', true), set_config('statement_timeout', '%u', true)",
        lock_ms,
        statement_ms);
    return db_run(db, sql, error);
}

corm_status engine_limit_alone(
    struct db *db, struct arena *arena, const char *sql, unsigned lock_ms, unsigned statement_ms, corm_failure *error)
{
    if (!words_of(db)->has_timeouts) {
        return CORM_OK;
    }
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        if (token_is(&tokens.at[i], "CONCURRENTLY")) {
            lock_ms = statement_ms = 0;
        }
    }
    const char *limits = arena_printf(arena,
        "SELECT set_config('lock_timeout', '%u', false), set_config('statement_timeout', '%u', false)",
        lock_ms,
        statement_ms);
    return db_run(db, limits, error);
}

bool engine_blames_world(const corm_failure *error)
{
    static const char *const beginnings[] = {"SQLITE_BUSY",
        "SQLITE_CANTOPEN",
        "SQLITE_CORRUPT",
        "SQLITE_FULL",
        "SQLITE_INTERRUPT",
        "SQLITE_IOERR",
        "SQLITE_LOCKED",
        "SQLITE_NOMEM",
        "SQLITE_NOTADB",
        "SQLITE_PERM",
        "SQLITE_READONLY",
        "08",    /* PostgreSQL: connection */
        "25006", /* read only */
        "40",    /* rolled back: deadlock */
        "42501", /* no right */
        "53",    /* out of room, memory, connections */
        "55P03", /* lock */
        "57",    /* cancelled, shutting down */
        "58"};   /* system */
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        if (strncmp(error->sqlstate, beginnings[i], strlen(beginnings[i])) == 0) {
            return true;
        }
    }
    return strcmp(error->code, "interrupted") == 0;
}

/* ROLLBACK TO SAVEPOINT stays inside the transaction. */
static bool goes_back_only(const struct tokens *tokens)
{
    bool back = false;
    for (size_t i = 1; i < tokens->len; i++) {
        back = back || token_is(&tokens->at[i], "TO");
    }
    return back;
}

bool engine_ends_transaction(const struct db *db, struct arena *arena, const char *sql)
{
    static const char *const words[] = {"BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT"};
    const struct engine_words *engine = find_words(db);
    if (engine == NULL || !engine->obeys) {
        return false;
    }
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    if (token_is(&tokens.at[0], "PREPARE")) {
        return token_is(&tokens.at[1], "TRANSACTION");
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (token_is(&tokens.at[0], words[i])) {
            return strcmp(words[i], "ROLLBACK") != 0 || !goes_back_only(&tokens);
        }
    }
    return false;
}
