#include "db/sqlite/sqlite.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

/* Where a statement is on its way to CREATE [TEMP] TRIGGER, whose body holds semicolons and ends with `; END ;`. */
enum phase { PHASE_START, PHASE_CREATE, PHASE_PLAIN, PHASE_BODY, PHASE_BODY_BETWEEN, PHASE_BODY_END };

static bool is_word(const char *script, const struct token *token, const char *word)
{
    return token->kind == TOKEN_WORD && token->len == strlen(word) &&
           sqlite3_strnicmp(script + token->off, word, (int)token->len) == 0;
}

static bool is_semicolon(const char *script, const struct token *token)
{
    return token->kind == TOKEN_PUNCT && script[token->off] == ';';
}

static enum phase next_phase(enum phase phase, const char *script, const struct token *token)
{
    switch (phase) {
    case PHASE_START:
        if (is_word(script, token, "EXPLAIN")) {
            return PHASE_START;
        }
        return is_word(script, token, "CREATE") ? PHASE_CREATE : PHASE_PLAIN;
    case PHASE_CREATE:
        if (is_word(script, token, "TEMP") || is_word(script, token, "TEMPORARY")) {
            return PHASE_CREATE;
        }
        return is_word(script, token, "TRIGGER") ? PHASE_BODY : PHASE_PLAIN;
    case PHASE_BODY:
    case PHASE_BODY_BETWEEN:
    case PHASE_BODY_END:
        if (is_semicolon(script, token)) {
            return PHASE_BODY_BETWEEN;
        }
        return phase == PHASE_BODY_BETWEEN && is_word(script, token, "END") ? PHASE_BODY_END : PHASE_BODY;
    case PHASE_PLAIN: break;
    }
    return PHASE_PLAIN;
}

/* Looks at each byte once and never behind the statement, so that a long script is read in one go. */
corm_status sqlite_next_statement(struct db *db, const char *script, size_t *ret_len, corm_failure *error)
{
    enum phase phase = PHASE_START;
    bool begun = false;
    size_t at = 0;

    (void)db;
    (void)error;
    for (;;) {
        struct token token = sql_scan(script, SIZE_MAX, at);
        at = token.off + token.len;
        if (token.kind == TOKEN_END) {
            *ret_len = begun ? at : 0;
            return CORM_OK;
        }
        bool ends = is_semicolon(script, &token);
        if (ends && begun && (phase < PHASE_BODY || phase == PHASE_BODY_END)) {
            *ret_len = at;
            return CORM_OK;
        }
        if (begun || !ends) {
            begun = true;
            phase = next_phase(phase, script, &token);
        }
    }
}
