/* Views, triggers and CHECKs from before the rule that text stands in single quotes.  SQLite compiles them along with
 * a statement that touches them, and ALTER TABLE reads all of them; so such a statement is tried again with the old
 * reading, provided that its own double quotes can only be names: a misspelt name must stay an error. */
#include "db/sqlite/sqlite.h"

#include "sql/sql.h"

#include <string.h>

static bool is_word(const char *sql, const struct token *token, const char *word)
{
    return token->kind == TOKEN_WORD && token->len == strlen(word) &&
           sqlite3_strnicmp(sql + token->off, word, (int)token->len) == 0;
}

/* Whether a double-quoted name stands behind byte `from`. */
static bool has_double_quotes(const char *sql, size_t from)
{
    struct token token = sql_scan(sql, SIZE_MAX, from);

    while (token.kind != TOKEN_END && (token.kind != TOKEN_NAME || sql[token.off] != '"')) {
        token = sql_scan(sql, SIZE_MAX, token.off + token.len);
    }
    return token.kind != TOKEN_END;
}

/* The place behind the first of the words; 0 where none is there. */
static size_t behind_word(const char *sql, const char *const *words)
{
    struct token token = sql_scan(sql, SIZE_MAX, 0);

    for (; token.kind != TOKEN_END; token = sql_scan(sql, SIZE_MAX, token.off + token.len)) {
        for (size_t i = 0; words[i] != NULL; i++) {
            if (is_word(sql, &token, words[i])) {
                return token.off + token.len;
            }
        }
    }
    return 0;
}

static bool quotes_only_names(const char *sql)
{
    static const char *const actions[] = {"RENAME", "DROP", "ADD", NULL};
    static const char *const sources[] = {"VALUES", "SELECT", NULL};
    struct token first = sql_scan(sql, SIZE_MAX, 0);

    if (is_word(sql, &first, "ALTER")) {
        size_t behind = behind_word(sql, actions);
        return behind >= 3 && sqlite3_strnicmp(sql + behind - 3, "ADD", 3) != 0;
    }
    if (is_word(sql, &first, "INSERT")) { /* up to there are a table and its columns */
        return !has_double_quotes(sql, behind_word(sql, sources));
    }
    return !has_double_quotes(sql, 0);
}

bool sqlite_is_legacy_trouble(const char *sql, const corm_failure *error)
{
    return error->status == CORM_DATABASE && strstr(error->message, "no such column: ") != NULL &&
           quotes_only_names(sql);
}

void sqlite_read_legacy_quotes(struct sqlite_db *db, bool on)
{
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DDL, on ? 1 : 0, NULL);
    (void)sqlite3_db_config(db->handle, SQLITE_DBCONFIG_DQS_DML, on ? 1 : 0, NULL);
}
