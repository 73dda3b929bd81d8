#include "db/postgresql/postgresql.h"

#include "base/buf.h"
#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- what is not to be shown ---- */

/* Whether the words that a message quotes stand in the statement where a password can: in a string, or behind the word
 * PASSWORD. */
static bool may_be_secret(struct arena *arena, const char *sql, const char *quoted)
{
    const char *at = *quoted == '\0' ? NULL : strstr(sql, quoted);

    if (strchr(quoted, '\'') != NULL) {
        return true;
    }
    for (; at != NULL; at = strstr(at + 1, quoted)) {
        const char *before = at;
        while (before > sql && (before[-1] == ' ' || (before[-1] >= '\t' && before[-1] <= '\r'))) {
            before--;
        }
        size_t len = (size_t)(before - sql);
        const char *word = len < 8 ? "" : text_lower(arena, arena_strndup(arena, before - 8, 8));
        if ((at > sql && at[-1] == '\'') || at[strlen(quoted)] == '\'' || strcmp(word, "password") == 0) {
            return true;
        }
    }
    return false;
}

static bool mentions_password(struct arena *arena, const char *sql)
{
    return strstr(text_lower(arena, sql), "password") != NULL;
}

/* The server's message without what it quotes of a statement about passwords. */
static const char *discreet(struct arena *arena, const char *sql, const char *message)
{
    struct buf out = buf_new(arena);
    const char *open, *close;

    while ((open = strchr(message, '"')) != NULL && (close = strchr(open + 1, '"')) != NULL) {
        const char *quoted = arena_strndup(arena, open + 1, (size_t)(close - open - 1));
        buf_add_len(&out, message, (size_t)(open - message) + 1);
        buf_add(&out, may_be_secret(arena, sql, quoted) ? "..." : quoted);
        buf_char(&out, '"');
        message = close + 1;
    }
    buf_add(&out, message);
    return buf_text(&out);
}

/* ---- what to do next ---- */

static const struct advice {
    const char *sqlstate; /* or the first characters of it */
    const char *code;     /* NULL for none */
    const char *hint;
} advices[] = {
    {"55P03", "lock-not-obtained", "another session holds a lock on it: let it finish, or stop it, and try again"},
    {"40P01", NULL, "another session waits for locks in another order: try again"},
    {"57014", NULL, "statement_timeout, or somebody, has stopped it: give it more time, or try again"},
    {"57P03", "server-starting", "it is starting up or shutting down: try again, or say up --wait 30s"},
    {"42501", NULL, "GRANT the right to this role, or connect as the owner"},
    {"25006",
        NULL,
        "this server is a standby, or default_transaction_read_only is on for the role or the database: connect to the "
        "primary, as a role that may write"},
    {"22P05",
        NULL,
        "the database is not encoded in UTF8: leave these characters out, or make it anew with ENCODING "
        "'UTF8' TEMPLATE template0"},
    {"2BP01",
        NULL,
        "something that the model does not hold stands on it: drop that first, and make it anew behind, in the "
        "migration's "
        "file"},
    {"28", "login-refused", "look at the user, at pg_hba.conf, and at the password: PGPASSWORD or ~/.pgpass"},
    {"3D000", "no-database", "createdb makes it"},
    {"53300",
        NULL,
        "close other connections, or raise the limit: max_connections, or CONNECTION LIMIT of the role or database"},
    {"53200", "out-of-memory", "the server has no memory left for it: try again when it has less to do"},
    {"53100", NULL, "make room on the server's disk and try again"},
    {"58", NULL, "look at the server's log"},
};

/* The server's own hint, but for locks, where it says neither what else helps nor what it takes, and CASCADE. */
static const char *hint_of(const char *hint)
{
    bool locks = hint != NULL && strstr(hint, "max_locks_per_transaction") != NULL;

    if (hint != NULL && strstr(hint, "CASCADE") != NULL) { /* which would drop what nobody has looked at */
        return NULL;
    }
    return locks ? "a transaction locks all that it makes, drops or changes: split it, or raise "
                   "max_locks_per_transaction "
                   "of the server, which takes a restart"
                 : hint;
}

static void add_advice(corm_failure *error, const char *sqlstate, const char *hint)
{
    (void)snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlstate);
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++) {
        if (text_starts(sqlstate, advices[i].sqlstate)) {
            if (advices[i].code != NULL) {
                fail_code(error, advices[i].code);
            }
            fail_hint(error, "%s", hint != NULL ? hint : advices[i].hint);
            return;
        }
    }
    if (hint != NULL) {
        fail_hint(error, "%s", hint);
    }
}

/* ---- statements ---- */

/* Bytes in front of the character that the server points at, counted from 1; -1 where it points at none. */
static int byte_offset(const char *sql, const char *position)
{
    int at = 0;

    if (position == NULL) {
        return -1;
    }
    long left = 0;
    for (; *position >= '0' && *position <= '9' && left < 1L << 30; position++) {
        left = 10 * left + (*position - '0');
    }
    while (left > 1 && sql[at] != '\0') {
        at++;
        left -= ((unsigned char)sql[at] & 0xc0) != 0x80;
    }
    return at;
}

/* libpq's words on one line: each attempt's once, without its guesses at the reason, which are indented. */
static const char *one_line(struct arena *arena, const char *message)
{
    struct strings lines = {0};

    for (size_t len = strcspn(message, "\n"); *message != '\0'; len = strcspn(message, "\n")) {
        const char *line = arena_strndup(arena, message, len);
        if (*line != '\t' && *line != '\0' && !strings_have(&lines, line)) {
            *PUSH(arena, &lines) = line;
        }
        message += message[len] == '\n' ? len + 1 : len;
    }
    return strings_join(arena, &lines, "; ");
}

/* libpq names no SQLSTATE where the server has gone without a word: connection_failure. */
static corm_status lost(const char *why, const char *sqlstate, corm_failure *error)
{
    corm_status status = fail(error, CORM_DATABASE, "the connection to the server was lost: %s", why);

    fail_code(error, "connection-lost");
    fail_hint(error, "what was not committed is rolled back; look at the server, then run the command again");
    (void)snprintf(error->sqlstate, sizeof error->sqlstate, "%s", sqlstate != NULL ? sqlstate : "08006");
    return status;
}

static const char *field(const PGresult *result, int code)
{
    return result != NULL ? libpq.resultErrorField(result, code) : NULL;
}

corm_status pg_fault(struct pg_db *db, const PGresult *result, const char *sql, corm_failure *error)
{
    struct arena *arena = arena_new();
    bool secret = mentions_password(arena, sql);
    const char *message = field(result, PG_DIAG_MESSAGE_PRIMARY), *sqlstate = field(result, PG_DIAG_SQLSTATE);
    const char *detail = secret ? NULL : field(result, PG_DIAG_MESSAGE_DETAIL);
    corm_status status;

    if (message == NULL) {
        message = one_line(arena, libpq.errorMessage(db->conn));
    }
    if (secret) {
        message = discreet(arena, sql, message);
    }
    if (libpq.status(db->conn) == CONNECTION_BAD) {
        status = lost(arena_strndup(arena, message, strcspn(message, ";")), sqlstate, error);
    } else {
        bool locked = text_same(sqlstate, "55P03");
        status = fail(error,
            locked ? CORM_REFUSED : CORM_DATABASE,
            "%s%s%s",
            message,
            detail != NULL ? ": " : "",
            detail != NULL ? detail : "");
        add_advice(
            error, sqlstate != NULL ? sqlstate : "", secret ? NULL : hint_of(field(result, PG_DIAG_MESSAGE_HINT)));
        db->error_offset = byte_offset(sql, field(result, PG_DIAG_STATEMENT_POSITION));
    }
    arena_free(arena);
    return status;
}

/* ---- connections ---- */

/* libpq keeps the SQLSTATE of a refused connection to itself; these are the server's words where they are English. */
static const char *guess_sqlstate(const char *message)
{
    static const struct {
        const char *first, *second, *sqlstate;
    } words[] = {
        {"password authentication failed", "", "28P01"},
        {"no password supplied", "", "28P01"},
        {"pg_hba.conf", "", "28000"},
        {"authentication failed", "", "28000"},
        {"role \"", "does not exist", "28000"},
        {"database \"", "does not exist", "3D000"},
        {"permission denied for database", "", "42501"},
        {"too many clients", "", "53300"},
        {"too many connections", "", "53300"},
        {"remaining connection slots", "", "53300"},
        {"the database system is", "", "57P03"},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        const char *first = strstr(message, words[i].first);
        if (first != NULL && strstr(first, words[i].second) != NULL) {
            return words[i].sqlstate;
        }
    }
    return "";
}

static const char *without(struct arena *arena, const char *message, const char *secret)
{
    struct buf out = buf_new(arena);

    for (const char *at = strstr(message, secret); at != NULL; at = strstr(message, secret)) {
        buf_add_len(&out, message, (size_t)(at - message));
        buf_add(&out, "***");
        message = at + strlen(secret);
    }
    buf_add(&out, message);
    return buf_text(&out);
}

/* libpq says no password, but what it says may quote what somebody has put in the wrong place. */
static const char *without_password(struct arena *arena, PGconn *conn, const char *message)
{
    const char *secret = libpq.pass(conn);

    if (secret == NULL || *secret == '\0' || text_same(secret, libpq.user(conn)) || text_same(secret, libpq.db(conn))) {
        return message;
    }
    return without(arena, message, secret);
}

/* What stands in the way of an encrypted connection, or of one that is not. */
static bool advise_encryption(const char *said, corm_failure *error)
{
    static const struct {
        const char *words, *hint;
    } advice[] = {
        {"no encryption", "the server may want an encrypted connection: sslmode=verify-full in the URL asks for one"},
        {"SSL off", "the server may want an encrypted connection: sslmode=verify-full in the URL asks for one"},
        {"does not support SSL",
            "sslmode in the URL asks for an encrypted connection: let the server have a certificate"},
        {"certificate", "sslrootcert=FILE in the URL names the certificate of who has signed the server's"},
    };

    for (size_t i = 0; i < sizeof advice / sizeof *advice; i++) {
        if (strstr(said, advice[i].words) != NULL) {
            fail_code(error, "login-refused");
            fail_hint(error, "%s", advice[i].hint);
            return true;
        }
    }
    return false;
}

static void advise_connection(PGconn *conn, const struct pg_address *address, const char *said, corm_failure *error)
{
    const char *sqlstate = guess_sqlstate(said);

    if (libpq.connectionNeedsPassword(conn) != 0) {
        sqlstate = "28P01";
    }
    if (advise_encryption(said, error)) {
        return;
    }
    if (*sqlstate == '\0' || strcmp(sqlstate, "57P03") == 0) {
        PGPing ping =
            libpq.pingParams((const char *const *)address->keys.at, (const char *const *)address->values.at, 0);
        sqlstate = ping == PQPING_REJECT ? "57P03" : "";
        if (ping == PQPING_NO_RESPONSE) {
            fail_code(error, "no-server");
            fail_hint(error, "look at host and port; up --wait 30s gives a server time to start");
        }
    }
    if (*sqlstate != '\0') {
        add_advice(error, sqlstate, NULL);
    }
}

corm_status pg_no_connection(PGconn *conn, const struct pg_address *address, corm_failure *error)
{
    struct arena *arena = arena_new();
    const char *said = without_password(arena, conn, one_line(arena, libpq.errorMessage(conn)));
    const char *secret = pg_address_get(address, "password");
    bool shown = secret != NULL && (text_same(secret, libpq.user(conn)) || text_same(secret, libpq.db(conn)));

    if (secret != NULL && *secret != '\0' && !shown) {
        said = without(arena, said, secret);
    }
    corm_status status = fail(error, CORM_DATABASE, "cannot connect: %s", said);
    advise_connection(conn, address, said, error);
    arena_free(arena);
    return status;
}
