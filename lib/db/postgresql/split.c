#include "db/postgresql/postgresql.h"

/* Where a statement is: semicolons inside parentheses (CREATE RULE) and inside BEGIN ATOMIC .. END are its own. */
struct progress {
    size_t parentheses, blocks; /* of BEGIN ATOMIC and, inside, CASE */
    bool begin;                 /* the last word was BEGIN */
    enum { HEAD_START, HEAD_CREATE, HEAD_ROUTINE, HEAD_OTHER } head;
};

static bool is_word(const char *text, size_t len, const char *word)
{
    size_t i = 0;

    while (i < len && word[i] != '\0' && (text[i] | 0x20) == word[i]) {
        i++;
    }
    return i == len && word[i] == '\0';
}

static bool begins_routine(const char *text, size_t len)
{
    return is_word(text, len, "function") || is_word(text, len, "procedure");
}

static void pass_word(struct progress *progress, const char *text, size_t len)
{
    switch (progress->head) {
    case HEAD_START: progress->head = is_word(text, len, "create") ? HEAD_CREATE : HEAD_OTHER; return;
    case HEAD_CREATE:
        if (!is_word(text, len, "or") && !is_word(text, len, "replace")) {
            progress->head = begins_routine(text, len) ? HEAD_ROUTINE : HEAD_OTHER;
        }
        return;
    case HEAD_ROUTINE:
        if (is_word(text, len, "end") && progress->blocks > 0) {
            progress->blocks--;
        } else if (progress->blocks > 0 ? is_word(text, len, "case")
                                        : progress->begin && is_word(text, len, "atomic")) {
            progress->blocks++;
        }
        progress->begin = is_word(text, len, "begin");
        return;
    case HEAD_OTHER: return;
    }
}

static bool ends_statement(const struct progress *progress, char c)
{
    return c == ';' && progress->parentheses == 0 && progress->blocks == 0;
}

/* Looks at each byte at most twice and never behind the statement, so that a long script is read in one go. */
corm_status pg_next_statement(struct db *db, const char *script, size_t *ret_len, corm_failure *error)
{
    struct progress progress = {0};
    bool begun = false;
    size_t at = 0, end = 0;

    (void)db;
    (void)error;
    for (struct pg_piece piece = pg_scan(script); piece.kind != PG_END; piece = pg_scan(script + at)) {
        const char *text = script + at;
        at += piece.len;
        if (piece.kind == PG_SPACE || (piece.kind == PG_OTHER && *text == ';' && !begun)) {
            continue;
        }
        begun = true;
        end = at;
        if (piece.kind == PG_WORD && progress.parentheses == 0) {
            pass_word(&progress, text, piece.len);
        } else if (piece.kind == PG_OTHER) {
            progress.parentheses += *text == '(';
            progress.parentheses -= *text == ')' && progress.parentheses > 0;
            if (ends_statement(&progress, *text)) {
                break;
            }
        }
    }
    *ret_len = begun ? end : 0;
    return CORM_OK;
}
