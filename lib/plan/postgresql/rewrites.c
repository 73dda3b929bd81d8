/* Which changes write a table anew, as measured on PostgreSQL 15. */
#include "base/text.h"
#include "plan/postgresql/types.h"
#include "sql/sql.h"

#include <string.h>

static bool is_named(const struct pg_type *type, const char *base)
{
    return text_same(type->base, base);
}

/* A length or precision that is smaller than it was; -1 is no limit. */
static bool is_narrower(long from, long to)
{
    return to >= 0 && (from < 0 || to < from);
}

/* Items of arrays are looked at one by one where there is a limit, even a larger one. */
static bool is_stretched(const struct pg_type *from, const struct pg_type *to)
{
    bool unlimited = to->first < 0 && to->second < 0, same = from->first == to->first && from->second == to->second;
    return unlimited || same || (!from->array && to->second == from->second && !is_narrower(from->first, to->first));
}

static bool is_varying(const struct pg_type *type)
{
    return is_named(type, "character varying") || is_named(type, "text");
}

/* Between moments with and without a zone nothing moves while the session is in UTC, as ours are. */
static bool is_timestamp(const struct pg_type *type)
{
    return text_starts(type->base, "timestamp with");
}

static bool only_catalogue(const struct pg_type *from, const struct pg_type *to)
{
    if (from->array != to->array) {
        return false;
    }
    if (text_same(from->base, to->base)) {
        return !is_named(from, "character") && !is_named(from, "bit") && is_stretched(from, to);
    }
    if (from->array) {
        return false;
    }
    return (is_varying(from) && is_varying(to) && !is_narrower(from->first, to->first)) ||
           (is_timestamp(from) && is_timestamp(to) && !is_narrower(from->first, to->first)) ||
           (is_named(from, "cidr") && is_named(to, "inet"));
}

static bool type_rewrites(struct arena *arena, const char *from_text, const char *to_text)
{
    struct pg_type from = pg_type_read(arena, from_text), to = pg_type_read(arena, to_text);
    return !only_catalogue(&from, &to);
}

/* Functions of PostgreSQL that are volatile: each row gets a value of its own.  Of others nothing is known here. */
static bool is_volatile(struct arena *arena, const char *sql)
{
    static const char *const names[] = {"gen_random_uuid",
        "random",
        "clock_timestamp",
        "timeofday",
        "nextval",
        "uuid_generate_v1",
        "uuid_generate_v1mc",
        "uuid_generate_v4",
        "uuidv4",
        "uuidv7"};
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    for (size_t i = 0; i < tokens.len; i++) {
        for (size_t j = 0; j < sizeof names / sizeof *names; j++) {
            if (tokens.at[i].kind == TOKEN_WORD && token_is(&tokens.at[i], names[j])) {
                return true;
            }
        }
    }
    return false;
}

bool pg_column_rewrites(const struct column *from, const struct column *to)
{
    struct arena *scratch = arena_new();
    bool rewrites;
    if (from == NULL || to->generated_sql != NULL) {
        rewrites = to->serial || to->identity != NULL || (to->generated_sql != NULL && to->generated_stored) ||
                   (to->default_sql != NULL && is_volatile(scratch, to->default_sql));
    } else {
        rewrites = !text_same(from->type, to->type) && type_rewrites(scratch, from->type, to->type);
    }
    arena_free(scratch);
    return rewrites;
}
