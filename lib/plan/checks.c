#include "plan/checks.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

/* column IN (values), or column compared with one value */
struct simple_check {
    const char *column; /* NULL: the check is of no kind that is known */
    bool is_list;
    struct strings values; /* as written */
};

static bool is_comparison(const struct token *token)
{
    static const char *const operators[] = {"=", "==", "<", "<=", ">", ">=", "<>", "!="};
    for (size_t i = 0; i < sizeof operators / sizeof *operators; i++) {
        if (token_is(token, operators[i])) {
            return true;
        }
    }
    return false;
}

/* A literal that is not NULL, at *at; moves behind it. */
static const char *read_literal(struct arena *arena, const struct tokens *tokens, const char *sql, size_t *at)
{
    size_t first = *at, last = first;
    if (token_is(&tokens->at[last], "-") || token_is(&tokens->at[last], "+")) {
        last++;
    }
    enum token_kind kind = tokens->at[last].kind;
    if (kind != TOKEN_NUMBER && (last != first || (kind != TOKEN_STRING && kind != TOKEN_BLOB))) {
        return NULL;
    }
    *at = last + 1;
    size_t start = tokens->at[first].off;
    return arena_strndup(arena, sql + start, tokens->at[last].off + tokens->at[last].len - start);
}

static bool read_list(struct arena *arena, const struct tokens *tokens, const char *sql, struct strings *ret_values)
{
    struct strings values = {0};
    size_t at = 3;
    for (;;) {
        const char *value = read_literal(arena, tokens, sql, &at);
        if (value == NULL) {
            return false;
        }
        *PUSH(arena, &values) = value;
        if (!token_is(&tokens->at[at], ",")) {
            break;
        }
        at++;
    }
    *ret_values = values;
    return token_is(&tokens->at[at], ")") && tokens->at[at + 1].kind == TOKEN_END;
}

static struct simple_check read_check(struct arena *arena, const char *sql)
{
    struct simple_check check = {0};
    sql = sql_unwrap(arena, sql);
    struct tokens tokens = sql_tokens(arena, sql, strlen(sql));
    if (tokens.len < 4 || (tokens.at[0].kind != TOKEN_WORD && tokens.at[0].kind != TOKEN_NAME)) {
        return check;
    }
    bool known = false;
    if (token_is(&tokens.at[1], "IN") && token_is(&tokens.at[2], "(")) {
        check.is_list = true;
        known = read_list(arena, &tokens, sql, &check.values);
    } else if (is_comparison(&tokens.at[1])) {
        size_t at = 2;
        const char *value = read_literal(arena, &tokens, sql, &at);
        known = value != NULL && tokens.at[at].kind == TOKEN_END;
    }
    check.column = known ? tokens.at[0].text : NULL;
    return check;
}

bool check_allows_default(struct arena *arena, const char *check_sql, const char *column, const char *default_sql)
{
    struct simple_check check = read_check(arena, check_sql);
    if (!text_same_nocase(check.column, column)) {
        return false;
    }
    return default_sql == NULL || text_same_nocase(default_sql, "NULL") ||
           (check.is_list && strings_have(&check.values, default_sql));
}

bool check_widens(struct arena *arena, const char *from_sql, const char *to_sql)
{
    struct simple_check from = read_check(arena, from_sql), to = read_check(arena, to_sql);
    if (from.column == NULL || !text_same_nocase(from.column, to.column) || !from.is_list || !to.is_list) {
        return false;
    }
    for (size_t i = 0; i < from.values.len; i++) {
        if (!strings_have(&to.values, from.values.at[i])) {
            return false;
        }
    }
    return true;
}
