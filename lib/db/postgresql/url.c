/* URLs are never quoted in messages, nor what libpq says of them: either may hold a password. */
#include "db/postgresql/postgresql.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

void pg_address_add(struct arena *arena, struct pg_address *address, const char *key, const char *value)
{
    *PUSH(arena, &address->keys) = key;
    *PUSH(arena, &address->values) = value;
}

const char *pg_address_get(const struct pg_address *address, const char *key)
{
    for (size_t i = address->keys.len; i > 0; i--) {
        if (text_same(address->keys.at[i - 1], key)) {
            return address->values.at[i - 1];
        }
    }
    return NULL;
}

static corm_status bad_url(corm_failure *error, const char *what)
{
    corm_status status = fail(error, CORM_USAGE, "%s", what);

    fail_hint(error,
        "write postgresql://USER@HOST:PORT/NAME; in a user name or password @ is %%40, : is %%3A, / is %%2F, ? is %%3F "
        "and %% is %%25");
    return status;
}

/* SQLAlchemy's postgresql+psycopg2://.. without the name of its driver. */
static const char *without_driver(struct arena *arena, const char *url)
{
    const char *plus = strchr(url, '+'), *colon = strchr(url, ':');

    return plus != NULL && colon != NULL && plus < colon && text_starts(url, "postgresql+")
               ? arena_printf(arena, "postgresql%s", colon)
               : url;
}

/* An @, / or ? in a password must be written %40, %2F, %3F: else a part of it would be taken for the host or the port,
 * looked up in the network and shown in messages. */
static bool splits_password(const char *url)
{
    const char *scheme = strstr(url, "://");

    if (scheme == NULL) {
        return false;
    }
    const char *rest = scheme + 3, *at = strchr(rest, '@');
    const char *end = rest + strcspn(rest, "/?");
    if (at != NULL && at < end) {
        at = strchr(at + 1, '@');
        end = rest + strcspn(rest, "?");
        return at != NULL && at < end;
    }
    /* no user: an @ further on is that of a password with a / or ?, unless it stands in a value of the query */
    return at != NULL && memchr(rest, ':', (size_t)(end - rest)) != NULL && rest[0] != '[';
}

static bool is_port_list(const char *text)
{
    return text == NULL || strspn(text, "0123456789,") == strlen(text);
}

static void copy_options(struct arena *arena, const PQconninfoOption *options, struct pg_address *address)
{
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val != NULL) {
            pg_address_add(arena, address, arena_strdup(arena, option->keyword), arena_strdup(arena, option->val));
        }
    }
}

static void add_defaults(struct arena *arena, struct pg_address *address)
{
    if (pg_address_get(address, "fallback_application_name") == NULL) {
        pg_address_add(arena, address, "fallback_application_name", "corm-migrate");
    }
    if (pg_address_get(address, "connect_timeout") == NULL && pg_address_get(address, "service") == NULL &&
        getenv("PGCONNECT_TIMEOUT") == NULL) {
        pg_address_add(arena, address, "connect_timeout", "10");
    }
    pg_address_add(arena, address, "client_encoding", "UTF8");
}

corm_status pg_read_url(struct arena *arena, const char *url, struct pg_address *ret_address, corm_failure *error)
{
    struct pg_address address = {0};
    char *said = NULL;

    corm_status status = libpq_load(error);
    if (status != CORM_OK) {
        return status;
    }
    url = without_driver(arena, url);
    if (splits_password(url)) {
        return bad_url(error, "the PostgreSQL URL has an @, / or ? where none can be");
    }
    PQconninfoOption *options = libpq.conninfoParse(url, &said);
    libpq.freemem(said);
    if (options == NULL) {
        return bad_url(error, "the PostgreSQL URL cannot be read");
    }
    copy_options(arena, options, &address);
    libpq.conninfoFree(options);
    if (!is_port_list(pg_address_get(&address, "port"))) {
        return bad_url(error, "the port in the PostgreSQL URL is not a number");
    }
    add_defaults(arena, &address);
    *ret_address = address;
    return CORM_OK;
}
