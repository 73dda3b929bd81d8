#include "db/sqlite/ddl.h"

#include "base/text.h"
#include "sql/sql.h"

#include <string.h>

static bool has_column(const struct table *table, const char *name)
{
    static const char *const row_ids[] = {"rowid", "oid", "_rowid_"};

    for (size_t i = 0; i < sizeof row_ids / sizeof *row_ids; i++) {
        if (text_same_nocase(name, row_ids[i])) {
            return true;
        }
    }
    for (size_t i = 0; table != NULL && i < table->columns.len; i++) {
        if (text_same_nocase(table->columns.at[i]->name, name)) {
            return true;
        }
    }
    return table != NULL && text_same_nocase(name, table->name);
}

const char *ddl_mend_quotes(struct arena *arena, const char *expression, const struct table *table)
{
    if (strchr(expression, '"') == NULL) {
        return expression;
    }
    struct tokens tokens = sql_tokens(arena, expression, strlen(expression));
    struct buf out = buf_new(arena);
    size_t done = 0;

    for (size_t i = 0; i + 1 < tokens.len; i++) {
        const struct token *token = &tokens.at[i], *next = &tokens.at[i + 1];
        bool qualified = i > 0 && (token_is(token - 1, ".") || token_is(token - 1, "COLLATE"));
        if (token->kind != TOKEN_NAME || expression[token->off] != '"' || qualified || token_is(next, ".") ||
            token_is(next, "(") || has_column(table, token->text)) {
            continue;
        }
        buf_add_len(&out, expression + done, token->off - done);
        buf_add(&out, sql_string(arena, token->text));
        done = token->off + token->len;
    }
    buf_add(&out, expression + done);
    return buf_text(&out);
}
