#include "migrate/script.h"

#include "base/interrupt.h"
#include "base/text.h"
#include "db/rebuild.h"
#include "migrate/engine.h"
#include "sql/sql.h"

#include <string.h>

/* Where the statement itself begins, behind space and comments; its length where it holds nothing else. */
static size_t first_word(const struct script *script, const struct piece *piece)
{
    struct tokens tokens = sql_tokens(script->arena, script->text + piece->off, piece->len);
    bool empty = tokens.at[0].kind == TOKEN_END || token_is(&tokens.at[0], ";");
    return empty ? piece->len : tokens.at[0].off;
}

static void set_place(const struct script *script, size_t at, corm_failure *error)
{
    unsigned line = 1, column = 1;
    for (size_t i = 0; i < at; i++) {
        unsigned char c = (unsigned char)script->text[i];
        line += c == '\n' ? 1 : 0;
        column = c == '\n' ? 1 : column + ((c & 0xc0) != 0x80 ? 1 : 0);
    }
    fail_at(error, script->path, line);
    error->column = column;
}

/* `verb`: "ended", or "would end" where it was found before anything ran. */
static corm_status transaction_ended(const struct script *script, size_t index, const char *verb, corm_failure *error)
{
    fail(error,
        CORM_REFUSED,
        "statement %zu of %u %s the transaction that the migration runs in",
        index + 1,
        script->pieces.len,
        verb);
    fail_code(error, "transaction-ended");
    set_place(script, script->pieces.at[index].off + first_word(script, &script->pieces.at[index]), error);
    fail_hint(error, "take BEGIN, COMMIT, ROLLBACK and OR ROLLBACK out of the file: corm-migrate commits it");
    return CORM_REFUSED;
}

static const char *piece_text(const struct script *script, size_t index)
{
    const struct piece *piece = &script->pieces.at[index];
    return arena_strndup(script->arena, script->text + piece->off, piece->len);
}

static corm_status check_pieces(const struct script *script, corm_failure *error)
{
    for (size_t i = 0; script->transaction && i < script->pieces.len; i++) {
        if (engine_ends_transaction(script->db, script->arena, piece_text(script, i))) {
            return transaction_ended(script, i, "would end", error);
        }
    }
    return CORM_OK;
}

corm_status script_split(struct script *script, corm_failure *error)
{
    size_t off = 0;
    script->pieces = (struct pieces){0};
    for (;;) {
        size_t len = 0;
        corm_status status = script->db->driver->next_statement(script->db, script->text + off, &len, error);
        if (status != CORM_OK) {
            set_place(script, off, error);
            return status;
        }
        if (len == 0) {
            break;
        }
        struct piece piece = {.off = off, .len = len};
        if (first_word(script, &piece) < len) {
            *PUSH(script->arena, &script->pieces) = piece;
        }
        off += len;
    }
    if (!script->transaction && script->pieces.len != 1) {
        fail(error,
            CORM_USAGE,
            "%s runs without a transaction and holds %u statements instead of one",
            script->path,
            script->pieces.len);
        fail_at(error, script->path, 1);
        fail_hint(error, "give each statement a migration of its own: only so can it be resumed");
        return CORM_USAGE;
    }
    return check_pieces(script, error);
}

/* Keeps what the engine said, and adds which statement it said it about. */
static corm_status statement_failed(const struct script *script, size_t index, corm_failure *error)
{
    const struct piece *piece = &script->pieces.at[index];
    int offset = script->db->driver->error_offset(script->db);
    (void)fail_first(error, "statement %zu of %u failed: ", index + 1, script->pieces.len);
    size_t inside = offset >= 0 && (size_t)offset < piece->len ? (size_t)offset : first_word(script, piece);
    set_place(script, piece->off + inside, error);
    return error->status;
}

static corm_status run_statements(const struct script *script, const char **ret_failed, corm_failure *error)
{
    for (size_t i = 0; i < script->pieces.len; i++) {
        const char *sql = piece_text(script, i);
        corm_status status = interrupted() ? interrupt_fail(error, "before it began") : db_run(script->db, sql, error);
        if (status != CORM_OK) {
            *ret_failed = sql;
            return statement_failed(script, i, error);
        }
        if (script->transaction && !script->db->driver->in_transaction(script->db)) {
            *ret_failed = sql;
            return transaction_ended(script, i, "ended", error);
        }
    }
    return CORM_OK;
}

static corm_status in_file(const struct script *script, corm_status status, corm_failure *error)
{
    if (status != CORM_OK && error->file[0] == '\0') {
        fail_at(error, script->path, 1);
    }
    return status;
}

/* Whether a statement takes away or changes what others may rely on. */
static bool alters(const struct script *script)
{
    for (size_t i = 0; i < script->pieces.len; i++) {
        const char *sql = script->text + script->pieces.at[i].off;
        struct token word = sql_scan(sql, script->pieces.at[i].len, 0);
        const char *text = arena_strndup(script->arena, sql + word.off, word.len);
        if (text_same_nocase(text, "DROP") || text_same_nocase(text, "ALTER")) {
            return true;
        }
    }
    return false;
}

corm_status script_run(const struct script *script, const char **ret_failed, corm_failure *error)
{
    const struct rebuild_hooks *hooks = script->transaction ? script->db->driver->rebuild : NULL;
    bool rebuilds = script->keys_off || script->rebuilds->len != 0;
    bool guarded = hooks != NULL && (rebuilds || alters(script));
    const char *failed = NULL;
    void *memory = NULL;
    struct arena *own = guarded ? arena_new() : NULL; /* for all that the database holds, file after file */
    corm_status status = CORM_OK;
    if (guarded) {
        status = in_file(script,
            hooks->before(script->db, own, rebuilds ? script->rebuilds : NULL, script->allow_lossy, &memory, error),
            error);
    }
    if (status == CORM_OK) {
        status = run_statements(script, &failed, error);
    }
    if (status == CORM_OK && guarded) {
        status = in_file(script, hooks->after(script->db, own, memory, error), error);
    }
    arena_free(own);
    if (ret_failed != NULL) {
        *ret_failed = failed;
    }
    return status;
}
