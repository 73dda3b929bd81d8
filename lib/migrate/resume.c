#include "migrate/resume.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

/* What CREATE INDEX CONCURRENTLY names. */
struct build {
    const char *index; /* as the catalogue has it; NULL: it is no such statement, or leaves the name to the server */
    const char *table; /* as it is written: quoted, with its schema */
};

static const char *name_of(struct arena *arena, const struct token *token)
{
    return token->kind == TOKEN_NAME ? token->text : token->kind == TOKEN_WORD ? text_lower(arena, token->text) : NULL;
}

static const struct token *skip(const struct token *token, const char *word)
{
    return token_is(token, word) ? token + 1 : token;
}

static struct build build_of(struct arena *arena, const char *sql)
{
    struct build none = {0}, build = {0};
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    const struct token *at = tokens.at;
    if (!token_is(at, "CREATE") || !token_is(skip(at + 1, "UNIQUE"), "INDEX")) {
        return none;
    }
    at = skip(at + 1, "UNIQUE") + 1;
    if (!token_is(at, "CONCURRENTLY")) {
        return none;
    }
    at = skip(skip(skip(at + 1, "IF"), "NOT"), "EXISTS");
    if (token_is(at, "ON")) {
        return none;
    }
    build.index = name_of(arena, at);
    if (build.index == NULL || !token_is(at + 1, "ON")) {
        return none;
    }
    const struct token *table = skip(at + 2, "ONLY"), *last = table;
    while (last->kind != TOKEN_END && token_is(last + 1, ".")) {
        last += 2;
    }
    build.table = arena_strndup(arena, sql + table->off, last->off + last->len - table->off);
    return build;
}

struct found {
    struct arena *arena;
    bool there, valid, at_work;
    const char *name; /* as SQL */
};

static corm_status keep_index(const struct value *values, size_t len, void *payload, corm_failure *error)
{
    struct found *found = payload;
    (void)len;
    (void)error;
    found->there = true;
    found->valid = values[0].integer != 0;
    found->at_work = values[1].integer != 0;
    found->name = arena_strndup(found->arena, values[2].text, values[2].len);
    return CORM_OK;
}

static corm_status find_index(struct db *db, const struct build *build, struct found *found, corm_failure *error)
{
    const struct value params[] = {value_text(build->index), value_text(build->table)};
    return db_query(db,
        "SELECT i.indisvalid AND i.indisready, EXISTS (SELECT 1 FROM pg_catalog.pg_stat_progress_create_index AS p "
        "WHERE p.index_relid = i.indexrelid), i.indexrelid::pg_catalog.regclass::text FROM pg_catalog.pg_index AS i "
        "JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        "WHERE c.relname = $1 AND i.indrelid = pg_catalog.to_regclass($2)",
        params,
        sizeof params / sizeof *params,
        keep_index,
        found,
        error);
}

/* The index that the statement builds, where it is one that builds CONCURRENTLY. */
static corm_status find_built(struct db *db, const char *sql, struct found *found, corm_failure *error)
{
    if (!text_same(db->driver->engine, "postgresql")) {
        return CORM_OK;
    }
    const struct build build = build_of(found->arena, sql);
    return build.index == NULL ? CORM_OK : find_index(db, &build, found, error);
}

static corm_status refuse(const struct found *found, bool down, corm_failure *error)
{
    if (found->at_work) {
        fail(error, CORM_REFUSED, "index %s is being built by another session", found->name);
        fail_hint(error, "let it finish: pg_stat_progress_create_index tells how far it is");
    } else {
        fail(error, CORM_REFUSED, "index %s is there and invalid: what a build that failed has left", found->name);
        fail_hint(
            error, "DROP INDEX CONCURRENTLY %s, then run again: corm-migrate %s", found->name, down ? "down" : "up");
    }
    fail_code(error, "invalid-index");
    return CORM_REFUSED;
}

/* NOLINTNEXTLINE(readability-function-size): a statement, its past and what follows from them */
corm_status resume_look(struct db *db,
    struct arena *arena,
    const char *sql,
    struct attempt attempt,
    enum resume *ret_resume,
    const char **ret_clear,
    corm_failure *error)
{
    struct found found = {.arena = arena};
    *ret_resume = RESUME_RUN;
    corm_status status = find_built(db, sql, &found, error);
    if (status != CORM_OK || !found.there) {
        return status;
    }
    if (found.valid) {
        *ret_resume = attempt.begun && !attempt.failed ? RESUME_DONE : RESUME_RUN;
        return CORM_OK;
    }
    if (found.at_work || !attempt.begun) {
        return refuse(&found, attempt.down, error);
    }
    *ret_resume = RESUME_CLEAR;
    *ret_clear = arena_printf(arena, "DROP INDEX CONCURRENTLY %s", found.name);
    return CORM_OK;
}

const char *resume_leaves(struct db *db, struct arena *arena, const char *sql)
{
    corm_failure ignored;
    struct found found = {.arena = arena};
    corm_status status = find_built(db, sql, &found, &ignored);
    return status == CORM_OK && found.there && !found.valid ? found.name : NULL;
}
