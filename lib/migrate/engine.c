#include "migrate/engine.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>

static const struct engine_words {
    const char *engine, *history_sql, *version_sql;
} engines[] = {
    {"sqlite",
        "SELECT count(*) FROM main.sqlite_schema WHERE type = 'table' AND name = 'corm_migrations'",
        "SELECT sqlite_version()"},
    {"postgresql",
        "SELECT count(*) FROM pg_catalog.pg_class WHERE oid = to_regclass('corm_migrations')",
        "SHOW server_version"},
};

static const struct engine_words *words_of(const struct db *db)
{
    const struct engine_words *words = NULL;
    for (size_t i = 0; i < sizeof engines / sizeof engines[0]; i++) {
        words = text_same(engines[i].engine, db->driver->engine) ? &engines[i] : words;
    }
    assert(words != NULL);
    return words;
}

corm_status engine_has_history(struct db *db, bool *ret_there, corm_failure *error)
{
    int64_t there = 0;
    corm_status status = db_query_int(db, words_of(db)->history_sql, &there, error);
    *ret_there = there != 0;
    return status;
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
